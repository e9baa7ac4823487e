// copy_views.h: what a candidate sees of what is kept of them, and what they may ask.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/interview_kit.h"
#include "domain/hiring/views.h"

namespace plimsoll::hiring {

/// Something that spoke for or against a dimension: the candidate's own words, or what was seen. Without whose hand wrote it.
struct CopyEvidence {
    std::string words;
    std::string observed;
};
BOOST_DESCRIBE_STRUCT(CopyEvidence, (), (words, observed))

struct CopyDimension {
    std::string id;
    std::string name;
    std::string what;
    std::vector<Anchor> anchors;            ///< what each rating means
    std::vector<CopyEvidence> evidence;     ///< when released
    std::vector<int> ratings;               ///< 1 to 4, ascending, so that none can be told to be whose; when released
    int not_assessed = 0;                   ///< cards that say so; when released
};
BOOST_DESCRIBE_STRUCT(CopyDimension, (), (id, name, what, anchors, evidence, ratings, not_assessed))

struct CopyInterview {
    std::string title;
    std::optional<Timestamp> at;
    int minutes = 0;
    bool cancelled = false;
    std::vector<std::string> dimensions;    ///< names
};
BOOST_DESCRIBE_STRUCT(CopyInterview, (), (title, at, minutes, cancelled, dimensions))

struct CopyPassage {
    Stage to = Stage::applied;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(CopyPassage, (), (to, at))

struct CandidateCopy {
    std::string application;
    Timestamp as_of;
    Timestamp link_ends;
    std::string name;
    std::string mail;
    std::string opening_title;
    std::string team;
    Source source = Source::applied;
    Timestamp made_at;
    Stage stage = Stage::applied;
    std::vector<CopyPassage> passages;       ///< oldest first
    std::vector<CopyInterview> interviews;
    std::string resume;                      ///< its text as it was read; empty: none is kept
    std::string resume_format;
    std::optional<Timestamp> resume_at;
    std::string kept_until;                  ///< date; empty: the application goes on
    Duration keep;                           ///< after the application ended, where no date is set
    bool held = false;                       ///< a legal duty forbids erasing for now
    CopyShows shows = CopyShows::papers;     ///< what whoever hires let this link show from the decision on
    bool decided = false;
    std::optional<Outcome> outcome;          ///< when decided and released
    std::string reasons;                     ///< the same
    std::vector<CopyDimension> dimensions;   ///< of the kit, as far as an interview assesses them
    std::vector<RequestView> requests;       ///< oldest first
    std::vector<std::string> notices;        ///< how it is decided, in sentences
};
BOOST_DESCRIBE_STRUCT(CandidateCopy, (), (application, as_of, link_ends, name, mail, opening_title, team, source, made_at, stage, passages, interviews, resume,
                                          resume_format, resume_at, kept_until, keep, held, shows, decided, outcome, reasons, dimensions, requests, notices))

// Bodies

struct LinkBody {
    std::optional<Duration> expires_in;      ///< 30d when left out
    std::optional<CopyShows> shows;          ///< evidence when left out
};
BOOST_DESCRIBE_STRUCT(LinkBody, (), (expires_in, shows))

/// The only reply that ever holds the code.
struct CopyLinkIssued {
    std::string link;
    std::string code;
    std::string link_path;                   ///< to be put behind the server's address: "/candidate#<code>"
    Timestamp expires;
    CopyShows shows = CopyShows::papers;
};
BOOST_DESCRIBE_STRUCT(CopyLinkIssued, (), (link, code, link_path, expires, shows))

struct CopyLinkView {
    std::string link;
    Timestamp issued_at;
    Timestamp expires;
    CopyShows shows = CopyShows::papers;
    bool works = false;
};
BOOST_DESCRIBE_STRUCT(CopyLinkView, (), (link, issued_at, expires, shows, works))

struct CopyLinkList {
    std::vector<CopyLinkView> items;         ///< oldest first
};
BOOST_DESCRIBE_STRUCT(CopyLinkList, (), (items))

struct AskBody {
    AskedFor what = AskedFor::correction;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(AskBody, (), (what, text))

struct AnswerBody {
    bool followed = false;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (), (followed, text))

}  // namespace plimsoll::hiring
