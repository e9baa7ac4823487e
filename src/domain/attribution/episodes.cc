#include "domain/attribution/episodes.h"

#include <algorithm>
#include <cmath>

#include "base/invariant.h"

namespace plimsoll::attribution {
namespace {

using Series = ledger::Ledger::Series;
using I128 = __int128;

/// bad - allowance x valid, in parts of the allowance's denominator.
I128 excess_of(const ledger::Slot& slot, const Ratio& allowance) {
    return static_cast<I128>(slot.bad) * allowance.denominator() - static_cast<I128>(allowance.numerator()) * slot.valid;
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
    Finder(const Series& series, const Ratio& allowance) : series_(series), allowance_(allowance), trailing_(series) {}

    std::vector<Episode> find(const Scale& scale, Timestamp known_to) {
        std::vector<Episode> out;
        for (std::size_t slot = 0; slot < series_.slots.size();) {
            const std::size_t end = run_from(slot);
            if (end == slot) {
                ++slot;
                continue;
            }
            Episode episode = sum_of(slot, end);
            if (matters(episode.valid, episode.bad, allowance_, scale)) {
                add_peak(episode);
                out.push_back(std::move(episode));
            }
            slot = end;
        }
        if (!out.empty()) out.back().open = known_to - out.back().range.end < kJoin;
        return out;
    }

private:
    /// The end of the run that begins with the slot; the slot itself: none does. Looks at most kJoin beyond that end.
    [[nodiscard]] std::size_t run_from(std::size_t begin) const {
        I128 excess = excess_of(series_.slots[begin], allowance_);
        if (excess <= 0) return begin;
        I128 high = excess;
        std::size_t end = begin + 1;
        for (std::size_t slot = end; slot < series_.slots.size() && slot - end <= join_; ++slot) {
            excess += excess_of(series_.slots[slot], allowance_);
            if (excess <= 0) break;
            if (excess <= high) continue;
            high = excess;
            end = slot + 1;
        }
        return end;
    }

    [[nodiscard]] Episode sum_of(std::size_t begin, std::size_t end) const {
        Episode out;
        out.begin = begin;
        out.end = end;
        out.range = {start_of(series_, begin), start_of(series_, end)};
        for (std::size_t slot = begin; slot < end; ++slot) {
            const ledger::Slot& s = series_.slots[slot];
            out.valid += s.valid;
            out.bad += s.bad;
            if (s.measured == 0) out.without_data = out.without_data + series_.step;
        }
        return out;
    }

    void add_peak(Episode& episode) {
        for (std::size_t slot = episode.begin; slot < episode.end; ++slot) {
            const Peak peak = trailing_.ending_with(slot);
            if (slot == episode.begin || higher(peak, episode.peak)) episode.peak = peak;
        }
    }

    const Series& series_;
    const Ratio& allowance_;
    Trailing trailing_;
    const std::size_t join_ = static_cast<std::size_t>(kJoin / series_.step);
};

/// At most how likely a Poisson count with this mean is so high. Source: Chernoff's bound, exp(k - m) (m / k)^k.
double chance_of(double count, double mean) {
    if (count <= mean) return 1;
    return std::exp(count - mean + count * std::log(mean / count));
}

}  // namespace

std::vector<Episode> episodes_of(const Series& series, const Ratio& allowance, const Scale& scale, Timestamp end) {
    INVARIANT(series.step >= ledger::kStep, "slots have a length");
    INVARIANT(allowance.numerator() > 0 && allowance.numerator() < allowance.denominator(), "an objective is between 0 and 1");
    return Finder(series, allowance).find(scale, end);
}

bool matters(std::int64_t valid, std::int64_t bad, const Ratio& allowance, const Scale& scale) {
    const I128 spent = static_cast<I128>(bad) * allowance.denominator() * kMaterial;
    if (scale.period_valid > 0 && spent >= static_cast<I128>(allowance.numerator()) * scale.period_valid) return true;
    const auto one = static_cast<double>(scale.per_one);
    const double mean = allowance.as_double() * static_cast<double>(valid) / one;
    return mean <= 0 || chance_of(static_cast<double>(bad) / one, mean) < 1 / kChance;
}

double burn_of(std::int64_t valid, std::int64_t bad, const Ratio& allowance) {
    if (valid <= 0) return 0;
    const auto spent = static_cast<long double>(static_cast<I128>(bad) * allowance.denominator());
    return static_cast<double>(spent / static_cast<long double>(static_cast<I128>(allowance.numerator()) * valid));
}

}  // namespace plimsoll::attribution
