// share_out.h: how what was spent is divided among charges, so that the parts and the rest are the whole, exactly.
//
// Pieces     the slots are cut wherever a charge or an episode begins or ends; in a piece the same charges hold throughout.
// Division   in a piece each charge gets floor(bad x parts / 1,000,000), what nobody is charged likewise, and the events that
//            are left over go, one each, to the largest remainders: of equal ones to the earlier charge, unexplained last.
//            Source: Hamilton's method of largest remainders. So each part is off by less than one event per piece.
// Belonging  a slot belongs to a charge if its start does.
// Invariant  the parts of a piece add up to its bad, whatever its sign (a slot of the ledger that is still open can contradict
//            itself): checked on division.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/units.h"
#include "ledger/ledger.h"

namespace plimsoll::attribution {

/// `parts` of each charge; one entry more comes back: what is unexplained. Requires: parts from 0, at most kWhole in all.
[[nodiscard]] std::vector<std::int64_t> divide(std::int64_t bad, std::span<const std::int64_t> parts);

/// A charge as the division sees it.
struct Claim {
    TimeRange range;
    std::int64_t parts = 0;
};

struct Taken {
    std::size_t claim = 0;  ///< index
    std::int64_t bad = 0;
};

/// Slots [begin, end) over which the same claims hold.
struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::int64_t bad = 0;
    std::vector<Taken> taken;  ///< one for each claim that holds
    std::int64_t unexplained = 0;
};

/// Pieces that cover the series, oldest first. `cuts`: more slots at which to cut (of episodes), in any order.
/// Requires: at no slot do claims hold more than kWhole.
[[nodiscard]] std::vector<Piece> share_out(const ledger::Ledger::Series& series, std::span<const Claim> claims, std::vector<std::size_t> cuts);

/// The first slot that starts at or after `at`; at most the number of slots.
[[nodiscard]] std::size_t slot_from(const ledger::Ledger::Series& series, Timestamp at);

}  // namespace plimsoll::attribution
