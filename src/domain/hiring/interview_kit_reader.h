// interview_kit_reader.h: interview kits (YAML) into kits, or every problem at its file, line and column.
//
//   kit: interview
//   format: 1
//   id: acme-sre               # a DNS label
//   role: senior               # of the question bank
//   title: Senior SRE
//   dimensions:
//     - {id: systems_thinking, name: ..., anchors: {1: ..., 2: ..., 3: ..., 4: ...}}
//   rounds:
//     - {id: incident, name: ..., minutes: 60, dimensions: [systems_thinking], questions: [{id: X1, minutes: 20}]}
//
// A document is a kit. Every field: docs/interviewing.md.
// Whole      a kit with an error is left out whole, for a scorecard stands on all of it; other kits are read.
// Thin       what is missing or does not add up besides is a warning of interview_kit_lint.h: the kit can be used.
// Bounds     below; those of base/yaml.h for a file.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"
#include "domain/hiring/interview_kit.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kMostKits = 200;
inline constexpr std::size_t kMostKitDimensions = 20;
inline constexpr std::size_t kMostRounds = 12;
inline constexpr std::size_t kMostRoundQuestions = 20;
inline constexpr std::size_t kMostRedFlags = 20;
inline constexpr std::size_t kMostKitSignals = 12;   ///< of a side
inline constexpr std::size_t kLongestKitName = 80;   ///< characters
inline constexpr std::size_t kLongestKitText = 600;  ///< of an anchor, a signal, a part of a prompt
inline constexpr std::size_t kLongestKitNotes = 4000;
inline constexpr int kMostRoundMinutes = 480;

namespace errors {
inline constexpr ErrorKind interview_kit_head{"hiring.kit_head", 422, "A file's head is not one of an interview kit or a calibration set",
                                              "Begin it with `kit: interview` or `kit: calibration`, and `format: 1`"};
inline constexpr ErrorKind duplicate_kit{"hiring.duplicate_kit", 422, "Two kits or sets have one id", "Give one of them another id"};
inline constexpr ErrorKind interview_kit_thin{"hiring.kit_thin", 422, "An interview kit lacks something, or does not add up", "Write what the warning names"};
inline constexpr ErrorKind kit_wording{"hiring.kit_wording", 422, "A kit's words assess something other than the work", "Say what somebody does, as it can be seen"};
inline constexpr ErrorKind unknown_kit{"hiring.unknown_kit", 404, "There is no such interview kit", "`plimsoll interview kit list` shows the ids"};
inline constexpr ErrorKind unknown_set{"hiring.unknown_set", 404, "There is no such calibration set", "`plimsoll interview calibrate` without a set shows the ids"};
}  // namespace errors

/// The kits of the files, in their order; documents of other kinds are passed over. What is wrong goes to `problems` as errors.
/// `prefix` goes before a file's path to make a kit's origin ("shipped/"). Never fails.
[[nodiscard]] std::vector<InterviewKit> read_interview_kits(const std::vector<catalog::FileText>& files, catalog::Problems& problems, std::string_view prefix = {});

}  // namespace plimsoll::hiring
