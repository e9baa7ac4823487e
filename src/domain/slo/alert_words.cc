#include "domain/slo/alert_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::slo {

namespace {

constexpr const char* kBeyondChance = ", by more than chance";

/// ", of at least 100 events" of a condition that ends so.
std::string least_words(const std::string& condition) {
    const std::size_t at = condition.rfind(", of at least ");
    return at == std::string::npos ? std::string() : condition.substr(at);
}

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

std::string budgets(const DefinitionChanged& e) {
    if (!e.budget_before && !e.budget_after) return "";
    if (!e.budget_after) return fmt::format("; its budget stood at {}", text::percent(*e.budget_before));
    if (!e.budget_before) return fmt::format("; its budget stands at {}", text::percent(*e.budget_after));
    return fmt::format("; its budget stands at {} instead of {}", text::percent(*e.budget_after), text::percent(*e.budget_before));
}

std::string objective(const Ratio& ratio) {
    const auto checked = Objective::of(ratio);
    return checked ? text::percent(*checked) : std::string("?");
}

}  // namespace

std::string condition_words(const catalog::BurnRule& rule, const catalog::LowTraffic& low_traffic) {
    std::string windows = text::duration_words(rule.long_window);
    if (rule.short_window > Duration()) windows += " and " + text::duration_words(rule.short_window);
    std::string out = burn_words(windows, rule.at_or_above, rule.factor);
    if (rule.guarded || low_traffic.interval) out += kBeyondChance;
    if (low_traffic.least_events > 0) out += fmt::format(", of at least {} events", text::count(low_traffic.least_events));
    return out;
}

std::string condition_words(const AlertFired& fired) {
    if (fired.kind == AlertKind::stale) return stale_words(fired.condition);
    std::string windows;
    for (const BurnEvidence& e : fired.evidence) windows += (windows.empty() ? "" : " and ") + text::duration_words(e.window);
    std::string out = burn_words(windows, fired.condition.find(" >= ") != std::string::npos, fired.factor);
    if (fired.condition.find(", beyond chance") != std::string::npos) out += kBeyondChance;
    return out + least_words(fired.condition);
}

std::string ending_words(const std::string& why) {
    if (why == "slo removed") return "the SLO was removed from the catalogue";
    if (why == "rule changed") return "its rule was changed in the catalogue";
    return why;
}

std::string change_words(const DefinitionChanged& e) {
    switch (e.what) {
        case DefinitionChange::created:
            return e.to ? fmt::format("is judged from now on: {} over {}", objective(e.to->objective), e.to->window) : std::string();
        case DefinitionChange::removed: return "is no longer judged";
        case DefinitionChange::rules: return "has other alert rules";
        default: break;
    }
    if (!e.from || !e.to) return "has a new definition";
    const std::string again = e.rejudged ? ", and its history is judged anew" : "";
    switch (e.what) {
        case DefinitionChange::target:
            return fmt::format("has a new target, {} instead of {}{}{}", objective(e.to->objective), objective(e.from->objective), again, budgets(e));
        case DefinitionChange::window: return fmt::format("has a new window, {} instead of {}{}{}", e.to->window, e.from->window, again, budgets(e));
        case DefinitionChange::method: return fmt::format("counts otherwise, {} instead of {}{}{}", e.to->method, e.from->method, again, budgets(e));
        default: return fmt::format("has a new indicator: generation {} begins{}", e.generation, budgets(e));
    }
}

}  // namespace plimsoll::slo
