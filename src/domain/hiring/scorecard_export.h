// scorecard_export.h: scorecards for other tools: JSON in the shape of Greenhouse's scorecard object, and CSV.
//
// Words      of Greenhouse: definitely_not, no, mixed, yes, strong_yes, no_decision. A rating of 1 is "no", 2 "mixed", 3 "yes", 4 "strong_yes";
//            not assessed is "no_decision". The points stand beside, under "plimsoll", with what that shape has no place for.
// Versions   the last one of a card; the first beside it where they differ, under "plimsoll".
// Cells      of CSV that a spreadsheet would take for a formula (= + - @ tab, return) begin with an apostrophe.
// Pure       any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/hiring/opened_cards.h"
#include "domain/hiring/views.h"

namespace plimsoll::hiring {

struct ExportParts {
    const SampleOfCards* sample = nullptr;
    const KitShelf* shelf = nullptr;
    const people::Bank* bank = nullptr;
    std::function<PersonRef(const std::string& rater)> rater;
    std::function<std::string(const std::string& candidate)> candidate_name;  ///< empty: erased meanwhile
};

/// A JSON array, a scorecard each, ended by a new line.
[[nodiscard]] std::string greenhouse_scorecards(const ExportParts& parts);

/// A line for each candidate, rater and dimension, under a heading. RFC 4180.
[[nodiscard]] std::string scorecards_csv(const ExportParts& parts);

/// As a cell: quoted where it must be, and never a formula.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace plimsoll::hiring
