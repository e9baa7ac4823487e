// Service, Tier and BurnPolicy; Channel has channel.cc, and the others a file each.
#include "domain/catalog/own_kinds.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostItems = 1000;
constexpr Duration kSlot = Duration::seconds(10);  // windows are sums of slots
constexpr Duration kLeastWindow = Duration::minutes(1);

std::vector<Journey> read_journeys(const Fields& spec, std::vector<Ref>& steps) {
    std::vector<Journey> out;
    std::set<std::string> seen;
    const auto items = spec.list("journeys");
    for (std::size_t i = 0; i < items.size() && i < kMostItems; ++i) {
        const Fields fields(items[i], fmt::format("spec.journeys[{}]", i), {"name", "steps", "unacceptable"}, spec.problems());
        if (!items[i].is_map()) continue;
        Journey journey;
        journey.name = fields.reference("name", Need::required);
        if (!journey.name.empty() && !seen.insert(journey.name).second) fields.invalid("name", "stands twice", "rename one");
        for (const yaml::Node& step : fields.list("steps", Need::required)) {
            const std::string name = step.is_scalar() ? trimmed(step.text()) : "";
            if (is_dns_label(name)) {
                journey.steps.push_back(name);
                steps.push_back({name, step.place()});
            } else {
                fields.problems().add(errors::invalid, step.place(), fmt::format("a step of `{}` must name a service", fields.path("steps")));
            }
        }
        journey.unacceptable = fields.texts("unacceptable", kMostItems);
        out.push_back(std::move(journey));
    }
    return out;
}

/// A whole number of slots, at least a minute, so that a window holds samples to judge.
bool check_window(const Fields& rule, std::string_view key, const std::optional<Duration>& window) {
    if (!window) return false;
    if (*window < kLeastWindow || window->in_ms() % kSlot.in_ms() != 0) {
        rule.invalid(key, "must be at least 1m and a multiple of 10s", "write 5m or 1h");
        return false;
    }
    return true;
}

void read_factor(const Fields& fields, PolicyRule& out) {
    const bool factor = fields.has("factor");
    if (factor == fields.has("budgetShare")) {
        return fields.invalid("factor", factor ? "and `budgetShare` exclude each other" : "or `budgetShare` is missing",
                              factor ? "remove one of them" : "write factor: 14.4, or budgetShare: 0.02 for 2 % of the budget");
    }
    const auto value = fields.number(factor ? "factor" : "budgetShare");
    if (!value) return;
    if (factor && *value <= 0) return fields.invalid("factor", "must be above zero");
    if (!factor && (*value <= 0 || *value > 1)) {
        return fields.invalid("budgetShare", "must be above 0 and at most 1", "write 0.02 for 2 % of the budget");
    }
    if (factor) out.rule.factor = *value;
    else out.budget_share = *value;
}

PolicyRule read_rule(const Fields& fields) {
    PolicyRule out;
    out.place = fields.place();
    BurnRule& rule = out.rule;
    rule.name = fields.reference("name", Need::required);
    const std::string severity = fields.one_of("severity", {"page", "ticket"}, Need::required);
    rule.severity = severity == "page" ? Severity::page : Severity::ticket;
    const auto long_window = duration(fields, "long", Need::required);
    if (check_window(fields, "long", long_window)) rule.long_window = *long_window;
    const auto short_window = duration(fields, "short", Need::optional);
    if (check_window(fields, "short", short_window)) rule.short_window = *short_window;
    if (long_window && short_window && *short_window >= *long_window) {
        fields.invalid("short", "must be shorter than `long`", "the workbook takes a twelfth of it");
    }
    read_factor(fields, out);
    rule.entry_delay = duration(fields, "entryDelay", Need::optional, Sign::zero_too).value_or(Duration{});
    rule.clear_delay = duration(fields, "clearDelay", Need::optional, Sign::zero_too).value_or(Duration{});
    rule.notify_resolved = fields.flag("notifyResolved").value_or(true);
    rule.guarded = fields.flag("guarded").value_or(false);
    out.channels = references(fields, "channels");
    rule.channels = names(out.channels);
    return out;
}

void check_url(const Fields& spec, std::string_view key, const std::string& url) {
    if (url.empty() || url.starts_with("https://") || url.starts_with("http://")) return;
    spec.invalid(key, "must be an http or https URL");
}

/// What a service grants its upstreams of its own error budget; the rest is its own.
void read_dependency_budgets(const Fields& spec, OwnService& out) {
    const auto items = spec.list("dependencyBudgets");
    double granted = 0;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items.size() && i < kMostItems; ++i) {
        const Fields fields(items[i], fmt::format("spec.dependencyBudgets[{}]", i), {"service", "slo", "share"}, spec.problems());
        if (!items[i].is_map()) continue;
        DependencyBudget budget;
        const Ref upstream{fields.reference("service", Need::required), fields.place("service")};
        const Ref slo = fields.has("slo") ? read_slo_ref(fields, "slo") : Ref{};
        budget.service = upstream.name;
        budget.slo = slo.name;
        budget.share = share(fields, "share", 0, 1).value_or(0);
        if (fields.has("share") && budget.share == 0) fields.invalid("share", "must be above zero", "leave it out for an equal part");
        if (upstream && !seen.insert(upstream.name).second) fields.invalid("service", "stands twice", "remove one of them");
        granted += budget.share;
        out.refs.granted.push_back(upstream);
        out.refs.granted_slos.push_back(slo);
        out.service.dependency_budgets.push_back(std::move(budget));
    }
    if (granted <= 1) return;
    spec.invalid("dependencyBudgets", fmt::format("grants {} of the budget: more than there is", text::number(granted)), "write shares that add up to 1 at most");
}

}  // namespace

std::vector<Ref> references(const Fields& fields, std::string_view key) {
    std::vector<Ref> out;
    std::set<std::string> seen;
    const auto items = fields.list(key);
    if (items.size() > kMostItems) {
        fields.invalid(key, fmt::format("has {} items; {} are allowed", items.size(), kMostItems));
        return out;
    }
    for (const yaml::Node& item : items) {
        const std::string name = item.is_scalar() ? trimmed(item.text()) : "";
        if (!is_dns_label(name)) {
            fields.problems().add(errors::invalid, item.place(), fmt::format("an item of `{}` must be a name", fields.path(key)));
        } else if (!seen.insert(name).second) {
            fields.problems().add(errors::invalid, item.place(), fmt::format("`{}` stands twice in `{}`", name, fields.path(key)),
                                  "remove one of them");
        } else {
            out.push_back({name, item.place()});
        }
    }
    return out;
}

std::vector<std::string> names(const std::vector<Ref>& refs) {
    std::vector<std::string> out;
    for (const Ref& ref : refs) out.push_back(ref.name);
    return out;
}

OwnService read_own_service(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"displayName", "description", "tier", "owner", "dependencies", "dependencyBudgets", "journeys", "channels", "runbook"},
                      problems);
    OwnService out;
    Service& s = out.service;
    s.name = object.metadata.name.name;
    s.source = {object.place.file, object.place.line};
    s.display_name = spec.has("displayName") ? spec.text("displayName", Need::optional, 63) : object.metadata.display_name;
    s.description = spec.description();
    out.has_display_name = !s.display_name.empty();
    out.has_description = !s.description.empty();
    s.owner = spec.text("owner", Need::optional, 200);
    s.runbook = spec.text("runbook", Need::optional, 2000);
    check_url(spec, "runbook", s.runbook);
    out.refs.tier = {spec.reference("tier"), spec.place("tier")};
    out.refs.dependencies = references(spec, "dependencies");
    out.refs.channels = references(spec, "channels");
    s.journeys = read_journeys(spec, out.refs.steps);
    read_dependency_budgets(spec, out);
    s.tier = out.refs.tier.name;
    s.dependencies = names(out.refs.dependencies);
    s.channels = names(out.refs.channels);
    for (const Ref& dependency : out.refs.dependencies) {
        if (dependency.name != s.name) continue;
        problems.add(errors::invalid, dependency.place, fmt::format("service `{}` depends on itself", s.name), "remove it");
    }
    return out;
}

Tier read_tier(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec", {"description", "rank", "rto", "rpo", "controls"}, problems);
    Tier out;
    out.name = object.metadata.name.name;
    out.source = {object.place.file, object.place.line};
    out.description = spec.description();
    if (!spec.has("rank")) spec.invalid("rank", "is missing", "write rank: 0 for the most critical, to 3");
    out.rank = static_cast<int>(spec.integer("rank", 0, 3).value_or(0));
    out.rto = duration(spec, "rto", Need::optional, Sign::zero_too).value_or(Duration{});
    out.rpo = duration(spec, "rpo", Need::optional, Sign::zero_too).value_or(Duration{});
    out.controls = spec.texts("controls", kMostItems);
    return out;
}

BurnPolicy read_burn_policy(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec", {"description", "rules"}, problems);
    BurnPolicy out;
    spec.description();
    std::set<std::string> seen;
    const auto rules = spec.list("rules", Need::required);
    if (rules.size() > 32) spec.invalid("rules", fmt::format("has {} items; 32 are allowed", rules.size()));
    for (std::size_t i = 0; i < rules.size() && i < 32; ++i) {
        const Fields fields(rules[i], fmt::format("spec.rules[{}]", i),
                            {"name", "severity", "long", "short", "factor", "budgetShare", "entryDelay", "clearDelay",
                             "channels", "notifyResolved", "guarded"},
                            problems);
        if (!rules[i].is_map()) continue;
        PolicyRule rule = read_rule(fields);
        if (!rule.rule.name.empty() && !seen.insert(rule.rule.name).second) fields.invalid("name", "stands twice", "rename one");
        out.rules.push_back(std::move(rule));
    }
    return out;
}

}  // namespace plimsoll::catalog
