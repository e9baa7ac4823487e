#include "domain/hiring/hiring_codec.h"

#include "base/json_codec.h"
#include "domain/hiring/card.h"
#include "domain/hiring/state.h"

PLIMSOLL_JSON(plimsoll::hiring::OpeningMade)
PLIMSOLL_JSON(plimsoll::hiring::OpeningChanged)
PLIMSOLL_JSON(plimsoll::hiring::OpeningClosed)
PLIMSOLL_JSON(plimsoll::hiring::OpeningReopened)
PLIMSOLL_JSON(plimsoll::hiring::CandidateAdded)
PLIMSOLL_JSON(plimsoll::hiring::ApplicationMade)
PLIMSOLL_JSON(plimsoll::hiring::ResumeKept)
PLIMSOLL_JSON(plimsoll::hiring::ResumeRemoved)
PLIMSOLL_JSON(plimsoll::hiring::StageMoved)
PLIMSOLL_JSON(plimsoll::hiring::InterviewPlanned)
PLIMSOLL_JSON(plimsoll::hiring::InterviewChanged)
PLIMSOLL_JSON(plimsoll::hiring::InterviewCancelled)
PLIMSOLL_JSON(plimsoll::hiring::CardSubmitted)
PLIMSOLL_JSON(plimsoll::hiring::DebriefNoted)
PLIMSOLL_JSON(plimsoll::hiring::DecisionMade)
PLIMSOLL_JSON(plimsoll::hiring::OfferMade)
PLIMSOLL_JSON(plimsoll::hiring::OfferAnswered)
PLIMSOLL_JSON(plimsoll::hiring::Started)
PLIMSOLL_JSON(plimsoll::hiring::Left)
PLIMSOLL_JSON(plimsoll::hiring::QualityNoted)
PLIMSOLL_JSON(plimsoll::hiring::KeepChanged)
PLIMSOLL_JSON(plimsoll::hiring::HoldSet)
PLIMSOLL_JSON(plimsoll::hiring::HoldReleased)
PLIMSOLL_JSON(plimsoll::hiring::CandidateErased)
PLIMSOLL_JSON(plimsoll::hiring::LinkIssued)
PLIMSOLL_JSON(plimsoll::hiring::LinkWithdrawn)
PLIMSOLL_JSON(plimsoll::hiring::RequestMade)
PLIMSOLL_JSON(plimsoll::hiring::RequestAnswered)
PLIMSOLL_JSON(plimsoll::hiring::CalibrationRated)
PLIMSOLL_JSON(plimsoll::hiring::State)

// What is sealed.
PLIMSOLL_JSON(plimsoll::hiring::SealedText)
PLIMSOLL_JSON(plimsoll::hiring::Decision)
PLIMSOLL_JSON(plimsoll::hiring::Card)

namespace plimsoll::hiring {

namespace {

template <class Fact>
std::string stream_of(const Fact& fact) {
    if constexpr (requires { fact.candidate; }) return "candidate/" + fact.candidate;
    else if constexpr (requires { fact.opening; }) return "opening/" + fact.opening;
    else return "calibration/" + fact.set;
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return stream_of(fact); });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::hiring
