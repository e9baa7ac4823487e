// views.h: what a backtest says. Pure data: the HTTP API, the CLI, the report and the page all show this.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/backtest/question.h"
#include "domain/slo/events.h"

namespace plimsoll::backtest {

inline constexpr std::size_t kMostAlerts = 500;  ///< a variant; the rest is counted
inline constexpr std::size_t kMostLosses = 500;

/// What a page was worth: it answered something that harmed users; it burnt at least 1 % of the budget though nothing known
/// explains it; or neither.
BOOST_DEFINE_ENUM_CLASS(Worth, answers, costly, cheap)

/// One alert that would have fired.
struct BacktestAlert {
    std::string rule;
    std::string severity;                   ///< "page", "ticket"
    Timestamp fired_at;                     ///< end of the step at which it fired
    std::optional<Timestamp> resolved_at;   ///< null: still open at the end
    bool began_open = false;                ///< fired before the range
    Duration frozen;                        ///< while neither could be said
    std::optional<double> budget_remaining; ///< when it fired: share, signed
    std::vector<slo::BurnEvidence> evidence;
    std::int64_t bad = 0;                   ///< from the begin of what it answers (else of its short window) to its end
    double cost = 0;                        ///< the same as a share of the period's budget
    Worth worth = Worth::cheap;
    std::vector<std::string> answers;       ///< ids of losses
    std::optional<Duration> detected_after; ///< from the begin of the first of them
    std::optional<Duration> reset_after;    ///< from the end of the last of them; null: none, still open, or resolved before that
};
BOOST_DESCRIBE_STRUCT(BacktestAlert, (), (rule, severity, fired_at, resolved_at, began_open, frozen, budget_remaining, evidence, bad, cost,
                                          worth, answers, detected_after, reset_after))

/// Something that harmed users: a known incident, or an episode of the counts that spent at least 1 % of the budget.
struct Loss {
    std::string id;       ///< the incident's, else "loss-3"
    std::string title;
    bool known = false;   ///< an incident that was given
    Timestamp start;
    Timestamp end;
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    double share = 0;     ///< of the period's budget, by the SLO as it is
    double peak_burn = 0; ///< over 5 minutes
};
BOOST_DESCRIBE_STRUCT(Loss, (), (id, title, known, start, end, valid, bad, share, peak_burn))

/// How a loss was met by one variant.
struct Detection {
    std::string loss;
    std::optional<Timestamp> paged_at;     ///< null: no page
    std::optional<Duration> detected_after;
    std::optional<double> spent_by_then;   ///< share of the period's budget that the loss itself had spent when it paged
    std::optional<Timestamp> ticket_at;
};
BOOST_DESCRIBE_STRUCT(Detection, (), (loss, paged_at, detected_after, spent_by_then, ticket_at))

struct Score {
    std::uint64_t pages = 0;
    std::uint64_t tickets = 0;
    double pages_per_month = 0;              ///< of 30 d
    std::uint64_t pages_that_answer = 0;
    std::uint64_t cheap_pages = 0;           ///< less than 1 % of the budget, and answer nothing
    std::uint64_t losses = 0;
    std::uint64_t losses_without_page = 0;
    std::optional<double> precision;         ///< pages that answer / pages; null without pages
    std::optional<double> recall;            ///< losses with a page / losses; null without losses
    std::optional<Duration> detect_median;   ///< of losses with a page
    std::optional<Duration> detect_worst;
    std::optional<Duration> reset_median;
    std::uint64_t breaches = 0;              ///< times that the budget went to zero or below
    Duration in_breach;
    std::uint64_t freezes = 0;               ///< times that it went under the policy's freeze threshold
    Duration in_freeze;
};
BOOST_DESCRIBE_STRUCT(Score, (), (pages, tickets, pages_per_month, pages_that_answer, cheap_pages, losses, losses_without_page, precision,
                                  recall, detect_median, detect_worst, reset_median, breaches, in_breach, freezes, in_freeze))

struct CoursePoint {
    Timestamp at;
    std::optional<double> remaining;
    std::optional<double> burn_1h;
};
BOOST_DESCRIBE_STRUCT(CoursePoint, (), (at, remaining, burn_1h))

struct VariantResult {
    std::string name;                 ///< "as it is" first
    std::string objective;            ///< "99.95 %"
    std::string window;               ///< in words
    Duration period;
    double traffic = 1;
    std::vector<catalog::BurnRule> rules;
    std::optional<double> budget_remaining;  ///< at the end
    std::int64_t valid = 0;           ///< of the range
    std::int64_t bad = 0;
    std::optional<double> sli;        ///< of the range
    Score score;
    std::vector<BacktestAlert> alerts;  ///< oldest first
    std::uint64_t alerts_left_out = 0;
    std::vector<Detection> detections;  ///< in the order of losses
    std::vector<CoursePoint> course;
};
BOOST_DESCRIBE_STRUCT(VariantResult, (), (name, objective, window, period, traffic, rules, budget_remaining, valid, bad, sli, score, alerts,
                                          alerts_left_out, detections, course))

/// One setting of the paging rules that was tried.
struct FrontPoint {
    std::vector<catalog::BurnRule> rules; ///< one; of the SLO as it is all that page
    double budget_at_firing = 0;          ///< factor x long window / period, of the first
    double pages_per_month = 0;
    double useless_pages_per_month = 0;   ///< that answer nothing
    std::optional<double> recall;
    std::optional<Duration> detect_mean;  ///< a loss without a page counts with its whole length, or until the end of the range
    bool on_front = false;                ///< none detects sooner with as few pages
    bool as_it_is = false;
};
BOOST_DESCRIBE_STRUCT(FrontPoint, (), (rules, budget_at_firing, pages_per_month, useless_pages_per_month, recall, detect_mean, on_front, as_it_is))

struct BacktestUnit {
    std::string noun;
    std::int64_t per_one = 1;
};
BOOST_DESCRIBE_STRUCT(BacktestUnit, (), (noun, per_one))

struct Backtest {
    std::string slo;
    std::string service;
    BacktestUnit unit;
    TimeRange range;                  ///< as replayed
    Duration step;
    std::optional<double> coverage;
    std::uint64_t judged = 0;         ///< steps, all variants
    bool losses_are_known = false;    ///< incidents were given; else they are episodes of the counts
    std::vector<Loss> losses;         ///< oldest first
    std::vector<VariantResult> variants;
    std::vector<FrontPoint> front;    ///< by pages_per_month; of a sweep
    std::vector<std::string> caveats;
    std::string why_empty;            ///< nothing is counted there
};
BOOST_DESCRIBE_STRUCT(Backtest, (), (slo, service, unit, range, step, coverage, judged, losses_are_known, losses, variants, front, caveats,
                                     why_empty))

}  // namespace plimsoll::backtest
