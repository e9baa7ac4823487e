#include "domain/people/resume_dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "domain/people/document_statements.h"

namespace plimsoll::people {

namespace {

constexpr int kFirstYear = 1950;
constexpr int kLastYear = 2100;

/// Reads a line from left to right; every reader leaves the place where it was when it finds nothing.
class Scan {
public:
    explicit Scan(std::string_view line) : line_(line), lower_(lowered(line)) {}

    [[nodiscard]] bool done() const { return at_ >= lower_.size(); }
    [[nodiscard]] std::size_t at() const { return at_; }
    void to(std::size_t at) { at_ = at; }
    void skip_word() {
        if (std::isalnum(static_cast<unsigned char>(lower_[at_])) == 0) {
            ++at_;
            return;
        }
        while (!done() && std::isalnum(static_cast<unsigned char>(lower_[at_])) != 0) ++at_;
    }
    void spaces() {
        while (!done() && (lower_[at_] == ' ' || lower_[at_] == '\n')) ++at_;
    }

    struct Date {
        YearMonth value;
        bool year_told = true;  // false: a month whose year stands behind ("Jan - Mar 2020")
    };

    std::optional<Date> date() {
        const std::size_t begin = at_;
        for (const auto read : {&Scan::named_month, &Scan::quarter, &Scan::digits}) {
            if (auto found = (this->*read)()) return found;
            at_ = begin;
        }
        return std::nullopt;
    }
    bool now() {
        // "till date" is Indian English; the words of other languages stay in resumes that are otherwise in English.
        static constexpr auto kWords = std::to_array<std::string_view>({"present", "current", "currently", "now", "today", "ongoing", "to date", "till date", "till now", "till today", "to present", "the present", "date", "heute", "pr\xC3\xA9sent",
                                                                        "actuel", "aujourd'hui", "actualidad", "actualmente", "presente", "atual", "oggi", "heden", "nu"});
        return any_of(kWords);
    }
    bool joint() {
        const std::size_t begin = at_;
        spaces();
        static constexpr auto kWords = std::to_array<std::string_view>({"to", "until", "till", "through", "thru"});
        if (!done() && lower_[at_] == '-') {
            while (!done() && (lower_[at_] == '-' || lower_[at_] == '>')) ++at_;
            spaces();
            return true;
        }
        if (at_ > begin && any_of(kWords)) {
            spaces();
            return true;
        }
        at_ = begin;
        return false;
    }
    bool since() {
        static constexpr auto kWords = std::to_array<std::string_view>({"since", "from"});
        if (!any_of(kWords)) return false;
        spaces();
        return true;
    }

private:
    template <std::size_t N>
    bool any_of(const std::array<std::string_view, N>& words) {
        for (const std::string_view word : words) {
            if (std::string_view(lower_).substr(at_).starts_with(word) && !letter_at(at_ + word.size())) {
                at_ += word.size();
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] bool letter_at(std::size_t i) const { return i < lower_.size() && std::isalpha(static_cast<unsigned char>(lower_[i])) != 0; }
    [[nodiscard]] bool digit_at(std::size_t i) const { return i < lower_.size() && lower_[i] >= '0' && lower_[i] <= '9'; }

    /// Exactly `n` digits with none behind.
    std::optional<int> number(std::size_t least, std::size_t most) {
        std::size_t end = at_;
        while (digit_at(end)) ++end;
        if (end - at_ < least || end - at_ > most) return std::nullopt;
        int value = 0;
        for (; at_ < end; ++at_) value = value * 10 + (lower_[at_] - '0');
        return value;
    }
    std::optional<int> year() {
        const std::size_t begin = at_;
        if (!done() && lower_[at_] == '\'') {
            ++at_;
            if (const auto two = number(2, 2)) return *two >= 50 ? 1900 + *two : 2000 + *two;
        } else if (const auto four = number(4, 4); four && *four >= kFirstYear && *four <= kLastYear && !letter_at(at_)) {
            return four;
        }
        at_ = begin;
        return std::nullopt;
    }
    std::optional<Date> named_month() {
        static constexpr auto kMonths = std::to_array<std::pair<std::string_view, int>>(
            {{"january", 1}, {"february", 2}, {"march", 3}, {"april", 4}, {"may", 5}, {"june", 6}, {"july", 7}, {"august", 8}, {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
             {"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4}, {"jun", 6}, {"jul", 7}, {"aug", 8}, {"sept", 9}, {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12},
             {"spring", 0}, {"summer", 0}, {"autumn", 0}, {"fall", 0}, {"winter", 0}});
        if (lower_[at_] < 'a' || lower_[at_] > 'w') return std::nullopt;
        for (const auto& [name, month] : kMonths) {
            if (name.front() != lower_[at_]) continue;
            if (!std::string_view(lower_).substr(at_).starts_with(name) || letter_at(at_ + name.size())) continue;
            at_ += name.size();
            const std::size_t behind = at_;
            while (!done() && (lower_[at_] == '.' || lower_[at_] == ',' || lower_[at_] == ' ' || lower_[at_] == '-' || lower_[at_] == '/')) ++at_;
            // "March 3, 2020"
            const std::size_t before_day = at_;
            if (const auto day = number(1, 2); day && *day >= 1 && *day <= 31) {
                while (!done() && (lower_[at_] == ',' || lower_[at_] == ' ')) ++at_;
            } else {
                at_ = before_day;
            }
            if (const auto y = year()) return Date{{*y, month}, true};
            at_ = behind;
            if (month == 0) return std::nullopt;
            return Date{{0, month}, false};
        }
        return std::nullopt;
    }
    std::optional<Date> quarter() {
        if (lower_[at_] != 'q' || !digit_at(at_ + 1) || lower_[at_ + 1] < '1' || lower_[at_ + 1] > '4' || digit_at(at_ + 2)) return std::nullopt;
        at_ += 2;
        spaces();
        if (const auto y = year()) return Date{{*y, 0}, true};  // three months are no month
        return std::nullopt;
    }
    /// 2019-03(-01), 2019/03, 2019.03, 03/2019, 03.2019, 01.03.2019, 2019
    std::optional<Date> digits() {
        if (!digit_at(at_) && lower_[at_] != '\'') return std::nullopt;
        const auto sign = [&](std::size_t i) { return i < lower_.size() && (lower_[i] == '/' || lower_[i] == '.' || lower_[i] == '-'); };
        const std::size_t begin = at_;
        if (const auto y = year()) {
            const std::size_t behind = at_;
            if (sign(at_) && digit_at(at_ + 1)) {
                const char which = lower_[at_++];
                if (const auto m = number(2, 2); m && *m >= 1 && *m <= 12) {
                    if (!done() && lower_[at_] == which && digit_at(at_ + 1)) {
                        const std::size_t before_day = at_++;
                        if (!number(2, 2)) at_ = before_day;
                    }
                    return Date{{*y, *m}, true};
                }
                at_ = behind;
            }
            return Date{{*y, 0}, true};
        }
        at_ = begin;
        auto first = number(1, 2);
        if (!first || !sign(at_)) return std::nullopt;
        const char which = lower_[at_++];
        const std::size_t second_at = at_;
        if (const auto y = year(); y && *first >= 1 && *first <= 12) return Date{{*y, *first}, true};
        at_ = second_at;
        const auto second = number(1, 2);
        if (!second || done() || lower_[at_] != which) return std::nullopt;
        ++at_;
        const auto y = year();
        // Day first, as dots mean it; with slashes the part that can be a month.
        const int month = *second >= 1 && *second <= 12 && (which != '/' || *first > 12) ? *second : *first;
        if (!y || month < 1 || month > 12) return std::nullopt;
        if (which == '/' && *first <= 12 && *second <= 12) return Date{{*y, 0}, true};  // 03/04/2020 is two things
        return Date{{*y, month}, true};
    }

    std::string_view line_;
    std::string lower_;
    std::size_t at_ = 0;
};

/// Months [first, last] of union.
int union_of(std::vector<std::pair<int, int>> spans) {
    std::sort(spans.begin(), spans.end());
    int months = 0;
    int covered_to = 0;
    for (const auto& [first, last] : spans) {
        const int from = std::max(first, covered_to + 1);
        if (last >= from) months += last - from + 1;
        covered_to = std::max(covered_to, last);
    }
    return months;
}

}  // namespace

std::string YearMonth::text() const { return month == 0 ? fmt::format("{}", year) : fmt::format("{}-{:02}", year, month); }

std::vector<DateRange> date_ranges(std::string_view line) {
    std::vector<DateRange> out;
    // Most lines tell no time: every range holds two digits of a year.
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (std::adjacent_find(line.begin(), line.end(), [&](char a, char b) { return digit(a) && digit(b); }) == line.end()) return out;
    Scan scan(line);
    while (!scan.done()) {
        const std::size_t begin = scan.at();
        const bool since = scan.since();
        auto start = scan.date();
        if (!start) {
            scan.to(begin);
            scan.skip_word();
            continue;
        }
        const std::size_t behind = scan.at();
        if (scan.joint()) {
            if (scan.now() && start->year_told) {
                out.push_back({start->value, std::nullopt, begin, scan.at()});
                continue;
            }
            if (const auto end = scan.date(); end && end->year_told) {
                if (!start->year_told) start->value.year = end->value.year;
                const bool forward = start->value.first() <= end->value.last();
                if (forward) out.push_back({start->value, end->value, begin, scan.at()});
                continue;
            }
        }
        scan.to(behind);
        if (since && start->year_told && line.substr(begin, 5).size() == 5 && lowered(line.substr(begin, 5)) == "since") {
            out.push_back({start->value, std::nullopt, begin, behind});
        }
    }
    return out;
}

std::optional<YearMonth> read_date(std::string_view text) {
    if (text.empty()) return std::nullopt;
    Scan scan(text);
    const auto date = scan.date();
    if (!date || !date->year_told) return std::nullopt;
    return date->value;
}

MonthSpan covered_months(const std::vector<DateRange>& ranges, YearMonth as_of) {
    std::vector<std::pair<int, int>> least;
    std::vector<std::pair<int, int>> most;
    for (const DateRange& range : ranges) {
        const YearMonth end = range.end.value_or(as_of);
        least.emplace_back(range.start.last(), std::min(end.first(), as_of.first()));
        most.emplace_back(range.start.first(), std::min(end.last(), as_of.last()));
    }
    return {union_of(std::move(least)), union_of(std::move(most))};
}

}  // namespace plimsoll::people
