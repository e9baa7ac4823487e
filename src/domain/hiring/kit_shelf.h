// kit_shelf.h: the interview kits and calibration sets that can be used: those that ship in the binary, and a team's own, which may stand
// in place of shipped ones.
//
// Files      of the same folders as the question bank's; files of other kinds are passed over.
// Partial    a kit or set with an error is left out and named in `problems`; the others are used.
// Threads    a KitShelf is immutable once made.
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/catalog/problem.h"
#include "domain/hiring/calibration_set.h"
#include "domain/hiring/declared.h"
#include "domain/hiring/interview_kit.h"
#include "domain/people/bank.h"

namespace plimsoll::hiring {

struct KitShelf {
    std::vector<InterviewKit> kits;                ///< by role, then id
    std::vector<CalibrationSet> sets;              ///< by id
    std::vector<DeclaredAttribute> attributes;     ///< that candidates may declare; of the last file that says any
    std::vector<people::Replacement> replaced;     ///< kits and sets
    std::vector<catalog::Problem> problems;        ///< of the folders
};

/// Null: there is none.
[[nodiscard]] const InterviewKit* find_kit(const KitShelf& shelf, std::string_view id);
[[nodiscard]] const CalibrationSet* find_set(const KitShelf& shelf, std::string_view id);

/// The shipped ones and those of `folders`; a later folder goes before an earlier one. Reads the disk. Errors: io (a folder that is named
/// is not there or may not be listed).
[[nodiscard]] Result<KitShelf> read_shelf(const std::vector<std::filesystem::path>& folders);

/// What `plimsoll interview kit check` says of a folder.
struct ShelfReport {
    bool ok = false;  ///< neither errors nor warnings
    int files = 0;
    int kits = 0;
    int sets = 0;
    std::vector<catalog::Problem> errors;    ///< a kit or set that has one is not used
    std::vector<catalog::Problem> warnings;  ///< of interview_kit_lint.h
};
BOOST_DESCRIBE_STRUCT(ShelfReport, (), (ok, files, kits, sets, errors, warnings))

/// Reads and lints a folder or file, with the questions of the bank: those of the folder too, and the shipped ones. Sets may be of shipped
/// kits. Errors: io; not_found (there is no file in it, or none of a kit or set).
[[nodiscard]] Result<ShelfReport> check_shelf(const std::filesystem::path& folder);

}  // namespace plimsoll::hiring
