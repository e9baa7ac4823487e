#include "domain/attribution/dependencies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "domain/slo/budget.h"
#include "domain/slo/exact.h"

namespace plimsoll::attribution {
namespace {

using slo::U128;

/// Shares are written with at most 15 digits after the point.
constexpr std::int64_t kShareScale = 1'000'000'000'000'000;

/// Parts of kShareScale that the catalogue grants; zero: an equal part.
std::int64_t granted_parts(double share) {
    return static_cast<std::int64_t>(std::llround(static_cast<long double>(share) * kShareScale));
}

const catalog::DependencyBudget* budget_for(const catalog::Service& service, const std::string& upstream) {
    for (const catalog::DependencyBudget& budget : service.dependency_budgets) {
        if (budget.service == upstream) return &budget;
    }
    return nullptr;
}

/// Dependencies, then such as only a budget names, in the order of the catalogue.
std::vector<std::string> upstreams_of(const catalog::Service& service) {
    std::vector<std::string> out = service.dependencies;
    for (const catalog::DependencyBudget& budget : service.dependency_budgets) {
        if (std::find(out.begin(), out.end(), budget.service) == out.end()) out.push_back(budget.service);
    }
    return out;
}

Ratio reduced(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t common = std::max<std::int64_t>(1, std::gcd(numerator, denominator));
    return *Ratio::of(numerator / common, denominator / common);
}

/// allowance x share, as one fraction.
struct Granted {
    U128 numerator = 0;
    U128 denominator = 1;
    [[nodiscard]] double value() const { return static_cast<double>(static_cast<long double>(numerator) / static_cast<long double>(denominator)); }
};

Granted granted_of(const Ratio& allowance, const Ratio& share) {
    return {static_cast<U128>(allowance.numerator()) * static_cast<U128>(share.numerator()),
            static_cast<U128>(allowance.denominator()) * static_cast<U128>(share.denominator())};
}

/// 1 - granted with three digits of what is granted: "99.9833 %".
std::string required_text(double granted) {
    const int digits = granted > 0 ? std::clamp(2 - static_cast<int>(std::floor(std::log10(granted * 100))), 1, 15) : 1;
    std::string out = fmt::format("{:.{}f}", (1 - granted) * 100, digits);
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out + " %";
}

std::string objective_text(const Ratio& objective) {
    const auto exact = Objective::of(objective);
    return exact ? text::percent(*exact) : "";
}

Measure begun(std::string id, std::string formula, TimeRange window, Timestamp as_of, const catalog::Slo& slo) {
    Measure m;
    m.id = std::move(id);
    m.formula = std::move(formula);
    m.window = window;
    m.as_of = as_of;
    m.definition_version = slo.definition_version;
    return m;
}

/// One upstream of one SLO.
struct Asked {
    const catalog::Slo& downstream;
    const Grant& grant;
    Ratio allowance;
    Granted granted;
    TimeRange period;
    Timestamp as_of;
};

std::vector<MeasureInput> terms_of(const Asked& asked) {
    const std::string where = "catalogue, service " + asked.downstream.service;
    return {{"allowance", asked.allowance.numerator(), asked.allowance.denominator(), "1 - objective of " + asked.downstream.name},
            {"share", asked.grant.share.numerator(), asked.grant.share.denominator(),
             where + (asked.grant.granted ? ", dependencyBudgets" : ", an equal part of what is not granted")}};
}

Measure required_measure(const Asked& asked) {
    Measure m = begun("attribution.dependency_required", "1 - allowance x share: what fails upstream fails here", asked.period, asked.as_of, asked.downstream);
    m.inputs = terms_of(asked);
    m.value = 1 - asked.granted.value();
    return m;
}

Measure spent_measure(const Asked& asked, const std::optional<Delivered>& delivered) {
    Measure m = begun("attribution.dependency_spent", "bad / valid / (allowance x share); 1 is all that was granted", asked.period, asked.as_of, *asked.grant.slo);
    m.inputs = terms_of(asked);
    if (!delivered) {
        m.why_empty = "no data yet of " + asked.grant.slo->name;
        return m;
    }
    const slo::Known window = slo::known(delivered->window, delivered->since);
    const std::string where = fmt::format("ledger slo/{} {}..{}", asked.grant.slo->name, text::rfc3339(window.range.start), text::rfc3339(window.range.end));
    m.inputs.push_back({"bad", window.bad, 1, where});
    m.inputs.push_back({"valid", window.valid, 1, where});
    m.step = delivered->window.step;
    m.coverage = slo::coverage_of(delivered->window, delivered->since);
    m.sample_size = static_cast<std::uint64_t>(std::max<std::int64_t>(0, window.valid));
    m.evidence.push_back({"ledger", asked.grant.slo->name, window.range, std::nullopt});
    if (asked.grant.slo->method != asked.downstream.method) m.caveats.push_back("the two SLOs count by different methods; their shares are compared");
    if (m.coverage && *m.coverage < asked.grant.slo->coverage_floor) {
        m.caveats.push_back(fmt::format("only {} of the period was measured", text::percent(*m.coverage)));
    }
    if (asked.granted.numerator == 0) {
        m.why_empty = "nothing is left to grant it: others are granted all of the budget";
        return m;
    }
    if (!window.sound() || window.valid == 0) {
        m.why_empty = window.measured == 0 ? "nothing was measured of " + asked.grant.slo->name + " in the period" : "no events of " + asked.grant.slo->name + " in the period";
        return m;
    }
    m.value = static_cast<double>(static_cast<long double>(window.bad) * static_cast<long double>(asked.granted.denominator) /
                                  (static_cast<long double>(window.valid) * static_cast<long double>(asked.granted.numerator)));
    return m;
}

void add(DependencyView& view, Measure measure) {
    std::string sheet = defence_sheet(measure);
    view.measures.push_back({std::move(measure), std::move(sheet)});
}

Result<DependencyView> view_of(const Asked& asked, bool fed, const DeliveredOf& delivered) {
    DependencyView out;
    out.service = asked.grant.service;
    out.share = asked.grant.share.as_double();
    out.granted = asked.grant.granted;
    out.required = required_text(asked.granted.value());
    add(out, required_measure(asked));
    if (asked.grant.slo == nullptr) {
        out.why_empty = asked.grant.service + " has no SLO";
        return out;
    }
    const catalog::Slo& upstream = *asked.grant.slo;
    out.slo = upstream.name;
    out.promised = objective_text(upstream.objective);
    const Ratio theirs = slo::allowance_of(upstream.objective);
    out.promised_enough = slo::compare_products(static_cast<U128>(theirs.numerator()), asked.granted.denominator, asked.granted.numerator,
                                                static_cast<U128>(theirs.denominator())) <= 0;
    std::optional<Delivered> counts;
    if (fed) {
        TRY_ASSIGN(counts, delivered(upstream, asked.period));
    }
    Measure spent = spent_measure(asked, counts);
    if (!fed) spent.why_empty = "no data yet of " + asked.downstream.name;
    out.spent = spent.value;
    out.coverage = spent.coverage;
    out.why_empty = spent.why_empty;
    if (spent.value) {
        const slo::Known window = slo::known(counts->window, counts->since);
        out.overspent = slo::compare_products(static_cast<U128>(window.bad), asked.granted.denominator, asked.granted.numerator,
                                              static_cast<U128>(window.valid)) > 0;
    }
    add(out, std::move(spent));
    return out;
}

}  // namespace

const catalog::Slo* strictest_slo(const catalog::Catalog& catalog, const std::string& service) {
    const catalog::Slo* best = nullptr;
    for (const auto& [name, slo] : catalog.slos) {
        if (slo.service != service || !slo.group_of.empty()) continue;
        if (best == nullptr || slo.objective > best->objective) best = &slo;
    }
    return best;
}

Grants grants_of(const catalog::Catalog& catalog, const catalog::Service& service) {
    Grants out;
    std::int64_t left = kShareScale;
    std::int64_t equal = 1;  // the service itself
    for (const std::string& upstream : upstreams_of(service)) {
        const catalog::DependencyBudget* budget = budget_for(service, upstream);
        const std::int64_t parts = budget == nullptr ? 0 : granted_parts(budget->share);
        const auto named = budget == nullptr || budget->slo.empty() ? catalog.slos.end() : catalog.slos.find(budget->slo);
        const catalog::Slo* slo = named == catalog.slos.end() ? strictest_slo(catalog, upstream) : &named->second;
        out.upstreams.push_back({upstream, slo, reduced(parts, kShareScale), parts > 0});
        left -= parts;
        equal += parts > 0 ? 0 : 1;
    }
    const std::int64_t rest = std::max<std::int64_t>(0, left);
    out.own = reduced(rest, kShareScale * equal);
    for (Grant& grant : out.upstreams) {
        if (!grant.granted) grant.share = out.own;
    }
    return out;
}

Result<DependencyBudgets> dependency_budgets(const catalog::Catalog& catalog, const catalog::Service& service, const catalog::Slo& slo,
                                             std::optional<TimeRange> period, Timestamp as_of, const DeliveredOf& delivered) {
    DependencyBudgets out;
    out.service = service.name;
    out.slo = slo.name;
    out.objective = objective_text(slo.objective);
    const Ratio allowance = slo::allowance_of(slo.objective);
    out.allowance = allowance.as_double();
    const Grants grants = grants_of(catalog, service);
    out.own_share = grants.own.as_double();
    if (period) out.as_of = as_of;
    out.period = period;
    for (const Grant& grant : grants.upstreams) {
        const Asked asked{slo, grant, allowance, granted_of(allowance, grant.share), period.value_or(TimeRange{}), as_of};
        TRY_ASSIGN(DependencyView view, view_of(asked, period.has_value(), delivered));
        out.items.push_back(std::move(view));
    }
    if (out.items.empty()) out.why_empty = "the service declares no dependencies";
    return out;
}

}  // namespace plimsoll::attribution
