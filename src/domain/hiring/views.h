// views.h: what pages, exports and the command line are shown of hiring. Names and words are opened for whoever may see them (sight.h).
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/card.h"
#include "domain/hiring/events.h"
#include "domain/people/composite.h"
#include "domain/people/match_request.h"

namespace plimsoll::hiring {

struct PersonRef {
    std::string id;
    std::string name;  ///< empty: erased, or unknown
};
BOOST_DESCRIBE_STRUCT(PersonRef, (), (id, name))

struct OpeningView {
    std::string id;
    Opening what;
    Timestamp opened_at;
    std::optional<Timestamp> closed_at;
    bool filled = false;
    std::string close_reason;
    std::int64_t hired = 0;         ///< accepted, and came or will come
    std::int64_t open = 0;          ///< applications that have not ended
    std::optional<Duration> open_for;
    std::uint64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(OpeningView, (), (id, what, opened_at, closed_at, filled, close_reason, hired, open, open_for, seq))

struct OpeningList {
    std::vector<OpeningView> items;  ///< open ones first, then newest
};
BOOST_DESCRIBE_STRUCT(OpeningList, (), (items))

struct SaidView {
    std::string text;
    PersonRef by;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(SaidView, (), (text, by, at))

struct PassageView {
    Stage from = Stage::applied;
    Stage to = Stage::applied;
    SaidView why;
};
BOOST_DESCRIBE_STRUCT(PassageView, (), (from, to, why))

/// One rater's standing in one interview. The card is there only for who may see it.
struct CardView {
    std::string interview;
    PersonRef rater;
    int version = 0;                      ///< 0: not submitted
    std::optional<Timestamp> submitted_at;
    bool after_seeing_others = false;     ///< the last version
    bool hidden = false;                  ///< submitted, and not for the viewer's eyes yet
    std::optional<Card> card;             ///< the last version
    std::optional<Card> first;            ///< version 1, where there is a later one
    std::vector<Timestamp> versions;
};
BOOST_DESCRIBE_STRUCT(CardView, (), (interview, rater, version, submitted_at, after_seeing_others, hidden, card, first, versions))

struct InterviewView {
    std::string id;
    std::string application;
    PersonRef candidate;
    std::string opening;
    std::string opening_title;
    std::string round;
    std::string title;
    std::string kit;
    std::int64_t kit_version = 1;
    std::vector<std::string> dimensions;
    std::vector<PersonRef> interviewers;
    std::optional<Timestamp> at;
    int minutes = 0;
    bool cancelled = false;
    bool mine = false;                    ///< the viewer is an interviewer
    bool mine_submitted = false;
    std::vector<CardView> cards;          ///< one for each interviewer, in order
};
BOOST_DESCRIBE_STRUCT(InterviewView, (), (id, application, candidate, opening, opening_title, round, title, kit, kit_version, dimensions, interviewers, at, minutes,
                                          cancelled, mine, mine_submitted, cards))

/// Who may be asked to interview.
struct InterviewerList {
    std::vector<PersonRef> items;  ///< by name
};
BOOST_DESCRIBE_STRUCT(InterviewerList, (), (items))

/// A resume as it was read; the file itself is not kept.
struct ResumeView {
    std::string name;                     ///< of the file
    std::string format;                   ///< "pdf", "docx", "text", "json_resume"
    int pages = 0;
    std::optional<Timestamp> kept_at;
    std::vector<people::ReadLine> lines;  ///< in the order of reading
    std::vector<people::DocumentProblem> problems;
};
BOOST_DESCRIBE_STRUCT(ResumeView, (), (name, format, pages, kept_at, lines, problems))

struct InterviewList {
    std::vector<InterviewView> items;     ///< without cards' words; those to come first, then newest
};
BOOST_DESCRIBE_STRUCT(InterviewList, (), (items))

struct DecisionView {
    Outcome outcome = Outcome::hold;
    Decision what;
    PersonRef by;
    Timestamp at;
    std::int64_t cards = 0;
    std::int64_t missing = 0;
};
BOOST_DESCRIBE_STRUCT(DecisionView, (), (outcome, what, by, at, cards, missing))

/// A dimension of the kit that the plan tests too little.
struct PlanGap {
    std::string dimension;
    std::string name;
    int interviews = 0;
    std::string text;                     ///< "Nobody tests Change safety"
};
BOOST_DESCRIBE_STRUCT(PlanGap, (), (dimension, name, interviews, text))

struct RequestView {
    std::string id;
    AskedFor what = AskedFor::correction;
    std::string text;
    Timestamp at;
    std::optional<SaidView> answer;
    bool followed = false;
};
BOOST_DESCRIBE_STRUCT(RequestView, (), (id, what, text, at, answer, followed))

struct QualityView {
    int day = 90;
    bool met = false;
    std::optional<bool> cleared_for_on_call;
    SaidView why;
};
BOOST_DESCRIBE_STRUCT(QualityView, (), (day, met, cleared_for_on_call, why))

struct ApplicationView {
    std::string id;
    PersonRef candidate;
    std::string mail;                     ///< for managers; else empty
    std::string opening;
    std::string opening_title;
    std::string kit;
    Source source = Source::applied;
    Timestamp made_at;
    Stage stage = Stage::applied;
    bool erased = false;
    bool held = false;
    std::string keep_until;               ///< date on which it will be erased; empty: not while the application goes on
    bool has_resume = false;
    std::vector<PassageView> passages;
    std::vector<InterviewView> interviews;
    std::vector<PlanGap> gaps;
    std::vector<DecisionView> decisions;  ///< the last stands
    std::string offered_on;
    std::string answered_on;
    std::optional<bool> accepted;
    std::string started_on;
    std::string left_on;
    std::vector<QualityView> quality;
    std::vector<RequestView> requests;
    bool may_manage = false;              ///< the viewer has the right hire
    std::uint64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(ApplicationView, (), (id, candidate, mail, opening, opening_title, kit, source, made_at, stage, erased, held, keep_until, has_resume, passages,
                                            interviews, gaps, decisions, offered_on, answered_on, accepted, started_on, left_on, quality, requests, may_manage, seq))

struct ApplicationRowView {
    std::string id;
    PersonRef candidate;
    std::string opening;
    std::string opening_title;
    Stage stage = Stage::applied;
    Timestamp made_at;
    Timestamp moved_at;                   ///< into its stage
    std::int64_t cards = 0;
    std::int64_t cards_wanted = 0;
    bool erased = false;
    std::string next;                     ///< what is to be done: "2 of 3 cards wait", "decide"
};
BOOST_DESCRIBE_STRUCT(ApplicationRowView, (), (id, candidate, opening, opening_title, stage, made_at, moved_at, cards, cards_wanted, erased, next))

struct ApplicationList {
    std::vector<ApplicationRowView> items;  ///< those that go on first, then newest
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(ApplicationList, (), (items, next_cursor))

/// One dimension of the debrief: what each rater said, side by side.
struct DebriefCell {
    std::string interview;
    PersonRef rater;
    std::optional<int> rating;
    std::string not_assessed;
    std::vector<CardEvidence> evidence;
    std::vector<std::string> words;       ///< of the answers that the evidence stands on, in its order
    std::string note;
    bool changed = false;                 ///< version 2 or later says another rating than version 1
    std::optional<int> first_rating;
};
BOOST_DESCRIBE_STRUCT(DebriefCell, (), (interview, rater, rating, not_assessed, evidence, words, note, changed, first_rating))

struct DebriefDimension {
    std::string id;
    std::string name;
    double weight = 1;
    people::DimensionResult result;       ///< of first versions; of last ones in composite_last
    std::vector<DebriefCell> cells;
    std::string note;                     ///< "Raters are 2 points apart: read both pieces of evidence"; empty: nothing stands out
};
BOOST_DESCRIBE_STRUCT(DebriefDimension, (), (id, name, weight, result, cells, note))

struct DebriefFlag {
    std::string prompt;
    std::string text;                     ///< of the kit
    PersonRef rater;
    std::string seen;
    std::string against;
};
BOOST_DESCRIBE_STRUCT(DebriefFlag, (), (prompt, text, rater, seen, against))

struct DebriefRecommendation {
    PersonRef rater;
    std::string interview;
    Recommendation recommendation = Recommendation::no_decision;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(DebriefRecommendation, (), (rater, interview, recommendation, why))

/// Everything of one application side by side; for who may see it all.
struct DebriefView {
    std::string application;
    PersonRef candidate;
    std::string opening_title;
    std::string kit;
    std::int64_t cards = 0;
    std::vector<PersonRef> missing;       ///< who has not submitted
    std::vector<DebriefDimension> dimensions;  ///< widest spread first
    std::vector<PlanGap> not_assessed;
    people::Composite composite;          ///< of first versions
    people::Composite composite_last;     ///< of last versions
    std::vector<DebriefFlag> flags;
    std::vector<DebriefRecommendation> recommendations;
    std::vector<SaidView> notes;
    std::vector<DecisionView> decisions;
    bool may_decide = false;
};
BOOST_DESCRIBE_STRUCT(DebriefView, (), (application, candidate, opening_title, kit, cards, missing, dimensions, not_assessed, composite, composite_last, flags,
                                        recommendations, notes, decisions, may_decide))

}  // namespace plimsoll::hiring
