// opened_cards.h: cards of many applications, opened for figures and exports about interviews.
//
// Which      of interviews that were not cancelled, of candidates who were not erased, newest applications first; at most kMostCardsOpened,
//            and what was left out is counted.
// Sight      only cards that the viewer may see (sight.h). An application on which the viewer still has a card to submit is left out whole:
//            figures must not tell what a hidden card says. Of applications that the viewer may not see, nothing is counted either.
// Threads    any that may wait for the disk.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/hiring/card.h"
#include "domain/hiring/ports.h"
#include "domain/hiring/reading.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kMostCardsOpened = 5'000;

struct CardQuery {
    std::string opening;                  ///< empty: all
    std::string kit;                      ///< empty: all
    std::optional<Timestamp> from, to;    ///< of the first submission
};

struct SampleCard {
    std::string application;
    std::string opening;
    std::string candidate;                ///< opaque id
    std::string interview;
    std::string round;
    std::string title;
    std::string kit;
    std::int64_t kit_version = 1;
    std::optional<Timestamp> interviewed_at;
    Timestamp submitted_at;               ///< version 1
    std::string rater;                    ///< id
    int versions = 1;
    bool after_seeing_others = false;     ///< of the last version
    Card first;
    Card last;
};

struct SampleOfCards {
    std::vector<SampleCard> cards;        ///< newest application first, then as they were submitted
    std::int64_t erased = 0;              ///< cards of erased candidates: nobody opens them
    std::int64_t hidden = 0;              ///< cards that the viewer may not see yet
    std::int64_t beyond = 0;              ///< over kMostCardsOpened
    std::uint64_t seq = 0;
};

/// Errors: those of log and vault. A candidate erased meanwhile counts as erased.
[[nodiscard]] Result<SampleOfCards> open_cards(const Ports& ports, const Viewer& viewer, const CardQuery& query);

}  // namespace plimsoll::hiring
