// events.h: what happened in hiring, in the past tense. Field names are permanent.
//
// People     candidates stand here by opaque id ("person:…" of the vault), as interviewers do. What anybody wrote about a candidate is
//            in `sealed`: JSON under the candidate's key (SealedText, Card, …), which nobody opens once the candidate is erased.
//            Openings and kits are about no person and stand in clear.
// Labels     a sealed text is bound to its candidate and to "<json_tag>/<id>" (seal_label), so that it opens nowhere else.
// Dates      "2026-11-22", of days that people name; everything else is the event's own time.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/units.h"

namespace plimsoll::hiring {

/// What is sealed where it is no card: the words of a person who decided or asked.
struct SealedText {
    using json_defaults = void;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SealedText, (), (text))

// Openings

/// A post to be filled, once or more. About no person.
struct Opening {
    using json_defaults = void;
    std::string title;
    std::string team;
    std::string kit;             ///< id of an interview kit
    std::string job;             ///< the job description's text; empty: none yet
    std::int64_t headcount = 1;
    std::string needed_by;       ///< date; empty: none is set
    std::string roadmap;         ///< what of the roadmap waits for it; may be empty
    friend bool operator==(const Opening&, const Opening&) = default;
};
BOOST_DESCRIBE_STRUCT(Opening, (), (title, team, kit, job, headcount, needed_by, roadmap))

struct OpeningMade {
    static constexpr std::string_view json_tag = "hiring.OpeningMade";
    std::string opening;  ///< "op-1"
    Opening what;
};
BOOST_DESCRIBE_STRUCT(OpeningMade, (), (opening, what))

struct OpeningChanged {
    static constexpr std::string_view json_tag = "hiring.OpeningChanged";
    std::string opening;
    Opening what;  ///< whole
};
BOOST_DESCRIBE_STRUCT(OpeningChanged, (), (opening, what))

struct OpeningClosed {
    static constexpr std::string_view json_tag = "hiring.OpeningClosed";
    std::string opening;
    bool filled = false;  ///< else given up
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OpeningClosed, (), (opening, filled, reason))

struct OpeningReopened {
    static constexpr std::string_view json_tag = "hiring.OpeningReopened";
    std::string opening;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OpeningReopened, (), (opening, reason))

// Candidates and their applications

BOOST_DEFINE_ENUM_CLASS(Source, applied, referral, sourced, agency, internal, other)

/// Name and mail are in the vault, fields "name" and "mail".
struct CandidateAdded {
    static constexpr std::string_view json_tag = "hiring.CandidateAdded";
    std::string candidate;
};
BOOST_DESCRIBE_STRUCT(CandidateAdded, (), (candidate))

struct ApplicationMade {
    static constexpr std::string_view json_tag = "hiring.ApplicationMade";
    std::string application;  ///< "ap-1"
    std::string candidate;
    std::string opening;
    Source source = Source::applied;
};
BOOST_DESCRIBE_STRUCT(ApplicationMade, (), (application, candidate, opening, source))

/// A resume was kept: its text, as read, is in the vault, field "resume"; one before it is gone.
struct ResumeKept {
    static constexpr std::string_view json_tag = "hiring.ResumeKept";
    std::string candidate;
    std::string format;       ///< "pdf", "docx", "text", "json"
    int pages = 0;
    std::uint64_t bytes = 0;  ///< of the file that was given; the file is not kept
};
BOOST_DESCRIBE_STRUCT(ResumeKept, (), (candidate, format, pages, bytes))

/// The text in the vault is gone.
struct ResumeRemoved {
    static constexpr std::string_view json_tag = "hiring.ResumeRemoved";
    std::string candidate;
};
BOOST_DESCRIBE_STRUCT(ResumeRemoved, (), (candidate))

/// In the order of the funnel; the last three end an application.
BOOST_DEFINE_ENUM_CLASS(Stage, applied, screen, interview, decision, offer, hired, rejected, withdrawn)

struct StageMoved {
    static constexpr std::string_view json_tag = "hiring.StageMoved";
    std::string application;
    std::string candidate;
    Stage from = Stage::applied;
    Stage to = Stage::applied;
    std::string sealed;  ///< SealedText: why; empty: an offer or its answer moved it
};
BOOST_DESCRIBE_STRUCT(StageMoved, (), (application, candidate, from, to, sealed))

// Interviews

struct InterviewPlanned {
    static constexpr std::string_view json_tag = "hiring.InterviewPlanned";
    std::string interview;   ///< "iv-1"
    std::string application;
    std::string candidate;
    std::string round;       ///< id of the kit's round; empty: none of them
    std::string title;
    std::string kit;
    std::int64_t kit_version = 1;
    std::vector<std::string> dimensions;    ///< to be assessed
    std::vector<std::string> interviewers;  ///< opaque ids of accounts
    std::optional<Timestamp> at;
    int minutes = 0;
};
BOOST_DESCRIBE_STRUCT(InterviewPlanned, (), (interview, application, candidate, round, title, kit, kit_version, dimensions, interviewers, at, minutes))

/// Whoever submitted a card stays on it.
struct InterviewChanged {
    static constexpr std::string_view json_tag = "hiring.InterviewChanged";
    std::string interview;
    std::string candidate;
    std::vector<std::string> dimensions;
    std::vector<std::string> interviewers;
    std::optional<Timestamp> at;
    int minutes = 0;
};
BOOST_DESCRIBE_STRUCT(InterviewChanged, (), (interview, candidate, dimensions, interviewers, at, minutes))

struct InterviewCancelled {
    static constexpr std::string_view json_tag = "hiring.InterviewCancelled";
    std::string interview;
    std::string candidate;
    std::string sealed;  ///< SealedText: why
};
BOOST_DESCRIBE_STRUCT(InterviewCancelled, (), (interview, candidate, sealed))

/// The rater is the event's actor. Version 1 is hidden from the other raters until they submitted their own; every later version says
/// whether its rater could see others' cards by then.
struct CardSubmitted {
    static constexpr std::string_view json_tag = "hiring.CardSubmitted";
    std::string interview;
    std::string candidate;
    std::string rater;
    int version = 1;
    bool after_seeing_others = false;
    std::string sealed;  ///< Card
};
BOOST_DESCRIBE_STRUCT(CardSubmitted, (), (interview, candidate, rater, version, after_seeing_others, sealed))

// Debrief and decision

/// What was said when the cards lay open.
struct DebriefNoted {
    static constexpr std::string_view json_tag = "hiring.DebriefNoted";
    std::string application;
    std::string candidate;
    std::string sealed;  ///< SealedText
};
BOOST_DESCRIBE_STRUCT(DebriefNoted, (), (application, candidate, sealed))

BOOST_DEFINE_ENUM_CLASS(Outcome, hire, no_hire, hold)

/// A later one stands in place of it; both stay in the log.
struct DecisionMade {
    static constexpr std::string_view json_tag = "hiring.DecisionMade";
    std::string application;
    std::string candidate;
    Outcome outcome = Outcome::hold;
    std::int64_t cards = 0;    ///< that lay open then
    std::int64_t missing = 0;  ///< planned, and not submitted
    std::string sealed;        ///< Decision
};
BOOST_DESCRIBE_STRUCT(DecisionMade, (), (application, candidate, outcome, cards, missing, sealed))

struct Decision {
    using json_defaults = void;
    std::string reasons;                  ///< needed; in words that the candidate may read
    std::string against;                  ///< what speaks against it; needed
    std::optional<double> composite;      ///< points, as it stood then
    std::optional<double> coverage;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (reasons, against, composite, coverage))

// What became of it

struct OfferMade {
    static constexpr std::string_view json_tag = "hiring.OfferMade";
    std::string application;
    std::string candidate;
    std::string on;  ///< date
};
BOOST_DESCRIBE_STRUCT(OfferMade, (), (application, candidate, on))

struct OfferAnswered {
    static constexpr std::string_view json_tag = "hiring.OfferAnswered";
    std::string application;
    std::string candidate;
    bool accepted = false;
    std::string on;      ///< date
    std::string sealed;  ///< SealedText; empty: nothing was said
};
BOOST_DESCRIBE_STRUCT(OfferAnswered, (), (application, candidate, accepted, on, sealed))

struct Started {
    static constexpr std::string_view json_tag = "hiring.Started";
    std::string application;
    std::string candidate;
    std::string on;  ///< date
};
BOOST_DESCRIBE_STRUCT(Started, (), (application, candidate, on))

struct Left {
    static constexpr std::string_view json_tag = "hiring.Left";
    std::string application;
    std::string candidate;
    std::string on;  ///< date
};
BOOST_DESCRIBE_STRUCT(Left, (), (application, candidate, on))

/// Quality of hire: whether what was expected by a day after the start was met. A later one for the same day stands in its place.
struct QualityNoted {
    static constexpr std::string_view json_tag = "hiring.QualityNoted";
    std::string application;
    std::string candidate;
    int day = 90;        ///< 90 or 180
    bool met = false;
    std::optional<bool> cleared_for_on_call;
    std::string sealed;  ///< SealedText: on what that stands
};
BOOST_DESCRIBE_STRUCT(QualityNoted, (), (application, candidate, day, met, cleared_for_on_call, sealed))

// Keeping and erasing

struct KeepChanged {
    static constexpr std::string_view json_tag = "hiring.KeepChanged";
    std::string candidate;
    std::string until;   ///< date
    std::string sealed;  ///< SealedText: why
};
BOOST_DESCRIBE_STRUCT(KeepChanged, (), (candidate, until, sealed))

/// Nothing of the candidate is erased while it stands.
struct HoldSet {
    static constexpr std::string_view json_tag = "hiring.HoldSet";
    std::string candidate;
    std::string sealed;  ///< SealedText: why
};
BOOST_DESCRIBE_STRUCT(HoldSet, (), (candidate, sealed))

struct HoldReleased {
    static constexpr std::string_view json_tag = "hiring.HoldReleased";
    std::string candidate;
    std::string sealed;
};
BOOST_DESCRIBE_STRUCT(HoldReleased, (), (candidate, sealed))

BOOST_DEFINE_ENUM_CLASS(EraseReason, asked, due, mistake)

/// Comes first; the key goes once this is durable, again at the start if need be.
struct CandidateErased {
    static constexpr std::string_view json_tag = "hiring.CandidateErased";
    std::string candidate;
    EraseReason reason = EraseReason::asked;
};
BOOST_DESCRIBE_STRUCT(CandidateErased, (), (candidate, reason))

// The candidate's own copy

/// What a candidate's own copy shows besides what is kept of them: nothing more; from the decision on, the evidence by dimension beside the
/// anchors and the reasons; the ratings too.
BOOST_DEFINE_ENUM_CLASS(CopyShows, papers, evidence, ratings)

struct LinkIssued {
    static constexpr std::string_view json_tag = "hiring.LinkIssued";
    std::string link;  ///< its id
    std::string application;
    std::string candidate;
    std::string secret_sha256;
    Timestamp expires;
    CopyShows shows = CopyShows::papers;
};
BOOST_DESCRIBE_STRUCT(LinkIssued, (), (link, application, candidate, secret_sha256, expires, shows))

struct LinkWithdrawn {
    static constexpr std::string_view json_tag = "hiring.LinkWithdrawn";
    std::string link;
    std::string application;
    std::string candidate;
};
BOOST_DESCRIBE_STRUCT(LinkWithdrawn, (), (link, application, candidate))

BOOST_DEFINE_ENUM_CLASS(AskedFor, correction, erasure)

/// By the candidate, through a link; the actor is the link.
struct RequestMade {
    static constexpr std::string_view json_tag = "hiring.RequestMade";
    std::string request;  ///< "rq-1"
    std::string application;
    std::string candidate;
    AskedFor what = AskedFor::correction;
    std::string sealed;  ///< SealedText
};
BOOST_DESCRIBE_STRUCT(RequestMade, (), (request, application, candidate, what, sealed))

struct RequestAnswered {
    static constexpr std::string_view json_tag = "hiring.RequestAnswered";
    std::string request;
    std::string candidate;
    bool followed = false;
    std::string sealed;  ///< SealedText: the answer
};
BOOST_DESCRIBE_STRUCT(RequestAnswered, (), (request, candidate, followed, sealed))

// Calibration: ratings of written answers with known ratings. About no candidate.

struct CalibrationRating {
    std::string dimension;
    std::optional<int> points;  ///< 1 to 4; empty: not assessed
    friend bool operator==(const CalibrationRating&, const CalibrationRating&) = default;
};
BOOST_DESCRIBE_STRUCT(CalibrationRating, (), (dimension, points))

/// The rater is the event's actor. The first of an item counts.
struct CalibrationRated {
    static constexpr std::string_view json_tag = "hiring.CalibrationRated";
    std::string set;
    std::int64_t version = 1;
    std::string item;
    std::string rater;
    std::vector<CalibrationRating> ratings;
};
BOOST_DESCRIBE_STRUCT(CalibrationRated, (), (set, version, item, rater, ratings))

using Event = std::variant<OpeningMade, OpeningChanged, OpeningClosed, OpeningReopened, CandidateAdded, ApplicationMade, ResumeKept, ResumeRemoved, StageMoved,
                           InterviewPlanned, InterviewChanged, InterviewCancelled, CardSubmitted, DebriefNoted, DecisionMade, OfferMade, OfferAnswered,
                           Started, Left, QualityNoted, KeepChanged, HoldSet, HoldReleased, CandidateErased, LinkIssued, LinkWithdrawn, RequestMade,
                           RequestAnswered, CalibrationRated>;

}  // namespace plimsoll::hiring
