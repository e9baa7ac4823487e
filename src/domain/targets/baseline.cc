#include "domain/targets/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/zones.h"
#include "domain/targets/basis.h"

namespace plimsoll::targets {
namespace {

constexpr int kHours = 24;
constexpr int kCells = 7 * kHours;
constexpr double kChance = 0.05 / kCells;
constexpr std::size_t kWeeksLeast = 3;
constexpr Duration kHour = Duration::hours(1);
constexpr Duration kQuarter = Duration::minutes(15);  ///< offsets of zones are multiples of it
constexpr std::array<const char*, 7> kWeekdays = {"Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"};

struct Pair {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    void add(const ledger::WindowSum& sum) {
        valid += sum.sum.valid;
        bad += sum.sum.bad;
    }
    [[nodiscard]] std::optional<double> sli() const {
        return valid > 0 ? std::optional(1 - static_cast<double>(bad) / static_cast<double>(valid)) : std::nullopt;
    }
    [[nodiscard]] double error() const { return static_cast<double>(bad) / static_cast<double>(valid); }
};

std::optional<double> coverage_of(std::int64_t measured, std::int64_t slots) {
    return slots > 0 ? std::optional(static_cast<double>(measured) / static_cast<double>(slots)) : std::nullopt;
}

/// 0 Monday … 6 Sunday; 1970-01-01 was a Thursday.
int weekday_of(const zones::LocalTime& local) {
    const std::int64_t days = zones::to_utc("UTC", {local.year, local.month, local.day, 0, 0, 0}) .in_ms() / Duration::days(1).in_ms();
    return static_cast<int>(((days + 3) % 7 + 7) % 7);
}

struct Day {
    Pair counts;
    std::int64_t slots = 0;
    std::int64_t measured = 0;
};

/// Counts by date and by hour of each week, piece by piece.
class Sorting {
public:
    Sorting(const slo::Tape& tape, TimeRange range, const std::string& zone) {
        const Duration piece = std::max(tape.step(), kQuarter);
        for (Timestamp at = range.start; at < range.end;) {
            const Timestamp next = std::min(range.end, at.floor(piece) + piece);
            take(tape.sum({at, next}), zones::to_local(zone, at));
            at = next;
        }
    }

    std::map<std::string, Day> days;                            ///< by date
    std::array<Pair, kCells> cells{};
    std::array<std::map<std::string, Pair>, kCells> weeks{};    ///< of each cell, by date

private:
    void take(const ledger::WindowSum& sum, const zones::LocalTime& local) {
        const std::string date = fmt::format("{:04}-{:02}-{:02}", local.year, local.month, local.day);
        Day& day = days[date];
        day.counts.add(sum);
        day.slots += sum.slots;
        day.measured += sum.sum.measured;
        if (date != date_) {
            date_ = date;
            weekday_ = weekday_of(local);
        }
        const auto cell = static_cast<std::size_t>(weekday_ * kHours + local.hour);
        cells[cell].add(sum);
        weeks[cell][date].add(sum);
    }

    std::string date_;
    int weekday_ = 0;
};

void add_days(Baseline& out, const Sorting& sorted) {
    std::vector<double> slis;
    for (const auto& [date, day] : sorted.days) {
        const auto sli = day.counts.sli();
        out.days.push_back({date, day.counts.valid, day.counts.bad, sli, coverage_of(day.measured, day.slots)});
        if (sli) slis.push_back(*sli);
    }
    if (slis.empty()) return;
    out.day_best = *std::max_element(slis.begin(), slis.end());
    out.day_worst = *std::min_element(slis.begin(), slis.end());
    out.day_median = middle_of(std::move(slis));
}

void add_week(Baseline& out, const Sorting& sorted) {
    for (int i = 0; i < kCells; ++i) {
        const Pair& cell = sorted.cells[static_cast<std::size_t>(i)];
        out.week.push_back({i / kHours, i % kHours, cell.valid, cell.bad, cell.sli()});
    }
}

void add_windows(Baseline& out, const slo::Tape& tape, Duration period) {
    std::vector<double> slis;
    for (Timestamp end = (out.range.start + period + kHour - Duration::ms(1)).floor(kHour); end <= out.range.end; end = end + kHour) {
        Pair window;
        window.add(tape.sum({end - period, end}));
        if (const auto sli = window.sli()) slis.push_back(*sli);
    }
    if (slis.empty()) return;
    out.window_worst = *std::min_element(slis.begin(), slis.end());
    out.window_median = middle_of(std::move(slis));
}

/// Which hours of the week stand out.
class Pattern {
public:
    Pattern(const Sorting& sorted, Pair all, std::int64_t per_one) : sorted_(sorted), all_(all), per_one_(static_cast<double>(per_one)) {
        for (std::size_t i = 0; i < kCells; ++i) out_[i] = stands_out(i);
    }

    /// The worst stretch of one weekday; empty: none stands out.
    [[nodiscard]] std::string words() const {
        std::optional<std::size_t> worst;
        for (std::size_t i = 0; i < kCells; ++i) {
            if (out_[i] && (!worst || cell(i).error() > cell(*worst).error())) worst = i;
        }
        if (!worst) return {};
        std::size_t first = *worst;
        std::size_t last = *worst;
        while (first % kHours > 0 && out_[first - 1]) --first;
        while (last % kHours < kHours - 1 && out_[last + 1]) ++last;
        Pair stretch;
        for (std::size_t i = first; i <= last; ++i) stretch = {stretch.valid + cell(i).valid, stretch.bad + cell(i).bad};
        const Pair rest{all_.valid - stretch.valid, all_.bad - stretch.bad};
        return fmt::format("worst {} {:02}-{:02}: {}, against {} otherwise", kWeekdays[first / kHours], first % kHours, last % kHours + 1,
                           share_words(*stretch.sli()), rest.valid > 0 ? share_words(*rest.sli()) : "nothing");
    }

private:
    [[nodiscard]] const Pair& cell(std::size_t i) const { return sorted_.cells[i]; }

    [[nodiscard]] bool stands_out(std::size_t i) const {
        const Pair rest{all_.valid - cell(i).valid, all_.bad - cell(i).bad};
        if (cell(i).valid <= 0 || rest.valid <= 0 || cell(i).error() <= rest.error()) return false;
        return comes_again(i, rest.error()) && !is_chance(i);
    }
    [[nodiscard]] bool comes_again(std::size_t i, double error_of_rest) const {
        std::size_t weeks = 0;
        std::size_t worse = 0;
        for (const auto& [date, week] : sorted_.weeks[i]) {
            if (week.valid <= 0) continue;
            ++weeks;
            if (week.error() > error_of_rest) ++worse;
        }
        return worse >= kWeeksLeast && 2 * worse >= weeks;
    }
    [[nodiscard]] bool is_chance(std::size_t i) const {
        const double share = static_cast<double>(cell(i).valid) / static_cast<double>(all_.valid);
        return binomial_tail(std::floor(static_cast<double>(cell(i).bad) / per_one_), std::floor(static_cast<double>(all_.bad) / per_one_), share) >= kChance;
    }

    const Sorting& sorted_;
    const Pair all_;
    const double per_one_;
    std::array<bool, kCells> out_{};
};

}  // namespace

double binomial_tail(double hits, double trials, double chance) {
    if (hits <= 0) return 1;
    if (hits > trials || chance <= 0) return 0;
    if (chance >= 1) return 1;
    const auto term = [&](double k) {
        return std::exp(std::lgamma(trials + 1) - std::lgamma(k + 1) - std::lgamma(trials - k + 1) + k * std::log(chance) + (trials - k) * std::log1p(-chance));
    };
    // Terms rise up to the mean and fall from there: what is summed is the side that has no hump.
    const double mean = trials * chance;
    double sum = 0;
    if (hits > mean) {
        for (double k = hits, t = term(k); k <= trials && t > sum * 1e-16; ++k, t *= (trials - k + 1) / k * chance / (1 - chance)) sum += t;
        return std::min(1.0, sum);
    }
    for (double k = hits - 1, t = term(k); k >= 0 && t > sum * 1e-16; t *= k / (trials - k + 1) * (1 - chance) / chance, --k) sum += t;
    return std::max(0.0, 1 - sum);
}

std::optional<double> middle_of(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    const std::size_t half = values.size() / 2;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), values.end());
    if (values.size() % 2 == 1) return values[half];
    return (values[half] + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half))) / 2;
}

Baseline baseline_of(const slo::Tape& tape, TimeRange range, const std::string& zone, Duration period, std::int64_t per_one) {
    Baseline out;
    out.range = range;
    out.zone = zone;
    const ledger::WindowSum all = tape.sum(range);
    Pair total;
    total.add(all);
    out.valid = total.valid;
    out.bad = total.bad;
    out.sli = total.sli();
    out.coverage = coverage_of(all.sum.measured, all.slots);
    const Sorting sorted(tape, range, zone);
    add_days(out, sorted);
    add_week(out, sorted);
    add_windows(out, tape, period);
    out.pattern = Pattern(sorted, total, per_one).words();
    return out;
}

}  // namespace plimsoll::targets
