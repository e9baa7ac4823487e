#include "domain/slo/tape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/invariant.h"
#include "base/text.h"
#include "domain/slo/cuts.h"
#include "domain/slo/errors.h"
#include "domain/slo/range_sums.h"
#include "domain/slo/standing.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {
namespace {

/// Slots or ranges that are asked for at once: few enough to stay in a processor's cache.
constexpr std::int64_t kAtOnce = 16'384;
constexpr Duration kCoarsest = ledger::kLevels[std::size(ledger::kLevels) - 1].step;

Timestamp up(Timestamp at, Duration step) { return (at + step - Duration::ms(1)).floor(step); }

/// Of disjoint ranges, oldest first, how much lies within others that are asked for in rising order.
class Overlap {
public:
    explicit Overlap(std::span<const TimeRange> ranges) : ranges_(ranges) {}
    [[nodiscard]] Duration with(TimeRange range) {
        while (next_ < ranges_.size() && ranges_[next_].end <= range.start) ++next_;
        Duration out;
        for (std::size_t i = next_; i < ranges_.size() && ranges_[i].start < range.end; ++i) {
            out = out + (std::min(ranges_[i].end, range.end) - std::max(ranges_[i].start, range.start));
        }
        return out;
    }

private:
    std::span<const TimeRange> ranges_;
    std::size_t next_ = 0;
};

/// Slots of a step that should have been measured: since the first that was, less what is excluded.
std::int64_t slots_of(TimeRange step, Timestamp since, Overlap& excluded) {
    const TimeRange lived{std::clamp(since, step.start, step.end), step.end};
    if (lived.start >= lived.end) return 0;
    return lived.length() / ledger::kStep - excluded.with(lived) / ledger::kStep;
}

std::vector<TimeRange> down_to(std::span<const TimeRange> ranges, Duration step) {
    std::vector<TimeRange> out;
    for (const TimeRange& range : ranges) out.push_back({range.start.floor(step), range.end.floor(step)});
    return disjoint(std::move(out));
}

/// floor(times x count). Products of a count and a share of two integers fit 128 bits.
std::int64_t scaled_down(std::int64_t count, const Ratio& times) {
    const __int128 product = static_cast<__int128>(count) * times.numerator();
    const __int128 whole = product / times.denominator();
    return static_cast<std::int64_t>(product < 0 && whole * times.denominator() != product ? whole - 1 : whole);
}

}  // namespace

/// Reads counts onto a tape, oldest first.
class TapeMaking {
public:
    TapeMaking(const Counts& counts, const catalog::Slo& slo, Duration step, Exclusions exclusions)
        : counts_(counts), slo_(slo), exclusions_(exclusions), sliced_(slo.slicing.has_value()) {
        out_.step_ = step;
    }

    Result<Tape> make(TimeRange range) {
        TRY(check_step());
        const ledger::LiveWindows live = counts_.live(slo_, Exclusions::counted);
        if (never_fed(live)) return std::move(out_);
        const Duration unit = sliced_ ? std::max(out_.step_, slo_.slicing->length) : out_.step_;
        out_.since_ = live.since;
        newest_ = live.as_of.floor(ledger::kStep) + ledger::kStep;
        const Timestamp counted_to = sliced_ ? live.as_of.floor(ledger::kStep).floor(slo_.slicing->length) : newest_;
        const Timestamp begun = live.since.floor(unit);
        const TimeRange all{begun >= range.start ? begun : up(range.start, unit), std::min(range.end, counted_to).floor(out_.step_)};
        out_.start_ = all.start;
        if (all.start >= all.end) return std::move(out_);
        const std::int64_t steps = all.length() / out_.step_;
        if (steps > Tape::kMostSteps) {
            return fail(plimsoll::errors::invalid, fmt::format("{} steps at once; at most {}", steps, Tape::kMostSteps),
                        {{"/step", fmt::format("the range has {} of them, at most {} are read at once", steps, Tape::kMostSteps), "a longer step, or a shorter range"}});
        }
        out_.begin(steps);
        find_excluded(all);
        if (sliced_) {
            TRY(read_slices(all));
        } else {
            TRY(read_levels(all));
        }
        TRY(settle_doubts());
        out_.silences_ = disjoint(std::move(silences_));
        return std::move(out_);
    }

private:
    [[nodiscard]] Result<> check_step() const {
        const Duration step = out_.step_;
        const auto refuse = [&](const std::string& rule) {
            return fail(plimsoll::errors::invalid, "counts cannot be read in steps of " + text::duration(step), {{"/step", rule, "for example " + text::duration(sliced_ ? slo_.slicing->length : Duration::minutes(1))}});
        };
        if (!sliced_) {
            const bool kept = std::any_of(std::begin(ledger::kLevels), std::end(ledger::kLevels), [&](const ledger::Level& level) { return level.step == step; });
            return kept ? Result<>() : refuse("is one that the ledger keeps: 10s, 1m or 5m");
        }
        const std::int64_t slice = slo_.slicing->length.in_ms();
        const bool fits = step >= ledger::kStep && step.in_ms() % ledger::kStep.in_ms() == 0 && (step.in_ms() % slice == 0 || slice % step.in_ms() == 0);
        return fits ? Result<>() : refuse("is a whole number of slices of " + text::duration(slo_.slicing->length) + ", or divides one");
    }

    void find_excluded(TimeRange all) {
        if (exclusions_ == Exclusions::counted) return;
        for (const ExcludedRange& one : counts_.excluded(slo_, all)) excluded_.push_back(one.range);
        excluded_ = disjoint(std::move(excluded_));
        for (const TimeRange& one : excluded_) cut_.push_back({on_slot(one.start), on_slot(one.end)});
        cut_ = disjoint(std::move(cut_));
    }
    /// Where the ledger still tells an edge apart.
    [[nodiscard]] Timestamp on_slot(Timestamp at) const { return at.floor(finest_step(newest_ - at)); }

    /// The oldest part may be kept at coarser levels only.
    Result<> read_levels(TimeRange all) {
        Timestamp from = all.start;
        for (std::size_t level = std::size(ledger::kLevels); level-- > 0;) {
            const Duration step = ledger::kLevels[level].step;
            if (step < out_.step_) break;
            Timestamp until = all.end;
            if (step > out_.step_) {
                // A day less than the retention, as the ledger's own windows have it: blocks go as a whole.
                until = std::min(all.end, up(newest_ - (ledger::kLevels[level - 1].retention - Duration::days(1)), kCoarsest));
            }
            if (from >= until) continue;
            if (out_.steps() == 0) out_.start_ = from = up(from, step);
            TRY(read_level({from, until}, step));
            if (step > out_.step_) out_.coarse_until_ = until;
            from = until;
        }
        return {};
    }

    Result<> read_level(TimeRange range, Duration step) {
        Overlap cut(cut_);
        Overlap doubt(excluded_);
        const Timestamp end = range.start + step * (range.length() / step);
        for (Timestamp at = range.start; at < end;) {
            const Timestamp until = std::min(end, at + step * kAtOnce);
            const auto count = static_cast<std::size_t>((until - at) / step);
            TRY_ASSIGN(const ledger::Ledger::Series series, counts_.slots(slo_, {at, until}, count + 3, exclusions_));
            if (series.step != step || series.start != at || series.slots.size() < count) {
                return fail(errors::step_not_kept, fmt::format("steps of {} from {} on", text::duration(step), text::rfc3339(at)));
            }
            for (std::size_t i = 0; i < count; ++i, at = at + step) add({at, at + step}, series.slots[i], cut, doubt);
        }
        return {};
    }

    /// The counts of a slot lie in the last of its steps.
    void add(TimeRange slot, const ledger::Slot& counts, Overlap& cut, Overlap& doubt) {
        for (Timestamp at = slot.start; at < slot.end; at = at + out_.step_) {
            const TimeRange step{at, at + out_.step_};
            out_.add(step.end == slot.end ? counts : ledger::Slot{}, slots_of(step, out_.since_, cut));
        }
        if (counts.measured > 0) return;
        (doubt.with(slot) > Duration() ? doubts_ : silences_).push_back(slot);
    }

    /// A slice lies in the step of its start.
    Result<> read_slices(TimeRange all) {
        const Duration piece = std::max(out_.step_, slo_.slicing->length);
        std::vector<TimeRange> ranges;
        for (Timestamp at = all.start; at < all.end;) {
            ranges.clear();
            for (; at < all.end && ranges.size() < static_cast<std::size_t>(kAtOnce); at = at + piece) ranges.push_back({at, at + piece});
            TRY_ASSIGN(const std::vector<ledger::WindowSum> told, counts_.sums(slo_, ranges, exclusions_));
            for (std::size_t i = 0; i < ranges.size(); ++i) add_slices(ranges[i], told[i]);
        }
        return {};
    }

    void add_slices(TimeRange piece, const ledger::WindowSum& told) {
        out_.add(told.sum, told.slots);
        for (Timestamp at = piece.start + out_.step_; at < piece.end; at = at + out_.step_) out_.add({}, 0);
        if (slo_.composite) {
            if (told.slots > 0 && told.sum.measured == 0) silences_.push_back(piece);
            return;
        }
        const bool one_step = piece.length() == out_.step_;
        if (one_step && told.sum.measured > 0 && slo_.slicing->empty == catalog::EmptySlice::gap) return;
        for (Timestamp at = piece.start; at < piece.end; at = at + out_.step_) doubts_.push_back({at, at + out_.step_});
    }

    /// Whether samples came is asked of the events, with nothing left out.
    Result<> settle_doubts() {
        if (doubts_.empty()) return {};
        catalog::Slo events = slo_;
        events.method = catalog::BudgetingMethod::occurrences;
        events.slicing.reset();
        events.calendar.reset();
        for (std::size_t first = 0; first < doubts_.size(); first += static_cast<std::size_t>(kAtOnce)) {
            const std::span some = std::span(doubts_).subspan(first, std::min(doubts_.size() - first, static_cast<std::size_t>(kAtOnce)));
            TRY_ASSIGN(const std::vector<ledger::WindowSum> told, counts_.sums(events, some, Exclusions::counted));
            for (std::size_t i = 0; i < some.size(); ++i) {
                if (told[i].sum.measured == 0) silences_.push_back(some[i]);
            }
        }
        return {};
    }

    const Counts& counts_;
    const catalog::Slo& slo_;
    const Exclusions exclusions_;
    const bool sliced_;
    Tape out_;
    Timestamp newest_;
    std::vector<TimeRange> excluded_;  ///< disjoint
    std::vector<TimeRange> cut_;       ///< the same, on slots
    std::vector<TimeRange> silences_;
    std::vector<TimeRange> doubts_;    ///< nothing is counted there, but samples may have come
};

Result<Tape> Tape::of(const Counts& counts, const catalog::Slo& slo, TimeRange range, Duration step, Exclusions exclusions) {
    return TapeMaking(counts, slo, step, exclusions).make(range);
}

Tape Tape::of(const ledger::Ledger::Series& series, Timestamp since, std::span<const TimeRange> excluded) {
    Tape out;
    out.start_ = series.start;
    out.step_ = series.step;
    out.since_ = since;
    out.begin(static_cast<std::int64_t>(series.slots.size()));
    const std::vector<TimeRange> cuts = down_to(excluded, ledger::kStep);
    Overlap cut(cuts);
    Timestamp at = series.start;
    for (const ledger::Slot& slot : series.slots) {
        const TimeRange step{at, at + series.step};
        const Duration left_out = cut.with(step);
        out.add(left_out == series.step ? ledger::Slot{} : slot, slots_of(step, since, cut));
        if (slot.measured == 0 && left_out == Duration()) out.silences_.push_back(step);
        at = step.end;
    }
    out.silences_ = disjoint(std::move(out.silences_));
    return out;
}

void Tape::begin(std::int64_t steps) {
    counted_.reserve(static_cast<std::size_t>(steps) + 1);
    seen_.reserve(static_cast<std::size_t>(steps) + 1);
    counted_.emplace_back();
    seen_.emplace_back();
}

void Tape::add(const ledger::Slot& counts, std::int64_t slots) {
    const Counted counted = counted_.back();
    const Seen seen = seen_.back();
    counted_.push_back({counted.valid + counts.valid, counted.bad + counts.bad});
    seen_.push_back({seen.reporting + counts.reporting, seen.live + counts.live, seen.slots + static_cast<std::int32_t>(slots),
                     seen.measured + static_cast<std::int32_t>(counts.measured)});
}

ledger::WindowSum Tape::between(std::int64_t from, std::int64_t to, TimeRange range) const {
    const Sum before = at(from);
    const Sum then = at(to);
    return {range, step_, then.slots - before.slots,
            {then.valid - before.valid, then.bad - before.bad, then.measured - before.measured, then.reporting - before.reporting, then.live - before.live}};
}

ledger::WindowSum Tape::sum(TimeRange range) const {
    if (empty()) return {range, step_, 0, {}};
    const auto place = [&](Timestamp at) { return at <= start_ ? 0 : std::min(steps(), (at - start_) / step_); };
    return between(place(range.start), std::max(place(range.start), place(range.end)), range);
}

Tape Tape::scaled(const Ratio& times) const {
    INVARIANT(times > Ratio(), "traffic is above zero");
    Tape out = *this;
    for (Counted& counted : out.counted_) {
        const std::int64_t bad = scaled_down(counted.bad, times);
        counted = {scaled_down(counted.valid - counted.bad, times) + bad, bad};
    }
    return out;
}

Tape Tape::without(std::span<const TimeRange> ranges) const {
    Tape out;
    out.start_ = start_;
    out.step_ = step_;
    out.since_ = since_;
    out.coarse_until_ = coarse_until_;
    out.silences_ = silences_;
    if (empty()) return out;
    out.begin(steps());
    const std::vector<TimeRange> cuts = down_to(ranges, step_);
    Overlap cut(cuts);
    for (std::int64_t n = 0; n < steps(); ++n) {
        const TimeRange step{start_ + step_ * n, start_ + step_ * (n + 1)};
        const ledger::WindowSum one = between(n, n + 1, step);
        if (cut.with(step) > Duration()) out.add({}, 0);
        else out.add(one.sum, one.slots);
    }
    return out;
}

}  // namespace plimsoll::slo
