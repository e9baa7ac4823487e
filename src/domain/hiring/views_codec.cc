#include "base/json_codec.h"
#include "domain/hiring/bodies.h"
#include "domain/hiring/kept_resume.h"
#include "domain/hiring/views.h"

PLIMSOLL_JSON(plimsoll::hiring::Opening)
PLIMSOLL_JSON(plimsoll::hiring::OpeningView)
PLIMSOLL_JSON(plimsoll::hiring::OpeningList)
PLIMSOLL_JSON(plimsoll::hiring::ApplicationView)
PLIMSOLL_JSON(plimsoll::hiring::ApplicationList)
PLIMSOLL_JSON(plimsoll::hiring::InterviewView)
PLIMSOLL_JSON(plimsoll::hiring::InterviewList)
PLIMSOLL_JSON(plimsoll::hiring::InterviewerList)
PLIMSOLL_JSON(plimsoll::hiring::ResumeView)
PLIMSOLL_JSON(plimsoll::hiring::DebriefView)

PLIMSOLL_JSON(plimsoll::hiring::CloseBody)
PLIMSOLL_JSON(plimsoll::hiring::ReasonBody)
PLIMSOLL_JSON(plimsoll::hiring::CandidateBody)
PLIMSOLL_JSON(plimsoll::hiring::ApplyBody)
PLIMSOLL_JSON(plimsoll::hiring::StageBody)
PLIMSOLL_JSON(plimsoll::hiring::ResumeBody)
PLIMSOLL_JSON(plimsoll::hiring::InterviewBody)
PLIMSOLL_JSON(plimsoll::hiring::InterviewChangeBody)
PLIMSOLL_JSON(plimsoll::hiring::CardBody)
PLIMSOLL_JSON(plimsoll::hiring::TextBody)
PLIMSOLL_JSON(plimsoll::hiring::DecisionBody)
PLIMSOLL_JSON(plimsoll::hiring::DayBody)
PLIMSOLL_JSON(plimsoll::hiring::OfferAnswerBody)
PLIMSOLL_JSON(plimsoll::hiring::QualityBody)

PLIMSOLL_JSON(plimsoll::hiring::KeptResume)
