#include "cli/time_text.h"

#include "base/text.h"
#include "base/zones.h"

namespace plimsoll::cli {
namespace {

constexpr Duration kFarthest = Duration::days(36'500);

std::optional<Timestamp> relative(const std::string& text, Timestamp now) {
    now = now.floor(Duration::seconds(1));  // nobody means the milliseconds
    if (text == "now") return now;
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto length = text::parse_duration(std::string_view(text).substr(1));
    if (!length || *length < Duration() || *length > kFarthest) return std::nullopt;
    return text[0] == '+' ? now + *length : now - *length;
}

}  // namespace

Result<Timestamp> time_of(const std::string& option, const std::string& text, const std::string& zone, Timestamp now) {
    if (const auto at = relative(text, now)) return *at;
    if (const auto at = text::parse_rfc3339(text)) return *at;
    const std::string rule = "must be a time: now, +2h, -30m, 2026-11-29T02:00:00Z or, with --zone, \"2026-11-29 02:00\"";
    if (zone.empty()) return fail(plimsoll::errors::invalid, "the command line", {{option, rule, ""}});
    TRY(zones::check(zone));
    const auto local = zones::parse_local(text);
    if (!local) return fail(plimsoll::errors::invalid, "the command line", {{option, rule, local.error().detail()}});
    return zones::to_utc(zone, *local);
}

}  // namespace plimsoll::cli
