// windows.h: which windows an SLO keeps, and what one of them knows once it is clipped to the SLO's age.
//
// Shape      rolling windows are whole lengths of time that end with the open slot, listed shortest first. The window of a
//            calendar, from its wall-clock boundary to the open slot, stands behind them under its nominal length.
// Gaps       a slot before the first measured one is not missing: the SLO did not exist yet.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/catalog/model.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// 5m 30m 1h 2h 6h 1d 3d, the windows of the rules, and a period that rolls: sorted, each once.
[[nodiscard]] std::vector<Duration> rolling_windows_of(const catalog::Slo& slo);
/// The order in which LiveWindows lists them: rolling_windows_of, and last the nominal length of a calendar's window.
[[nodiscard]] std::vector<Duration> windows_of(const catalog::Slo& slo);
/// Those that the ledger keeps advancing for the SLO's indicator (SliDefinition::windows). A calendar's window is none of
/// them: it is not of one length.
[[nodiscard]] std::vector<Duration> kept_windows_of(const catalog::Slo& slo);

/// The sum of the window of this length, the period's first; nullptr when the ledger does not keep it yet or has no sample.
[[nodiscard]] const ledger::WindowSum* find_window(const catalog::Slo& slo, const ledger::LiveWindows& live,
                                                   Duration length);
/// The same of a rule's window, which rolls even where a calendar's is nominally as long.
[[nodiscard]] const ledger::WindowSum* find_rolling(const catalog::Slo& slo, const ledger::LiveWindows& live,
                                                    Duration length);
/// The period's window that ends at `end`: of a calendar, that which holds the time before `end`, up to there.
[[nodiscard]] TimeRange period_until(const catalog::Slo& slo, Timestamp end);

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
