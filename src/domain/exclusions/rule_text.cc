#include "domain/exclusions/rule_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "domain/exclusions/recurrence.h"

namespace plimsoll::exclusions {
namespace {

constexpr std::array<std::string_view, 5> kFrequencies = {"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::array<std::string_view, 11> kParts = {"FREQ", "INTERVAL", "COUNT", "WKST", "BYDAY", "BYMONTHDAY",
                                                     "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYHOUR", "BYSETPOS"};
constexpr int kIntervalMost = 1'000;

template <class Names>
bool among(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string quoted(std::string_view hostile) { return "\"" + text::printable(hostile.substr(0, 40)) + "\""; }

/// What a part that this does not know would have meant, where people write it.
std::string unknown_part(std::string_view name) {
    if (name == "UNTIL") return "must not have UNTIL: the end is the field `until`";
    if (name == "BYMINUTE" || name == "BYSECOND") return "must not have " + std::string(name) + ": minute and second are those of the start, and a rule recurs hourly at most";
    if (name == "RSCALE" || name == "SKIP") return "must not have " + std::string(name) + ": the calendar is the Gregorian one";
    if (name == "RRULE" || name.starts_with("DTSTART")) return "must be the rule alone, such as FREQ=WEEKLY;BYDAY=SU, without " + quoted(name);
    return "must be made of " + std::string("FREQ, INTERVAL, COUNT, WKST, BYDAY, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYMONTH, BYHOUR, BYSETPOS; not ") + quoted(name);
}

class Reading {
public:
    void split(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find(';'), text.size());
            part(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    void check() {
        const std::string_view frequency = of("FREQ");
        if (!among(kFrequencies, frequency)) complain("must have FREQ with one of HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY");
        const bool long_term = frequency == "MONTHLY" || frequency == "YEARLY";
        number("INTERVAL", kIntervalMost);
        rule.count = number("COUNT", static_cast<int>(kOccurrencesLimit));
        if (!long_term && rule.parts.contains("BYSETPOS")) complain("must have BYSETPOS only with FREQ=MONTHLY or YEARLY");
        for (const char* name : {"BYYEARDAY", "BYWEEKNO"}) {
            if (frequency != "YEARLY" && rule.parts.contains(name)) complain("must have " + std::string(name) + " only with FREQ=YEARLY");
        }
        const std::string_view days = of("BYDAY");
        if (!long_term && std::any_of(days.begin(), days.end(), [](char c) { return c >= '0' && c <= '9'; }))
            complain("must have numbers in BYDAY, as in 1SU, only with FREQ=MONTHLY or YEARLY");
    }
    RuleText rule;

private:
    void complain(std::string problem) { rule.problems.push_back(std::move(problem)); }
    [[nodiscard]] std::string_view of(std::string_view name) const {
        const auto found = rule.parts.find(name);
        return found == rule.parts.end() ? std::string_view() : std::string_view(found->second);
    }
    void part(std::string_view text) {
        const std::size_t equals = text.find('=');
        const std::string_view name = text.substr(0, std::min(equals, text.size()));
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
        if (!among(kParts, name)) return complain(unknown_part(name));
        const bool plain = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ',' || c == '+' || c == '-';
        });
        if (!plain) return complain("must give " + std::string(name) + " a value of capitals, digits, commas and signs, not " + quoted(value));
        if (!rule.parts.emplace(std::string(name), std::string(value)).second) complain("must have " + std::string(name) + " once");
    }
    int number(std::string_view name, int most) {
        const std::string_view value = of(name);
        if (value.empty()) return 0;
        int n = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
        if (error == std::errc() && end == value.data() + value.size() && n >= 1 && n <= most) return n;
        complain("must have " + std::string(name) + " from 1 to " + text::count(most));
        return 0;
    }
};

}  // namespace

bool RuleText::hourly() const {
    const auto found = parts.find("FREQ");
    return found != parts.end() && found->second == "HOURLY";
}

std::string RuleText::without_count() const {
    std::string out;
    for (const auto& [name, value] : parts) {
        if (name != "COUNT") out += (out.empty() ? "" : ";") + name + "=" + value;
    }
    return out;
}

RuleText read_rule(std::string_view text) {
    Reading reading;
    if (text.empty() || text.size() > kRuleLimit) {
        reading.rule.problems.push_back("must be a rule such as FREQ=WEEKLY;BYDAY=SU of at most 200 characters");
        return std::move(reading.rule);
    }
    reading.split(text);
    reading.check();
    return std::move(reading.rule);
}

}  // namespace plimsoll::exclusions
