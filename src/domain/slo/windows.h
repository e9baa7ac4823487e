// windows.h: which windows an SLO keeps, and what one of them knows once it is clipped to the SLO's age.
//
// Shape      windows are whole lengths of time that end with the open slot; they are listed shortest first.
// Gaps       a slot before the first measured one is not missing: the SLO did not exist yet.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/catalog/model.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// 5m 30m 1h 2h 6h 1d 3d, the windows of the rules, and the period: sorted, each once. The order in which the ledger
/// keeps them (SliDefinition::windows) and in which LiveWindows lists them.
[[nodiscard]] std::vector<Duration> windows_of(const catalog::Slo& slo);

/// The sum of the window of this length; nullptr when the ledger does not keep it yet or has no sample.
[[nodiscard]] const ledger::WindowSum* find_window(const catalog::Slo& slo, const ledger::LiveWindows& live,
                                                   Duration length);

/// What is known of a window over min(window, age).
struct Known {
    TimeRange range;
    std::int64_t slots = 0;     ///< that should have been measured
    std::int64_t measured = 0;  ///< that were
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    [[nodiscard]] std::int64_t missing() const { return slots - measured; }
    /// Counts that contradict themselves (bad above valid in an open slot, before all series have spoken) say nothing.
    [[nodiscard]] bool sound() const { return measured > 0 && bad >= 0 && valid >= bad; }
};

[[nodiscard]] Known known(const ledger::WindowSum& window, Timestamp since);

/// True before the first sample.
[[nodiscard]] inline bool never_fed(const ledger::LiveWindows& live) {
    return live.as_of == Timestamp::min() || live.windows.empty();
}

}  // namespace plimsoll::slo
