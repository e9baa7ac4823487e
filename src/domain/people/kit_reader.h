// kit_reader.h: kits of questions (YAML) into questions, or every problem at its file, line and column.
//
//   kit: questions
//   format: 1
//   competency: strategy        # of every question below that names none
//   questions:
//     - id: A1                  # 1 to 32 of A-Z, a-z, 0-9 and '-'; a letter first
//       text: ...
//       kind: technical
//       level: basic
//       answers: {spoken: ..., technical: ..., hands_on: ...}
//
// Optional   version (1), roles (all), dimensions, minutes (5), answers, strong, weak, pitfalls, follow_ups: kit_lint.h
// warns of
//            what is missing or thin, so that a kit can be begun with a list of questions.
// Partial    a question with an error is left out and the others are read: a slip in one question hides no other.
// Others     documents of interview kits, calibration sets and questions to ask back are passed over.
// Bounds     1,000 questions, those of base/yaml.h for a file; text 500 characters, an answer 8,000, a signal 300, 12
// signals a list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"
#include "domain/people/question.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostQuestions = 1000;
inline constexpr std::size_t kLongestText = 500;
inline constexpr std::size_t kLongestAnswer = 8000;
inline constexpr std::size_t kLongestSignal = 300;
inline constexpr std::size_t kMostSignals = 12;

namespace errors {
inline constexpr ErrorKind kit_head{"people.kit_head", 422, "A kit's head is not one of questions",
                                    "Begin the file with `kit: questions` and `format: 1`"};
inline constexpr ErrorKind duplicate_question{"people.duplicate_question", 422, "Two questions have one id",
                                              "Give one of them another id"};
inline constexpr ErrorKind kit_too_large{"people.kit_too_large", 422, "There are more questions than a bank holds",
                                         "Keep fewer than 1,000"};
inline constexpr ErrorKind kit_thin{"people.kit_thin", 422, "A question lacks something that an interviewer needs",
                                    "Write what the warning names"};
inline constexpr ErrorKind unknown_question{"people.unknown_question", 404, "There is no such question",
                                            "`plimsoll question list` shows the ids"};
}  // namespace errors

/// A question and where it stands.
struct PlacedQuestion {
    Question question;
    yaml::Place place;
};

/// The questions of the files, in their order. What is wrong goes to `problems` as errors. `prefix` goes before the
/// path of a file to make a question's origin ("shipped/"). Never fails.
[[nodiscard]] std::vector<PlacedQuestion> read_kits(const std::vector<catalog::FileText>& files,
                                                    catalog::Problems& problems, std::string_view prefix = {});

}  // namespace plimsoll::people
