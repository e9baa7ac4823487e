// calibration_set.h: written answers with known ratings, for interviewers to rate before they rate a person.
//
// Identity   ids of sets and items are permanent; `version` grows when an answer or a known rating changes, and ratings of another
//            version are not compared with it.
// Known      what the set's authors rate each dimension, with the reason; "not assessed" where the answer holds nothing on it. `also`
//            are neighbours that an honest rater may give.
// People     the answers are invented; no candidate is involved.
// Threads    values; copy freely.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"

namespace plimsoll::hiring {

struct KnownRating {
    std::string dimension;      ///< of the set's kit
    std::optional<int> points;  ///< 1 to 4; empty: not assessed
    std::vector<int> also;      ///< points - 1, points + 1: neither is wrong
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(KnownRating, (), (dimension, points, also, reason))

struct CalibrationItem {
    std::string id;
    std::string question;  ///< of the bank
    std::string answer;    ///< the words of somebody who was asked it
    std::vector<KnownRating> known;
    yaml::Place place;
};
BOOST_DESCRIBE_STRUCT(CalibrationItem, (), (id, question, answer, known))

struct CalibrationSet {
    std::string id;
    int version = 1;
    std::string title;
    std::string purpose;
    std::string interview_kit;  ///< whose dimensions and anchors are rated by
    std::vector<CalibrationItem> items;
    std::string origin;
    yaml::Place place;
};
BOOST_DESCRIBE_STRUCT(CalibrationSet, (), (id, version, title, purpose, interview_kit, items, origin))

/// Null: there is none.
[[nodiscard]] const CalibrationItem* find_item(const CalibrationSet& set, std::string_view id);
[[nodiscard]] const KnownRating* find_known(const CalibrationItem& item, std::string_view dimension);

}  // namespace plimsoll::hiring
