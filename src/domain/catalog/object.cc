#include "domain/catalog/object.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "domain/catalog/annotations.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"

namespace plimsoll::catalog {

namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Up to 63 of letters, digits and "-._", beginning and ending with a letter or digit.
bool is_key(std::string_view key) {
    if (key.empty() || key.size() > 63 || !is_alphanumeric(key.front()) || !is_alphanumeric(key.back())) return false;
    return std::all_of(key.begin(), key.end(),
                       [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_dns_name(std::string_view name) {
    if (name.empty() || name.size() > 253) return false;
    while (true) {
        const auto dot = name.find('.');
        if (!is_dns_label(name.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        name.remove_prefix(dot + 1);
    }
}

bool is_annotation_key(std::string_view key) {
    const auto slash = key.find('/');
    if (slash == std::string_view::npos) return is_key(key);
    return is_dns_name(key.substr(0, slash)) && is_key(key.substr(slash + 1));
}

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

void check_annotation_key(const yaml::Node::Entry& entry, const std::string& path, Problems& problems) {
    const auto& ours = annotation_keys();
    if (!is_annotation_key(entry.key)) {
        problems.add(errors::invalid, entry.key_place, fmt::format("`{}` has a key that is not one: \"{}\"", path, entry.key),
                     "write up to 63 letters, digits, '-', '.', '_', with an optional DNS prefix and '/'");
    } else if (entry.key.starts_with("plimsoll.dev/") && std::find(ours.begin(), ours.end(), entry.key) == ours.end()) {
        problems.add(errors::unknown_field, entry.key_place, fmt::format("`{}` is not a known annotation", entry.key),
                     did_you_mean(entry.key, ours, "known: " + listed(ours)));
    } else if (entry.key.starts_with("openslo.com/")) {
        problems.warn(errors::invalid, entry.key_place, fmt::format("the prefix of `{}` is reserved for OpenSLO", entry.key),
                      "use a prefix of your own");
    }
}

void read_annotations(const Fields& metadata, Metadata& out) {
    const yaml::Node node = metadata["annotations"];
    if (!node) return;
    if (!node.is_map()) return metadata.invalid("annotations", "must be a map of key to text");
    for (const auto& entry : node.entries()) {
        check_annotation_key(entry, metadata.path("annotations"), metadata.problems());
        if (entry.value.is_scalar()) out.annotations[entry.key] = {trimmed(entry.value.text()), entry.value.place()};
        else metadata.problems().add(errors::invalid, entry.value.place(),
                                     fmt::format("annotation `{}` must be text", entry.key));
    }
}

std::string label_value(const yaml::Node& node, const std::string& key, Problems& problems) {
    if (node.is_scalar()) return node.text();
    std::string joined;
    bool first = true;
    for (const yaml::Node& item : node.items()) {
        if (!item.is_scalar()) problems.add(errors::invalid, item.place(), fmt::format("a value of label `{}` must be text", key));
        joined += (first ? "" : ",") + item.text();
        first = false;
    }
    if (!node.is_list()) problems.add(errors::invalid, node.place(), fmt::format("label `{}` must be text or a list of texts", key));
    return joined;
}

void read_labels(const Fields& metadata, Metadata& out) {
    const yaml::Node node = metadata["labels"];
    if (!node) return;
    if (!node.is_map()) return metadata.invalid("labels", "must be a map of key to text");
    for (const auto& entry : node.entries()) {
        if (!is_key(entry.key)) {
            metadata.problems().add(errors::invalid, entry.key_place,
                                    fmt::format("`{}` has a key that is not one: \"{}\"", metadata.path("labels"), entry.key),
                                    "write up to 63 letters, digits, '-', '.', '_', with a letter or digit at both ends");
        }
        out.labels[entry.key] = label_value(entry.value, entry.key, metadata.problems());
    }
}

std::string name_remedy(const std::string& name) {
    const std::string better = as_dns_label(name);
    const std::string rule = "1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends";
    return better.empty() ? rule : fmt::format("{}; such as {}", rule, better);
}

const std::vector<std::string>& kinds_of(std::string_view api_version) {
    static const std::vector<std::string> kOpenSloKinds{"DataSource",  "Service",        "SLI", "SLO",
                                                        "AlertPolicy", "AlertCondition", "AlertNotificationTarget"};
    static const std::vector<std::string> kOurKinds{"Service",   "Tier",      "Channel",           "BurnPolicy",
                                                    "Indicator", "Composite", "ErrorBudgetPolicy", "SLA", "Probe"};
    return api_version == kOpenSlo ? kOpenSloKinds : kOurKinds;
}

bool known_version(const Fields& fields, const std::string& version) {
    if (version == kOpenSlo || version == kPlimsoll) return true;
    if (version.empty()) return false;
    if (version.starts_with("openslo/") || version.starts_with("openslo.com/")) {
        fields.wrong(errors::unsupported, "apiVersion", fmt::format("is {}; this version reads openslo/v1", version),
                     "write the object as apiVersion: openslo/v1");
    } else {
        fields.invalid("apiVersion", "must be openslo/v1 or plimsoll/v1",
                       did_you_mean(version, {std::string(kOpenSlo), std::string(kPlimsoll)}, ""));
    }
    return false;
}

bool known_kind(const Fields& fields, const std::string& version, const std::string& kind) {
    const auto& kinds = kinds_of(version);
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return true;
    if (kind.empty()) return false;
    const std::string other(version == kOpenSlo ? kPlimsoll : kOpenSlo);
    const auto& others = kinds_of(other);
    const bool elsewhere = std::find(others.begin(), others.end(), kind) != others.end();
    fields.invalid("kind", fmt::format("is not a kind of {}", version),
                   elsewhere ? fmt::format("write apiVersion: {}", other)
                             : did_you_mean(kind, kinds, "known kinds: " + listed(kinds)));
    return false;
}

/// The Place in "file:12:5", as yaml:: names it.
void read_object(const yaml::Node& node, std::vector<Object>& out, Problems& problems) {
    if (!node.is_map()) {
        problems.add(errors::invalid, node.place(), "an object must be a map with apiVersion, kind, metadata and spec");
        return;
    }
    const Fields fields(node, "", {"apiVersion", "kind", "metadata", "spec"}, problems);
    Object object;
    object.place = node.place();
    object.api_version = fields.text("apiVersion", Need::required);
    object.kind = fields.text("kind", Need::required);
    const bool version = known_version(fields, object.api_version);
    const bool kind = version && known_kind(fields, object.api_version, object.kind);
    if (!fields.has("metadata")) fields.invalid("metadata", "is missing", "write metadata: {name: ...}");
    else object.metadata = read_metadata(fields["metadata"], "metadata", problems);
    object.spec = fields["spec"];
    if (!kind) return;
    if (!object.spec && object.kind != "Service") fields.invalid("spec", "is missing");
    if (object.metadata.name) out.push_back(std::move(object));
}

}  // namespace

const Ref* Metadata::annotation(const std::string& key) const {
    const auto found = annotations.find(key);
    return found == annotations.end() ? nullptr : &found->second;
}

Metadata read_metadata(const yaml::Node& node, const std::string& path, Problems& problems) {
    const Fields fields(node, path, {"name", "displayName", "labels", "annotations"}, problems);
    Metadata out;
    if (!node.is_map()) return out;
    const std::string name = fields.text("name", Need::required);
    if (is_dns_label(name)) out.name = {name, fields.place("name")};
    else if (!name.empty()) fields.invalid("name", fmt::format("is not a DNS label: \"{}\"", name), name_remedy(name));
    out.display_name = fields.text("displayName", Need::optional, 63);
    read_labels(fields, out);
    read_annotations(fields, out);
    return out;
}

yaml::Place place_in(const std::string& file, std::string_view where) {
    yaml::Place place{file, 0, 0};
    if (!where.starts_with(file + ":")) return place;
    where.remove_prefix(file.size() + 1);
    const char* const end = where.data() + where.size();
    const auto line = std::from_chars(where.data(), end, place.line);
    if (line.ptr < end && *line.ptr == ':') std::from_chars(line.ptr + 1, end, place.column);
    return place;
}

std::vector<Object> read_objects(const FileText& file, Problems& problems) {
    std::vector<Object> out;
    auto documents = yaml::parse_documents(file.text, file.path);
    if (!documents) {
        const Error& error = documents.error();
        if (error.fields().empty()) problems.add(errors::malformed, {file.path, 0, 0}, error.sentence());
        for (const FieldError& f : error.fields()) problems.add(errors::malformed, place_in(file.path, f.where), f.rule, f.remedy);
        return out;
    }
    for (const yaml::Node& document : *documents) {
        using Kind = yaml::Node::Kind;
        if (document.kind() == Kind::absent || document.kind() == Kind::null) continue;
        if (!document.is_list()) read_object(document, out, problems);
        for (const yaml::Node& item : document.items()) read_object(item, out, problems);
    }
    return out;
}

}  // namespace plimsoll::catalog
