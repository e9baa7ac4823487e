// event_reads.h: windows, sums and slots of SLOs that count events as the ledger does, less what is excluded.
//
// Calendar   the window to date is summed up once to some hours ago and from there on at every reading; late samples and
//            imports have it summed anew.
// Bounds     one sum an SLO with a calendar, 50,000 in all.
// Threads    any.
#pragma once

#include <mutex>
#include <unordered_map>

#include "domain/slo/changes.h"
#include "domain/slo/standing.h"

namespace plimsoll::slo {

class EventReads {
public:
    /// Lifetime: both outlive this.
    EventReads(const CountsPorts& ports, const Changes& changes) : ports_(ports), changes_(changes) {}

    /// A window whose blocks cannot be read is missing throughout: nothing is judged by it.
    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, Exclusions exclusions) const;
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions exclusions) const;
    Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const;

private:
    /// The beginning of a calendar's window, summed up.
    struct Begun {
        ledger::SliId sli = 0;
        TimeRange range;
        ledger::WindowSum sum;
        std::uint64_t seen = 0;  ///< of Changes
    };
    Result<std::vector<ledger::WindowSum>> counted(ledger::SliId sli, std::span<const TimeRange> ranges) const;
    Result<ledger::WindowSum> to_date(const catalog::Slo& slo, ledger::SliId sli, TimeRange range) const;
    Result<Begun> begun(const catalog::Slo& slo, ledger::SliId sli, TimeRange range) const;
    Result<> leave_out(const catalog::Slo& slo, ledger::SliId sli, std::vector<ledger::WindowSum>& sums) const;

    const CountsPorts& ports_;
    const Changes& changes_;
    mutable std::mutex mutex_;  // guards what follows
    mutable std::unordered_map<std::string, Begun> begun_;
};

}  // namespace plimsoll::slo
