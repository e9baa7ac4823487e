// state.h: what is open, what is pending, and what lately was, folded from the log.
//
// Shape      one record per SLO of which anything was ever said. Alert ids are "<slo>/<rule>/<ms>", so the record of an
//            alert is found by its id; an SLO's name has no slash.
// Bounds     50 resolved alerts per SLO, 20,000 in all (then the oldest tenth goes); 1,000 sources of revisions; 100 versions
//            of each SLO.
// Invariant  one open alert per rule at most, and one stale alert per SLO; pending and open exclude each other.
// Threads    the engine's.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/slo/events.h"
#include "log/event.h"

namespace plimsoll::slo {

inline constexpr std::size_t kRecentPerSlo = 50;
inline constexpr std::size_t kRecentInAll = 20'000;
inline constexpr std::size_t kRevisionSources = 1'000;
inline constexpr std::size_t kVersionsPerSlo = 100;

/// An alert that fired and did not resolve yet.
struct OpenAlert {
    AlertFired fired;
    std::uint64_t fired_seq = 0;  ///< of the log
    Timestamp fired_at;           ///< wall clock
    std::optional<Timestamp> frozen_since;    ///< sample time; set: neither firing nor resolving can be said
    std::optional<Timestamp> clearing_since;  ///< sample time; set: no longer above, the clear delay runs
    std::string frozen_why{};                 ///< "data is missing", "too little traffic"; empty while it is not frozen
    [[nodiscard]] bool frozen() const { return frozen_since.has_value(); }
};
BOOST_DESCRIBE_STRUCT(OpenAlert, (), (fired, fired_seq, fired_at, frozen_since, clearing_since, frozen_why))

/// An alert from beginning to end.
struct ClosedAlert {
    AlertFired fired;
    std::uint64_t fired_seq = 0;
    Timestamp fired_at;
    Timestamp resolved_as_of;  ///< sample time
    std::uint64_t resolved_seq = 0;
    Timestamp resolved_at;     ///< wall clock
    std::string why;
};
BOOST_DESCRIBE_STRUCT(ClosedAlert, (), (fired, fired_seq, fired_at, resolved_as_of, resolved_seq, resolved_at, why))

/// A rule whose entry delay runs.
struct Pending {
    Timestamp since;  ///< sample time
    std::string condition;
};
BOOST_DESCRIBE_STRUCT(Pending, (), (since, condition))

/// One kind of contradiction of an indicator, added up.
struct AnomalyRecord {
    Timestamp last_at;
    std::int64_t count = 0;
    std::string last_detail;
    std::uint64_t last_seq = 0;
    std::optional<Timestamp> lasts_since{};  ///< of a kind that lasts: set while it does
};
BOOST_DESCRIBE_STRUCT(AnomalyRecord, (), (last_at, count, last_detail, last_seq, lasts_since))

/// One version of an SLO's definition, from its event on.
struct VersionRecord {
    DefinitionChanged event;
    std::uint64_t seq = 0;  ///< of the log
    Timestamp at;           ///< wall clock
    /// What it asks; of a removed SLO what it asked last.
    [[nodiscard]] const Definition& definition() const { return event.to ? *event.to : *event.from; }
    [[nodiscard]] bool removed() const { return !event.to; }
};
BOOST_DESCRIBE_STRUCT(VersionRecord, (), (event, seq, at))

/// The last late change of what had been judged.
struct RevisionRecord {
    TimeRange range;
    std::uint64_t seq = 0;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(RevisionRecord, (), (range, seq, at))

struct SloRecord {
    std::map<std::string, OpenAlert> open;   ///< burn alerts, by rule
    std::optional<OpenAlert> stale;
    std::map<std::string, Pending> pending;  ///< by rule
    std::vector<ClosedAlert> recent;         ///< oldest first
    std::map<std::string, AnomalyRecord> anomalies;  ///< by kind
    std::optional<RevisionRecord> revision;
};
BOOST_DESCRIBE_STRUCT(SloRecord, (), (open, stale, pending, recent, anomalies, revision))

struct State {
    std::map<std::string, SloRecord> slos;
    std::map<std::string, std::uint64_t> revised_through;  ///< by source: the last ledger batch told of
    std::uint64_t recent_total = 0;                        ///< of all records
    std::map<std::string, std::vector<VersionRecord>> versions;  ///< by SLO, oldest first, never empty
    Groups groups;
};
BOOST_DESCRIBE_STRUCT(State, (), (slos, revised_through, recent_total, versions, groups))

/// Total: an event about an alert that is not open changes nothing.
void apply(State& state, const Event& event, const log::Stamp& stamp);

/// "checkout" of "checkout/page-1h-5m/1795…".
[[nodiscard]] std::string slo_of(std::string_view alert);
/// nullptr when nothing was ever said of it.
[[nodiscard]] const SloRecord* find_record(const State& state, const std::string& slo);
[[nodiscard]] const OpenAlert* find_open(const State& state, std::string_view alert);
[[nodiscard]] const ClosedAlert* find_closed(const State& state, std::string_view alert);
/// The version that holds, or held last; nullptr when none was ever recorded.
[[nodiscard]] const VersionRecord* last_version(const State& state, const std::string& slo);
/// Open alerts of one SLO, the stale one last.
[[nodiscard]] std::vector<const OpenAlert*> open_alerts(const SloRecord& record);

}  // namespace plimsoll::slo
