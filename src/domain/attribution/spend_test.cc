// The account of what was spent adds up after whatever happened, event by event, against the slow way of counting.
#include "domain/attribution/spend.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <map>

#include "domain/attribution/decide.h"
#include "domain/attribution/fakes_for_tests.h"

namespace plimsoll::attribution {
namespace {

using fixture::drawn;
using fixture::kStart;
using fixture::minute;

const Ratio kThousandth = *Ratio::of(1, 1000);

Charge charge(const std::string& id, std::int64_t from, std::int64_t to, std::int64_t parts) {
    ChargeMade made;
    made.charge = id;
    made.slo = "checkout";
    made.range = {minute(from), minute(to)};
    made.cause = {CauseKind::incident, id, ""};
    made.parts = parts;
    return {made, kStart, 1};
}

Spend spend(const std::string& minutes, std::vector<Charge> charges) {
    return spend_of({kStart, Duration::minutes(1), drawn(minutes)}, kThousandth, {1, 1}, minute(static_cast<std::int64_t>(minutes.size())), std::move(charges));
}

TEST(Spend, FallsIntoEpisodesAndBackground) {
    const Spend s = spend("1..9X9........1.......55", {});
    EXPECT_EQ(s.total.bad, 1 + 9 + 1000 + 9 + 1 + 10);
    ASSERT_EQ(s.episodes.size(), 2U);
    EXPECT_EQ(s.episodes[0].bad, 1018);
    EXPECT_EQ(s.episodes[1].bad, 10);
    EXPECT_EQ(s.background, 2);  // what the budget allows, here and there
    EXPECT_EQ(s.in_all.unexplained, s.total.bad);
}

TEST(Spend, AChargeTakesOfAnEpisodeAndOfWhatIsBesideIt) {
    const Spend s = spend("1..999....", {charge("all", 0, 10, 500'000)});
    ASSERT_EQ(s.episodes.size(), 1U);
    ASSERT_EQ(s.of_episode[0].taken.size(), 1U);
    EXPECT_EQ(s.of_episode[0].taken[0].bad, 14);  // 13.5, the half to the charge
    EXPECT_EQ(s.of_episode[0].unexplained, 13);
    EXPECT_EQ(s.in_all.taken[0].bad, 15);         // and the one before, by the same rule
    EXPECT_EQ(s.in_all.unexplained, 13);
}

TEST(Spend, ChargesOutsideTheRangeAreNotOfIt) {
    const Spend s = spend("999", {charge("before", -10, 0, kWhole), charge("here", 0, 1, kWhole), charge("after", 3, 9, kWhole)});
    ASSERT_EQ(s.charges.size(), 1U);
    EXPECT_EQ(s.charges[0].made.charge, "here");
    EXPECT_EQ(s.in_all.unexplained, 18);
}

TEST(Spend, OfNothingIsNothing) {
    const Spend s = spend("", {charge("a", 0, 10, kWhole)});
    EXPECT_EQ(s.total.bad, 0);
    EXPECT_TRUE(s.episodes.empty());
    EXPECT_TRUE(s.in_all.taken.empty());
}

TEST(Spend, AMonthOfMinutesIsQuick) {
    ledger::Ledger::Series month{kStart, Duration::minutes(1), {}};
    for (int i = 0; i < 43'200; ++i) month.slots.push_back({1000, i % 17 == 0 ? 3 : i % 5 == 0 ? 1 : 0, 6, 6, 6});
    std::vector<Charge> charges;
    for (std::int64_t i = 0; i < 1'000; ++i) charges.push_back(charge("c" + std::to_string(i), i * 40, i * 40 + 100, 300'000));
    const auto began = std::chrono::steady_clock::now();
    const Spend s = spend_of(month, kThousandth, {1, 1}, kStart + Duration::days(30), charges);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    RecordProperty("milliseconds", std::to_string(took.count()));
    std::printf("a month of minutes with 1,000 charges, %zu episodes: %.2f ms\n", s.episodes.size(), took.count());
    EXPECT_GT(s.episodes.size(), 2'000U);
}

/// What each charge may expect of each slot, by hand: no pieces, no sweeps, no prefix.
struct Naive {
    std::int64_t bad = 0;
    std::map<std::string, __int128> millionths;  ///< by charge
    std::map<std::string, std::int64_t> pieces;  ///< by charge: how often something could be rounded
};

Naive naive_of(const std::vector<ledger::Slot>& slots, const std::vector<Charge>& charges, const std::vector<Episode>& episodes) {
    Naive out;
    std::map<std::string, std::pair<std::vector<std::string>, std::int64_t>> before;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        out.bad += slots[i].bad;
        std::vector<std::string> here;
        for (const Charge& c : charges) {
            if (c.made.range.contains(minute(static_cast<std::int64_t>(i)))) here.push_back(c.made.charge);
        }
        std::int64_t episode = -1;
        for (std::size_t e = 0; e < episodes.size(); ++e) {
            if (episodes[e].begin <= i && i < episodes[e].end) episode = static_cast<std::int64_t>(e);
        }
        for (const Charge& c : charges) {
            if (!c.made.range.contains(minute(static_cast<std::int64_t>(i)))) continue;
            out.millionths[c.made.charge] += static_cast<__int128>(slots[i].bad) * c.made.parts;
            // A piece ends where any charge or episode begins or ends; as many roundings as there are pieces is the bound.
            const auto key = std::pair(here, episode);
            if (!before.contains(c.made.charge) || before[c.made.charge] != key || i == 0) ++out.pieces[c.made.charge];
            before[c.made.charge] = key;
        }
    }
    return out;
}

void check(const std::vector<ledger::Slot>& slots, const State& state) {
    const std::vector<Charge>& charges = charges_on(state, "checkout");
    const Spend s = spend_of({kStart, Duration::minutes(1), slots}, kThousandth, {1, 100'000}, minute(static_cast<std::int64_t>(slots.size())), charges);
    const Naive naive = naive_of(slots, charges, s.episodes);
    RC_ASSERT(s.total.bad == naive.bad);
    std::int64_t in_all = s.in_all.unexplained;
    RC_ASSERT(s.in_all.unexplained >= 0);
    for (const Taken& taken : s.in_all.taken) {
        in_all += taken.bad;
        const std::string& id = s.charges[taken.claim].made.charge;
        const auto exact = naive.millionths.at(id);
        const __int128 off = static_cast<__int128>(taken.bad) * kWhole - exact;
        const __int128 bound = static_cast<__int128>(naive.pieces.at(id)) * kWhole;
        RC_ASSERT(taken.bad >= 0 && off < bound && -off < bound);
        if (s.charges[taken.claim].made.parts == kWhole) RC_ASSERT(off == 0);
    }
    RC_ASSERT(in_all == naive.bad);
    std::int64_t outside = s.background;
    for (std::size_t e = 0; e < s.episodes.size(); ++e) {
        std::int64_t of_episode = s.of_episode[e].unexplained;
        for (const Taken& taken : s.of_episode[e].taken) of_episode += taken.bad;
        RC_ASSERT(of_episode == s.episodes[e].bad);
        outside += s.episodes[e].bad;
    }
    RC_ASSERT(outside == naive.bad);
}

/// Late samples, corrections that leave time out and take it back, charges and withdrawals, in any order.
class Story {
public:
    void step() {
        switch (*rc::gen::inRange(0, 5)) {
            case 0: return late_sample();
            case 1: return correction();
            case 2: return withdrawal();
            default: return charge();
        }
    }
    [[nodiscard]] std::vector<ledger::Slot> shown() const {
        std::vector<ledger::Slot> out = slots_;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (left_out_[i]) out[i] = {};
        }
        return out;
    }
    State state;

private:
    static constexpr std::size_t kMinutes = 240;

    void late_sample() {
        ledger::Slot& slot = slots_[*rc::gen::inRange<std::size_t>(0, kMinutes)];
        const auto valid = *rc::gen::inRange<std::int64_t>(0, 5'000);
        slot.valid += valid;
        slot.bad += *rc::gen::weightedOneOf<std::int64_t>({{2, rc::gen::inRange<std::int64_t>(0, valid + 1)}, {1, rc::gen::just<std::int64_t>(0)}});
        slot.measured = slot.live = slot.reporting = 6;
    }
    void correction() {
        const auto from = *rc::gen::inRange<std::size_t>(0, kMinutes);
        const auto to = std::min(kMinutes, from + *rc::gen::inRange<std::size_t>(1, 60));
        const bool out = *rc::gen::arbitrary<bool>();
        for (std::size_t i = from; i < to; ++i) left_out_[i] = out;
    }
    void charge() {
        const auto from = *rc::gen::inRange<std::int64_t>(0, static_cast<std::int64_t>(kMinutes));
        const auto to = from + *rc::gen::inRange<std::int64_t>(1, 90);
        MakeCharge c;
        c.slo = "checkout";
        c.range = {minute(from), minute(to)};
        c.cause = {CauseKind::change, *rc::gen::elementOf(std::vector<std::string>{"a", "b", "c"}), ""};
        c.parts = *rc::gen::elementOf(std::vector<std::int64_t>{kWhole, 500'000, 333'333, 123'457, 1});
        c.reason = "drawn";
        give(c);
    }
    void withdrawal() {
        const auto& held = charges_on(state, "checkout");
        if (held.empty()) return;
        give(WithdrawCharge{held[*rc::gen::inRange<std::size_t>(0, held.size())].made.charge, "drawn"});
    }
    void give(const Command& command) {
        const Timestamp now = minute(1'000);
        const auto events = decide(state, command, {now, "person:1"});
        if (!events) return;  // over-charged: decide_test says when
        for (const Event& event : *events) apply(state, event, {++seq_, now, "person:1"});
    }

    std::vector<ledger::Slot> slots_ = std::vector<ledger::Slot>(kMinutes);
    std::vector<bool> left_out_ = std::vector<bool>(kMinutes, false);
    std::uint64_t seq_ = 0;
};

RC_GTEST_PROP(Spend, AddsUpAfterAnySequenceOfChargesCorrectionsAndLateData, ()) {
    Story story;
    const auto steps = *rc::gen::inRange(1, 80);
    for (int i = 0; i < steps; ++i) {
        story.step();
        check(story.shown(), story.state);
    }
}

}  // namespace
}  // namespace plimsoll::attribution
