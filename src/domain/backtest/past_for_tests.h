// past_for_tests.h: a past drawn by hand, minute by minute, and an SLO over it.
#pragma once

#include <map>

#include "domain/backtest/reel.h"
#include "domain/slo/slot_ledger_for_tests.h"

namespace plimsoll::backtest::fixture {

inline constexpr Timestamp kMonday = Timestamp::from_seconds(1'767'571'200);  // 2026-01-05T00:00:00Z
inline constexpr Duration kMinute = Duration::minutes(1);

/// `days` of a measured past: `valid` events in every slot of 10 s, none bad unless drawn.
struct DrawnPast {
    explicit DrawnPast(int days, std::int64_t valid = 1000) {
        world.add(slo::fixture::shop().slos.at("checkout"));
        world.catalog = std::make_shared<catalog::Catalog>(*world.catalog);
        world.catalog->services = slo::fixture::shop().services;
        world.account("checkout").steady({kMonday, kMonday + Duration::days(days)}, valid, 0);
    }
    /// So many of each slot's events are bad.
    void fail(Timestamp from, Duration length, std::int64_t bad) { world.account("checkout").steady({from, from + length}, 0, bad); }
    [[nodiscard]] const catalog::Slo& slo() const { return world.slo("checkout"); }

    slo::fixture::CountedWorld world;
};

}  // namespace plimsoll::backtest::fixture
