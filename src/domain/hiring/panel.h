// panel.h: what a plan of interviews leaves untested, before anybody sits in one.
//
// Views      a dimension is seen by as many people as will rate it: an interviewer in two rounds is one view of it.
// Two roles  somebody in more than one round (fewer independent views), or who leads the debrief and interviews too (speaks first to
//            what is theirs): shown, not forbidden.
// Minutes    an interviewer's, of the rounds, without preparation or writing the card.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/hiring/interview_kit.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kMostPlanned = 40;
inline constexpr std::size_t kMostRoundInterviewers = 20;

struct PlannedRound {
    using json_defaults = void;
    std::string round;                      ///< of the kit
    std::vector<std::string> interviewers;  ///< names or ids, as the caller tells people apart; none: nobody was asked yet
    std::vector<std::string> dimensions;    ///< empty: those of the kit's round
    int minutes = 0;                        ///< 0: those of the kit's round
};
BOOST_DESCRIBE_STRUCT(PlannedRound, (), (round, interviewers, dimensions, minutes))

struct PanelPlan {
    using json_defaults = void;
    std::vector<PlannedRound> rounds;
    std::string lead;  ///< who leads the debrief; empty: not said
};
BOOST_DESCRIBE_STRUCT(PanelPlan, (), (rounds, lead))

BOOST_DEFINE_ENUM_CLASS(Tested, nobody, once, several)

struct DimensionPlan {
    std::string id;
    std::string name;
    double weight = 1;
    Tested tested = Tested::nobody;
    std::vector<std::string> rounds;
    std::vector<std::string> interviewers;  ///< each once
};
BOOST_DESCRIBE_STRUCT(DimensionPlan, (), (id, name, weight, tested, rounds, interviewers))

struct InterviewerLoad {
    std::string interviewer;
    std::vector<std::string> rounds;
    std::vector<std::string> dimensions;    ///< that are theirs to rate, each once
    int minutes = 0;
    bool two_roles = false;
    std::string why;                        ///< of two_roles
};
BOOST_DESCRIBE_STRUCT(InterviewerLoad, (), (interviewer, rounds, dimensions, minutes, two_roles, why))

struct PanelGaps {
    std::string kit;
    int version = 1;
    std::vector<DimensionPlan> dimensions;      ///< in the kit's order
    std::vector<std::string> untested;          ///< ids
    std::vector<std::string> tested_once;
    double weight_tested = 0;                   ///< weight of what somebody tests / all weight; 0 to 1
    std::vector<std::string> rounds_left_out;   ///< of the kit, and in no plan
    std::vector<std::string> rounds_unmanned;   ///< planned, without an interviewer
    std::vector<InterviewerLoad> interviewers;  ///< in the plan's order
    int minutes = 0;                            ///< of the candidate
    std::vector<std::string> sentences;         ///< the same in words, what matters most first; empty: nothing is missing
};
BOOST_DESCRIBE_STRUCT(PanelGaps, (), (kit, version, dimensions, untested, tested_once, weight_tested, rounds_left_out, rounds_unmanned, interviewers, minutes, sentences))

/// Errors: invalid, all at once: at most kMostPlanned rounds of at most kMostRoundInterviewers; each of the kit, with dimensions of the kit,
/// nobody named twice or by nothing; minutes 0 to kMostRoundMinutes.
[[nodiscard]] Result<PanelGaps> panel_gaps(const InterviewKit& kit, const PanelPlan& plan);

}  // namespace plimsoll::hiring
