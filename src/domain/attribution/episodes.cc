#include "domain/attribution/episodes.h"

#include <algorithm>

#include "base/invariant.h"

namespace plimsoll::attribution {
namespace {

using Series = ledger::Ledger::Series;
using I128 = __int128;

bool in_excess(const ledger::Slot& slot, const Ratio& allowance) {
    return static_cast<I128>(slot.bad) * allowance.denominator() > static_cast<I128>(allowance.numerator()) * slot.valid;
}

/// A higher share of bad events; without valid ones the more bad.
bool higher(const Peak& a, const Peak& b) {
    const I128 left = static_cast<I128>(a.bad) * std::max<std::int64_t>(b.valid, 1);
    const I128 right = static_cast<I128>(b.bad) * std::max<std::int64_t>(a.valid, 1);
    return left > right;
}

/// The last slots up to the one that was added, as many as make kPeakOver.
class Trailing {
public:
    explicit Trailing(const Series& series)
        : series_(series), most_(std::max<std::size_t>(1, static_cast<std::size_t>(kPeakOver / series.step))) {}

    /// Requires: slots in rising order.
    Peak ending_with(std::size_t slot) {
        if (slot >= to_ + most_) {  // nothing of what was summed is left
            from_ = to_ = slot + 1 - most_;
            valid_ = bad_ = 0;
        }
        while (to_ <= slot) take(series_.slots[to_++], 1);
        while (to_ - from_ > most_) take(series_.slots[from_++], -1);
        return {{start_of(series_, from_), start_of(series_, to_)}, valid_, bad_};
    }

private:
    void take(const ledger::Slot& slot, std::int64_t sign) {
        valid_ += sign * slot.valid;
        bad_ += sign * slot.bad;
    }

    const Series& series_;
    const std::size_t most_;
    std::size_t from_ = 0;  ///< [from_, to_) is summed
    std::size_t to_ = 0;
    std::int64_t valid_ = 0;
    std::int64_t bad_ = 0;
};

class Finder {
public:
    Finder(const Series& series, const Ratio& allowance)
        : series_(series), allowance_(allowance), trailing_(series), join_(static_cast<std::size_t>(kJoin / series.step)) {}

    std::vector<Episode> find(Timestamp known_to) {
        for (std::size_t i = 0; i < series_.slots.size(); ++i) {
            if (in_excess(series_.slots[i], allowance_)) extend(i);
        }
        if (!out_.empty()) out_.back().open = known_to - out_.back().range.end < kJoin;
        return std::move(out_);
    }

private:
    /// Slots of the gap between belong to the episode too.
    void extend(std::size_t slot) {
        if (out_.empty() || slot - out_.back().end > join_) {
            Episode fresh;
            fresh.begin = fresh.end = slot;
            out_.push_back(fresh);
        }
        Episode& episode = out_.back();
        for (; episode.end <= slot; ++episode.end) {
            const ledger::Slot& s = series_.slots[episode.end];
            episode.valid += s.valid;
            episode.bad += s.bad;
            if (s.measured == 0) episode.without_data = episode.without_data + series_.step;
            const Peak peak = trailing_.ending_with(episode.end);
            if (episode.end == episode.begin || higher(peak, episode.peak)) episode.peak = peak;
        }
        episode.range = {start_of(series_, episode.begin), start_of(series_, episode.end)};
    }

    const Series& series_;
    const Ratio& allowance_;
    Trailing trailing_;
    const std::size_t join_;
    std::vector<Episode> out_;
};

}  // namespace

std::vector<Episode> episodes_of(const Series& series, const Ratio& allowance, Timestamp end) {
    INVARIANT(series.step >= ledger::kStep, "slots have a length");
    INVARIANT(allowance.numerator() > 0 && allowance.numerator() < allowance.denominator(), "an objective is between 0 and 1");
    return Finder(series, allowance).find(end);
}

double burn_of(std::int64_t valid, std::int64_t bad, const Ratio& allowance) {
    if (valid <= 0) return 0;
    const auto spent = static_cast<long double>(static_cast<I128>(bad) * allowance.denominator());
    return static_cast<double>(spent / static_cast<long double>(static_cast<I128>(allowance.numerator()) * valid));
}

}  // namespace plimsoll::attribution
