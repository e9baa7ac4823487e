// reading.h: gathers what a view of spent budget needs: slots, charges, and what happened around.
//
// Slots      of a minute while the ledger keeps minutes of all of the range, else of five; slices of a sliced SLO. A range is
//            read in pieces of 30 days.
// Upstream   SLOs of the services that the SLO's service depends on, at most 24 of them, the strictest of each service first.
// Cost       a month of minutes takes a few milliseconds for the SLO and as much for each upstream SLO: not for I/O threads.
#pragma once

#include <optional>
#include <string>

#include "domain/attribution/dependencies.h"
#include "domain/attribution/ports.h"
#include "domain/attribution/views.h"

namespace plimsoll::attribution {

inline constexpr std::size_t kUpstreamSlosMost = 24;
inline constexpr Duration kRangeMost = Duration::days(400);

namespace errors {
inline constexpr ErrorKind bad_parameter{"attribution.bad_parameter", 400, "A parameter of the query cannot be read",
                                         "Correct the parameter named"};
inline constexpr ErrorKind unknown_service{"attribution.unknown_service", 404, "There is no such service",
                                           "Check the name; `plimsoll catalog show` tells what applies"};
}  // namespace errors

/// The SLO's period up to now where nothing is said.
struct Asked {
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
};

template <class View>
struct Read {
    View view;
    std::uint64_t seq = 0;  ///< of the log
};

/// Slots of one SLO over a range, pieced together at one step. Errors: those of Counts::slots().
[[nodiscard]] Result<ledger::Ledger::Series> read_series(const slo::Counts& counts, const catalog::Slo& slo, TimeRange range);

/// Errors: slo.unknown; bad_parameter; io.
[[nodiscard]] Result<Read<EpisodesView>> read_episodes(const Ports& ports, const std::string& name, const Asked& asked);
/// `slo` empty: the service's strictest. Errors: unknown_service; bad_parameter (it is not the service's); io.
[[nodiscard]] Result<Read<DependencyBudgets>> read_dependencies(const Ports& ports, const std::string& service, const std::string& slo);
/// One charge with what it takes of all that its SLO's ledger holds in its range. Errors: no_charge; io.
[[nodiscard]] Result<Read<ChargeView>> read_charge(const Ports& ports, const std::string& charge);

/// The shortest time that can be charged on an SLO: a minute, or its slice.
[[nodiscard]] Duration grain_of(const catalog::Slo& slo);

}  // namespace plimsoll::attribution
