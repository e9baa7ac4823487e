// events.h: what was decided of exclusions, corrections and annotations, in the past tense. Field names are permanent.
//
// An exclusion is a stretch of time that SLOs do not answer for: maintenance, agreed on before it begins, or a correction,
// which says of the past that what was measured is not what happened. Only what somebody approved counts.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/units.h"

namespace plimsoll::exclusions {

BOOST_DEFINE_ENUM_CLASS(Kind, maintenance, correction)
/// The first four are of maintenance, the next four of corrections, `other` of both.
BOOST_DEFINE_ENUM_CLASS(Category, planned, deploy, migration, dependency, measurement_error, not_our_fault, load_test, attack, other)

/// How a range comes again, on the wall clock of a zone.
struct Recurrence {
    using json_defaults = void;
    std::string rule;  ///< RFC 5545 RRULE, hourly at most: "FREQ=WEEKLY;BYDAY=SU"
    std::string zone;  ///< IANA
    Timestamp until;   ///< no occurrence begins then or later
    friend bool operator==(const Recurrence&, const Recurrence&) = default;
};
BOOST_DESCRIBE_STRUCT(Recurrence, (), (rule, zone, until))

/// Who asked is the event's actor.
struct ExclusionRequested {
    static constexpr std::string_view json_tag = "exclusions.ExclusionRequested";
    std::string id;
    Kind kind = Kind::maintenance;
    Category category = Category::other;
    std::string title;
    std::string reason;
    std::vector<std::string> slos;      ///< by name, by document, by roll-up
    std::vector<std::string> services;  ///< all of their SLOs
    TimeRange range;                    ///< the first, where it comes again
    std::optional<Recurrence> recurrence;
    Timestamp expires;                  ///< a request that nobody decided by then is over
};
BOOST_DESCRIBE_STRUCT(ExclusionRequested, (), (id, kind, category, title, reason, slos, services, range, recurrence, expires))

struct ExclusionApproved {
    static constexpr std::string_view json_tag = "exclusions.ExclusionApproved";
    std::string id;
    std::string reason;          ///< may be empty
    bool self_approved = false;  ///< by who asked, because nobody else could
};
BOOST_DESCRIBE_STRUCT(ExclusionApproved, (), (id, reason, self_approved))

struct ExclusionRefused {
    static constexpr std::string_view json_tag = "exclusions.ExclusionRefused";
    std::string id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ExclusionRefused, (), (id, reason))

/// What it covers from `from` on counts again.
struct ExclusionWithdrawn {
    static constexpr std::string_view json_tag = "exclusions.ExclusionWithdrawn";
    std::string id;
    std::string reason;
    Timestamp from;
};
BOOST_DESCRIBE_STRUCT(ExclusionWithdrawn, (), (id, reason, from))

/// Nobody decided a request in time, or a recurrence came to its end: what it left out stays left out.
struct ExclusionExpired {
    static constexpr std::string_view json_tag = "exclusions.ExclusionExpired";
    std::string id;
    bool decided = false;  ///< it had been approved
};
BOOST_DESCRIBE_STRUCT(ExclusionExpired, (), (id, decided))

BOOST_DEFINE_ENUM_CLASS(AnnotationCategory, change, incident, dependency, maintenance, note)

/// A remark on what happened, for charts; it leaves nothing out. Who made it is the event's actor.
struct AnnotationMade {
    static constexpr std::string_view json_tag = "exclusions.AnnotationMade";
    std::string id;
    std::vector<std::string> slos;
    std::vector<std::string> services;
    Timestamp start;
    std::optional<Timestamp> end;  ///< empty: an instant
    AnnotationCategory category = AnnotationCategory::note;
    std::string title;
    std::string text;
    std::string url;  ///< may be empty
};
BOOST_DESCRIBE_STRUCT(AnnotationMade, (), (id, slos, services, start, end, category, title, text, url))

struct AnnotationRetracted {
    static constexpr std::string_view json_tag = "exclusions.AnnotationRetracted";
    std::string id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(AnnotationRetracted, (), (id, reason))

using Event = std::variant<ExclusionRequested, ExclusionApproved, ExclusionRefused, ExclusionWithdrawn, ExclusionExpired,
                           AnnotationMade, AnnotationRetracted>;

}  // namespace plimsoll::exclusions
