// events.h: what was proposed to be promised, what was said of it and who agreed, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/targets/views.h"

namespace plimsoll::targets {

/// What an upstream promised.
struct UpstreamPromise {
    std::string service;
    std::string slo;
    Ratio objective;
    friend bool operator==(const UpstreamPromise&, const UpstreamPromise&) = default;
};
BOOST_DESCRIBE_STRUCT(UpstreamPromise, (), (service, slo, objective))

/// How the SLO stood, so that it can be said later what changed since.
struct Basis {
    using json_defaults = void;
    std::string definition_version;
    std::string sli_version;
    Ratio objective;
    std::string window;                      ///< in words
    std::vector<std::string> rules;          ///< "page-1h-5m: page at 14.4 over 1h and 5m"
    std::optional<double> sli;               ///< of the last period; empty: nothing counted
    std::optional<double> events_per_day;    ///< of the time that was measured
    std::vector<UpstreamPromise> upstreams;  ///< by service
    friend bool operator==(const Basis&, const Basis&) = default;
};
BOOST_DESCRIBE_STRUCT(Basis, (), (definition_version, sli_version, objective, window, rules, sli, events_per_day, upstreams))

/// Who proposed is the event's actor.
struct TargetProposed {
    static constexpr std::string_view json_tag = "targets.TargetProposed";
    std::string id;
    std::string slo;
    std::string service;
    Ratio from;                      ///< the objective as it was
    Ratio to;
    std::optional<Duration> window;  ///< empty: as it is
    std::string reason;
    TargetEvidence evidence;
    Basis basis;
};
BOOST_DESCRIBE_STRUCT(TargetProposed, (), (id, slo, service, from, to, window, reason, evidence, basis))

BOOST_DEFINE_ENUM_CLASS(Verdict, agrees, objects)

struct TargetReviewed {
    static constexpr std::string_view json_tag = "targets.TargetReviewed";
    std::string id;
    Verdict verdict = Verdict::agrees;
    std::string comment;  ///< may be empty where it agrees
};
BOOST_DESCRIBE_STRUCT(TargetReviewed, (), (id, verdict, comment))

/// One that was approved before for the same SLO is superseded by it.
struct TargetApproved {
    static constexpr std::string_view json_tag = "targets.TargetApproved";
    std::string id;
    std::string comment;         ///< may be empty
    std::string review_on;       ///< date, "2027-05-20"
    bool self_approved = false;  ///< by who proposed it, because nobody else could
    Basis basis;                 ///< as it stood then
};
BOOST_DESCRIBE_STRUCT(TargetApproved, (), (id, comment, review_on, self_approved, basis))

struct TargetDeclined {
    static constexpr std::string_view json_tag = "targets.TargetDeclined";
    std::string id;
    std::string comment;
};
BOOST_DESCRIBE_STRUCT(TargetDeclined, (), (id, comment))

struct TargetWithdrawn {
    static constexpr std::string_view json_tag = "targets.TargetWithdrawn";
    std::string id;
    std::string comment;
};
BOOST_DESCRIBE_STRUCT(TargetWithdrawn, (), (id, comment))

using Event = std::variant<TargetProposed, TargetReviewed, TargetApproved, TargetDeclined, TargetWithdrawn>;

}  // namespace plimsoll::targets
