#include "domain/catalog/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/lint_sources.h"
#include "domain/catalog/presets.h"

namespace plimsoll::catalog {

namespace {

yaml::Place place(const Source& source) { return {source.file, source.line, 0}; }

void warn(const Slo& slo, Problems& problems, const std::string& rule, std::string remedy) {
    problems.warn(errors::invalid, place(slo.source), fmt::format("SLO `{}` {}", slo.name, rule), std::move(remedy));
}

void lint_owner(const Catalog& catalog, Problems& problems) {
    std::set<std::string> promised;
    for (const auto& [name, slo] : catalog.slos) promised.insert(slo.service);
    for (const auto& [name, service] : catalog.services) {
        if (!service.owner.empty() || !promised.contains(name)) continue;
        problems.warn(errors::invalid, place(service.source), fmt::format("service `{}` has SLOs and no owner", name),
                      "write a Service of apiVersion plimsoll/v1 with spec.owner");
    }
}

/// Time of total outage that spends the whole budget.
Duration whole_budget(const Slo& slo) {
    const auto n = slo.objective.numerator();
    const auto d = slo.objective.denominator();
    return Duration::ms(static_cast<std::int64_t>(static_cast<__int128>(slo.period.in_ms()) * (d - n) / d));
}

void lint_budget(const Slo& slo, Problems& problems) {
    const Duration budget = whole_budget(slo);
    if (budget >= Duration::minutes(1)) return;
    warn(slo, problems,
         fmt::format("has a budget of {} of total outage in {}: no person can act in that time",
                     text::duration_words(budget), text::duration(slo.period)),
         "choose the level that users would notice, or a longer period");
}

void lint_reach(const Slo& slo, Problems& problems) {
    const double most = static_cast<double>(slo.objective.denominator()) /
                        static_cast<double>(slo.objective.denominator() - slo.objective.numerator());
    for (const BurnRule& rule : slo.rules) {
        if (rule.factor < most || (rule.at_or_above && rule.factor == most)) continue;
        warn(slo, problems,
             fmt::format("has rule `{}`, which can never fire: it needs a burn rate above {}, and with every event bad it is {}",
                         rule.name, text::number(rule.factor), text::number(most)),
             "write a BurnPolicy with lower factors, or raise the objective");
    }
}

/// The members of a document's composite, which pages for them.
std::set<std::string> members_of_documents(const Catalog& catalog) {
    std::set<std::string> out;
    for (const auto& [name, slo] : catalog.slos) {
        if (!slo.composite) continue;
        for (const Member& member : slo.composite->members) {
            const auto found = catalog.slos.find(member.slo);
            if (found != catalog.slos.end() && found->second.document == slo.document) out.insert(member.slo);
        }
    }
    return out;
}

void lint_watch(const Slo& slo, Problems& problems) {
    if (slo.rules.empty()) {
        return warn(slo, problems, "has no burn alert",
                    "write an AlertPolicy with alertWhenBreaching: true, or a BurnPolicy with windows within the period");
    }
    // Only the workbook's own names tell that rules were left out for a short period.
    const bool workbook = slo.rules == preset_rules("workbook", slo.period, slo.slicing ? slo.slicing->length : Duration{});
    if (workbook && slo.rules.size() < workbook_rules(Duration::days(30)).size()) {
        const std::string why = slo.slicing ? fmt::format("a period of {} and slices of {}, which do not suit", text::duration(slo.period), text::duration(slo.slicing->length))
                                            : fmt::format("a period of {}, too short for", text::duration(slo.period));
        warn(slo, problems, fmt::format("has {} all four of the workbook's rules", why),
             "write a BurnPolicy with windows of your own, or a longer period");
    }
}

void lint_channels(const Catalog& catalog, const Slo& slo, Problems& problems) {
    const auto service = catalog.services.find(slo.service);
    if (service != catalog.services.end() && !service->second.channels.empty()) return;
    const bool deaf = std::any_of(slo.rules.begin(), slo.rules.end(),
                                  [](const BurnRule& r) { return r.severity == Severity::page && r.channels.empty(); });
    if (deaf) warn(slo, problems, "has pages that tell nobody", fmt::format("write channels on service `{}`", slo.service));
}

}  // namespace

void lint(const Catalog& catalog, Problems& problems) {
    lint_owner(catalog, problems);
    const auto members = members_of_documents(catalog);
    for (const auto& [name, slo] : catalog.slos) {
        lint_budget(slo, problems);
        lint_reach(slo, problems);
        if (!members.contains(name)) lint_watch(slo, problems);
        lint_channels(catalog, slo, problems);
    }
    lint_sources(catalog, problems);
}

}  // namespace plimsoll::catalog
