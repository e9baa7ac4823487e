#include "domain/targets/basis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "domain/attribution/dependencies.h"
#include "domain/slo/definition.h"
#include "domain/slo/windows.h"

namespace plimsoll::targets {
namespace {

constexpr double kMovedShare = 0.25;  ///< of the target's error budget
constexpr double kTrafficTimes = 2;

std::string rule_words(const catalog::BurnRule& rule) {
    const std::string windows = text::duration(rule.long_window) + (rule.short_window > Duration() ? " and " + text::duration(rule.short_window) : "");
    return fmt::format("{}: {} at {} over {}", rule.name, rule.severity == catalog::Severity::page ? "page" : "ticket", text::number(rule.factor), windows);
}

void add_counts(Basis& out, const catalog::Slo& slo, const slo::Counts& counts) {
    const ledger::LiveWindows live = counts.live(slo, slo::Exclusions::left_out);
    const ledger::WindowSum* window = slo::never_fed(live) ? nullptr : slo::find_window(slo, live, slo.period);
    if (window == nullptr) return;
    const slo::Known known = slo::known(*window, live.since);
    if (!known.sound()) return;
    const double measured_days = (ledger::kStep * known.measured).in_seconds() / 86'400;
    out.events_per_day = static_cast<double>(known.valid) / static_cast<double>(slo::scale_of(slo).per_one) / measured_days;
    if (known.valid > 0) out.sli = 1 - static_cast<double>(known.bad) / static_cast<double>(known.valid);
}

/// Steps of the journey that a composite stands for.
std::vector<std::string> steps_of(const catalog::Catalog& catalog, const std::string& journey) {
    const std::size_t slash = journey.find('/');
    const auto service = catalog.services.find(journey.substr(0, slash));
    if (slash == std::string::npos || service == catalog.services.end()) return {};
    for (const catalog::Journey& one : service->second.journeys) {
        if (one.name == journey.substr(slash + 1)) return one.steps;
    }
    return {};
}

void tell_definition(const Proposal& p, const Basis& now, std::vector<std::string>& out) {
    const Basis& then = p.basis;
    if (now.sli_version != then.sli_version) out.emplace_back("It counts something else: the indicator was changed");
    const bool by_itself = p.made.window.has_value();
    if (now.window != then.window && !by_itself) out.push_back(fmt::format("The window is {} now; it was {}", now.window, then.window));
    if (now.rules != then.rules && now.window == then.window) {
        const auto listed = [](const std::vector<std::string>& rules) { return rules.empty() ? std::string("none") : fmt::format("{}", fmt::join(rules, "; ")); };
        out.push_back(fmt::format("The burn rules are {}; they were {}", listed(now.rules), listed(then.rules)));
    }
    if (now.objective != then.objective && now.objective != p.made.to)
        out.push_back(fmt::format("The objective is {} now, neither what it was ({}) nor what was proposed ({})", percent_of(now.objective), percent_of(then.objective), percent_of(p.made.to)));
    if (out.empty() && now.definition_version != then.definition_version && now.objective == then.objective && now.window == then.window)
        out.emplace_back("The definition was changed");
}

void tell_counts(const Proposal& p, const Basis& now, std::vector<std::string>& out) {
    const Basis& then = p.basis;
    const double budget = 1 - p.made.to.as_double();
    if (then.sli && now.sli && std::abs(*now.sli - *then.sli) >= kMovedShare * budget)
        out.push_back(fmt::format("The SLI of the last period is {}; it was {}", share_words(*now.sli), share_words(*then.sli)));
    if (then.sli && !now.sli) out.emplace_back("Nothing was counted over the last period");
    if (!then.events_per_day || !now.events_per_day || *then.events_per_day <= 0) return;
    const double times = *now.events_per_day / *then.events_per_day;
    if (times < kTrafficTimes && times > 1 / kTrafficTimes) return;
    const auto a_day = [](double n) { return text::count(std::llround(n)); };
    out.push_back(fmt::format("Traffic {}: {} a day, {} then", times > 1 ? "has at least doubled" : "is half or less", a_day(*now.events_per_day), a_day(*then.events_per_day)));
}

void tell_upstreams(const Basis& then, const Basis& now, std::vector<std::string>& out) {
    std::map<std::string, std::pair<std::string, std::string>> by_service;
    for (const UpstreamPromise& u : then.upstreams) by_service[u.service].first = percent_of(u.objective);
    for (const UpstreamPromise& u : now.upstreams) by_service[u.service].second = percent_of(u.objective);
    for (const auto& [service, promised] : by_service) {
        if (promised.first == promised.second) continue;
        if (promised.second.empty()) out.push_back(fmt::format("{} promises nothing any more, or is no dependency any more; it promised {}", service, promised.first));
        else if (promised.first.empty()) out.push_back(fmt::format("{} promises {}; it promised nothing, or was no dependency", service, promised.second));
        else out.push_back(fmt::format("{} promises {}; it promised {}", service, promised.second, promised.first));
    }
}

}  // namespace

std::string percent_of(const Ratio& objective) {
    const auto exact = Objective::of(objective);
    return exact ? text::percent(*exact) : "";
}

std::string share_words(double share) {
    const double missing = 1 - share;
    if (missing <= 0) return "100 %";
    const int digits = std::clamp(2 - static_cast<int>(std::floor(std::log10(missing * 100))), 1, 9);
    std::string out = fmt::format("{:.{}f}", share * 100, digits);
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out + " %";
}

std::vector<Upstream> upstreams_of(const catalog::Catalog& catalog, const catalog::Slo& slo) {
    std::vector<Upstream> out;
    if (slo.composite && !slo.composite->journey.empty()) {
        for (const std::string& step : steps_of(catalog, slo.composite->journey)) out.push_back({step, attribution::strictest_slo(catalog, step)});
        return out;
    }
    const auto service = catalog.services.find(slo.service);
    if (service == catalog.services.end()) return out;
    for (const attribution::Grant& grant : attribution::grants_of(catalog, service->second).upstreams) out.push_back({grant.service, grant.slo});
    return out;
}

Basis basis_of(const catalog::Catalog& catalog, const catalog::Slo& slo, const slo::Counts& counts) {
    Basis out{slo.definition_version, slo.sli_version, slo.objective, slo::window_words(slo), {}, std::nullopt, std::nullopt, {}};
    for (const catalog::BurnRule& rule : slo.rules) out.rules.push_back(rule_words(rule));
    for (const Upstream& up : upstreams_of(catalog, slo)) {
        if (up.slo != nullptr) out.upstreams.push_back({up.service, up.slo->name, up.slo->objective});
    }
    std::sort(out.upstreams.begin(), out.upstreams.end(), [](const UpstreamPromise& a, const UpstreamPromise& b) { return a.service < b.service; });
    add_counts(out, slo, counts);
    return out;
}

std::vector<std::string> changed_since(const Proposal& proposal, const Basis& now, std::uint64_t breaches) {
    std::vector<std::string> out;
    tell_definition(proposal, now, out);
    tell_counts(proposal, now, out);
    tell_upstreams(proposal.basis, now, out);
    if (breaches > 0) out.push_back(fmt::format("The budget was overspent {} since", breaches == 1 ? "once" : fmt::format("{} times", breaches)));
    return out;
}

}  // namespace plimsoll::targets
