// slice_book.h: the slices of one SLO, kept up to date as they close, and what exclusions make of them.
//
// Life       filled from the ledger when first asked for; a closed slice is judged once, late samples and imports have it judged
//            again. Nothing here is stored: a restart fills it anew from the same counts.
// Bounds     as far back as the SLO's longest window and two days more: SliceLine says how many bytes that takes.
// Exclusions a slice that overlaps one is judged on what is left of it; one that lies within one is not counted at all.
// Threads    one at a time: SliceReads holds the lock.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/slo/changes.h"
#include "domain/slo/slices.h"
#include "domain/slo/standing.h"

namespace plimsoll::slo {

/// What a slice, or what is left of it, is judged by.
struct SliceInput {
    SliceOutcome outcome;
    std::int64_t slots = 0;  ///< of 10 s that were looked at
};

/// Judges stretches of time by the same counts as the SLO's own slices. Errors: io; not_found.
class SliceSource {
public:
    virtual ~SliceSource() = default;
    /// `count` whole slices from `start` on, nothing left out.
    virtual Result<std::vector<SliceOutcome>> slices(Timestamp start, std::size_t count) = 0;
    /// Of each slice that starts at one of `starts` what is left without `cuts`, and what the whole of it is.
    struct Left {
        SliceInput whole;
        SliceInput left;
    };
    virtual Result<std::vector<Left>> left_of(const std::vector<Timestamp>& starts, const std::vector<TimeRange>& cuts) = 0;
};

/// What an exclusion changes of one slice: add it to what is counted.
struct SliceCut {
    Timestamp slice;
    std::int64_t say = 0;
    std::int64_t bad = 0;
    std::int64_t slots = 0;
    std::int64_t measured = 0;
};
/// Of all slices that `cuts` touch within `range`. Errors: those of `source`.
[[nodiscard]] Result<std::vector<SliceCut>> cuts_of(SliceSource& source, Duration length, TimeRange range, const std::vector<TimeRange>& cuts);

/// Sums over slices. valid and bad are in the SLO's unit.
struct SliceSum {
    TimeRange range;         ///< of whole slices
    std::int64_t slots = 0;
    ledger::Slot sum;        ///< reporting and live: as if all series had reported wherever something is said
};
[[nodiscard]] SliceSum slice_sum(const catalog::Slo& slo, const SliceLine& line, const std::vector<SliceCut>& cuts, TimeRange range);

/// How far back slices of this length can be told apart in the ledger.
[[nodiscard]] Duration slice_memory(Duration length);

class SliceBook {
public:
    explicit SliceBook(const catalog::Slo& slo);

    /// What a composite stands on: each indicator, and the longest slice that any member counts, which may begin that much
    /// before the samples that close it.
    struct Under {
        std::vector<Standing> indicators;
        Duration longest_slice;
    };
    /// Judges what closed since the last time, and again what changed. Errors: those of `source`.
    Result<> advance(const catalog::Slo& slo, const Standing& standing, const Under& under, std::optional<Timestamp> changed, SliceSource& source);
    [[nodiscard]] const SliceLine& line() const { return line_; }
    /// Rises with every change of a slice.
    [[nodiscard]] std::uint64_t edition() const { return edition_; }

    std::uint64_t seen = 0;  ///< of Changes
    /// What exclusions change, as it was worked out last.
    struct Cut {
        std::uint64_t version = 0;
        std::uint64_t edition = 0;
        std::vector<TimeRange> ranges;
        std::vector<SliceCut> cuts;
    };
    Cut cut;

private:
    [[nodiscard]] Timestamp judged_again_from(std::optional<Timestamp> changed, const Under& under) const;

    Duration length_;
    Duration reach_;
    SliceLine line_;
    std::vector<Timestamp> counted_up_to_;  ///< of each indicator of a composite, when slices were judged last
    std::uint64_t edition_ = 0;
};

}  // namespace plimsoll::slo
