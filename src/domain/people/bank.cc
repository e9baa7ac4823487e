#include "domain/people/bank.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/people/kit_reader.h"
#include "domain/people/question_words.h"

namespace plimsoll::people {

namespace {

constexpr int kInAnswers = 1;
constexpr int kInSignals = 3;
constexpr int kInVocabulary = 5;
constexpr int kInText = 8;
constexpr int kInId = 30;

char folded(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
/// Bytes of UTF-8 beyond ASCII belong to words.
bool is_word(char c) {
    return is_digit(c) || (folded(c) >= 'a' && folded(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

template <class Take>
void each_word(std::string_view text, Take take) {
    std::string word;
    for (const char c : text) {
        if (is_word(c)) {
            word += folded(c);
        } else if (!word.empty()) {
            take(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) take(std::move(word));
}

bool same_folded(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return folded(x) == folded(y); });
}

class Indexer {
public:
    std::map<std::string, int, std::less<>> index(const Question& q) {
        add(q.answers.spoken, kInAnswers);
        add(q.answers.technical, kInAnswers);
        add(q.answers.hands_on, kInAnswers);
        for (const auto* list : {&q.strong, &q.weak, &q.pitfalls, &q.follow_ups})
            for (const std::string& signal : *list) add(signal, kInSignals);
        add(word_of(q.competency), kInVocabulary);
        add(word_of(q.kind), kInVocabulary);
        for (const Dimension dimension : q.dimensions) add(word_of(dimension), kInVocabulary);
        add(q.text, kInText);
        add(q.id, kInId);
        return std::move(weights_);
    }

private:
    void add(std::string_view text, int weight) {
        each_word(text, [&](std::string word) {
            int& best = weights_[std::move(word)];
            best = std::max(best, weight);
        });
    }
    std::map<std::string, int, std::less<>> weights_;
};

/// 0 when no word of the question begins so.
int rank_of(const std::map<std::string, int, std::less<>>& words, const std::string& asked) {
    int best = 0;
    for (auto at = words.lower_bound(asked); at != words.end() && at->first.starts_with(asked); ++at)
        best = std::max(best, at->first == asked ? 2 * at->second : at->second);
    return best;
}

int rank_of(const std::map<std::string, int, std::less<>>& words, const std::vector<std::string>& asked) {
    int sum = 0;
    for (const std::string& word : asked) {
        const int rank = rank_of(words, word);
        if (rank == 0) return 0;
        sum += rank;
    }
    return sum;
}

bool fits(const Question& q, const BankFilter& filter) {
    const auto among = [](const auto& list, const auto& wanted) {
        return !wanted || std::find(list.begin(), list.end(), *wanted) != list.end();
    };
    return (!filter.competency || q.competency == *filter.competency) && (!filter.kind || q.kind == *filter.kind) &&
           (!filter.level || q.level == *filter.level) && among(q.roles, filter.role) &&
           among(q.dimensions, filter.dimension);
}

Result<std::vector<std::string>> words_asked(const std::string& search) {
    const auto refused = [](std::string rule) {
        return fail(plimsoll::errors::invalid, "the questions cannot be searched",
                    {{"search", std::move(rule), "search for fewer words"}});
    };
    if (search.size() > kLongestSearch) return refused(fmt::format("is longer than {} characters", kLongestSearch));
    std::vector<std::string> words;
    each_word(search, [&](std::string word) { words.push_back(std::move(word)); });
    if (words.size() > kMostSearchWords) return refused(fmt::format("has more than {} words", kMostSearchWords));
    return words;
}

QuestionRow row_of(const Question& q) {
    return {q.id, q.version, q.text, q.competency, q.kind, q.level, q.roles, q.dimensions, q.minutes, q.origin};
}

}  // namespace

bool id_less(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const auto number = [](std::string_view text, std::size_t& at) {
                while (at < text.size() && text[at] == '0') ++at;
                const std::size_t first = at;
                while (at < text.size() && is_digit(text[at])) ++at;
                return text.substr(first, at - first);
            };
            const std::string_view x = number(a, i);
            const std::string_view y = number(b, j);
            if (x != y) return x.size() != y.size() ? x.size() < y.size() : x < y;
            continue;
        }
        if (folded(a[i]) != folded(b[j])) return folded(a[i]) < folded(b[j]);
        ++i;
        ++j;
    }
    if ((i < a.size()) != (j < b.size())) return j < b.size();
    return a < b;  // "a1" and "A1", "A1" and "A01"
}

Bank::Bank(std::vector<Question> questions) : questions_(std::move(questions)) {
    std::sort(questions_.begin(), questions_.end(),
              [](const Question& a, const Question& b) { return id_less(a.id, b.id); });
    for (const Question& q : questions_) words_.push_back(Indexer().index(q));
}

const Question* Bank::find(std::string_view id) const {
    const auto exact =
        std::find_if(questions_.begin(), questions_.end(), [&](const Question& q) { return q.id == id; });
    if (exact != questions_.end()) return &*exact;
    const auto at =
        std::find_if(questions_.begin(), questions_.end(), [&](const Question& q) { return same_folded(q.id, id); });
    return at == questions_.end() ? nullptr : &*at;
}

Result<std::vector<const Question*>> Bank::search(const BankFilter& filter) const {
    TRY_ASSIGN(const std::vector<std::string> asked, words_asked(filter.search));
    std::vector<std::pair<int, const Question*>> ranked;
    for (std::size_t i = 0; i < questions_.size(); ++i) {
        if (!fits(questions_[i], filter)) continue;
        const int rank = asked.empty() ? 1 : rank_of(words_[i], asked);
        if (rank > 0) ranked.emplace_back(rank, &questions_[i]);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const Question*> out;
    for (const auto& [rank, question] : ranked) out.push_back(question);
    return out;
}

Result<QuestionList> list_questions(const BankReading& reading, const BankFilter& filter) {
    TRY_ASSIGN(const auto found, reading.bank.search(filter));
    QuestionList out;
    for (const Question* question : found) out.items.push_back(row_of(*question));
    out.questions = static_cast<int>(reading.bank.questions().size());
    out.replaced = reading.replaced;
    out.problems = reading.problems;
    return out;
}

Result<Question> show_question(const BankReading& reading, const std::string& id) {
    const Question* question = reading.bank.find(id);
    if (question == nullptr) return fail(errors::unknown_question, fmt::format("`{}`", text::printable(id)));
    return *question;
}

}  // namespace plimsoll::people
