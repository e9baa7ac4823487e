// ports.h: what this module needs from the rest of the program.
#pragma once

#include <functional>
#include <vector>

#include "api/route.h"
#include "domain/catalog/state.h"
#include "domain/policy/decide.h"
#include "domain/slo/ports.h"

namespace plimsoll::policy {

/// Of the portfolio: those with the largest share.
inline constexpr std::size_t kCorrectedMost = 50;

/// How much of an SLO's budget of the last quarter was corrected away.
struct CorrectedShare {
    std::string slo;
    double share = 0;
};
BOOST_DESCRIBE_STRUCT(CorrectedShare, (), (slo, share))

/// Every function is safe from any thread.
struct Ports {
    api::Engine<State, Command> engine;
    slo::Ports slo;  ///< catalogue, counts, clock
    /// Catalogue and alerts as they are at one place of the log, which it returns. `look` must be quick.
    std::function<std::uint64_t(const std::function<void(const catalog::State&, const slo::State&)>& look)> look;
    /// May be left out: then the portfolio tells of no corrections.
    std::function<std::vector<CorrectedShare>()> corrected;
};

}  // namespace plimsoll::policy
