// Episodes: what is in excess, where runs begin, join and end, and that nothing is lost between them.
#include "domain/attribution/episodes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plimsoll::attribution {
namespace {

using Series = ledger::Ledger::Series;

constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'268'800);
const Ratio kThousandth = *Ratio::of(1, 1000);

/// One character a slot: '.' a thousand good events, '1' to '9' so many bad ones of them, 'X' all bad, ' ' no data, '0' no traffic.
Series drawn(const std::string& slots, Duration step = Duration::minutes(1)) {
    Series out{kNoon, step, {}};
    for (const char c : slots) {
        if (c == ' ') out.slots.push_back({0, 0, 0, 0, 6});
        else if (c == '0') out.slots.push_back({0, 0, 6, 6, 6});
        else out.slots.push_back({1000, c == 'X' ? 1000 : c == '.' ? 0 : c - '0', 6, 6, 6});
    }
    return out;
}

/// Of so little traffic that whatever is in excess is a good part of the budget.
std::vector<Episode> found(const Series& series) {
    return episodes_of(series, kThousandth, {1, 1}, start_of(series, series.slots.size()));
}

/// "3-7 11-12": first and last slot of each.
std::string spans(const std::string& slots, Duration step = Duration::minutes(1)) {
    std::string out;
    for (const Episode& e : found(drawn(slots, step))) out += (out.empty() ? "" : " ") + std::to_string(e.begin) + "-" + std::to_string(e.end - 1);
    return out;
}

TEST(Episodes, BeginAndEndWithASlotInExcess) {
    EXPECT_EQ(spans("..........."), "");
    EXPECT_EQ(spans("...5......."), "3-3");
    EXPECT_EQ(spans("...555....."), "3-5");
    EXPECT_EQ(spans("XXXXXXXXXXX"), "0-10");
    EXPECT_EQ(spans("..........2"), "10-10");
    EXPECT_EQ(spans(""), "");
}

TEST(Episodes, WhatTheBudgetAllowsIsNoExcess) {
    EXPECT_EQ(spans("..111111.."), "");  // one of 1,000 is exactly what 99.9 % allows
    EXPECT_EQ(spans("..112111.."), "4-4");
    Series one = drawn(".");
    one.slots[0] = {999, 1, 6, 6, 6};  // a hair more than a thousandth
    EXPECT_EQ(found(one).size(), 1U);
}

TEST(Episodes, JoinOverFiveMinutesAndNoMore) {
    EXPECT_EQ(spans("X.....X"), "0-6");        // five slots between
    EXPECT_EQ(spans("X......X"), "0-0 7-7");   // six
    EXPECT_EQ(spans("X     X"), "0-6");        // without data alike
    EXPECT_EQ(spans("X      X"), "0-0 7-7");
    EXPECT_EQ(spans("X. 0.X"), "0-5");
    EXPECT_EQ(spans("X.X", Duration::minutes(5)), "0-2");
    EXPECT_EQ(spans("X..X", Duration::minutes(5)), "0-0 3-3");
    EXPECT_EQ(spans("X.X", Duration::minutes(10)), "0-0 2-2");  // longer slots: neighbours only
    EXPECT_EQ(spans("XX", Duration::minutes(10)), "0-1");
}

TEST(Episodes, EndWhereTheirExcessIsHighest) {
    EXPECT_EQ(spans("2..2..2"), "0-0 3-3 6-6");  // each lull eats up what the slot before was over
    EXPECT_EQ(spans("3.3.3.3"), "0-6");          // here it does not
    EXPECT_EQ(spans("X2....2...X"), "0-1 6-6 10-10");  // a little more than allowed is no new high after a lull
    EXPECT_EQ(spans("2..XX..2"), "0-0 3-4 7-7");
    EXPECT_EQ(spans("5.....5"), "0-0 6-6");
}

TEST(Episodes, AreMoreThanChanceOrAGoodPartOfTheBudget) {
    const Scale busy{1, 40'000'000};  // 40,000 may be bad; a hundredth is 400
    const auto counted = [&](std::int64_t valid, std::int64_t bad) { return matters(valid, bad, kThousandth, busy); };
    EXPECT_FALSE(counted(1'000, 2));
    EXPECT_FALSE(counted(1'000, 5));
    EXPECT_FALSE(counted(1'000, 8));      // where one is allowed: once in 15,000, by the bound
    EXPECT_TRUE(counted(1'000, 9));       // once in 130,000
    EXPECT_FALSE(counted(300'000, 380));  // of 300 allowed
    EXPECT_TRUE(counted(300'000, 395));
    EXPECT_FALSE(counted(399'000, 399));  // just what is allowed, and just below a hundredth
    EXPECT_TRUE(counted(400'000, 400));   // a hundredth
    EXPECT_TRUE(counted(0, 1));           // nothing was allowed at all
    EXPECT_TRUE(matters(1, 1, kThousandth, {1, 8'640}));  // one bad slice of a month: a ninth of its budget
    EXPECT_FALSE(matters(1'000'000'000, 9'000'000, kThousandth, {1'000'000'000, 0}));  // nine thousandths of one slice
}

TEST(Episodes, SayWhatTheyHold) {
    const std::vector<Episode> all = found(drawn("..9. .9...."));
    ASSERT_EQ(all.size(), 1U);
    const Episode& e = all[0];
    EXPECT_EQ(e.range, (TimeRange{kNoon + Duration::minutes(2), kNoon + Duration::minutes(7)}));
    EXPECT_EQ(e.valid, 4000);
    EXPECT_EQ(e.bad, 18);
    EXPECT_EQ(e.without_data, Duration::minutes(1));
}

TEST(Episodes, ThePeakIsTheMeanOfFiveMinutes) {
    const Episode e = found(drawn("......X......."))[0];  // one minute of total outage is a fifth of five minutes
    EXPECT_EQ(e.peak.range, (TimeRange{kNoon + Duration::minutes(2), kNoon + Duration::minutes(7)}));
    EXPECT_DOUBLE_EQ(burn_of(e.peak.valid, e.peak.bad, kThousandth), 200);
    const Episode longer = found(drawn("..2222XXXXXXXX22"))[0];
    EXPECT_DOUBLE_EQ(burn_of(longer.peak.valid, longer.peak.bad, kThousandth), 1000);
    EXPECT_EQ(longer.peak.range.start, kNoon + Duration::minutes(6));  // the first of equals
    const Episode first = found(drawn("X....."))[0];  // nothing is known before the series
    EXPECT_DOUBLE_EQ(burn_of(first.peak.valid, first.peak.bad, kThousandth), 1000);
    const Episode slices = found(drawn(".X.", Duration::minutes(10)))[0];
    EXPECT_EQ(slices.peak.range.length(), Duration::minutes(10));
}

TEST(Episodes, AreOpenWhileTheyMayGoOn) {
    EXPECT_TRUE(found(drawn("..55"))[0].open);
    EXPECT_TRUE(found(drawn("..55...."))[0].open);
    EXPECT_FALSE(found(drawn("..55....."))[0].open);
    EXPECT_FALSE(found(drawn("5.......55"))[0].open);
    const Series series = drawn("..5");  // the last minute has only begun
    EXPECT_TRUE(episodes_of(series, kThousandth, {1, 1}, kNoon + Duration::minutes(2) + Duration::seconds(10))[0].open);
}

TEST(Episodes, OfAnyUnitAreJudgedExactly) {
    Series budgets{kNoon, Duration::minutes(5), {}};
    const std::int64_t one = 1'000'000'000'000;  // 10^-12 of a budget
    budgets.slots = {{one * 1'000'000, one * 1'000, 30, 30, 30}, {one * 1'000'000, one * 1'000 + 1, 30, 30, 30}};
    const std::vector<Episode> all = episodes_of(budgets, kThousandth, {one, 1}, kNoon + Duration::minutes(10));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].begin, 1U);
}

/// Slots of a day with outages, silence and little traffic.
Series any_series() {
    Series out{kNoon, *rc::gen::element(Duration::minutes(1), Duration::minutes(5), Duration::minutes(10)), {}};
    const auto n = *rc::gen::inRange<std::size_t>(0, 200);
    std::int64_t mood = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (*rc::gen::inRange(0, 8) == 0) mood = *rc::gen::inRange<std::int64_t>(0, 4);
        if (mood == 3) {
            out.slots.push_back({0, 0, 0, 0, 6});
            continue;
        }
        const auto valid = *rc::gen::inRange<std::int64_t>(0, 3000);
        const auto bad = mood == 0 ? 0 : *rc::gen::inRange<std::int64_t>(0, mood == 1 ? std::min<std::int64_t>(valid, 3) + 1 : valid + 1);
        out.slots.push_back({valid, bad, 6, 6, 6});
    }
    return out;
}

std::int64_t excess(const ledger::Slot& s) { return s.bad * 1000 - s.valid; }

RC_GTEST_PROP(Episodes, BurnAboveOneEndAtTheirHighestAndLoseNothing, ()) {
    const Series series = any_series();
    const std::vector<Episode> all = found(series);  // whatever is in excess matters here
    const auto join = static_cast<std::size_t>(kJoin / series.step);
    std::vector<int> covered(series.slots.size(), 0);
    for (const Episode& e : all) {
        RC_ASSERT(e.begin < e.end && e.end <= series.slots.size());
        RC_ASSERT(excess(series.slots[e.begin]) > 0 && excess(series.slots[e.end - 1]) > 0);
        ledger::Slot sum;
        std::int64_t high = 0;
        std::size_t since_high = 0;
        for (std::size_t s = e.begin; s < e.end; ++s) {
            sum += series.slots[s];
            ++covered[s];
            RC_ASSERT(excess(sum) > 0);
            since_high = excess(sum) > high ? 0 : since_high + 1;
            high = std::max(high, excess(sum));
            RC_ASSERT(since_high <= join);
        }
        RC_ASSERT(sum.valid == e.valid && sum.bad == e.bad && excess(sum) == high);
        for (std::size_t s = e.end; s < series.slots.size() && s - e.end <= join; ++s) {  // it could not have gone on
            sum += series.slots[s];
            if (excess(sum) <= 0) break;
            RC_ASSERT(excess(sum) <= high);
        }
    }
    for (std::size_t s = 0; s < covered.size(); ++s) RC_ASSERT(covered[s] == 1 || (covered[s] == 0 && excess(series.slots[s]) <= 0));
}

RC_GTEST_PROP(Episodes, ThePeakIsTheHighestOfAllThatEndInIt, ()) {
    const Series series = any_series();
    const auto most = std::max<std::size_t>(1, static_cast<std::size_t>(kPeakOver / series.step));
    for (const Episode& e : found(series)) {
        for (std::size_t last = e.begin; last < e.end; ++last) {
            ledger::Slot sum;
            for (std::size_t s = last + 1 > most ? last + 1 - most : 0; s <= last; ++s) sum += series.slots[s];
            RC_ASSERT(sum.bad * std::max<std::int64_t>(1, e.peak.valid) <= e.peak.bad * std::max<std::int64_t>(1, sum.valid));
        }
    }
}

}  // namespace
}  // namespace plimsoll::attribution
