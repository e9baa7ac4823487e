// kit_views.h: interview kits and calibration sets as they are shown. A known rating is shown to those alone who have rated its answer.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/calibration.h"
#include "domain/hiring/interview_kit.h"
#include "domain/hiring/kit_shelf.h"
#include "domain/hiring/state.h"
#include "domain/people/question_views.h"

namespace plimsoll::hiring {

struct InterviewKitRow {
    std::string id;
    int version = 1;
    people::Role role = people::Role::sre;
    std::string level;
    std::string title;
    std::string purpose;
    int dimensions = 0;
    int rounds = 0;
    int minutes = 0;  ///< of all rounds
    std::string origin;
};
BOOST_DESCRIBE_STRUCT(InterviewKitRow, (), (id, version, role, level, title, purpose, dimensions, rounds, minutes, origin))

struct InterviewKitList {
    std::vector<InterviewKitRow> items;         ///< by role, then id
    std::vector<people::Replacement> replaced;  ///< kits and calibration sets
    std::vector<catalog::Problem> problems;     ///< of the team's own; what they are about is not used
};
BOOST_DESCRIBE_STRUCT(InterviewKitList, (), (items, replaced, problems))

struct InterviewKitView {
    InterviewKit kit;
    std::vector<people::QuestionRow> questions;  ///< that the kit names and the bank has; each once
    std::vector<std::string> unknown_questions;  ///< that the bank has not
};
BOOST_DESCRIBE_STRUCT(InterviewKitView, (), (kit, questions, unknown_questions))

struct CalibrationSetRow {
    std::string id;
    int version = 1;
    std::string title;
    std::string purpose;
    std::string interview_kit;
    int items = 0;
    int rated = 0;   ///< by the viewer, of this version
    std::string origin;
};
BOOST_DESCRIBE_STRUCT(CalibrationSetRow, (), (id, version, title, purpose, interview_kit, items, rated, origin))

struct CalibrationSetList {
    std::vector<CalibrationSetRow> items;
};
BOOST_DESCRIBE_STRUCT(CalibrationSetList, (), (items))

struct CalibrationItemView {
    std::string id;
    std::string question;
    std::string asked;                    ///< the question's words; empty: the bank does not have it
    std::string answer;
    std::vector<std::string> dimensions;  ///< to rate
    bool rated = false;                   ///< by the viewer
    std::vector<CalibrationRating> mine;
    std::vector<KnownRating> known;       ///< empty until the viewer has rated
};
BOOST_DESCRIBE_STRUCT(CalibrationItemView, (), (id, question, asked, answer, dimensions, rated, mine, known))

struct CalibrationSetView {
    std::string id;
    int version = 1;
    std::string title;
    std::string purpose;
    std::string interview_kit;
    std::vector<KitDimension> dimensions;  ///< that the set rates, with their anchors; one that the kit lacks has none
    std::vector<CalibrationItemView> items;
    CalibrationResult mine;                ///< of the viewer's ratings alone
};
BOOST_DESCRIBE_STRUCT(CalibrationSetView, (), (id, version, title, purpose, interview_kit, dimensions, items, mine))

/// What a rater sends of one answer.
struct CalibrationBody {
    using json_defaults = void;
    int version = 0;                       ///< of the set that was read; 0: whichever is there
    std::vector<CalibrationRating> ratings;
};
BOOST_DESCRIBE_STRUCT(CalibrationBody, (), (version, ratings))

[[nodiscard]] InterviewKitList list_kits(const KitShelf& shelf);
[[nodiscard]] InterviewKitView show_kit(const InterviewKit& kit, const people::Bank& bank);
/// `mine`: the viewer's ratings of any set and version.
[[nodiscard]] CalibrationSetList list_sets(const KitShelf& shelf, const std::vector<CalibrationRow>& mine);
[[nodiscard]] CalibrationSetView show_set(const CalibrationSet& set, const KitShelf& shelf, const people::Bank& bank, const std::string& rater, const std::vector<CalibrationRow>& mine);
/// Those of this set and version that it still knows.
[[nodiscard]] std::vector<CalibrationAnswer> answers_of(const CalibrationSet& set, const std::vector<CalibrationRow>& rows);

}  // namespace plimsoll::hiring
