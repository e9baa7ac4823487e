#include "domain/slo/alert_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::slo {

namespace {

std::string burn_words(const std::string& windows, bool at_or_above, double factor) {
    return fmt::format("burn{} {} {}x", windows.empty() ? "" : " over " + windows, at_or_above ? "at or above" : "above", text::number(factor));
}

/// "no sample for 10m", as stale_after is written.
std::string stale_words(const std::string& condition) {
    const std::size_t last = condition.rfind(' ');
    if (last == std::string::npos) return condition;
    const auto length = text::parse_duration(std::string_view(condition).substr(last + 1));
    return length ? condition.substr(0, last + 1) + text::duration_words(*length) : condition;
}

}  // namespace

std::string condition_words(const catalog::BurnRule& rule) {
    std::string windows = text::duration_words(rule.long_window);
    if (rule.short_window > Duration()) windows += " and " + text::duration_words(rule.short_window);
    return burn_words(windows, rule.at_or_above, rule.factor);
}

std::string condition_words(const AlertFired& fired) {
    if (fired.kind == AlertKind::stale) return stale_words(fired.condition);
    std::string windows;
    for (const BurnEvidence& e : fired.evidence) windows += (windows.empty() ? "" : " and ") + text::duration_words(e.window);
    return burn_words(windows, fired.condition.find(" >= ") != std::string::npos, fired.factor);
}

std::string ending_words(const std::string& why) {
    if (why == "slo removed") return "the SLO was removed from the catalogue";
    if (why == "rule changed") return "its rule was changed in the catalogue";
    return why;
}

}  // namespace plimsoll::slo
