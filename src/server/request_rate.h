// request_rate.h: how often one sender may ask for something that costs a lot.
//
// Rule       as many at once as fit into an hour, then evenly as they come back: the generic cell rate algorithm, one time a sender.
// Pure       time comes with the request; the same requests get the same answers.
// Bounds     kMostSenders are known. One more pushes out the one that has most left, which loses nothing worth the name.
// Threads    any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "api/route.h"
#include "base/units.h"

namespace plimsoll::server {

class RequestRate {
public:
    static constexpr std::size_t kMostSenders = 10'000;

    /// Requires: per_hour > 0.
    explicit RequestRate(int per_hour, std::size_t most_senders = kMostSenders) : step_(Duration::hours(1) / per_hour), most_senders_(most_senders) {}

    /// Takes one request of the sender's. Nothing: it may; else how long until one may.
    [[nodiscard]] std::optional<Duration> take(const std::string& sender, Timestamp at);

private:
    void make_room(Timestamp at);

    const Duration step_;
    const std::size_t most_senders_;
    std::mutex mutex_;
    std::map<std::string, Timestamp> full_at_;  // when all of a sender's requests are back; none: all are there
};

/// Who counts as one sender: the account; without one the address, of IPv6 its first 64 bits, which one household has.
[[nodiscard]] std::string sender_of(const api::Request& request);

}  // namespace plimsoll::server
