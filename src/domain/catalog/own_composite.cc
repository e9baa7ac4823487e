// Composite: one promise of several SLOs together, such as a journey's.
#include <fmt/format.h>

#include <set>

#include "domain/catalog/errors.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kLeastMembers = 2;
constexpr std::size_t kMostMembers = 25;
constexpr std::int64_t kMostWeight = 1'000'000;

/// "checkout", "checkout.latency", "checkout.latency.30d".
bool is_slo_name(const std::string& name) {
    std::string_view rest = name;
    for (int parts = 1; parts <= 3; ++parts) {
        const auto dot = rest.find('.');
        if (!is_dns_label(rest.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        rest.remove_prefix(dot + 1);
    }
    return false;
}

void read_weight(const Fields& fields, CompositeRule rule, MemberRef& out) {
    if (!fields.has("weight")) return;
    const auto weight = decimal(fields, "weight");
    if (!weight) return;
    if (weight->numerator() <= 0 || *weight > *Ratio::of(kMostWeight, 1)) {
        return fields.invalid("weight", fmt::format("must be above zero and at most {}", kMostWeight));
    }
    if (rule != CompositeRule::weighted) {
        return fields.invalid("weight", "only counts with rule: weighted", "remove it, or write rule: weighted");
    }
    out.weight = weight->as_double();
}

void read_members(const Fields& spec, CompositeSpec& out) {
    const auto items = spec.list("members", Need::required);
    const bool bounded = items.size() >= kLeastMembers && items.size() <= kMostMembers;
    if (!items.empty() && !bounded) {
        spec.invalid("members", fmt::format("has {} item{}; from {} to {} are allowed", items.size(), items.size() == 1 ? "" : "s", kLeastMembers, kMostMembers),
                     items.size() == 1 ? "name the SLO itself instead" : "make composites of composites, up to four deep");
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items.size() && i < kMostMembers; ++i) {
        const Fields fields(items[i], fmt::format("{}[{}]", spec.path("members"), i), {"slo", "weight"}, spec.problems());
        if (!items[i].is_map()) continue;
        MemberRef member{read_slo_ref(fields, "slo"), 1};
        read_weight(fields, out.rule, member);
        if (!member.slo) continue;
        if (seen.insert(member.slo.name).second) out.members.push_back(std::move(member));
        else fields.invalid("slo", fmt::format("names `{}` twice", member.slo.name), "remove one of them, or give it more weight");
    }
}

CompositeRule read_rule(const Fields& spec) {
    const std::string rule = spec.one_of("rule", {"all", "any", "weighted"}, Need::required);
    return rule == "any" ? CompositeRule::any : rule == "weighted" ? CompositeRule::weighted : CompositeRule::all;
}

/// "shop/checkout": a service and one of its journeys.
Ref read_journey(const Fields& spec) {
    const std::string journey = spec.text("journey");
    if (journey.empty()) return {};
    const auto slash = journey.find('/');
    const bool two = slash != std::string::npos && is_dns_label(journey.substr(0, slash)) && is_dns_label(journey.substr(slash + 1));
    if (two) return {journey, spec.place("journey")};
    spec.invalid("journey", "must be a service and one of its journeys", "write shop/checkout");
    return {};
}

}  // namespace

Ref read_slo_ref(const Fields& fields, std::string_view key) {
    const std::string name = fields.text(key, Need::required);
    if (name.empty()) return {};
    if (is_slo_name(name)) return {name, fields.place(key)};
    fields.invalid(key, "must be the name of an SLO", "write checkout, or checkout.<objective> of a document with several objectives");
    return {};
}

CompositeSpec read_composite(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"description", "service", "rule", "members", "target", "targetPercent", "timeWindow", "timeSliceWindow",
                       "journey", "alertPolicies"},
                      problems);
    CompositeSpec out;
    if (!object.spec.is_map()) return out;
    out.place = object.place;
    out.description = spec.description();
    out.journey = read_journey(spec);
    const Need need = out.journey ? Need::optional : Need::required;
    out.service = {spec.reference("service", need), spec.place("service")};
    if (!out.service && out.journey) out.service = {out.journey.name.substr(0, out.journey.name.find('/')), out.journey.place};
    out.rule = read_rule(spec);
    read_members(spec, out);
    out.target = objective(spec);
    const auto windows = read_time_windows(spec, 1);
    if (!windows.empty()) out.window = windows.front();
    out.slice = read_slice(spec, Need::optional);
    out.slice_place = spec.place("timeSliceWindow");
    out.policies = read_alert_policies(spec);
    return out;
}

}  // namespace plimsoll::catalog
