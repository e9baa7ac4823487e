// slice_reads.h: windows, sums and slots of SLOs that count slices of time.
//
// Windows    end with the last slice that closed and hold as many whole slices as fit into them, at least one.
// Ranges     hold the slices that start within them.
// Threads    any; one book is worked on by one at a time. A book of a composite asks for those of its members while it is
//            held: members never ask back, because the catalogue admits no cycles.
#pragma once

#include <mutex>
#include <unordered_map>

#include "domain/slo/slice_source.h"

namespace plimsoll::slo {

class SliceReads {
public:
    /// `counts` is where members are read. Lifetime: all outlive this.
    SliceReads(const CountsPorts& ports, const Counts& counts, const Changes& changes) : ports_(ports), counts_(counts), changes_(changes) {}

    /// A window that could not be read is missing throughout: nothing is judged by it.
    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, Exclusions exclusions) const;
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions exclusions) const;
    Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const;

private:
    struct Kept {
        std::mutex mutex;  // guards what follows
        std::shared_ptr<const catalog::Catalog> catalog;
        std::string made_of;  ///< versions of the SLO and of its members
        std::optional<SliceBook> book;
    };
    /// One question about one SLO.
    struct Asked;
    [[nodiscard]] std::shared_ptr<Kept> kept(const catalog::Catalog& catalog, const catalog::Slo& slo) const;
    Result<> advance(Asked& asked) const;
    Result<> cut(Asked& asked) const;
    Result<std::vector<SliceSum>> all_sums(Asked& asked, std::span<const TimeRange> ranges, Exclusions exclusions) const;
    Result<> add_reporting(const Asked& asked, std::vector<ledger::WindowSum>& sums) const;
    [[nodiscard]] std::vector<TimeRange> excluded(const catalog::Catalog& catalog, const catalog::Slo& slo, TimeRange range) const;
    [[nodiscard]] std::vector<TimeRange> excluded_of_all(const catalog::Catalog& catalog, const catalog::Slo& slo, TimeRange range) const;
    [[nodiscard]] std::unique_ptr<SliceSource> source(const Asked& asked, TimeRange range) const;

    const CountsPorts& ports_;
    const Counts& counts_;
    const Changes& changes_;
    mutable std::mutex mutex_;  // guards what follows
    mutable std::unordered_map<std::string, std::shared_ptr<Kept>> kept_;
    mutable std::shared_ptr<const catalog::Catalog> pruned_;
};

}  // namespace plimsoll::slo
