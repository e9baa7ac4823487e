// keeping_views.h: for how long candidates are kept, what was erased, and everything that is kept of one.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/views.h"

namespace plimsoll::hiring {

struct RetentionItem {
    PersonRef candidate;
    std::string until;                ///< date; the last day that they are kept
    bool set = false;                 ///< somebody set the date; else it follows from the setting
    bool due = false;                 ///< the day has passed
    std::optional<SaidView> why;      ///< of a date that was set
    std::optional<SaidView> hold;     ///< stands: nothing is erased
};
BOOST_DESCRIBE_STRUCT(RetentionItem, (), (candidate, until, set, due, why, hold))

struct RetentionView {
    Duration keep;                    ///< after the last application ended, unless a date is set
    std::vector<RetentionItem> items; ///< soonest first
    std::int64_t more = 0;            ///< that the list was too short for
    std::int64_t going_on = 0;        ///< candidates with an application that has not ended: not on the list
    std::int64_t held = 0;
};
BOOST_DESCRIBE_STRUCT(RetentionView, (), (keep, items, more, going_on, held))

/// What is left of somebody erased, and that nothing else is.
struct ErasureView {
    std::string candidate;
    Timestamp erased_at;
    PersonRef by;
    EraseReason reason = EraseReason::asked;
    std::uint64_t seq = 0;              ///< of the event in the log that says so
    bool key_gone = false;              ///< false: it is tried again every minute, and at each start
    std::optional<Timestamp> key_gone_at;
    std::uint64_t events = 0;           ///< of the candidate in the log: they stay, and nobody opens what they hold
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
    std::vector<std::string> gone;      ///< in sentences
    std::vector<std::string> stays;     ///< the same
};
BOOST_DESCRIBE_STRUCT(ErasureView, (), (candidate, erased_at, by, reason, seq, key_gone, key_gone_at, events, first_seq, last_seq, gone, stays))

/// One event of the candidate, as the log holds it and opened.
struct ExportedFact {
    std::uint64_t seq = 0;
    Timestamp at;
    std::string type;
    PersonRef by;
    std::string body;     ///< JSON object, as the log has it; {} where it is hidden
    std::string words;    ///< what was sealed in it, JSON; empty: nothing was, or it is hidden
    bool hidden = false;  ///< a card, or what follows from cards: the asker has a card of their own to submit first
};
BOOST_DESCRIBE_STRUCT(ExportedFact, (), (seq, at, type, by, body, words, hidden))

/// Everything that is kept of a candidate.
struct CandidateExport {
    std::string candidate;
    Timestamp at;
    std::string name;
    std::string mail;
    std::string resume;                     ///< its text, as read
    std::string keep_until;
    bool held = false;
    std::vector<std::string> applications;  ///< ids
    std::vector<ExportedFact> facts;        ///< oldest first
};
BOOST_DESCRIBE_STRUCT(CandidateExport, (), (candidate, at, name, mail, resume, keep_until, held, applications, facts))

// Bodies

struct EraseBody {
    EraseReason reason = EraseReason::asked;  ///< asked or mistake; what is due goes by itself
};
BOOST_DESCRIBE_STRUCT(EraseBody, (), (reason))

struct KeepBody {
    std::string until;   ///< date
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(KeepBody, (), (until, reason))

struct KeepingReason {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(KeepingReason, (), (reason))

/// How a candidate is kept after a change of it.
struct KeepingView {
    std::string candidate;
    std::string until;             ///< empty: an application goes on
    bool set = false;
    std::optional<SaidView> why;
    std::optional<SaidView> hold;
};
BOOST_DESCRIBE_STRUCT(KeepingView, (), (candidate, until, set, why, hold))

}  // namespace plimsoll::hiring
