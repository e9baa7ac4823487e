// Levels over random histories: budgets and breaches as the naive way finds them; what cannot be told is not called affordable.
#include "domain/targets/suggest.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <memory>

#include "domain/slo/slot_ledger_for_tests.h"
#include "domain/targets/fixture_for_tests.h"

namespace plimsoll::targets {
namespace {

using slo::fixture::CountedWorld;

constexpr Duration kMinute = Duration::minutes(1);
constexpr std::int64_t kPeriod = 120;  ///< minutes

catalog::Slo two_hours() {
    catalog::Slo out = slo::fixture::shop().slos.at("checkout");
    out.objective = fixture::percent("99");
    out.period = kMinute * kPeriod;
    return out;
}

/// Of each minute 100 events and so many bad ones.
std::unique_ptr<CountedWorld> counted(const std::vector<std::int64_t>& bad, Duration period = kMinute * kPeriod) {
    auto world = std::make_unique<CountedWorld>();
    catalog::Slo promised = two_hours();
    promised.period = period;
    world->add(std::move(promised));
    for (std::size_t i = 0; i < bad.size(); ++i) {
        for (std::int64_t slot = 0; slot < 6; ++slot) {
            const bool first = slot == 0;
            world->account("checkout").measure(fixture::kMonday + kMinute * static_cast<std::int64_t>(i) + ledger::kStep * slot, first ? 100 : 0, first ? bad[i] : 0);
        }
    }
    world->restart();
    return world;
}

/// bad / (allowance x valid) of the period that ends with a minute.
double spent(const std::vector<std::int64_t>& bad, std::int64_t end, double allowance) {
    std::int64_t sum = 0;
    const std::int64_t first = std::max<std::int64_t>(0, end - kPeriod);
    for (std::int64_t i = first; i < end; ++i) sum += bad[static_cast<std::size_t>(i)];
    return static_cast<double>(sum) / (allowance * 100 * static_cast<double>(end - first));
}

RC_GTEST_PROP(Suggestion, HasBudgetsAndBreachesOfTheNaiveWay, ()) {
    const auto bad = *rc::gen::container<std::vector<std::int64_t>>(static_cast<std::size_t>(*rc::gen::inRange(130, 260)),
                                                                    rc::gen::weightedOneOf<std::int64_t>({{30, rc::gen::just<std::int64_t>(0)}, {1, rc::gen::inRange<std::int64_t>(0, 100)}}));
    const auto world = counted(bad);
    const auto suggestion = suggest({*world->catalog, *world->counts}, world->slo("checkout"), {});
    RC_ASSERT(static_cast<bool>(suggestion));
    RC_ASSERT(!suggestion->levels.empty());
    const auto minutes = static_cast<std::int64_t>(bad.size());
    for (const Level& level : suggestion->levels) {
        const double allowance = 1 - level.target;
        RC_ASSERT(std::abs(*level.budget_now - (1 - spent(bad, minutes, allowance))) < 1e-6);
        std::uint64_t breaches = 0;
        bool inside = false;
        for (std::int64_t end = kPeriod / 30; end <= minutes; ++end) {
            const double left = 1 - spent(bad, end, allowance);
            if (std::abs(left) < 1e-9 || std::abs(left - 0.05) < 1e-9) RC_DISCARD("on the line, where doubles may differ");
            const bool now = left <= (inside ? 0.05 : 0);
            if (now && !inside) ++breaches;
            inside = now;
        }
        RC_ASSERT(level.breaches == breaches);
        RC_ASSERT(level.affordable == level.why_not.empty());
        RC_ASSERT(!level.affordable || (breaches == 0 && level.pages_per_month <= kMostPages));
    }
}

TEST(Suggestion, WarnsOfAHistoryShorterThanAWindow) {
    const auto world = counted(std::vector<std::int64_t>(60, 0));
    const auto s = suggest({*world->catalog, *world->counts}, world->slo("checkout"), {});
    ASSERT_TRUE(s) << s.error().report();
    ASSERT_FALSE(s->warnings.empty());
    EXPECT_EQ(s->warnings.front(), "The history of 1 h is shorter than one window of 2 h: what a whole window would have brought is not known");
    EXPECT_FALSE(s->baseline.window_worst);
}

TEST(Suggestion, AHistoryThatNearlyFillsAWindowIsTakenAsOne) {
    const auto window_of = [](std::size_t minutes) {
        const auto world = counted(std::vector<std::int64_t>(minutes, 1), Duration::hours(20));
        const auto s = suggest({*world->catalog, *world->counts}, world->slo("checkout"), {});
        EXPECT_TRUE(s);
        return s && s->baseline.window_worst.has_value();
    };
    EXPECT_FALSE(window_of(17 * 60));  // under nine tenths
    EXPECT_TRUE(window_of(19 * 60));
    EXPECT_TRUE(window_of(21 * 60));
}

TEST(Suggestion, EvidenceNamesTheFieldsThatCannotBeTried) {
    const auto world = counted(std::vector<std::int64_t>(300, 0));
    const History history{*world->catalog, *world->counts};
    const Objective objective = *Objective::parse_percent("99.9");
    const auto bad = evidence_for(history, world->slo("checkout"), objective, Duration::minutes(10), std::nullopt, std::nullopt);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fields().front().where, "/window");
    const auto good = evidence_for(history, world->slo("checkout"), objective, Duration::hours(4), std::nullopt, std::nullopt);
    ASSERT_TRUE(good) << good.error().report();
    EXPECT_EQ(good->sli, 1.0);
    EXPECT_EQ(good->breaches, 0U);
    EXPECT_EQ(good->range.length(), Duration::hours(5));
}

}  // namespace
}  // namespace plimsoll::targets
