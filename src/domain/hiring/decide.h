// decide.h: every rule of hiring: who may be interviewed by whom, what a card needs, when something is decided, what may be erased.
//
// Order of   unknown; erased; not one's own; the stage, the hold or what is there already that forbids it; all that is wrong with the
// the guards fields at once (invalid); bounds.
// Days       that people name are real dates from 1970 on, and not after tomorrow (UTC), since what they tell has happened.
// Pure       texts come sealed already; the plain card goes through check_card() before it is sealed.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/hiring/card.h"
#include "domain/hiring/state.h"

namespace plimsoll::hiring {

namespace errors {
inline constexpr ErrorKind invalid{"hiring.invalid", 422, "It cannot be done like this", "Correct the fields named"};
inline constexpr ErrorKind unknown{"hiring.unknown", 404, "There is no such thing in hiring, or you may not see it", "Ask whoever hires for this post"};
inline constexpr ErrorKind erased{"hiring.erased", 410, "This candidate was erased", "Only counts remain"};
inline constexpr ErrorKind held{"hiring.held", 409, "A legal hold stands on this candidate", "Release the hold first, with a reason"};
inline constexpr ErrorKind ended{"hiring.ended", 409, "This application has ended", "Move it back to a stage first"};
inline constexpr ErrorKind wrong_stage{"hiring.wrong_stage", 409, "The application is not at a stage for this", "Move it first"};
inline constexpr ErrorKind closed{"hiring.closed", 409, "The opening is closed", "Reopen it first"};
inline constexpr ErrorKind not_yours{"hiring.not_yours", 403, "You are no interviewer of this interview", "Whoever hires plans who interviews"};
inline constexpr ErrorKind not_yet{"hiring.not_yet", 403, "Others' cards are hidden until you have submitted yours", "Submit your card"};
inline constexpr ErrorKind applied_already{"hiring.applied_already", 409, "This candidate has an application for this opening", "Open that one"};
inline constexpr ErrorKind too_many{"hiring.too_many", 409, "There are as many already as are kept", "End or erase what is not needed"};
inline constexpr ErrorKind no_kit{"hiring.no_kit", 409, "There is no interview kit to plan by", "Choose a kit for the opening; `plimsoll interview kit list` shows every kit"};
inline constexpr ErrorKind nothing_to_match{"hiring.nothing_to_match", 409, "There is nothing to match yet", "Keep a resume of the candidate, and the job description with the opening"};
inline constexpr ErrorKind no_draft{"hiring.no_draft", 404, "There is no draft", "Write one with PUT and If-None-Match: *"};
inline constexpr ErrorKind draft_changed{"hiring.draft_changed", 412, "The draft was changed elsewhere", "Read it again, and send its ETag in If-Match"};
inline constexpr ErrorKind not_held{"hiring.not_held", 409, "No legal hold stands on this candidate", "There is nothing to release"};
inline constexpr ErrorKind answered{"hiring.answered", 409, "This was answered already", "Read the answer"};
inline constexpr ErrorKind rated_already{"hiring.rated_already", 409, "You have rated this already", "The first ratings count"};
}  // namespace errors

inline constexpr std::size_t kLongestTitle = 200;        ///< bytes, of an opening, a team, an interview
inline constexpr std::size_t kLongestJob = 100'000;      ///< bytes
inline constexpr std::size_t kLongestReason = 4'000;     ///< bytes, of what is not sealed
inline constexpr std::size_t kLongestId = 100;           ///< bytes, of what kits name
inline constexpr std::size_t kMostAssessed = 50;         ///< dimensions of an interview
inline constexpr std::int64_t kMostHeadcount = 1'000;
inline constexpr Duration kLongestLink = Duration::days(180);
inline constexpr Duration kLongestKeep = Duration::days(3'653);  ///< ten years

struct MakeOpening {
    Opening what;
    bool kit_known = true;  ///< whether there is such a kit now
};
struct ChangeOpening {
    std::string opening;
    Opening what;
    bool kit_known = true;
};
struct CloseOpening {
    std::string opening;
    bool filled = false;
    std::string reason;
};
struct ReopenOpening {
    std::string opening;
    std::string reason;
};
/// The candidate is in the vault by then; the vault forgets who was refused.
struct AddCandidate {
    std::string candidate;
    std::string opening;
    Source source = Source::applied;
};
/// Somebody known, for another opening.
struct Apply {
    std::string candidate;
    std::string opening;
    Source source = Source::applied;
};
/// In place of another; not while a legal hold stands on that one.
struct KeepResume {
    std::string candidate;
    std::string format;
    int pages = 0;
    std::uint64_t bytes = 0;
};
struct RemoveResume {
    std::string candidate;
};
/// Any stage to any other; not to hired without an accepted offer, nor to itself.
struct MoveStage {
    std::string application;
    Stage to = Stage::applied;
    std::string sealed;
};
struct PlanInterview {
    std::string application;
    std::string round;
    std::string title;
    std::string kit;
    std::int64_t kit_version = 1;
    std::vector<std::string> kit_dimensions;  ///< of the kit, to check against
    std::vector<std::string> dimensions;
    std::vector<std::string> interviewers;
    std::vector<std::string> may_interview;   ///< accounts that have the right, of those named
    std::optional<Timestamp> at;
    int minutes = 0;
};
struct ChangeInterview {
    std::string interview;
    std::vector<std::string> kit_dimensions;
    std::vector<std::string> dimensions;
    std::vector<std::string> interviewers;
    std::vector<std::string> may_interview;
    std::optional<Timestamp> at;
    int minutes = 0;
};
/// Not once a card is submitted.
struct CancelInterview {
    std::string interview;
    std::string sealed;
};
/// `sealed` is what check_card() found right.
struct SubmitCard {
    std::string interview;
    std::string rater;
    int version = 1;  ///< that was sealed; not the next one any more: conflict
    bool after_seeing_others = false;
    std::string sealed;
};
struct NoteDebrief {
    std::string application;
    std::string sealed;
};
struct Decide {
    std::string application;
    Outcome outcome = Outcome::hold;
    std::string sealed;
};
/// Needs a decision to hire that stands; moves the application to offer by itself. A later one stands in place of it.
struct MakeOffer {
    std::string application;
    std::string on;
};
/// Accepting moves the application to hired by itself; declining to withdrawn.
struct AnswerOffer {
    std::string application;
    bool accepted = false;
    std::string on;
    std::string sealed;
};
struct Start {
    std::string application;
    std::string on;
};
struct Leave {
    std::string application;
    std::string on;
};
struct NoteQuality {
    std::string application;
    int day = 90;
    bool met = false;
    std::optional<bool> cleared_for_on_call;
    std::string sealed;
};
struct ChangeKeep {
    std::string candidate;
    std::string until;
    std::string sealed;
};
struct SetHold {
    std::string candidate;
    std::string sealed;
};
struct ReleaseHold {
    std::string candidate;
    std::string sealed;
};
struct EraseCandidate {
    std::string candidate;
    EraseReason reason = EraseReason::asked;
};
struct IssueLink {
    std::string link;
    std::string application;
    std::string secret_sha256;
    Timestamp expires;
    CopyShows shows = CopyShows::papers;
};
struct WithdrawLink {
    std::string application;
    std::string link;
};
struct Ask {
    std::string application;
    AskedFor what = AskedFor::correction;
    std::string sealed;
};
struct AnswerRequest {
    std::string application;
    std::string request;
    bool followed = false;
    std::string sealed;
};
struct RateCalibration {
    std::string set;
    std::int64_t version = 1;
    std::string item;
    std::string rater;
    std::vector<std::string> dimensions;  ///< of the item: each once
    std::vector<CalibrationRating> ratings;
};

using Command = std::variant<MakeOpening, ChangeOpening, CloseOpening, ReopenOpening, AddCandidate, Apply, KeepResume, RemoveResume, MoveStage, PlanInterview, ChangeInterview,
                             CancelInterview, SubmitCard, NoteDebrief, Decide, MakeOffer, AnswerOffer, Start, Leave, NoteQuality, ChangeKeep, SetHold, ReleaseHold,
                             EraseCandidate, IssueLink, WithdrawLink, Ask, AnswerRequest, RateCalibration>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// What a card must hold before it is submitted: every dimension of the interview once, each rated on evidence or not assessed with a
/// reason; evidence that refers to words of the card; flags with what speaks against them. Errors: invalid, all fields at once.
/// `prompts`: ids of the kit's red flags. A draft may lack anything; its bounds alone are checked (check_draft).
[[nodiscard]] Result<> check_card(const Card& card, const std::vector<std::string>& to_assess, const std::vector<std::string>& known_dimensions,
                                  const std::vector<std::string>& prompts, bool second_version);
[[nodiscard]] Result<> check_draft(const Card& card);

}  // namespace plimsoll::hiring
