// changes.h: what of the past changed since somebody looked: late samples and imports, by indicator.
//
// Bounds     16 changes an indicator; beyond that the two oldest become one that reaches further back.
// Threads    any.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "ledger/ledger.h"

namespace plimsoll::slo {

class Changes {
public:
    /// For Ledger::on_notice, before anybody who reads counts hears of it.
    void notice(const ledger::Notice& notice);
    /// Ask before reading what may have changed: whatever comes later is told the next time.
    [[nodiscard]] std::uint64_t now() const;
    /// From when on some of them changed after `seen`; empty: none did.
    [[nodiscard]] std::optional<Timestamp> since(std::uint64_t seen, std::span<const ledger::SliId> slis) const;

private:
    static constexpr std::size_t kMost = 16;
    struct Change {
        std::uint64_t number = 0;
        Timestamp from;
    };
    void add(ledger::SliId sli, Timestamp from);

    mutable std::mutex mutex_;  // guards what follows
    std::uint64_t number_ = 0;
    std::map<ledger::SliId, std::vector<Change>> by_sli_;
};

}  // namespace plimsoll::slo
