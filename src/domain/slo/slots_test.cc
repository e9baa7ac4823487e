#include "domain/slo/slots.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/slo/errors.h"
#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/figure_reading.h"
#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;
using ledger::kStep;

TEST(Slots, WhatNothingMeasuredIsNullAndNeverZero) {
    const SloSlots slots = slots_of("checkout", {kNoon, kStep, {{100, 1, 1, 2, 3}, {0, 0, 0, 0, 3}, {0, 0, 1, 3, 3}}});
    EXPECT_EQ(slots.range, (TimeRange{kNoon, kNoon + kStep * 3}));
    EXPECT_EQ(slots.valid, (CountColumn{100, std::nullopt, 0}));
    EXPECT_EQ(slots.bad, (CountColumn{1, std::nullopt, 0}));
    EXPECT_EQ(slots.reporting, (CountColumn{2, std::nullopt, 3}));
    EXPECT_EQ(slots.live, (CountColumn{3, std::nullopt, 3}));
}

TEST(Slots, ALongerStepAddsUpFromItsOwnEdges) {
    const ledger::Ledger::Series fine{kNoon + Duration::seconds(50), kStep, {{1, 0, 1, 1, 1}, {2, 1, 1, 1, 1}, {4, 0, 1, 1, 1}}};
    const ledger::Ledger::Series coarse = coarser(fine, Duration::minutes(1));
    EXPECT_EQ(coarse.start, kNoon);
    ASSERT_EQ(coarse.slots.size(), 2U);
    EXPECT_EQ(coarse.slots[0].valid, 1);
    EXPECT_EQ(coarse.slots[1], (ledger::Slot{6, 1, 2, 2, 2}));
}

class SlotsReadingTest : public testing::Test {
protected:
    ManualClock clock{kNoon};
    fixture::FakeLedger ledger;
    fixture::FakeEngine engine{clock};
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    Ports ports = fixture::counted({engine.port(), [this] { return catalog; }, &ledger,
                [](const std::string&) { return std::optional<ledger::SliId>(7); }, &clock});

    std::string refusal(const RangeAsked& asked, std::optional<Duration> step) {
        ledger.windows[7] = fixture::steady(catalog->slos.at("checkout"), kNoon, 0);
        const auto slots = read_slots(ports, *read_slo(ports, "checkout"), asked, step);
        return slots ? "" : slots.error().report();
    }
};

TEST_F(SlotsReadingTest, MoreThanFiftyThousandAreRefusedAndTheBoundIsNamed) {
    EXPECT_NE(refusal({}, kStep).find("at most 50,000"), std::string::npos);
    EXPECT_EQ(refusal({}, Duration::minutes(1)), "");
    EXPECT_EQ(refusal({kNoon - kStep * 49'999, kNoon + kStep}, kStep), "");
    EXPECT_NE(refusal({kNoon - kStep * 50'000, kNoon + kStep}, kStep), "");
}

TEST_F(SlotsReadingTest, AStepThatIsNoLevelAndARangeThatEndsBeforeItBeginsAreRefused) {
    EXPECT_NE(refusal({}, Duration::seconds(30)).find("10s, 1m, 5m"), std::string::npos);
    EXPECT_NE(refusal({kNoon - kStep, kNoon - kStep * 2}, kStep).find("query from"), std::string::npos);
    EXPECT_NE(refusal({kNoon + Duration::days(1), std::nullopt}, kStep).find("was measured last"), std::string::npos);
}

TEST_F(SlotsReadingTest, AnSloThatWasNeverFedHasNone) {
    const auto slots = read_slots(ports, *read_slo(ports, "checkout"), {}, std::nullopt);
    ASSERT_TRUE(slots.has_value());
    EXPECT_TRUE(slots->valid.empty());
}

}  // namespace
}  // namespace plimsoll::slo
