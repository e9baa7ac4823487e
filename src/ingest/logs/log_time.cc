#include "ingest/logs/log_time.h"

#include <charconv>
#include <chrono>
#include <cmath>

namespace plimsoll::ingest::logs {
namespace {

/// Digits at a fixed place; -1 if one is none.
int digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int month_of(std::string_view name) {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t at = kMonths.find(name);
    return at == std::string_view::npos || at % 3 != 0 ? -1 : static_cast<int>(at / 3) + 1;
}

/// Milliseconds from which a number is taken as such, and the farthest second that is a time (year 9999).
constexpr double kMilliseconds = 1e11;
constexpr double kFarthest_s = 253402300799.0;

}  // namespace

std::optional<Timestamp> local_time(std::string_view t) {
    if (t.size() != kLocalTimeBytes || t[2] != '/' || t[6] != '/' || t[11] != ':' || t[14] != ':' || t[17] != ':' || t[20] != ' ')
        return std::nullopt;
    const int day = digits(t, 0, 2);
    const int month = month_of(t.substr(3, 3));
    const int year = digits(t, 7, 4);
    const int hour = digits(t, 12, 2);
    const int minute = digits(t, 15, 2);
    const int second = digits(t, 18, 2);
    const int zone_hour = digits(t, 22, 2);
    const int zone_minute = digits(t, 24, 2);
    if (day < 1 || month < 1 || year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    if ((t[21] != '+' && t[21] != '-') || zone_hour < 0 || zone_hour > 23 || zone_minute < 0 || zone_minute > 59) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t zone_s = (zone_hour * 3600 + zone_minute * 60) * (t[21] == '-' ? -1 : 1);
    return Timestamp::from_seconds(days * 86'400 + hour * 3600 + minute * 60 + second - zone_s);
}

std::optional<double> plain_number(std::string_view written) {
    double value = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value, std::chars_format::fixed);
    if (error != std::errc() || end != written.data() + written.size() || !std::isfinite(value) || value < 0) return std::nullopt;
    return value;
}

std::optional<Timestamp> epoch_time(double seconds_or_ms) {
    if (!(seconds_or_ms >= 0)) return std::nullopt;
    const double ms = seconds_or_ms >= kMilliseconds ? seconds_or_ms : seconds_or_ms * 1000;
    if (ms > kFarthest_s * 1000) return std::nullopt;
    return Timestamp::from_ms(std::llround(ms));
}

std::optional<Timestamp> epoch_time(std::string_view written) {
    const auto value = plain_number(written);
    return value ? epoch_time(*value) : std::nullopt;
}

}  // namespace plimsoll::ingest::logs
