// model.h: what the catalogue says once every reference is resolved: the nouns that other modules read.
//
// Invariant  every name is a DNS label; every reference points at something; every objective is strictly between 0 and
//            1; no secret stands here, only "env:NAME" and "file:PATH" references.
// Order      maps by name, so that two readings of the same files are equal.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/catalog/place.h"
#include "domain/catalog/sources.h"

namespace plimsoll::catalog {

BOOST_DEFINE_ENUM_CLASS(Severity, page, ticket)

/// One burn rule: fires while burn over the long window and over the short one exceed the factor.
struct BurnRule {
    using json_defaults = void;
    std::string name;         ///< "page-1h-5m", unique within the SLO
    Severity severity = Severity::page;
    Duration long_window;
    Duration short_window;    ///< zero: a one-window rule (OpenSLO AlertCondition)
    double factor = 0;        ///< burn rate threshold, above zero
    bool at_or_above = false; ///< false: burn > factor (workbook); true: burn >= factor (op gte)
    Duration entry_delay;     ///< must hold this long before it fires
    Duration clear_delay;     ///< must be clear this long before it resolves
    std::vector<std::string> channels;  ///< empty: the service's
    bool notify_resolved = true;
    bool guarded = false;     ///< fires only if Wilson's lower bound exceeds the threshold over both windows
    friend bool operator==(const BurnRule&, const BurnRule&) = default;
};
BOOST_DESCRIBE_STRUCT(BurnRule, (), (name, severity, long_window, short_window, factor, at_or_above, entry_delay,
                                     clear_delay, channels, notify_resolved, guarded))

/// How an indicator measures; `ratio` counts events, the others say below what one event of theirs is.
BOOST_DEFINE_ENUM_CLASS(IndicatorKind, ratio, correctness, latency, threshold, raw_ratio, freshness, alert, composite)
BOOST_DEFINE_ENUM_CLASS(Comparison, lte, gte, lt, gt)

/// The counts an SLO stands on, as PromQL that `promql::parse` accepts.
///
///   ratio, correctness  `total` and exactly one of `good` and `bad`: increases of counters.
///   latency             `total` and `good` are buckets of one classic histogram; `good` is that of the bound. Interpolated:
///                       `good` and `above` are the buckets next to the bound, and counts are hundredths of events.
///   threshold           each sample of gauge `total` is one event, good if `value comparison bound` holds.
///   raw_ratio           each sample of gauge `total`, a share of 0 to 1, is one event that is good (or bad) by that share;
///                       counts are millionths of events.
///   freshness           each sample of gauge `total`, a time in seconds since 1970, is one event, good if at most `bound`
///                       seconds old when it was taken.
///   alert               each sample of `total`, a heartbeat, is one event; each of `bad`, the firing alert, a bad one.
struct Indicator {
    using json_defaults = void;
    std::string total;
    std::string good;
    std::string bad;
    IndicatorKind kind = IndicatorKind::ratio;
    Comparison comparison = Comparison::lte;  ///< threshold: how the value stands to the bound when it is good
    double bound = 0;                         ///< threshold: in its unit; latency, freshness: seconds
    std::string above;                        ///< latency, interpolated: the bucket above the bound; else empty
    double share = 0;                         ///< latency, interpolated: where the bound lies between the two, 0 to 1
    bool raw_is_bad = false;                  ///< raw_ratio: the share is of bad events
    std::string data_source;                  ///< the DataSource that is asked for it; empty: its series are pushed
    bool verbatim = false;                    ///< asked for: the queries are PromQL with $__step, evaluated there as they stand
    friend bool operator==(const Indicator&, const Indicator&) = default;
};
BOOST_DESCRIBE_STRUCT(Indicator, (), (total, good, bad, kind, comparison, bound, above, share, raw_is_bad, data_source, verbatim))

/// Occurrences count events. Timeslices count slices of time: one is bad if too few of its events are good.
/// RatioTimeslices average the slices' ratios, each slice weighing the same.
BOOST_DEFINE_ENUM_CLASS(BudgetingMethod, occurrences, timeslices, ratio_timeslices)
/// What a slice of time is in which nothing was measured or nothing happened.
BOOST_DEFINE_ENUM_CLASS(EmptySlice, gap, good, bad)

/// How time is cut. A slice starts at a whole multiple of its length since 1970, UTC.
struct Slicing {
    using json_defaults = void;
    Duration length;                     ///< a multiple of a minute
    Ratio target;                        ///< timeslices: the least share of good events of a good slice, above 0 and up to 1
    EmptySlice empty = EmptySlice::gap;
    friend bool operator==(const Slicing&, const Slicing&) = default;
};
BOOST_DESCRIBE_STRUCT(Slicing, (), (length, target, empty))

BOOST_DEFINE_ENUM_CLASS(CalendarUnit, day, week, month, quarter, year)

/// Windows that follow each other on wall-clock boundaries of a zone: [start, start + n units), half-open.
struct CalendarWindow {
    using json_defaults = void;
    CalendarUnit unit = CalendarUnit::month;
    int count = 1;
    std::string start;  ///< local time from which windows are counted, "2026-01-01 00:00:00"
    std::string zone;   ///< IANA
    friend bool operator==(const CalendarWindow&, const CalendarWindow&) = default;
};
BOOST_DESCRIBE_STRUCT(CalendarWindow, (), (unit, count, start, zone))

/// How members make one figure. e: a member's error ratio, w: its weight, a: 1 - its objective.
///   burn      burn rates add up: burn = sum of w e / a. Source: OpenSLO, composite SLO, Occurrences.
///   all       every member must work: e = min(1, sum of e), whatever their dependence (Boole's bound), per slice.
///   any       one member suffices: e = the least e, whatever their dependence, per slice.
///   weighted  e = sum of w e / sum of w over the members that have data, per slice.
///   worst     a slice is bad if it is bad for any member. Source: OpenSLO, composite SLO, Timeslices.
///   shortfall e = min(1, sum of w e), per slice. Source: OpenSLO, composite SLO, RatioTimeslices.
BOOST_DEFINE_ENUM_CLASS(CompositeRule, burn, all, any, weighted, worst, shortfall)

struct Member {
    using json_defaults = void;
    std::string slo;
    double weight = 1;  ///< above zero
    friend bool operator==(const Member&, const Member&) = default;
};
BOOST_DESCRIBE_STRUCT(Member, (), (slo, weight))

struct Composite {
    using json_defaults = void;
    CompositeRule rule = CompositeRule::all;
    std::vector<Member> members;
    std::string journey;  ///< "shop/checkout" where it is the SLO of a service's journey; else empty
    friend bool operator==(const Composite&, const Composite&) = default;
};
BOOST_DESCRIBE_STRUCT(Composite, (), (rule, members, journey))

/// What a roll-up of groups says: the sum of all events, or the group that stands worst.
BOOST_DEFINE_ENUM_CLASS(RollUp, summed, worst)

/// One SLO per value of labels. The SLO that carries it is the roll-up; groups come as their series do.
struct Grouping {
    using json_defaults = void;
    std::vector<std::string> by;  ///< label names
    int limit = 100;              ///< groups; what comes beyond it counts in the roll-up alone
    RollUp roll_up = RollUp::summed;
    friend bool operator==(const Grouping&, const Grouping&) = default;
};
BOOST_DESCRIBE_STRUCT(Grouping, (), (by, limit, roll_up))

/// When a burn is believed.
struct LowTraffic {
    using json_defaults = void;
    std::int64_t least_events = 0;  ///< fewer valid events in a rule's long window: cannot tell
    bool interval = false;          ///< fires only if the lower end of Wilson's 95 % interval exceeds the threshold too
    friend bool operator==(const LowTraffic&, const LowTraffic&) = default;
};
BOOST_DESCRIBE_STRUCT(LowTraffic, (), (least_events, interval))

struct Slo {
    using json_defaults = void;
    std::string name;                ///< the document's; of a document that makes several, "<document>.<objective>",
                                     ///< "<document>.<window>" or "<document>.<objective>.<window>"; of a group,
                                     ///< "<roll-up>@<values>"
    std::string display_name;
    std::string description;
    std::string service;
    std::string objective_name;
    Ratio objective;                 ///< exact; Objective::of(objective) succeeds
    Duration period;                 ///< rolling window; of a calendar window its nominal length: 1, 7, 30, 90, 365 d
    Indicator indicator;
    std::vector<BurnRule> rules;
    Duration stale_after = Duration::minutes(10);  ///< no samples for so long: the staleness alert; zero: none wanted
    std::vector<std::string> stale_channels;       ///< whom the staleness alert tells; empty: the service's
    std::string runbook;             ///< URL; from annotation plimsoll.dev/runbook, else the service's
    std::map<std::string, std::string> labels;
    std::string definition_version;  ///< hash of all that changes a judgement
    std::string sli_version;         ///< hash of the indicator alone
    Source source;
    std::string document;            ///< metadata.name of the SLO as written; empty in logs of before 0.3: the same as name
    BudgetingMethod method = BudgetingMethod::occurrences;
    std::optional<Slicing> slicing;  ///< with timeslices, ratio_timeslices, and composites but `burn`
    std::optional<CalendarWindow> calendar;  ///< none: a rolling window
    std::optional<Composite> composite;      ///< set: the indicator is empty
    std::optional<Grouping> grouping;        ///< set on the roll-up
    std::string group_of;                    ///< of a group: the roll-up's name
    std::map<std::string, std::string> group;///< of a group: label to value
    LowTraffic low_traffic;
    double coverage_floor = 0.9;             ///< below it a figure says so, and the gate cannot tell
    std::string reviewed;                    ///< date of the last review, "2026-11-01"; from plimsoll.dev/reviewed
    Duration review_every;                   ///< zero: 180 days
    friend bool operator==(const Slo&, const Slo&) = default;
};
BOOST_DESCRIBE_STRUCT(Slo, (), (name, display_name, description, service, objective_name, objective, period, indicator,
                                rules, stale_after, stale_channels, runbook, labels, definition_version, sli_version, source,
                                document, method, slicing, calendar, composite, grouping, group_of, group, low_traffic,
                                coverage_floor, reviewed, review_every))

/// How much of its own error budget a service grants an upstream, and which of the upstream's SLOs it counts on.
struct DependencyBudget {
    using json_defaults = void;
    std::string service;
    std::string slo;     ///< empty: the upstream's SLO with the highest objective
    double share = 0;    ///< of the downstream's budget; zero: an equal part beside the service itself
    friend bool operator==(const DependencyBudget&, const DependencyBudget&) = default;
};
BOOST_DESCRIBE_STRUCT(DependencyBudget, (), (service, slo, share))

struct Journey {
    std::string name;
    std::vector<std::string> steps;        ///< service names, in order
    std::vector<std::string> unacceptable; ///< failures that must not happen, in words
    friend bool operator==(const Journey&, const Journey&) = default;
};
BOOST_DESCRIBE_STRUCT(Journey, (), (name, steps, unacceptable))

struct Service {
    using json_defaults = void;
    std::string name;
    std::string display_name;
    std::string description;
    std::string tier;                      ///< name of a Tier; empty where none is declared
    std::string owner;
    std::vector<std::string> dependencies;
    std::vector<Journey> journeys;
    std::vector<std::string> channels;
    std::string runbook;
    Source source;
    std::vector<DependencyBudget> dependency_budgets;
    friend bool operator==(const Service&, const Service&) = default;
};
BOOST_DESCRIBE_STRUCT(Service, (), (name, display_name, description, tier, owner, dependencies, journeys, channels,
                                    runbook, source, dependency_budgets))

struct Tier {
    std::string name;  ///< "tier-0"
    int rank = 0;      ///< 0 is the most critical
    std::string description;
    Duration rto;
    Duration rpo;
    std::vector<std::string> controls;
    Source source;
    friend bool operator==(const Tier&, const Tier&) = default;
};
BOOST_DESCRIBE_STRUCT(Tier, (), (name, rank, description, rto, rpo, controls, source))

BOOST_DEFINE_ENUM_CLASS(ChannelType, webhook, email, alertmanager)

/// Where pages go. Secrets are references, resolved at the moment of sending.
struct Channel {
    std::string name;
    ChannelType type = ChannelType::webhook;
    std::string url;            ///< webhook, alertmanager: URL or reference. email: smtp://host:port or smtps://
    std::string secret;         ///< webhook: reference to the signing secret (whsec_ base64, or raw bytes)
    std::string user;           ///< email: SMTP user or reference
    std::string password;       ///< email: reference
    bool require_tls = true;    ///< email: STARTTLS must succeed
    std::string ca_file;        ///< PEM that TLS trusts besides the system's
    std::string from;
    std::vector<std::string> to;
    int rate_limit = 60;                             ///< pages a minute; beyond it they become one digest
    Duration repeat_interval = Duration::hours(4);   ///< while unacknowledged
    bool allow_private = false;                      ///< may connect to loopback and private addresses
    Source source;
    friend bool operator==(const Channel&, const Channel&) = default;
};
BOOST_DESCRIBE_STRUCT(Channel, (), (name, type, url, secret, user, password, require_tls, ca_file, from, to,
                                    rate_limit, repeat_interval, allow_private, source))

/// What a budget that is nearly or wholly spent leads to. Of a service: that which names it, else that of its tier.
struct ErrorBudgetPolicy {
    using json_defaults = void;
    std::string name;
    std::vector<std::string> tiers;
    std::vector<std::string> services;
    double caution = 0.25;      ///< share of the budget left; at or below it: caution
    double freeze = 0.1;        ///< at or below it: freeze. At or below zero: breach
    double hysteresis = 0.05;   ///< a state is left only when the budget is so far above its threshold
    std::map<std::string, std::vector<std::string>> consequences;  ///< by state: what people do, in their words
    std::map<std::string, std::string> gate;  ///< by state "allow" or "refuse"; default: freeze and breach refuse
    std::map<std::string, std::vector<std::string>> channels;      ///< by state: who is told when it is entered
    int chronic_breaches = 3;   ///< so many breaches ...
    Duration chronic_within = Duration::days(90);      ///< ... within so long escalate; zero breaches: never
    std::vector<std::string> escalation_channels;
    Duration longest_exception = Duration::days(7);
    Source source;
    friend bool operator==(const ErrorBudgetPolicy&, const ErrorBudgetPolicy&) = default;
};
BOOST_DESCRIBE_STRUCT(ErrorBudgetPolicy, (), (name, tiers, services, caution, freeze, hysteresis, consequences, gate, channels,
                                              chronic_breaches, chronic_within, escalation_channels, longest_exception, source))

/// What a customer is owed below a ratio of good events.
struct Credit {
    Ratio below;           ///< of the contract window
    double share = 0;      ///< of the fee: 0.1 is a tenth
    friend bool operator==(const Credit&, const Credit&) = default;
};
BOOST_DESCRIBE_STRUCT(Credit, (), (below, share))

/// A contract's promise, beside the SLO whose counts decide on it.
struct Sla {
    using json_defaults = void;
    std::string name;
    std::string customer;
    std::string description;
    std::string slo;          ///< whose indicator and exclusions count
    Ratio objective;          ///< the contract's; below the SLO's
    CalendarWindow window;
    std::vector<Credit> credits;  ///< highest ratio first
    double fee = 0;           ///< of one window; zero: not said
    std::string currency;     ///< ISO 4217
    Source source;
    friend bool operator==(const Sla&, const Sla&) = default;
};
BOOST_DESCRIBE_STRUCT(Sla, (), (name, customer, description, slo, objective, window, credits, fee, currency, source))

/// Everything, resolved.
struct Catalog {
    using json_defaults = void;
    std::map<std::string, Service> services;
    std::map<std::string, Tier> tiers;
    std::map<std::string, Channel> channels;
    std::map<std::string, Slo> slos;
    std::map<std::string, ErrorBudgetPolicy> policies;
    std::map<std::string, Sla> slas;
    std::map<std::string, DataSource> data_sources;
    std::map<std::string, Probe> probes;
    friend bool operator==(const Catalog&, const Catalog&) = default;
};
BOOST_DESCRIBE_STRUCT(Catalog, (), (services, tiers, channels, slos, policies, slas, data_sources, probes))

/// The policy that governs a service: that which names it, else that of its tier; nullptr: none.
[[nodiscard]] const ErrorBudgetPolicy* policy_of(const Catalog& catalog, const std::string& service);

/// The workbook's pairs for a 30-day period, scaled to `period`: page 2 % in 1 h and 5 % in 6 h, ticket 10 % in 1 d and
/// 10 % in 3 d; factor = budget share x period / long window; short window = long / 12. Source: SRE Workbook ch. 5.
/// Pairs whose long window exceeds the period are left out: the period holds no such window.
[[nodiscard]] std::vector<BurnRule> workbook_rules(Duration period);

}  // namespace plimsoll::catalog
