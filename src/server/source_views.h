// source_views.h: every source of telemetry as people look at it: does it deliver, how old is its newest sample, what hangs on it.
//
// Which      every DataSource and Probe that is declared, and whoever pushes (ingest/source_book.h). A probe is called
//            "probe NAME".
// State      failing   the last try to fetch it failed, or the last delivery was refused
//            silent    nothing was heard for longer than ten minutes and five of its intervals
//            late      it delivers, but its newest sample is older than three intervals and half a minute (and its delay)
//            waiting   nothing was heard since the server started, or nothing is asked of it because no SLO names it
//            named     declared, but nothing is fetched from it: it tells where samples are pushed from
//            ok        else
//            Events come when there are some: they are never late and never silent.
// Pure       the clock's reading is handed in.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/catalog/model.h"
#include "ingest/source_book.h"

namespace plimsoll::server {

inline constexpr std::size_t kMostSlosShown = 50;

BOOST_DEFINE_ENUM_CLASS(SourceState, failing, silent, late, waiting, named, ok)

/// An SLO whose past is being asked for; it pages nobody until then.
struct SourceFilling {
    std::string slo;
    bool under_way = false;
    double done = 0;   ///< 0 to 1
    std::string note;  ///< why there is no history, from when it counts
};
BOOST_DESCRIBE_STRUCT(SourceFilling, (), (slo, under_way, done, note))

struct SourceView {
    std::string name;
    std::string kind;  ///< prometheus, scrape, access_log, probe, remote_write, otlp, events
    std::string who;   ///< of what pushes, for people: "edge from 10.20.1.7"
    bool declared = false;
    std::string description;
    std::string file;  ///< of the catalogue, where it is declared
    int line = 0;
    SourceState state = SourceState::waiting;
    std::string why;                  ///< a sentence
    std::string remedy;               ///< empty where there is nothing to do
    std::optional<Timestamp> newest;  ///< its newest sample
    std::optional<double> lag_s;      ///< since then
    std::optional<Timestamp> heard_at;
    std::optional<Timestamp> first_at;  ///< since the server started
    std::uint64_t deliveries = 0;
    double samples_per_second = 0;
    std::uint64_t samples = 0;  ///< since the server started, as what follows
    std::uint64_t bound = 0;    ///< that an SLI counts
    std::uint64_t unbound = 0;
    std::uint64_t refused = 0;
    std::optional<double> unbound_share;
    std::uint64_t bytes = 0;
    std::uint64_t series = 0;  ///< in its last delivery
    std::string error;         ///< the last failure, with what to do; empty after a success
    std::optional<Timestamp> failed_at;
    std::uint64_t failures = 0;  ///< since the last success
    std::string note;
    std::vector<std::string> slos;  ///< that it feeds, the first kMostSlosShown by name
    std::uint64_t slo_count = 0;
    std::uint64_t filling = 0;     ///< SLOs being filled
    std::optional<double> filled;  ///< of them all, while there are some
};
BOOST_DESCRIBE_STRUCT(SourceView, (),
                      (name, kind, who, declared, description, file, line, state, why, remedy, newest, lag_s, heard_at, first_at,
                       deliveries, samples_per_second, samples, bound, unbound, refused, unbound_share, bytes, series, error, failed_at,
                       failures, note, slos, slo_count, filling, filled))

struct SourceList {
    Timestamp as_of;
    std::vector<SourceView> items;  ///< worst state first, then by name
};
BOOST_DESCRIBE_STRUCT(SourceList, (), (as_of, items))

/// What is declared of it, in words; no secrets.
struct SourceFact {
    std::string name;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SourceFact, (), (name, text))

struct SourceDetail {
    SourceView source;
    std::vector<SourceFact> facts;
    std::vector<SourceFilling> filling;  ///< under way, or with a note; at most kMostSlosShown
};
BOOST_DESCRIBE_STRUCT(SourceDetail, (), (source, facts, filling))

/// A DataSource or Probe, as far as it matters for how it stands.
struct DeclaredSource {
    std::string name;
    std::string kind;
    std::string description;
    catalog::Source place;
    bool fetched = true;    ///< by this server
    std::string why_not;    ///< of what is only named
    bool for_slos = false;  ///< it is asked for what SLOs name it for, and for nothing else
    Duration interval;      ///< between deliveries
    Duration delay;         ///< that its newest sample has by design
    std::vector<SourceFact> facts;
};
[[nodiscard]] std::vector<DeclaredSource> declared_sources(const catalog::Catalog& catalog);

/// What hangs on a source.
struct SourceUse {
    std::vector<std::string> slos;  ///< by name
    std::vector<SourceFilling> filling;
};

struct SourceInputs {
    Timestamp now;
    Timestamp started;  ///< of the server
    std::vector<DeclaredSource> declared;
    std::vector<ingest::SourceStatus> heard;
    std::map<std::string, SourceUse> uses;                         ///< by name of the view
    std::function<std::string(const std::string& actor)> name_of;  ///< empty: actors by their ids
};
[[nodiscard]] std::vector<SourceView> source_views(const SourceInputs& inputs);

}  // namespace plimsoll::server
