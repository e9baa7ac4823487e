#include "domain/practice/ask.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/invariant.h"
#include "base/yaml.h"
#include "domain/catalog/fields.h"
#include "domain/catalog/folder.h"
#include "domain/people/embedded.h"
#include "domain/people/question_words.h"

namespace plimsoll::practice {

namespace {

using catalog::Fields;
using catalog::Need;
using catalog::Problems;

bool is_ask_id(std::string_view id) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (id.empty() || id.size() > 32 || !letter(id.front())) return false;
    return std::all_of(id.begin(), id.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

AskBack read_ask(const yaml::Node& node, const std::string& at, Problems& problems) {
    const Fields fields(node, at, {"id", "topic", "text", "why", "good", "bad", "follow_up", "after_good", "after_bad"}, problems);
    AskBack out;
    out.id = fields.text("id", Need::required);
    if (!out.id.empty() && !is_ask_id(out.id)) fields.invalid("id", "must be 1 to 32 of A-Z, a-z, 0-9 and '-', a letter first", "such as \"acme-7\"");
    if (const auto topic = people::from_word<AskTopic>(fields.one_of("topic", people::words_of<AskTopic>(), Need::required))) out.topic = *topic;
    out.text = fields.text("text", Need::required, kLongestAsk);
    out.why = fields.text("why", Need::optional, kLongestAskNote);
    out.good = fields.texts("good", 6);
    out.bad = fields.texts("bad", 6);
    for (const auto& [key, list] : {std::pair("good", &out.good), std::pair("bad", &out.bad)}) {
        for (const std::string& line : *list)
            if (catalog::characters(line) > kLongestAskNote) fields.invalid(key, fmt::format("has an item of {} characters; {} are allowed", catalog::characters(line), kLongestAskNote), "say it shorter");
    }
    out.follow_up = fields.text("follow_up", Need::optional, kLongestAskNote);
    out.after_good = fields.text("after_good", Need::optional, kLongestAskNote);
    out.after_bad = fields.text("after_bad", Need::optional, kLongestAskNote);
    return out;
}

class Reader {
public:
    Reader(Problems& problems, std::string_view prefix) : problems_(problems), prefix_(prefix) {}

    void read(const catalog::FileText& file) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        if (!documents) return unreadable(file.path, documents.error());
        for (const yaml::Node& document : *documents) {
            if (document.is_map() && document["kit"].text() == "asks") read_document(document, file.path);
        }
    }
    std::vector<AskBack> take() { return std::move(found_); }

private:
    void unreadable(const std::string& path, const Error& error) {
        if (error.fields().empty()) problems_.add(error.kind(), {path, 0, 0}, error.sentence());
        for (const FieldError& field : error.fields()) problems_.add(error.kind(), catalog::place_in(path, field.where), field.rule, field.remedy);
    }
    void read_document(const yaml::Node& document, const std::string& path) {
        const Fields head(document, "", {"kit", "format", "asks"}, problems_);
        if (!head.has("format")) return head.wrong(errors::asks_head, "format", "is missing", "write `format: 1`");
        if (!head.integer("format", 1, 1)) return;
        std::size_t index = 0;
        for (const yaml::Node& node : head.list("asks", Need::required)) take_ask(node, fmt::format("asks[{}]", index++), path);
    }
    void take_ask(const yaml::Node& node, const std::string& at, const std::string& path) {
        if (!node.is_map()) return problems_.add(plimsoll::errors::invalid, node.place(), fmt::format("`{}` must be a map", at), "begin it with `id:`");
        const std::size_t before = problems_.errors();
        AskBack ask = read_ask(node, at, problems_);
        if (problems_.errors() != before) return;
        if (found_.size() == kMostAsks) return problems_.add(errors::asks_too_many, node.place(), fmt::format("{} asks are kept", kMostAsks), "keep fewer");
        if (const auto [other, fresh] = places_.emplace(ask.id, node.place()); !fresh)
            return problems_.add(errors::duplicate_ask, node.place(), fmt::format("`{}` is the id of the ask at {} too", ask.id, other->second.text()), "give one of them another id");
        ask.origin = prefix_ + path;
        found_.push_back(std::move(ask));
    }

    Problems& problems_;
    std::string prefix_;
    std::vector<AskBack> found_;
    std::map<std::string, yaml::Place> places_;
};

/// Questions whose answer is a benefit: fit for the offer, not for the interview.
bool asks_for_benefits_only(const std::string& text) {
    std::string lower;
    for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto holds = [&](const char* word) { return lower.find(word) != std::string::npos; };
    return (holds("salary") || holds("vacation") || holds("holiday") || holds("bonus") || holds("benefits") || holds("home office") || holds("perks")) && !holds("on call") && !holds("on-call");
}

}  // namespace

std::vector<AskBack> read_ask_kits(const std::vector<catalog::FileText>& files, Problems& problems, std::string_view prefix) {
    Reader reader(problems, prefix);
    for (const catalog::FileText& file : files) reader.read(file);
    return reader.take();
}

void lint_asks(const std::vector<AskBack>& asks, Problems& problems) {
    std::map<std::string, std::string> lines;  // to the ask that has it
    for (const AskBack& ask : asks) {
        const yaml::Place place{ask.origin, 0, 0};
        const auto warn = [&](const char* field, std::string rule, const char* remedy) { problems.warn(errors::ask_thin, place, fmt::format("{}: `{}` {}", ask.id, field, rule), remedy); };
        const auto once = [&](const char* field, const std::string& line) {
            if (line.empty()) return warn(field, "is missing", "a candidate needs it in the room");
            if (const auto [other, fresh] = lines.emplace(line, ask.id); !fresh) warn(field, fmt::format("stands in {} too", other->second), "say it in its own words");
        };
        once("text", ask.text);
        if (!ask.text.ends_with('?')) warn("text", "does not end with a question mark", "make it a question");
        if (asks_for_benefits_only(ask.text)) warn("text", "asks for benefits alone", "ask about the work; benefits belong to the offer");
        once("why", ask.why);
        once("follow_up", ask.follow_up);
        once("after_good", ask.after_good);
        once("after_bad", ask.after_bad);
        for (const auto& [field, list] : {std::pair("good", &ask.good), std::pair("bad", &ask.bad)}) {
            if (list->size() < 2 || list->size() > 4) warn(field, fmt::format("has {} items; 2 to 4 are expected", list->size()), "write what such an answer sounds like");
            for (const std::string& line : *list) once(field, line);
        }
    }
}

Result<AskReport> check_asks(const std::filesystem::path& folder) {
    TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
    Problems problems;
    for (const catalog::Problem& problem : text.problems) problems.add(problem);
    const std::vector<AskBack> asks = read_ask_kits(text.files, problems);
    if (asks.empty() && problems.errors() == 0) return fail(plimsoll::errors::not_found, fmt::format("no kit of asks (`kit: asks`) in {}", folder.string()));
    lint_asks(asks, problems);
    AskReport out;
    out.asks = static_cast<int>(asks.size());
    out.errors = problems.in_order_errors();
    out.warnings = problems.in_order_warnings();
    out.ok = out.errors.empty() && out.warnings.empty();
    return out;
}

Result<AskList> read_asks(const std::vector<std::filesystem::path>& folders) {
    std::vector<catalog::FileText> shipped;
    for (const people::EmbeddedKit& kit : people::embedded_kits("asks")) shipped.push_back({std::string(kit.path), std::string(kit.text)});
    Problems own;
    AskList out;
    out.items = read_ask_kits(shipped, own, "shipped/");
    INVARIANT(own.errors() == 0, "the kits of the binary are read by the tests");
    Problems problems;
    for (const std::filesystem::path& folder : folders) {
        TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
        for (AskBack& ask : read_ask_kits(text.files, problems)) {
            const auto there = std::find_if(out.items.begin(), out.items.end(), [&](const AskBack& a) { return a.id == ask.id; });
            if (there != out.items.end()) *there = std::move(ask);
            else if (out.items.size() < kMostAsks) out.items.push_back(std::move(ask));
            else problems.add(errors::asks_too_many, {ask.origin, 0, 0}, fmt::format("{} asks are kept, with those that ship", kMostAsks), "keep fewer");
        }
    }
    std::stable_sort(out.items.begin(), out.items.end(), [](const AskBack& a, const AskBack& b) { return a.topic < b.topic; });
    out.problems = problems.in_order_errors();
    return out;
}

}  // namespace plimsoll::practice
