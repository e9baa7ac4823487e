// How long a budget was under a line, against adding everything up anew at every minute.
#include "domain/backtest/stretches.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/backtest/past_for_tests.h"

namespace plimsoll::backtest {
namespace {

using fixture::kMinute;
using fixture::kMonday;

slo::Tape tape_of(const std::vector<ledger::Slot>& slots, Timestamp since = kMonday) { return slo::Tape::of({kMonday, kMinute, slots}, since, {}); }

catalog::Slo hourly() {
    catalog::Slo slo = slo::fixture::shop().slos.at("checkout");
    slo.objective = *Ratio::of(9, 10);
    slo.period = Duration::hours(1);
    return slo;
}

std::vector<ledger::Slot> minutes(std::size_t count, std::int64_t bad = 0) { return std::vector<ledger::Slot>(count, {100, bad, 6, 6, 6}); }

TEST(Stretches, ABreachBeginsAtNothingLeftAndEndsAboveTheHysteresis) {
    auto slots = minutes(180);
    for (std::size_t i = 60; i < 66; ++i) slots[i].bad = 100;  // the hour's whole budget of 600
    const TimeRange range{kMonday, kMonday + Duration::hours(3)};
    const Stretches out = stretches_under(hourly(), tape_of(slots), range, {0, 0.05});
    EXPECT_EQ(out.count, 1U);
    // From the end of minute 66 until the first of the six has left the window: with minute 121 500 are bad, 1/6 is left.
    EXPECT_EQ(out.length, Duration::minutes(121 - 66));
}

TEST(Stretches, ABudgetThatTremblesAboutTheLineIsOneStretch) {
    auto slots = minutes(124);
    slots[60].bad = 40;
    for (std::size_t i = 61; i < 120; ++i) slots[i].bad = 10;  // 600 of the hour by minute 117: nothing is left
    slots[121].bad = 30;  // at the end of minute 121 the forty have left: 590, a hair above the line; a minute later 610
    const TimeRange range{kMonday, kMonday + kMinute * 124};
    EXPECT_EQ(stretches_under(hourly(), tape_of(slots), range, {0, 0.05}).count, 1U);
    EXPECT_EQ(stretches_under(hourly(), tape_of(slots), range, {0, 0}).count, 2U) << "what the hysteresis is for";
}

TEST(Stretches, AYoungWindowSaysNothing) {
    auto slots = minutes(30);
    slots[0].bad = 100;  // all that there is
    const TimeRange range{kMonday, kMonday + Duration::minutes(1)};
    EXPECT_EQ(stretches_under(hourly(), tape_of(slots), range, {0, 0}).count, 0U);
    EXPECT_EQ(stretches_under(hourly(), tape_of(slots), {kMonday, kMonday + Duration::minutes(3)}, {0, 0}).count, 1U);
}

RC_GTEST_PROP(Stretches, AgreeWithAddingUpAnew, ()) {
    const auto bads = *rc::gen::container<std::vector<int>>(rc::gen::weightedOneOf<int>({{6, rc::gen::just(0)}, {3, rc::gen::inRange(0, 30)}, {1, rc::gen::inRange(30, 100)}}));
    std::vector<ledger::Slot> slots;
    for (const int bad : bads) slots.push_back({100, bad, 6, 6, 6});
    RC_PRE(!slots.empty());
    const catalog::Slo slo = hourly();
    const double line = *rc::gen::element(0.0, 0.1, 0.25);
    const TimeRange range{kMonday, kMonday + kMinute * static_cast<std::int64_t>(slots.size())};
    std::uint64_t count = 0;
    std::int64_t length = 0;
    bool in = false;
    for (std::size_t end = 1; end <= slots.size(); ++end) {
        std::int64_t valid = 0;
        std::int64_t bad = 0;
        for (std::size_t i = end > 60 ? end - 60 : 0; i < end; ++i) {
            valid += slots[i].valid;
            bad += slots[i].bad;
        }
        if (end >= 2) {  // a thirtieth of an hour
            const double left = 1 - static_cast<double>(bad) / (static_cast<double>(valid) / 10);
            const bool now = in ? left <= line + 0.05 + 1e-9 : left <= line + 1e-9;
            if (now && !in) ++count;
            in = now;
        }
        if (in) ++length;
    }
    const Stretches out = stretches_under(slo, tape_of(slots), range, {line, 0.05});
    RC_ASSERT(out.count == count);
    RC_ASSERT(out.length == kMinute * length);
}

}  // namespace
}  // namespace plimsoll::backtest
