// What lists show equals what is explained, for any counts.
#include "domain/slo/figures.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/thresholds.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

/// Windows that may be empty, partly measured, or contradict themselves.
ledger::LiveWindows any_live(const catalog::Slo& slo) {
    ledger::LiveWindows live{kNoon, kNoon - Duration::ms(*rc::gen::inRange<std::int64_t>(1, 40LL * 86'400'000)), {}};
    for (const Duration length : windows_of(slo)) {
        const std::int64_t slots = length / ledger::kStep;
        const std::int64_t valid = *rc::gen::element<std::int64_t>(0, 1, 1000, 123'456'789);
        const std::int64_t bad = *rc::gen::inRange<std::int64_t>(0, valid / *rc::gen::element<std::int64_t>(1, 100, 10'000) + 2);
        live.windows.push_back(fixture::window(length, kNoon, valid, bad, *rc::gen::element<std::int64_t>(0, slots / 2, slots)));
    }
    if (*rc::gen::inRange(0, 10) == 0) live.as_of = Timestamp::min();
    return live;
}

TEST(Figures, AreThoseOfTheirDefenceSheets) {
    EXPECT_TRUE(rc::check("bare figures equal measures", [] {
        catalog::Slo slo = fixture::shop().slos.at("checkout");
        slo.period = *rc::gen::element(Duration::hours(1), Duration::days(1), Duration::days(30));
        slo.objective = *rc::gen::element(fixture::ratio(999, 1000), fixture::ratio(1, 2), fixture::ratio(9'999'999, 10'000'000));
        const Account account{slo, any_live(slo), {}, nullptr};
        const Figures figures = figures_of(account);
        RC_ASSERT(figures.budget_remaining == budget_remaining(account).value);
        RC_ASSERT(figures.budget_events == budget_events(account).value);
        RC_ASSERT(figures.budget_minutes == budget_minutes(account).value);
        RC_ASSERT(figures.burn_1h == burn_rate(account, Duration::hours(1)).value);
        RC_ASSERT(figures.coverage == budget_remaining(account).coverage);
        RC_ASSERT(figures.why_empty == budget_remaining(account).why_empty);
        const Measure projected = budget_projected(account);
        RC_ASSERT(figures.projected_end == projected.value);
        RC_ASSERT(figures.projected_low.has_value() == projected.interval.has_value());
        if (projected.interval) {
            RC_ASSERT(*figures.projected_low == projected.interval->low);
            RC_ASSERT(*figures.projected_high == projected.interval->high);
        }
    }));
}

TEST(Thresholds, AreStricterTheMoreCriticalTheTier) {
    EXPECT_EQ(thresholds_of(0), (Thresholds{0.5, 0.25, "default of tier rank 0"}));
    EXPECT_EQ(thresholds_of(1), (Thresholds{0.5, 0.1, "default of tier rank 1"}));
    EXPECT_EQ(thresholds_of(2), (Thresholds{0.25, 0, "default of tier rank 2"}));
    EXPECT_EQ(thresholds_of(7).freeze, 0);
    EXPECT_EQ(thresholds_of(std::nullopt), (Thresholds{0.25, 0, "default where no tier is declared"}));
}

}  // namespace
}  // namespace plimsoll::slo
