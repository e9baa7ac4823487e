// Charts against sums taken slot by slot: every point, every window, gaps, and the last point that is the present.
#include "domain/slo/chart.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "base/random.h"
#include "domain/slo/budget.h"
#include "domain/slo/figures.h"
#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;
using ledger::kStep;

/// An account as a list of slots, from `since` to the open one.
struct Slots {
    Timestamp since;
    std::vector<ledger::Slot> slots;

    [[nodiscard]] Timestamp end() const { return since + kStep * static_cast<std::int64_t>(slots.size()); }
    [[nodiscard]] ledger::WindowSum sum(TimeRange range) const {
        range.start = std::clamp(range.start, since, end());
        range.end = std::clamp(range.end, range.start, end());
        ledger::WindowSum out{range, kStep, range.length() / kStep, {}};
        for (Timestamp at = range.start; at < range.end; at = at + kStep) out.sum += slots[static_cast<std::size_t>((at - since) / kStep)];
        return out;
    }
    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo) const {
        ledger::LiveWindows out{end() - Duration::ms(1), since, {}};
        for (const Duration length : windows_of(slo)) out.windows.push_back(sum({end() - length, end()}));
        return out;
    }
    [[nodiscard]] SumsOf sums() const {
        return [this](std::span<const TimeRange> ranges) -> Result<std::vector<ledger::WindowSum>> {
            return range_sums(ranges, end(), [this](std::span<const Timestamp> instants) { return running(instants); });
        };
    }
    [[nodiscard]] Result<std::vector<ledger::Ledger::Running>> running(std::span<const Timestamp> instants) const {
        std::vector<ledger::Ledger::Running> out;
        ledger::Slot counted;
        Timestamp told = std::clamp(instants.front(), since, end());
        for (const Timestamp asked : instants) {
            const Timestamp at = std::clamp(asked, since, end());
            counted += sum({told, at}).sum;
            told = at;
            out.push_back({at, counted});
        }
        return out;
    }
};

/// Traffic with quiet hours, outages of the service and of the measuring.
Slots any_slots(SeededRandom& random, std::int64_t count) {
    Slots out{(kNoon - kStep * count).floor(kStep), {}};
    std::uint64_t mood = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        if (random.below(40) == 0) mood = random.below(4);
        const auto valid = static_cast<std::int64_t>(mood == 1 ? 0 : random.below(1000));
        const std::int64_t bad = mood == 2 ? valid / 3 : valid / 500;
        if (mood == 3) out.slots.push_back({0, 0, 0, 0, 3});
        else out.slots.push_back({valid, bad, 1, 2 + static_cast<std::int64_t>(random.below(2)), 3});
    }
    out.slots.front() = {10, 1, 1, 3, 3};
    return out;
}

catalog::Slo slo_of(Duration period) {
    catalog::Slo slo = fixture::shop().slos.at("checkout");
    slo.period = period;
    slo.rules = catalog::workbook_rules(Duration::days(30));
    std::erase_if(slo.rules, [&](const catalog::BurnRule& rule) { return rule.long_window > period; });
    slo.rules.push_back(fixture::rule("one-window", Duration::minutes(30), Duration(), 2));
    return slo;
}

void check_point(const catalog::Slo& slo, const Slots& slots, const SloChart& chart, std::size_t i, Timestamp before) {
    const Timestamp at = Timestamp::from_ms(chart.at[i]);
    const ledger::WindowSum step = slots.sum({before, at});
    RC_ASSERT(chart.valid[i] == step.sum.valid);
    RC_ASSERT(chart.bad[i] == step.sum.bad);
    RC_ASSERT(chart.coverage[i] == coverage_of(step, slots.since));
    const auto budget = budget_of(known(slots.sum({at - slo.period, at}), slots.since), slo.objective).remaining_share();
    const bool shown = step.sum.measured > 0 || at == slots.end();
    RC_ASSERT(chart.remaining[i] == (shown ? budget : std::nullopt));
    for (std::size_t r = 0; r < slo.rules.size(); ++r) {
        const auto burn = [&](Duration length) { return burn_of(known(slots.sum({at - length, at}), slots.since), slo.objective); };
        RC_ASSERT(chart.rules[r].long_burn[i] == burn(slo.rules[r].long_window));
        if (slo.rules[r].short_window > Duration()) RC_ASSERT(chart.rules[r].short_burn[i] == burn(slo.rules[r].short_window));
    }
}

TEST(Chart, EqualsSumsTakenSlotBySlot) {
    setenv("RC_PARAMS", "max_success=60 noshrink=1", 0);
    EXPECT_TRUE(rc::check("charts are sums over slots", [](std::uint64_t seed) {
        SeededRandom random(seed);
        const Slots slots = any_slots(random, 2 + static_cast<std::int64_t>(random.below(3000)));
        const catalog::Slo slo = slo_of(Duration::hours(1 + static_cast<std::int64_t>(random.below(72))));
        const Account account{slo, slots.live(slo), {}, nullptr};
        const Duration back = Duration::ms(10'000 + static_cast<std::int64_t>(random.below(8 * 3'600'000)));
        const TimeRange range{slots.end() - back, slots.end() - back / static_cast<std::int64_t>(2 + random.below(9)) * static_cast<std::int64_t>(random.below(2))};
        const std::size_t points = 1 + random.below(300);
        const ChartGrid grid = chart_grid(range, slots.end(), points);
        RC_ASSERT(grid.at.size() <= points);
        RC_ASSERT(grid.start <= range.start);
        RC_ASSERT(grid.at.back() >= std::min(range.end, slots.end()));
        const auto chart = chart_of(account, grid, slots.sums());
        RC_ASSERT(chart.has_value());
        RC_ASSERT(chart->at.size() == grid.at.size());
        for (std::size_t i = 0; i < chart->at.size(); ++i) check_point(slo, slots, *chart, i, i == 0 ? grid.start : grid.at[i - 1]);
    }));
}

TEST(Chart, EndsWithTheFiguresThatAreExplained) {
    SeededRandom random(7);
    const Slots slots = any_slots(random, 9000);
    const catalog::Slo slo = slo_of(Duration::days(3));
    const Account account{slo, slots.live(slo), {}, nullptr};
    const auto chart = chart_of(account, chart_grid({slots.end() - slo.period, slots.end()}, slots.end(), 1000), slots.sums());
    ASSERT_TRUE(chart.has_value());
    EXPECT_EQ(chart->remaining.back(), figures_of(account).budget_remaining);
    EXPECT_EQ(chart->rules.front().long_burn.back(), burn_rate(account, slo.rules.front().long_window).value);
    EXPECT_EQ(chart->as_of, account.live.as_of);
}

TEST(Chart, StepsOfAMonthAreWholeFiveMinutesAndOfAnHourSlots) {
    const ChartGrid month = chart_grid({kNoon - Duration::days(30), kNoon}, kNoon, 1000);
    EXPECT_EQ(month.step, Duration::minutes(45));
    EXPECT_LE(month.at.size(), 1000U);
    const ChartGrid hour = chart_grid({kNoon - Duration::hours(1), kNoon}, kNoon, 1000);
    EXPECT_EQ(hour.step, kStep);
    EXPECT_EQ(hour.at.size(), 360U);
    const ChartGrid old_hour = chart_grid({kNoon - Duration::days(20), kNoon - Duration::days(20) + Duration::hours(1)}, kNoon, 1000);
    EXPECT_EQ(old_hour.step, Duration::minutes(1));
    const ChartGrid years = chart_grid({kNoon - Duration::days(4000), kNoon}, kNoon, 2);
    EXPECT_LE(years.at.size(), 2U);
}

TEST(Chart, ASinglePointLiesOnASlotsEdgeToo) {
    const Timestamp end = kNoon + kStep;
    const ChartGrid one = chart_grid({kNoon - Duration::minutes(7) - Duration::ms(3), kNoon - Duration::ms(4'321)}, end, 1);
    ASSERT_EQ(one.at.size(), 1U);
    EXPECT_EQ(one.at.front(), one.at.front().floor(Duration::minutes(1)));
    EXPECT_GE(one.at.front(), kNoon - Duration::ms(4'321));
    EXPECT_EQ(chart_grid({kNoon - Duration::minutes(7), end}, end, 1).at.front(), end) << "never beyond the open slot";
}

TEST(Chart, AGapIsDrawnAsAGapAndListed) {
    Slots slots{kNoon - Duration::hours(2), std::vector<ledger::Slot>(720, ledger::Slot{100, 0, 1, 1, 1})};
    for (std::size_t i = 180; i < 300; ++i) slots.slots[i] = {0, 0, 0, 0, 1};
    const catalog::Slo slo = slo_of(Duration::hours(2));
    const Account account{slo, slots.live(slo), {}, nullptr};
    const auto chart = chart_of(account, chart_grid({slots.since, slots.end()}, slots.end(), 1000), slots.sums());
    ASSERT_TRUE(chart.has_value());
    ASSERT_EQ(chart->gaps.size(), 1U);
    EXPECT_EQ(chart->gaps[0], (TimeRange{slots.since + Duration::minutes(30), slots.since + Duration::minutes(50)}));
    EXPECT_EQ(chart->remaining[200], std::nullopt);
    EXPECT_EQ(chart->valid[200], 0);
    EXPECT_EQ(chart->remaining[400], 1.0);
}

TEST(Chart, AlertsAreMarkedWhereTheyFiredAndResolved) {
    const Slots slots{kNoon - Duration::hours(2), std::vector<ledger::Slot>(720, ledger::Slot{100, 0, 1, 1, 1})};
    const catalog::Slo slo = slo_of(Duration::hours(2));
    SloRecord record;
    AlertFired fired;
    fired.alert = "checkout/page/1";
    fired.rule = "page";
    fired.as_of = kNoon - Duration::minutes(50);
    record.recent.push_back({fired, 5, kNoon, kNoon - Duration::minutes(20), 9, kNoon, "burn below threshold"});
    fired.alert = "checkout/page/2";
    fired.as_of = kNoon - Duration::hours(5);  // before the range
    record.open["page"] = {fired, 2, kNoon, std::nullopt, std::nullopt};
    const Account account{slo, slots.live(slo), {}, &record};
    const auto chart = chart_of(account, chart_grid({slots.since, slots.end()}, slots.end(), 100), slots.sums());
    ASSERT_TRUE(chart.has_value());
    ASSERT_EQ(chart->marks.size(), 2U);
    EXPECT_EQ(chart->marks[0].kind, MarkKind::alert_fired);
    EXPECT_EQ(chart->marks[0].seq, 5U);
    EXPECT_EQ(chart->marks[1].text, "page resolved: burn below threshold");
    EXPECT_EQ(chart->marks[1].at, kNoon - Duration::minutes(20));
}

}  // namespace
}  // namespace plimsoll::slo
