// episodes.h: where a budget was spent: runs of slots that burnt faster than the budget allows.
//
// Slots      of one length: a minute where the ledger keeps minutes, else five; of a sliced SLO a slice. A slot that
//            nothing measured, and one that was excluded altogether, has no counts.
// Excess     bad - (1 - objective) x valid, in integers: above zero where it burns above 1. A slot without counts has none.
// Runs       a run begins with a slot in excess and goes on while the excess since its begin stays above zero and comes to a
//            new high at least every kJoin; it ends with its highest. So it is maximal, burns above 1 as a whole, begins and
//            ends with slots in excess, and no gap in it is longer than kJoin. Source: Page's cumulative sum (1954).
// Episodes   are the runs that matter: either they are more than chance (at the rate that the objective allows so many bad
//            events would come less than once in kChance runs), or they spent kMaterial of the period's budget. A bad minute
//            of two events in a busy service is neither: that is what the budget is for. Source of the bound: Chernoff's,
//            for a Poisson count, which is never too small.
// Sums       bad in all episodes + bad outside (the background) = bad of the range, exactly.
// Peak       the highest mean burn over kPeakOver (a slot, where that is longer) of those that end with a slot of the
//            episode: they may begin before it, so that one bad minute is not taken for five.
// Cost       one pass, no allocation per slot: a month of minutes in about a millisecond.
#pragma once

#include <vector>

#include "base/units.h"
#include "ledger/ledger.h"

namespace plimsoll::attribution {

inline constexpr Duration kJoin = Duration::minutes(5);
inline constexpr Duration kPeakOver = Duration::minutes(5);
inline constexpr double kChance = 100'000;       ///< a month has some 43,200 minutes: less than one false episode in two
inline constexpr std::int64_t kMaterial = 100;   ///< a hundredth of the budget

/// What an amount of bad counts is held against.
struct Scale {
    std::int64_t per_one = 1;       ///< counts that make one event (slo::CountScale)
    std::int64_t period_valid = 0;  ///< of the period whose budget it is; 0: then nothing is material
};

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
    bool open = false;      ///< may still go on: less than kJoin lies between its end and that of what is known
};

/// Oldest first. `end`: of what is known so far, within or at the end of the series; a last slot that reaches beyond it counts
/// as it stands. Requires: slots of at least the ledger's step; an allowance between 0 and 1.
[[nodiscard]] std::vector<Episode> episodes_of(const ledger::Ledger::Series& series, const Ratio& allowance, const Scale& scale, Timestamp end);

/// Whether so many bad counts of so many valid ones are more than chance at the allowed rate, or a share of the budget that matters.
[[nodiscard]] bool matters(std::int64_t valid, std::int64_t bad, const Ratio& allowance, const Scale& scale);

/// bad / (allowance x valid): burn rate; 0 without valid events.
[[nodiscard]] double burn_of(std::int64_t valid, std::int64_t bad, const Ratio& allowance);

[[nodiscard]] inline Timestamp start_of(const ledger::Ledger::Series& series, std::size_t slot) {
    return series.start + series.step * static_cast<std::int64_t>(slot);
}

}  // namespace plimsoll::attribution
