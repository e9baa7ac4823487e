// rule_text.h: a recurrence rule as it is written, part by part, before anything expands it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::exclusions {

/// "FREQ=WEEKLY;BYDAY=SU", read: {"FREQ": "WEEKLY", "BYDAY": "SU"}.
struct RuleText {
    std::map<std::string, std::string, std::less<>> parts;
    std::vector<std::string> problems;  ///< each a rule that it breaks, in words; empty: none of these
    int count = 0;                      ///< COUNT; 0: not given
    [[nodiscard]] bool hourly() const;
    /// Without COUNT: who expands it counts.
    [[nodiscard]] std::string without_count() const;
};

/// Total: hostile text is only ever a problem.
[[nodiscard]] RuleText read_rule(std::string_view text);

}  // namespace plimsoll::exclusions
