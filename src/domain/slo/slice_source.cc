#include "domain/slo/slice_source.h"

#include <algorithm>

#include "domain/slo/budget.h"
#include "domain/slo/cuts.h"
#include "domain/slo/range_sums.h"

namespace plimsoll::slo {
namespace {

/// Edges of a month of minutes are asked for in two goes rather than held at once.
constexpr std::size_t kAtOnce = 20'000;

std::vector<TimeRange> whole_slices_from(Timestamp start, std::size_t count, Duration length) {
    std::vector<TimeRange> out;
    for (std::size_t i = 0; i < count; ++i) {
        const Timestamp at = start + length * static_cast<std::int64_t>(i);
        out.push_back({at, at + length});
    }
    return out;
}

/// For each slice the whole of it and then what is left of it; `until` tells where the pieces of each slice end.
struct Pieces {
    std::vector<TimeRange> ranges;
    std::vector<std::size_t> until;

    Pieces(const std::vector<Timestamp>& starts, Duration length, const std::vector<TimeRange>& cuts) {
        for (const Timestamp start : starts) {
            ranges.push_back({start, start + length});
            const std::vector<TimeRange> left = without({start, start + length}, cuts);
            ranges.insert(ranges.end(), left.begin(), left.end());
            until.push_back(ranges.size());
        }
    }
    [[nodiscard]] std::size_t from(std::size_t slice) const { return slice == 0 ? 0 : until[slice - 1]; }
};

}  // namespace

bool EventSlices::moved(Timestamp asked, Timestamp told) const {
    return asked > standing_.since && asked < open_end() && asked != told;
}

Result<> EventSlices::add_some(Timestamp start, std::size_t count, std::vector<SliceOutcome>& out) const {
    std::vector<Timestamp> edges;
    for (std::size_t i = 0; i <= count; ++i) edges.push_back(start + slo_.slicing->length * static_cast<std::int64_t>(i));
    TRY_ASSIGN(const auto told, ledger_.running(sli_, edges));
    for (std::size_t i = 0; i < count; ++i) {
        const bool apart = !moved(edges[i], told[i].at) && !moved(edges[i + 1], told[i + 1].at);
        out.push_back(apart ? slice_of_events(slo_, told[i + 1].sum - told[i].sum) : SliceOutcome{});
    }
    return {};
}

Result<std::vector<SliceOutcome>> EventSlices::slices(Timestamp start, std::size_t count) {
    std::vector<SliceOutcome> out;
    out.reserve(count);
    while (out.size() < count) {
        TRY(add_some(start + slo_.slicing->length * static_cast<std::int64_t>(out.size()), std::min(kAtOnce, count - out.size()), out));
    }
    return out;
}

SliceInput EventSlices::input_of(std::span<const ledger::WindowSum> pieces) const {
    SliceInput out;
    ledger::Slot sum;
    for (const ledger::WindowSum& piece : pieces) {
        out.slots += piece.slots;
        sum += piece.sum;
    }
    out.outcome = slice_of_events(slo_, sum);
    return out;
}

Result<std::vector<SliceSource::Left>> EventSlices::left_of(const std::vector<Timestamp>& starts, const std::vector<TimeRange>& cuts) {
    const Pieces pieces(starts, slo_.slicing->length, cuts);
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, range_sums(pieces.ranges, open_end(), [&](std::span<const Timestamp> instants) {
                   return ledger_.running(sli_, instants);
               }));
    std::vector<Left> out;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::span all(sums.begin() + static_cast<std::ptrdiff_t>(pieces.from(i)), sums.begin() + static_cast<std::ptrdiff_t>(pieces.until[i]));
        out.push_back({input_of(all.first(1)), input_of(all.subspan(1))});
    }
    return out;
}

MemberCounts member_counts(const FoundMember& member, const ledger::Slot& sum) {
    const bool measured = sum.measured > 0;
    return {measured ? sum.valid : 0, measured ? sum.bad : 0, member.weight, allowance_of(member.slo->objective),
            kind_of(*member.slo) == Kind::slices && whole_slices(*member.slo)};
}

SliceOutcome MemberSlices::judged(std::span<const ledger::Slot> members) const {
    std::vector<MemberCounts> counts;
    for (std::size_t m = 0; m < members.size(); ++m) counts.push_back(member_counts(members_[m], members[m]));
    return slice_of_members(slo_, counts);
}

Result<std::vector<SliceOutcome>> MemberSlices::slices(Timestamp start, std::size_t count) {
    const std::vector<TimeRange> ranges = whole_slices_from(start, count, slo_.slicing->length);
    std::vector<std::vector<ledger::WindowSum>> told;
    for (const FoundMember& member : members_) {
        TRY_ASSIGN(std::vector<ledger::WindowSum> sums, counts_.sums(*member.slo, ranges, Exclusions::counted));
        told.push_back(std::move(sums));
    }
    std::vector<SliceOutcome> out;
    std::vector<ledger::Slot> one(members_.size());
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t m = 0; m < told.size(); ++m) one[m] = told[m][i].sum;
        out.push_back(judged(one));
    }
    return out;
}

Result<std::vector<SliceSource::Left>> MemberSlices::left_of(const std::vector<Timestamp>& starts, const std::vector<TimeRange>&) {
    const Duration length = slo_.slicing->length;
    const Pieces pieces(starts, length, own_);
    std::vector<std::vector<ledger::Slot>> whole(starts.size());
    std::vector<std::vector<ledger::Slot>> left(starts.size());
    std::vector<std::int64_t> slots(starts.size());
    for (const FoundMember& member : members_) {
        TRY_ASSIGN(const std::vector<ledger::WindowSum> counted, counts_.sums(*member.slo, pieces.ranges, Exclusions::counted));
        TRY_ASSIGN(const std::vector<ledger::WindowSum> kept, counts_.sums(*member.slo, pieces.ranges, Exclusions::left_out));
        for (std::size_t i = 0; i < starts.size(); ++i) {
            whole[i].push_back(counted[pieces.from(i)].sum);
            left[i].emplace_back();
            for (std::size_t p = pieces.from(i) + 1; p < pieces.until[i]; ++p) {
                left[i].back() += kept[p].sum;
                slots[i] += kept[p].slots;
            }
        }
    }
    std::vector<Left> out;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        Left one{{judged(whole[i]), length / ledger::kStep}, {judged(left[i]), 0}};
        for (std::size_t p = pieces.from(i) + 1; slots[i] > 0 && p < pieces.until[i]; ++p) one.left.slots += pieces.ranges[p].length() / ledger::kStep;
        out.push_back(one);
    }
    return out;
}

}  // namespace plimsoll::slo
