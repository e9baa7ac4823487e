#include "domain/access/slowdown.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/text.h"

namespace plimsoll::access {
namespace {

std::string pair_key(const std::string& account, const std::string& network) { return account + "\n" + network; }

Duration wait_after(unsigned failures, unsigned free, Duration longest) {
    if (failures <= free) return Duration();
    const unsigned doublings = std::min(failures - free - 1, 20u);
    return std::min(Duration::seconds(std::int64_t{1} << doublings), longest);
}

}  // namespace

std::string network_of(const std::string& address) {
    in6_addr v6{};
    if (inet_pton(AF_INET6, address.c_str(), &v6) != 1) return address;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) return address;
    return text::hex(std::string_view(reinterpret_cast<const char*>(v6.s6_addr), 8)) + "::/64";
}

Duration Slowdown::Table::wait(const std::string& key, Timestamp now) const {
    const auto found = by_key.find(key);
    if (found == by_key.end()) return Duration();
    // A clock that stepped back must not make anybody wait longer than the longest wait.
    return std::clamp(found->second->until - now, Duration(), limits.longest);
}

void Slowdown::Table::failed(const std::string& key, Timestamp now) {
    auto found = by_key.find(key);
    const bool stale = found != by_key.end() && (now - found->second->last >= limits.memory || now < found->second->last);
    if (found == by_key.end()) {
        if (oldest_first.size() >= limits.entries) forget(std::string(oldest_first.front().key));
        oldest_first.push_back({key, 0, now, now});
        found = by_key.emplace(key, std::prev(oldest_first.end())).first;
    } else {
        oldest_first.splice(oldest_first.end(), oldest_first, found->second);
    }
    Failures& failures = *found->second;
    failures.count = stale ? 1 : failures.count + 1;
    failures.last = now;
    failures.until = now + wait_after(failures.count, free, limits.longest);
}

void Slowdown::Table::forget(const std::string& key) {
    const auto found = by_key.find(key);
    if (found == by_key.end()) return;
    oldest_first.erase(found->second);
    by_key.erase(found);
}

Duration Slowdown::wait(const std::string& account, const std::string& address, bool at_home, Timestamp now) const {
    const std::string network = network_of(address);
    const std::lock_guard lock(mutex_);
    const Duration own = pairs_.wait(pair_key(account, network), now);
    if (at_home) return own;
    return std::max({own, accounts_.wait(account, now), addresses_.wait(network, now)});
}

void Slowdown::failed(const std::string& account, const std::string& address, Timestamp now) {
    const std::string network = network_of(address);
    const std::lock_guard lock(mutex_);
    pairs_.failed(pair_key(account, network), now);
    accounts_.failed(account, now);
    addresses_.failed(network, now);
}

void Slowdown::succeeded(const std::string& account, const std::string& address) {
    const std::lock_guard lock(mutex_);
    pairs_.forget(pair_key(account, network_of(address)));
    accounts_.forget(account);
}

std::size_t Slowdown::remembered() const {
    const std::lock_guard lock(mutex_);
    return pairs_.oldest_first.size() + accounts_.oldest_first.size() + addresses_.oldest_first.size();
}

}  // namespace plimsoll::access
