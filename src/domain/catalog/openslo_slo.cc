// SLO; its objectives have openslo_objective.cc.
#include <fmt/format.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/inlined.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostWindows = 8;

std::optional<BudgetingMethod> read_method(const Fields& spec) {
    const std::string method =
        spec.one_of("budgetingMethod", {"Occurrences", "Timeslices", "RatioTimeslices"}, Need::required);
    if (method == "Occurrences") return BudgetingMethod::occurrences;
    if (method == "Timeslices") return BudgetingMethod::timeslices;
    if (method == "RatioTimeslices") return BudgetingMethod::ratio_timeslices;
    return std::nullopt;
}

}  // namespace

RefOrInline<Sli> read_indicator(const Fields& fields, const Texts& texts) {
    RefOrInline<Sli> out;
    Problems& problems = fields.problems();
    if (fields.has("indicator") && fields.has("indicatorRef")) {
        fields.invalid("indicatorRef", "and `indicator` exclude each other", "remove one of them");
    }
    out.place = fields.place("indicator");
    if (fields.has("indicatorRef")) out.ref = {fields.reference("indicatorRef"), fields.place("indicatorRef")};
    if (!fields.has("indicator")) return out;
    const Fields inlined(fields["indicator"], fields.path("indicator"), {"metadata", "spec"}, problems);
    if (!fields["indicator"].is_map()) return out;
    if (!inlined.has("spec")) inlined.invalid("spec", "is missing");
    Defined<Sli> sli;
    if (inlined.has("metadata")) sli.metadata = read_metadata(inlined["metadata"], inlined.path("metadata"), problems);
    sli.spec = read_sli(inlined["spec"], inlined.path("spec"), texts, problems);
    out.inlined = std::move(sli);
    return out;
}

std::vector<RefOrInline<AlertPolicy>> read_alert_policies(const Fields& spec) {
    std::vector<RefOrInline<AlertPolicy>> out;
    const auto policies = spec.list("alertPolicies");
    for (std::size_t i = 0; i < policies.size(); ++i) {
        out.push_back(read_ref_or_inline<AlertPolicy>(
            policies[i], fmt::format("{}[{}]", spec.path("alertPolicies"), i), "alertPolicyRef", "AlertPolicy", spec.problems(),
            [&](const yaml::Node& n, const std::string& p) { return read_alert_policy(n, p, spec.problems()); }));
    }
    return out;
}

SloSpec read_slo(const yaml::Node& spec, const Texts& texts, Problems& problems) {
    const Fields fields(spec, "spec",
                        {"description", "service", "indicator", "indicatorRef", "budgetingMethod", "timeWindow", "objectives",
                         "alertPolicies"},
                        problems);
    SloSpec out;
    if (!spec.is_map()) return out;
    out.description = fields.description();
    out.service = {fields.text("service", Need::required), fields.place("service")};
    out.indicator = read_indicator(fields, texts);
    out.method = read_method(fields);
    out.windows = read_time_windows(fields, kMostWindows);
    out.objectives = read_objectives(fields, out.method, texts);
    out.policies = read_alert_policies(fields);
    return out;
}

}  // namespace plimsoll::catalog
