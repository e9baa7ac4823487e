// timeline.h: what is left out of which SLO's figures, ready to be asked ten thousand times: immutable, made anew when
// anything changes.
//
// Names      an exclusion covers an SLO that it names, all SLOs of a document or the groups of a roll-up that it names, and
//            all SLOs of a service that it names.
// Shape      ranges are disjoint and oldest first; where exclusions overlap, the one that began first covers (of two, the
//            one that was asked for first).
// Cost       a binary search for each of the names, and what lies within the range.
// Threads    any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/exclusions/state.h"
#include "domain/slo/counts.h"

namespace plimsoll::exclusions {

/// Every occurrence of an exclusion, oldest first, as it was asked for.
using Occurrences = std::shared_ptr<const std::vector<TimeRange>>;

/// Of them, what a withdrawal did not let count again.
[[nodiscard]] std::vector<TimeRange> still_left_out(const Exclusion& exclusion, const std::vector<TimeRange>& all);

/// Sorts, merges what overlaps, and gives each moment to one.
[[nodiscard]] std::vector<slo::ExcludedRange> disjoint(std::vector<slo::ExcludedRange> ranges);
/// `ranges` without what `taken` covers; both disjoint and oldest first.
[[nodiscard]] std::vector<TimeRange> without(const std::vector<TimeRange>& ranges, const std::vector<TimeRange>& taken);

/// The names by which exclusions and annotations may mean an SLO.
struct NamesOf {
    explicit NamesOf(const catalog::Slo& slo);
    std::vector<std::string> slos;  ///< itself, its document, its roll-up
    std::string service;
    [[nodiscard]] bool covered_by(const std::vector<std::string>& slos_named, const std::vector<std::string>& services_named) const;
};

class Timeline {
public:
    enum class Which { all, corrections };
    using OccurrencesOf = std::function<Occurrences(const Exclusion&)>;

    Timeline() = default;
    Timeline(const State& state, const OccurrencesOf& occurrences);

    /// What is left out of [range) of an SLO. `but`: as if this exclusion did not count.
    [[nodiscard]] std::vector<slo::ExcludedRange> of(const catalog::Slo& slo, TimeRange range, Which which = Which::all,
                                                     const std::string& but = {}) const;
    /// Nothing is left out of anything.
    [[nodiscard]] bool empty() const { return by_slo_.empty() && by_service_.empty(); }
    /// Exclusions that count, by id: titles and categories for charts.
    [[nodiscard]] const Exclusion* counting(const std::string& id) const;
    /// Those that count and those that wait, whatever their SLO.
    [[nodiscard]] const std::vector<Exclusion>& active() const { return active_; }
    /// That are not retracted and touch [range) of an SLO, oldest first.
    [[nodiscard]] std::vector<Annotation> annotations_of(const catalog::Slo& slo, TimeRange range) const;
    /// When time alone ends something next.
    [[nodiscard]] std::optional<Timestamp> next_due() const { return next_due_; }
    /// State::events that it stands on.
    [[nodiscard]] std::uint64_t events() const { return events_; }

private:
    struct Entry {
        TimeRange range;
        std::uint32_t exclusion = 0;  ///< index into active_
    };
    /// By start; `reach` of the longest tells how far back a search must begin.
    struct Line {
        std::vector<Entry> entries;
        Duration reach;
    };
    using Lines = std::unordered_map<std::string, Line>;

    static void sort(Lines& lines);
    void gather(const Lines& lines, const std::string& name, TimeRange range, Which which, const std::string& but,
                std::vector<slo::ExcludedRange>& out) const;

    std::vector<Exclusion> active_;
    std::vector<Annotation> annotations_;
    Lines by_slo_;
    Lines by_service_;
    std::optional<Timestamp> next_due_;
    std::uint64_t events_ = 0;
};

}  // namespace plimsoll::exclusions
