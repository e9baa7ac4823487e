// match_routes.h: POST /api/v1/match and what is known before one asks: its limits and the skills it knows.
//
// Kept       nothing. Neither log nor data folder sees a document; the reply is the only copy.
// Bounds     people::MatchLimits. The rate counts every request, also those that are refused later.
// Threads    on desks of its own: a reader of documents blocks for seconds, and nobody's page waits for it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/people/match_request.h"
#include "server/desks.h"
#include "server/request_rate.h"

namespace plimsoll::server {

namespace errors {
inline constexpr ErrorKind too_many_matches{"match.too_many", 429, "You asked for more matches than the server gives in an hour", "Wait as long as Retry-After says, or run `plimsoll match` on your own machine"};
}  // namespace errors

/// Each within what the matcher and the reader can take. Errors: invalid, naming the option of `plimsoll serve`.
[[nodiscard]] Result<> check(const people::MatchLimits& limits);

/// All outlive the rows.
struct MatchRoutePorts {
    Desks& desks;
    RequestRate& rate;
    const people::MatchLimits& limits;
    const people::SkillFinder& finder;
    std::function<std::shared_ptr<const people::Bank>()> bank;
};

[[nodiscard]] std::vector<api::Route> match_routes(const MatchRoutePorts& ports);

}  // namespace plimsoll::server
