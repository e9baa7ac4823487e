#include "convert/references.h"

#include <algorithm>
#include <map>
#include <set>

#include "convert/layout.h"
#include "domain/catalog/reading.h"

namespace plimsoll::convert {

namespace {

constexpr const char* kVersion = "openslo/v1";

std::string text_of(const Tree& map, std::string_view key) {
    const Tree* found = map.find(key);
    return found != nullptr && found->is_scalar() ? plain_text(*found) : "";
}

std::string name_of(const Tree& object) {
    const Tree* metadata = object.find("metadata");
    return metadata == nullptr ? "" : text_of(*metadata, "name");
}

bool is_openslo(const Tree& document, std::string_view kind) {
    return text_of(document, "apiVersion") == kVersion && text_of(document, "kind") == kind;
}

/// Every object, also those that stand in a list.
template <class Visit>
void each_object(std::vector<TreeFile>& files, const Visit& visit) {
    for (TreeFile& file : files) {
        for (Tree& document : file.documents) {
            if (document.kind == Tree::Kind::list) {
                for (Tree& item : document.items) visit(item);
            } else {
                visit(document);
            }
        }
    }
}

/// How parts are written and referred to at one place.
struct Slot {
    const char* list;  ///< key of the list of parts; nullptr: the part stands under `in_place`
    const char* in_place;
    const char* reference;
    const char* kind;
};
constexpr Slot kIndicator{nullptr, "indicator", "indicatorRef", "SLI"};
constexpr Slot kPolicies{"alertPolicies", nullptr, "alertPolicyRef", "AlertPolicy"};
constexpr Slot kConditions{"conditions", nullptr, "conditionRef", "AlertCondition"};
constexpr Slot kTargets{"notificationTargets", nullptr, "targetRef", "AlertNotificationTarget"};

using Key = std::pair<std::string, std::string>;  ///< kind, name

class Inliner {
public:
    explicit Inliner(std::vector<TreeFile>& files) {
        each_object(files, [&](const Tree& object) {
            for (const char* kind : {"SLI", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"}) {
                if (is_openslo(object, kind)) objects_[{kind, name_of(object)}] = object;
            }
        });
    }

    void slo(Tree& object) {
        Tree* spec = object.find("spec");
        if (spec == nullptr) return;
        indicator(*spec);
        if (Tree* objectives = spec->find("objectives")) {
            for (Tree& objective : objectives->items) indicator(objective);
        }
        parts(*spec, kPolicies);
    }

    [[nodiscard]] const std::set<Key>& used() const { return used_; }

private:
    /// `indicatorRef: x` becomes `indicator: {metadata, spec}` at the same place.
    void indicator(Tree& map) {
        const std::string name = text_of(map, kIndicator.reference);
        const auto found = objects_.find({kIndicator.kind, name});
        if (name.empty() || found == objects_.end()) return;
        used_.insert(found->first);
        for (Tree::Entry& entry : map.entries) {
            if (entry.key != kIndicator.reference) continue;
            Tree part = body_of(found->second);
            part.above.insert(part.above.begin(), entry.value.above.begin(), entry.value.above.end());
            if (part.beside.empty()) part.beside = entry.value.beside;
            entry = {kIndicator.in_place, std::move(part)};
        }
    }

    void parts(Tree& map, const Slot& slot) {
        Tree* list = map.find(slot.list);
        if (list == nullptr) return;
        for (Tree& item : list->items) {
            const std::string name = text_of(item, slot.reference);
            const auto found = objects_.find({slot.kind, name});
            if (!name.empty() && found != objects_.end()) {
                used_.insert(found->first);
                Tree part = map_tree();
                part.above = item.above;
                part.put("kind", plain_tree(slot.kind));
                const Tree body = body_of(found->second);
                for (const Tree::Entry& entry : body.entries) part.entries.push_back(entry);
                item = std::move(part);
                list->braced = false;
            }
            if (Tree* spec = item.find("spec"); spec != nullptr && slot.list == std::string_view("alertPolicies")) {
                parts(*spec, kConditions);
                parts(*spec, kTargets);
            }
        }
    }

    /// metadata and spec.
    static Tree body_of(const Tree& object) {
        Tree out = map_tree();
        out.above = object.above;
        for (const Tree::Entry& entry : object.entries) {
            if (entry.key == "metadata" || entry.key == "spec") out.entries.push_back(entry);
            else out.above.insert(out.above.end(), entry.value.above.begin(), entry.value.above.end());
        }
        out.above.insert(out.above.end(), object.below.begin(), object.below.end());
        return out;
    }

    std::map<Key, Tree> objects_;
    std::set<Key> used_;
};

void count_references(const Tree& tree, std::set<Key>& out) {
    for (const Slot& slot : {kIndicator, kPolicies, kConditions, kTargets}) {
        if (const std::string name = text_of(tree, slot.reference); !name.empty()) out.insert({slot.kind, name});
    }
    for (const Tree::Entry& entry : tree.entries) count_references(entry.value, out);
    for (const Tree& item : tree.items) count_references(item, out);
}

class Exporter {
public:
    explicit Exporter(std::vector<TreeFile>& files) {
        each_object(files, [&](const Tree& object) { names_.insert({text_of(object, "kind"), name_of(object)}); });
    }

    void slo(Tree& object, std::vector<Tree>& out) {
        Tree* spec = object.find("spec");
        if (spec == nullptr) return;
        indicator(*spec, out);
        if (Tree* objectives = spec->find("objectives")) {
            for (Tree& objective : objectives->items) indicator(objective, out);
        }
        parts(*spec, kPolicies, out);
    }

    void policy(Tree& spec, std::vector<Tree>& out) {
        parts(spec, kConditions, out);
        parts(spec, kTargets, out);
    }

private:
    /// Whether the part may become an object: it has a name that no other of its kind has. An SLI shares names with Indicators.
    bool takes(const Tree& part, const std::string& kind) {
        const std::string name = name_of(part);
        if (name.empty() || part.find("spec") == nullptr) return false;
        if (kind == "SLI" && names_.contains({"Indicator", name})) return false;
        return names_.insert({kind, name}).second;
    }

    static Tree object_of(const Tree& part, const char* kind) {
        Tree out = map_tree();
        out.put("apiVersion", plain_tree(kVersion)).put("kind", plain_tree(kind));
        for (const Tree::Entry& entry : part.entries) {
            if (entry.key == "metadata" || entry.key == "spec") out.entries.push_back(entry);
        }
        return out;
    }

    void indicator(Tree& map, std::vector<Tree>& out) {
        Tree* part = map.find(kIndicator.in_place);
        if (part == nullptr || !takes(*part, kIndicator.kind)) return;
        out.push_back(object_of(*part, kIndicator.kind));
        Tree reference = text_tree(name_of(*part));
        reference.above = part->above;
        reference.beside = part->beside;
        for (Tree::Entry& entry : map.entries) {
            if (entry.key == kIndicator.in_place) entry = {kIndicator.reference, reference};
        }
    }

    void parts(Tree& map, const Slot& slot, std::vector<Tree>& out) {
        Tree* list = map.find(slot.list);
        if (list == nullptr) return;
        for (Tree& item : list->items) {
            const bool is_policy = slot.kind == std::string_view("AlertPolicy");
            if (Tree* spec = item.find("spec"); spec != nullptr && is_policy) policy(*spec, out);
            if (item.find("spec") == nullptr || !takes(item, slot.kind)) continue;
            out.push_back(object_of(item, slot.kind));
            Tree reference = braced(map_tree().put(slot.reference, text_tree(name_of(item))));
            reference.above = item.above;
            reference.beside = item.beside;
            item = std::move(reference);
        }
    }

    std::set<Key> names_;
};

bool is_taken(const Tree& object, const std::set<Key>& taken) {
    return text_of(object, "apiVersion") == kVersion && taken.contains({text_of(object, "kind"), name_of(object)});
}

catalog::Reading read(const std::vector<TreeFile>& files) {
    std::vector<catalog::FileText> texts;
    for (const TreeFile& file : files) texts.push_back({file.path, laid_out(file.documents)});
    return catalog::read_catalog(std::move(texts));
}

/// Where something stands is no promise.
catalog::Catalog without_places(catalog::Catalog from) {
    const auto clear = [](auto& objects) {
        for (auto& [name, object] : objects) object.source = {};
    };
    clear(from.services);
    clear(from.tiers);
    clear(from.channels);
    clear(from.slos);
    clear(from.policies);
    clear(from.slas);
    clear(from.data_sources);
    clear(from.probes);
    return from;
}

}  // namespace

Result<> check_same_promises(const std::vector<TreeFile>& before, const std::vector<TreeFile>& after) {
    catalog::Reading first = read(before);
    if (!first.errors.empty()) {
        return fail(plimsoll::errors::invalid, "the files are no catalogue that applies", catalog::field_errors(first.errors));
    }
    catalog::Reading second = read(after);
    if (second.errors.empty() && without_places(std::move(first.catalog)) == without_places(std::move(second.catalog))) return {};
    return fail(plimsoll::errors::conflict, "the files would not promise the same any more", catalog::field_errors(second.errors));
}

void write_in_place(std::vector<TreeFile>& files) {
    Inliner inliner(files);
    each_object(files, [&](Tree& object) {
        if (is_openslo(object, "SLO")) inliner.slo(object);
    });
    std::set<Key> taken = inliner.used();
    for (std::size_t before = taken.size() + 1; taken.size() < before;) {  // what stays keeps what it refers to
        before = taken.size();
        std::set<Key> still;
        each_object(files, [&](const Tree& object) {
            if (!is_taken(object, taken)) count_references(object, still);
        });
        for (const Key& key : still) taken.erase(key);
    }
    for (TreeFile& file : files) {
        for (Tree& document : file.documents) std::erase_if(document.items, [&](const Tree& item) { return is_taken(item, taken); });
        std::erase_if(file.documents, [&](const Tree& document) { return is_taken(document, taken); });
    }
}

void take_out(std::vector<TreeFile>& files) {
    Exporter exporter(files);
    for (TreeFile& file : files) {
        std::vector<Tree> made;
        for (Tree& document : file.documents) {
            const auto visit = [&](Tree& object) {
                if (is_openslo(object, "SLO")) exporter.slo(object, made);
                Tree* spec = object.find("spec");
                if (is_openslo(object, "AlertPolicy") && spec != nullptr) exporter.policy(*spec, made);
            };
            if (document.kind == Tree::Kind::list) std::for_each(document.items.begin(), document.items.end(), visit);
            else visit(document);
        }
        for (Tree& object : made) file.documents.push_back(std::move(object));
    }
}

}  // namespace plimsoll::convert
