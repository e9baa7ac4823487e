// decide.h: the rules of charging. Same state, same command, same answer.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/attribution/state.h"

namespace plimsoll::attribution {

namespace errors {
inline constexpr ErrorKind over_charged{"attribution.over_charged", 409, "More than all of it would be charged",
                                        "Charge fewer parts or another range, or withdraw a charge first"};
inline constexpr ErrorKind no_charge{"attribution.no_charge", 404, "No charge that holds has this id",
                                     "List the SLO's episodes; it may have been withdrawn already"};
inline constexpr ErrorKind too_many{"attribution.too_many_charges", 409, "There are as many charges as are held at once",
                                    "Withdraw some, or charge a longer range to one cause"};
}  // namespace errors

inline constexpr std::size_t kChargesPerSlo = 1'000;
inline constexpr std::size_t kCharges = 50'000;
inline constexpr std::size_t kReasonMost = 500;
inline constexpr std::size_t kRefMost = 200;
inline constexpr std::size_t kTitleMost = 200;
inline constexpr std::size_t kProposalMost = 1'000;

/// Times are brought down to whole grains, so that charges which meet stay next to each other.
/// Errors: invalid (every field at once); too_many; over_charged (names where, by what, and how much is left).
struct MakeCharge {
    std::string slo;
    std::string sli_version;
    Duration grain = Duration::minutes(1);  ///< a minute, or the SLO's slice
    TimeRange range;
    Cause cause;
    std::int64_t parts = kWhole;
    std::string reason;
    std::string from_proposal;
};

/// Errors: invalid (no reason); no_charge.
struct WithdrawCharge {
    std::string charge;
    std::string reason;
};

using Command = std::variant<MakeCharge, WithdrawCharge>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

}  // namespace plimsoll::attribution
