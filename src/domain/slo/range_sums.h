// range_sums.h: many sums from what had been counted at instants: all edges are asked at once, each sum is a difference.
//
// Cost       that of one call of `running`, whatever the number of ranges; a few blocks of the ledger for a month.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "ledger/ledger.h"

namespace plimsoll::slo {

using RunningOf = std::function<Result<std::vector<ledger::Ledger::Running>>(std::span<const Timestamp>)>;
using SumsOf = std::function<Result<std::vector<ledger::WindowSum>>(std::span<const TimeRange>)>;

/// The start of every range and its end, each once, in rising order.
[[nodiscard]] std::vector<Timestamp> edges_of(std::span<const TimeRange> ranges);

/// In the order of `ranges`, which may come in any. A range that ends before it begins is empty. `newest`: up to where the
/// account goes, from which follows how fine its edges are. Errors: those of `running`.
[[nodiscard]] Result<std::vector<ledger::WindowSum>> range_sums(std::span<const TimeRange> ranges, Timestamp newest,
                                                                const RunningOf& running);

/// The shortest step on which the ledger still holds an edge that lies so far back.
[[nodiscard]] Duration finest_step(Duration back);

}  // namespace plimsoll::slo
