// views.h: what the API, the command line and the screens show of spent budget. Field names are part of the API.
//
// Counts     integers in the SLO's unit: shown value = count / per_one of `noun`.
// Sums       total.bad = bad of episodes + smaller.bad + background_bad = bad of by_cause + unexplained_bad; of each episode
//            bad = bad of its charges + unexplained_bad.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/attribution/proposals.h"
#include "domain/attribution/spend.h"
#include "domain/catalog/model.h"
#include "domain/slo/views.h"

namespace plimsoll::attribution {

inline constexpr std::size_t kEpisodesMost = 500;

struct CountUnit {
    std::string noun;          ///< "events", "slices", "samples", "budgets"
    std::int64_t per_one = 1;  ///< so many counts make one
};
BOOST_DESCRIBE_STRUCT(CountUnit, (), (noun, per_one))

struct CountPair {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
};
BOOST_DESCRIBE_STRUCT(CountPair, (), (valid, bad))

struct ChargeView {
    std::string id;
    std::string slo;
    Timestamp start;
    Timestamp end;
    Cause cause;
    std::int64_t parts = 0;
    std::int64_t bad = 0;             ///< that it takes here: of the episode it stands in, else of the whole range
    std::string by;
    Timestamp at;
    std::string reason;
    std::string from_proposal;        ///< the sentence that was accepted; empty: by hand
    bool earlier_definition = false;  ///< made when the indicator was another; it keeps its place
};
BOOST_DESCRIBE_STRUCT(ChargeView, (), (id, slo, start, end, cause, parts, bad, by, at, reason, from_proposal, earlier_definition))

struct EpisodeView {
    std::string id;                      ///< "<slo>/<start ms>"
    Timestamp start;
    Timestamp end;
    bool open = false;
    double burn = 0;                     ///< mean burn rate
    double peak_burn = 0;                ///< over five minutes
    Timestamp peak_at;                   ///< end of those five minutes
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::optional<double> budget_share;  ///< of the whole period's budget; null: the period has no valid events
    Duration without_data;               ///< in it
    std::vector<ChargeView> charges;
    std::int64_t unexplained_bad = 0;
    std::vector<Proposal> proposals;     ///< none once all of it is charged
};
BOOST_DESCRIBE_STRUCT(EpisodeView, (), (id, start, end, open, burn, peak_burn, peak_at, valid, bad, budget_share, without_data,
                                        charges, unexplained_bad, proposals))

/// Episodes beyond the 500 that spent most, in one line.
struct SmallerEpisodes {
    std::int64_t count = 0;
    std::int64_t bad = 0;
    std::int64_t unexplained_bad = 0;
};
BOOST_DESCRIBE_STRUCT(SmallerEpisodes, (), (count, bad, unexplained_bad))

struct CauseView {
    CauseKind kind = CauseKind::incident;
    std::string ref;
    std::string title;                   ///< the newest that was given
    std::int64_t bad = 0;
    double share = 0;                    ///< of what went bad in the range
    std::optional<double> budget_share;
};
BOOST_DESCRIBE_STRUCT(CauseView, (), (kind, ref, title, bad, share, budget_share))

struct EpisodesView {
    std::string name;
    std::optional<Timestamp> as_of;           ///< null: no data yet
    TimeRange range;                          ///< as counted
    TimeRange period;                         ///< whose budget the shares are of
    Duration step;                            ///< of the slots that were looked at
    CountUnit unit;
    double allowance = 0;                     ///< 1 - objective
    CountPair total;
    CountPair excluded;                       ///< left out of all the rest
    std::vector<EpisodeView> episodes;        ///< oldest first
    SmallerEpisodes smaller;
    std::int64_t background_bad = 0;          ///< outside all episodes
    std::vector<CauseView> by_cause;          ///< what took most first
    std::vector<ChargeView> charges;          ///< all that meet the range, oldest first
    std::int64_t unexplained_bad = 0;
    std::optional<double> unexplained_share;  ///< null: nothing went bad
    std::vector<slo::DefenceSheet> measures;  ///< attribution.charged_share, attribution.unexplained_share
    std::string note;                         ///< for people: what to know of these figures
};
BOOST_DESCRIBE_STRUCT(EpisodesView, (), (name, as_of, range, period, step, unit, allowance, total, excluded, episodes, smaller,
                                         background_bad, by_cause, charges, unexplained_bad, unexplained_share, measures, note))

struct ChargeBody {
    Timestamp start;
    Timestamp end;
    Cause cause;
    std::optional<std::int64_t> parts;         ///< of 1,000,000; not given: all
    std::string reason;
    std::optional<std::string> from_proposal;
};
BOOST_DESCRIBE_STRUCT(ChargeBody, (), (start, end, cause, parts, reason, from_proposal))

struct WithdrawBody {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawBody, (), (reason))

/// What a view is made from, read at one instant.
struct Told {
    const catalog::Slo& slo;
    Timestamp as_of;
    TimeRange period;
    std::int64_t period_valid = 0;
    CountUnit unit;
    CountPair excluded;
    Spend spend;
    Surroundings around;
};

[[nodiscard]] EpisodesView view_of(const Told& told);
/// Before the first sample.
[[nodiscard]] EpisodesView nothing_yet(const catalog::Slo& slo, CountUnit unit);
[[nodiscard]] ChargeView view_of(const Charge& charge, std::int64_t bad, const std::string& sli_version);

}  // namespace plimsoll::attribution
