// bodies.h: what the routes of hiring are sent. What may be left out has its default here.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/card.h"
#include "domain/hiring/events.h"

namespace plimsoll::hiring {

struct CloseBody {
    bool filled = false;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CloseBody, (), (filled, reason))

struct ReasonBody {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonBody, (), (reason))

struct CandidateBody {
    using json_defaults = void;
    std::string name;
    std::string mail;  ///< may be empty
    Source source = Source::applied;
};
BOOST_DESCRIBE_STRUCT(CandidateBody, (), (name, mail, source))

struct ApplyBody {
    using json_defaults = void;
    std::string opening;
    Source source = Source::applied;
};
BOOST_DESCRIBE_STRUCT(ApplyBody, (), (opening, source))

struct StageBody {
    Stage to = Stage::applied;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(StageBody, (), (to, reason))

struct ResumeBody {
    using json_defaults = void;
    std::string name;     ///< for people; says nothing of the kind
    std::string content;  ///< base64 of the file
    std::string text;     ///< in place of content
};
BOOST_DESCRIBE_STRUCT(ResumeBody, (), (name, content, text))

/// With a round of the kit, what is left out is as the round says.
struct InterviewBody {
    using json_defaults = void;
    std::string round;
    std::string title;
    std::vector<std::string> dimensions;
    std::vector<std::string> interviewers;
    std::optional<Timestamp> at;
    int minutes = 0;
};
BOOST_DESCRIBE_STRUCT(InterviewBody, (), (round, title, dimensions, interviewers, at, minutes))

/// What is left out stays, but for the time, which is then not set.
struct InterviewChangeBody {
    std::optional<std::vector<std::string>> dimensions;
    std::optional<std::vector<std::string>> interviewers;
    std::optional<Timestamp> at;
    std::optional<int> minutes;
};
BOOST_DESCRIBE_STRUCT(InterviewChangeBody, (), (dimensions, interviewers, at, minutes))

struct CardBody {
    Card card;
};
BOOST_DESCRIBE_STRUCT(CardBody, (), (card))

struct TextBody {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(TextBody, (), (text))

struct DecisionBody {
    Outcome outcome = Outcome::hold;
    std::string reasons;
    std::string against;
};
BOOST_DESCRIBE_STRUCT(DecisionBody, (), (outcome, reasons, against))

struct DayBody {
    std::string on;  ///< date
};
BOOST_DESCRIBE_STRUCT(DayBody, (), (on))

struct OfferAnswerBody {
    using json_defaults = void;
    bool accepted = false;
    std::string on;
    std::string text;  ///< may be empty
};
BOOST_DESCRIBE_STRUCT(OfferAnswerBody, (), (accepted, on, text))

struct QualityBody {
    int day = 90;
    bool met = false;
    std::optional<bool> cleared_for_on_call;
    std::string text;  ///< on what that stands
};
BOOST_DESCRIBE_STRUCT(QualityBody, (), (day, met, cleared_for_on_call, text))

}  // namespace plimsoll::hiring
