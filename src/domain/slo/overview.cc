#include "domain/slo/overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "domain/slo/alert_words.h"

namespace plimsoll::slo {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

enum class Level { freeze, caution, plain, unknown };

/// Where a budget stands against its thresholds. A budget that burns is in question whatever is left of it.
Level level_of(ServiceState state, const std::optional<double>& budget, const Thresholds& thresholds) {
    if (state == ServiceState::burning) return Level::freeze;
    if (!budget) return Level::unknown;
    if (*budget < 0 || *budget <= thresholds.freeze) return Level::freeze;
    return *budget <= thresholds.caution ? Level::caution : Level::plain;
}

/// Less is worse. What is not known stands behind what is. A burn counts from 1 on: below that the budget lasts.
auto consequence(ServiceState state, bool pages, Level level, const std::optional<int>& tier_rank,
                 const std::optional<double>& burn, const std::optional<double>& budget) {
    const double fast = burn && *burn >= 1 ? -*burn : 0;
    return std::tuple(state, !pages, level, tier_rank.value_or(std::numeric_limits<int>::max()), fast, budget.value_or(kNone));
}

/// Names of SLOs for which an open alert pages.
using Paging = std::set<std::string>;

Paging paging_slos(const std::vector<BurningNow>& burning) {
    Paging out;
    for (const BurningNow& alert : burning) {
        if (alert.severity == "page") out.insert(alert.slo);
    }
    return out;
}

auto consequence(const SloSummary& slo, const Paging& paging) {
    const ServiceState state = service_state(slo.state);
    return std::tuple_cat(consequence(state, paging.contains(slo.name), level_of(state, slo.budget_remaining, slo.thresholds),
                                      slo.tier_rank, slo.burn_1h, slo.budget_remaining),
                          std::tie(slo.name));
}

void count(OverviewCounts& counts, SloState state) {
    ++counts.slos;
    switch (state) {
        case SloState::burning: ++counts.burning; break;
        case SloState::breached: ++counts.breached; break;
        case SloState::frozen: ++counts.frozen; break;
        case SloState::stale: ++counts.stale; break;
        case SloState::cannot_tell: ++counts.cannot_tell; break;
        case SloState::no_data: ++counts.no_data; break;
        case SloState::ok: ++counts.ok; break;
    }
}

void show_worst(ServiceLine& line, const SloSummary& slo) {
    line.state = service_state(slo.state);
    line.slo = slo.name;
    line.objective = slo.objective;
    line.period = slo.period;
    line.budget_remaining = slo.budget_remaining;
    line.budget_minutes = slo.budget_minutes;
    line.budget_yesterday = slo.budget_yesterday;
    line.burn_1h = slo.burn_1h;
    line.projected_end = slo.projected_end;
    line.projected_low = slo.projected_low;
    line.projected_high = slo.projected_high;
    line.coverage = slo.coverage;
    line.as_of = slo.as_of;
    line.why_empty = slo.why_empty;
}

ServiceLine line_of(const catalog::Catalog& catalog, const catalog::Service& service,
                    const std::vector<const SloSummary*>& slos, const Paging& paging) {
    ServiceLine line;
    line.name = service.name;
    line.display_name = service.display_name;
    line.owner = service.owner;
    line.tier = service.tier;
    line.tier_rank = tier_rank_of(catalog, service.name);
    line.thresholds = thresholds_of(catalog, service.name);
    line.slos = static_cast<std::int64_t>(slos.size());
    if (slos.empty()) {
        line.why_empty = "no SLO is declared";
        return line;
    }
    for (const SloSummary* slo : slos) {
        line.alerts_open += slo->alerts_open;
        if (slo->policy_state && (!line.policy_state || worse(*slo->policy_state, *line.policy_state))) line.policy_state = slo->policy_state;
    }
    show_worst(line, **std::min_element(slos.begin(), slos.end(), [&](const SloSummary* a, const SloSummary* b) {
        return consequence(*a, paging) < consequence(*b, paging);
    }));
    return line;
}

std::vector<ServiceLine> lines_of(const catalog::Catalog& catalog, const std::vector<SloSummary>& slos, const Paging& paging) {
    std::map<std::string_view, std::vector<const SloSummary*>> by_service;
    for (const SloSummary& slo : slos) by_service[slo.service].push_back(&slo);
    std::vector<ServiceLine> out;
    out.reserve(catalog.services.size());
    for (const auto& [name, service] : catalog.services) out.push_back(line_of(catalog, service, by_service[name], paging));
    const auto order = [&](const ServiceLine& line) {
        return std::tuple_cat(consequence(line.state, paging.contains(line.slo),
                                          level_of(line.state, line.budget_remaining, line.thresholds), line.tier_rank,
                                          line.burn_1h, line.budget_remaining),
                              std::tie(line.name));
    };
    std::sort(out.begin(), out.end(), [&](const ServiceLine& a, const ServiceLine& b) { return order(a) < order(b); });
    return out;
}

std::vector<BurningNow> worst(std::vector<BurningNow> burning) {
    const auto order = [](const BurningNow& alert) {
        return std::tuple_cat(consequence(ServiceState::burning, alert.severity == "page", Level::freeze, alert.tier_rank,
                                          alert.burn, alert.budget_remaining),
                              std::tie(alert.alert));
    };
    std::sort(burning.begin(), burning.end(), [&](const BurningNow& a, const BurningNow& b) { return order(a) < order(b); });
    if (burning.size() > kBurningMost) burning.resize(kBurningMost);
    return burning;
}

void add_budget_items(const std::vector<SloSummary>& slos, std::vector<ChangedItem>& changed) {
    std::vector<std::pair<double, const SloSummary*>> moved;
    for (const SloSummary& slo : slos) {
        if (!slo.budget_remaining || !slo.budget_yesterday) continue;
        moved.emplace_back(-std::abs(*slo.budget_remaining - *slo.budget_yesterday), &slo);
    }
    std::sort(moved.begin(), moved.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second->name) < std::tie(b.first, b.second->name);
    });
    std::size_t told = 0;
    for (const auto& [_, slo] : moved) {
        if (told == kBudgetChangesMost) return;
        auto item = budget_item(*slo);
        if (!item) continue;
        changed.push_back(std::move(*item));
        ++told;
    }
}

void newest_first(std::vector<ChangedItem>& changed) {
    std::stable_sort(changed.begin(), changed.end(), [](const ChangedItem& a, const ChangedItem& b) {
        return std::pair(a.at, a.seq.value_or(0)) > std::pair(b.at, b.seq.value_or(0));
    });
    if (changed.size() > kChangedMost) changed.resize(kChangedMost);
}

/// ", below the caution line of 50.0 %": the lowest line that was crossed downwards, or the highest upwards.
std::string crossed(double then, double now, const Thresholds& lines) {
    struct Line {
        double share;
        const char* words;
    };
    std::vector<Line> down{{0, ", and is spent"}, {lines.freeze, ", below the freeze line of "}, {lines.caution, ", below the caution line of "}};
    for (const Line& line : down) {
        if (then > line.share && now <= line.share)
            return line.share == 0 ? ", and is spent" : line.words + text::percent(line.share, 0);
    }
    if (then <= lines.caution && now > lines.caution) return ", above the caution line of " + text::percent(lines.caution, 0);
    if (then <= lines.freeze && now > lines.freeze && lines.freeze > 0) return ", above the freeze line of " + text::percent(lines.freeze, 0);
    if (then <= 0 && now > 0) return ", and is above zero again";
    return "";
}

}  // namespace

ServiceState service_state(SloState state) {
    switch (state) {
        case SloState::burning: return ServiceState::burning;
        case SloState::breached: return ServiceState::breached;
        case SloState::frozen: return ServiceState::frozen;
        case SloState::stale: return ServiceState::stale;
        case SloState::cannot_tell: return ServiceState::cannot_tell;
        case SloState::no_data: return ServiceState::no_data;
        case SloState::ok: return ServiceState::ok;
    }
    return ServiceState::no_slo;
}

ChangedItem fired_item(const AlertFired& fired, std::uint64_t seq, Timestamp at) {
    ChangedItem item{at, ChangedKind::alert_fired, fired.service, fired.slo, {}, seq};
    if (fired.kind == AlertKind::stale) {
        item.text = fmt::format("{} sends no samples any more", fired.slo);
        return item;
    }
    item.text = fmt::format("{} of {} fired", fired.rule, fired.slo);
    if (!fired.evidence.empty() && fired.evidence.front().burn) {
        item.text += fmt::format(": the error budget burned {:.1f}x over {}", *fired.evidence.front().burn,
                                 text::duration_words(fired.evidence.front().window));
    }
    return item;
}

ChangedItem resolved_item(const ClosedAlert& closed) {
    const AlertFired& fired = closed.fired;
    ChangedItem item{closed.resolved_at, ChangedKind::alert_resolved, fired.service, fired.slo, {}, closed.resolved_seq};
    const std::string what = fired.kind == AlertKind::stale ? "the staleness alert" : fired.rule;
    item.text = fmt::format("{} of {} resolved: {}", what, fired.slo, ending_words(closed.why));
    return item;
}

std::optional<ChangedItem> budget_item(const SloSummary& slo) {
    if (!slo.budget_remaining || !slo.budget_yesterday || !slo.as_of) return std::nullopt;
    const double then = *slo.budget_yesterday;
    const double now = *slo.budget_remaining;
    const std::string line = crossed(then, now, slo.thresholds);
    if (std::abs(now - then) <= kBudgetMoved && line.empty()) return std::nullopt;
    return ChangedItem{*slo.as_of, ChangedKind::budget, slo.service, slo.name,
                       fmt::format("the budget of {} {} from {} to {} within a day{}", slo.name, now < then ? "fell" : "rose",
                                   text::percent(then), text::percent(now), line),
                       std::nullopt};
}

Overview overview_of(const catalog::Catalog& catalog, const std::vector<SloSummary>& slos, std::vector<BurningNow> burning,
                     std::vector<ChangedItem> changed) {
    Overview out;
    const Paging paging = paging_slos(burning);
    for (const SloSummary& slo : slos) {
        count(out.counts, slo.state);
        if (slo.as_of && (!out.as_of || *out.as_of < *slo.as_of)) out.as_of = slo.as_of;
    }
    out.counts.services = static_cast<std::int64_t>(catalog.services.size());
    out.services = lines_of(catalog, slos, paging);
    out.burning = worst(std::move(burning));
    add_budget_items(slos, changed);
    newest_first(changed);
    out.changed = std::move(changed);
    return out;
}

}  // namespace plimsoll::slo
