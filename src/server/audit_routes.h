// audit_routes.h: the log over HTTP: what happened, whether the record is whole, and the versions of each SLO.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/route.h"
#include "server/activity.h"
#include "server/chain_watch.h"
#include "server/desk.h"
#include "server/housekeeping.h"
#include "server/log_export.h"
#include "server/versions.h"

namespace plimsoll::server {

namespace errors {
inline constexpr ErrorKind holds_hiring{"log.holds_hiring", 403, "The log holds events of hiring, which an export would show whole",
                                        "Ask an administrator, or somebody who hires, for the export; the lists of the log show you the rest"};
}  // namespace errors

/// How far the record is known to be whole. `signed`: somebody holds a line that the log cannot be changed behind.
struct ChainState {
    std::string chain;
    std::uint64_t newest_seq = 0;             ///< durable
    std::optional<Timestamp> newest_at;       ///< empty: there are no events
    std::string hash;                         ///< of the newest event, hexadecimal
    std::uint64_t signed_seq = 0;
    std::optional<Timestamp> signed_at;       ///< empty: nothing was signed yet
    std::string public_key;                   ///< hexadecimal
    std::uint64_t verified_seq = 0;           ///< every event up to here follows from the one before
    std::optional<Timestamp> verified_at;
    ChainVerdict state = ChainVerdict::unverified;
    std::string problem;                      ///< of a broken chain, one sentence
};
BOOST_DESCRIBE_STRUCT(ChainState, (), (chain, newest_seq, newest_at, hash, signed_seq, signed_at, public_key, verified_seq,
                                       verified_at, state, problem))

/// The shape of GET /api/v1/log/{seq}; `body` is the event's own JSON object.
struct LogEntryDetail {
    LogEntry entry;
    std::string body;
    std::vector<catalog::FieldChange> changes;
    std::string previous_hash;
};
BOOST_DESCRIBE_STRUCT(LogEntryDetail, (), (entry, body, changes, previous_hash))

/// All outlive the rows.
struct AuditPorts {
    const log::Log& log;
    const Engine& engine;
    Activity& activity;
    VersionIndex& versions;
    const ChainWatch& chain;
    const Housekeeping& housekeeping;
    LogExports& exports;
    const Desk& desk;
};

[[nodiscard]] std::vector<api::Route> audit_routes(const AuditPorts& ports);

/// Any thread that may read the disk.
[[nodiscard]] Result<ChainState> chain_state(const AuditPorts& ports);

}  // namespace plimsoll::server
