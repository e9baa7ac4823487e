// state.h: the charges that hold, and what of the catalogue changed lately: a fold of the log.
//
// Invariant  at no instant do the charges on one SLO hold more than all of it (kWhole parts).
// Bounds     a charge that ends further back than the ledger reaches is dropped when its SLO is charged again; of changes to
//            the catalogue the newest 5,000 objects are remembered. The log keeps all.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/attribution/events.h"
#include "domain/catalog/events.h"
#include "log/event.h"

namespace plimsoll::attribution {

inline constexpr std::int64_t kWhole = 1'000'000;              ///< parts of all that is bad in a range
inline constexpr Duration kReach = Duration::days(800);        ///< as far back as the ledger holds counts
inline constexpr std::size_t kChangesKept = 5'000;

/// A charge that holds.
struct Charge {
    ChargeMade made;
    Timestamp at;           ///< wall clock
    std::uint64_t seq = 0;  ///< of the log
};
BOOST_DESCRIBE_STRUCT(Charge, (), (made, at, seq))

/// One object of the catalogue that was edited (objects that came or went explain no burn).
struct CatalogEdit {
    std::string kind;                 ///< "SLO", "Service"
    std::string name;
    std::vector<std::string> fields;  ///< that changed
    std::uint64_t version = 0;        ///< of the catalogue
    std::string commit;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(CatalogEdit, (), (kind, name, fields, version, commit, at))

struct State {
    std::map<std::string, std::vector<Charge>> charges;  ///< by SLO, in the order of making; no empty lists
    std::uint64_t charges_made = 0;                      ///< ever: makes the next one's id
    std::vector<CatalogEdit> edits;                      ///< of SLOs and services, oldest first
};
BOOST_DESCRIBE_STRUCT(State, (), (charges, charges_made, edits))

/// Total.
void apply(State& state, const Event& event, const log::Stamp& stamp);
/// The catalogue's events are watched for what may have caused a burn. Total.
void watch(State& state, const catalog::Event& event, const log::Stamp& stamp);

/// The charges on an SLO, also of one that the catalogue no longer holds.
[[nodiscard]] const std::vector<Charge>& charges_on(const State& state, const std::string& slo);
/// nullptr: there is none, or it was withdrawn.
[[nodiscard]] const Charge* find_charge(const State& state, const std::string& charge);
[[nodiscard]] std::size_t charges_held(const State& state);

}  // namespace plimsoll::attribution
