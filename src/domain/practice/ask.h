// ask.h: questions that a candidate puts to the employer, what good and bad answers sound like, and what to say after each.
//
//   kit: asks
//   format: 1
//   asks:
//     - id: measure-1             # 1 to 32 of A-Z, a-z, 0-9 and '-'; a letter first; permanent
//       topic: measurement
//       text: "Which reliability figure did you last act on, and what did it change?"
//       why: ...
//       good: [...]               # what a good answer sounds like, 2 to 4
//       bad: [...]
//       follow_up: ...
//       after_good: ...           # what to say in the closing after such an answer
//       after_bad: ...
//
// Folders    a team's own kits stand in the same folders as its questions (`kit: questions`); each reader takes its own kind.
// Partial    an ask with an error is left out and named; the others are there. One with the id of a shipped one stands in its place.
// Bounds     200 asks; text 300 characters, any other 400.
// Threads    values.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"

namespace plimsoll::practice {

inline constexpr std::size_t kMostAsks = 200;
inline constexpr std::size_t kLongestAsk = 300;
inline constexpr std::size_t kLongestAskNote = 400;

namespace errors {
inline constexpr ErrorKind asks_head{"practice.asks_head", 422, "A kit's head is not one of asks", "Begin the file with `kit: asks` and `format: 1`"};
inline constexpr ErrorKind duplicate_ask{"practice.duplicate_ask", 422, "Two asks have one id", "Give one of them another id"};
inline constexpr ErrorKind asks_too_many{"practice.asks_too_many", 422, "There are more asks than are kept", "Keep at most 200"};
inline constexpr ErrorKind ask_thin{"practice.ask_thin", 422, "An ask lacks something that a candidate needs", "Write what the warning names"};
}  // namespace errors

/// In the order in which one asks: measurement and pains first, since they shape the rest.
BOOST_DEFINE_ENUM_CLASS(AskTopic, measurement, pains, authority, on_call, review_culture, action_tracking, ownership)

struct AskBack {
    std::string id;
    AskTopic topic = AskTopic::measurement;
    std::string text;
    std::string why;
    std::vector<std::string> good;
    std::vector<std::string> bad;
    std::string follow_up;
    std::string after_good;
    std::string after_bad;
    std::string origin;  ///< kit file; "shipped/" before those of the binary
    friend bool operator==(const AskBack&, const AskBack&) = default;
};
BOOST_DESCRIBE_STRUCT(AskBack, (), (id, topic, text, why, good, bad, follow_up, after_good, after_bad, origin))

struct AskList {
    std::vector<AskBack> items;              ///< by topic, then as the kits have them
    std::vector<catalog::Problem> problems;  ///< of the team's own kits
};
BOOST_DESCRIBE_STRUCT(AskList, (), (items, problems))

/// The asks of the files; documents of another `kit` are passed over. What is wrong goes to `problems`. Never fails.
[[nodiscard]] std::vector<AskBack> read_ask_kits(const std::vector<catalog::FileText>& files, catalog::Problems& problems, std::string_view prefix = {});
/// Warns of what is missing: an answer that sounds good and one that sounds bad, what to say after each, an end with a question mark,
/// a text or a line that stands twice, an ask of benefits alone.
void lint_asks(const std::vector<AskBack>& asks, catalog::Problems& problems);
/// What `plimsoll practise check` says of a folder.
struct AskReport {
    bool ok = false;  ///< neither errors nor warnings
    int asks = 0;
    std::vector<catalog::Problem> errors;    ///< an ask that has one is left out
    std::vector<catalog::Problem> warnings;  ///< of lint_asks
};
BOOST_DESCRIBE_STRUCT(AskReport, (), (ok, asks, errors, warnings))

/// Reads and lints a folder or file. Errors: io; not_found (no ask kit is in it).
[[nodiscard]] Result<AskReport> check_asks(const std::filesystem::path& folder);
/// The shipped asks and those of `folders`; a later folder goes before an earlier one. Reads the disk. Errors: io.
[[nodiscard]] Result<AskList> read_asks(const std::vector<std::filesystem::path>& folders);

}  // namespace plimsoll::practice
