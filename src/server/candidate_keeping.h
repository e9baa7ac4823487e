// candidate_keeping.h: what keeping, erasing and the candidate's own copy need of the server.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/hiring/ports.h"
#include "log/log.h"
#include "server/demographics.h"
#include "server/erasures.h"

namespace plimsoll::server {

/// All outlive the rows.
struct CandidateKeeping {
    hiring::Ports hiring;
    log::Log& log;
    Erasures& erasures;
    Demographics& declared;
    Random& random;        ///< cryptographic
    bool ratings = false;  ///< whether candidates may see ratings
};

/// What one link may ask for in an hour: a page that somebody reads, over and over, and no more.
inline constexpr int kCopyRequestsPerHour = 240;

[[nodiscard]] std::vector<api::Route> candidate_keeping_routes(const CandidateKeeping& parts);

}  // namespace plimsoll::server
