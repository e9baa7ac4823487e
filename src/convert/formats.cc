#include "convert/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace plimsoll::convert {

namespace {

constexpr std::size_t kMostDocumentBytes = 1u << 20;  // base/yaml.h reads no more at once

struct Version {
    std::string_view prefix;  ///< of apiVersion
    Format format;
};
constexpr std::array<Version, 9> kVersions{{{"openslo/v1alpha", Format::openslo_v1alpha},
                                            {"openslo/v1", Format::openslo_v1},
                                            {"plimsoll/v1", Format::openslo_v1},
                                            {"openslo.com/v2alpha", Format::openslo_v2alpha},
                                            {"openslo/v2alpha", Format::openslo_v2alpha},
                                            {"sloth.slok.dev/", Format::sloth_kubernetes},
                                            {"pyrra.dev/", Format::pyrra},
                                            {"sre.google.com/v2", Format::slo_generator_v2},
                                            {"n9/", Format::nobl9}}};

/// A large file in pieces at its "---" lines. Each piece begins with as many empty lines as stand before it, so that the
/// places of its values are those of the file.
std::vector<std::string> pieces_of(std::string_view text) {
    if (text.size() <= kMostDocumentBytes) return {std::string(text)};
    std::vector<std::string> out;
    std::size_t lines = 0, from = 0;
    while (from < text.size()) {
        auto end = text.find("\n---", from);
        end = end == std::string_view::npos ? text.size() : end + 1;
        const std::string_view piece = text.substr(from, end - from);
        out.push_back(std::string(lines, '\n') + std::string(piece));
        lines += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
        from = end;
    }
    return out;
}

void take(const yaml::Node& node, const std::string& path, std::vector<InputObject>& out) {
    const bool kubernetes_list = node.is_map() && node["kind"].text() == "List" && node["items"].is_list();
    const bool grafana_list = node.is_map() && node["slos"].is_list() && !node["version"] && !node["service"];
    const yaml::Node list = node.is_list() ? node : kubernetes_list ? node["items"] : grafana_list ? node["slos"] : yaml::Node();
    if (!list.is_list()) {
        out.push_back({node, path});
        return;
    }
    const std::string key = node.is_list() ? path : kubernetes_list ? "items" : "slos";
    for (std::size_t i = 0; i < list.items().size(); ++i) out.push_back({list.items()[i], fmt::format("{}[{}]", key, i)});
}

}  // namespace

std::optional<Format> format_of(const yaml::Node& object) {
    if (!object.is_map()) return std::nullopt;
    const std::string version = object["apiVersion"].text();
    for (const Version& known : kVersions) {
        if (version.starts_with(known.prefix)) return known.format;
    }
    if (version.starts_with("backstage.io/")) return Format::backstage;
    if (!version.empty()) return std::nullopt;
    if (object["version"].text().starts_with("prometheus/v1") && object["slos"]) return Format::sloth;
    if (object["slo_name"] || object["slo_target"] || object["error_budget_policy_step_name"]) return Format::slo_generator_v1;
    if (object["error_budget_policies"]) return Format::slo_generator_v2;
    if (object["query"].is_map() && object["objectives"].is_list() && object["name"]) return Format::grafana;
    return std::nullopt;
}

bool is_codeowners(const Input& input) { return input.name == "CODEOWNERS" || input.name.ends_with("/CODEOWNERS"); }

Result<std::vector<InputObject>> objects_of(const Input& input) {
    if (input.text.size() > kMostFileBytes) {
        return fail(errors::unreadable, input.name + " is larger than 4 MiB", {{input.name, "is larger than 4 MiB", "split it"}});
    }
    std::vector<InputObject> out;
    for (const std::string& piece : pieces_of(input.text)) {
        auto documents = yaml::parse_documents(piece, input.name);
        if (!documents) return fail(errors::unreadable, documents.error().detail(), documents.error().fields());
        for (const yaml::Node& document : *documents) {
            if (document.is_map() || document.is_list()) take(document, "", out);
            else if (document.is_scalar()) {
                return fail(errors::unreadable, input.name + " holds text, no definitions",
                            {{document.place().text(), "is text, where a map of fields is expected",
                              "name a file of definitions; CODEOWNERS is known by its name"}});
            }
        }
    }
    return out;
}

Format family_of(Format format) {
    switch (format) {
        case Format::openslo_v1alpha:
        case Format::openslo_v2alpha: return Format::openslo_v1;
        case Format::sloth_kubernetes: return Format::sloth;
        case Format::slo_generator_v1: return Format::slo_generator_v2;
        default: return format;
    }
}

}  // namespace plimsoll::convert
