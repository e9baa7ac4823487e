#include "domain/practice/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "domain/catalog/fields.h"
#include "domain/people/kit_lint.h"
#include "domain/practice/ids.h"
#include "domain/practice/phrases.h"
#include "domain/practice/story_words.h"

namespace plimsoll::practice {

namespace {

constexpr std::size_t kMostCited = 4;
constexpr std::size_t kThinLesson = 4;  // words

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// A figure that could be a result: digits, but no year ("2024"), no name ("p99", "S3") and no number of a list.
bool is_figure(const std::vector<Word>& words, std::size_t i) {
    const std::string& w = words[i].text;
    if (w.empty() || !is_digit(w.front())) return false;
    const bool unit_behind = i + 1 < words.size() && words[i + 1].text == "%";
    if (w.size() == 4 && (w.starts_with("19") || w.starts_with("20")) && std::all_of(w.begin(), w.end(), is_digit) && !unit_behind) {
        static const Vocabulary before = {"in", "since", "of", "from", "until", "by", "during", "early", "late", "q1", "q2", "q3", "q4", "spring", "summer", "autumn", "winter", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};
        return i > 0 && std::find(before.begin(), before.end(), words[i - 1].text) == before.end();
    }
    const std::string before = i > 0 ? words[i - 1].text : "";
    const std::string after = i + 1 < words.size() ? words[i + 1].text : "";
    static const Vocabulary ranks = {"sev", "tier", "level", "phase", "version", "step", "node", "layer", "part", "number", "stage", "priority", "release"};
    static const Vocabulary codes = {"400", "401", "403", "404", "429", "431", "500", "502", "503", "504"};
    const bool clock = w.ends_with("am") || w.ends_with("pm") || after == "am" || after == "pm" || (w == "24" && after == "7") || (w == "7" && before == "24");
    const bool code = std::find(codes.begin(), codes.end(), w) != codes.end() && !unit_behind && (after.starts_with("error") || after.starts_with("respon") || after == "s" || before == "http" || before == "status" || before == "code");
    return !clock && !code && std::find(ranks.begin(), ranks.end(), before) == ranks.end() && !w.ends_with("xx");
}

std::optional<Found> figure_in(const Phrases& text) {
    for (std::size_t i = 0; i < text.words().size(); ++i) {
        if (!is_figure(text.words(), i)) continue;
        const std::size_t to = std::min(i + 2, text.words().size());
        const bool same = text.words()[to - 1].clause == text.words()[i].clause;
        return Found{i, same ? to : i + 1, text.words()[i].begin, text.words()[same ? to - 1 : i].end};
    }
    auto found = text.stated(number_words());
    if (!found || found->to >= text.words().size() || text.words()[found->to].clause != text.words()[found->from].clause) return found;
    found->end = text.words()[found->to].end;  // "two million" says more than "two"
    ++found->to;
    return found;
}

/// A name, a code or a term of the trade that an interviewer can ask about: "max_connections", "p99", "503", "PgBouncer", "Kafka".
bool is_term(const Word& word, const std::string& written) {
    const bool digit = std::any_of(written.begin(), written.end(), is_digit);
    const bool letter = std::any_of(written.begin(), written.end(), [](char c) { return !is_digit(c) && c != '.' && c != ','; });
    if (digit && letter) return true;
    if (written.size() == 3 && digit && !letter && (written[0] == '4' || written[0] == '5') && written[1] == '0') return true;  // a status code
    if (!word.capital || word.text == "i" || word.text.starts_with("i'")) return false;
    const auto uppers = std::count_if(written.begin(), written.end(), is_upper);
    static const Vocabulary common = {"ok", "sre", "ceo", "cto", "us", "eu", "uk", "usa", "it", "hr", "pm", "vp", "am", "qa", "dev", "ops"};
    if (uppers >= 2) return std::find(common.begin(), common.end(), word.text) == common.end();
    return !word.first;
}

class Checker {
public:
    Checker(const Story& story, int pace) : story_(story) {
        out_.id = story.id;
        out_.kind = story.kind;
        out_.words_per_minute = pace;
    }

    StoryCheck check() {
        for (const Line& line : lines_) look_at(line);
        own_part();
        if (story_.kind != StoryKind::leaving && story_.kind != StoryKind::weakness) {
            number();
            trade_off();
            detail();
        }
        blame_in_lines();
        lesson();
        if (story_.kind == StoryKind::weakness) weakness();
        else if (story_.kind == StoryKind::leaving) leaving();
        else lasting_control();
        length();
        return std::move(out_);
    }

private:
    struct Line {
        const char* field;
        const std::string* text;
        const char* asks;
        Phrases words{*text};
    };

    void find(StoryRule rule, std::string field, std::vector<std::string> words, std::string text, std::string remedy) {
        out_.findings.push_back({rule, std::move(field), std::move(words), std::move(text), std::move(remedy)});
    }
    void show(StoryPart part, const Line& line, const Found& found) { out_.shows.push_back({part, line.field, line.words.quote(found)}); }
    [[nodiscard]] std::vector<std::string> cited(const Line& line, const std::vector<Found>& found) const {
        std::vector<std::string> out;
        for (const Found& f : found) {
            std::string words = line.words.quote(f);
            if (out.size() < kMostCited && std::find(out.begin(), out.end(), words) == out.end()) out.push_back(std::move(words));
        }
        return out;
    }
    [[nodiscard]] const Line& line(std::string_view field) const {
        return *std::find_if(lines_.begin(), lines_.end(), [&](const Line& l) { return field == l.field; });
    }
    [[nodiscard]] bool empty() const {
        return std::all_of(lines_.begin(), lines_.end(), [](const Line& l) { return l.words.words().empty(); });
    }

    void look_at(const Line& line) {
        if (line.words.words().empty())
            return find(StoryRule::missing_line, line.field, {}, fmt::format("The {} is not told.", line.field), line.asks);
        const std::string whole = catalog::trimmed(*line.text);
        if (whole.find('\n') != std::string::npos)
            find(StoryRule::several_lines, line.field, {}, fmt::format("The {} takes several lines.", line.field), "Say it in one line: what does not fit is what to say when asked");
    }

    /// A deed after "I": the words, or nothing.
    [[nodiscard]] static std::optional<Found> own_deed(const Line& line) {
        const auto& words = line.words.words();
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            const std::string& w = words[i].text;
            if (w != "i" && w != "i'd" && w != "i've") continue;
            std::size_t verb = i + 1;
            static const Vocabulary between = {"then", "also", "first", "myself", "had", "have", "personally", "and", "therefore", "alone", "did"};
            while (verb + 1 < words.size() && std::find(between.begin(), between.end(), words[verb].text) != between.end()) ++verb;
            if (words[verb].sentence != words[i].sentence) continue;
            const bool was = words[verb].text == "was" || words[verb].text == "am";
            if (std::find(thoughts().begin(), thoughts().end(), words[verb].text) != thoughts().end() && !was) continue;
            static const Vocabulary roles = {"commander", "incident", "lead", "leading", "responsible", "the", "owner", "owned"};
            if (was && (verb + 1 >= words.size() || std::find(roles.begin(), roles.end(), words[verb + 1].text) == roles.end())) continue;
            if (words[verb].text.ends_with("n't") || words[verb].text == "never") continue;
            return Found{i, verb + 1, words[i].begin, words[verb].end};
        }
        if (words.empty()) return std::nullopt;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const bool begins = words[i].first || (i > 0 && words[i - 1].clause != words[i].clause);
            if (begins && std::find(bare_deeds().begin(), bare_deeds().end(), words[i].text) != bare_deeds().end())
                return Found{i, i + 1, words[i].begin, words[i].end};
            const bool of_mine = words[i].text == "my" && i + 1 < words.size() && (words[i + 1].text == "part" || words[i + 1].text == "own" || words[i + 1].text == "proposal" || words[i + 1].text == "idea");
            if (of_mine) return Found{i, i + 2, words[i].begin, words[i + 1].end};
        }
        return std::nullopt;
    }

    void own_part() {
        const Line& action = line("action");
        const Line& result = line("result");
        const bool nothing_told = action.words.words().empty() && result.words.words().empty();
        if (nothing_told) return;
        for (const Line* l : {&action, &result}) {
            if (const auto deed = own_deed(*l)) return show(StoryPart::own_part, *l, *deed);
        }
        if (story_.kind == StoryKind::leaving) return;
        std::vector<Found> ours = action.words.all(group_deeds());
        const Line* where = &action;
        if (ours.empty()) {
            where = &result;
            ours = result.words.all(group_deeds());
        }
        if (!ours.empty())
            return find(StoryRule::we_only, where->field, cited(*where, ours), "It tells what \"we\" did; your own part is not in it.", "Say what you did yourself, with \"I\": the decision you took, the thing you built, the person you asked");
        find(StoryRule::no_own_part, "action", {}, "Nobody does anything in it: no \"I\" with a deed was found.", "Begin the action with \"I\" and a verb");
    }

    void number() {
        const Line& result = line("result");
        if (const auto figure = figure_in(result.words)) return show(StoryPart::number, result, *figure);
        if (empty()) return;
        for (const Line& l : lines_) {
            const auto figure = figure_in(l.words);
            if (!figure) continue;
            show(StoryPart::number, l, *figure);
            return find(StoryRule::no_number_in_result, "result", {l.words.quote(*figure)}, fmt::format("The figure stands in the {}; the result tells none.", l.field), "Say how much it changed, from what to what, over which time");
        }
        find(StoryRule::no_number, "result", {}, "No figure was found in any line.", "Name one that you can defend: before and after, over which time, out of how many. A count of hours or pages will do");
    }

    void trade_off() {
        for (const char* field : {"action", "result", "learning"}) {
            const Line& l = line(field);
            if (const auto found = l.words.stated(trade_offs())) return show(StoryPart::trade_off, l, *found);
        }
        if (!empty()) find(StoryRule::no_trade_off, "action", {}, "No choice with a price was found: nothing given up, no alternative weighed.", "Say what you did not do, and what your choice cost (\"rolled back instead of patching, which cost us the feature for a week\")");
    }

    void detail() {
        for (const char* field : {"action", "problem", "context", "result"}) {
            const Line& l = line(field);
            if (const auto found = detail_in(l)) return show(StoryPart::detail, l, *found);
        }
        if (!empty()) find(StoryRule::no_detail, "action", {}, "Nothing to drill into was found: no name, no code, no quoted words.", "Name one thing exactly: the error, the limit, the tool and its setting, or the sentence that was said");
    }
    [[nodiscard]] static std::optional<Found> detail_in(const Line& l) {
        const std::string& text = *l.text;
        for (std::size_t i = 0; i < l.words.words().size(); ++i) {
            const Word& w = l.words.words()[i];
            if (is_term(w, text.substr(w.begin, w.end - w.begin))) return Found{i, i + 1, w.begin, w.end};
        }
        for (const auto& [open_mark, close_mark] : {std::pair("\"", "\""), std::pair("`", "`"), std::pair("\xE2\x80\x9C", "\xE2\x80\x9D")}) {
            const std::size_t open = text.find(open_mark);
            const std::size_t close = open == std::string::npos ? open : text.find(close_mark, open + std::string_view(open_mark).size());
            if (close != std::string::npos) return Found{0, 0, open, close + std::string_view(close_mark).size()};
        }
        if (const std::size_t joint = text.find('_'); joint != std::string::npos && joint > 0) {  // max_connections
            const std::size_t before = text.find_last_of(" \t\n", joint);
            const std::size_t behind = text.find_first_of(" \t\n,;.", joint);
            return Found{0, 0, before == std::string::npos ? 0 : before + 1, behind == std::string::npos ? text.size() : behind};
        }
        return l.words.stated(times_and_places());
    }

    void blame_in_lines() {
        for (const Line& l : lines_) {
            std::vector<Found> found = l.words.all(blame());
            std::erase_if(found, [&](const Found& f) { return taken_on(l, f); });
            if (found.empty()) continue;
            find(StoryRule::blame, l.field, cited(l, found), "It reads as blame: a person, not a control, is what went wrong.", "Say what allowed it: the check that was missing, the default that was unsafe, and your own share in it");
        }
    }
    /// "my fault", "segmentation fault": taken on oneself, or of a machine.
    [[nodiscard]] static bool taken_on(const Line& l, const Found& f) {
        const auto& words = l.words.words();
        for (std::size_t i = f.from; i < f.to; ++i)
            if (words[i].text == "myself" || words[i].text == "mine") return true;
        const std::string before = f.from > 0 ? words[f.from - 1].text : "";
        return before == "i" || ((before == "my" || before == "our") && words[f.from].text.starts_with("team"));
    }

    void lesson() {
        if (story_.kind == StoryKind::leaving) return;
        const Line& l = line("learning");
        const auto& words = l.words.words();
        if (words.empty()) return;
        const std::vector<Found> vague = l.words.all(vague_lessons());
        const bool anchored = l.words.first(lasting()) || ends_with_since(l) || figure_in(l.words);
        if (!vague.empty() && !anchored)
            return find(StoryRule::vague_lesson, l.field, cited(l, vague), "The lesson would fit any story.", "Say what you do differently since, and where one can see it: a check, a number, a habit with a time");
        if (words.size() < kThinLesson)
            find(StoryRule::vague_lesson, l.field, {l.words.quote(0, l.text->size())}, "The lesson is too short to say anything that could be tried.", "Say what you do differently since");
    }

    /// "… within a day since.": what was begun goes on.
    [[nodiscard]] static std::optional<Found> ends_with_since(const Line& l) {
        const auto& words = l.words.words();
        for (std::size_t i = 1; i < words.size(); ++i) {
            const bool last = i + 1 == words.size() || words[i + 1].clause != words[i].clause;
            if (words[i].text == "since" && last) return Found{i, i + 1, words[i].begin, words[i].end};
        }
        return std::nullopt;
    }

    [[nodiscard]] bool shows_lasting() {
        for (const char* field : {"learning", "result", "action"}) {
            const Line& l = line(field);
            auto found = l.words.first(lasting());
            if (!found) found = ends_with_since(l);
            if (!found && story_.kind == StoryKind::weakness) found = l.words.first(managing());
            if (found) return show(StoryPart::lasting, l, *found), true;
        }
        return false;
    }
    void lasting_control() {
        if (empty() || shows_lasting()) return;
        find(StoryRule::nothing_lasting, "learning", {}, "Nothing that lasts was found: no control, habit or rule that is still there.", "Name what would catch it today: an alert, a test, a gate, a runbook that is drilled, a rule of the team");
    }

    void weakness() {
        for (const Line& l : lines_) {
            if (const auto found = l.words.stated(polished_flaws()))
                find(StoryRule::weakness_not_real, l.field, {l.words.quote(*found)}, "It reads as a strength in disguise.", "Name something that did harm once, to whom, and how you noticed");
        }
        if (empty() || shows_lasting()) return;
        find(StoryRule::weakness_not_managed, "action", {}, "Nothing was found that manages it: no habit, no tool, no agreement with somebody.", "Say what you do every time now, and how you know that it works (the last slip, and when)");
    }

    void leaving() {
        for (const Line& l : lines_) {
            const std::vector<Found> found = l.words.all(complaints());
            if (!found.empty())
                find(StoryRule::complaint, l.field, cited(l, found), "It reads as a complaint about where you are.", "Say what you are going to, and leave out what you are going from; one neutral sentence is enough when asked");
        }
        for (const Line& l : lines_)
            if (l.words.first(directions())) return;
        if (!empty()) find(StoryRule::no_direction, "result", {}, "It does not say what you are going to.", "Name the work, the scope or the problem that draws you, and why here");
    }

    void length() {
        for (const Line& l : lines_) out_.words += spoken_words(*l.text);
        out_.seconds = seconds_to_say(out_.words, out_.words_per_minute);
        if (out_.seconds <= kStorySeconds) return;
        const int most = kStorySeconds * out_.words_per_minute / 60;
        find(StoryRule::over_time, "", {}, fmt::format("{} words take {} s at {} words a minute; {} s hold {}.", out_.words, out_.seconds, out_.words_per_minute, kStorySeconds, most),
             fmt::format("Leave out {} words; the detail is for the second question", out_.words - most));
    }

    const Story& story_;
    std::array<Line, 5> lines_{{{"context", &story_.context, "Where was it, what was at stake, what was your role?"},
                                {"problem", &story_.problem, "What was wrong, and for whom?"},
                                {"action", &story_.action, "What did you do yourself, and what did you choose against?"},
                                {"result", &story_.result, "What changed, in a figure that you can defend?"},
                                {"learning", &story_.learning, "What do you do differently since, and what stayed?"}}};
    StoryCheck out_;
};

const char* purpose(StoryKind kind) {
    if (kind == StoryKind::reliability_win) return "A service is better since, in figures, and stays so";
    if (kind == StoryKind::hard_feedback) return "Given or taken: what was said, what changed in behaviour, how one can see it";
    return "Others changed their work without your having rank over them, and saw the gain";
}

}  // namespace

int spoken_words(const std::string& text) { return static_cast<int>(people::words_in(text, true)); }

int seconds_to_say(int words, int words_per_minute) { return (words * 60 + words_per_minute - 1) / words_per_minute; }

StoryCheck check_story(const Story& story, int words_per_minute) { return Checker(story, words_per_minute).check(); }

void broken_bounds(const Story& story, const std::string& at, std::vector<FieldError>& broken) {
    const auto bound = [&](const char* field, const std::string& text, std::size_t most) {
        if (const std::size_t n = catalog::characters(text); n > most)
            broken.push_back({at + "/" + field, fmt::format("has {} characters; {} are allowed", n, most), "say it shorter"});
    };
    if (!story.id.empty() && !is_own_id(story.id)) broken.push_back({at + "/id", kIdRule, ""});
    bound("title", story.title, kLongestTitle);
    bound("context", story.context, kLongestLine);
    bound("problem", story.problem, kLongestLine);
    bound("action", story.action, kLongestLine);
    bound("result", story.result, kLongestLine);
    bound("learning", story.learning, kLongestLine);
}

Result<StoriesAnswer> check_stories(const StoriesQuestion& question) {
    std::vector<FieldError> broken;
    if (question.stories.size() > kMostStories) broken.push_back({"/stories", fmt::format("has {} items; {} are allowed", question.stories.size(), kMostStories), "keep fewer"});
    if (question.words_per_minute < kSlowestPace || question.words_per_minute > kFastestPace)
        broken.push_back({"/words_per_minute", fmt::format("must be {} to {}", kSlowestPace, kFastestPace), "150 is unhurried"});
    for (std::size_t i = 0; i < std::min(question.stories.size(), kMostStories); ++i) broken_bounds(question.stories[i], fmt::format("/stories/{}", i), broken);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the stories", std::move(broken));

    StoriesAnswer out;
    for (const Story& story : question.stories) out.checks.push_back(check_story(story, question.words_per_minute));
    for (const StoryKind kind : {StoryKind::reliability_win, StoryKind::hard_feedback, StoryKind::influence}) {
        StoryReady ready{kind, "", 0, purpose(kind)};
        const StoryCheck* best = nullptr;
        for (const StoryCheck& check : out.checks) {
            const bool told = check.words > 0 && check.kind == kind;
            if (told && (!best || check.findings.size() < best->findings.size())) best = &check;
        }
        if (best) {
            ready.story = best->id;
            ready.findings = static_cast<int>(best->findings.size());
        }
        out.ready.push_back(std::move(ready));
    }
    return out;
}

}  // namespace plimsoll::practice
