// match_limits.h: what a match may cost whoever asks the server for one.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

namespace plimsoll::people {

/// What one request and one sender may cost; settings of the server.
struct MatchLimits {
    std::uint64_t document_bytes = 4'194'304;
    int pages = 20;
    int cpu_s = 2;             ///< of reading one PDF or DOCX
    int requests_per_hour = 60;  ///< of one account, or of one address without an account
    int at_once = 2;           ///< requests that are worked on
    int waiting = 8;           ///< requests that wait for that; further ones are told to come back
    friend bool operator==(const MatchLimits&, const MatchLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(MatchLimits, (), (document_bytes, pages, cpu_s, requests_per_hour, at_once, waiting))

}  // namespace plimsoll::people
