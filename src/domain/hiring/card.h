// card.h: what an interviewer writes of one interview: the candidate's words first, then the evidence of each dimension, then a rating.
//
// Order      a rating stands on evidence: a dimension is rated only with at least one piece of it, and evidence refers to words that
//            were written down, or to something that was seen. "Not assessed" is no number and says why.
// Flags      prompts of the kit that came up, each with what speaks against it. Never counted.
// Kept       as JSON, sealed under the candidate's key, in the log (CardSubmitted::sealed); the draft in the vault alone.
// Bounds     below; check_card() names every field that is over one.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::hiring {

inline constexpr std::size_t kMostAnswers = 60;
inline constexpr std::size_t kMostEvidence = 200;
inline constexpr std::size_t kMostFlags = 40;
inline constexpr std::size_t kLongestWords = 20'000;  ///< bytes, of one answer
inline constexpr std::size_t kLongestNote = 4'000;    ///< of every other text
inline constexpr std::size_t kLargestCard = 256u << 10;  ///< as JSON
inline constexpr int kMostMinutes = 600;

/// The words of Greenhouse's overall_recommendation, so that a card can be loaded elsewhere. no_decision: "I cannot say", no low score.
BOOST_DEFINE_ENUM_CLASS(Recommendation, definitely_not, no, yes, strong_yes, no_decision)

/// What was asked, and what the candidate said.
struct CardAnswer {
    using json_defaults = void;
    std::string id;            ///< "a1", of this card
    std::string question;      ///< id of the bank ("D4", "X1"); empty: asked besides the kit
    std::string asked;         ///< the words of a question that is not of the bank
    std::string words;         ///< the candidate's own, as near as one could write them
    std::optional<int> minute; ///< since the interview began
    friend bool operator==(const CardAnswer&, const CardAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(CardAnswer, (), (id, question, asked, words, minute))

/// Something that speaks for or against a dimension.
struct CardEvidence {
    using json_defaults = void;
    std::string answer;        ///< id of the answer whose words it stands on; empty: it was seen, not said
    std::string quote;         ///< the part of the words that counts; empty: all of them. Words of that answer, else invalid
    std::string observed;      ///< what was seen: "drew the queue before naming a cause"; needed where there is no answer
    friend bool operator==(const CardEvidence&, const CardEvidence&) = default;
};
BOOST_DESCRIBE_STRUCT(CardEvidence, (), (answer, quote, observed))

struct CardDimension {
    using json_defaults = void;
    std::string dimension;                ///< id of the kit
    std::vector<CardEvidence> evidence;
    std::optional<int> rating;            ///< 1 to 4; empty: not assessed
    std::string not_assessed;             ///< why; needed without a rating
    std::string note;
    friend bool operator==(const CardDimension&, const CardDimension&) = default;
};
BOOST_DESCRIBE_STRUCT(CardDimension, (), (dimension, evidence, rating, not_assessed, note))

/// A red-flag prompt of the kit that came up.
struct CardFlag {
    using json_defaults = void;
    std::string prompt;   ///< id of the kit
    std::string seen;     ///< what came up
    std::string against;  ///< what speaks against it, or that it was looked for and not found; needed
    friend bool operator==(const CardFlag&, const CardFlag&) = default;
};
BOOST_DESCRIBE_STRUCT(CardFlag, (), (prompt, seen, against))

struct Card {
    using json_defaults = void;
    std::vector<CardAnswer> answers;
    std::vector<CardDimension> dimensions;  ///< every dimension that the interview is to assess, once; others may be added
    std::vector<CardFlag> flags;
    Recommendation recommendation = Recommendation::no_decision;
    std::string why;                        ///< of the recommendation
    std::optional<int> minutes;             ///< that the interview took
    std::string why_changed;                ///< of a second version; needed there
    friend bool operator==(const Card&, const Card&) = default;
};
BOOST_DESCRIBE_STRUCT(Card, (), (answers, dimensions, flags, recommendation, why, minutes, why_changed))

}  // namespace plimsoll::hiring
