// question_commands.cc: `plimsoll question list | show | check`: the interview questions, out of this binary or of a
// server.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "cli/checked.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/terminal.h"
#include "domain/people/bank.h"
#include "domain/people/question_words.h"

namespace plimsoll::cli {

namespace {

using people::Question;
using people::QuestionList;

/// "post incident orientation".
template <class E>
std::string said(E value) {
    std::string word = people::word_of(value);
    std::replace(word.begin(), word.end(), '_', ' ');
    return word;
}

template <class E>
std::string said(const std::vector<E>& values) {
    std::string out;
    for (const E value : values) out += (out.empty() ? "" : ", ") + said(value);
    return out;
}

template <class E>
void read_word(const std::string& option, const std::string& word, std::optional<E>& out,
               std::vector<FieldError>& broken) {
    if (word.empty()) return;
    out = people::from_word<E>(word);
    if (!out) broken.push_back({option, "must be one of " + people::list_of<E>(), ""});
}

Result<people::BankFilter> filter_of(const QuestionQuery& query) {
    people::BankFilter filter;
    std::vector<FieldError> broken;
    filter.search = query.search;
    read_word("--competency", query.competency, filter.competency, broken);
    read_word("--kind", query.kind, filter.kind, broken);
    read_word("--level", query.level, filter.level, broken);
    read_word("--role", query.role, filter.role, broken);
    read_word("--dimension", query.dimension, filter.dimension, broken);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the command line", std::move(broken));
    return filter;
}

std::string target_of(const people::BankFilter& filter) {
    std::string out = "/api/v1/questions?search=" + encoded(filter.search);
    const auto add = [&](const char* name, const auto& value) {
        if (value) out += fmt::format("&{}={}", name, people::word_of(*value));
    };
    add("competency", filter.competency);
    add("kind", filter.kind);
    add("level", filter.level);
    add("role", filter.role);
    add("dimension", filter.dimension);
    return out;
}

Result<people::BankReading> own_bank(const std::string& kits) {
    std::vector<std::filesystem::path> folders;
    if (!kits.empty()) folders.emplace_back(kits);
    return people::read_bank(folders);
}

/// Of the server that --server names, else of this binary and the kits.
Result<QuestionList> list_of(const Common& common, const people::BankFilter& filter, const std::string& kits) {
    if (!common.server.empty()) return fetch<QuestionList>(Session(common), target_of(filter));
    TRY_ASSIGN(const people::BankReading reading, own_bank(kits));
    return people::list_questions(reading, filter);
}

Result<Question> question_of(const Common& common, const std::string& id, const std::string& kits) {
    if (!common.server.empty()) return fetch<Question>(Session(common), "/api/v1/questions/" + encoded(id));
    TRY_ASSIGN(const people::BankReading reading, own_bank(kits));
    return people::show_question(reading, id);
}

void print_section(const Terminal& terminal, const std::string& heading, const std::string& markdown) {
    if (markdown.empty()) return;
    fmt::print("\n{}\n{}", terminal.tone(heading, Tone::strong), Page(terminal, "  ").text(markdown));
}

void print_signals(const Terminal& terminal, const std::string& heading, const std::vector<std::string>& signals) {
    std::string items;
    for (const std::string& signal : signals) items += "- " + signal + "\n";
    print_section(terminal, heading, items);
}

/// The depths that are shown, in their order.
Result<std::vector<std::pair<std::string, std::string>>> depths_of(const Question& q, const std::string& depth) {
    const std::vector<std::tuple<std::string, std::string, const std::string*>> all = {
        {"spoken", "Spoken, 60 to 90 seconds", &q.answers.spoken},
        {"technical", "Technical", &q.answers.technical},
        {"hands-on", "Hands-on", &q.answers.hands_on}};
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [name, heading, text] : all)
        if (depth == "all" || depth == name) out.emplace_back(heading, *text);
    if (!out.empty()) return out;
    return fail(plimsoll::errors::invalid, "the command line",
                {{"--depth", "must be one of spoken, technical, hands-on, all, none", ""}});
}

void print_question(const Question& q, const std::vector<std::pair<std::string, std::string>>& depths) {
    const Terminal terminal(stdout);
    fmt::print(
        "{}  {}\n", terminal.tone(q.id, Tone::strong),
        terminal.tone(fmt::format("{}, {}, {}, {} min", said(q.competency), said(q.kind), said(q.level), q.minutes),
                      Tone::quiet));
    fmt::print("{}", Page(terminal, "").text(q.text));
    if (depths.empty()) return;
    fmt::print("\n{}", terminal.tone(wrapped("shows " + said(q.dimensions),
                                             static_cast<std::size_t>(std::min(terminal.width(), kWidestText)), "", ""),
                                     Tone::quiet));
    fmt::print("{}\n", terminal.tone(fmt::format("for {}; version {}, from {}", said(q.roles), q.version,
                                                 text::printable(q.origin)),
                                     Tone::quiet));
    for (const auto& [heading, markdown] : depths) print_section(terminal, heading, markdown);
    print_signals(terminal, "A strong answer", q.strong);
    print_signals(terminal, "A weak answer", q.weak);
    print_signals(terminal, "Pitfalls", q.pitfalls);
    print_signals(terminal, "Then ask", q.follow_ups);
}

}  // namespace

int question_list(const Common& common, const QuestionQuery& query) {
    const auto filter = filter_of(query);
    if (!filter) return report(filter.error()), kUsage;
    const auto list = list_of(common, *filter, query.kits);
    if (!list) return report(list.error());
    if (common.json) return print_json(json::encode(*list));
    const Terminal terminal(stdout);
    print_problems(list->problems, "error");
    for (const people::Replacement& r : list->replaced)
        fmt::print(stderr, "{} of {} stands in place of that of {}\n", text::printable(r.id), text::printable(r.origin),
                   text::printable(r.replaced));
    if (list->items.empty()) {
        fmt::print("none of {} questions is so\n", list->questions);
        return kOk;
    }
    Table table({{"id"}, {"competency"}, {"kind"}, {"level"}, {"min", Table::Align::right}, {"question"}});
    for (const people::QuestionRow& q : list->items)
        table.add({{q.id, Tone::strong},
                   {said(q.competency)},
                   {said(q.kind)},
                   {said(q.level)},
                   {std::to_string(q.minutes)},
                   {q.text}});
    fmt::print("{}{} of {} questions\n", table.text(terminal), list->items.size(), list->questions);
    return kOk;
}

int question_show(const Common& common, const std::string& id, const std::string& depth, const std::string& kits) {
    const auto question = question_of(common, id, kits);
    if (!question) return report(question.error());
    if (common.json) return print_json(json::encode(*question));
    if (depth == "none") return print_question(*question, {}), kOk;
    const auto depths = depths_of(*question, depth);
    if (!depths) return report(depths.error()), kUsage;
    print_question(*question, *depths);
    return kOk;
}

int question_check(const Common& common, const std::string& folder) {
    const auto checked = people::check_kits(folder);
    if (!checked) return report(checked.error());
    return print_checked(*checked, common.json, fmt::format("{} questions in {} files", checked->questions, checked->files));
}

}  // namespace plimsoll::cli
