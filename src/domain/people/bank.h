// bank.h: the questions that can be asked: those that ship in the binary, and those of a team's own folders, which may
// stand in place of shipped ones.
//
// Search     every word that was asked for must begin a word of the question, whatever the letter case (of A-Z). A word
// counts
//            most in the id, then in the text, in competency, kind and dimensions, in signals and follow-ups, in the
//            answers; a whole word counts twice what its beginning does. Rank: the sum over the words asked for of
//            their best place; equal ranks are in the order of ids (A2 before A10).
// Bounds     1,000 questions; 200 characters and 16 words of a search: more is an error of the caller's query.
// Threads    a Bank is immutable once made.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/people/question.h"
#include "domain/people/question_views.h"

namespace plimsoll::people {

inline constexpr std::size_t kLongestSearch = 200;
inline constexpr std::size_t kMostSearchWords = 16;

/// Everything that is given must hold.
struct BankFilter {
    std::string search;
    std::optional<Competency> competency;
    std::optional<QuestionKind> kind;
    std::optional<QuestionLevel> level;
    std::optional<Role> role;
    std::optional<Dimension> dimension;
};

class Bank {
public:
    /// Requires: ids differ. Takes their order by id.
    explicit Bank(std::vector<Question> questions);
    Bank() = default;

    [[nodiscard]] const std::vector<Question>& questions() const { return questions_; }
    /// By id in any letter case; null when there is none.
    [[nodiscard]] const Question* find(std::string_view id) const;
    /// The pointers live as long as the bank. Errors: invalid (the search passes a bound).
    [[nodiscard]] Result<std::vector<const Question*>> search(const BankFilter& filter) const;

private:
    using Weights = std::map<std::string, int, std::less<>>;  // folded word to the weight of its best place
    std::vector<Question> questions_;
    std::vector<Weights> words_;  // beside questions_
};

/// A2 before A10 before B1: runs of digits count as numbers.
[[nodiscard]] bool id_less(std::string_view a, std::string_view b);

/// A bank and how it came about.
struct BankReading {
    Bank bank;
    std::vector<Replacement> replaced;
    std::vector<catalog::Problem> problems;  ///< of the folders; the binary's own kits have none
};

/// The shipped questions and those of `folders`; a later folder goes before an earlier one. Reads the disk.
/// Errors: io (a folder that is named is not there or may not be listed).
[[nodiscard]] Result<BankReading> read_bank(const std::vector<std::filesystem::path>& folders);

/// Reads and lints a folder or file of kits. Errors: io; not_found (there is no file in it).
[[nodiscard]] Result<KitReport> check_kits(const std::filesystem::path& folder);

/// The list of a bank's questions that the filter lets through. Errors: those of Bank::search.
[[nodiscard]] Result<QuestionList> list_questions(const BankReading& reading, const BankFilter& filter);

/// Errors: unknown_question.
[[nodiscard]] Result<Question> show_question(const BankReading& reading, const std::string& id);

}  // namespace plimsoll::people
