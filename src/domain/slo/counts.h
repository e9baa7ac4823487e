// counts.h: the counts a promise is judged on, whatever its method: events, slices of time, shares of members; with or
// without what was excluded. Everything that shows or judges an SLO reads its counts here and not from the ledger, so that
// a figure has one value.
//
// Shape      windows and sums as the ledger gives them. `valid` and `bad` are in the SLO's unit (CountScale); `slots`,
//            `measured`, `reporting` and `live` stay in slots of 10 s, so that coverage and missing data read the same for
//            every method: a slice counts as measured with all its slots or, where it is a gap, with none.
// Slices     only whole slices count; a slice belongs to the window that holds its start.
// Calendar   the period's window is the current calendar window to date, [its start, end of the open slot).
// Exclusions are left out of valid, bad, slots, measured, reporting and live alike: what remains weighs more, nothing is
//            counted as good. Edges are those of the ledger's level.
// Groups     a roll-up by `worst` shows the group with the least budget left; it says which (worst_of).
// Threads    any.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/catalog/model.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// What one count is: `per_one` counts make one of `noun`.
struct CountScale {
    Unit unit = Unit::events;
    std::int64_t per_one = 1;   ///< 1; 100 of an interpolated latency; 10^6 of raw ratios; 10^9 of ratio slices; 10^12 of burn
    std::string noun;           ///< "events", "samples", "slices", "budgets"
};
[[nodiscard]] CountScale scale_of(const catalog::Slo& slo);

/// A stretch of time that an SLO does not answer for.
struct ExcludedRange {
    TimeRange range;
    std::string exclusion;  ///< id
    friend bool operator==(const ExcludedRange&, const ExcludedRange&) = default;
};
enum class Exclusions { left_out, counted };

class Counts {
public:
    virtual ~Counts() = default;
    /// windows_of(slo) in their order, all with one `as_of`; as_of is min() before the first sample.
    [[nodiscard]] virtual ledger::LiveWindows live(const catalog::Slo& slo, Exclusions exclusions) const = 0;
    /// Sums over ranges, for the price of a few blocks however many they are. A range is brought down to whole slots (or
    /// slices). Errors: not_found (it is not bound, or a member is not); io.
    virtual Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges,
                                                        Exclusions exclusions) const = 0;
    /// Slot by slot (or slice by slice) at the finest step whose number is at most `most`. Errors: as sums().
    virtual Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t most,
                                                 Exclusions exclusions) const = 0;
    /// Of the indicator; of a composite, the least of its members.
    [[nodiscard]] virtual ledger::SliStatus status(const catalog::Slo& slo) const = 0;
    [[nodiscard]] virtual std::vector<ledger::SeriesStatus> series(const catalog::Slo& slo, std::size_t limit) const = 0;
    /// What is left out of [range), disjoint, oldest first.
    [[nodiscard]] virtual std::vector<ExcludedRange> excluded(const catalog::Slo& slo, TimeRange range) const = 0;
    /// The members that had nothing to say over the period (their weight was shared out among the others).
    [[nodiscard]] virtual std::vector<std::string> missing_members(const catalog::Slo& slo) const = 0;
    /// Of a roll-up by `worst`, the group whose counts it shows; empty of all others, and before the first sample.
    [[nodiscard]] virtual std::string worst_of(const catalog::Slo& slo) const = 0;
    /// Whether live() is just what the ledger keeps of the SLO's own indicator, but for the window of a calendar: then the judge
    /// may read its rules' windows there, for as long as they lie within `range`. Cheap.
    [[nodiscard]] virtual bool as_kept(const catalog::Slo& slo, TimeRange range) const = 0;
    /// The indicators that it stands on, through all its members and groups: when one of them settles, live() has moved.
    [[nodiscard]] virtual std::vector<ledger::SliId> stands_on(const catalog::Slo& slo) const = 0;
    /// Rises with every change that any of these could show. Cheap.
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
};

}  // namespace plimsoll::slo
