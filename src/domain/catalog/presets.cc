#include "domain/catalog/presets.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace plimsoll::catalog {

namespace {

struct Pair {
    Severity severity;
    int budget_per_mille;
    Duration long_window;
    Duration short_window;
    bool guarded = false;
};

constexpr std::array<Pair, 4> kWorkbook{{{Severity::page, 20, Duration::hours(1), Duration::minutes(5)},
                                         {Severity::page, 50, Duration::hours(6), Duration::minutes(30)},
                                         {Severity::ticket, 100, Duration::days(1), Duration::hours(2)},
                                         {Severity::ticket, 100, Duration::days(3), Duration::hours(6)}}};
constexpr std::array<Pair, 1> kOutage{{{Severity::page, 5, Duration::minutes(5), Duration::minutes(1), true}}};
constexpr std::array<Pair, 2> kBudget25{{{Severity::page, 20, Duration::hours(1), Duration::minutes(5)},
                                         {Severity::ticket, 50, Duration::days(1), Duration::hours(2)}}};

BurnRule rule_of(const Pair& pair, Duration period, Duration short_window) {
    BurnRule rule;
    rule.severity = pair.severity;
    rule.long_window = pair.long_window;
    rule.short_window = short_window;
    rule.guarded = pair.guarded;
    // One division, so that 14.4, 6, 3 and 1 come out as the doubles people write.
    rule.factor = static_cast<double>(pair.budget_per_mille * period.in_ms()) / static_cast<double>(1000 * pair.long_window.in_ms());
    rule.name = fmt::format("{}-{}-{}", pair.severity == Severity::page ? "page" : "ticket", text::duration(rule.long_window), text::duration(short_window));
    return rule;
}

template <std::size_t N>
std::vector<BurnRule> rules_of(const std::array<Pair, N>& pairs, Duration period, Duration slice) {
    std::vector<BurnRule> rules;
    for (const Pair& pair : pairs) {
        const Duration short_window = std::max(pair.short_window, slice * 2);
        if (pair.long_window <= period && short_window < pair.long_window) rules.push_back(rule_of(pair, period, short_window));
    }
    return rules;
}

}  // namespace

const std::vector<std::string>& preset_names() {
    static const std::vector<std::string> kNames{"budget-2-5", "outage", "workbook"};
    return kNames;
}

std::optional<std::vector<BurnRule>> preset_rules(const std::string& name, Duration period, Duration slice) {
    if (name == "workbook") return rules_of(kWorkbook, period, slice);
    if (name == "outage") return rules_of(kOutage, period, slice);
    if (name == "budget-2-5") return rules_of(kBudget25, period, slice);
    return std::nullopt;
}

std::vector<BurnRule> workbook_rules(Duration period) { return rules_of(kWorkbook, period, Duration{}); }

}  // namespace plimsoll::catalog
