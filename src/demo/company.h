// company.h: the demo company: an online shop with eight services in three tiers, and what happened to each of them.
//
// Shape      plain data. Nothing here is a count: counts.h draws them, catalogue_text.h writes the promises as YAML.
// Stories    storefront is healthy, checkout had an outage last week, payments burns fast from the start on, the budget
//            of accounts is gone, search burns slowly, inventory misses data and one of its feeds stops, notifications
//            is a little noisy, reports has few events.
// Times      of incidents and gaps are offsets from 00:00 UTC of the day of founding, so that an outage "at 13:20" always
//            hits the same traffic; only Since::founding counts from the very slot in which the company was founded.
#pragma once

#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll::demo {

/// How the events of an SLO are told apart: by status code, by latency bucket, or by a result label.
enum class EventKind { requests, latency, outcome };

/// How traffic runs over day and week.
enum class Shape { shop, office };

enum class Since { day, founding };

/// For a while at least this share of the events is bad.
struct Incident {
    Duration from;
    Duration length;
    double bad = 0;
    Since since = Since::day;
};

/// For a while the first `instances` instances tell nothing.
struct Gap {
    Duration from;
    Duration length;
    int instances = 0;
};

/// Another promise on the same events: slices of time instead of events, a month instead of 30 days, one for each instance.
struct OtherPromise {
    std::string name;
    std::string display_name;
    std::string description;
    std::string target;
    std::string method = "Occurrences";
    std::string window = "{duration: 30d, isRolling: true}";
    std::string slices;            ///< of the objective: "timeSliceWindow: 1m, timeSliceTarget: 0.99"
    std::string grouped_by;        ///< a label; empty: not grouped
};

struct PromisedSlo {
    std::string name;
    std::string display_name;
    std::string description;
    EventKind kind = EventKind::requests;
    std::string target;            ///< "0.999"
    std::string period = "30d";
    std::string metric;            ///< outcome: counter with a label `result`
    std::string bad_word;          ///< outcome: `result` of a bad event
    std::string bucket;            ///< latency: `le` of the slowest good request, seconds
    double share = 1;              ///< of the service's traffic that these events are
    double bad = 0;                ///< share of bad events on a usual day
    std::vector<Incident> incidents;
    std::vector<Gap> gaps;
    std::string policy = "pages-and-tickets";
    std::string stale_after;       ///< empty: Plimsoll's default
    bool stops = false;            ///< its feed ends shortly before the founding
    std::vector<OtherPromise> also;
};

struct Journey {
    std::string name;
    std::vector<std::string> steps;
    std::vector<std::string> unacceptable;
};

struct CompanyService {
    std::string name;
    std::string display_name;
    std::string description;
    std::string tier;
    std::string owner;
    std::vector<std::string> dependencies;
    std::vector<Journey> journeys;
    Shape shape = Shape::shop;
    double peak = 0;               ///< events a second, all instances together
    int instances = 1;
    std::vector<PromisedSlo> slos;
};

/// In the order of the shop's front to its back. Built once; never changes.
[[nodiscard]] const std::vector<CompanyService>& company();

/// Null: there is none of that name.
[[nodiscard]] const CompanyService* find_service(const std::string& name);

/// The feed that stops tells of the time from `kFeedBegins` to `kFeedEnds` before the founding; before that is history.
inline constexpr Duration kFeedBegins = Duration::minutes(5);
inline constexpr Duration kFeedEnds = Duration::minutes(2);

}  // namespace plimsoll::demo
