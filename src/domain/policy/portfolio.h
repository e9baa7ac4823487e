// portfolio.h: how all services do, for whoever answers for all of them, in one number that cannot be dressed up.
//
// Verdict    a service fails if any of its SLOs is in breach; else it cannot be told if any is unknown or it has no SLO at all;
//            else it meets. It is judged by its worst SLO, never by an average.
// Roll-up    value = 1 - failing / services: no more than this share keeps its promises.
//            low   = meeting / services: at least this share is known to.
//            The truth lies between; what lies between is not known, and is shown.
// Honest     An SLO that meets its target changes neither `failing` nor `services`, so that adding easy SLOs never raises the
//            value; nor does any other SLO that is added. Services, not SLOs and not events, are counted: ten SLOs of a service
//            weigh as much as one. A service whose SLOs are all taken away falls out of the low. Taking away just the one that
//            fails can raise both: that is a change of what was promised, which the log and the SLO's versions show.
// Tiers      the same, tier by tier. `events_share` is beside it for what users met: good events of all valid ones over each
//            SLO's period, of those SLOs that count events.
// Reviews    due `review_every` (180 days) after the last; never reviewed is due since ever.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/policy/ports.h"

namespace plimsoll::policy {

inline constexpr std::size_t kListedMost = 200;
inline constexpr Duration kReviewEvery = Duration::days(180);

BOOST_DEFINE_ENUM_CLASS(ServiceVerdict, meets, fails, cannot_tell, no_slo)

struct RollUpMeasure {
    std::optional<double> value;  ///< share of services; null: there is no service
    std::optional<double> low;
    std::int64_t services = 0;
    std::int64_t meeting = 0;
    std::int64_t failing = 0;
    std::int64_t cannot_tell = 0;
    std::int64_t without_slo = 0;
    std::string formula;
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(RollUpMeasure, (), (value, low, services, meeting, failing, cannot_tell, without_slo, formula, why_empty))

struct TierLine {
    std::string tier;               ///< empty: services without a tier
    std::optional<int> rank;
    std::int64_t services = 0;
    std::int64_t slos = 0;
    std::int64_t meeting = 0;       ///< services
    std::int64_t breached = 0;
    std::int64_t cannot_tell = 0;
    std::int64_t without_slo = 0;
    std::optional<double> events_share;
};
BOOST_DESCRIBE_STRUCT(TierLine, (), (tier, rank, services, slos, meeting, breached, cannot_tell, without_slo, events_share))

struct UncoveredService {
    std::string service;
    std::string tier;
    std::string owner;
};
BOOST_DESCRIBE_STRUCT(UncoveredService, (), (service, tier, owner))

struct JourneyLine {
    std::string service;
    std::string journey;
    std::optional<std::string> slo;     ///< of the journey itself; null: none
    std::vector<std::string> steps;
    std::vector<std::string> covered;   ///< those whose service has an SLO
};
BOOST_DESCRIBE_STRUCT(JourneyLine, (), (service, journey, slo, steps, covered))

struct StaleReview {
    std::string slo;
    std::optional<Timestamp> reviewed;  ///< null: never
    std::optional<Timestamp> due;
};
BOOST_DESCRIBE_STRUCT(StaleReview, (), (slo, reviewed, due))

struct ChronicService {
    std::string service;
    std::int64_t breaches = 0;  ///< of its worst SLO, within the policy's time
    std::string slo;
};
BOOST_DESCRIBE_STRUCT(ChronicService, (), (service, breaches, slo))

struct ServiceLine {
    std::string service;
    std::string tier;
    ServiceVerdict verdict = ServiceVerdict::no_slo;
    BudgetState state = BudgetState::unknown;
    std::string slo;               ///< its worst
    std::optional<double> budget;  ///< of it
};
BOOST_DESCRIBE_STRUCT(ServiceLine, (), (service, tier, verdict, state, slo, budget))

/// Lists hold 200 at most, the most critical first; the totals are of all.
struct Portfolio {
    std::optional<Timestamp> as_of;
    RollUpMeasure rollup;
    std::vector<TierLine> tiers;              ///< most critical first
    std::vector<ServiceLine> services;        ///< those that do not meet, worst first
    std::vector<UncoveredService> services_without_slo;
    std::vector<JourneyLine> journeys;        ///< without an SLO first
    std::int64_t journeys_total = 0;
    std::int64_t journeys_without_slo = 0;
    std::vector<StaleReview> stale_reviews;   ///< longest due first
    std::int64_t stale_reviews_total = 0;
    std::vector<CorrectedShare> corrected;    ///< largest share first
    std::vector<ChronicService> chronic;
};
BOOST_DESCRIBE_STRUCT(Portfolio, (), (as_of, rollup, tiers, services, services_without_slo, journeys, journeys_total,
                                      journeys_without_slo, stale_reviews, stale_reviews_total, corrected, chronic))

/// What one SLO brings in.
struct SloMark {
    std::string slo;
    BudgetState state = BudgetState::unknown;
    std::optional<double> budget;
    std::optional<Timestamp> as_of;
    std::int64_t good = 0;   ///< events; zero of SLOs that count something else
    std::int64_t valid = 0;
};

[[nodiscard]] ServiceVerdict verdict_of(const std::vector<SloMark>& slos);
[[nodiscard]] RollUpMeasure roll_up_of(const std::vector<ServiceVerdict>& services);
/// `marks`: by service.
[[nodiscard]] Portfolio portfolio_of(const catalog::Catalog& catalog, const std::map<std::string, std::vector<SloMark>>& marks,
                                     Timestamp now);

struct PortfolioReading {
    Portfolio portfolio;
    std::uint64_t seq = 0;
};
[[nodiscard]] PortfolioReading read_portfolio(const Ports& ports);

}  // namespace plimsoll::policy
