#include "domain/people/kit_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/yaml.h"
#include "domain/catalog/fields.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/object.h"
#include "domain/people/question_words.h"

namespace plimsoll::people {

namespace {

using catalog::Fields;
using catalog::Need;
using catalog::Problems;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_question_id(std::string_view id) {
    if (id.empty() || id.size() > 32 || !is_letter(id.front())) return false;
    return std::all_of(id.begin(), id.end(), [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

/// One map of a question: knows whether anything in it was wrong, which the problems' count tells.
class QuestionReader {
public:
    QuestionReader(const yaml::Node& node, std::string path, std::optional<Competency> usual, Problems& problems)
        : fields_(node, std::move(path),
                  {"id", "version", "text", "competency", "kind", "level", "roles", "dimensions", "minutes", "answers",
                   "strong", "weak", "pitfalls", "follow_ups"},
                  problems),
          usual_(usual) {}

    Question read() {
        Question q;
        q.id = fields_.text("id", Need::required);
        if (!q.id.empty() && !is_question_id(q.id))
            fields_.invalid("id", "must be 1 to 32 of A-Z, a-z, 0-9 and '-', a letter first", "such as \"acme-7\"");
        q.version = whole("version", 1, 1'000'000, 1);
        q.text = fields_.text("text", Need::required, kLongestText);
        read_competency(q);
        if (const auto kind = one<QuestionKind>("kind", Need::required)) q.kind = *kind;
        if (const auto level = one<QuestionLevel>("level", Need::required)) q.level = *level;
        q.roles = several<Role>("roles");
        if (!fields_.has("roles")) q.roles = {Role::sre, Role::senior, Role::staff, Role::manager, Role::director};
        std::sort(q.roles.begin(), q.roles.end());
        q.dimensions = several<Dimension>("dimensions");
        q.minutes = whole("minutes", 1, 240, 5);
        read_answers(q.answers);
        q.strong = signals("strong");
        q.weak = signals("weak");
        q.pitfalls = signals("pitfalls");
        q.follow_ups = signals("follow_ups");
        return q;
    }

private:
    int whole(std::string_view key, int least, int most, int usual) {
        return static_cast<int>(fields_.integer(key, least, most).value_or(usual));
    }
    template <class E>
    std::optional<E> one(std::string_view key, Need need = Need::optional) {
        const std::string word = fields_.one_of(key, words_of<E>(), need);
        return word.empty() ? std::nullopt : from_word<E>(word);
    }
    template <class E>
    std::vector<E> several(std::string_view key) {
        std::vector<E> out;
        for (const yaml::Node& item : fields_.list(key)) {
            const std::string word = item.is_scalar() ? catalog::trimmed(item.text()) : "";
            const std::vector<std::string> known = words_of<E>();
            const auto at = std::find(known.begin(), known.end(), word);
            if (at == known.end()) {
                fields_.problems().add(
                    plimsoll::errors::invalid, item.place(),
                    fmt::format("an item of `{}` must be one of {}", fields_.path(key), list_of<E>()),
                    catalog::did_you_mean(word, known, ""));
                continue;
            }
            const E value = *from_word<E>(word);
            if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
        }
        return out;
    }
    void read_competency(Question& q) {
        if (const auto own = one<Competency>("competency", usual_ ? Need::optional : Need::required))
            q.competency = *own;
        else if (usual_)
            q.competency = *usual_;
    }
    void read_answers(Answers& answers) {
        const Fields depths(fields_["answers"], fields_.path("answers"), {"spoken", "technical", "hands_on"},
                            fields_.problems());
        answers.spoken = depths.text("spoken", Need::optional, kLongestAnswer);
        answers.technical = depths.text("technical", Need::optional, kLongestAnswer);
        answers.hands_on = depths.text("hands_on", Need::optional, kLongestAnswer);
    }
    std::vector<std::string> signals(std::string_view key) {
        std::vector<std::string> out = fields_.texts(key, kMostSignals);
        for (const std::string& signal : out) {
            if (catalog::characters(signal) > kLongestSignal)
                fields_.invalid(key,
                                fmt::format("has an item of {} characters; {} are allowed", catalog::characters(signal),
                                            kLongestSignal),
                                "say it shorter, or make two of it");
        }
        return out;
    }

    Fields fields_;
    std::optional<Competency> usual_;
};

/// Interview kits, calibration sets and questions to ask back lie in the same folders and have readers of their own.
bool is_other_kit(const yaml::Node& document) {
    static const std::vector<std::string> kOthers = {"interview", "calibration", "asks", "fairness"};
    return document.is_map() &&
           std::find(kOthers.begin(), kOthers.end(), catalog::trimmed(document["kit"].text())) != kOthers.end();
}

class Reader {
public:
    Reader(Problems& problems, std::string_view prefix) : problems_(problems), prefix_(prefix) {}

    void read(const catalog::FileText& file) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        if (!documents) return unreadable(file.path, documents.error());
        for (const yaml::Node& document : *documents) {
            if (document.kind() == yaml::Node::Kind::null || !document) continue;
            read_document(document, file.path);
        }
    }
    std::vector<PlacedQuestion> take() { return std::move(found_); }

private:
    void unreadable(const std::string& path, const Error& error) {
        if (error.fields().empty()) problems_.add(error.kind(), {path, 0, 0}, error.sentence());
        for (const FieldError& field : error.fields())
            problems_.add(error.kind(), catalog::place_in(path, field.where), field.rule, field.remedy);
    }

    void read_document(const yaml::Node& document, const std::string& path) {
        if (is_other_kit(document)) return;
        const Fields head(document, "", {"kit", "format", "competency", "questions"}, problems_);
        if (!document.is_map()) return;
        if (head.text("kit") != "questions")
            return head.wrong(errors::kit_head, "kit", "must be questions",
                              "begin the file with `kit: questions` and `format: 1`");
        if (!head.has("format")) return head.wrong(errors::kit_head, "format", "is missing", "write `format: 1`");
        if (!head.integer("format", 1, 1)) return;
        const auto usual = from_word<Competency>(head.one_of("competency", words_of<Competency>()));
        std::size_t index = 0;
        for (const yaml::Node& node : head.list("questions", Need::required)) {
            read_question(node, fmt::format("questions[{}]", index++), usual, path);
        }
    }

    void read_question(const yaml::Node& node, const std::string& at, std::optional<Competency> usual,
                       const std::string& path) {
        if (!node.is_map())
            return problems_.add(plimsoll::errors::invalid, node.place(), fmt::format("`{}` must be a map", at),
                                 "begin it with `id:`");
        const std::size_t before = problems_.errors();
        Question question = QuestionReader(node, at, usual, problems_).read();
        if (problems_.errors() != before) return;
        if (found_.size() == kMostQuestions)
            return problems_.add(errors::kit_too_large, node.place(),
                                 fmt::format("a bank holds {} questions", kMostQuestions), "keep fewer");
        const auto [other, fresh] = places_.emplace(question.id, node.place());
        if (!fresh) {
            return problems_.add(
                errors::duplicate_question, node.place(),
                fmt::format("`{}` is the id of the question at {} too", question.id, other->second.text()),
                "give one of them another id");
        }
        question.origin = prefix_ + path;
        found_.push_back({std::move(question), node.place()});
    }

    Problems& problems_;
    std::string prefix_;
    std::vector<PlacedQuestion> found_;
    std::map<std::string, yaml::Place> places_;  // by id
};

}  // namespace

std::vector<PlacedQuestion> read_kits(const std::vector<catalog::FileText>& files, Problems& problems,
                                      std::string_view prefix) {
    Reader reader(problems, prefix);
    for (const catalog::FileText& file : files) reader.read(file);
    return reader.take();
}

}  // namespace plimsoll::people
