#include "server/export_figures.h"

#include <gtest/gtest.h>

namespace plimsoll::server {
namespace {

TEST(BudgetTable, HasAColumnForEachWindowAndNoZeroForWhatIsNotKnown) {
    slo::SloChart chart;
    chart.at = {0, 60'000};
    chart.remaining = {0.5, std::nullopt};
    chart.valid = {100, 0};
    chart.bad = {1, 0};
    chart.coverage = {1.0, 0.0};
    slo::ChartRule pair{"page-1h-5m", "page", 14.4, Duration::hours(1), Duration::minutes(5), {2.5, std::nullopt}, {3.0, std::nullopt}};
    slo::ChartRule single{"slow", "ticket", 1, Duration::days(1), Duration{}, {0.1, 0.2}, {}};
    chart.rules = {pair, single};
    EXPECT_EQ(budget_csv(chart), "until,valid,bad,budget_remaining,coverage,burn_page-1h-5m_long,burn_page-1h-5m_short,burn_slow_long\r\n"
                                 "1970-01-01T00:00:00Z,100,1,0.5,1,2.5,3,0.1\r\n"
                                 "1970-01-01T00:01:00Z,,,,0,,,0.2\r\n");
}

TEST(CountTable, IsExactSlotBySlot) {
    slo::SloSlots slots;
    slots.start = Timestamp::from_seconds(60);
    slots.step = Duration::seconds(10);
    slots.valid = {9'007'199'254'740'993, std::nullopt, 0};
    slots.bad = {1, std::nullopt, 0};
    slots.measured = {1, 0, 1};
    slots.reporting = {2, 0, 2};
    slots.live = {2, 2, 2};
    EXPECT_EQ(counts_csv(slots, 100), "start,end,valid,bad,per_one,measured_slots,reporting_series,live_series\r\n"
                                      "1970-01-01T00:01:00Z,1970-01-01T00:01:10Z,9007199254740993,1,100,1,2,2\r\n"
                                      "1970-01-01T00:01:10Z,1970-01-01T00:01:20Z,,,100,0,0,2\r\n"
                                      "1970-01-01T00:01:20Z,1970-01-01T00:01:30Z,0,0,100,1,2,2\r\n")
        << "beyond what a double holds, and missing is not zero";
}

}  // namespace
}  // namespace plimsoll::server
