// history_series.h: the samples of one series out of a file, packed, whatever their order.
//
// Cost       about 5 bytes a sample while they come in time order; 24 for the others.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/counter_walk.h"
#include "ledger/history.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

class HistorySeries {
public:
    HistorySeries(std::uint32_t target, std::vector<ledger::Contribution> contributions)
        : target_(target), contributions_(std::move(contributions)) {}

    void add(const ledger::Point& point);

    /// In the order of their times, each time once. Of several values for one time the first in the file stands.
    [[nodiscard]] std::vector<ledger::Point> points() const;
    struct Repeats {
        std::uint64_t same = 0;         ///< a time and value that was there
        std::uint64_t conflicting = 0;  ///< another value for a time that was there
    };
    [[nodiscard]] Repeats repeats() const;

    [[nodiscard]] std::uint32_t target() const { return target_; }
    [[nodiscard]] const std::vector<ledger::Contribution>& contributions() const { return contributions_; }

private:
    std::vector<ledger::Point> sorted(Repeats& repeats) const;

    std::uint32_t target_;
    std::vector<ledger::Contribution> contributions_;
    ledger::History ordered_;
    ledger::Millis last_ = ledger::kNever;
    std::vector<ledger::Point> others_;  ///< not later than the point before them
};

}  // namespace plimsoll::ingest
