#include "convert/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "convert/accepted.h"
#include "convert/formats.h"
#include "convert/layout.h"
#include "domain/catalog/reading.h"

namespace plimsoll::convert {

namespace {

constexpr std::size_t kMostMade = 9'000;  // files; the catalogue reads 10,000, and its owner has some already
constexpr std::size_t kLongestOwner = 200;

std::string format_name(Format format) { return boost::describe::enum_to_string(format, ""); }

Result<> check_options(const Options& options) {
    std::vector<FieldError> wrong;
    if (!options.data_source.empty() && !catalog::is_dns_label(options.data_source)) {
        wrong.push_back(
            {"/data_source", "must be the name of a DataSource: a DNS label", "write " + catalog::as_dns_label(options.data_source)});
    }
    if (catalog::characters(options.owner) > kLongestOwner) wrong.push_back({"/owner", "must be at most 200 characters", ""});
    if (wrong.empty()) return {};
    const std::string detail = wrong.front().where + " " + wrong.front().rule;
    return fail(plimsoll::errors::invalid, detail, std::move(wrong));
}

/// All that was put in, by the reader that reads it.
struct Sorted {
    std::map<Format, std::vector<InputObject>> families;
    std::vector<Input> codeowners;
    std::optional<Format> first;
    int objects = 0;
    std::vector<InputObject> unknown;
};

void sort(const Input& input, const std::optional<Format>& given, Sorted& out, std::vector<FieldError>& unreadable) {
    if (given == Format::codeowners || (!given && is_codeowners(input))) {
        if (input.text.size() > kMostFileBytes) unreadable.push_back({input.name, "is larger than 4 MiB", "split it"});
        if (!text::is_utf8(input.text)) unreadable.push_back({input.name, "is not UTF-8 text", "save it as UTF-8"});
        out.codeowners.push_back(input);
        if (!out.first) out.first = Format::codeowners;
        ++out.objects;
        return;
    }
    auto objects = objects_of(input);
    if (!objects) {
        unreadable.insert(unreadable.end(), objects.error().fields().begin(), objects.error().fields().end());
        return;
    }
    for (InputObject& object : *objects) {
        const auto found = format_of(object.node);
        if (!object.node.is_map()) {
            unreadable.push_back({object.node.place().text(), "is no map of fields", "write one definition an item"});
        } else if (found ? !given || family_of(*found) == family_of(*given) : given.has_value()) {
            if (!out.first) out.first = found ? found : given;
            out.families[family_of(found ? *found : *given)].push_back(std::move(object));
            ++out.objects;
        } else {
            out.unknown.push_back(std::move(object));
        }
    }
}

Result<Sorted> sorted(const std::vector<Input>& inputs, const std::optional<Format>& given) {
    Sorted out;
    std::vector<FieldError> unreadable;
    if (inputs.size() > kMostFiles)
        return fail(errors::unreadable, fmt::format("{} files are more than 1,000", inputs.size()),
                    {{"/files", "are more than 1,000", "import them in parts"}});
    for (const Input& input : inputs) sort(input, given, out, unreadable);
    if (unreadable.empty() && static_cast<std::size_t>(out.objects) > kMostObjects) {
        unreadable.push_back({inputs.front().name, fmt::format("holds, with the others, {} objects: more than 10,000", out.objects),
                              "import them in parts"});
    }
    if (!unreadable.empty()) {
        const std::string detail = unreadable.front().where + ": " + unreadable.front().rule;
        return fail(errors::unreadable, detail, std::move(unreadable));
    }
    if (out.objects > 0) return out;
    std::vector<FieldError> where;
    for (const InputObject& object : out.unknown)
        where.push_back(
            {object.node.place().text(), given ? "is not of format " + format_name(*given) : "is of no format that is read", ""});
    if (where.empty()) where.push_back({inputs.empty() ? "/files" : inputs.front().name, "holds no definitions", ""});
    const std::string detail = where.front().where + " " + where.front().rule;
    return fail(errors::unknown_format, detail, std::move(where));
}

void set_data_source(Tree& tree, const std::string& name) {
    for (Tree::Entry& entry : tree.entries) {
        if (entry.key == "metricSource" && entry.value.kind == Tree::Kind::map) {
            entry.value.erase("type");
            entry.value.erase("metricSourceRef");
            entry.value.entries.insert(entry.value.entries.begin(), {"metricSourceRef", text_tree(name)});
        } else {
            set_data_source(entry.value, name);
        }
    }
    for (Tree& item : tree.items) set_data_source(item, name);
}

/// OpenSLO v1 that Plimsoll reads as it stands is copied, in canonical order. False: it is not.
bool copied(const std::vector<Input>& inputs, const Sorted& all, Draft& draft) {
    const auto openslo = all.families.find(Format::openslo_v1);
    if (openslo == all.families.end() || all.families.size() > 1 || !all.unknown.empty()) return false;
    std::vector<catalog::FileText> texts;
    for (const Input& input : inputs) {
        if (!is_codeowners(input)) texts.push_back({input.name, input.text});
    }
    const catalog::Reading reading = catalog::read_catalog(std::move(texts));
    if (!reading.errors.empty()) return false;
    for (const InputObject& object : openslo->second) {
        Tree tree = ordered_tree(object.node);
        if (!draft.options().data_source.empty()) set_data_source(tree, draft.options().data_source);
        const std::string kind = object.node["kind"].text();
        const std::string name = catalog::trimmed(object.node["metadata"]["name"].text());
        const bool slo = kind == "SLO" || kind == "Composite";
        Origin origin{object.node.place().file, object.node.place().line, (kind == "SLO" ? "slo" : kind) + "/" + name};
        draft.object(folder_of(kind), name, std::move(tree), std::move(origin), slo ? 1 : 0);
    }
    return true;
}

void convert_all(const std::vector<Input>& inputs, const Sorted& all, Draft& draft, Losses& losses) {
    using Reader = void (*)(const std::vector<InputObject>&, Draft&, Losses&);
    static const std::vector<std::pair<Format, Reader>> kReaders{{Format::backstage, from_backstage},
                                                                 {Format::openslo_v1, from_openslo},
                                                                 {Format::sloth, from_sloth},
                                                                 {Format::pyrra, from_pyrra},
                                                                 {Format::slo_generator_v2, from_slo_generator},
                                                                 {Format::nobl9, from_nobl9},
                                                                 {Format::grafana, from_grafana}};
    if (!copied(inputs, all, draft)) {
        for (const auto& [family, read] : kReaders) {
            const auto found = all.families.find(family);
            if (found != all.families.end()) read(found->second, draft, losses);
        }
    }
    for (const Input& input : all.codeowners) from_codeowners(input, all.families.empty(), draft, losses);
    for (const InputObject& object : all.unknown) {
        const std::string name = object.node["metadata"]["name"].text();
        losses.add({object.node["kind"].text() + (name.empty() ? "" : "/" + name), object.path, object.node.place().line, Fate::dropped,
                    "left out: it is of no format that is read, or not of the one that was named", "", object.node.place().file});
    }
}

}  // namespace

std::optional<Format> detect(const Input& input) {
    if (is_codeowners(input)) return Format::codeowners;
    const auto objects = objects_of(input);
    if (!objects) return std::nullopt;
    for (const InputObject& object : *objects) {
        if (const auto format = format_of(object.node)) return format;
    }
    return std::nullopt;
}

Result<Converted> to_catalogue(const std::vector<Input>& inputs, std::optional<Format> format, const Options& options) {
    TRY(check_options(options));
    TRY_ASSIGN(const Sorted all, sorted(inputs, format));
    std::vector<std::string> names;
    for (const Input& input : inputs) names.push_back(input.name);
    Losses losses(names);
    Draft draft(options);
    convert_all(inputs, all, draft, losses);
    std::vector<Made> made = draft.take();
    if (made.size() > kMostMade) {
        return fail(errors::unreadable, fmt::format("{} files would be made: more than 9,000", made.size()),
                    {{inputs.front().name, "makes, with the others, more than 9,000 files", "import them in parts"}});
    }
    TRY_ASSIGN(made, accepted(std::move(made), options, losses));
    Converted out;
    out.format = *all.first;
    out.objects = all.objects;
    out.losses = losses.in_order();
    for (const Made& one : made) {
        out.slos += one.slos;
        out.documents.push_back({one.path, written(one.documents)});
    }
    return out;
}

}  // namespace plimsoll::convert
