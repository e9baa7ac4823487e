// waits.h: how long something takes when some of it is not over yet: an opening that is still open has waited so long at least.
//
// Median     Kaplan and Meier's: the least length t at which S(t) = product over ended lengths u <= t of (1 - ended at u / still waiting at u)
//            is at most one half. Waits that go on count as waiting up to their length, so that slow ones are not left out. Those that ended
//            otherwise (an opening given up) are taken as going on to there, as if giving up said nothing of how long it would have taken.
//            Source: Kaplan and Meier, Journal of the American Statistical Association 53, 1958.
// Few        below kLeastWaits waits there is no figure: our proposal.
// Pure       any thread. Cost: n log n.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kLeastWaits = 5;

struct Wait {
    Duration length;
    bool ended = false;
};

struct WaitFigure {
    std::optional<Duration> median;
    std::string why_empty;
    std::string formula;
    std::int64_t n = 0;
    std::int64_t ended = 0;
};
BOOST_DESCRIBE_STRUCT(WaitFigure, (), (median, why_empty, formula, n, ended))

[[nodiscard]] WaitFigure median_wait(const std::vector<Wait>& waits);

/// The same for something that has waited so long already: the least t with S(t) at most S(waited) / 2.
[[nodiscard]] WaitFigure median_wait_after(const std::vector<Wait>& waits, Duration waited);

}  // namespace plimsoll::hiring
