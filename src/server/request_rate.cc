#include "server/request_rate.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace plimsoll::server {

std::optional<Duration> RequestRate::take(const std::string& sender, Timestamp at) {
    const std::lock_guard lock(mutex_);
    const auto known = full_at_.find(sender);
    // A clock that stepped back owes nobody more than an hour.
    const Timestamp full_at = known == full_at_.end() ? at : std::min(std::max(known->second, at), at + Duration::hours(1));
    if (known != full_at_.end()) known->second = full_at;
    const Duration used = full_at - at;
    if (used + step_ > Duration::hours(1)) return used + step_ - Duration::hours(1);
    if (known != full_at_.end()) {
        known->second = full_at + step_;
        return std::nullopt;
    }
    if (full_at_.size() >= most_senders_) make_room(at);
    full_at_.emplace(sender, full_at + step_);
    return std::nullopt;
}

void RequestRate::make_room(Timestamp at) {
    std::erase_if(full_at_, [&](const auto& one) { return one.second <= at; });
    if (full_at_.size() < most_senders_) return;
    full_at_.erase(std::min_element(full_at_.begin(), full_at_.end(), [](const auto& a, const auto& b) { return a.second < b.second; }));
}

std::string sender_of(const api::Request& request) {
    if (request.actor.id != "anonymous") return request.actor.id;
    std::array<unsigned char, 16> v6{};
    if (inet_pton(AF_INET6, request.remote_address.c_str(), v6.data()) != 1) return "address:" + request.remote_address;
    std::string out = "network:";
    for (std::size_t i = 0; i < 8; ++i) out += fmt::format("{:02x}", v6[i]);
    return out;
}

}  // namespace plimsoll::server
