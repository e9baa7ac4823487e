// views.h: what a history says about what may be promised, and what was proposed, approved and changed since.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll::targets {

/// Counts of one hour of the week, of all weeks.
struct BaselineCell {
    int weekday = 0;   ///< 0 Monday … 6 Sunday, on the clocks of `zone`
    int hour = 0;      ///< 0 … 23
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::optional<double> sli;       ///< null: nothing counted
};
BOOST_DESCRIBE_STRUCT(BaselineCell, (), (weekday, hour, valid, bad, sli))

struct BaselineDay {
    std::string day;                 ///< "2026-11-03"
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::optional<double> sli;
    std::optional<double> coverage;
};
BOOST_DESCRIBE_STRUCT(BaselineDay, (), (day, valid, bad, sli, coverage))

/// What was delivered, and how it varies.
struct Baseline {
    TimeRange range;
    std::string zone;                ///< IANA
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::optional<double> sli;       ///< of the whole range: a count of all events, no estimate
    std::optional<double> coverage;
    std::optional<double> day_best;  ///< of days with events
    std::optional<double> day_median;
    std::optional<double> day_worst;
    std::optional<double> window_worst;   ///< worst SLI over the SLO's period, of all that lie in the range
    std::optional<double> window_median;
    std::vector<BaselineDay> days;        ///< oldest first
    std::vector<BaselineCell> week;       ///< 168, Monday 00 first
    std::string pattern;                  ///< in words: "worst Tuesdays 09-10: 99.2 %, against 99.95 % otherwise"; empty: none stands out
};
BOOST_DESCRIBE_STRUCT(Baseline, (), (range, zone, valid, bad, sli, coverage, day_best, day_median, day_worst, window_worst, window_median,
                                     days, week, pattern))

/// One objective, and what it would have brought over the history.
struct Level {
    std::string objective;               ///< "99.9 %"
    double target = 0;                   ///< share, for charts
    bool as_it_is = false;
    std::optional<double> budget_minutes;///< of full outage in one period
    std::optional<double> budget_now;    ///< share left at the end of the range, signed
    std::uint64_t breaches = 0;
    Duration in_breach;
    std::uint64_t freezes = 0;           ///< under the freeze threshold of the service's policy
    Duration in_freeze;
    std::uint64_t pages = 0;
    std::uint64_t tickets = 0;
    double pages_per_month = 0;
    std::optional<Duration> detect_median;
    bool affordable = false;             ///< within the limits asked for
    std::string why_not;                 ///< "2 breaches, 31 h of freeze"; empty if it is
};
BOOST_DESCRIBE_STRUCT(Level, (), (objective, target, as_it_is, budget_minutes, budget_now, breaches, in_breach, freezes, in_freeze, pages, tickets,
                                  pages_per_month, detect_median, affordable, why_not))

/// What one dependency promises or delivered, as far as it bounds the promise.
struct DependencyBound {
    std::string service;
    std::string slo;                     ///< empty: it promises nothing
    std::optional<double> objective;
    std::optional<double> delivered;     ///< SLI over the same range
};
BOOST_DESCRIBE_STRUCT(DependencyBound, (), (service, slo, objective, delivered))

struct TargetSuggestion {
    std::string slo;
    std::string service;
    std::string objective;               ///< as it is
    std::string window;                  ///< in words
    Duration period;
    std::string noun;
    Baseline baseline;
    std::vector<Level> levels;           ///< loosest first
    std::optional<std::string> tightest_affordable;   ///< "99.95 %"
    std::optional<std::string> loosest_noticed;       ///< with a threshold: any looser would call a window kept in which users noticed
    std::string noticed_why;             ///< in words: the windows and stretches it follows from; or why nothing can be said
    std::vector<DependencyBound> dependencies;
    std::optional<double> dependencies_deliver;   ///< product of what they promise: what is left for a serial caller
    std::vector<std::string> warnings;   ///< of dependencies, of too little history, of too few events for a level
    std::vector<std::string> caveats;
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(TargetSuggestion, (), (slo, service, objective, window, period, noun, baseline, levels, tightest_affordable, loosest_noticed,
                                             noticed_why, dependencies, dependencies_deliver, warnings, caveats, why_empty))

/// proposed -> reviewed (any number of times) -> approved | declined | withdrawn; approved -> superseded by the next that is approved.
BOOST_DEFINE_ENUM_CLASS(TargetState, proposed, approved, declined, withdrawn, superseded)

struct TargetReview {
    std::string by;          ///< actor id
    Timestamp at;
    std::string verdict;     ///< "agrees", "objects"
    std::string comment;
};
BOOST_DESCRIBE_STRUCT(TargetReview, (), (by, at, verdict, comment))

/// What stood when it was proposed, so that what changed since can be said.
struct TargetEvidence {
    using json_defaults = void;
    TimeRange range;
    std::optional<double> sli;
    std::optional<double> pages_per_month;
    std::uint64_t breaches = 0;
    std::string definition_version;
};
BOOST_DESCRIBE_STRUCT(TargetEvidence, (), (range, sli, pages_per_month, breaches, definition_version))

struct TargetView {
    std::string id;
    std::string slo;
    std::string service;
    TargetState state = TargetState::proposed;
    std::string from;                    ///< objective when proposed: "99.5 %"
    std::string to;                      ///< "99.9 %"
    std::optional<Duration> window;      ///< proposed period; null: as it is
    std::string reason;
    std::string by;
    Timestamp at;
    TargetEvidence evidence;
    std::vector<TargetReview> reviews;
    std::string decided_by;
    std::optional<Timestamp> decided_at;
    std::string decision;                ///< the decider's words
    std::optional<std::string> review_on;///< date on which it is to be looked at again
    bool review_due = false;
    bool in_force = false;               ///< the applied catalogue has this objective
    std::vector<std::string> since;      ///< what has changed since, in words
    std::uint64_t seq = 0;               ///< of the log, of its last event
    bool self_approved = false;          ///< by who proposed it, because nobody else could
    bool may_decide = false;             ///< whoever asks may approve or decline it
    std::string to_do;                   ///< of one that is approved and not in force: the line of the catalogue to change
};
BOOST_DESCRIBE_STRUCT(TargetView, (), (id, slo, service, state, from, to, window, reason, by, at, evidence, reviews, decided_by, decided_at,
                                       decision, review_on, review_due, in_force, since, seq, self_approved, may_decide, to_do))

/// An SLO whose last review, an approved target or the annotation `reviewed` of the catalogue, is too long ago.
struct DueReview {
    std::string slo;
    std::string service;
    std::string reviewed;                ///< date of the last review
    std::string due_on;                  ///< date
    std::string target;                  ///< id of the approved target; empty: it was said in the catalogue
};
BOOST_DESCRIBE_STRUCT(DueReview, (), (slo, service, reviewed, due_on, target))

struct TargetPage {
    std::vector<TargetView> items;       ///< open ones first, then newest
    std::uint64_t proposed = 0;          ///< of all, whatever was asked for
    std::uint64_t due = 0;               ///< the same: how many `due_reviews`
    std::vector<DueReview> due_reviews;  ///< the longest due first
};
BOOST_DESCRIBE_STRUCT(TargetPage, (), (items, proposed, due, due_reviews))

struct ProposalBody {
    using json_defaults = void;
    std::string slo;
    std::string objective;               ///< percent, exact: "99.95"
    std::optional<Duration> window;      ///< rolling; left out: as it is
    std::string reason;
    std::optional<Timestamp> from;       ///< of the history that is the evidence; left out: 90 days before `to`, or all there is
    std::optional<Timestamp> to;         ///< left out: up to what is counted
};
BOOST_DESCRIBE_STRUCT(ProposalBody, (), (slo, objective, window, reason, from, to))

struct ReviewBody {
    using json_defaults = void;
    std::string verdict;                 ///< "agrees", "objects"
    std::string comment;                 ///< needed where it objects
};
BOOST_DESCRIBE_STRUCT(ReviewBody, (), (verdict, comment))

struct ApprovalBody {
    using json_defaults = void;
    std::string comment;
    std::optional<std::string> review_on;///< date; left out: as often as the SLO is reviewed, or 180 days from now
};
BOOST_DESCRIBE_STRUCT(ApprovalBody, (), (comment, review_on))

struct EndBody {
    using json_defaults = void;
    std::string comment;                 ///< why
};
BOOST_DESCRIBE_STRUCT(EndBody, (), (comment))

}  // namespace plimsoll::targets
