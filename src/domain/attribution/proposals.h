// proposals.h: what an episode may be charged to, and why one should think so. A proposal is never charged by itself.
//
// From       edits of the catalogue, annotations of people, maintenance, and episodes of upstream services.
// Strong     the SLO itself was edited so that it judges anew; a change began up to 10 min before; an incident was declared
//            or a maintenance ran while it burnt; an upstream burnt through 80 % of it. Weak: what is just near.
// Near       begins up to 30 min before the episode, or up to 2 min after it began (clocks and slots are not that exact).
// Upstream   overlaps at least half of the episode, and begins no later than 2 min after it: what begins later is no cause.
// Order      strong first, then the nearest or longest overlap; five at most. A cause that the episode is charged to already
//            is not proposed again.
#pragma once

#include <string>
#include <vector>

#include "domain/attribution/episodes.h"
#include "domain/attribution/state.h"

namespace plimsoll::attribution {

inline constexpr Duration kBefore = Duration::minutes(30);
inline constexpr Duration kSoonBefore = Duration::minutes(10);
inline constexpr Duration kAfter = Duration::minutes(2);
inline constexpr std::size_t kProposalsMost = 5;

BOOST_DEFINE_ENUM_CLASS(Strength, strong, weak)

struct Proposal {
    Cause cause;
    std::string reason;  ///< a sentence with its numbers
    Strength strength = Strength::weak;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (cause, reason, strength))

/// What somebody wrote down, or planned, near the SLO. At an instant: start and end are the same.
struct Note {
    Cause cause;
    TimeRange range;
};

/// An episode of an SLO of a service that this one depends on.
struct UpstreamEpisode {
    std::string service;
    std::string slo;
    TimeRange range;
    double burn = 0;  ///< mean over it
};

/// All that is looked at for one SLO.
struct Surroundings {
    std::string slo;
    std::vector<CatalogEdit> edits;  ///< of the SLO, its service and its upstreams
    std::vector<Note> notes;
    std::vector<UpstreamEpisode> upstream;
};

[[nodiscard]] std::vector<Proposal> proposals_for(const Episode& episode, const Surroundings& around, const std::vector<Cause>& charged);

}  // namespace plimsoll::attribution
