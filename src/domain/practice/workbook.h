// workbook.h: what one person practised: goes, notes, stories, sheets, answers heard, a closing. That person's alone.
//
// Private    no route gives it to anybody but its owner, whatever their rights, and no event of the log holds a word of it. It is kept as one
//            text, sealed under the owner's key (log/keys.h), and goes with that key.
// Version    `tag` is of the text as kept; a change names the tag that it was made on, and is refused when another came between.
// Bounds     1 MiB as JSON; 2,000 goes, 300 notes, 60 stories, 100 sheets, 200 answers; those of each item. Every bound that is broken is
//            told at once.
// Threads    values; pure.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/practice/closing.h"
#include "domain/practice/figure.h"
#include "domain/practice/plan.h"
#include "domain/practice/story.h"

namespace plimsoll::practice {

inline constexpr std::size_t kLongestWorkbook = 1 << 20;  ///< bytes of JSON
inline constexpr std::size_t kMostNotes = 300;
inline constexpr std::size_t kMostHeard = 200;

namespace errors {
inline constexpr ErrorKind no_workbook{"practice.no_workbook", 403, "Only a person who signed in has a workbook", "Sign in; without an account the browser keeps what you practise, and no server does"};
inline constexpr ErrorKind workbook_changed{"practice.workbook_changed", 409, "The workbook changed meanwhile, in another tab or browser", "Read it again, put your change in, and send it with the new ETag in If-Match"};
inline constexpr ErrorKind no_tag{"practice.no_tag", 428, "A change of the workbook must say which version it was made on", "Send the ETag of the workbook that you read in If-Match"};
}  // namespace errors

struct QuestionNote {
    using json_defaults = void;
    std::string question;
    std::string text;
    Timestamp changed_at;
    friend bool operator==(const QuestionNote&, const QuestionNote&) = default;
};
BOOST_DESCRIBE_STRUCT(QuestionNote, (), (question, text, changed_at))

BOOST_DEFINE_ENUM_CLASS(Sounded, good, bad, unsure)

/// What an employer answered to a question of one's own.
struct Heard {
    using json_defaults = void;
    std::string ask;   ///< id
    std::string text;
    std::optional<Sounded> sounded;
    bool chosen = false;  ///< one means to ask it
    Timestamp changed_at;
    friend bool operator==(const Heard&, const Heard&) = default;
};
BOOST_DESCRIBE_STRUCT(Heard, (), (ask, text, sounded, chosen, changed_at))

struct Workbook {
    using json_defaults = void;
    int format = 1;
    std::optional<people::Role> role;    ///< that one practises for
    int words_per_minute = kUsualPace;
    std::vector<Drill> drills;
    std::vector<QuestionNote> notes;
    std::vector<Story> stories;
    std::vector<Figure> figures;
    std::vector<Heard> heard;
    std::optional<Closing> closing;
    friend bool operator==(const Workbook&, const Workbook&) = default;
};
BOOST_DESCRIBE_STRUCT(Workbook, (), (format, role, words_per_minute, drills, notes, stories, figures, heard, closing))

/// Errors: invalid (every bound that is broken, by JSON pointer).
[[nodiscard]] Result<> check_workbook(const Workbook& workbook);
/// Of the text as kept: hexadecimal; "none" where nothing is kept.
[[nodiscard]] std::string workbook_tag(const std::optional<std::string>& text);

}  // namespace plimsoll::practice
