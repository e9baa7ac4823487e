// replay_test.cc: a year of budgets, policies, exceptions and questions at the gate, decided once and then again from the log.
//
// The year runs through the real decide and apply, with a clock of its own: 3,000 moments, about three hours apart. Every
// decision is taken again from its event alone and from the log folded up to it; the fold begins anew at a snapshot in the
// middle. The log's rows go through the codec, as those of the disk do.
#include <gtest/gtest.h>

#include <array>

#include <rapidcheck/gtest.h>

#include "base/json.h"
#include "domain/policy/fixture_for_tests.h"

namespace plimsoll::policy {
namespace {

using fixture::Folded;
using fixture::kNoon;

constexpr int kSlos = 4;

/// Deterministic and quick: xorshift64*. A seed that fails is printed.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed | 1) {}
    std::uint64_t roll() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return state_ * 2685821657736338717ULL;
    }
    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>((roll() >> 33) % static_cast<std::uint64_t>(n)); }
    bool one_in(std::int64_t n) { return below(n) == 0; }

private:
    std::uint64_t state_;
};

/// A company of one service: budgets that wander, gaps in the data, policies that are edited.
class Year {
public:
    explicit Year(std::uint64_t seed) : dice_(seed) {
        for (std::int64_t& bad : bad_) bad = dice_.below(1200);
    }

    Folded log;

    void run(int moments) {
        for (int moment = 0; moment < moments; ++moment) {
            log.now = log.now + Duration::ms(dice_.below(6 * 3'600'000));
            wander();
            if (dice_.one_in(200)) edit_policy();
            if (dice_.one_in(60)) grant();
            if (dice_.one_in(80) && !log.state.exceptions.empty()) end_one();
            log.said(EndDueExceptions{}, "system");
            judge(static_cast<std::size_t>(dice_.below(kSlos)));
            if (dice_.one_in(3)) ask();
            if (moment == moments / 2) {
                snapshot = json::encode(log.state);
                snapshot_at = log.log.size();
            }
        }
    }

    std::string snapshot;
    std::size_t snapshot_at = 0;

private:
    [[nodiscard]] Figure figure(std::size_t slo) {
        Figure f = fixture::spent(bad_[slo], log.now - Duration::seconds(dice_.below(1200)));
        if (dice_.one_in(10)) f = fixture::with_gap(f, dice_.below(fixture::kPeriodSlots));
        if (dice_.one_in(300)) f = Figure{};
        return f;
    }
    void wander() {
        for (std::int64_t& bad : bad_) bad = std::max<std::int64_t>(0, bad + dice_.below(161) - 80);
        if (dice_.one_in(100)) bad_[static_cast<std::size_t>(dice_.below(kSlos))] = dice_.below(3000);
    }
    void edit_policy() {
        policy_.freeze = static_cast<double>(dice_.below(20)) / 100;
        policy_.caution = policy_.freeze + static_cast<double>(dice_.below(40)) / 100;
        policy_.hysteresis = static_cast<double>(dice_.below(10)) / 100;
        policy_.chronic_breaches = static_cast<int>(dice_.below(5));
        policy_.gate = dice_.one_in(3) ? std::map<std::string, std::string>{{"freeze", "allow"}} : std::map<std::string, std::string>{};
    }
    void grant() {
        log.said(GrantException{"shop", "payments", "a reason", log.now + Duration::minutes(1 + dice_.below(2000)), {"gate"}, Duration::days(7)}, "person:admin");
    }
    void end_one() {
        auto at = log.state.exceptions.begin();
        std::advance(at, dice_.below(static_cast<std::int64_t>(log.state.exceptions.size())));
        log.said(EndException{at->first, "no longer needed"}, "person:admin");
    }
    void judge(std::size_t slo) { log.said(JudgeBudget{name(slo), "shop", figure(slo), policy_, "policy critical"}, "system"); }
    void ask() {
        GateFacts facts;
        facts.service = "shop";
        facts.terms = terms_of(policy_, "policy critical");
        facts.seen_seq = log.log.size();
        for (std::size_t slo = 0; slo < kSlos; ++slo) {
            SloFacts one;
            one.slo = name(slo);
            one.figure = figure(slo);
            one.stale_after = Duration::minutes(10);
            one.pages_open = dice_.below(2);
            facts.slos.push_back(one);
        }
        log.said(AskGate{facts}, dice_.one_in(2) ? "token:ci" : "person:1");
    }
    [[nodiscard]] static std::string name(std::size_t slo) { return "slo-" + std::to_string(slo); }

    Dice dice_;
    std::array<std::int64_t, kSlos> bad_{};
    catalog::ErrorBudgetPolicy policy_ = fixture::critical();
};

/// The decision as the state before it and the recorded counts give it.
GateAnswer again_from(const State& before, const GateDecided& decided) {
    return decide_gate(complete(before, decided.facts, decided.facts.at));
}

/// What a fold of the log says of each decision; how often each answer came.
std::array<int, 3> replayed(Year& year) {
    State folded;
    State from_snapshot;
    std::array<int, 3> answers{};
    for (std::size_t i = 0; i < year.log.log.size(); ++i) {
        const auto& [event, stamp] = year.log.log[i];
        const auto row = decode(encode(event, {stamp.at, stamp.actor}, "worker"));
        EXPECT_TRUE(row && *row);
        if (!row || !*row) return answers;
        if (const auto* decided = std::get_if<GateDecided>(&**row)) {
            ++answers[static_cast<std::size_t>(decided->answer.answer)];
            EXPECT_EQ(decide_gate(decided->facts), decided->answer) << decided->id;
            EXPECT_EQ(again_from(folded, *decided), decided->answer) << decided->id;
            if (i >= year.snapshot_at) {
                EXPECT_EQ(again_from(from_snapshot, *decided), decided->answer) << decided->id;
            }
        }
        apply(folded, **row, stamp);
        if (i >= year.snapshot_at) apply(from_snapshot, **row, stamp);
        if (i + 1 == year.snapshot_at) {
            auto restored = json::decode<State>(year.snapshot);
            EXPECT_TRUE(restored) << (restored ? "" : restored.error().report());
            if (restored) from_snapshot = std::move(*restored);
        }
    }
    EXPECT_EQ(json::encode(folded), json::encode(year.log.state));
    EXPECT_EQ(json::encode(from_snapshot), json::encode(year.log.state));
    return answers;
}

TEST(Replay, AYearOfTheLogGivesTheSameDecisions) {
    for (const std::uint64_t seed : {1U, 2U, 14U}) {
        SCOPED_TRACE(seed);
        Year year(seed);
        year.run(3'000);
        const std::array<int, 3> answers = replayed(year);
        EXPECT_GT(answers[0] + answers[1] + answers[2], 500);
        EXPECT_GT(answers[0], 0);
        EXPECT_GT(answers[1], 0);
    }
}

RC_GTEST_PROP(Replay, AFortnightOfAnySeedGivesTheSameDecisions, ()) {
    Year year(*rc::gen::arbitrary<std::uint64_t>());
    year.run(100);
    replayed(year);
    RC_ASSERT(!testing::Test::HasFailure());
}

}  // namespace
}  // namespace plimsoll::policy
