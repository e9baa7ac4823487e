#include "domain/people/kit_lint.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <sstream>

namespace plimsoll::people {

namespace {

bool is_fence(const std::string& line) {
    const std::size_t first = line.find_first_not_of(' ');
    return first != std::string::npos && line.compare(first, 3, "```") == 0;
}

std::size_t fences(const std::string& markdown) {
    std::istringstream lines(markdown);
    std::size_t n = 0;
    for (std::string line; std::getline(lines, line);) n += is_fence(line) ? 1 : 0;
    return n;
}

std::string folded(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

class Linter {
public:
    explicit Linter(catalog::Problems& problems) : problems_(problems) {}

    void look(const PlacedQuestion& placed) {
        at_ = &placed;
        const Question& q = placed.question;
        if (q.text.find_first_of("?.:") == std::string::npos)
            warn("text", "is neither a question nor a task", "end it with a question mark or a full stop");
        if (const auto [other, fresh] = texts_.emplace(folded(q.text), q.id); !fresh)
            warn("text", fmt::format("is the text of {} too", other->second),
                 "remove one of them, or ask for something else");
        if (q.dimensions.empty()) warn("dimensions", "is missing", "say what an answer is evidence for");
        answer("answers.spoken", q.answers.spoken, kSpokenWords, false, "it should take 60 to 90 seconds to say");
        answer("answers.technical", q.answers.technical, kTechnicalWords, false,
               "say why, with names, numbers and trade-offs");
        answer("answers.hands_on", q.answers.hands_on, kHandsOnWords, true,
               "show commands, queries, configuration or a worked example");
        list("strong", q.strong, kSignals, "signals of a strong answer");
        list("weak", q.weak, kSignals, "signals of a weak answer");
        list("pitfalls", q.pitfalls, kPitfalls, "ways in which a good candidate goes wrong");
        list("follow_ups", q.follow_ups, kFollowUps, "questions to ask next");
        for (const std::string& follow_up : q.follow_ups)
            if (!follow_up.ends_with('?'))
                warn("follow_ups", fmt::format("has \"{}\", which does not end with a question mark", follow_up),
                     "make it a question");
        both_sides(q);
    }

private:
    void warn(std::string_view field, std::string rule, std::string remedy) {
        problems_.warn(errors::kit_thin, at_->place, fmt::format("{}: `{}` {}", at_->question.id, field, rule),
                       std::move(remedy));
    }
    void answer(std::string_view field, const std::string& text, WordRange range, bool code, const char* remedy) {
        if (text.empty()) return warn(field, "is missing", remedy);
        const std::size_t n = words_in(text, code);
        if (n < range.least) warn(field, fmt::format("has {} words; at least {} are expected", n, range.least), remedy);
        if (n > range.most) warn(field, fmt::format("has {} words; at most {} are expected", n, range.most), remedy);
        if (fences(text) % 2 != 0) warn(field, "has fenced code that does not end", "close it with a line of ```");
    }
    void list(std::string_view field, const std::vector<std::string>& items, WordRange range, const char* what) {
        if (items.empty())
            return warn(field, "is missing", fmt::format("write {} to {} {}", range.least, range.most, what));
        if (items.size() < range.least || items.size() > range.most)
            warn(field, fmt::format("has {} items; {} to {} are expected", items.size(), range.least, range.most),
                 fmt::format("they are {}", what));
        std::set<std::string> seen;
        for (const std::string& item : items)
            if (!seen.insert(folded(item)).second) warn(field, fmt::format("says \"{}\" twice", item), "remove one");
    }
    void both_sides(const Question& q) {
        std::set<std::string> strong;
        for (const std::string& signal : q.strong) strong.insert(folded(signal));
        for (const std::string& signal : q.weak)
            if (strong.contains(folded(signal)))
                warn("weak", fmt::format("has \"{}\", which is among the strong signals", signal),
                     "decide which it is");
    }

    catalog::Problems& problems_;
    const PlacedQuestion* at_ = nullptr;
    std::map<std::string, std::string> texts_;  // folded, to the id that has it
};

}  // namespace

std::size_t words_in(std::string_view markdown, bool code) {
    std::istringstream lines{std::string(markdown)};
    std::size_t n = 0;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (is_fence(line)) {
            inside = !inside;
            continue;
        }
        if (inside && !code) continue;
        std::istringstream words(line);
        for (std::string word; words >> word;) ++n;
    }
    return n;
}

void lint(const std::vector<PlacedQuestion>& questions, catalog::Problems& problems) {
    Linter linter(problems);
    for (const PlacedQuestion& placed : questions) linter.look(placed);
}

}  // namespace plimsoll::people
