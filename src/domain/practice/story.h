// story.h: a true story of one's own in five lines, and what an interviewer would miss in it.
//
// Lines      context, problem, action, result, learning: one line each, to be said in 90 seconds.
// Checks     rules over words (story_words.h), English only; each finding cites the words that it fires on, or says that it looked and
//            found none. A finding is a prompt to look again: a rule of words can be wrong, and no finding is a score.
// Kinds      a weakness must be real and managed, and needs no trade-off; reasons for leaving hold no complaint and say where to, and
//            need no figure, trade-off or control. The others are asked for all.
// Speaking   words / words a minute; 150 a minute is unhurried English (our choice; 80 to 220 may be set).
// Bounds     2,000 characters a line, 200 a title; over them is an error that names the field.
// Threads    values; pure.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::practice {

inline constexpr int kUsualPace = 150;    ///< words a minute
inline constexpr int kSlowestPace = 80;
inline constexpr int kFastestPace = 220;
inline constexpr int kStorySeconds = 90;
inline constexpr std::size_t kLongestLine = 2000;  ///< characters of one line of a story, a sheet or a note
inline constexpr std::size_t kLongestTitle = 200;
inline constexpr std::size_t kLongestId = 64;

/// The first three are those to have ready.
BOOST_DEFINE_ENUM_CLASS(StoryKind, reliability_win, hard_feedback, influence, weakness, leaving, other)

struct Story {
    using json_defaults = void;
    std::string id;  ///< the writer's own: 1 to 64 of A-Z, a-z, 0-9, '-', '_'; may be empty where nothing is kept
    StoryKind kind = StoryKind::other;
    std::string title;
    std::string context;
    std::string problem;
    std::string action;
    std::string result;
    std::string learning;
    Timestamp changed_at;
    friend bool operator==(const Story&, const Story&) = default;
};
BOOST_DESCRIBE_STRUCT(Story, (), (id, kind, title, context, problem, action, result, learning, changed_at))

BOOST_DEFINE_ENUM_CLASS(StoryRule, missing_line, several_lines, no_own_part, we_only, no_number, no_number_in_result, no_trade_off, no_detail,
                        blame, vague_lesson, nothing_lasting, over_time, weakness_not_real, weakness_not_managed, complaint, no_direction)

struct StoryFinding {
    StoryRule rule = StoryRule::missing_line;
    std::string field;               ///< "action"; empty: the whole story
    std::vector<std::string> words;  ///< as they stand there; empty: what was looked for is not there
    std::string text;                ///< what it means, in a sentence
    std::string remedy;              ///< what to write
};
BOOST_DESCRIBE_STRUCT(StoryFinding, (), (rule, field, words, text, remedy))

BOOST_DEFINE_ENUM_CLASS(StoryPart, own_part, number, trade_off, detail, lasting)

/// Something that is there, with the words that show it.
struct StoryShows {
    StoryPart part = StoryPart::own_part;
    std::string field;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(StoryShows, (), (part, field, words))

struct StoryCheck {
    std::string id;
    StoryKind kind = StoryKind::other;
    std::vector<StoryFinding> findings;  ///< in the order of the lines, then of StoryRule
    std::vector<StoryShows> shows;
    int words = 0;
    int seconds = 0;           ///< to say it, rounded up
    int words_per_minute = kUsualPace;
};
BOOST_DESCRIBE_STRUCT(StoryCheck, (), (id, kind, findings, shows, words, seconds, words_per_minute))

/// One of the three stories to have ready.
struct StoryReady {
    StoryKind kind = StoryKind::reliability_win;
    std::string story;    ///< id of the one with the fewest findings; empty: there is none
    int findings = 0;     ///< of that one
    std::string what;     ///< what it is to show
};
BOOST_DESCRIBE_STRUCT(StoryReady, (), (kind, story, findings, what))

struct StoriesQuestion {
    using json_defaults = void;
    std::vector<Story> stories;
    int words_per_minute = kUsualPace;
};
BOOST_DESCRIBE_STRUCT(StoriesQuestion, (), (stories, words_per_minute))

struct StoriesAnswer {
    std::vector<StoryCheck> checks;  ///< in the order asked
    std::vector<StoryReady> ready;   ///< the three to have ready
};
BOOST_DESCRIBE_STRUCT(StoriesAnswer, (), (checks, ready))

inline constexpr std::size_t kMostStories = 60;

/// Words of a text that is said: runs of characters between white space.
[[nodiscard]] int spoken_words(const std::string& text);
/// Rounded up.
[[nodiscard]] int seconds_to_say(int words, int words_per_minute = kUsualPace);
/// Requires: the story keeps its bounds (broken_bounds); the pace is between the slowest and the fastest.
[[nodiscard]] StoryCheck check_story(const Story& story, int words_per_minute = kUsualPace);
/// Errors: invalid (a bound, each by its JSON pointer).
[[nodiscard]] Result<StoriesAnswer> check_stories(const StoriesQuestion& question);
/// Adds each bound that the story breaks; `at` is its JSON pointer.
void broken_bounds(const Story& story, const std::string& at, std::vector<FieldError>& broken);

}  // namespace plimsoll::practice
