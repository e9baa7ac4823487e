// views.h: what the API, the command line and the screens show of SLOs and their alerts.
//
// Shape      plain described structs; field names are part of the API. Absent figures are null and say why elsewhere in
//            the same view; every figure's defence sheet is under /explain.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/slo/burn_down.h"
#include "domain/slo/filling.h"
#include "domain/slo/judge.h"
#include "domain/slo/measures.h"
#include "domain/slo/thresholds.h"

namespace plimsoll::slo {

/// The one word for an SLO, by what a person must know first: no data ever; none now; an alert that cannot be judged;
/// an alert that fires; a budget that is spent; too little traffic or data to say (see cannot_tell); all well.
BOOST_DEFINE_ENUM_CLASS(SloState, no_data, stale, frozen, burning, breached, cannot_tell, ok)

/// What one count is: counts are whole numbers, `per_one` of which make one of `noun`.
struct CountUnit {
    std::string noun = "events";
    std::int64_t per_one = 1;
};
BOOST_DESCRIBE_STRUCT(CountUnit, (), (noun, per_one))

struct SloSummary {
    std::string name;
    std::string display_name;
    std::string service;
    std::string tier;                        ///< of the service
    std::optional<int> tier_rank;            ///< 0 is the most critical; null: no tier is declared
    std::string owner;                       ///< of the service
    std::string document;                    ///< the SLO as written; several may stand in one
    std::string objective_name;              ///< of several objectives of a document; else empty
    std::string objective;                   ///< exact: "99.95 %"
    catalog::BudgetingMethod method = catalog::BudgetingMethod::occurrences;
    catalog::IndicatorKind kind = catalog::IndicatorKind::ratio;
    Duration period;                         ///< of a calendar's window its nominal length
    std::string window;                      ///< "30 d rolling", "month, Europe/Berlin"
    std::optional<TimeRange> window_range;   ///< of a calendar the whole window; null without data
    CountUnit unit;                          ///< what is counted
    std::string group_of;                    ///< of a group: its roll-up
    std::map<std::string, std::string> group;///< of a group: label to value
    std::optional<std::int64_t> groups;      ///< of a roll-up: how many groups it has now
    SloState state = SloState::no_data;
    std::optional<double> budget_remaining;  ///< share, signed; of a calendar, to date
    std::optional<double> budget_without_exclusions;  ///< share, with all counted that is excluded; null: nothing is
    std::optional<double> budget_minutes;    ///< signed
    std::optional<double> budget_events;     ///< that may still be bad, signed, in the unit
    std::optional<double> budget_yesterday;  ///< share as it stood a day before, within five minutes; null: not known
    std::optional<double> burn_1h;
    std::optional<double> projected_end;     ///< share: budget after one more period at the burn of the last 3 days
    std::optional<double> projected_low;     ///< its interval at 95 %
    std::optional<double> projected_high;
    std::optional<double> coverage;          ///< of the period, 0..1
    Thresholds thresholds;
    std::optional<BudgetState> policy_state; ///< by the policy of the service; null of a group, whose roll-up has it
    int alerts_open = 0;                     ///< burn alerts, and the stale one
    std::optional<Timestamp> as_of;          ///< null: no data yet
    std::string why_empty;                   ///< why budget_remaining is null
    std::optional<Filling> filling;          ///< of its past; null: nothing is to be said of it
};
BOOST_DESCRIBE_STRUCT(SloSummary, (), (name, display_name, service, tier, tier_rank, owner, document, objective_name, objective,
                                       method, kind, period, window, window_range, unit, group_of, group, groups, state,
                                       budget_remaining, budget_without_exclusions, budget_minutes, budget_events, budget_yesterday, burn_1h,
                                       projected_end, projected_low, projected_high, coverage, thresholds, policy_state,
                                       alerts_open, as_of, why_empty, filling))

struct SloPage {
    std::vector<SloSummary> items;
    std::string next_cursor;  ///< empty: this was the last page
};
BOOST_DESCRIBE_STRUCT(SloPage, (), (items, next_cursor))

BOOST_DEFINE_ENUM_CLASS(AlertState, firing, frozen, clearing, resolved)

/// One alert from beginning to (perhaps) end.
struct AlertView {
    std::string id;
    std::string slo;
    std::string service;
    std::string rule;
    AlertKind kind = AlertKind::burn;
    std::string severity;
    AlertState state = AlertState::firing;
    Timestamp since;                         ///< sample time from which the condition held
    Timestamp as_of;                         ///< sample time of the judgement that fired it
    Timestamp fired_at;                      ///< wall clock
    std::optional<Timestamp> frozen_since;   ///< sample time
    std::string frozen_why{};                ///< "data is missing", "too little traffic"; empty while it is not frozen
    std::optional<Timestamp> clearing_since; ///< sample time
    std::optional<Timestamp> resolved_as_of; ///< sample time
    std::optional<Timestamp> resolved_at;    ///< wall clock
    std::string why_resolved;                ///< for people: ending_words
    std::string condition;                   ///< for people: condition_words
    double factor = 0;
    std::vector<BurnEvidence> evidence;      ///< at firing
    std::optional<double> budget_remaining;  ///< at firing
    std::string definition_version;
    std::vector<std::string> channels;
    std::uint64_t fired_seq = 0;             ///< of the log
    std::optional<std::uint64_t> resolved_seq;
};
BOOST_DESCRIBE_STRUCT(AlertView, (), (id, slo, service, rule, kind, severity, state, since, as_of, fired_at, frozen_since, frozen_why,
                                      clearing_since, resolved_as_of, resolved_at, why_resolved, condition, factor,
                                      evidence, budget_remaining, definition_version, channels, fired_seq, resolved_seq))

struct AlertPage {
    std::vector<AlertView> items;  ///< newest first
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(AlertPage, (), (items, next_cursor))

/// cannot_tell: nothing is open, and neither above nor below can be said.
BOOST_DEFINE_ENUM_CLASS(RuleState, inactive, cannot_tell, pending, firing, frozen, clearing)

/// A rule, its threshold, and where it stands now.
struct RuleView {
    catalog::BurnRule definition;
    std::string condition;               ///< for people: condition_words
    double error_ratio_threshold = 0;    ///< factor x (1 - objective)
    RuleState state = RuleState::inactive;
    std::optional<Timestamp> since;      ///< of a pending or open one, sample time
    std::string alert;                   ///< id of the open one
    std::optional<Verdict> verdict;      ///< now; null without data
    std::string why_unknown;             ///< "too little traffic", "data is missing", "it could be chance"
    std::vector<BurnEvidence> evidence;  ///< now
};
BOOST_DESCRIBE_STRUCT(RuleView, (), (definition, condition, error_ratio_threshold, state, since, alert, verdict, why_unknown,
                                     evidence))

struct SloDetail {
    SloSummary summary;
    catalog::Slo definition;
    std::vector<Measure> measures;
    std::vector<RuleView> rules;
    std::vector<AlertView> alerts;  ///< open ones, then resolved ones, newest first
    std::map<std::string, AnomalyRecord> anomalies;
    std::optional<RevisionRecord> revision;
    std::optional<BurnDown> burn_down;  ///< 60 points over the period; null without data
};
BOOST_DESCRIBE_STRUCT(SloDetail, (), (summary, definition, measures, rules, alerts, anomalies, revision, burn_down))

struct DefenceSheet {
    Measure measure;
    std::string text;  ///< for reading aloud
};
BOOST_DESCRIBE_STRUCT(DefenceSheet, (), (measure, text))

struct SloExplain {
    std::string name;
    std::optional<Timestamp> as_of;
    std::vector<DefenceSheet> sheets;
};
BOOST_DESCRIBE_STRUCT(SloExplain, (), (name, as_of, sheets))

[[nodiscard]] SloSummary summary_of(const Account& account, const catalog::Catalog& catalog);
[[nodiscard]] SloDetail detail_of(const Account& account, const catalog::Catalog& catalog);
[[nodiscard]] SloExplain explain_of(const Account& account);
[[nodiscard]] AlertView view_of(const OpenAlert& open);
[[nodiscard]] AlertView view_of(const ClosedAlert& closed);

}  // namespace plimsoll::slo
