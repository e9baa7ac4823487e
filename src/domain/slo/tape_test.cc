#include "domain/slo/tape.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "base/random.h"
#include "base/text.h"
#include "domain/slo/slot_ledger_for_tests.h"
#include "ledger/test_ledger.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using fixture::kNoon;
using fixture::ratio;
using ledger::kStep;

constexpr Duration kMinute = Duration::minutes(1);

/// A history of some hours with gaps, and exclusions at any slot.
class TapeWorld {
public:
    explicit TapeWorld(std::uint64_t seed) : random_(seed) {
        catalog::Slo slo = fixture::sliced("s", BudgetingMethod::occurrences);
        slo.slicing.reset();
        if (below(2) == 0) {
            slo = fixture::sliced("s", below(2) == 0 ? BudgetingMethod::timeslices : BudgetingMethod::ratio_timeslices, kMinute * (1 + below(6)), ratio(9, 10));
        }
        world.add(slo);
        start = kNoon + kStep * below(100);
        for (Timestamp at = start; at < start + Duration::hours(5); at = at + kStep) {
            if (below(6) == 0) continue;
            const std::int64_t valid = below(20);
            world.account("s").measure(at, valid, below(valid + 1));
        }
        end = world.account("s").end();
        if (slo_of_slices()) world.account("s").as_of = end;  // so that the last slice has closed
        for (std::int64_t i = below(4); i > 0; --i) {
            const Timestamp from = start + kStep * below(1700);
            world.exclude("s", {from, from + kStep * (1 + below(100))});
        }
    }
    std::int64_t below(std::int64_t most) { return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(most))); }

    [[nodiscard]] bool slo_of_slices() const { return world.slo("s").slicing.has_value(); }

    fixture::CountedWorld world;
    Timestamp start;
    Timestamp end;

private:
    SeededRandom random_;
};

std::string said(const ledger::WindowSum& sum) {
    return fmt::format("{} of {} bad in {} of {} slots, {} of {} reporting", sum.sum.bad, sum.sum.valid, sum.sum.measured, sum.slots, sum.sum.reporting, sum.sum.live);
}

std::string said(TapeWorld& made, TimeRange range, Duration step, Exclusions exclusions) {
    std::string out = fmt::format("{} to {} in steps of {}, since {}, to {}", text::rfc3339(range.start), text::rfc3339(range.end), text::duration(step), text::rfc3339(made.start), text::rfc3339(made.end));
    if (exclusions == Exclusions::counted) return out;
    for (const ExcludedRange& one : made.world.excluded["s"]) out += fmt::format(", without {} to {}", text::rfc3339(one.range.start), text::rfc3339(one.range.end));
    return out;
}

TEST(TapeProperty, WindowsAreThoseOfTheCounts) {
    EXPECT_TRUE(rc::check("sums between steps are Counts::sums", [](std::uint64_t seed) {
        TapeWorld made(seed);
        const catalog::Slo& slo = made.world.slo("s");
        const Duration step = slo.slicing ? slo.slicing->length * (1 + made.below(2)) : std::vector{kStep, kMinute, kMinute * 5}[static_cast<std::size_t>(made.below(3))];
        const Exclusions exclusions = made.below(3) == 0 ? Exclusions::counted : Exclusions::left_out;
        const Tape tape = *Tape::of(*made.world.counts, slo, {made.start - Duration::hours(1), made.end + Duration::hours(1)}, step, exclusions);
        RC_ASSERT(tape.step() == step);
        RC_ASSERT(tape.start().floor(step) == tape.start());
        RC_ASSERT(tape.end() + step > made.end - (slo.slicing ? slo.slicing->length : Duration()));
        for (int i = 0; i < 20; ++i) {
            const std::int64_t from = made.below(tape.steps() + 1);
            const std::int64_t to = from + made.below(tape.steps() - from + 1);
            const TimeRange range{tape.start() + step * from, tape.start() + step * to};
            const ledger::WindowSum told = (*made.world.counts->sums(slo, {&range, 1}, exclusions))[0];
            const ledger::WindowSum read = tape.sum(range);
            if (read.slots != told.slots || !(read.sum == told.sum)) RC_LOG() << said(made, range, step, exclusions) << ": tape " << said(read) << ", counts " << said(told) << "\n";
            RC_ASSERT(read.sum == told.sum);
            RC_ASSERT(read.slots == told.slots);
            RC_ASSERT(tape.sum({range.start - Duration::hours(9), range.start}).sum == tape.sum({tape.start(), range.start}).sum);
        }
    }));
}

TEST(TapeProperty, OtherTrafficStaysWholeAndPossible) {
    EXPECT_TRUE(rc::check("floor of good and of bad, each within one of k times", [](std::uint64_t seed) {
        TapeWorld made(seed);
        const catalog::Slo& slo = made.world.slo("s");
        const Tape tape = *Tape::of(*made.world.counts, slo, {made.start, made.end}, slo.slicing ? slo.slicing->length : kMinute, Exclusions::counted);
        const Ratio times = ratio(1 + made.below(300), 100);
        const Tape scaled = tape.scaled(times);
        RC_ASSERT(scaled.steps() == tape.steps());
        for (std::int64_t n = 0; n < tape.steps(); ++n) {
            const auto one = scaled.between(n, n + 1, {});
            RC_ASSERT(one.sum.bad >= 0 && one.sum.bad <= one.sum.valid);
            const double k = times.as_double();
            RC_ASSERT(std::abs(static_cast<double>(scaled.at(n + 1).bad) - k * static_cast<double>(tape.at(n + 1).bad)) < 1.0);
            RC_ASSERT(std::abs(static_cast<double>(scaled.at(n + 1).valid) - k * static_cast<double>(tape.at(n + 1).valid)) < 2.0);
            RC_ASSERT(scaled.at(n + 1).measured == tape.at(n + 1).measured);
        }
    }));
}

class TapeTest : public testing::Test {
protected:
    fixture::CountedWorld world;
    void SetUp() override {
        catalog::Slo slo = fixture::sliced("s", BudgetingMethod::occurrences);
        slo.slicing.reset();
        world.add(slo);
        world.add(fixture::sliced("slices", BudgetingMethod::timeslices, Duration::minutes(15)));
    }
    [[nodiscard]] Result<Tape> tape(const std::string& name, TimeRange range, Duration step) const {
        return Tape::of(*world.counts, world.slo(name), range, step, Exclusions::left_out);
    }
};

TEST_F(TapeTest, TheStepIsWhatWasAskedOrAnError) {
    world.account("s").steady({kNoon, kNoon + Duration::hours(2)}, 1, 0);
    world.account("slices").steady({kNoon, kNoon + Duration::hours(2)}, 1, 0);
    const TimeRange range{kNoon, kNoon + Duration::hours(2)};
    for (const Duration step : {kStep, kMinute, Duration::minutes(5)}) EXPECT_EQ(tape("s", range, step)->steps(), Duration::hours(2) / step);
    for (const Duration step : {Duration(), Duration::ms(1), kMinute * 2, Duration::hours(1)}) {
        const auto refused = tape("s", range, step);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fields().at(0).where, "/step");
    }
    for (const Duration step : {kStep, kMinute, Duration::minutes(15), Duration::minutes(30)}) EXPECT_TRUE(tape("slices", range, step)) << step.in_minutes();
    for (const Duration step : {Duration(), kMinute * 2, Duration::minutes(20), Duration::ms(100)}) EXPECT_FALSE(tape("slices", range, step)) << step.in_minutes();
}

TEST_F(TapeTest, TooManyStepsAreRefused) {
    world.account("s").measure(kNoon, 1, 0);
    world.account("s").as_of = kNoon;
    world.account("s").since = kNoon - kStep * (Tape::kMostSteps + 1);  // the account says so; nothing is read
    const auto refused = tape("s", {kNoon - kStep * (Tape::kMostSteps + 10), kNoon}, kStep);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(plimsoll::errors::invalid));
}

TEST_F(TapeTest, BeginsWithTheFirstSlotAndEndsWithTheLastWholeStep) {
    world.account("s").steady({kNoon + kStep * 3, kNoon + kMinute * 10 + kStep}, 1, 0);
    const Tape read = *tape("s", {kNoon - Duration::days(1), kNoon + Duration::days(1)}, kMinute);
    EXPECT_EQ(read.start(), kNoon);
    EXPECT_EQ(read.end(), kNoon + kMinute * 10);
    EXPECT_EQ(read.since(), kNoon + kStep * 3);
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute}).slots, 3) << "what lies before the first slot is not missing";
    EXPECT_TRUE(tape("s", {kNoon - Duration::days(2), kNoon - Duration::days(1)}, kMinute)->empty());
    EXPECT_TRUE(Tape().empty());
    EXPECT_EQ(Tape().sum({kNoon, kNoon + kMinute}).sum, ledger::Slot());
}

TEST_F(TapeTest, WhatTheLedgerKeepsCoarseStaysExactBetweenCoarseEdges) {
    const Timestamp start = kNoon - Duration::days(9);
    fixture::SlotLedger::Account& account = world.account("s");
    for (Timestamp at = start; at < kNoon; at = at + kStep) account.measure(at, (at.in_ms() / 10'000) % 7, (at.in_ms() / 10'000) % 2);
    const Tape read = *tape("s", {start, kNoon}, kStep);
    EXPECT_EQ(read.coarse_until(), kNoon - Duration::days(7));
    EXPECT_EQ(read.steps(), Duration::days(9) / kStep);
    for (const Duration from : {Duration(), Duration::hours(5), Duration::days(2) - kMinute, Duration::days(3)}) {
        for (const Duration length : {kMinute, Duration::hours(1), Duration::days(5)}) {
            const TimeRange range{start + from, start + from + length};
            EXPECT_EQ(read.sum(range).sum, world.sum("s", range));
            EXPECT_EQ(read.sum(range).slots, length / kStep);
        }
    }
    EXPECT_TRUE(read.silences().empty()) << "the empty steps of a coarse slot are not silent";
    EXPECT_EQ(tape("s", {kNoon - Duration::days(3), kNoon}, kStep)->coarse_until(), Timestamp::min());
}

TEST_F(TapeTest, SilenceIsToldApartFromTimeThatIsExcluded) {
    world.account("s").steady({kNoon, kNoon + kMinute * 10}, 1, 0);
    (void)world.account("s").at(kNoon + kMinute * 20 - kStep);
    world.account("s").steady({kNoon + kMinute * 20, kNoon + kMinute * 30}, 1, 0);
    world.exclude("s", {kNoon + kMinute * 5, kNoon + kMinute * 15});
    const Tape read = *tape("s", {kNoon, kNoon + kMinute * 30}, kMinute);
    ASSERT_EQ(read.silences().size(), 1U);
    EXPECT_EQ(read.silences()[0], (TimeRange{kNoon + kMinute * 10, kNoon + kMinute * 20}));
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute * 30}).slots, 20 * 6);
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute * 30}).sum.measured, 15 * 6);
}

TEST_F(TapeTest, SlotsThatSomebodyHasAreReadAsTheyAre) {
    ledger::Ledger::Series series{kNoon, kMinute, std::vector<ledger::Slot>(10, ledger::Slot{60, 1, 6, 6, 6})};
    series.slots[7] = {};
    const std::vector<TimeRange> excluded{{kNoon + kMinute, kNoon + kMinute * 2 + kStep * 3}};
    const Tape read = Tape::of(series, kNoon, excluded);
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute * 10}).slots, 60 - 9);
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute * 10}).sum.valid, 60 * 8) << "a step that is excluded as a whole counts nothing";
    ASSERT_EQ(read.silences().size(), 1U);
    EXPECT_EQ(read.silences()[0].start, kNoon + kMinute * 7);
}

TEST_F(TapeTest, LeavesRangesOutByWholeSteps) {
    world.account("s").steady({kNoon, kNoon + kMinute * 10}, 10, 1);
    const Tape read = tape("s", {kNoon, kNoon + kMinute * 10}, kMinute)->without(std::vector{TimeRange{kNoon + kMinute * 2 + kStep, kNoon + kMinute * 4 + kStep}});
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute * 10}).sum.valid, 8 * 60);
    EXPECT_EQ(read.sum({kNoon, kNoon + kMinute * 10}).slots, 8 * 6);
    EXPECT_EQ(read.sum({kNoon + kMinute * 2, kNoon + kMinute * 4}).slots, 0);
    EXPECT_TRUE(read.silences().empty());
}

/// 110 days in the true ledger: memory, minutes and, for the oldest eleven, five minutes.
TEST(TapeOfTheLedger, SumsAreThoseOfItsBlocks) {
    ledger::TestLedger true_ledger;
    auto catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    const catalog::Slo& slo = catalog->slos.at("checkout");
    const ledger::SliId sli = true_ledger.sli("checkout", kept_windows_of(slo));
    const auto total = true_ledger.series("total", {{sli, 1, 0}});
    const auto bad = true_ledger.series("bad", {{sli, 0, 1}});
    const Timestamp now = true_ledger.clock.now();
    const auto second = [&](int t) { return static_cast<double>(now.in_ms()) / 1000 + t; };
    for (int t = 0; t <= 600; t += 10) true_ledger.wrote({ledger::TestLedger::at(second(t), total, t * 7), ledger::TestLedger::at(second(t), bad, t)});
    SeededRandom random(4);
    const auto below = [&](std::int64_t most) { return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most))); };
    std::vector<ledger::PastHour> hours;
    for (std::int64_t ago = 1; ago < 110 * 24; ++ago) {
        ledger::PastHour& hour = hours.emplace_back(ledger::PastHour{now.floor(Duration::hours(1)) - Duration::hours(ago), {}});
        for (int i = 0; i < 360; ++i) hour.slots.push_back(below(40) == 0 ? ledger::Slot{} : ledger::Slot{5 + below(30), below(5), 1, 2, 2});
    }
    ASSERT_TRUE(true_ledger.ledger->import_hours(sli, std::move(hours)).has_value());
    std::vector<ExcludedRange> excluded{{{now - Duration::days(50), now - Duration::days(50) + Duration::hours(3)}, "e1"},
                                        {{now - Duration::days(2) + kStep, now - Duration::days(2) + Duration::minutes(7)}, "e2"}};
    const LedgerCounts counts({true_ledger.ledger.get(), [&](const std::string&) { return std::optional(sli); }, [&] { return std::shared_ptr<const catalog::Catalog>(catalog); },
                               [&](const catalog::Slo&, TimeRange range) {
                                   std::vector<ExcludedRange> out;
                                   for (const ExcludedRange& one : excluded) {
                                       const TimeRange part{std::max(one.range.start, range.start), std::min(one.range.end, range.end)};
                                       if (part.start < part.end) out.push_back({part, one.exclusion});
                                   }
                                   return out;
                               },
                               [] { return std::uint64_t{1}; }});
    for (const Exclusions exclusions : {Exclusions::left_out, Exclusions::counted}) {
        const Tape tape = *Tape::of(counts, slo, {now - Duration::days(200), now + Duration::days(1)}, kMinute, exclusions);
        EXPECT_EQ(tape.start(), now.floor(Duration::hours(1)) - Duration::hours(110 * 24 - 1));
        EXPECT_EQ(tape.end(), now.floor(kMinute) + kMinute * 10);
        EXPECT_NEAR((now - tape.coarse_until()).in_minutes(), Duration::days(99).in_minutes(), 15);
        for (int i = 0; i < 300; ++i) {
            Timestamp from = tape.start() + kMinute * below(tape.steps());
            Timestamp to = from + kMinute * below((tape.end() - from) / kMinute + 1);
            if (from < tape.coarse_until()) from = from.floor(kMinute * 5);
            if (to < tape.coarse_until()) to = to.floor(kMinute * 5);
            const TimeRange range{from, to};
            const ledger::WindowSum told = (*counts.sums(slo, {&range, 1}, exclusions))[0];
            EXPECT_EQ(tape.sum(range).sum, told.sum) << text::rfc3339(range.start) << " to " << text::rfc3339(range.end);
            EXPECT_EQ(tape.sum(range).slots, told.slots) << text::rfc3339(range.start) << " to " << text::rfc3339(range.end);
        }
    }
}

}  // namespace
}  // namespace plimsoll::slo
