// The workbook's pairs, scaled to a period.
#include <array>

#include "domain/catalog/model.h"

namespace plimsoll::catalog {

std::vector<BurnRule> workbook_rules(Duration period) {
    struct Pair {
        const char* name;
        Severity severity;
        int budget_percent;
        Duration long_window;
    };
    static constexpr std::array<Pair, 4> kPairs{{{"page-1h-5m", Severity::page, 2, Duration::hours(1)},
                                                 {"page-6h-30m", Severity::page, 5, Duration::hours(6)},
                                                 {"ticket-1d-2h", Severity::ticket, 10, Duration::days(1)},
                                                 {"ticket-3d-6h", Severity::ticket, 10, Duration::days(3)}}};
    std::vector<BurnRule> rules;
    for (const Pair& pair : kPairs) {
        if (pair.long_window > period) continue;
        BurnRule rule;
        rule.name = pair.name;
        rule.severity = pair.severity;
        rule.long_window = pair.long_window;
        rule.short_window = pair.long_window / 12;
        // One division, so that 14.4, 6, 3 and 1 come out as the doubles people write.
        rule.factor = static_cast<double>(pair.budget_percent * period.in_ms()) /
                      static_cast<double>(100 * pair.long_window.in_ms());
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace plimsoll::catalog
