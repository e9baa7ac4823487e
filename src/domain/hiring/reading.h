// reading.h: openings, applications and interviews as whoever asks may see them: names and words are opened here, and nowhere held.
//
// Blind      whoever has a card to submit on an application is shown neither others' cards nor anything that follows from them: reasons of
//            moves, decisions, composites (sight.h). That others submitted is shown.
// Threads    any that may wait for the disk.
#pragma once

#include <string>
#include <vector>

#include "domain/hiring/slice.h"
#include "domain/hiring/views.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kMostNamesRead = 20'000;  ///< of one page of a search
inline constexpr std::size_t kMostInterviewsListed = 500;

struct ApplicationFilter {
    std::string opening;
    std::optional<Stage> stage;
    std::string search;  ///< part of a name, letter case aside
    std::string after;   ///< key of the last row before this page
    std::size_t limit = 100;
};

struct InterviewFilter {
    bool mine = false;
    bool to_come = false;  ///< without what was cancelled, ended, or is over; but with one's own that still wants a card
};

template <class View>
struct Read {
    View view;
    std::uint64_t seq = 0;
};

[[nodiscard]] Read<OpeningList> list_openings(const Ports& ports, Timestamp now);
/// Errors: unknown.
[[nodiscard]] Result<Read<OpeningView>> read_opening(const Ports& ports, const std::string& id, Timestamp now);

/// Errors: those of the vault.
[[nodiscard]] Result<Read<ApplicationList>> list_applications(const Ports& ports, const Viewer& viewer, const ApplicationFilter& filter);
/// Errors: unknown; those of log and vault.
[[nodiscard]] Result<Read<ApplicationView>> read_application(const Ports& ports, const Viewer& viewer, const std::string& id);

/// Errors: those of the vault.
[[nodiscard]] Result<Read<InterviewList>> list_interviews(const Ports& ports, const Viewer& viewer, const InterviewFilter& filter, Timestamp now);
/// Errors: unknown; those of log and vault.
[[nodiscard]] Result<Read<InterviewView>> read_interview(const Ports& ports, const Viewer& viewer, const std::string& id);

// Parts of these

/// Empty name: erased. Errors: those of the vault.
[[nodiscard]] Result<PersonRef> candidate_ref(const Ports& ports, const CandidateRow& candidate);
[[nodiscard]] PersonRef account_ref(const Ports& ports, const std::string& person);
/// What was written, opened; no text where the candidate was erased or `shown` is false. Errors: those of log and vault.
[[nodiscard]] Result<SaidView> said_view(const Ports& ports, const CandidateRow& candidate, const Written& written, bool shown = true);
/// Errors: those of log and vault.
[[nodiscard]] Result<Card> card_at(const Ports& ports, std::uint64_t seq);
[[nodiscard]] Result<DecisionView> decision_view(const Ports& ports, const CandidateRow& candidate, const DecisionRow& decision);
/// The dimensions of a kit that nobody tests, or one person alone.
[[nodiscard]] std::vector<PlanGap> gaps_of(const InterviewKit& kit, const std::vector<const InterviewRow*>& interviews);

}  // namespace plimsoll::hiring
