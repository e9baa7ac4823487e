#include "server/export_figures.h"

#include <boost/describe/enum_to_string.hpp>
#include <limits>

#include "convert/to_csv.h"
#include "convert/to_metrics.h"
#include "domain/slo/budget.h"
#include "domain/slo/windows.h"

namespace plimsoll::server {

namespace {

using Summaries = std::map<std::string, slo::SloSummary>;

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max() / 2;

std::vector<slo::SloSummary> summaries(const slo::Ports& ports) {
    slo::SloFilter all;
    all.limit = kAll;
    return slo::list_slos(ports, all).page.items;
}

template <class E>
const char* word(E value) { return boost::describe::enum_to_string(value, ""); }

std::optional<double> at(const slo::Column& column, std::size_t i) { return i < column.size() ? column[i] : std::nullopt; }

/// Burn rates and counts of the windows that an SLO keeps.
void add_windows(const slo::Ports& ports, const catalog::Slo& slo, convert::SloFigures& out) {
    const ledger::LiveWindows live = ports.counts->live(slo, slo::Exclusions::left_out);
    if (slo::never_fed(live)) return;
    for (const Duration length : slo::rolling_windows_of(slo)) {
        const ledger::WindowSum* window = slo::find_rolling(slo, live, length);
        if (window == nullptr) continue;
        if (const auto burn = slo::burn_of(slo::known(*window, live.since), slo.objective)) out.burn_rates.emplace(length, *burn);
    }
    const ledger::WindowSum* period = slo::find_window(slo, live, slo.period);
    if (period == nullptr) return;
    const slo::Known counts = slo::known(*period, live.since);
    if (!counts.sound()) return;
    const auto per_one = static_cast<double>(slo::scale_of(slo).per_one);
    out.valid = static_cast<double>(counts.valid) / per_one;
    out.bad = static_cast<double>(counts.bad) / per_one;
}

std::map<std::string, std::map<std::string, int>> firing_by_slo(const slo::Ports& ports) {
    slo::AlertFilter open;
    open.open = true;
    open.limit = kAll;
    std::map<std::string, std::map<std::string, int>> out;
    for (const slo::AlertView& alert : slo::list_alerts(ports, open).page.items) ++out[alert.slo][alert.severity];
    return out;
}

}  // namespace

std::string overview_csv(const slo::Ports& ports) {
    convert::Csv csv({"slo", "service", "tier", "owner", "objective", "window", "state", "budget_remaining", "budget_minutes",
                      "budget_events", "unit", "burn_1h", "projected_end", "coverage", "alerts_open", "as_of"});
    for (const slo::SloSummary& s : summaries(ports)) {
        csv.text(s.name).text(s.service).text(s.tier).text(s.owner).text(s.objective).text(s.window).text(word(s.state));
        csv.number(s.budget_remaining).number(s.budget_minutes).number(s.budget_events).text(s.unit.noun);
        csv.number(s.burn_1h).number(s.projected_end).number(s.coverage).integer(s.alerts_open).time(s.as_of);
        csv.end();
    }
    return csv.take();
}

std::string budget_csv(const slo::SloChart& chart) {
    convert::Csv csv({"until", "valid", "bad", "budget_remaining", "coverage"});
    for (const slo::ChartRule& rule : chart.rules) {
        csv.add_column("burn_" + rule.rule + "_long");
        if (!rule.short_burn.empty()) csv.add_column("burn_" + rule.rule + "_short");
    }
    for (std::size_t i = 0; i < chart.at.size(); ++i) {
        csv.time(Timestamp::from_ms(chart.at[i]));
        const bool counted = at(chart.coverage, i).value_or(0) > 0;
        csv.integer(counted ? std::optional(chart.valid[i]) : std::nullopt).integer(counted ? std::optional(chart.bad[i]) : std::nullopt);
        csv.number(at(chart.remaining, i)).number(at(chart.coverage, i));
        for (const slo::ChartRule& rule : chart.rules) {
            csv.number(at(rule.long_burn, i));
            if (!rule.short_burn.empty()) csv.number(at(rule.short_burn, i));
        }
        csv.end();
    }
    return csv.take();
}

std::string counts_csv(const slo::SloSlots& slots, std::int64_t per_one) {
    convert::Csv csv({"start", "end", "valid", "bad", "per_one", "measured_slots", "reporting_series", "live_series"});
    for (std::size_t i = 0; i < slots.valid.size(); ++i) {
        const Timestamp start = slots.start + slots.step * static_cast<std::int64_t>(i);
        csv.time(start).time(start + slots.step).integer(slots.valid[i]).integer(slots.bad[i]).integer(per_one);
        csv.integer(slots.measured[i]).integer(slots.reporting[i]).integer(slots.live[i]);
        csv.end();
    }
    return csv.take();
}

std::string metrics_page(const slo::Ports& ports) {
    const auto catalog = ports.catalog();
    const auto firing = firing_by_slo(ports);
    std::vector<convert::SloFigures> all;
    for (const slo::SloSummary& summary : summaries(ports)) {
        const auto slo = catalog->slos.find(summary.name);
        if (slo == catalog->slos.end()) continue;  // it was removed in between
        convert::SloFigures one;
        one.service = summary.service;
        one.slo = summary.name;
        one.objective = slo->second.objective.as_double();
        one.period = slo->second.period;
        one.budget_remaining = summary.budget_remaining;
        one.coverage = summary.coverage;
        one.alerts_firing = {{"page", 0}, {"ticket", 0}};
        if (const auto alerts = firing.find(summary.name); alerts != firing.end()) {
            for (const auto& [severity, count] : alerts->second) one.alerts_firing[severity] = count;
        }
        one.state = word(summary.state);
        one.as_of = summary.as_of;
        add_windows(ports, slo->second, one);
        all.push_back(std::move(one));
    }
    return convert::to_metrics(all);
}

}  // namespace plimsoll::server
