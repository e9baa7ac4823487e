#include "domain/slo/measures.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

constexpr const char* kWorkbook = " Source: SRE Workbook, ch. 5.";

std::string ledger_words(const Account& account, const ledger::WindowSum& sum, const TimeRange& range) {
    return fmt::format("ledger slo/{} {} {}..{}", account.slo.name, text::duration(sum.step), text::rfc3339(range.start),
                       text::rfc3339(range.end));
}

/// One figure over one window, before its value is known.
struct Figure {
    const Account& account;
    const ledger::WindowSum* sum;  ///< nullptr: no sample yet
    Duration length;
    Known counts;
    Measure out;

    Figure(const Account& from, std::string id, Unit unit, std::string formula, Duration window)
        : account(from), sum(never_fed(from.live) ? nullptr : find_window(from.slo, from.live, window)), length(window) {
        out.id = std::move(id);
        out.unit = unit;
        out.formula = std::move(formula);
        out.definition_version = from.slo.definition_version;
        if (sum == nullptr) return;
        counts = known(*sum, from.live.since);
        out.window = counts.range;
        out.as_of = from.live.as_of;
        out.step = sum->step;
        out.sample_size = static_cast<std::uint64_t>(std::max<std::int64_t>(counts.valid, 0));
        out.coverage = coverage_of(*sum, from.live.since);
        out.evidence.push_back({"ledger", "slo/" + from.slo.name, counts.range, std::nullopt});
        add_caveats();
    }

    void input(std::string name, std::int64_t numerator, std::int64_t denominator = 1) {
        const bool counted = name == "bad" || name == "valid" || name == "good";
        out.inputs.push_back({std::move(name), numerator, denominator,
                              counted && sum != nullptr ? ledger_words(account, *sum, counts.range)
                                                        : "definition " + account.slo.definition_version});
    }
    void counts_as_inputs() {
        input("bad", counts.bad);
        input("valid", counts.valid);
    }
    void allowance_as_input() {
        const Ratio allowance = allowance_of(account.slo.objective);
        input("1 - objective", allowance.numerator(), allowance.denominator());
    }
    void period_as_input() { input("period in seconds", account.slo.period.in_ms(), 1000); }

    /// Why no ratio can be said; empty when one can.
    [[nodiscard]] std::string nothing_to_divide() const { return why_no_ratio(sum != nullptr, counts, length); }
    /// Why no count can be said; empty when one can.
    [[nodiscard]] std::string measured() const { return why_no_count(sum != nullptr, counts, length); }
    Measure empty(std::string why) && {
        out.why_empty = std::move(why);
        return std::move(out);
    }
    Measure value(double v) && {
        out.value = v;
        return std::move(out);
    }

private:
    void caveat(std::string words) { out.caveats.push_back(std::move(words)); }
    void add_caveats() {
        if (out.coverage && *out.coverage < kCoverageFloor) {
            caveat(fmt::format("coverage {} is under the floor of {}: {} of {} slots are missing", text::percent(*out.coverage),
                               text::percent(kCoverageFloor, 0), text::count(counts.missing()), text::count(counts.slots)));
        }
        if (sum->step > ledger::kStep) {
            caveat(fmt::format("the older edge lies on a step of {} rather than {}", text::duration(sum->step),
                               text::duration(ledger::kStep)));
        }
        if (counts.range.length() < sum->range.length()) {
            caveat(fmt::format("measured only since {}: the window is {} rather than {}",
                               text::rfc3339(counts.range.start), text::duration_words(counts.range.length()),
                               text::duration_words(length)));
        }
        if (account.status.unknown_starts > 0) {
            caveat(fmt::format("{} series began at an unknown count; what they counted before is not in",
                               text::count(static_cast<std::int64_t>(account.status.unknown_starts))));
        }
        if (account.status.bad_above_valid > 0) {
            caveat(fmt::format("{} times the source said more bad than valid events; those were not stored",
                               text::count(static_cast<std::int64_t>(account.status.bad_above_valid))));
        }
        if (account.record != nullptr && account.record->revision) add_revision(*account.record->revision);
    }
    void add_revision(const RevisionRecord& revision) {
        if (revision.range.end <= counts.range.start || revision.range.start >= counts.range.end) return;
        caveat(fmt::format("late samples changed {} to {}, told at {}", text::rfc3339(revision.range.start),
                           text::rfc3339(revision.range.end), text::rfc3339(revision.at)));
        out.evidence.push_back({"log", "slo/" + account.slo.name, std::nullopt, revision.seq});
    }
};

Figure period_figure(const Account& account, std::string id, Unit unit, std::string formula) {
    Figure figure(account, std::move(id), unit, std::move(formula), account.slo.period);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    return figure;
}

Budget period_budget(const Figure& figure) { return budget_of(figure.counts, figure.account.slo.objective); }

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
    Figure figure(account, "slo.error_ratio", Unit::ratio, "bad / valid. Occurrences budgeting: events are counted.", window);
    figure.counts_as_inputs();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.bad, figure.counts.valid);
    return std::move(figure).value(value);
}

Measure good_ratio(const Account& account, Duration window) {
    Figure figure(account, "slo.good_ratio", Unit::ratio, "(valid - bad) / valid: the SLI. Occurrences budgeting.", window);
    figure.counts_as_inputs();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.valid - figure.counts.bad, figure.counts.valid);
    return std::move(figure).value(value);
}

Measure burn_rate(const Account& account, Duration window) {
    Figure figure(account, "slo.burn_rate", Unit::burn_rate,
                  std::string("(bad / valid) / (1 - objective); 1 spends the budget in one period.") + kWorkbook, window);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = burn_of(figure.counts, account.slo.objective).value_or(0);
    return std::move(figure).value(value);
}

Measure budget_remaining(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_remaining", Unit::ratio,
                                  std::string("1 - bad / ((1 - objective) x valid); below zero is overspent.") + kWorkbook);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = period_budget(figure).remaining_share().value_or(0);
    return std::move(figure).value(value);
}

Measure budget_allowed_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_allowed_events", Unit::events,
                                  "(1 - objective) x valid: what the traffic so far allows to be bad.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = period_budget(figure).allowed().value();
    return std::move(figure).value(value);
}

Measure budget_spent_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_spent_events", Unit::events, "bad: every bad event spends one.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.bad, 1);
    return std::move(figure).value(value);
}

Measure budget_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_events", Unit::events,
                                  "(1 - objective) x valid - bad: what may still be bad; below zero is overspent.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = period_budget(figure).remaining_events().value();
    return std::move(figure).value(value);
}

Measure budget_minutes(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_minutes", Unit::minutes,
                                  "(1 - bad / ((1 - objective) x valid)) x (1 - objective) x period: what remains, in minutes "
                                  "of full outage at mean traffic.");
    figure.period_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = period_budget(figure).remaining_minutes(account.slo.period).value_or(0);
    return std::move(figure).value(value);
}

Measure budget_minutes_total(const Account& account) {
    Figure figure(account, "slo.budget_minutes_total", Unit::minutes,
                  "(1 - objective) x period: the whole budget in minutes of full outage.", account.slo.period);
    figure.allowance_as_input();
    figure.period_as_input();
    const Ratio allowance = allowance_of(account.slo.objective);
    const double value = SignedFraction{static_cast<__int128>(allowance.numerator()) * account.slo.period.in_ms(),
                                        static_cast<__int128>(allowance.denominator()) * 60'000}
                             .value();
    figure.out.caveats.clear();  // a promise, not a measurement
    figure.out.coverage.reset();
    return std::move(figure).value(value);
}

Measure time_to_exhaustion(const Account& account) {
    Figure figure = period_figure(account, "slo.time_to_exhaustion", Unit::seconds,
                                  std::string("remaining share x period / burn over the last 1 h, as if that went on and "
                                              "nothing left the window.") + kWorkbook);
    figure.period_as_input();
    const Figure hour(account, "", Unit::burn_rate, "", Duration::hours(1));
    if (hour.sum != nullptr) {
        figure.input("bad in 1 h", hour.counts.bad);
        figure.input("valid in 1 h", hour.counts.valid);
        figure.out.evidence.push_back({"ledger", "slo/" + account.slo.name, hour.counts.range, std::nullopt});
    }
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (std::string why = hour.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double remaining = period_budget(figure).remaining_share().value_or(0);
    const double burn = burn_of(hour.counts, account.slo.objective).value_or(0);
    if (remaining <= 0) return std::move(figure).empty("the budget is already spent");
    if (burn <= 0) return std::move(figure).empty("nothing was bad in the last 1 h, so no end is in sight");
    return std::move(figure).value(remaining * account.slo.period.in_seconds() / burn);
}

Measure budget_projected(const Account& account) {
    const Duration basis = projection_basis(account.slo.period);
    Figure figure(account, "slo.budget_projected", Unit::ratio,
                  "1 - burn over the last " + text::duration(basis) + ": what is left after one more period at that burn.", basis);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const Projection projected = projection_of(figure.counts, account.slo.objective);
    figure.out.interval = plimsoll::Interval{projected.low, projected.high, "Wilson 95 % of the error ratio, taking events as independent"};
    figure.out.caveats.emplace_back("a forecast: it takes the recent burn to go on");
    return std::move(figure).value(projected.value);
}

Measure coverage(const Account& account) {
    Figure figure(account, "slo.coverage", Unit::ratio,
                  "the lesser of reporting / live series and measured / all slots, over min(period, age).", account.slo.period);
    if (figure.sum == nullptr) return std::move(figure).empty("no data yet");
    const auto slot_input = [&](const char* name, std::int64_t n) {
        figure.out.inputs.push_back({name, n, 1, ledger_words(account, *figure.sum, figure.counts.range)});
    };
    slot_input("reporting", figure.sum->sum.reporting);
    slot_input("live", figure.sum->sum.live);
    slot_input("measured slots", figure.counts.measured);
    slot_input("slots", figure.counts.slots);
    const std::optional<double> share = figure.out.coverage;
    if (!share) return std::move(figure).empty("no slot has passed yet");
    return std::move(figure).value(*share);
}

std::vector<Measure> all_measures(const Account& account) {
    const Duration period = account.slo.period;
    std::vector<Measure> out{good_ratio(account, period),   error_ratio(account, period), budget_remaining(account),
                             budget_allowed_events(account), budget_spent_events(account), budget_events(account),
                             budget_minutes(account),        budget_minutes_total(account), time_to_exhaustion(account),
                             budget_projected(account),      coverage(account)};
    for (const Duration window : windows_of(account.slo)) out.push_back(burn_rate(account, window));
    return out;
}

}  // namespace plimsoll::slo
