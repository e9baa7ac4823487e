// slo_evaluate.h: how long the comparison of all windows of 10,000 SLOs with their thresholds takes.
//
// Load       four rules of two windows each; every short window is above its threshold and every long one below, so that
//            no comparison is spared: 80,000 a round. Windows lie apart in memory, as the ledger hands them out.
// Counted    wall time of one thread, median of 21 rounds. The ledger's own advance of the windows is not in it.
#pragma once

namespace plimsoll::bench {

[[nodiscard]] double slo_compare_10000_ms();
/// The same when all is well: short windows below, so that one comparison settles a rule.
[[nodiscard]] double slo_compare_calm_10000_ms();

}  // namespace plimsoll::bench
