// episodes.h: where a budget was spent: maximal runs of slots that burnt faster than the budget allows.
//
// Slots      of one length: a minute where the ledger keeps minutes, else five; of a sliced SLO a slice. A slot that
//            nothing measured, and one that was excluded altogether, has no counts.
// Excess     bad > (1 - objective) x valid, in integers: burn above 1. A slot without counts is never in excess.
// Runs       an episode goes from its first slot in excess to its last; between two of its slots in excess lie at most
//            kJoin without excess or without data. So neither end of it is ever a slot without excess.
// Sums       bad in all episodes + bad outside (the background) = bad of the range, exactly.
// Peak       the highest mean burn over kPeakOver (a slot, where that is longer) of those that end with a slot of the
//            episode: they may begin before it, so that one bad minute is not taken for five.
// Cost       one pass, no allocation per slot: a month of minutes in under a millisecond.
#pragma once

#include <vector>

#include "base/units.h"
#include "ledger/ledger.h"

namespace plimsoll::attribution {

inline constexpr Duration kJoin = Duration::minutes(5);
inline constexpr Duration kPeakOver = Duration::minutes(5);

struct Peak {
    TimeRange range;
    std::int64_t valid = 0;
    std::int64_t bad = 0;
};

struct Episode {
    std::size_t begin = 0;  ///< slots [begin, end) of the series
    std::size_t end = 0;
    TimeRange range;
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    Peak peak;
    Duration without_data;  ///< in it, nothing measured or all excluded
    bool open = false;      ///< may still go on: less than kJoin lies between its end and that of the series
};

/// Oldest first. `end`: of what is known so far, within or at the end of the series; a last slot that reaches beyond it counts
/// as it stands. Requires: slots of at least the ledger's step; an allowance between 0 and 1.
[[nodiscard]] std::vector<Episode> episodes_of(const ledger::Ledger::Series& series, const Ratio& allowance, Timestamp end);

/// bad / (allowance x valid): burn rate; 0 without valid events.
[[nodiscard]] double burn_of(std::int64_t valid, std::int64_t bad, const Ratio& allowance);

[[nodiscard]] inline Timestamp start_of(const ledger::Ledger::Series& series, std::size_t slot) {
    return series.start + series.step * static_cast<std::int64_t>(slot);
}

}  // namespace plimsoll::attribution
