#include "domain/slo/measures.h"

#include <algorithm>

#include "base/text.h"
#include "domain/slo/definition.h"
#include "domain/slo/figure.h"
#include "domain/slo/to_date.h"

namespace plimsoll::slo {
namespace {

/// "bad / valid. Budgeting: timeslices of 5 min at 99 %, empty ones are gaps."
std::string by_method(std::string formula, const Account& account) {
    return std::move(formula) + " Budgeting: " + method_words(account.slo) + ".";
}

double quotient(std::int64_t numerator, std::int64_t denominator) {
    return SignedFraction{numerator, denominator}.value();
}

}  // namespace

std::string why_no_count(bool kept, const Known& counts, Duration length) {
    if (!kept) return "no data yet";
    if (counts.measured <= 0) return "nothing was measured in the last " + text::duration_words(length);
    if (!counts.sound()) return "the counts contradict themselves: more bad than valid events";
    return "";
}

std::string why_no_ratio(bool kept, const Known& counts, Duration length) {
    if (std::string why = why_no_count(kept, counts, length); !why.empty()) return why;
    return counts.valid == 0 ? "no valid events in the last " + text::duration_words(length) : "";
}

std::optional<double> coverage_of(const ledger::WindowSum& window, Timestamp since) {
    const Known counts = known(window, since);
    if (counts.slots <= 0) return std::nullopt;
    const double slots = quotient(counts.measured, counts.slots);
    if (window.sum.live <= 0) return slots;
    return std::min({slots, quotient(window.sum.reporting, window.sum.live), 1.0});
}

Measure error_ratio(const Account& account, Duration window) {
    Figure figure(account, "slo.error_ratio", Unit::ratio, by_method("bad / valid.", account), window);
    figure.counts_as_inputs();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.bad, figure.counts.valid);
    return std::move(figure).value(value);
}

Measure good_ratio(const Account& account, Duration window) {
    Figure figure(account, "slo.good_ratio", Unit::ratio, by_method("(valid - bad) / valid: the SLI.", account), window);
    figure.counts_as_inputs();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.valid - figure.counts.bad, figure.counts.valid);
    return std::move(figure).value(value);
}

namespace {
Measure burn_over(const Account& account, Duration window, Window which) {
    Figure figure(account, "slo.burn_rate", Unit::burn_rate,
                  std::string("(bad / valid) / (1 - objective); 1 spends the budget in one period.") + kWorkbook, window, which);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = burn_of(figure.counts, account.slo.objective).value_or(0);
    return std::move(figure).value(value);
}
}  // namespace

Measure burn_rate(const Account& account, Duration window) { return burn_over(account, window, Window::any); }

Measure budget_remaining(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_remaining", Unit::ratio,
                                  std::string("1 - bad / ((1 - objective) x valid); below zero is overspent.") + kWorkbook);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.budget().remaining_share().value_or(0);
    return std::move(figure).value(value);
}

Measure budget_allowed_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_allowed_events", scale_of(account.slo).unit,
                                  "(1 - objective) x valid: what may be bad so far.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.in_unit(figure.budget().allowed());
    return std::move(figure).value(value);
}

Measure budget_spent_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_spent_events", scale_of(account.slo).unit, "bad: what was bad is spent.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.in_unit({figure.counts.bad, 1});
    return std::move(figure).value(value);
}

Measure budget_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_events", scale_of(account.slo).unit,
                                  "(1 - objective) x valid - bad: what may still be bad; below zero is overspent.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.in_unit(figure.budget().remaining_events());
    return std::move(figure).value(value);
}

Measure budget_minutes(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_minutes", Unit::minutes,
                                  "(1 - bad / ((1 - objective) x valid)) x (1 - objective) x period: what remains, in minutes "
                                  "of full outage at mean traffic.");
    const Duration period = minutes_of(account.slo, to_date(account.slo, figure.counts));
    figure.period_as_input(period);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.budget().remaining_minutes(period).value_or(0);
    return std::move(figure).value(value);
}

Measure budget_minutes_total(const Account& account) {
    Figure figure(account, "slo.budget_minutes_total", Unit::minutes,
                  "(1 - objective) x period: the whole budget in minutes of full outage.", account.slo.period);
    const auto date = figure.sum == nullptr ? std::nullopt : to_date(account.slo, figure.counts);
    const Duration period = date ? date->window.length() : account.slo.period;
    figure.allowance_as_input();
    figure.period_as_input(period);
    const Ratio allowance = allowance_of(account.slo.objective);
    const double value = SignedFraction{static_cast<__int128>(allowance.numerator()) * period.in_ms(),
                                        static_cast<__int128>(allowance.denominator()) * 60'000}
                             .value();
    figure.out.caveats.clear();  // a promise, not a measurement
    figure.out.coverage.reset();
    return std::move(figure).value(value);
}

Measure coverage(const Account& account) {
    Figure figure(account, "slo.coverage", Unit::ratio,
                  "the lesser of reporting / live series and measured / all slots, over min(period, age).", account.slo.period);
    if (figure.sum == nullptr) return std::move(figure).empty("no data yet");
    const auto slot_input = [&](const char* name, std::int64_t n) {
        figure.out.inputs.push_back({name, n, 1, figure.ledger_words()});
    };
    slot_input("reporting", figure.sum->sum.reporting);
    slot_input("live", figure.sum->sum.live);
    slot_input("measured slots", figure.counts.measured);
    slot_input("slots", figure.counts.slots);
    const std::optional<double> share = figure.out.coverage;
    if (!share) return std::move(figure).empty("no slot has passed yet");
    return std::move(figure).value(*share);
}

namespace {

std::vector<Measure> measures_of(const Account& account) {
    const Duration period = account.slo.period;
    std::vector<Measure> out{good_ratio(account, period),   error_ratio(account, period), budget_remaining(account),
                             budget_allowed_events(account), budget_spent_events(account), budget_events(account),
                             budget_minutes(account),        budget_minutes_total(account), time_to_exhaustion(account),
                             budget_projected(account),      coverage(account)};
    if (account.slo.calendar) out.push_back(budget_of_window(account));
    for (const Duration window : rolling_windows_of(account.slo)) out.push_back(burn_over(account, window, Window::rolls));
    if (account.slo.calendar) out.push_back(burn_rate(account, period));
    return out;
}

}  // namespace

std::vector<Measure> all_measures(const Account& account) {
    std::vector<Measure> out = measures_of(account);
    if (account.excluded.empty()) return out;
    const std::vector<Measure> counted = measures_of({account.slo, account.with_excluded, account.status, account.record});
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (const ExcludedRange& one : account.excluded) {
            if (one.range.end <= counted[i].window.start || one.range.start >= counted[i].window.end) continue;
            out[i].excluded.push_back({"exclusion " + one.exclusion, one.range, counted[i].value});
        }
    }
    return out;
}

}  // namespace plimsoll::slo
