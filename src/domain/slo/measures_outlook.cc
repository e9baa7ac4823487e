// measures_outlook.cc: the figures that look ahead: when the budget is spent, and what a window will come to.
#include <fmt/format.h>

#include "base/text.h"
#include "domain/slo/figure.h"
#include "domain/slo/to_date.h"

namespace plimsoll::slo {
namespace {

/// As far as the whole window of a calendar is in question: what of it has passed, in seconds.
void date_as_inputs(Figure& figure, const ToDate& date) {
    figure.input("seconds passed", date.passed.in_ms(), 1000);
    figure.input("seconds in the window", date.whole().in_ms(), 1000);
}

Measure exhaustion_of(Figure figure, const Figure& hour, double remaining, Duration period) {
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (std::string why = hour.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double burn = burn_of(hour.counts, figure.account.slo.objective).value_or(0);
    if (remaining <= 0) return std::move(figure).empty("the budget is already spent");
    if (burn <= 0) return std::move(figure).empty("nothing was bad in the last 1 h, so no end is in sight");
    return std::move(figure).value(remaining * period.in_seconds() / burn);
}

Measure end_of_calendar(const Account& account, Figure figure, const ToDate& date, const Figure& lately) {
    figure.input("bad lately", lately.counts.bad, lately.scale.per_one);
    figure.input("valid lately", lately.counts.valid, lately.scale.per_one);
    figure.input("seconds lately", lately.counts.range.length().in_ms(), 1000);
    figure.input("seconds left", date.left.in_ms(), 1000);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (std::string why = lately.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const Projection projected = projected_end(figure.counts, lately.counts, date, account.slo.objective, figure.scale.per_one);
    figure.out.interval = plimsoll::Interval{projected.low, projected.high, "Wilson 95 % of the error ratio lately, with as much traffic"};
    figure.out.caveats.emplace_back("a forecast: it takes the traffic and the errors of the last days to go on");
    return std::move(figure).value(projected.value);
}

}  // namespace

Measure time_to_exhaustion(const Account& account) {
    Figure figure = period_figure(account, "slo.time_to_exhaustion", Unit::seconds,
                                  std::string("remaining share x period / burn over the last 1 h, as if that went on and "
                                              "nothing left the window.") + kWorkbook);
    const auto date = figure.sum == nullptr ? std::nullopt : to_date(account.slo, figure.counts);
    figure.period_as_input(date ? date->whole() : account.slo.period);
    if (date) date_as_inputs(figure, *date);
    const Figure hour(account, "", Unit::burn_rate, "", Duration::hours(1), Window::rolls);
    if (hour.sum != nullptr) {
        figure.input("bad in 1 h", hour.counts.bad, hour.scale.per_one);
        figure.input("valid in 1 h", hour.counts.valid, hour.scale.per_one);
        figure.out.evidence.push_back({"ledger", "slo/" + account.slo.name, hour.counts.range, std::nullopt});
    }
    const Budget budget = figure.budget();
    if (!date) return exhaustion_of(std::move(figure), hour, budget.remaining_share().value_or(0), account.slo.period);
    figure.out.formula = fmt::format("share left of the whole window's budget x window / burn over the last 1 h, as if that went on.{}", kWorkbook);
    Measure out = exhaustion_of(std::move(figure), hour, left_of_whole(budget, *date).value_or(0), date->whole());
    if (out.value && *out.value > date->left.in_seconds()) {
        out.value.reset();
        out.why_empty = "the window ends, and the budget begins anew, before it would be spent at that burn";
    }
    return out;
}

Measure budget_projected(const Account& account) {
    const Duration basis = projection_basis(account.slo.period);
    if (account.slo.calendar) {
        Figure figure = period_figure(account, "slo.budget_projected", Unit::ratio,
                                      fmt::format("1 - (bad + bad lately x f) / ((1 - objective) x (valid + valid lately x f)), f = seconds "
                                                  "left / seconds lately: what will be left when the window ends, lately being the last {}.",
                                                  text::duration(basis)));
        const Figure lately(account, "", Unit::ratio, "", basis, Window::rolls);
        const auto date = to_date(account.slo, figure.counts);
        return end_of_calendar(account, std::move(figure), *date, lately);
    }
    Figure figure(account, "slo.budget_projected", Unit::ratio,
                  fmt::format("1 - burn over the last {}: what is left after one more period at that burn.", text::duration(basis)), basis);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const Projection projected = projection_of(figure.counts, account.slo.objective, figure.scale.per_one);
    figure.out.interval = plimsoll::Interval{projected.low, projected.high, "Wilson 95 % of the error ratio, taking events as independent"};
    figure.out.caveats.emplace_back("a forecast: it takes the recent burn to go on");
    return std::move(figure).value(projected.value);
}

Measure budget_of_window(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_of_window", Unit::ratio,
                                  "1 - bad x seconds passed / ((1 - objective) x valid x seconds in the window): what is left of the whole "
                                  "window's budget, were traffic to go on at its mean and nothing more to be bad.");
    const auto date = figure.sum == nullptr ? std::nullopt : to_date(account.slo, figure.counts);
    if (date) date_as_inputs(figure, *date);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (!date) return std::move(figure).empty("the window rolls: it has no end");
    const double value = left_of_whole(figure.budget(), *date).value_or(0);
    return std::move(figure).value(value);
}

}  // namespace plimsoll::slo
