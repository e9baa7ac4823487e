// Budgets to date and at the window's end, calendars of months, forecasts: over histories whose outcome a person can compute.
#include <gtest/gtest.h>

#include <cmath>

#include "base/text.h"
#include "domain/slo/budget_calendar.h"
#include "domain/slo/calendar.h"
#include "domain/slo/figures.h"
#include "domain/slo/forecast.h"
#include "domain/slo/slot_ledger_for_tests.h"
#include "domain/slo/to_date.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;
using fixture::ratio;
using ledger::kStep;

catalog::Slo calendar_slo(catalog::CalendarUnit unit, Duration nominal, std::string zone = "UTC") {
    catalog::Slo slo = fixture::shop().slos.at("checkout");
    slo.period = nominal;
    slo.calendar = catalog::CalendarWindow{unit, 1, "2001-01-01 00:00:00", std::move(zone)};
    slo.objective = ratio(99, 100);
    return slo;
}

/// A week from Monday 2025-12-29; at noon of Thursday half of it has passed.
class ToDateTest : public testing::Test {
protected:
    catalog::Slo slo = calendar_slo(catalog::CalendarUnit::week, Duration::days(7));
    const Timestamp monday = kNoon - Duration::hours(84);

    Known period(std::int64_t valid, std::int64_t bad) const { return {{monday, kNoon}, 30'240, 30'240, valid, bad}; }
};

TEST_F(ToDateTest, ToDateWholeAndProjectedAreThreeNumbers) {
    const Known half = period(1000, 5);
    const auto date = to_date(slo, half);
    ASSERT_TRUE(date);
    EXPECT_EQ(date->window, (TimeRange{monday, monday + Duration::days(7)}));
    EXPECT_EQ(date->passed, Duration::hours(84));
    EXPECT_EQ(date->left, Duration::hours(84));
    const Budget budget = budget_of(half, slo.objective);
    EXPECT_EQ(*budget.remaining_share(), 0.5) << "5 of the 10 that 1,000 events allow";
    EXPECT_EQ(*left_of_whole(budget, *date), 0.75) << "5 of the 20 that 2,000 will allow";
    const Known quiet{{kNoon - Duration::hours(42), kNoon}, 15'120, 15'120, 500, 0};
    EXPECT_EQ(projected_end(half, quiet, *date, slo.objective, 1).value, 0.75) << "nothing more is bad";
    const Known stormy{{kNoon - Duration::hours(42), kNoon}, 15'120, 15'120, 500, 10};
    const Projection end = projected_end(half, stormy, *date, slo.objective, 1);
    EXPECT_NEAR(end.value, 1 - 25.0 / 20.0, 1e-12) << "20 more of another 1,000";
    EXPECT_LT(end.low, end.value);
    EXPECT_GT(end.high, end.value);
}

TEST_F(ToDateTest, AYoungSloAnswersForItsOwnTime) {
    const Known young{{kNoon - Duration::hours(12), kNoon}, 4'320, 4'320, 100, 1};
    const auto date = to_date(slo, young);
    EXPECT_EQ(date->passed, Duration::hours(12));
    EXPECT_EQ(date->whole(), Duration::hours(96));
    EXPECT_EQ(minutes_of(slo, date), Duration::hours(12));
}

TEST_F(ToDateTest, AWindowThatRollsHasNoDate) {
    slo.calendar.reset();
    EXPECT_FALSE(to_date(slo, period(10, 0)));
    EXPECT_EQ(minutes_of(slo, std::nullopt), slo.period);
}

class OutlookTest : public testing::Test {
protected:
    fixture::CountedWorld world;

    /// `valid` and `bad` in the first slot of each hour.
    void hours(const std::string& name, TimeRange range, std::int64_t valid, std::int64_t bad) {
        fixture::SlotLedger::Account& account = world.account(name);
        for (Timestamp at = range.start; at < range.end; at = at + Duration::hours(1)) {
            account.steady({at, at + Duration::hours(1)}, 0, 0);
            account.measure(at, valid, bad);
        }
    }
    [[nodiscard]] Account account_of(const std::string& name) const { return {world.slo(name), world.live(name), {}, nullptr}; }
};

TEST_F(OutlookTest, FiguresOfACalendarAreThoseOfTheirDefenceSheets) {
    world.add(calendar_slo(catalog::CalendarUnit::week, Duration::days(7)));
    hours("checkout", {kNoon - Duration::days(6), kNoon}, 1000, 4);
    const Account account = account_of("checkout");
    const Figures figures = figures_of(account);
    EXPECT_EQ(figures.budget_remaining, budget_remaining(account).value);
    EXPECT_EQ(figures.budget_minutes, budget_minutes(account).value);
    EXPECT_EQ(figures.projected_end, budget_projected(account).value);
    EXPECT_EQ(figures.projected_low, budget_projected(account).interval->low);
    EXPECT_NEAR(*figures.budget_remaining, 0.6, 1e-12);
    EXPECT_NEAR(*figures.budget_minutes, 0.6 * 0.01 * 84 * 60, 1e-9) << "of the 84 hours that have passed";
    EXPECT_NEAR(*budget_minutes_total(account).value, 0.01 * 7 * 1440, 1e-9) << "of the whole window";
    EXPECT_NEAR(*budget_of_window(account).value, 0.8, 1e-12);
    EXPECT_FALSE(time_to_exhaustion(account).value) << "the week ends before";
    bool zone = false;
    for (const std::string& caveat : budget_remaining(account).caveats) zone = zone || caveat.find("zone database") != std::string::npos;
    EXPECT_TRUE(zone) << "each report says by which database";
}

TEST_F(OutlookTest, CountsAreToldInTheirUnit) {
    catalog::Slo slo = fixture::sliced("checkout", catalog::BudgetingMethod::ratio_timeslices);
    slo.objective = ratio(9, 10);
    world.add(slo);
    world.account("checkout").steady({kNoon - Duration::hours(1), kNoon + kStep}, 100, 5);
    const Account account = account_of("checkout");
    EXPECT_EQ(budget_spent_events(account).unit, Unit::slices);
    EXPECT_NEAR(*budget_spent_events(account).value, 0.6, 1e-12) << "12 slices at 5 %";
    EXPECT_NEAR(*budget_events(account).value, 0.6, 1e-12);
    EXPECT_EQ(figures_of(account).budget_events, budget_events(account).value);
    EXPECT_EQ(budget_remaining(account).sample_size, 12U);
    const Measure left = budget_remaining(account);
    EXPECT_EQ(left.inputs[1].name, "valid");
    EXPECT_EQ(left.inputs[1].numerator, 12'000'000'000);
    EXPECT_EQ(left.inputs[1].denominator, 1'000'000'000);
    EXPECT_NE(good_ratio(account, slo.period).formula.find("Budgeting: "), std::string::npos);
}

TEST_F(OutlookTest, EveryFigureSaysWhatItWouldBeWithNothingExcluded) {
    world.add(fixture::shop().slos.at("checkout"));
    world.account("checkout").steady({kNoon - Duration::hours(2), kNoon}, 100, 0);
    world.account("checkout").steady({kNoon - Duration::hours(1), kNoon - Duration::minutes(50)}, 0, 100);
    world.exclude("checkout", {kNoon - Duration::hours(1), kNoon - Duration::minutes(50)});
    Account account = account_of("checkout");
    account.excluded = world.counts->excluded(account.slo, {kNoon - Duration::days(30), kNoon});
    account.with_excluded = world.live("checkout", Exclusions::counted);
    for (const Measure& measure : all_measures(account)) {
        if (measure.id == "slo.burn_rate" && measure.window.length() < Duration::hours(1)) {
            EXPECT_TRUE(measure.excluded.empty()) << "it does not touch the last half hour";
        }
        if (measure.id != "slo.budget_remaining") continue;
        EXPECT_EQ(measure.value, 1.0);
        ASSERT_EQ(measure.excluded.size(), 1U);
        EXPECT_EQ(measure.excluded[0].reason, "exclusion e1");
        EXPECT_EQ(measure.excluded[0].value_without, budget_remaining({account.slo, account.with_excluded, {}, nullptr}).value);
        EXPECT_LT(*measure.excluded[0].value_without, 0);
    }
}

TEST_F(OutlookTest, ACalendarOfMonthsAddsUpAndMarksWhatIsInPart) {
    world.add(fixture::shop().slos.at("checkout"));
    const Timestamp began = *text::parse_rfc3339("2025-11-20T00:00:00Z");
    hours("checkout", {began, kNoon}, 1000, 1);
    const auto calendar = budget_calendar(*world.counts, world.slo("checkout"), world.live("checkout"), {}, "America/New_York", 12);
    ASSERT_TRUE(calendar);
    ASSERT_EQ(calendar->months.size(), 3U) << "none before the first count";
    EXPECT_EQ(calendar->months[0].month, "2025-11");
    EXPECT_TRUE(calendar->months[0].partial);
    EXPECT_FALSE(calendar->months[1].partial);
    EXPECT_TRUE(calendar->months[2].partial);
    EXPECT_EQ(calendar->months[1].range.start, *text::parse_rfc3339("2025-12-01T05:00:00Z"));
    EXPECT_EQ(calendar->months[1].days.size(), 31U);
    EXPECT_EQ(calendar->months[1].objective, "99.9 %");
    EXPECT_EQ(calendar->months[1].valid, 31 * 24 * 1000);
    EXPECT_EQ(*calendar->months[1].remaining, 0.0);
    double burnt = 0;
    for (const CalendarMonth& month : calendar->months) {
        std::int64_t valid = 0, bad = 0;
        for (const CalendarDay& day : month.days) valid += day.valid.value_or(0), bad += day.bad.value_or(0);
        EXPECT_EQ(valid, month.valid) << month.month;
        EXPECT_EQ(bad, month.bad);
    }
    for (const CalendarDay& day : calendar->months[1].days) burnt += *day.burnt;
    EXPECT_NEAR(burnt, 1, 1e-9) << "the days of a month burn what the month burnt";
    EXPECT_EQ(calendar->months[0].days.front().date, "2025-11-01");
    EXPECT_FALSE(calendar->months[0].days.front().valid) << "before the first count";
    EXPECT_FALSE(calendar->months[2].days.back().valid) << "to come";
    EXPECT_FALSE(calendar->zone_database.empty());
}

TEST_F(OutlookTest, ADayOfAClockChangeHasItsHoursAndAnExclusionMarksItsDay) {
    world.add(fixture::shop().slos.at("checkout"));
    const Timestamp began = *text::parse_rfc3339("2025-10-30T00:00:00Z");
    hours("checkout", {began, began + Duration::days(6)}, 10, 0);
    world.exclude("checkout", {*text::parse_rfc3339("2025-11-03T10:00:00Z"), *text::parse_rfc3339("2025-11-03T11:00:00Z")});
    const auto calendar = budget_calendar(*world.counts, world.slo("checkout"), world.live("checkout"), {}, "America/New_York", 1);
    ASSERT_EQ(calendar->months.size(), 1U);
    const std::vector<CalendarDay>& days = calendar->months[0].days;
    EXPECT_EQ(days[1].date, "2025-11-02");
    EXPECT_EQ(days[1].range.length(), Duration::hours(25));
    EXPECT_EQ(*days[1].valid, 250);
    EXPECT_FALSE(days[1].excluded);
    EXPECT_TRUE(days[2].excluded);
    EXPECT_EQ(*days[2].valid, 230);
}

TEST_F(OutlookTest, AMonthShowsTheObjectiveThatJudgedItWhenItEnded) {
    world.add(fixture::shop().slos.at("checkout"));
    hours("checkout", {*text::parse_rfc3339("2025-11-01T00:00:00Z"), kNoon}, 1000, 1);
    VersionRecord old;
    old.at = *text::parse_rfc3339("2025-10-01T00:00:00Z");
    old.event.to = Definition{"v1", "s1", ratio(99, 100), "occurrences", "30 d rolling", Duration::days(30)};
    VersionRecord fresh = old;
    fresh.at = *text::parse_rfc3339("2025-12-15T00:00:00Z");
    fresh.event.to->version = "v2";
    fresh.event.to->objective = ratio(999, 1000);
    const auto calendar = budget_calendar(*world.counts, world.slo("checkout"), world.live("checkout"), {old, fresh}, "UTC", 12);
    EXPECT_EQ(calendar->months[0].objective, "99 %");
    EXPECT_EQ(calendar->months[0].version, "v1");
    EXPECT_NEAR(*calendar->months[0].remaining, 0.9, 1e-12);
    EXPECT_EQ(calendar->months[1].objective, "99.9 %");
    EXPECT_EQ(calendar->months[1].version, "v2");
}

class ForecastTest : public testing::Test {
protected:
    catalog::Slo slo = fixture::shop().slos.at("checkout");
    const Timestamp now = kNoon;

    static PastCounts hour(Timestamp at, std::int64_t valid, std::int64_t bad) { return {at, {valid, bad, 360, 360, 360}, 360}; }
    static std::vector<PastCounts> steady(TimeRange range, std::int64_t valid, std::int64_t bad) {
        std::vector<PastCounts> out;
        for (Timestamp at = range.start; at < range.end; at = at + Duration::hours(1)) out.push_back(hour(at, valid, bad));
        return out;
    }
    [[nodiscard]] SloForecast rolling(std::vector<PastCounts> history) const {
        std::vector<PastCounts> window = history;
        std::erase_if(window, [&](const PastCounts& one) { return one.start < now - slo.period; });
        return forecast_of({slo, now, now + slo.period, std::move(history), std::move(window), 1});
    }
};

TEST_F(ForecastTest, WhatGoesOnAsItWasEndsAsItStands) {
    const SloForecast out = rolling(steady({now - Duration::days(56), now}, 10'000, 5));
    EXPECT_NEAR(*out.remaining_now, 0.5, 1e-9);
    EXPECT_NEAR(*out.remaining_end, 0.5, 1e-9);
    EXPECT_FALSE(out.exhausted_at);
    EXPECT_NEAR(*out.low, 0.5, 1e-6) << "every day was alike";
    EXPECT_NE(out.method.find("hour of the week"), std::string::npos) << out.method;
}

TEST_F(ForecastTest, AnOutageThatLeavesTheWindowGivesItsBudgetBack) {
    slo.period = Duration::days(7);
    std::vector<PastCounts> history = steady({now - Duration::days(56), now}, 10'000, 0);
    history[history.size() - 6 * 24].sum.bad = 1'000;  // six days ago, of the 1,680 that a week allows
    const SloForecast out = rolling(history);
    EXPECT_NEAR(*out.remaining_now, 1 - 1000.0 / 1680, 1e-9);
    EXPECT_GT(*out.remaining_end, 0.9) << "it left, and hardly anything comes";
    EXPECT_LT(*out.low, *out.remaining_end);
    EXPECT_FALSE(out.exhausted_at);
}

TEST_F(ForecastTest, ABurnThatGoesOnSaysWhenTheBudgetIsSpent) {
    std::vector<PastCounts> history = steady({now - Duration::days(30), now - Duration::days(3)}, 10'000, 0);
    for (const PastCounts& one : steady({now - Duration::days(3), now}, 10'000, 60)) history.push_back(one);
    const SloForecast out = rolling(history);
    ASSERT_TRUE(out.remaining_now);
    EXPECT_NEAR(*out.remaining_now, 1 - 4320.0 / 7200, 1e-9);
    ASSERT_TRUE(out.exhausted_low) << "at the worse end of the interval it is spent";
    EXPECT_LE(*out.exhausted_low, out.exhausted_at.value_or(Timestamp::max()));
    EXPECT_LE(out.exhausted_at.value_or(Timestamp::max()), out.exhausted_high.value_or(Timestamp::max()));
    EXPECT_LE(*out.low, *out.remaining_end);
    EXPECT_LE(*out.remaining_end, *out.high);
}

TEST_F(ForecastTest, ACalendarEndsWithWhatWasCountedAndWhatComesByTheHourOfTheWeek) {
    slo = calendar_slo(catalog::CalendarUnit::week, Duration::days(7));
    // Nights are empty; days hold 1,000 an hour, 5 of them bad.
    std::vector<PastCounts> history;
    for (Timestamp at = now - Duration::days(28); at < now; at = at + Duration::hours(1)) {
        const bool day = ((at - Timestamp{}) / Duration::hours(1)) % 24 >= 12;
        history.push_back(hour(at, day ? 1'000 : 0, day ? 5 : 0));
    }
    const TimeRange week = calendar_window(*slo.calendar, now);
    std::vector<PastCounts> window = history;
    std::erase_if(window, [&](const PastCounts& one) { return one.start < week.start; });
    const SloForecast out = forecast_of({slo, now, week.end, history, window, 1});
    EXPECT_NEAR(*out.remaining_now, 0.5, 1e-9);
    EXPECT_NEAR(*out.remaining_end, 0.5, 1e-9);
    EXPECT_EQ(out.window, (TimeRange{now, week.end}));
    // From noon to midnight twelve busy hours, not the six that the mean would give.
    SloForecast tonight = forecast_of({slo, now, now + Duration::hours(12), history, {}, 1});
    EXPECT_NEAR(*tonight.remaining_end, 0.5, 1e-9);
}

TEST_F(ForecastTest, WithLittleHistoryTheIntervalIsWilsonsAndTrafficItsMean) {
    const SloForecast out = rolling(steady({now - Duration::days(2), now}, 1'000, 1));
    EXPECT_NE(out.method.find("Wilson"), std::string::npos);
    EXPECT_NE(out.method.find("at its mean"), std::string::npos);
    EXPECT_LT(*out.low, *out.remaining_end);
    EXPECT_GT(*out.high, *out.remaining_end);
    EXPECT_NE(out.basis.find("2 d"), std::string::npos) << out.basis;
}

TEST_F(ForecastTest, WithoutEventsThereIsNone) {
    const SloForecast out = rolling(steady({now - Duration::days(2), now}, 0, 0));
    EXPECT_FALSE(out.remaining_end);
    EXPECT_NE(out.why_empty.find("no valid events"), std::string::npos);
    EXPECT_FALSE(rolling({}).why_empty.empty());
}

TEST_F(ForecastTest, WhereMostSlicesAreGapsAsManyAreToCome) {
    std::vector<PastCounts> sparse;
    for (Timestamp at = now - Duration::days(20); at < now; at = at + Duration::hours(1)) sparse.push_back({at, {12, 0, 72, 72, 360}, 360});
    sparse.back().sum.bad = 1;
    const SloForecast out = rolling(sparse);
    ASSERT_TRUE(out.remaining_end) << out.why_empty;
    EXPECT_NEAR(*out.remaining_end, 1 - 1.0 / (20 * 24 * 12) / 0.001, 1e-9) << "one of 5,760, and as many to come as came";
}

TEST_F(ForecastTest, ABudgetThatIsSpentIsSpentNow) {
    const SloForecast out = rolling(steady({now - Duration::days(30), now}, 1'000, 2));
    EXPECT_LT(*out.remaining_now, 0);
    EXPECT_EQ(out.exhausted_at, now);
}

}  // namespace
}  // namespace plimsoll::slo
