#include "base/zones.h"

#include <date/tz.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <vector>

#include "base/invariant.h"
#include "base/text.h"

namespace plimsoll::zones {
namespace {

constexpr const char* kVersionFile = "/usr/share/zoneinfo/tzdata.zi";
/// Compiled zones list each change up to here; the library does not read the rule for what follows.
constexpr int kLastYear = 2037;
constexpr int kFirstYear = 1970;

/// nullptr: the machine has no database at all.
const date::tzdb* database() {
    static const date::tzdb* const read = []() -> const date::tzdb* {
        try {
            return &date::get_tzdb();
        } catch (const std::exception&) {
            return nullptr;
        }
    }();
    return read;
}

/// "localtime" is whatever this machine is set to, so a promise cannot name it.
bool names_a_place(std::string_view name) { return name != "localtime" && name != "Factory" && name != "posixrules"; }

const date::time_zone* find(std::string_view name) {
    if (database() == nullptr || !names_a_place(name)) return nullptr;
    const auto& zones = database()->zones;
    const auto found = std::lower_bound(zones.begin(), zones.end(), name, [](const date::time_zone& zone, std::string_view n) { return zone.name() < n; });
    return found != zones.end() && found->name() == name ? &*found : nullptr;
}

const date::time_zone& zone_named(std::string_view name) {
    const date::time_zone* zone = find(name);
    INVARIANT(zone != nullptr, "the catalogue admits only zones that the machine knows");
    return *zone;
}

std::string plain(std::string_view words) {
    std::string out;
    for (const char c : words) out += c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::string_view city(std::string_view zone) { return zone.substr(zone.rfind('/') + 1); }

std::size_t shared_start(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

/// The same city elsewhere, else the name that begins most alike; empty when nothing is like it.
std::string like(std::string_view written) {
    const std::string wanted = plain(written);
    std::string best;
    std::size_t most = 3;
    for (const date::time_zone& zone : database()->zones) {
        if (!names_a_place(zone.name())) continue;
        const std::string name = plain(zone.name());
        if (city(name) == city(wanted)) return zone.name();
        const std::size_t same = shared_start(name, wanted);
        if (same > most) {
            most = same;
            best = zone.name();
        }
    }
    return best;
}

date::local_seconds local_of(const LocalTime& t) {
    const int months = t.year * 12 + (t.month - 1);
    const int year = months >= 0 ? months / 12 : (months - 11) / 12;
    const auto month = date::month(static_cast<unsigned>(months - year * 12 + 1));
    return date::local_days(date::year(year) / month / 1) + date::days(t.day - 1) + std::chrono::hours(t.hour) +
           std::chrono::minutes(t.minute) + std::chrono::seconds(t.second);
}

Timestamp timestamp_of(date::sys_seconds at) { return Timestamp::from_seconds(at.time_since_epoch().count()); }

/// Digits that stand alone at `from`; -1 for anything else.
int number(std::string_view text, std::size_t from, std::size_t digits) {
    int out = 0;
    for (std::size_t i = from; i < from + digits; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
        out = out * 10 + (text[i] - '0');
    }
    return out;
}

bool separated(std::string_view text) {
    const auto is = [&](std::size_t at, std::string_view allowed) { return at >= text.size() || allowed.find(text[at]) != allowed.npos; };
    return is(4, "-") && is(7, "-") && is(10, " T") && is(13, ":") && is(16, ":");
}

std::string version_in(const char* file) {
    constexpr std::string_view kBefore = "# version ";
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line) || !line.starts_with(kBefore)) return "unknown";
    return line.substr(kBefore.size());
}

}  // namespace

Result<> check(std::string_view zone) {
    if (find(zone) != nullptr) return {};
    if (database() == nullptr) return fail(errors::invalid, "this machine has no zone database; install the package tzdata");
    const std::string near = like(zone);
    return fail(errors::invalid, "\"" + text::printable(zone) + "\" is no IANA time zone; " +
                                     (near.empty() ? "write one such as Europe/Berlin or UTC" : "did you mean " + near + "?"));
}

Result<LocalTime> parse_local(std::string_view text) {
    const bool length = text.size() == 10 || text.size() == 16 || text.size() == 19;
    LocalTime out{number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)};
    if (text.size() > 10) {
        out.hour = number(text, 11, 2);
        out.minute = number(text, 14, 2);
    }
    if (text.size() > 16) out.second = number(text, 17, 2);
    const date::year_month_day day{date::year(out.year), date::month(static_cast<unsigned>(out.month)), date::day(static_cast<unsigned>(out.day))};
    const bool clock = out.hour >= 0 && out.hour < 24 && out.minute >= 0 && out.minute < 60 && out.second >= 0 && out.second < 60;
    if (!length || !separated(text) || !day.ok() || !clock) {
        return fail(errors::invalid, "\"" + text::printable(text) + "\" is no local time; write it without a zone, such as 2026-01-01 00:00:00");
    }
    if (out.year < kFirstYear || out.year > kLastYear) {
        return fail(errors::invalid, "\"" + text::printable(text) + "\" lies outside the years 1970 to 2037 that zone databases tell of");
    }
    return out;
}

Timestamp to_utc(std::string_view zone, const LocalTime& local) {
    const date::local_seconds at = local_of(local);
    const date::local_info info = zone_named(zone).get_info(at);
    if (info.result == date::local_info::nonexistent) return timestamp_of(info.first.end);
    return timestamp_of(date::sys_seconds(at.time_since_epoch()) - info.first.offset);
}

LocalTime to_local(std::string_view zone, Timestamp at) {
    const date::sys_seconds second(std::chrono::seconds(at.floor(Duration::seconds(1)).in_ms() / 1000));
    const date::local_seconds local = zone_named(zone).to_local(second);
    const auto midnight = date::floor<date::days>(local);
    const date::year_month_day day(midnight);
    const date::hh_mm_ss clock(local - midnight);
    return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())), static_cast<int>(static_cast<unsigned>(day.day())),
            static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count())};
}

const std::string& database_version() {
    static const std::string version = version_in(kVersionFile);
    return version;
}

}  // namespace plimsoll::zones
