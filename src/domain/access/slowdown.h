// slowdown.h: how long somebody who fails to sign in must wait before the next try.
//
// Counted    per pair of account and address, per account, and per address (a v6 network of 64 bits counts as one). After
//            some free failures each further one doubles the wait: 1 s, 2 s, ... 60 s at most.
// Lock-out   nobody can lock out another for good: waits are short; and where an account signed in before, only the failures
//            of that very pair count, so what strangers do elsewhere does not slow its owner down.
// Bounds     each table holds `entries` keys, and forgets the longest untouched; a key is forgotten after `memory` without
//            a failure.
// Threads    safe from any thread.
#pragma once

#include <list>
#include <map>
#include <mutex>
#include <string>

#include "base/units.h"

namespace plimsoll::access {

struct SlowdownLimits {
    unsigned free_per_pair = 3;
    unsigned free_per_account = 10;
    unsigned free_per_address = 20;
    Duration longest = Duration::seconds(60);
    Duration memory = Duration::minutes(15);
    std::size_t entries = 4'096;
};

class Slowdown {
public:
    explicit Slowdown(SlowdownLimits limits = {})
        : limits_(limits), pairs_{limits, limits.free_per_pair}, accounts_{limits, limits.free_per_account}, addresses_{limits, limits.free_per_address} {}

    /// Zero: try now. `account` is what was typed, whether somebody is called so or not. `at_home`: the account signed in
    /// from this address before.
    [[nodiscard]] Duration wait(const std::string& account, const std::string& address, bool at_home, Timestamp now) const;
    void failed(const std::string& account, const std::string& address, Timestamp now);
    /// The pair and the account begin anew; the address does not, or one account of their own would reset it for a thief.
    void succeeded(const std::string& account, const std::string& address);

    [[nodiscard]] std::size_t remembered() const;

private:
    struct Failures {
        std::string key;
        unsigned count = 0;
        Timestamp last;
        Timestamp until;  ///< of the wait
    };
    struct Table {
        SlowdownLimits limits;
        unsigned free = 0;
        std::list<Failures> oldest_first{};
        std::map<std::string, std::list<Failures>::iterator, std::less<>> by_key{};

        [[nodiscard]] Duration wait(const std::string& key, Timestamp now) const;
        void failed(const std::string& key, Timestamp now);
        void forget(const std::string& key);
    };

    const SlowdownLimits limits_;
    mutable std::mutex mutex_;  // guards what follows
    Table pairs_;
    Table accounts_;
    Table addresses_;
};

/// The address itself for v4, "<first 64 bits>::/64" for v6; whatever else as it is.
[[nodiscard]] std::string network_of(const std::string& address);

}  // namespace plimsoll::access
