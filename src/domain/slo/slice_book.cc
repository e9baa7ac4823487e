#include "domain/slo/slice_book.h"

#include <algorithm>

#include "domain/slo/cuts.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {
namespace {

SliceLine::Cells cells_of(const catalog::Slo& slo) { return whole_slices(slo) ? SliceLine::Cells::whole : SliceLine::Cells::shares; }

/// A calendar's window is at most 31 of 30 days and an hour long. Two days more serve what is asked of yesterday.
Duration reach_of(const catalog::Slo& slo) {
    const Duration longest = std::max(rolling_windows_of(slo).back(), slo.period + slo.period / 25 + Duration::hours(2));
    return std::min(longest + Duration::days(2), slice_memory(slo.slicing->length));
}

SliceCut cut_of(Timestamp slice, std::int64_t slots, const SliceSource::Left& both) {
    SliceCut out{slice};
    const std::int64_t left = both.left.slots == 0 ? 0 : slots - (both.whole.slots - both.left.slots);
    const bool counts = left > 0;
    const SliceOutcome after = counts ? both.left.outcome : SliceOutcome{};
    const SliceOutcome& before = both.whole.outcome;
    out.say = std::int64_t{after.says} - std::int64_t{before.says};
    out.bad = std::int64_t{after.bad} - std::int64_t{before.bad};
    out.slots = left - slots;
    out.measured = (after.says ? left : 0) - (before.says ? slots : 0);
    return out;
}

}  // namespace

Duration slice_memory(Duration length) {
    Duration out;
    for (const ledger::Level& level : ledger::kLevels) {
        if (length.in_ms() % level.step.in_ms() == 0) out = level.retention - Duration::days(1);
    }
    return out;
}

Result<std::vector<SliceCut>> cuts_of(SliceSource& source, Duration length, TimeRange range, const std::vector<TimeRange>& cuts) {
    std::vector<SliceCut> out;
    std::vector<Timestamp> starts;
    for (const TimeRange& cut : within(range, cuts)) {
        const Timestamp next = starts.empty() ? range.start : starts.back() + length;
        for (Timestamp at = std::max(cut.start.floor(length), next); at < cut.end; at = at + length) starts.push_back(at);
    }
    if (starts.empty()) return out;
    TRY_ASSIGN(const std::vector<SliceSource::Left> left, source.left_of(starts, cuts));
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const SliceCut cut = cut_of(starts[i], length / ledger::kStep, left[i]);
        if (left[i].left.slots != left[i].whole.slots || cut.say != 0 || cut.bad != 0) out.push_back(cut);
    }
    return out;
}

SliceSum slice_sum(const catalog::Slo& slo, const SliceLine& line, const std::vector<SliceCut>& cuts, TimeRange range) {
    const Duration length = slo.slicing->length;
    const std::int64_t slots = length / ledger::kStep;
    const std::int64_t worth = worth_of_slice(slo);
    const SliceLine::Sum counted = line.sum(range);
    const auto from = static_cast<std::int64_t>(line.index_of(range.start));
    SliceSum out;
    out.range = {line.start() + length * from, line.start() + length * (from + counted.slices)};
    if (counted.slices == 0) out.range = {range.start, range.start};
    std::int64_t say = counted.say;
    out.slots = counted.slices * slots;
    out.sum = {0, counted.bad, counted.say * slots, 0, 0};
    const auto first = std::lower_bound(cuts.begin(), cuts.end(), out.range.start, [](const SliceCut& cut, Timestamp at) { return cut.slice < at; });
    for (auto cut = first; cut != cuts.end() && cut->slice < out.range.end; ++cut) {
        say += cut->say;
        out.slots += cut->slots;
        out.sum += {0, cut->bad, cut->measured, 0, 0};
    }
    out.sum.valid = say * worth;
    out.sum.reporting = out.sum.measured;
    out.sum.live = out.slots;
    return out;
}

SliceBook::SliceBook(const catalog::Slo& slo)
    : length_(slo.slicing->length), reach_(reach_of(slo)), line_(Timestamp(), slo.slicing->length, cells_of(slo)) {}

/// The end of what is known when nothing changed.
Timestamp SliceBook::judged_again_from(std::optional<Timestamp> changed, const Under& under) const {
    Timestamp from = line_.end();
    if (changed) from = std::min(from, (*changed - under.longest_slice).floor(length_));
    for (std::size_t i = 0; i < under.indicators.size(); ++i) {
        const Standing& now = under.indicators[i];
        const Timestamp before = i < counted_up_to_.size() ? counted_up_to_[i] : Timestamp::min();
        if (!now.fed() || now.as_of == before) continue;
        const Timestamp told = before == Timestamp::min() ? now.since : before.floor(ledger::kStep);
        from = std::min(from, (told - under.longest_slice).floor(length_));
    }
    return std::max(from, line_.start());
}

Result<> SliceBook::advance(const catalog::Slo& slo, const Standing& standing, const Under& under, std::optional<Timestamp> changed,
                            SliceSource& source) {
    if (!standing.fed()) return {};
    const Timestamp end = standing.complete.floor(ledger::kStep).floor(length_);
    const Timestamp first = std::max(standing.since, end - reach_).floor(length_);
    if (line_.size() == 0 || first < line_.start()) {
        line_ = SliceLine(std::min(first, end), length_, cells_of(slo));
        ++edition_;
    }
    const Timestamp from = judged_again_from(changed, under);
    const Timestamp to = std::max(end, line_.end());
    if (from < to) {
        TRY_ASSIGN(const std::vector<SliceOutcome> outcomes, source.slices(from, static_cast<std::size_t>((to - from) / length_)));
        std::size_t index = line_.index_of(from);
        for (const SliceOutcome outcome : outcomes) {
            if (index < line_.size()) line_.set(index, outcome);
            else line_.append(outcome);
            ++index;
        }
        line_.forget_before(end - reach_);
        ++edition_;
    }
    counted_up_to_.clear();
    for (const Standing& one : under.indicators) counted_up_to_.push_back(one.as_of);
    return {};
}

}  // namespace plimsoll::slo
