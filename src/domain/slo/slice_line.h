// slice_line.h: what each slice of time came to, packed, with sums over any range of them.
//
// Shape      slice i covers [start + i x length, start + (i+1) x length). It says something, and then how bad it was, or nothing.
// Units      bad is 0 or 1 of a Timeslices SLO, else 10^-9 of a slice.
// Memory     a byte a slice of Timeslices, else four; and 16 bytes for every 64. 30 days of 5 minutes: 11 KB, or 37 KB.
// Cost       a sum adds 126 slices at most; a change of an old slice moves the sums of every 64 after it.
// Threads    none of its own.
#pragma once

#include <cstdint>
#include <vector>

#include "base/units.h"

namespace plimsoll::slo {

struct SliceOutcome {
    bool says = false;       ///< false: a gap
    std::uint32_t bad = 0;
    friend bool operator==(const SliceOutcome&, const SliceOutcome&) = default;
};

class SliceLine {
public:
    enum class Cells { whole, shares };
    SliceLine() = default;
    SliceLine(Timestamp start, Duration length, Cells cells) : start_(start), length_(length), cells_(cells) {}

    [[nodiscard]] Timestamp start() const { return start_; }
    [[nodiscard]] Timestamp end() const { return start_ + length_ * static_cast<std::int64_t>(size()); }
    [[nodiscard]] std::size_t size() const { return cells_ == Cells::whole ? bytes_.size() : words_.size(); }
    [[nodiscard]] SliceOutcome at(std::size_t index) const;

    void append(SliceOutcome outcome);
    void set(std::size_t index, SliceOutcome outcome);
    /// Forgets slices before `at`, as far as whole 64s go.
    void forget_before(Timestamp at);

    struct Sum {
        std::int64_t slices = 0;  ///< in the range
        std::int64_t say = 0;     ///< of them, those that say something
        std::int64_t bad = 0;
    };
    /// Of the slices that start within [range), as far as they are here.
    [[nodiscard]] Sum sum(TimeRange range) const;
    /// Index of the first slice that starts at `at` or later, within 0 and size().
    [[nodiscard]] std::size_t index_of(Timestamp at) const;

private:
    static constexpr std::size_t kChunk = 64;
    struct Before {
        std::int64_t say = 0;
        std::int64_t bad = 0;
    };
    [[nodiscard]] Before before(std::size_t index) const;

    Timestamp start_;
    Duration length_ = Duration::minutes(5);
    Cells cells_ = Cells::whole;
    std::vector<std::uint8_t> bytes_;
    std::vector<std::uint32_t> words_;
    std::vector<Before> chunks_;  ///< what stands before each 64
    Before all_;
};

}  // namespace plimsoll::slo
