// practise_command.cc: `plimsoll practise`: a question against the clock, and what an interviewer would ask of a story, of a figure, of the
// figures of a resume. Out of this binary; nothing is kept.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/random.h"
#include "base/text.h"
#include "cli/checked.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/terminal.h"
#include "domain/people/bank.h"
#include "domain/people/question_words.h"
#include "domain/practice/ask.h"
#include "domain/practice/plan.h"
#include "domain/practice/sheet_reader.h"

namespace plimsoll::cli {

namespace {

using people::Question;

constexpr std::size_t kLongestFile = 1 << 20;  // bytes of YAML

std::vector<std::filesystem::path> folders_of(const std::string& kits) { return kits.empty() ? std::vector<std::filesystem::path>{} : std::vector<std::filesystem::path>{kits}; }

template <class E>
void read_word(const std::string& option, const std::string& word, std::optional<E>& out, std::vector<FieldError>& broken) {
    if (word.empty()) return;
    out = people::from_word<E>(word);
    if (!out) broken.push_back({option, "must be one of " + people::list_of<E>(), ""});
}

Result<practice::PlanQuestion> filter_of(const PractiseOptions& options) {
    practice::PlanQuestion out;
    std::vector<FieldError> broken;
    read_word("--competency", options.competency, out.competency, broken);
    read_word("--level", options.level, out.level, broken);
    read_word("--role", options.role, out.role, broken);
    if (options.seconds < 10 || options.seconds > practice::kLongestDrill) broken.push_back({"--seconds", fmt::format("must be 10 to {}", practice::kLongestDrill), "90 is usual"});
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the command line", std::move(broken));
    out.by = practice::NextBy::random;
    SystemRandom chance;
    out.seed = options.seed ? *options.seed : static_cast<std::int64_t>(chance.below(std::uint64_t{1} << 53));
    return out;
}

/// Those to be asked, one after another.
Result<std::vector<Question>> questions_of(const PractiseOptions& options, practice::PlanQuestion filter) {
    TRY_ASSIGN(const people::BankReading reading, people::read_bank(folders_of(options.kits)));
    if (!options.question.empty()) {
        TRY_ASSIGN(Question one, people::show_question(reading, options.question));
        return std::vector<Question>{std::move(one)};
    }
    TRY_ASSIGN(const practice::Plan plan, practice::plan_practice(filter, reading.bank, Timestamp()));
    std::vector<Question> out;
    for (const practice::NextQuestion& next : plan.next) out.push_back(*reading.bank.find(next.question));
    if (out.empty()) return fail(plimsoll::errors::not_found, "no question is so; `plimsoll question list` shows which there are");
    return out;
}

/// One go in a terminal: question, clock, reveal, check. The clock is a help: when it has run out one goes on as long as one likes.
class Drill {
public:
    Drill(const Terminal& terminal, int seconds) : terminal_(terminal), seconds_(seconds), live_(isatty(STDIN_FILENO) != 0) {}

    /// False: one wants to end.
    bool ask(const Question& q) {
        fmt::print("\n{}  {}\n{}", terminal_.tone(q.id, Tone::strong), terminal_.tone(fmt::format("{}, {}, {} min in an interview", people::word_of(q.competency), people::word_of(q.level), q.minutes), Tone::quiet), Page(terminal_, "").text(q.text));
        fmt::print("{}\n", terminal_.tone(fmt::format("Say it aloud in {} s. Enter starts the clock.", seconds_), Tone::quiet));
        if (!line()) return false;
        const int took = run_clock();
        fmt::print("{}\n", terminal_.tone(fmt::format("{} s. Nobody counts them but you.", took), Tone::quiet));
        return reveal(q);
    }

private:
    std::optional<std::string> line() {
        std::fflush(stdout);
        std::string out;
        if (!std::getline(std::cin, out)) return std::nullopt;
        return out;
    }

    /// Until Enter; the rest of the time stands on standard error while it is a terminal.
    int run_clock() {
        using Clock = std::chrono::steady_clock;
        const auto begin = Clock::now();
        const auto gone = [&] { return static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begin).count()); };
        if (!live_) return line(), gone();
        std::fflush(stdout);
        while (gone() < practice::kLongestDrill) {
            const int left = seconds_ - gone();
            fmt::print(stderr, "\r\x1b[K{}", left >= 0 ? fmt::format("{} s left; Enter when you are done", left) : std::string("time; finish your sentence, then Enter"));
            pollfd in{STDIN_FILENO, POLLIN, 0};
            if (poll(&in, 1, 1000) > 0) break;
        }
        fmt::print(stderr, "\r\x1b[K");
        line();
        return gone();
    }

    bool reveal(const Question& q) {
        while (true) {
            fmt::print("{}\n", terminal_.tone("1 spoken, 2 technical, 3 hands-on, c check yourself, f follow-ups, n next, q end", Tone::quiet));
            const auto word = line();
            if (!word || *word == "q") return false;
            if (*word == "n" || word->empty()) return true;
            if (*word == "1") section("Spoken, 60 to 90 seconds", q.answers.spoken);
            else if (*word == "2") section("Technical", q.answers.technical);
            else if (*word == "3") section("Hands-on", q.answers.hands_on);
            else if (*word == "c") check(q);
            else if (*word == "f") section("Then ask", items(q.follow_ups));
            else fmt::print("That is none of these.\n");
        }
    }

    void section(const std::string& heading, const std::string& markdown) { fmt::print("\n{}\n{}\n", terminal_.tone(heading, Tone::strong), Page(terminal_, "  ").text(markdown.empty() ? "Nothing is written at this depth." : markdown)); }
    static std::string items(const std::vector<std::string>& lines) {
        std::string out;
        for (const std::string& one : lines) out += "- " + one + "\n";
        return out;
    }
    static std::string numbered(const std::vector<std::string>& lines) {
        std::string out;
        for (std::size_t i = 0; i < lines.size(); ++i) out += fmt::format("{}. {}\n", i + 1, lines[i]);
        return out;
    }

    /// Which of the numbered lines one ticks.
    std::vector<bool> ticks(std::size_t n) {
        std::vector<bool> out(n);
        std::string numbers = line().value_or("");
        std::replace(numbers.begin(), numbers.end(), ',', ' ');
        std::istringstream in(numbers);
        for (std::size_t i = 0; in >> i;)
            if (i >= 1 && i <= n) out[i - 1] = true;
        return out;
    }

    void check(const Question& q) {
        section("Which of these did you say? Their numbers, then Enter", numbered(q.strong));
        const std::vector<bool> said = ticks(q.strong.size());
        section("And which of these did you notice in yourself?", numbered(q.weak));
        const std::vector<bool> weak = ticks(q.weak.size());
        std::string missing;
        for (std::size_t i = 0; i < said.size(); ++i) missing += said[i] ? "" : "- " + q.strong[i] + "\n";
        fmt::print("\n{} of {} said, {} of {} to lose.\n", std::count(said.begin(), said.end(), true), said.size(), std::count(weak.begin(), weak.end(), true), weak.size());
        if (!missing.empty()) section("Not said yet", missing);
        section("How good candidates go wrong here", items(q.pitfalls));
    }

    const Terminal& terminal_;
    int seconds_;
    bool live_;
};

Result<catalog::FileText> file_of(const std::string& path, std::size_t most) {
    std::ifstream in(path == "-" ? "/dev/stdin" : path, std::ios::binary);
    if (!in) return fail(plimsoll::errors::io, "cannot read \"" + path + "\"");
    std::string text(most + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return fail(plimsoll::errors::io, "cannot read \"" + path + "\"");
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > most) return fail(plimsoll::errors::invalid, fmt::format("\"{}\" has more than {} bytes", path, most));
    return catalog::FileText{path, std::move(text)};
}

void print_lines(const Terminal& terminal, const std::string& text, const std::string& first, const std::string& hang) {
    fmt::print("{}", wrapped(text::printable(text), static_cast<std::size_t>(std::min(terminal.width(), kWidestText)), first, hang));
}

std::string quotes(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& w : words) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", w);
    return out;
}

void print_story(const Terminal& terminal, const practice::StoryCheck& check, const practice::Story& story) {
    fmt::print("{}  {}\n", terminal.tone(text::printable(story.title.empty() ? people::word_of(story.kind) : story.title), Tone::strong),
               terminal.tone(fmt::format("{} words, {} s at {} words a minute", check.words, check.seconds, check.words_per_minute), Tone::quiet));
    for (const practice::StoryFinding& f : check.findings) {
        print_lines(terminal, f.text + (f.words.empty() ? "" : " " + quotes(f.words)), fmt::format("  {}: ", f.field.empty() ? "whole" : f.field), "    ");
        print_lines(terminal, f.remedy + ".", "    ", "    ");
    }
    for (const practice::StoryShows& s : check.shows)
        fmt::print("  {}\n", terminal.tone(fmt::format("{}: \"{}\" in the {}", people::word_of(s.part), text::printable(s.words), s.field), Tone::good));
    if (check.findings.empty()) fmt::print("  The rules find nothing that an interviewer would miss. They know words, not truth.\n");
}

void print_figure(const Terminal& terminal, const practice::FigureCheck& check, const practice::Figure& figure) {
    fmt::print("{}\n", terminal.tone(text::printable(figure.claim.empty() ? "a figure without a claim" : figure.claim), Tone::strong));
    print_lines(terminal, check.computed ? check.computed->words + "." : "Not recomputed: " + check.why_not_computed + ".", "  ", "    ");
    for (const practice::FigureFinding& f : check.findings) {
        print_lines(terminal, f.text, "  ! ", "    ");
        print_lines(terminal, f.remedy + ".", "    ", "    ");
    }
    if (!check.asks.empty()) fmt::print("  {}\n", terminal.tone("What you would be asked next:", Tone::quiet));
    for (const practice::FigureAsk& ask : check.asks) print_lines(terminal, ask.question, fmt::format("  {:<11} ", ask.field), "              ");
    if (check.asks.empty()) print_lines(terminal, check.defence, "  Say: ", "    ");
}

}  // namespace

int practise(const Common& common, const PractiseOptions& options) {
    auto filter = filter_of(options);
    if (!filter) return report(filter.error()), kUsage;
    const auto questions = questions_of(options, *filter);
    if (!questions) return report(questions.error());
    if (common.json) return print_json(json::encode(questions->front()));
    const Terminal terminal(stdout);
    Drill drill(terminal, options.seconds);
    for (const Question& q : *questions)
        if (!drill.ask(q)) break;
    fmt::print("\n{}\n", terminal.tone("Nothing was kept. On a server, under Practise, a plan remembers what is due again.", Tone::quiet));
    return kOk;
}

int practise_story(const Common& common, const std::string& file, int words_per_minute) {
    const auto text = file_of(file, kLongestFile);
    if (!text) return report(text.error());
    auto stories = practice::read_stories(*text);
    if (!stories) return report(stories.error());
    const practice::StoriesQuestion question{std::move(*stories), words_per_minute};
    const auto answer = practice::check_stories(question);
    if (!answer) return report(answer.error());
    if (common.json) return print_json(json::encode(*answer));
    const Terminal terminal(stdout);
    for (std::size_t i = 0; i < answer->checks.size(); ++i) print_story(terminal, answer->checks[i], question.stories[i]);
    for (const practice::StoryReady& r : answer->ready) {
        const bool told = std::any_of(question.stories.begin(), question.stories.end(), [&](const practice::Story& s) { return s.kind == r.kind; });
        if (!told) print_lines(terminal, r.what + ".", fmt::format("  {} is not told yet: ", people::word_of(r.kind)), "    ");
    }
    return kOk;
}

int practise_metric(const Common& common, const std::string& file) {
    const auto text = file_of(file, kLongestFile);
    if (!text) return report(text.error());
    const auto figures = practice::read_figures(*text);
    if (!figures) return report(figures.error());
    std::vector<practice::FigureCheck> checks;
    for (const practice::Figure& figure : *figures) {
        auto check = practice::check_figure(figure);
        if (!check) return report(check.error());
        checks.push_back(std::move(*check));
    }
    if (common.json) {
        std::string out;
        for (const practice::FigureCheck& check : checks) out += (out.empty() ? "[" : ",") + json::encode(check);
        return print_json(out + "]");
    }
    const Terminal terminal(stdout);
    for (std::size_t i = 0; i < checks.size(); ++i) print_figure(terminal, checks[i], (*figures)[i]);
    return kOk;
}

int practise_claims(const Common& common, const std::string& file) {
    const auto text = file_of(file, practice::kLongestClaimsText);
    if (!text) return report(text.error());
    const auto claims = practice::find_claims({text->text});
    if (!claims) return report(claims.error());
    if (common.json) return print_json(json::encode(*claims));
    const Terminal terminal(stdout);
    for (const practice::ClaimFound& claim : claims->claims) {
        fmt::print("{}\n", terminal.tone(fmt::format("line {}{}{}", claim.line, claim.post.empty() ? "" : ", ", text::printable(claim.post)), Tone::quiet));
        print_figure(terminal, claim.check, claim.figure);
    }
    if (claims->claims.empty()) fmt::print("no figure is claimed in it\n");
    if (claims->left_out > 0) fmt::print("{} more are left out\n", claims->left_out);
    return kOk;
}

int practise_asks(const Common& common, const std::string& kits) {
    const auto asks = practice::read_asks(folders_of(kits));
    if (!asks) return report(asks.error());
    if (common.json) return print_json(json::encode(*asks));
    const Terminal terminal(stdout);
    for (const catalog::Problem& p : asks->problems) fmt::print(stderr, "{}: error: {}\n", text::printable(p.where()), text::printable(p.rule));
    for (const practice::AskBack& ask : asks->items) {
        fmt::print("{}  {}\n", terminal.tone(text::printable(ask.id), Tone::strong), terminal.tone(people::word_of(ask.topic), Tone::quiet));
        print_lines(terminal, ask.text, "  ", "  ");
        for (const std::string& good : ask.good) print_lines(terminal, good, "    good: ", "          ");
        for (const std::string& bad : ask.bad) print_lines(terminal, bad, "    bad:  ", "          ");
        print_lines(terminal, ask.follow_up, "    then: ", "          ");
        print_lines(terminal, ask.after_good, "    say after a good answer: ", "      ");
        print_lines(terminal, ask.after_bad, "    say after a bad answer:  ", "      ");
    }
    return kOk;
}

int practise_check(const Common& common, const std::string& folder) {
    const auto checked = practice::check_asks(folder);
    if (!checked) return report(checked.error());
    return print_checked(*checked, common.json, fmt::format("{} questions to ask back", checked->asks));
}

}  // namespace plimsoll::cli
