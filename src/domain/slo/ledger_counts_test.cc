// Counts of every kind of SLO over plain slots: the numbers that a person computes by hand.
#include "domain/slo/ledger_counts.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/slo/calendar.h"
#include "domain/slo/slices.h"
#include "domain/slo/slot_ledger_for_tests.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using catalog::CompositeRule;
using fixture::kNoon;
using fixture::ratio;
using fixture::sliced;
using ledger::kStep;

constexpr Duration kFive = Duration::minutes(5);
constexpr Timestamp kEnd = Timestamp::from_seconds(1'767'268'800);  // noon, on an edge of every slice
constexpr Timestamp kMonthAgo = kEnd - Duration::days(30);

catalog::Slo plain(std::string name) {
    catalog::Slo slo = fixture::shop().slos.at("checkout");
    slo.name = std::move(name);
    return slo;
}

class LedgerCountsTest : public testing::Test {
protected:
    fixture::CountedWorld world;

    /// One slot in the middle of each slice holds its events; every slot is measured.
    static void slices(fixture::SlotLedger::Account& account, TimeRange range, Duration length, std::int64_t valid, std::int64_t bad) {
        for (Timestamp at = range.start; at < range.end; at = at + length) {
            account.steady({at, at + length}, 0, 0);
            account.measure(at + length / 2, valid, bad);
        }
    }
    /// The slot that opens when a sample comes at the end: nothing is in it yet.
    static void open(fixture::SlotLedger::Account& account, Timestamp at) { account.measure(at, 0, 0); }

    /// 30 days of 5-minute slices, by turns busy and quiet.
    void half_and_half(const std::string& name, std::int64_t bad_when_busy) {
        fixture::SlotLedger::Account& account = world.account(name);
        for (Timestamp at = kMonthAgo; at < kEnd; at = at + kFive * 2) {
            slices(account, {at, at + kFive}, kFive, 1000, bad_when_busy);
            slices(account, {at + kFive, at + kFive * 2}, kFive, 10, 0);
        }
        open(account, kEnd);
    }
    void add_half_and_half(catalog::Slo slo, Ratio objective, std::int64_t bad_when_busy) {
        slo.objective = objective;
        const std::string name = slo.name;
        world.add(std::move(slo));
        half_and_half(name, bad_when_busy);
    }
};

TEST_F(LedgerCountsTest, EventsAreCountedAndTheAveragedMonthLooksBetterThanItWas) {
    const Ratio target = ratio(995, 1000);
    add_half_and_half(plain("events"), target, 10);
    add_half_and_half(sliced("averaged", BudgetingMethod::ratio_timeslices), target, 10);
    add_half_and_half(sliced("slices", BudgetingMethod::timeslices, kFive, target), target, 10);
    // The month ends with the slot that opened at noon: the plain window's first slot has left, which is a slot without events.
    EXPECT_EQ(world.period("events").valid, 4320 * 1010);
    EXPECT_EQ(world.period("events").bad, 43'200);
    EXPECT_NEAR(*world.left("events"), -0.980198, 5e-7);
    EXPECT_EQ(text::percent(*world.left("events")), "-98.0 %");
    EXPECT_EQ(*world.left("averaged"), 0.0) << "(1 % + 0 %) / 2 is all of 0.5 % and no more";
    EXPECT_EQ(world.period("averaged").valid, 8640 * kShares);
    EXPECT_EQ(world.period("slices").bad, 4320);
    EXPECT_EQ(*world.left("slices"), -99.0) << "half of all slices, of 0.5 % allowed";
}

TEST_F(LedgerCountsTest, OneFailedRequestAloneInItsSlice) {
    const Ratio target = ratio(999, 1000);
    add_half_and_half(plain("events"), target, 0);
    add_half_and_half(sliced("averaged", BudgetingMethod::ratio_timeslices), target, 0);
    for (const char* name : {"events", "averaged"}) {
        fixture::SlotLedger::Account& account = world.account(name);
        const Timestamp quiet = kMonthAgo + Duration::days(10) + kFive;
        account.at(quiet + kFive / 2) = {1, 1, 1, 1, 1};
    }
    EXPECT_EQ(text::percent(1 - *world.left("events"), 3), "0.023 %");
    EXPECT_EQ(text::percent(1 - *world.left("averaged")), "11.6 %");
}

/// Two weeks of minutes at 99 %, the last `attacked` of them at 1 %.
catalog::Slo attacked_slo(std::string name, BudgetingMethod method) {
    catalog::Slo slo = sliced(std::move(name), method, Duration::minutes(1), ratio(95, 100));
    slo.objective = ratio(95, 100);
    slo.period = Duration::days(14);
    return slo;
}

TEST_F(LedgerCountsTest, AnAttackSpendsTheBudgetAsOpenSlosExampleHasIt) {
    const Timestamp start = kEnd - Duration::days(14);
    const auto left = [&](BudgetingMethod method, std::int64_t minutes) {
        world = fixture::CountedWorld();
        world.restart();
        world.add(attacked_slo("s", method));
        fixture::SlotLedger::Account& account = world.account("s");
        const Timestamp attack = kEnd - Duration::minutes(minutes);
        slices(account, {start, attack}, Duration::minutes(1), 100, 1);
        slices(account, {attack, kEnd}, Duration::minutes(1), 100, 99);
        open(account, kEnd);
        return *world.left("s");
    };
    EXPECT_EQ(left(BudgetingMethod::timeslices, 16 * 60 + 48), 0.0) << "16 h 48 min of 20,160 minutes";
    EXPECT_GT(left(BudgetingMethod::ratio_timeslices, 13 * 60 + 42), 0.0);
    EXPECT_LT(left(BudgetingMethod::ratio_timeslices, 13 * 60 + 43), 0.0);
    // Occurrences: 336,000 requests at 99 %, and x more at 1 %: (3,360 + 0.99 x) / (336,000 + x) = 5 % at x = 14,297.9.
    EXPECT_GE(*(Budget{336'000 + 14'297, 3'360 + 14'155 - 1, ratio(5, 100)}.remaining_share()), 0.0);
    EXPECT_LT(*(Budget{336'000 + 14'299, 3'360 + 14'157, ratio(5, 100)}.remaining_share()), 0.0);
}

TEST_F(LedgerCountsTest, OnlyWholeSlicesCountAndTheOneThatRunsDoesNot) {
    world.add(sliced("s", BudgetingMethod::timeslices));
    fixture::SlotLedger::Account& account = world.account("s");
    slices(account, {kEnd - Duration::hours(1), kEnd}, kFive, 100, 0);
    account.steady({kEnd, kEnd + Duration::minutes(4)}, 100, 100);
    EXPECT_EQ(world.period("s").bad, 0);
    EXPECT_EQ(world.period("s").valid, 12);
    account.steady({kEnd + Duration::minutes(4), kEnd + kFive}, 100, 100);
    EXPECT_EQ(world.period("s").valid, 12) << "its last slot is open";
    open(account, kEnd + kFive);
    EXPECT_EQ(world.period("s").valid, 13);
    EXPECT_EQ(world.period("s").bad, 1);
    const ledger::LiveWindows live = world.live("s");
    EXPECT_EQ(live.windows[0].range, (TimeRange{kEnd, kEnd + kFive}));
    EXPECT_EQ(live.windows[0].slots, 30);
    EXPECT_EQ(live.windows[0].sum.measured, 30);
    EXPECT_EQ(live.windows.size(), windows_of(world.slo("s")).size());
}

TEST_F(LedgerCountsTest, AnEmptySliceIsAGapUnlessTheSloSaysOtherwise) {
    for (const auto empty : {catalog::EmptySlice::gap, catalog::EmptySlice::good, catalog::EmptySlice::bad}) {
        fixture::CountedWorld one;
        one.add(sliced("s", BudgetingMethod::timeslices, kFive, ratio(1, 1), empty));
        slices(one.account("s"), {kEnd - Duration::hours(1), kEnd - Duration::minutes(30)}, kFive, 100, 0);
        slices(one.account("s"), {kEnd - kFive, kEnd}, kFive, 100, 0);
        open(one.account("s"), kEnd);
        const Known period = one.period("s");
        const bool gap = empty == catalog::EmptySlice::gap;
        EXPECT_EQ(period.slots, 12 * 30);
        EXPECT_EQ(period.measured, gap ? 7 * 30 : 12 * 30);
        EXPECT_EQ(period.valid, gap ? 7 : 12);
        EXPECT_EQ(period.bad, empty == catalog::EmptySlice::bad ? 5 : 0);
    }
}

TEST_F(LedgerCountsTest, WhatChangesLateIsJudgedAgain) {
    world.add(sliced("s", BudgetingMethod::timeslices));
    fixture::SlotLedger::Account& account = world.account("s");
    slices(account, {kEnd - Duration::hours(2), kEnd}, kFive, 100, 0);
    open(account, kEnd);
    EXPECT_EQ(world.period("s").bad, 0);
    const Timestamp late = kEnd - Duration::hours(1);
    account.measure(late, 0, 50);
    world.late("s", {late, late + kStep});
    EXPECT_EQ(world.period("s").bad, 1);
}

TEST_F(LedgerCountsTest, HistoryThatIsImportedIsJudgedToo) {
    world.add(sliced("s", BudgetingMethod::timeslices));
    fixture::SlotLedger::Account& account = world.account("s");
    slices(account, {kEnd - Duration::hours(1), kEnd}, kFive, 100, 0);
    open(account, kEnd);
    EXPECT_EQ(world.period("s").valid, 12);
    fixture::SlotLedger::Account older;
    slices(older, {kEnd - Duration::days(3), kEnd - Duration::hours(1)}, kFive, 100, 1);
    older.slots.insert(older.slots.end(), account.slots.begin(), account.slots.end());
    older.windows = account.windows;
    account = older;
    ledger::Notice notice;
    notice.imports.push_back({world.id("s"), {kEnd - Duration::days(3), kEnd - Duration::hours(1)}});
    world.counts->notice(notice);
    EXPECT_EQ(world.period("s").valid, 3 * 288);
    EXPECT_EQ(world.period("s").bad, 3 * 288 - 12);
}

TEST_F(LedgerCountsTest, ASliceThatClosesCostsTwoEdgesAndAQuestionInBetweenNone) {
    world.add(sliced("s", BudgetingMethod::timeslices));
    fixture::SlotLedger::Account& account = world.account("s");
    slices(account, {kMonthAgo, kEnd}, kFive, 100, 0);
    open(account, kEnd);
    (void)world.live("s");
    const std::int64_t filled = world.ledger.edges_read;
    EXPECT_EQ(filled, 8641);
    for (int i = 0; i < 100; ++i) (void)world.live("s");
    EXPECT_EQ(world.ledger.edges_read, filled);
    slices(account, {kEnd, kEnd + kFive}, kFive, 100, 0);
    open(account, kEnd + kFive);
    (void)world.live("s");
    EXPECT_EQ(world.ledger.edges_read, filled + 2);
}

TEST_F(LedgerCountsTest, WhatTheDiskDoesNotGiveIsMissingAndAskedForAgain) {
    world.add(sliced("s", BudgetingMethod::timeslices));
    slices(world.account("s"), {kEnd - Duration::hours(1), kEnd}, kFive, 100, 100);
    open(world.account("s"), kEnd);
    world.ledger.broken = true;
    EXPECT_EQ(world.period("s").measured, 0);
    EXPECT_GT(world.period("s").slots, 0);
    const TimeRange range{kMonthAgo, kEnd};
    EXPECT_FALSE(world.counts->sums(world.slo("s"), {&range, 1}, Exclusions::left_out));
    world.ledger.broken = false;
    EXPECT_EQ(world.period("s").bad, 12);
}

TEST_F(LedgerCountsTest, AnSloThatIsOnlyTriedOutIsJudgedByItsOwnSlices) {
    world.add(sliced("s", BudgetingMethod::timeslices));
    slices(world.account("s"), {kEnd - Duration::hours(2), kEnd}, kFive, 100, 50);
    open(world.account("s"), kEnd);
    EXPECT_EQ(world.period("s").bad, 24);
    catalog::Slo tried = world.slo("s");
    tried.definition_version = "tried out";
    tried.slicing->length = Duration::hours(1);
    tried.slicing->target = ratio(1, 2);
    const ledger::LiveWindows live = world.counts->live(tried, Exclusions::left_out);
    EXPECT_EQ(find_window(tried, live, tried.period)->sum.valid, 2);
    EXPECT_EQ(find_window(tried, live, tried.period)->sum.bad, 0);
    tried.name = "another-name";
    EXPECT_EQ(find_window(tried, world.counts->live(tried, Exclusions::left_out), tried.period)->sum.valid, 2) << "the same queries";
    EXPECT_EQ(world.period("s").bad, 24) << "what applies is as it was";
}

TEST_F(LedgerCountsTest, TheCalendarsWindowBeginsAtItsBoundaryAndResetsThere) {
    catalog::Slo slo = plain("month");
    slo.calendar = catalog::CalendarWindow{catalog::CalendarUnit::month, 1, "2026-01-01 00:00:00", "America/New_York"};
    world.add(slo);
    fixture::SlotLedger::Account& account = world.account("month");
    const Timestamp boundary = *text::parse_rfc3339("2025-12-01T05:00:00Z");
    account.steady({boundary - Duration::days(2), boundary}, 10, 5);
    EXPECT_EQ(world.period("month").range.start, boundary - Duration::days(2)) << "as old as the first sample";
    EXPECT_EQ(world.period("month").bad, 2 * 8640 * 5);
    account.measure(boundary, 10, 1);
    EXPECT_EQ(world.period("month").range, (TimeRange{boundary, boundary + kStep}));
    EXPECT_EQ(world.period("month").bad, 1);
    account.steady({boundary + kStep, boundary + Duration::days(3)}, 10, 0);
    EXPECT_EQ(world.period("month").valid, 3 * 8640 * 10);
    EXPECT_EQ(world.period("month").bad, 1);
    const ledger::LiveWindows live = world.live("month");
    ASSERT_EQ(live.windows.size(), windows_of(slo).size());
    EXPECT_EQ(find_rolling(slo, live, Duration::days(1))->sum.valid, 86'400);
    account.measure(boundary + Duration::hours(1), 0, 7);
    world.late("month", {boundary + Duration::hours(1), boundary + Duration::hours(2)});
    EXPECT_EQ(world.period("month").bad, 8) << "what is late is in the sum";
}

TEST_F(LedgerCountsTest, ADayIsACalendarsWindowAndARulesWindowOfTheSameLengthRolls) {
    catalog::Slo slo = plain("day");
    slo.period = Duration::days(1);
    slo.calendar = catalog::CalendarWindow{catalog::CalendarUnit::day, 1, "2026-01-01 00:00:00", "UTC"};
    slo.rules = {fixture::rule("ticket-1d", Duration::days(1), Duration::hours(2), 3)};
    world.add(slo);
    const Timestamp midnight = kEnd.floor(Duration::days(1));
    world.account("day").steady({midnight - Duration::days(2), midnight + Duration::hours(1)}, 10, 1);
    const ledger::LiveWindows live = world.live("day");
    EXPECT_EQ(find_window(slo, live, slo.period)->sum.valid, 3600);
    EXPECT_EQ(find_rolling(slo, live, Duration::days(1))->sum.valid, 86'400);
}

TEST_F(LedgerCountsTest, SlicesOfACalendarBelongToTheWindowThatHoldsTheirStart) {
    catalog::Slo slo = sliced("month", BudgetingMethod::timeslices, Duration::hours(1));
    slo.calendar = catalog::CalendarWindow{catalog::CalendarUnit::day, 1, "2026-01-01 00:00:00", "Asia/Kathmandu"};  // a quarter to the hour
    slo.period = Duration::days(1);
    world.add(slo);
    slices(world.account("month"), {kEnd - Duration::days(3), kEnd}, Duration::hours(1), 100, 0);
    open(world.account("month"), kEnd);
    const TimeRange today = calendar_window(*slo.calendar, kEnd);
    const TimeRange yesterday = calendar_window(*slo.calendar, today.start - Duration::ms(1));
    EXPECT_EQ(world.sum("month", yesterday).valid, 24);
    EXPECT_EQ(world.period("month").valid, (kEnd - today.start) / Duration::hours(1));
}

TEST_F(LedgerCountsTest, WhatIsExcludedIsLeftOutAndCountedWhereAskedFor) {
    world.add(plain("s"));
    fixture::SlotLedger::Account& account = world.account("s");
    account.steady({kEnd - Duration::days(2), kEnd}, 10, 0);
    account.steady({kEnd - Duration::hours(5), kEnd - Duration::hours(4)}, 0, 10);
    const Known before = world.period("s");
    world.exclude("s", {kEnd - Duration::hours(5), kEnd - Duration::hours(4)});
    const Known with = world.period("s");
    EXPECT_EQ(with.bad, 0);
    EXPECT_EQ(with.valid, before.valid - 3600);
    EXPECT_EQ(with.slots, before.slots - 360);
    EXPECT_EQ(with.measured, before.measured - 360) << "what remains weighs more; nothing counts as good";
    EXPECT_EQ(with.missing(), 0);
    EXPECT_EQ(world.period("s", Exclusions::counted).bad, before.bad);
    EXPECT_EQ(find_rolling(world.slo("s"), world.live("s"), Duration::hours(1))->sum.valid, 3600) << "windows that do not touch it are as they were";
    EXPECT_EQ(world.sum("s", {kEnd - Duration::hours(6), kEnd - Duration::hours(4)}).valid, 3600);
    EXPECT_FALSE(world.counts->as_kept(world.slo("s"), {kEnd - Duration::hours(6), kEnd}));
    EXPECT_TRUE(world.counts->as_kept(world.slo("s"), {kEnd - Duration::hours(1), kEnd}));
    EXPECT_EQ(world.counts->excluded(world.slo("s"), {kMonthAgo, kEnd}).size(), 1U);
}

TEST_F(LedgerCountsTest, ASlotSeriesShowsNothingWhereItIsExcluded) {
    world.add(plain("s"));
    world.account("s").steady({kEnd - Duration::hours(2), kEnd}, 10, 1);
    world.exclude("s", {kEnd - Duration::minutes(30), kEnd - Duration::minutes(10)});
    const TimeRange range{kEnd - Duration::hours(1), kEnd};
    const auto with = world.counts->slots(world.slo("s"), range, 12 + 2, Exclusions::left_out);
    ASSERT_TRUE(with);
    EXPECT_EQ(with->step, Duration::minutes(5));
    EXPECT_EQ(with->slots[5].measured, 30);
    for (const std::size_t i : {6U, 7U, 8U, 9U}) EXPECT_EQ(with->slots[i], ledger::Slot{});
    EXPECT_EQ(with->slots[10].valid, 300);
    EXPECT_EQ(world.counts->slots(world.slo("s"), range, 14, Exclusions::counted)->slots[7].valid, 300);
}

TEST_F(LedgerCountsTest, ASliceThatAnExclusionOverlapsIsJudgedOnWhatIsLeftOfIt) {
    world.add(sliced("s", BudgetingMethod::timeslices, kFive, ratio(99, 100)));
    fixture::SlotLedger::Account& account = world.account("s");
    account.steady({kEnd - Duration::hours(1), kEnd}, 10, 0);
    open(account, kEnd);
    // Bad in the first two minutes of one slice and in the first of another.
    const Timestamp one = kEnd - Duration::minutes(30);
    const Timestamp other = kEnd - Duration::minutes(20);
    account.steady({one, one + Duration::minutes(2)}, 0, 10);
    account.steady({other, other + Duration::minutes(1)}, 0, 10);
    EXPECT_EQ(world.period("s").bad, 2);
    world.exclude("s", {one - kFive, one + Duration::minutes(2)});  // a whole slice, and the bad part of the next
    const Known left = world.period("s");
    EXPECT_EQ(left.bad, 1);
    EXPECT_EQ(left.valid, 11) << "the slice within it does not count at all";
    EXPECT_EQ(left.slots, 12 * 30 - 30 - 12);
    EXPECT_EQ(left.missing(), 0);
    EXPECT_EQ(world.period("s", Exclusions::counted).bad, 2);
    EXPECT_EQ(world.sum("s", {one, one + kFive}).bad, 0);
    EXPECT_EQ(world.sum("s", {one, one + kFive}, Exclusions::counted).bad, 1);
}

class CompositeCountsTest : public LedgerCountsTest {
protected:
    void add_composite(CompositeRule rule, std::vector<catalog::Member> members, BudgetingMethod method = BudgetingMethod::ratio_timeslices,
                       std::string name = "journey") {
        catalog::Slo slo = sliced(std::move(name), method);
        slo.objective = ratio(99, 100);
        slo.composite = catalog::Composite{rule, std::move(members), ""};
        if (rule == CompositeRule::burn) slo.slicing.reset();
        world.add(std::move(slo));
    }
    void add_member(const std::string& name, std::int64_t valid, std::int64_t bad, Duration until = Duration()) {
        world.add(plain(name));
        slices(world.account(name), {kEnd - Duration::hours(2), kEnd - until}, kFive, valid, bad);
        open(world.account(name), kEnd - until);
    }
};

TEST_F(CompositeCountsTest, AJourneyIsAsBadAsAllOfItsStepsTogether) {
    add_member("cart", 1000, 10);
    add_member("pay", 50, 1);
    add_composite(CompositeRule::all, {{"cart", 1}, {"pay", 1}});
    EXPECT_EQ(world.period("journey").valid, 24 * kShares);
    EXPECT_EQ(world.period("journey").bad, 24 * 30'000'000) << "1 % and 2 %, whatever their traffic";
    EXPECT_TRUE(world.counts->missing_members(world.slo("journey")).empty());
}

TEST_F(CompositeCountsTest, AMemberThatFallsSilentIsLeftOutAndNamedAndNobodyWaitsForIt) {
    add_member("cart", 1000, 10);
    add_member("pay", 50, 1, Duration::hours(1));
    add_composite(CompositeRule::all, {{"cart", 1}, {"pay", 1}, {"nobody", 1}});
    EXPECT_EQ(world.live("journey").as_of, world.live("cart").as_of);
    EXPECT_EQ(world.period("journey").bad, 12 * 30'000'000 + 12 * 10'000'000);
    EXPECT_EQ(world.counts->missing_members(world.slo("journey")), (std::vector<std::string>{"nobody"}));
    // It comes back, and what it had not said yet changes what was said without it.
    slices(world.account("pay"), {kEnd - Duration::hours(1), kEnd}, kFive, 50, 1);
    open(world.account("pay"), kEnd);
    EXPECT_EQ(world.period("journey").bad, 24 * 30'000'000);
}

TEST_F(CompositeCountsTest, ItWaitsForAMemberThatIsALittleBehind) {
    add_member("cart", 1000, 10);
    add_member("pay", 50, 1, Duration::minutes(3));
    add_composite(CompositeRule::all, {{"cart", 1}, {"pay", 1}});
    EXPECT_EQ(world.live("journey").as_of, world.live("pay").as_of);
    EXPECT_EQ(world.period("journey").valid, 23 * kShares);
}

TEST_F(CompositeCountsTest, CompositesOfCompositesAreCountedFourDeep) {
    add_member("a", 100, 1);
    add_member("b", 100, 2);
    add_composite(CompositeRule::all, {{"a", 1}, {"b", 1}}, BudgetingMethod::ratio_timeslices, "one");
    add_composite(CompositeRule::any, {{"one", 1}, {"a", 1}}, BudgetingMethod::ratio_timeslices, "two");
    add_composite(CompositeRule::weighted, {{"one", 1}, {"two", 1}}, BudgetingMethod::ratio_timeslices, "three");
    add_composite(CompositeRule::all, {{"three", 1}, {"two", 1}}, BudgetingMethod::ratio_timeslices, "four");
    EXPECT_EQ(world.period("one").bad, 24 * 30'000'000);
    EXPECT_EQ(world.period("two").bad, 24 * 10'000'000);
    EXPECT_EQ(world.period("three").bad, 24 * 20'000'000);
    EXPECT_EQ(world.period("four").bad, 24 * 30'000'000);
    EXPECT_EQ(world.counts->stands_on(world.slo("four")), (std::vector<ledger::SliId>{world.id("a"), world.id("b")}));
    world.account("a").measure(kEnd - Duration::minutes(7), 0, 99);
    world.late("a", {kEnd - Duration::minutes(7), kEnd});
    EXPECT_EQ(world.period("four").bad, 23 * 30'000'000 + 1'000'000'000 + 0) << "3: (1 + 1) / 2, 2: 1, together no more than all";
}

TEST_F(CompositeCountsTest, BurnRatesOfMembersAddUp) {
    add_member("cart", 1000, 10);  // 1 % of 0.1 %: 10x
    add_member("pay", 100, 1);     // 10x
    add_composite(CompositeRule::burn, {{"cart", 1}, {"pay", 0.5}});
    const catalog::Slo& slo = world.slo("journey");
    EXPECT_NEAR(*burn_of(world.period("journey"), slo.objective), 15, 1e-9);
    EXPECT_NEAR(*burn_of(known(*find_rolling(slo, world.live("journey"), Duration::hours(1)), kMonthAgo), slo.objective), 15, 1e-9);
    EXPECT_EQ(scale_of(slo).noun, "budgets");
    const Budget budget = budget_of(world.period("journey"), slo.objective);
    EXPECT_NEAR(budget.allowed().value() / static_cast<double>(scale_of(slo).per_one), 1, 1e-12) << "one budget";
}

TEST_F(CompositeCountsTest, WhatIsExcludedOfAMemberIsLeftOutOfItAlone) {
    add_member("cart", 1000, 10);
    add_member("pay", 50, 1);
    add_composite(CompositeRule::all, {{"cart", 1}, {"pay", 1}});
    world.exclude("pay", {kEnd - Duration::hours(1), kEnd - Duration::minutes(30)});
    EXPECT_EQ(world.period("journey").bad, 18 * 30'000'000 + 6 * 10'000'000);
    EXPECT_EQ(world.period("journey").slots, 24 * 30);
    world.exclude("journey", {kEnd - Duration::minutes(30), kEnd}, "e2");
    EXPECT_EQ(world.period("journey").bad, 12 * 30'000'000 + 6 * 10'000'000);
    EXPECT_EQ(world.period("journey").slots, 18 * 30);
    EXPECT_EQ(world.period("journey", Exclusions::counted).bad, 24 * 30'000'000);
}

TEST_F(LedgerCountsTest, ARollUpByWorstShowsItsWorstGroup) {
    catalog::Slo roll_up = plain("api");
    roll_up.grouping = catalog::Grouping{{"region"}, 10, catalog::RollUp::worst};
    world.add(roll_up);
    EXPECT_EQ(world.counts->worst_of(world.slo("api")), "");
    world.account("api").steady({kEnd - Duration::hours(1), kEnd}, 30, 3);
    for (const auto& [name, bad] : {std::pair{"api@eu", 1}, std::pair{"api@us", 2}, std::pair{"api@asia", 0}}) {
        catalog::Slo group = plain(name);
        group.group_of = "api";
        world.add(group);
        world.account(name).steady({kEnd - Duration::hours(1), kEnd}, 10, bad);
    }
    EXPECT_EQ(world.counts->worst_of(world.slo("api")), "api@us");
    EXPECT_EQ(world.period("api").bad, 720);
    EXPECT_EQ(world.period("api").valid, 3600);
    roll_up.grouping->roll_up = catalog::RollUp::summed;
    world.add(roll_up);
    EXPECT_EQ(world.period("api").valid, 10'800);
}

TEST(CountScale, SaysWhatOneCountIs) {
    catalog::Slo slo = plain("s");
    EXPECT_EQ(scale_of(slo).noun, "events");
    EXPECT_EQ(scale_of(slo).per_one, 1);
    slo.indicator.kind = catalog::IndicatorKind::raw_ratio;
    EXPECT_EQ(scale_of(slo).per_one, 1'000'000);
    EXPECT_EQ(scale_of(slo).noun, "samples");
    slo.indicator.kind = catalog::IndicatorKind::latency;
    EXPECT_EQ(scale_of(slo).per_one, 1);
    slo.indicator.above = "bucket";
    EXPECT_EQ(scale_of(slo).per_one, 100);
    EXPECT_EQ(scale_of(sliced("s", BudgetingMethod::timeslices)).per_one, 1);
    EXPECT_EQ(scale_of(sliced("s", BudgetingMethod::ratio_timeslices)).per_one, kShares);
    slo = sliced("s", BudgetingMethod::occurrences);
    slo.composite = catalog::Composite{CompositeRule::burn, {}, ""};
    EXPECT_EQ(scale_of(slo).per_one, 1'000'000'000'000);
    slo.objective = ratio(999'999'999'999'999, 1'000'000'000'000'000);
    EXPECT_LT(static_cast<double>(scale_of(slo).per_one) * 1e15, 9.2e18) << "a budget's counts fit";
}

}  // namespace
}  // namespace plimsoll::slo
