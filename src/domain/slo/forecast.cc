#include "domain/slo/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

constexpr Duration kHour = Duration::hours(1);
constexpr std::size_t kHoursOfWeek = 168;
constexpr double kSure = 1.959963984540054;  ///< 95 % of the normal distribution
constexpr std::size_t kLeastDays = 7;
bool told(const PastCounts& hour) { return hour.sum.measured > 0; }

/// What an hour would have held had all of it been measured. One that is measured by less than half is taken for what it is: where
/// most slices are gaps, more of them are to be expected.
double whole_valid(const PastCounts& hour) {
    const auto valid = static_cast<double>(hour.sum.valid);
    if (hour.sum.measured * 2 < hour.slots) return valid;
    return valid * static_cast<double>(hour.slots) / static_cast<double>(hour.sum.measured);
}

std::size_t hour_of_week(Timestamp at) { return static_cast<std::size_t>(((at - Timestamp{}) / kHour) % static_cast<std::int64_t>(kHoursOfWeek)); }

/// How much comes in an hour.
class Traffic {
public:
    explicit Traffic(std::span<const PastCounts> hours) {
        std::array<std::int64_t, kHoursOfWeek> weeks{};
        std::int64_t all = 0;
        for (const PastCounts& hour : hours) {
            if (!told(hour)) continue;
            const std::size_t place = hour_of_week(hour.start);
            by_hour_[place] += whole_valid(hour);
            ++weeks[place];
            mean_ += whole_valid(hour);
            ++all;
        }
        if (all > 0) mean_ /= static_cast<double>(all);
        seasonal_ = *std::min_element(weeks.begin(), weeks.end()) >= 2;
        for (std::size_t i = 0; seasonal_ && i < kHoursOfWeek; ++i) by_hour_[i] /= static_cast<double>(weeks[i]);
    }
    [[nodiscard]] double at(Timestamp hour) const { return seasonal_ ? by_hour_[hour_of_week(hour)] : mean_; }
    [[nodiscard]] bool seasonal() const { return seasonal_; }

private:
    std::array<double, kHoursOfWeek> by_hour_{};
    double mean_ = 0;
    bool seasonal_ = false;
};

/// The error ratio that is taken to go on, and how far from it a number of days may lie.
class Errors {
public:
    explicit Errors(const ForecastFacts& facts) {
        for (const PastCounts& hour : facts.hours) {
            valid_ += hour.sum.valid;
            bad_ += hour.sum.bad;
        }
        if (valid_ == 0) return;
        mean_ = static_cast<double>(bad_) / static_cast<double>(valid_);
        per_one_ = facts.per_one;
        add_days(facts.hours);
    }
    [[nodiscard]] bool any() const { return valid_ > 0; }
    [[nodiscard]] std::size_t days() const { return days_; }
    [[nodiscard]] bool by_days() const { return days_ >= kLeastDays; }
    [[nodiscard]] double likely(double traffic) const { return mean_ * traffic; }
    /// `side` -1: as few as may well be; 1: as many. Of `ahead` with so much traffic in it.
    [[nodiscard]] double at_most(double traffic, Duration ahead, int side) const {
        if (!by_days()) {
            const WilsonInterval ratio = wilson(bad_, valid_, per_one_);
            return (side < 0 ? ratio.low : ratio.high) * traffic;
        }
        const double days = ahead.in_seconds() / 86'400;
        // The days to come vary as those that were, and the mean itself is known from so many days only.
        const double spread = std::sqrt(variance_ * days * (1 + days / static_cast<double>(days_)));
        return std::clamp(likely(traffic) + side * kSure * spread, 0.0, traffic);
    }

private:
    void add_days(std::span<const PastCounts> hours) {
        double squares = 0;
        for (std::size_t end = hours.size(); end >= 24; end -= 24) {
            double apart = 0;
            std::int64_t measured = 0;
            for (const PastCounts& hour : hours.subspan(end - 24, 24)) {
                apart += static_cast<double>(hour.sum.bad) - mean_ * static_cast<double>(hour.sum.valid);
                measured += hour.sum.measured;
            }
            if (measured == 0) continue;
            squares += apart * apart;
            ++days_;
        }
        if (days_ > 1) variance_ = squares / static_cast<double>(days_ - 1);
    }

    std::int64_t valid_ = 0;
    std::int64_t bad_ = 0;
    std::int64_t per_one_ = 1;
    double mean_ = 0;
    double variance_ = 0;  ///< of a day's bad counts about the mean ratio
    std::size_t days_ = 0;
};

/// The window as it moves on: what it held at first, less what left it, and what came.
struct Moving {
    double valid = 0;
    double bad = 0;
    double came = 0;  ///< valid, since now

    [[nodiscard]] std::optional<double> left(double allowance, double bad_to_come) const {
        const double all = valid + came;
        if (all <= 0) return std::nullopt;
        return 1 - (bad + bad_to_come) / (allowance * all);
    }
};

class Walk {
public:
    explicit Walk(const ForecastFacts& facts)
        : facts_(facts), traffic_(facts.hours), errors_(facts), allowance_(allowance_of(facts.slo.objective).as_double()) {
        for (const PastCounts& hour : facts.window) {
            moving_.valid += static_cast<double>(hour.sum.valid);
            moving_.bad += static_cast<double>(hour.sum.bad);
        }
    }

    void into(SloForecast& out) {
        out.remaining_now = facts_.remaining_now ? facts_.remaining_now : moving_.left(allowance_, 0);
        if (out.remaining_now && *out.remaining_now <= 0) out.exhausted_at = out.exhausted_low = out.exhausted_high = facts_.now;
        for (Timestamp at = facts_.now; at < facts_.end; at = at + kHour) hour(at, out);
        out.method = method();
        out.basis = basis();
    }
    [[nodiscard]] bool possible() const { return errors_.any(); }

private:
    void hour(Timestamp at, SloForecast& out) {
        const Timestamp end = std::min(at + kHour, facts_.end);
        const double share = (end - at).in_seconds() / kHour.in_seconds();
        moving_.came += traffic_.at(at) * share;
        // What came once the window has moved on by more than itself would leave again; the forecast ends before.
        if (!facts_.slo.calendar) leave(end - facts_.slo.period);
        const auto left = [&](double bad) { return moving_.left(allowance_, bad); };
        out.remaining_end = left(errors_.likely(moving_.came));
        out.low = left(errors_.at_most(moving_.came, end - facts_.now, 1));
        out.high = left(errors_.at_most(moving_.came, end - facts_.now, -1));
        const auto spent = [&](const std::optional<double>& share_left, std::optional<Timestamp>& when) {
            if (!when && share_left && *share_left <= 0) when = end;
        };
        spent(out.remaining_end, out.exhausted_at);
        spent(out.low, out.exhausted_low);
        spent(out.high, out.exhausted_high);
    }
    void leave(Timestamp before) {
        for (; gone_ < facts_.window.size() && facts_.window[gone_].start < before; ++gone_) {
            moving_.valid -= static_cast<double>(facts_.window[gone_].sum.valid);
            moving_.bad -= static_cast<double>(facts_.window[gone_].sum.bad);
        }
    }
    [[nodiscard]] std::string method() const {
        return fmt::format("{}; traffic {}, errors at their mean; interval of 95 % {}",
                           facts_.slo.calendar ? "what was counted to date and what comes until the window ends"
                                               : "what leaves the window and what comes, a period ahead",
                           traffic_.seasonal() ? "by the hour of the week" : "at its mean",
                           errors_.by_days() ? "by how the days differed, taken as independent" : "by Wilson, events taken as independent");
    }
    [[nodiscard]] std::string basis() const {
        const Duration length = kHour * static_cast<std::int64_t>(facts_.hours.size());
        return fmt::format("{} from {} to {}", text::duration_words(length), text::rfc3339(facts_.now - length), text::rfc3339(facts_.now));
    }

    const ForecastFacts& facts_;
    Traffic traffic_;
    Errors errors_;
    double allowance_;
    Moving moving_;
    std::size_t gone_ = 0;
};

}  // namespace

SloForecast forecast_of(const ForecastFacts& facts) {
    SloForecast out;
    out.name = facts.slo.name;
    out.window = {facts.now, facts.end};
    Walk walk(facts);
    if (!walk.possible()) {
        out.why_empty = "no valid events in the history that a forecast would stand on";
        return out;
    }
    walk.into(out);
    if (!out.remaining_end) out.why_empty = "no valid events are to be expected, and those of the window will have left it";
    return out;
}

}  // namespace plimsoll::slo
