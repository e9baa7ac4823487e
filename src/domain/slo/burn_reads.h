// burn_reads.h: composites through which the burn rates of their members pass.
//
// Shape      a window holds one budget's worth of counts (scale_of), of which so many are burnt as the members' burn rates add
//            up to. Such sums do not add up over time: each range is told by itself.
// Windows    those of each member end with its own open slot.
// Coverage   that of the member of which least was measured, among those that say something.
// Threads    any.
#pragma once

#include "domain/slo/slice_source.h"

namespace plimsoll::slo {

class BurnReads {
public:
    /// `counts` is where members are read. Lifetime: both outlive this.
    BurnReads(const CountsPorts& ports, const Counts& counts) : ports_(ports), counts_(counts) {}

    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, Exclusions exclusions) const;
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions exclusions) const;
    Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const;

private:
    [[nodiscard]] bool cut_itself(const catalog::Slo& slo, Timestamp end) const;
    [[nodiscard]] ledger::LiveWindows cut_windows(const catalog::Slo& slo, ledger::LiveWindows out, Timestamp end) const;

    const CountsPorts& ports_;
    const Counts& counts_;
};

}  // namespace plimsoll::slo
