// spend.h: one SLO's spending over a range, divided: into episodes and background, and each of them into charges and what
// nobody explained.
//
// Invariant  bad of episodes + background = total.bad; of each episode, and of all, taken + unexplained = bad. Exactly, after
//            any sequence of charges, withdrawals, corrections and late data: all of it follows from one set of slots.
// Pure       counts and charges in, numbers out.
#pragma once

#include <vector>

#include "domain/attribution/episodes.h"
#include "domain/attribution/share_out.h"
#include "domain/attribution/state.h"

namespace plimsoll::attribution {

/// What an amount of bad events was charged to. Taken::claim is an index into Spend::charges.
struct Explained {
    std::vector<Taken> taken;  ///< by claim, each once
    std::int64_t unexplained = 0;
};

struct Spend {
    TimeRange range;                ///< as counted, on slot edges
    ledger::Ledger::Series series;
    Ratio allowance;                ///< 1 - objective
    std::vector<Charge> charges;    ///< those that meet the range, in the order of making
    ledger::Slot total;
    std::vector<Episode> episodes;  ///< oldest first
    std::vector<Explained> of_episode;
    Explained in_all;
    std::int64_t background = 0;    ///< bad outside all episodes
};

/// `end`: of what is known so far. Requires: charges that decide() let through.
[[nodiscard]] Spend spend_of(ledger::Ledger::Series series, const Ratio& allowance, const Scale& scale, Timestamp end, std::vector<Charge> charges);

}  // namespace plimsoll::attribution
