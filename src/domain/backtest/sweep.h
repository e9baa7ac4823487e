// sweep.h: the paging rule with other windows and factors over the same past, and which settings nothing beats.
//
// Settings   one rule of two windows: the long one from 5 min to 3 d, the short one a twelfth of it (two steps at least), firing
//            when 0.5 % to 20 % of the period's budget went within the long one: factor = share x period / long window. Those
//            that can never fire, or fire below a burn of 1, are left out.
// Detection  the mean over all losses; one without a page, or with one that came after its end, counts with its whole length:
//            it was over before anybody knew, and a page that comes too late is no worse than none.
// Front      a setting is on it if none detects sooner with as few pages, or as soon with fewer. Of those that come to the same
//            the one that lets most of the budget go before it fires: it did as well on this past and will be fooled less.
#pragma once

#include <functional>

#include "domain/backtest/score.h"

namespace plimsoll::backtest {

/// The settings that are tried for an SLO, by long window and share.
[[nodiscard]] std::vector<catalog::BurnRule> settings_of(const catalog::Slo& slo, Duration step);

/// One more of its points. `progress`: told of the steps of each setting, and of none in between; false: stop.
struct Sweeping {
    const catalog::Slo& slo;
    const Reel& reel;
    TimeRange range;
    std::span<const Loss> losses;
    PeriodBudget budget;
    std::function<bool(std::int64_t steps)> progress{};
};

/// By pages, then by detection. Errors: io; cancelled.
[[nodiscard]] Result<std::vector<FrontPoint>> sweep(const Sweeping& sweeping);

/// Marks the points that nothing beats. Points without a detection (no losses) are judged by pages alone.
void mark_front(std::vector<FrontPoint>& points);

}  // namespace plimsoll::backtest
