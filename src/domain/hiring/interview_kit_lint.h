// interview_kit_lint.h: what makes an interview kit usable, checked against the question bank: every dimension tested, every round's
// minutes adding up, questions that suit the role and show what is rated, anchors that can be told apart, words that assess the work.
//
// Anchors    at least kLeastAnchorWords words each, and no sentence in two anchors of any kit: a level is another behaviour, not another
//            adjective.
// Rounds     at most kMostRated dimensions, since nobody collects evidence on more; each shown by a question of the round; at least
//            kLeastClosing minutes for the candidate's own questions.
// Sets       answers of kTranscriptWords, each rated on two dimensions at least; every point and "not assessed" somewhere among the known
//            ratings, since a set where all are 3 trains a habit.
// Ours       these numbers are proposals of Plimsoll.
#pragma once

#include <vector>

#include "domain/catalog/problem.h"
#include "domain/hiring/calibration_set.h"
#include "domain/hiring/interview_kit.h"
#include "domain/people/bank.h"
#include "domain/people/kit_lint.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kLeastAnchorWords = 10;
inline constexpr std::size_t kMostRated = 5;
inline constexpr int kLeastClosing = 5;
inline constexpr std::size_t kLeastKitSignals = 2;
inline constexpr std::size_t kLeastRedFlags = 3;
inline constexpr people::WordRange kTranscriptWords{120, 250};
inline constexpr std::size_t kLeastReasonWords = 6;
inline constexpr std::size_t kLeastItems = 6;

/// Adds a warning at its place for each rule that is missed, named by the kit and the part.
void lint_interview_kits(const std::vector<InterviewKit>& kits, const people::Bank& bank, catalog::Problems& problems);
void lint_calibration_sets(const std::vector<CalibrationSet>& sets, const std::vector<InterviewKit>& kits, const people::Bank& bank, catalog::Problems& problems);

}  // namespace plimsoll::hiring
