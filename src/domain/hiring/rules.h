// rules.h: the rules of decide.h, each command's beside those of its kind: openings and candidates, interviews, outcomes, keeping.
#pragma once

#include "domain/exclusions/field_checks.h"
#include "domain/hiring/decide.h"

namespace plimsoll::hiring {

struct Rules {
    const State& state;
    const log::Issued& issued;
    using Events = std::vector<Event>;
    using Checks = exclusions::FieldChecks;

    // rules_openings.cc
    Result<Events> operator()(const MakeOpening& c) const;
    Result<Events> operator()(const ChangeOpening& c) const;
    Result<Events> operator()(const CloseOpening& c) const;
    Result<Events> operator()(const ReopenOpening& c) const;
    Result<Events> operator()(const AddCandidate& c) const;
    Result<Events> operator()(const Apply& c) const;
    Result<Events> operator()(const KeepResume& c) const;
    Result<Events> operator()(const RemoveResume& c) const;
    // rules_interviews.cc
    Result<Events> operator()(const PlanInterview& c) const;
    Result<Events> operator()(const ChangeInterview& c) const;
    Result<Events> operator()(const CancelInterview& c) const;
    Result<Events> operator()(const SubmitCard& c) const;
    Result<Events> operator()(const RateCalibration& c) const;
    // rules_outcome.cc
    Result<Events> operator()(const MoveStage& c) const;
    Result<Events> operator()(const NoteDebrief& c) const;
    Result<Events> operator()(const Decide& c) const;
    Result<Events> operator()(const MakeOffer& c) const;
    Result<Events> operator()(const AnswerOffer& c) const;
    Result<Events> operator()(const Start& c) const;
    Result<Events> operator()(const Leave& c) const;
    Result<Events> operator()(const NoteQuality& c) const;
    // rules_keeping.cc
    Result<Events> operator()(const ChangeKeep& c) const;
    Result<Events> operator()(const SetHold& c) const;
    Result<Events> operator()(const ReleaseHold& c) const;
    Result<Events> operator()(const EraseCandidate& c) const;
    Result<Events> operator()(const IssueLink& c) const;
    Result<Events> operator()(const WithdrawLink& c) const;
    Result<Events> operator()(const Ask& c) const;
    Result<Events> operator()(const AnswerRequest& c) const;

    /// Errors: unknown.
    [[nodiscard]] Result<const OpeningRow*> opening(const std::string& id) const;
    /// Errors: unknown; erased.
    [[nodiscard]] Result<const CandidateRow*> candidate(const std::string& id) const;
    [[nodiscard]] Result<const ApplicationRow*> application(const std::string& id) const;
    [[nodiscard]] Result<const InterviewRow*> interview(const std::string& id) const;
    /// Errors: unknown; erased; ended.
    [[nodiscard]] Result<const ApplicationRow*> going_on(const std::string& id) const;
    /// A day that has begun somewhere on earth; `earliest` may be empty.
    void day(Checks& checks, const std::string& field, const std::string& date, const std::string& earliest) const;
};

}  // namespace plimsoll::hiring
