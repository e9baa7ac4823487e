// load_test.cc: what every server is given is a counter, and the slots that Plimsoll is given hold the same events.
#include "bench/peers/load.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plimsoll::bench {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kStart = 1'790'000'000'000 / kHour * kHour;

RC_GTEST_PROP(Counters, NeverFallAndHaveNoMoreBadEventsThanEvents, ()) {
    Load load;
    load.slos = 100;
    load.series_per_slo = 2 * *rc::gen::inRange(1, 11);
    const int slo = *rc::gen::inRange(0, load.slos);
    const int instance = *rc::gen::inRange(0, load.series_per_slo / 2);
    const std::int64_t step = 1'000 * *rc::gen::inRange<std::int64_t>(5, 121);
    const std::int64_t at = kStart + step * *rc::gen::inRange<std::int64_t>(0, 100'000);
    if (*rc::gen::arbitrary<bool>()) load.outage_from_ms = at - step * *rc::gen::inRange<std::int64_t>(-3, 100);
    const int all = slo * load.series_per_slo + 2 * instance;
    const double events = value_of(load, all, at + step) - value_of(load, all, at);
    const double bad = value_of(load, all + 1, at + step) - value_of(load, all + 1, at);
    RC_ASSERT(bad >= 0);
    RC_ASSERT(events >= bad);
}

RC_GTEST_PROP(Slots, HoldWhatTheCountersCounted, ()) {
    Load load;
    load.slos = 3;
    load.series_per_slo = 4;
    const int slo = *rc::gen::inRange(0, load.slos);
    const std::int64_t step = *rc::gen::element<std::int64_t>(5'000, 10'000, 15'000, 30'000, 60'000);
    const std::int64_t hours = *rc::gen::inRange(1, 4);
    const std::int64_t from = kStart + kHour * *rc::gen::inRange(0, 1'000);
    const auto request = boost::json::parse(slots_request(load, slo, "1", {from, from + hours * kHour, step})).as_object();
    RC_ASSERT(request.at("slo").as_string() == "slo-" + std::to_string(slo));
    Events sum;
    std::int64_t slots = 0;
    for (const auto& hour : request.at("hours").as_array()) {
        for (const auto& row : hour.as_object().at("slots").as_array()) {
            sum.valid += row.as_array()[1].as_int64();
            sum.bad += row.as_array()[2].as_int64();
            ++slots;
        }
    }
    // Each sample belongs to the slot that it falls into, and counts since the one before.
    const Events counted = events_between(load, slo, from - step, from + hours * kHour - step);
    RC_ASSERT(slots == hours * 360);
    RC_ASSERT(sum.valid == counted.valid);
    RC_ASSERT(sum.bad == counted.bad);
}

TEST(Outage, IsTotalAndComesToTheNextSloLater) {
    Load load;
    load.slos = 2;
    load.steady = true;
    load.outage_from_ms = kStart;
    load.outage_every_ms = 5'000;
    EXPECT_EQ(events_between(load, 0, kStart - 60'000, kStart).bad, 0);
    const Events first = events_between(load, 0, kStart, kStart + 10'000);
    EXPECT_EQ(first.bad, first.valid);
    const Events second = events_between(load, 1, kStart, kStart + 10'000);
    EXPECT_EQ(second.bad * 2, second.valid);
}

}  // namespace
}  // namespace plimsoll::bench
