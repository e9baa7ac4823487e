// closing.h: the last 60 seconds of an interview: three proofs, each set against something that the employer needs.
//
// Proofs     one of reliability, one of automation, one of leadership; each names the need that it answers, in the employer's words.
// Threads    values; pure.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/practice/story.h"

namespace plimsoll::practice {

inline constexpr int kClosingSeconds = 60;
inline constexpr std::size_t kMostProofs = 6;

BOOST_DEFINE_ENUM_CLASS(ProofOf, reliability, automation, leadership)

struct Proof {
    using json_defaults = void;
    ProofOf of = ProofOf::reliability;
    std::string need;   ///< of the employer, as heard: "on-call is too loud"
    std::string proof;  ///< what one did about such a thing, with a figure
    friend bool operator==(const Proof&, const Proof&) = default;
};
BOOST_DESCRIBE_STRUCT(Proof, (), (of, need, proof))

struct Closing {
    using json_defaults = void;
    std::string opening;         ///< why this place; a sentence
    std::vector<Proof> proofs;
    Timestamp changed_at;
    friend bool operator==(const Closing&, const Closing&) = default;
};
BOOST_DESCRIBE_STRUCT(Closing, (), (opening, proofs, changed_at))

BOOST_DEFINE_ENUM_CLASS(ClosingRule, missing_proof, no_need, no_number, no_own_part, same_need, over_time)

struct ClosingFinding {
    ClosingRule rule = ClosingRule::missing_proof;
    std::string field;  ///< "proofs/0/need"
    std::string text;
    std::string remedy;
};
BOOST_DESCRIBE_STRUCT(ClosingFinding, (), (rule, field, text, remedy))

struct ClosingCheck {
    std::string said;  ///< the whole, to be read aloud
    std::vector<ClosingFinding> findings;
    int words = 0;
    int seconds = 0;   ///< at kUsualPace
};
BOOST_DESCRIBE_STRUCT(ClosingCheck, (), (said, findings, words, seconds))

/// Errors: invalid (a bound).
[[nodiscard]] Result<ClosingCheck> check_closing(const Closing& closing);
void broken_bounds(const Closing& closing, const std::string& at, std::vector<FieldError>& broken);

}  // namespace plimsoll::practice
