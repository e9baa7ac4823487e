// state.h: openings, candidates by opaque id, their applications, interviews and cards: a fold of the log that holds no word about
// anybody. What was written is read from the log by the place that stands here, and opened with the candidate's key.
//
// Bounds     below. What is above a bound is refused by decide(), so that nothing that lives is forgotten.
// Invariant  a card's versions are 1, 2, … of one rater and interview. An erased candidate's applications stay, as counts of the funnel.
// Threads    the engine's.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/hiring/events.h"
#include "log/event.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kMostOpenings = 2'000;
inline constexpr std::size_t kMostCandidates = 50'000;        ///< that are not erased
inline constexpr std::size_t kMostApplications = 200'000;
inline constexpr std::size_t kMostInterviewsOfOne = 30;       ///< of an application
inline constexpr std::size_t kMostInterviewers = 8;           ///< of an interview
inline constexpr std::size_t kMostVersions = 20;              ///< of a card
inline constexpr std::size_t kMostLinks = 10;                 ///< of an application, that still work
inline constexpr std::size_t kMostRequests = 20;              ///< of an application
inline constexpr std::size_t kMostDebriefNotes = 200;         ///< of an application
inline constexpr std::size_t kMostPassages = 200;             ///< moves of an application by hand
inline constexpr std::size_t kMostDecisions = 50;              ///< of an application
inline constexpr std::size_t kMostCalibrations = 20'000;

/// Something that was written, by its place in the log. Who: the event's actor.
struct Written {
    std::uint64_t seq = 0;
    std::string by;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(Written, (), (seq, by, at))

struct OpeningRow {
    std::string id;
    std::uint64_t number = 0;
    Opening what;
    Timestamp opened_at;
    std::optional<Timestamp> closed_at;
    bool filled = false;
    std::string close_reason;
    std::uint64_t seq = 0;  ///< of its last event
};
BOOST_DESCRIBE_STRUCT(OpeningRow, (), (id, number, what, opened_at, closed_at, filled, close_reason, seq))

struct CandidateRow {
    std::string id;
    Timestamp added_at;
    std::string keep_until;                 ///< date that somebody set; empty: as the settings say
    std::optional<Written> keep_why;
    std::optional<Written> hold;            ///< stands: nothing is erased
    std::optional<Timestamp> erased_at;
    std::optional<EraseReason> erase_reason;
    std::string erased_by;
    std::optional<Timestamp> resume_at;
    std::string resume_format;
    int resume_pages = 0;
    std::vector<std::string> applications;  ///< ids, oldest first
};
BOOST_DESCRIBE_STRUCT(CandidateRow, (), (id, added_at, keep_until, keep_why, hold, erased_at, erase_reason, erased_by, resume_at, resume_format, resume_pages, applications))

struct CardVersion {
    int version = 1;
    std::uint64_t seq = 0;
    Timestamp at;
    bool after_seeing_others = false;
};
BOOST_DESCRIBE_STRUCT(CardVersion, (), (version, seq, at, after_seeing_others))

struct CardRow {
    std::string rater;
    std::vector<CardVersion> versions;  ///< oldest first
};
BOOST_DESCRIBE_STRUCT(CardRow, (), (rater, versions))

struct InterviewRow {
    std::string id;
    std::string application;
    std::string round;
    std::string title;
    std::string kit;
    std::int64_t kit_version = 1;
    std::vector<std::string> dimensions;
    std::vector<std::string> interviewers;
    std::optional<Timestamp> at;
    int minutes = 0;
    bool cancelled = false;
    std::vector<CardRow> cards;  ///< by rater, in order of the first submission
    std::map<std::string, std::uint64_t> named_at;  ///< interviewer to the place in the log that put them on it
};
BOOST_DESCRIBE_STRUCT(InterviewRow, (), (id, application, round, title, kit, kit_version, dimensions, interviewers, at, minutes, cancelled, cards, named_at))

struct Passage {
    Stage from = Stage::applied;
    Stage to = Stage::applied;
    Written why;
};
BOOST_DESCRIBE_STRUCT(Passage, (), (from, to, why))

struct DecisionRow {
    Outcome outcome = Outcome::hold;
    Written why;
    std::int64_t cards = 0;
    std::int64_t missing = 0;
};
BOOST_DESCRIBE_STRUCT(DecisionRow, (), (outcome, why, cards, missing))

struct QualityRow {
    int day = 90;
    bool met = false;
    std::optional<bool> cleared_for_on_call;
    Written why;
};
BOOST_DESCRIBE_STRUCT(QualityRow, (), (day, met, cleared_for_on_call, why))

struct LinkRow {
    std::string id;
    std::string secret_sha256;
    Timestamp issued_at;
    Timestamp expires;
    bool withdrawn = false;
    CopyShows shows = CopyShows::papers;
    std::string issued_by;  ///< the event's actor, who held its code too

    [[nodiscard]] bool works(Timestamp now) const { return !withdrawn && now < expires; }
};
BOOST_DESCRIBE_STRUCT(LinkRow, (), (id, secret_sha256, issued_at, expires, withdrawn, shows, issued_by))

struct RequestRow {
    std::string id;
    AskedFor what = AskedFor::correction;
    Written asked;
    std::optional<Written> answered;
    bool followed = false;
};
BOOST_DESCRIBE_STRUCT(RequestRow, (), (id, what, asked, answered, followed))

struct ApplicationRow {
    std::string id;
    std::uint64_t number = 0;
    std::string candidate;
    std::string opening;
    Source source = Source::applied;
    Timestamp made_at;
    Stage stage = Stage::applied;
    std::vector<Passage> passages;        ///< oldest first
    std::vector<std::string> interviews;  ///< ids, oldest first
    std::vector<Written> debrief;
    std::vector<DecisionRow> decisions;   ///< oldest first; the last stands
    std::string offered_on;               ///< date; empty: no offer was made
    std::string answered_on;
    std::optional<bool> accepted;
    std::string started_on;
    std::string left_on;
    std::vector<QualityRow> quality;      ///< by day
    std::vector<LinkRow> links;
    std::vector<RequestRow> requests;
    std::uint64_t seq = 0;                ///< of its last event

    [[nodiscard]] bool ended() const { return stage >= Stage::hired; }
    /// Whether it fills a post: whoever accepted and then withdrew, or was turned away, fills none.
    [[nodiscard]] bool fills_post() const { return accepted == true && stage == Stage::hired; }
};
BOOST_DESCRIBE_STRUCT(ApplicationRow, (), (id, number, candidate, opening, source, made_at, stage, passages, interviews, debrief, decisions, offered_on,
                                           answered_on, accepted, started_on, left_on, quality, links, requests, seq))

struct CalibrationRow {
    std::string set;
    std::int64_t version = 1;
    std::string item;
    std::string rater;
    Timestamp at;
    std::vector<CalibrationRating> ratings;
};
BOOST_DESCRIBE_STRUCT(CalibrationRow, (), (set, version, item, rater, at, ratings))

struct State {
    std::map<std::string, OpeningRow> openings;
    std::map<std::string, CandidateRow> candidates;
    std::map<std::string, ApplicationRow> applications;
    std::map<std::string, InterviewRow> interviews;
    std::vector<CalibrationRow> calibrations;  ///< oldest first
    std::uint64_t openings_made = 0;
    std::uint64_t applications_made = 0;
    std::uint64_t interviews_made = 0;
    std::uint64_t requests_made = 0;
};
BOOST_DESCRIBE_STRUCT(State, (), (openings, candidates, applications, interviews, calibrations, openings_made, applications_made, interviews_made, requests_made))

/// Total: an event about what is not there changes nothing.
void apply(State& state, const Event& event, const log::Stamp& stamp);

/// nullptr: there is none.
[[nodiscard]] const OpeningRow* find_opening(const State& state, std::string_view id);
[[nodiscard]] const CandidateRow* find_candidate(const State& state, std::string_view id);
[[nodiscard]] const ApplicationRow* find_application(const State& state, std::string_view id);
[[nodiscard]] const InterviewRow* find_interview(const State& state, std::string_view id);
/// The rater's card; nullptr: none was submitted.
[[nodiscard]] const CardRow* card_of(const InterviewRow& interview, std::string_view rater);
[[nodiscard]] bool is_interviewer(const InterviewRow& interview, std::string_view person);
/// The application's interviews, oldest first.
[[nodiscard]] std::vector<const InterviewRow*> interviews_of(const State& state, const ApplicationRow& application);

/// Cards of interviews that were not cancelled.
struct CardCount {
    std::int64_t submitted = 0;
    std::int64_t missing = 0;
};
[[nodiscard]] CardCount count_cards(const State& state, const ApplicationRow& application);

}  // namespace plimsoll::hiring
