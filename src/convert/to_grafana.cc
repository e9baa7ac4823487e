#include "convert/to_grafana.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <set>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "convert/rule_losses.h"

namespace plimsoll::convert {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::size_t kLongestUid = 40;

value source() { return {{"type", "prometheus"}, {"uid", "${datasource}"}}; }

struct Place {
    int x, y, width, height;
};
value place_of(const Place& at) { return {{"x", at.x}, {"y", at.y}, {"w", at.width}, {"h", at.height}}; }

object panel(int id, const char* type, const char* title, const Place& at) {
    return {{"id", id}, {"type", type}, {"title", title}, {"datasource", source()}, {"gridPos", place_of(at)}};
}

value target(const char* ref, const std::string& expression, const char* legend) {
    return {{"refId", ref}, {"datasource", source()}, {"expr", expression}, {"legendFormat", legend}};
}

value steps(const std::vector<std::pair<value, const char*>>& from) {
    array out;
    for (const auto& [at, color] : from) out.push_back({{"value", at}, {"color", color}});
    return {{"mode", "absolute"}, {"steps", out}};
}
/// Red when all is spent, orange below a quarter.
value budget_steps() { return steps({{nullptr, "red"}, {0, "orange"}, {0.25, "green"}}); }

value defaults(const char* unit, value thresholds, std::optional<double> least = std::nullopt, std::optional<double> most = std::nullopt) {
    object out{{"unit", unit}, {"thresholds", std::move(thresholds)}};
    if (least) out["min"] = *least;
    if (most) out["max"] = *most;
    return {{"defaults", out}, {"overrides", array{}}};
}

/// A recording of the chosen SLO.
std::string of_slo(const std::string& service, const std::string& metric, const std::string& more = "") {
    return fmt::format("{}{{sloth_service=\"{}\", sloth_slo=\"$slo\"{}}}", metric, service, more);
}

value overview(const std::string& service) {
    object out = panel(1, "table", "SLOs", {0, 0, 24, 8});
    const auto all = [&](const char* metric) { return fmt::format("max by (sloth_slo) ({}{{sloth_service=\"{}\"}})", metric, service); };
    const auto instant = [&](const char* ref, const char* metric) {
        return value{{"refId", ref}, {"datasource", source()}, {"expr", all(metric)}, {"format", "table"}, {"instant", true}};
    };
    out["targets"] = array{instant("objective", "slo:objective:ratio"), instant("remaining", "slo:period_error_budget_remaining:ratio"),
                           instant("burn", "slo:current_burn_rate:ratio")};
    const value names{{"sloth_slo", "SLO"}, {"Value #objective", "objective"}, {"Value #remaining", "budget remaining"}, {"Value #burn", "burn now"}};
    out["transformations"] = array{{{"id", "merge"}, {"options", object{}}},
                                   {{"id", "organize"}, {"options", {{"excludeByName", {{"Time", true}}}, {"renameByName", names}}}}};
    const auto with_unit = [](const char* name, const char* unit) {
        return value{{"matcher", {{"id", "byName"}, {"options", name}}},
                     {"properties", array{{{"id", "unit"}, {"value", unit}}, {{"id", "decimals"}, {"value", 3}}}}};
    };
    out["fieldConfig"] = {{"defaults", object{}},
                          {"overrides", array{with_unit("objective", "percentunit"), with_unit("budget remaining", "percentunit"),
                                              with_unit("burn now", "none")}}};
    return out;
}

value remaining(const std::string& service) {
    object out = panel(3, "stat", "Error budget remaining", {0, 9, 6, 8});
    out["targets"] = array{target("A", of_slo(service, "slo:period_error_budget_remaining:ratio"), "remaining")};
    out["fieldConfig"] = defaults("percentunit", budget_steps());
    out["options"] = {{"reduceOptions", {{"calcs", array{"lastNotNull"}}, {"fields", ""}, {"values", false}}},
                      {"colorMode", "value"},
                      {"graphMode", "none"}};
    return out;
}

value lines(int id, const char* title, const Place& at, array targets, value config) {
    object out = panel(id, "timeseries", title, at);
    out["targets"] = std::move(targets);
    out["fieldConfig"] = std::move(config);
    out["options"] = {{"legend", {{"displayMode", "list"}, {"placement", "bottom"}, {"showLegend", true}}},
                      {"tooltip", {{"mode", "multi"}, {"sort", "none"}}}};
    return out;
}

array panels(const std::string& service) {
    array out{overview(service)};
    object row{{"id", 2},
               {"type", "row"},
               {"title", "$slo"},
               {"repeat", "slo"},
               {"collapsed", false},
               {"panels", array{}},
               {"gridPos", place_of({0, 8, 24, 1})}};
    out.push_back(row);
    out.push_back(remaining(service));
    out.push_back(lines(4, "Error budget over time", {6, 9, 9, 8},
                        {target("A", of_slo(service, "slo:period_error_budget_remaining:ratio"), "remaining")},
                        defaults("percentunit", budget_steps(), std::nullopt, 1)));
    const std::string named = fmt::format("{{__name__=~\"slo:sli_error:ratio_rate.+\", sloth_service=\"{}\", sloth_slo=\"$slo\"}}", service);
    out.push_back(lines(
        5, "Burn rate by window", {15, 9, 9, 8},
        {target("A",
                fmt::format("sum by (sloth_window) ({}) / on () group_left () max({})", named, of_slo(service, "slo:error_budget:ratio")),
                "{{sloth_window}}")},
        defaults("none", steps({{nullptr, "green"}, {1, "orange"}, {14.4, "red"}}), 0)));
    out.push_back(lines(6, "Good events by window", {0, 17, 24, 8},
                        {target("A", fmt::format("1 - sum by (sloth_window) ({})", named), "{{sloth_window}}"),
                         target("B", of_slo(service, "slo:objective:ratio"), "objective")},
                        defaults("percentunit", steps({{nullptr, "green"}}), std::nullopt, 1)));
    return out;
}

value variables(const std::string& service) {
    return {{"list", array{{{"name", "datasource"}, {"type", "datasource"}, {"query", "prometheus"}, {"label", "Data source"}},
                           {{"name", "slo"},
                            {"type", "query"},
                            {"label", "SLO"},
                            {"datasource", source()},
                            {"multi", true},
                            {"includeAll", true},
                            {"refresh", 2},
                            {"sort", 1},
                            {"current", {{"text", "All"}, {"value", "$__all"}}},
                            {"query",
                             {{"query", fmt::format("label_values(sloth_slo_info{{sloth_service=\"{}\"}}, sloth_slo)", service)},
                              {"refId", "slo"}}}}}}};
}

value dashboard(const catalog::Catalog& catalog, const std::string& service) {
    const auto found = catalog.services.find(service);
    const bool titled = found != catalog.services.end() && !found->second.display_name.empty();
    return {{"uid", dashboard_uid(service)},
            {"title", (titled ? found->second.display_name : service) + ": SLOs"},
            {"tags", array{"slo", "plimsoll"}},
            {"schemaVersion", 38},
            {"editable", true},
            {"graphTooltip", 1},
            {"refresh", "1m"},
            {"time", {{"from", "now-7d"}, {"to", "now"}}},
            {"timezone", "utc"},
            {"templating", variables(service)},
            {"annotations", {{"list", array{}}}},
            {"panels", panels(service)}};
}

void write(const value& from, int level, std::string& out) {
    const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
    if (from.is_object() && !from.as_object().empty()) {
        const char* separator = "{\n";
        for (const auto& member : from.as_object()) {
            out += separator + indent + "  " + json::quote(std::string_view(member.key().data(), member.key().size())) + ": ";
            write(member.value(), level + 1, out);
            separator = ",\n";
        }
        out += "\n" + indent + "}";
    } else if (from.is_array() && !from.as_array().empty()) {
        const char* separator = "[\n";
        for (const value& item : from.as_array()) {
            out += separator + indent + "  ";
            write(item, level + 1, out);
            separator = ",\n";
        }
        out += "\n" + indent + "]";
    } else {
        out += from.is_double() ? text::number(from.as_double()) : boost::json::serialize(from);
    }
}

}  // namespace

std::string dashboard_uid(const std::string& service) {
    const std::string plain = "plimsoll-" + service;
    if (plain.size() <= kLongestUid) return plain;
    return "plimsoll-" + text::hex(crypto::view(crypto::sha256(service))).substr(0, 24);
}

Exported to_grafana(const catalog::Catalog& catalog, const Wanted& wanted) {
    Exported out;
    std::set<std::string> services;
    for (const catalog::Slo* slo : wanted_slos(catalog, wanted)) {
        if (left_out(*slo)) {
            out.losses.push_back(rule_losses(*slo).front());
            continue;
        }
        services.insert(slo->service);
        ++out.slos;
    }
    for (const std::string& service : services) {
        std::string text;
        write(dashboard(catalog, service), 0, text);
        out.files.push_back({service + ".dashboard.json", text + "\n"});
    }
    return out;
}

}  // namespace plimsoll::convert
