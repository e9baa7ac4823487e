#include "domain/policy/downtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "base/text.h"

namespace plimsoll::policy {

namespace {

constexpr std::int64_t kYearMs = 365LL * 86'400'000 + 21'600'000;  // 365.25 d
constexpr std::int64_t kMostDigits = 7;                            // after the point of a percentage: all products stay below 2^63
constexpr Duration kLongestPeriod = Duration::days(3660);
constexpr std::int64_t kMostEvents = 1'000'000'000'000'000;

struct Period {
    std::string name;
    std::int64_t ms = 0;
};

std::vector<Period> periods() {
    return {{"day", 86'400'000}, {"week", 7 * 86'400'000LL}, {"30 d", 30 * 86'400'000LL},
            {"month", kYearMs / 12}, {"quarter", kYearMs / 4}, {"year", kYearMs}};
}

Ratio reduced(__int128 numerator, __int128 denominator) {
    __int128 a = numerator;
    __int128 b = denominator;
    while (b != 0) std::swap(a %= b, b);
    const __int128 divisor = a == 0 ? 1 : a;
    return *Ratio::of(static_cast<std::int64_t>(numerator / divisor), static_cast<std::int64_t>(denominator / divisor));
}

DowntimeRow row_of(const Ratio& objective, const Period& period) {
    DowntimeRow row;
    row.period = period.name;
    row.period_days = static_cast<double>(period.ms) / 86'400'000.0;
    const __int128 bad = objective.denominator() - objective.numerator();
    row.allowed_exact = reduced(bad * period.ms, static_cast<__int128>(objective.denominator()) * 1000);
    row.allowed_seconds = row.allowed_exact.as_double();
    row.allowed_words = text::duration_words(Duration::ms(std::llround(row.allowed_seconds * 1000)));
    return row;
}

/// Reads everything that is asked and keeps every complaint.
class Reader {
public:
    explicit Reader(const DowntimeAsked& asked) : asked_(asked) {}

    Result<Downtime> read() {
        if (asked_.objective.has_value() == asked_.minutes.has_value())
            complain("objective", "exactly one of objective and minutes must be given", "write objective=99.95, or minutes=20 and period=30d");
        read_period();
        read_events();
        if (asked_.objective) read_objective();
        if (asked_.minutes) read_minutes();
        if (!broken_.empty()) return fail(plimsoll::errors::invalid, "the downtime cannot be computed", std::move(broken_));
        return answer();
    }

private:
    void complain(const std::string& name, std::string rule, std::string remedy) {
        broken_.push_back({"query " + name, std::move(rule), std::move(remedy)});
    }

    void read_period() {
        if (!asked_.period) return;
        const auto length = text::parse_duration(*asked_.period);
        const bool whole = length && length->in_ms() % 60'000 == 0;
        if (whole && *length >= Duration::minutes(1) && *length <= kLongestPeriod) period_ = *length;
        else complain("period", "must be whole minutes from 1m to 3660d", "write 30d, 4w or 12h");
    }

    void read_events() {
        if (!asked_.events) return;
        std::int64_t n = 0;
        const auto [end, error] = std::from_chars(asked_.events->data(), asked_.events->data() + asked_.events->size(), n);
        if (error == std::errc() && end == asked_.events->data() + asked_.events->size() && n >= 1 && n <= kMostEvents) out_.events = n;
        else complain("events", "must be a whole number from 1 to 10^15", "");
    }

    void read_objective() {
        const std::size_t point = asked_.objective->find('.');
        const bool long_tail = point != std::string::npos && asked_.objective->size() - point - 1 > kMostDigits;
        const auto objective = Objective::parse_percent(*asked_.objective);
        if (!objective || long_tail) {
            complain("objective", "must be a percentage above 0 and below 100, with at most 7 digits after the point", "write 99.95");
            return;
        }
        out_.objective_exact = objective->ratio();
        out_.objective = text::percent(*objective);
    }

    void read_minutes() {
        const auto minutes = Ratio::parse_decimal(*asked_.minutes);
        if (!asked_.period) complain("period", "must be given with minutes", "write period=30d");
        if (!minutes || minutes->denominator() > 1000 || minutes->numerator() <= 0) {
            complain("minutes", "must be a number above 0 with at most 3 digits after the point", "write 20, or 4.32");
            return;
        }
        if (!period_) return;
        const __int128 whole = static_cast<__int128>(period_->in_ms()) * minutes->denominator();
        const __int128 down = static_cast<__int128>(minutes->numerator()) * 60'000;
        if (down >= whole) {
            complain("minutes", "must be shorter than the period", "choose a longer period");
            return;
        }
        out_.objective_exact = reduced(whole - down, whole);
        constexpr std::int64_t kShown = 100'000'000;  // six decimals of a percent
        const __int128 scaled = static_cast<__int128>(out_.objective_exact.numerator()) * kShown;
        const auto floored = static_cast<std::int64_t>(scaled / out_.objective_exact.denominator());
        out_.rounded_down = scaled % out_.objective_exact.denominator() != 0;
        const auto shown = Ratio::of(floored, kShown);
        const auto objective = shown ? Objective::of(*shown) : Result<Objective>(fail(plimsoll::errors::invalid));
        if (objective) out_.objective = text::percent(*objective);
        else complain("minutes", "leave an objective too near to 0 or to 100 % to be written", "choose more minutes, or a shorter period");
    }

    Downtime answer() {
        std::vector<Period> rows = periods();
        const auto asked = [&](const Period& p) { return period_ && p.ms == period_->in_ms(); };
        if (period_ && std::none_of(rows.begin(), rows.end(), asked)) rows.push_back({text::duration(*period_), period_->in_ms()});
        std::stable_sort(rows.begin(), rows.end(), [](const Period& a, const Period& b) { return a.ms < b.ms; });
        for (const Period& period : rows) out_.rows.push_back(row_of(out_.objective_exact, period));
        if (out_.events) {
            const __int128 bad = out_.objective_exact.denominator() - out_.objective_exact.numerator();
            out_.events_allowed = static_cast<std::int64_t>(bad * *out_.events / out_.objective_exact.denominator());
        }
        out_.year = "365.25 d; a quarter is a fourth, a month a twelfth of it";
        return std::move(out_);
    }

    const DowntimeAsked& asked_;
    std::optional<Duration> period_;
    std::vector<FieldError> broken_;
    Downtime out_;
};

}  // namespace

Result<Downtime> downtime(const DowntimeAsked& asked) { return Reader(asked).read(); }

}  // namespace plimsoll::policy
