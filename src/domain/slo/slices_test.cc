#include "domain/slo/slices.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/slo/cuts.h"
#include "domain/slo/slot_ledger_for_tests.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using catalog::CompositeRule;
using catalog::EmptySlice;
using fixture::ratio;
using fixture::sliced;

ledger::Slot events(std::int64_t valid, std::int64_t bad) { return {valid, bad, 30, 30, 30}; }

TEST(Slices, OneIsBadWhenTooFewOfItsEventsAreGood) {
    const catalog::Slo slo = sliced("s", BudgetingMethod::timeslices, Duration::minutes(5), ratio(99, 100));
    EXPECT_EQ(slice_of_events(slo, events(1000, 10)), (SliceOutcome{true, 0})) << "just the target is good";
    EXPECT_EQ(slice_of_events(slo, events(1000, 11)), (SliceOutcome{true, 1}));
    EXPECT_EQ(slice_of_events(slo, events(1, 1)), (SliceOutcome{true, 1}));
    const catalog::Slo strict = sliced("s", BudgetingMethod::timeslices, Duration::minutes(5), ratio(1, 1));
    EXPECT_EQ(slice_of_events(strict, events(1'000'000'000'000, 1)), (SliceOutcome{true, 1}));
    EXPECT_EQ(slice_of_events(strict, events(1'000'000'000'000, 0)), (SliceOutcome{true, 0}));
}

TEST(Slices, AShareIsRoundedToTheNearestBillionth) {
    const catalog::Slo slo = sliced("s", BudgetingMethod::ratio_timeslices);
    EXPECT_EQ(slice_of_events(slo, events(1000, 10)).bad, 10'000'000U);
    EXPECT_EQ(slice_of_events(slo, events(3, 1)).bad, 333'333'333U);
    EXPECT_EQ(slice_of_events(slo, events(3, 2)).bad, 666'666'667U);
    EXPECT_EQ(slice_of_events(slo, events(7, 7)).bad, 1'000'000'000U);
    EXPECT_EQ(slice_of_events(slo, events(3'000'000'000, 1)), (SliceOutcome{true, 0}));
    EXPECT_EQ(slice_of_events(slo, events(2'000'000'000, 1)), (SliceOutcome{true, 1})) << "half is rounded up";
}

TEST(Slices, AnEmptyOneIsWhatTheSloDeclares) {
    for (const auto& [empty, whole, shares] : {std::tuple{EmptySlice::gap, SliceOutcome{}, SliceOutcome{}},
                                               std::tuple{EmptySlice::good, SliceOutcome{true, 0}, SliceOutcome{true, 0}},
                                               std::tuple{EmptySlice::bad, SliceOutcome{true, 1}, SliceOutcome{true, 1'000'000'000}}}) {
        const catalog::Slo one = sliced("s", BudgetingMethod::timeslices, Duration::minutes(5), ratio(1, 1), empty);
        const catalog::Slo other = sliced("s", BudgetingMethod::ratio_timeslices, Duration::minutes(5), ratio(1, 1), empty);
        for (const ledger::Slot& nothing : {ledger::Slot{}, ledger::Slot{0, 0, 0, 0, 30}, ledger::Slot{0, 0, 30, 30, 30}}) {
            EXPECT_EQ(slice_of_events(one, nothing), whole);
            EXPECT_EQ(slice_of_events(other, nothing), shares);
        }
    }
}

TEST(Slices, CountsThatContradictThemselvesSayNothing) {
    const catalog::Slo slo = sliced("s", BudgetingMethod::timeslices, Duration::minutes(5), ratio(1, 1), EmptySlice::bad);
    EXPECT_EQ(slice_of_events(slo, events(1, 2)), SliceOutcome{});
    EXPECT_EQ(slice_of_events(slo, events(1, -1)), SliceOutcome{});
}

catalog::Slo composite(CompositeRule rule, BudgetingMethod method = BudgetingMethod::ratio_timeslices, Ratio target = ratio(9, 10)) {
    catalog::Slo slo = sliced("journey", method, Duration::minutes(5), target);
    slo.composite = catalog::Composite{rule, {}, ""};
    return slo;
}

MemberCounts member(std::int64_t valid, std::int64_t bad, double weight = 1, Ratio allowance = ratio(1, 100), bool slices = false) {
    return {valid, bad, weight, allowance, slices};
}

std::uint32_t share(CompositeRule rule, const std::vector<MemberCounts>& members) {
    const SliceOutcome out = slice_of_members(composite(rule), members);
    EXPECT_TRUE(out.says);
    return out.bad;
}

TEST(Composites, EachRuleAddsUpAsItSays) {
    const std::vector<MemberCounts> two{member(100, 5), member(1000, 20, 3)};  // 5 % and 2 %
    EXPECT_EQ(share(CompositeRule::all, two), 70'000'000U);
    EXPECT_EQ(share(CompositeRule::any, two), 20'000'000U);
    EXPECT_EQ(share(CompositeRule::weighted, two), 27'500'000U) << "(5 + 3 x 2) / 4";
    EXPECT_EQ(share(CompositeRule::shortfall, two), 110'000'000U) << "5 + 3 x 2";
    EXPECT_EQ(share(CompositeRule::shortfall, {member(100, 5), member(100, 5)}), 100'000'000U) << "two members at 95 % make 90 %";
}

TEST(Composites, NothingIsWorseThanAll) {
    EXPECT_EQ(share(CompositeRule::all, {member(10, 7), member(10, 7)}), 1'000'000'000U);
    EXPECT_EQ(share(CompositeRule::shortfall, {member(10, 7, 5), member(10, 7)}), 1'000'000'000U);
}

TEST(Composites, ASilentMemberIsLeftOutAndItsWeightIsSharedOut) {
    const std::vector<MemberCounts> one{member(100, 5), member(0, 0, 3)};
    EXPECT_EQ(share(CompositeRule::all, one), 50'000'000U);
    EXPECT_EQ(share(CompositeRule::any, one), 50'000'000U);
    EXPECT_EQ(share(CompositeRule::weighted, one), 50'000'000U);
    EXPECT_EQ(share(CompositeRule::shortfall, one), 200'000'000U) << "5 % with all of the weight, 4";
    EXPECT_EQ(slice_of_members(composite(CompositeRule::all), std::vector<MemberCounts>{member(0, 0)}), SliceOutcome{});
}

TEST(Composites, ASliceIsBadIfItIsBadForAny) {
    const catalog::Slo slo = composite(CompositeRule::worst, BudgetingMethod::timeslices);
    const auto judged = [&](std::vector<MemberCounts> members) { return slice_of_members(slo, members); };
    EXPECT_EQ(judged({member(1, 0, 1, ratio(1, 100), true), member(1, 1, 1, ratio(1, 100), true)}), (SliceOutcome{true, 1}));
    EXPECT_EQ(judged({member(1, 0, 1, ratio(1, 100), true), member(1, 0, 1, ratio(1, 100), true)}), (SliceOutcome{true, 0}));
    EXPECT_EQ(judged({member(100, 10), member(100, 0)}), (SliceOutcome{true, 0})) << "events against the composite's own target of 90 %";
    EXPECT_EQ(judged({member(100, 11), member(100, 0)}), (SliceOutcome{true, 1}));
    EXPECT_EQ(judged({member(0, 0), member(0, 0)}), SliceOutcome{});
}

TEST(Composites, AJourneyOfTimeslicesIsJudgedByItsTarget) {
    const catalog::Slo slo = composite(CompositeRule::all, BudgetingMethod::timeslices);
    EXPECT_EQ(slice_of_members(slo, std::vector<MemberCounts>{member(100, 5), member(100, 5)}), (SliceOutcome{true, 0}));
    EXPECT_EQ(slice_of_members(slo, std::vector<MemberCounts>{member(100, 5), member(100, 6)}), (SliceOutcome{true, 1}));
}

TEST(Composites, BurnRatesPassThrough) {
    catalog::Slo slo = composite(CompositeRule::burn);
    slo.objective = ratio(99, 100);
    const auto burn = [&](std::vector<MemberCounts> members) {
        const BurntBudget out = burn_of_members(slo, members);
        return static_cast<double>(out.bad) / (0.01 * static_cast<double>(out.valid));
    };
    EXPECT_NEAR(burn({member(100, 1)}), 1, 1e-12) << "1 % bad of 1 %";
    EXPECT_NEAR(burn({member(100, 1), member(1000, 1, 2, ratio(1, 1000))}), 3, 1e-12) << "1 + 2 x 1";
    EXPECT_NEAR(burn({member(100, 1), member(0, 0, 3)}), 4, 1e-12) << "the silent one's weight is shared out";
    EXPECT_NEAR(burn({member(1, 1, 1, ratio(1, 1000))}), 100, 1e-12) << "no faster than 1 / (1 - objective)";
    EXPECT_EQ(burn_of_members(slo, std::vector<MemberCounts>{member(0, 0)}).valid, 0);
    EXPECT_EQ(burn_of_members(slo, std::vector<MemberCounts>{member(10, 0)}).valid, 100'000'000'000'000);
}

TEST(Composites, RulesAreOrderedAsTheirMeaningIs) {
    EXPECT_TRUE(rc::check("any <= weighted <= all", [] {
        std::vector<MemberCounts> members;
        const int count = *rc::gen::inRange(1, 26);
        for (int i = 0; i < count; ++i) {
            const auto valid = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
            members.push_back(member(valid, valid == 0 ? 0 : *rc::gen::inRange<std::int64_t>(0, valid + 1), 0.5 * *rc::gen::inRange(1, 20)));
        }
        const SliceOutcome any = slice_of_members(composite(CompositeRule::any), members);
        const SliceOutcome weighted = slice_of_members(composite(CompositeRule::weighted), members);
        const SliceOutcome all = slice_of_members(composite(CompositeRule::all), members);
        RC_ASSERT(any.says == all.says);
        RC_ASSERT(any.bad <= weighted.bad + 1);
        RC_ASSERT(weighted.bad <= all.bad + 1);
        RC_ASSERT(all.bad <= 1'000'000'000U);
    }));
}

TEST(SliceLine, SumsAreThoseOfAPlainList) {
    EXPECT_TRUE(rc::check("sums", [] {
        const bool whole = *rc::gen::arbitrary<bool>();
        const Duration length = Duration::minutes(*rc::gen::inRange(1, 30));
        const Timestamp start = Timestamp::from_seconds(1'700'000'000).floor(length);
        SliceLine line(start, length, whole ? SliceLine::Cells::whole : SliceLine::Cells::shares);
        std::vector<SliceOutcome> plain;
        std::size_t forgotten = 0;
        const auto outcome = [&] {
            const bool says = *rc::gen::inRange(0, 4) > 0;
            return SliceOutcome{says, says ? *rc::gen::inRange<std::uint32_t>(0, whole ? 2 : 1'000'000'001) : 0};
        };
        const int steps = *rc::gen::inRange(1, 400);
        for (int i = 0; i < steps; ++i) {
            const int what = *rc::gen::inRange(0, 20);
            if (what == 0 && line.size() > 0) {
                line.forget_before(start + length * *rc::gen::inRange<std::int64_t>(0, static_cast<std::int64_t>(plain.size())));
                forgotten = static_cast<std::size_t>((line.start() - start) / length);
            } else if (what < 5 && line.size() > 0) {
                const auto index = *rc::gen::inRange<std::size_t>(0, line.size());
                plain[forgotten + index] = outcome();
                line.set(index, plain[forgotten + index]);
            } else {
                plain.push_back(outcome());
                line.append(plain.back());
            }
        }
        RC_ASSERT(line.end() == start + length * static_cast<std::int64_t>(plain.size()));
        const Timestamp from = start + Duration::seconds(*rc::gen::inRange<std::int64_t>(-4000, 700'000));
        const Timestamp to = start + Duration::seconds(*rc::gen::inRange<std::int64_t>(-4000, 700'000));
        SliceLine::Sum expected;
        for (std::size_t i = forgotten; i < plain.size(); ++i) {
            const Timestamp at = start + length * static_cast<std::int64_t>(i);
            if (at < from || at >= to) continue;
            ++expected.slices;
            expected.say += plain[i].says;
            expected.bad += plain[i].bad;
        }
        const SliceLine::Sum sum = line.sum({from, to});
        RC_ASSERT(sum.slices == expected.slices);
        RC_ASSERT(sum.say == expected.say);
        RC_ASSERT(sum.bad == expected.bad);
    }));
}

TEST(Cuts, WhatIsLeftAndWhatIsTakenAreTheWhole) {
    EXPECT_TRUE(rc::check("cuts", [] {
        const auto at = [] { return Timestamp::from_seconds(*rc::gen::inRange<std::int64_t>(0, 1000)); };
        std::vector<TimeRange> ranges;
        for (int i = *rc::gen::inRange(0, 12); i > 0; --i) ranges.push_back({at(), at()});
        const std::vector<TimeRange> out = disjoint(ranges);
        TimeRange range{at(), at()};
        if (range.end < range.start) std::swap(range.start, range.end);
        for (std::int64_t s = 0; s < 1000; ++s) {
            const Timestamp time = Timestamp::from_seconds(s);
            const auto holds = [&](const std::vector<TimeRange>& some) {
                return std::count_if(some.begin(), some.end(), [&](const TimeRange& one) { return one.contains(time); });
            };
            const bool cut = std::any_of(ranges.begin(), ranges.end(), [&](const TimeRange& one) { return one.contains(time); });
            RC_ASSERT(holds(out) == (cut ? 1 : 0));
            RC_ASSERT(holds(within(range, out)) == (cut && range.contains(time) ? 1 : 0));
            RC_ASSERT(holds(without(range, out)) == (!cut && range.contains(time) ? 1 : 0));
        }
    }));
}

}  // namespace
}  // namespace plimsoll::slo
