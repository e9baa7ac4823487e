// debrief.h: everything that was written of one application side by side, once the cards lie open.
//
// Order      the dimension with the widest spread first, since that is what is worth talking about; then as the kit has them.
// Rater      somebody who rates a dimension in two interviews counts twice: two pieces of evidence.
// Versions   spread, mean and composite are of first versions, which nobody's talk moved; composite_last is of last ones, and a cell says
//            where its rater changed. Nothing here compares candidates.
// Pure       debrief_of; the others wait for the disk.
#pragma once

#include <string>
#include <vector>

#include "domain/hiring/reading.h"

namespace plimsoll::hiring {

/// One rater's card of one interview, opened.
struct OpenedCard {
    std::string interview;
    PersonRef rater;
    Card first;
    Card last;
};

struct DebriefParts {
    const InterviewKit* kit = nullptr;   ///< nullptr: it is not here any more; dimensions then stand by their ids, with weight 1
    std::vector<OpenedCard> cards;
    std::vector<const InterviewRow*> interviews;
};

/// Fills dimensions, not_assessed, both composites, flags, recommendations and the count of cards. Errors: those of people::composite_of.
[[nodiscard]] Result<DebriefView> debrief_of(const DebriefParts& parts);

/// Errors: unknown; not_yet (own cards are to be submitted first); erased; those of log and vault.
[[nodiscard]] Result<Read<DebriefView>> read_debrief(const Ports& ports, const Viewer& viewer, const std::string& application);
/// The composite of first versions as it stands now. Errors: those of log and vault.
[[nodiscard]] Result<people::Composite> composite_now(const Ports& ports, const Slice& slice);

}  // namespace plimsoll::hiring
