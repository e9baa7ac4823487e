// state.h: the catalogue that applies, and what waits or was refused since.
//
// Invariant  `removed` holds no name that `current.slos` holds.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/events.h"
#include "log/event.h"

namespace plimsoll::catalog {

/// How long the ledger of a removed SLO stays.
inline constexpr Duration kKeepRemoved = Duration::days(30);

struct RemovedSlo {
    Slo slo;       ///< as it last applied
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(RemovedSlo, (), (slo, at))

/// What the last reading was refused for.
struct Refusal {
    std::vector<Problem> problems;
    std::uint64_t total = 0;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (problems, total, at))

struct Hold {
    std::vector<Removal> removals;
    std::uint64_t objects = 0;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Hold, (), (removals, objects, at))

struct State {
    Catalog current;
    std::uint64_t version = 0;  ///< 0: nothing was applied yet
    std::string author;
    std::string commit;
    std::string content_hash;   ///< of the files that last applied or were confirmed: equal files need no reading
    int files = 0;
    Timestamp applied_at;
    std::optional<Refusal> refusal;
    std::optional<Hold> hold;
    std::map<std::string, RemovedSlo> removed;
};
BOOST_DESCRIBE_STRUCT(State, (), (current, version, author, commit, content_hash, files, applied_at, refusal, hold, removed))

/// Total.
void apply(State& state, const Event& event, const log::Stamp& stamp);

/// When a removed SLO's ledger may go next; empty: none waits.
[[nodiscard]] std::optional<Timestamp> next_due(const State& state);

}  // namespace plimsoll::catalog
