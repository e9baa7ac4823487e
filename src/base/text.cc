#include "base/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace plimsoll::text {

namespace {

struct Civil {
    std::int64_t year;
    int month;
    int day;
};

// Days since 1970 and back, proleptic Gregorian. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
Civil civil_from_days(std::int64_t z) {
    z += 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const auto doe = static_cast<std::uint64_t>(z - era * 146097);
    const std::uint64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const std::uint64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::uint64_t mp = (5 * doy + 2) / 153;
    const int day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
    const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    return {static_cast<std::int64_t>(yoe) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t days_from_civil(std::int64_t y, int m, int d) {
    y -= m <= 2 ? 1 : 0;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<std::uint64_t>(y - era * 400);
    const std::uint64_t doy = static_cast<std::uint64_t>((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1);
    const std::uint64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

int days_in_month(std::int64_t year, int month) {
    static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

/// Reads exactly `digits` digits at `at` and moves on; -1 if they are not there.
int take(std::string_view s, std::size_t& at, int digits) {
    int value = 0;
    for (int i = 0; i < digits; ++i, ++at) {
        if (at >= s.size() || s[at] < '0' || s[at] > '9') return -1;
        value = value * 10 + (s[at] - '0');
    }
    return value;
}

bool take_char(std::string_view s, std::size_t& at, std::string_view any) {
    if (at >= s.size() || any.find(s[at]) == std::string_view::npos) return false;
    ++at;
    return true;
}

struct UnitName {
    std::string_view name;
    std::int64_t ms;
};
constexpr std::array<UnitName, 6> kUnits{
    {{"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};

}  // namespace

std::string rfc3339(Timestamp at) {
    const std::int64_t ms = at.in_ms();
    std::int64_t days = ms / 86'400'000;
    std::int64_t rest = ms % 86'400'000;
    if (rest < 0) {
        rest += 86'400'000;
        --days;
    }
    const Civil c = civil_from_days(days);
    std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", c.year, c.month, c.day, rest / 3'600'000,
                                  rest / 60'000 % 60, rest / 1000 % 60);
    if (rest % 1000 != 0) out += fmt::format(".{:03}", rest % 1000);
    return out + "Z";
}

Result<Timestamp> parse_rfc3339(std::string_view s) {
    const auto bad = [&] { return fail(errors::malformed, "\"" + printable(s) + "\" is not an RFC 3339 time"); };
    // Extremes of the type, as rfc3339() writes them, are read back by the sign in front.
    std::size_t at = 0;
    const bool negative = !s.empty() && s[0] == '-';
    if (negative) at = 1;
    std::int64_t year = 0;
    const std::size_t year_start = at;
    while (at < s.size() && s[at] >= '0' && s[at] <= '9' && at - year_start < 10) year = year * 10 + (s[at++] - '0');
    if (at - year_start < 4) return bad();
    if (negative) year = -year;
    if (!take_char(s, at, "-")) return bad();
    const int month = take(s, at, 2);
    if (!take_char(s, at, "-")) return bad();
    const int day = take(s, at, 2);
    if (!take_char(s, at, "Tt ")) return bad();
    const int hour = take(s, at, 2);
    if (!take_char(s, at, ":")) return bad();
    const int minute = take(s, at, 2);
    if (!take_char(s, at, ":")) return bad();
    const int second = take(s, at, 2);
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60) {
        return bad();
    }
    std::int64_t fraction_ms = 0;
    if (take_char(s, at, ".")) {
        std::int64_t weight = 100;
        const std::size_t from = at;
        while (at < s.size() && s[at] >= '0' && s[at] <= '9') {
            fraction_ms += weight * (s[at++] - '0');
            weight /= 10;
        }
        if (at == from) return bad();
    }
    std::int64_t offset_minutes = 0;
    if (!take_char(s, at, "Zz")) {
        if (at >= s.size() || (s[at] != '+' && s[at] != '-')) return bad();
        const int sign = s[at++] == '-' ? -1 : 1;
        const int hours = take(s, at, 2);
        if (!take_char(s, at, ":")) return bad();
        const int minutes = take(s, at, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return bad();
        offset_minutes = sign * (hours * 60 + minutes);
    }
    if (at != s.size()) return bad();
    const std::int64_t seconds = days_from_civil(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second;
    __int128 ms = static_cast<__int128>(seconds - offset_minutes * 60) * 1000 + fraction_ms;
    if (ms > INT64_MAX || ms < INT64_MIN) return bad();
    return Timestamp::from_ms(static_cast<std::int64_t>(ms));
}

std::string duration(Duration d) {
    std::int64_t rest = d.in_ms();
    if (rest == 0) return "0s";
    std::string out;
    if (rest < 0) {
        out = "-";
        rest = -rest;
    }
    for (const UnitName& unit : kUnits) {
        if (unit.name == "w") continue;  // days read better than weeks: 30d, 90d
        if (rest / unit.ms == 0) continue;
        out += std::to_string(rest / unit.ms);
        out += unit.name;
        rest %= unit.ms;
    }
    return out;
}

Result<Duration> parse_duration(std::string_view s) {
    const auto bad = [&](std::string_view why) {
        return fail(errors::malformed, "\"" + printable(s) + "\" is not a duration: " + std::string(why));
    };
    std::string_view rest = s;
    const bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    if (rest.empty()) return bad("it is empty");
    if (rest == "0") return Duration();
    __int128 total = 0;
    std::size_t next_unit = 0;
    while (!rest.empty()) {
        std::int64_t n = 0;
        const auto [end, ec] = std::from_chars(rest.data(), rest.data() + rest.size(), n);
        if (ec != std::errc() || rest[0] == '-') return bad("write a whole number and a unit (ms, s, m, h, d, w)");
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        std::size_t length = 0;
        while (length < rest.size() && rest[length] >= 'a' && rest[length] <= 'z') ++length;
        const std::string_view name = rest.substr(0, length);
        std::size_t unit = next_unit;
        while (unit < kUnits.size() && kUnits[unit].name != name) ++unit;
        if (unit == kUnits.size()) return bad("units are ms, s, m, h, d, w, largest first, each once");
        total += static_cast<__int128>(n) * kUnits[unit].ms;
        if (total > INT64_MAX) return bad("it is too long");
        next_unit = unit + 1;
        rest.remove_prefix(length);
    }
    const auto ms = static_cast<std::int64_t>(total);
    return Duration::ms(negative ? -ms : ms);
}

std::string duration_words(Duration d) {
    std::int64_t ms = d.in_ms();
    if (ms < 0) return "-" + duration_words(Duration::ms(-ms));
    if (ms < 1000) return fmt::format("{} ms", ms);
    if (ms < 60'000) return ms % 1000 == 0 ? fmt::format("{} s", ms / 1000) : fmt::format("{:.1f} s", d.in_seconds());
    static constexpr std::array<UnitName, 4> kWords{
        {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1000}}};
    std::string out;
    int parts = 0;
    for (const UnitName& unit : kWords) {
        if (parts == 2) break;
        const std::int64_t n = ms / unit.ms;
        ms %= unit.ms;
        if (n == 0) {
            if (parts == 1) break;
            continue;
        }
        out += fmt::format("{}{} {}", parts == 0 ? "" : " ", n, unit.name);
        ++parts;
    }
    return out;
}

std::string number(double value) {
    if (value == 0) return "0";  // and never "-0"
    std::array<char, 400> buffer;  // not cleared: charts write ten thousand numbers at once
    const bool plain = std::fabs(value) < 1e21 && std::fabs(value) >= 1e-7;
    const auto result = plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
                              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

std::string count(std::int64_t value) {
    std::string digits = std::to_string(value);
    const std::size_t sign = value < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > sign + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string percent(double share, int digits) { return fmt::format("{:.{}f} %", share * 100, digits); }

std::string percent(const Objective& objective) {
    const Ratio& r = objective.ratio();
    // Exact: long division of 100 * numerator by denominator; decimals end because objectives are read from decimals.
    __int128 n = static_cast<__int128>(r.numerator()) * 100;
    const __int128 d = r.denominator();
    std::string out = std::to_string(static_cast<std::int64_t>(n / d));
    n %= d;
    if (n != 0) out += '.';
    for (int i = 0; n != 0 && i < 18; ++i) {
        n *= 10;
        out += static_cast<char>('0' + static_cast<int>(n / d));
        n %= d;
    }
    return out + " %";
}

namespace {

/// Decodes one code point; returns its length, 0 if the bytes are not UTF-8 there.
std::size_t code_point(std::string_view s, std::size_t at, std::uint32_t& out) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) {
        out = first;
        return 1;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (length == 0 || first > 0xf4 || at + length > s.size()) return 0;
    out = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0U) != 0x80) return 0;
        out = (out << 6) | (byte(at + i) & 0x3fU);
    }
    const bool overlong = (length == 3 && out < 0x800) || (length == 4 && out < 0x10000);
    if (overlong || (out >= 0xd800 && out <= 0xdfff) || out > 0x10ffff) return 0;
    return length;
}

bool hidden(std::uint32_t cp) {
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x061c || (cp >= 0x200b && cp <= 0x200f) ||
           (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

}  // namespace

std::string printable(std::string_view hostile) {
    std::string out;
    for (std::size_t at = 0; at < hostile.size();) {
        std::uint32_t cp = 0;
        const std::size_t length = code_point(hostile, at, cp);
        if (length == 0) {
            out += "\xef\xbf\xbd";
            ++at;
            continue;
        }
        if (!hidden(cp)) out += hostile.substr(at, length);
        at += length;
    }
    return out;
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        std::uint64_t eight = 0;
        if (bytes.size() - at >= sizeof eight) {
            std::memcpy(&eight, bytes.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080ULL) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            ++at;
            continue;
        }
        std::uint32_t cp = 0;
        const std::size_t length = code_point(bytes, at, cp);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string hex(std::string_view bytes) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto u = static_cast<unsigned char>(c);
        out += kHex[u >> 4];
        out += kHex[u & 15];
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    const auto nibble = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = nibble(text[i]);
        const int low = nibble(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

}  // namespace plimsoll::text
