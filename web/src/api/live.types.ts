/**
 * Every type of log event that a page may want to hear of: EventSource needs each by name. A test compares this list
 * with the events that the server can write.
 */
export const eventTypes = [
  "access.TokenCreated", "access.TokenRevoked", "access.CodeIssued", "access.CodeWithdrawn", "access.CodeUsed",
  "access.PersonInvited", "access.PersonJoined", "access.PasswordSet", "access.RoleChanged", "access.HiringRoleChanged", "access.PersonRenamed",
  "access.PersonDisabled", "access.PersonEnabled", "access.SignedIn", "access.SignedOut", "access.SessionRevoked",
  "access.SessionsExpired", "access.SignInFailed",
  "attribution.ChargeMade", "attribution.ChargeWithdrawn",
  "catalog.CatalogApplied", "catalog.CatalogRefused", "catalog.CatalogHeld", "catalog.CatalogConfirmed",
  "catalog.RemovedSlosForgotten",
  "exclusions.ExclusionRequested", "exclusions.ExclusionApproved", "exclusions.ExclusionRefused",
  "exclusions.ExclusionWithdrawn", "exclusions.ExclusionExpired", "exclusions.AnnotationMade",
  "exclusions.AnnotationRetracted",
  "hiring.OpeningMade", "hiring.OpeningChanged", "hiring.OpeningClosed", "hiring.OpeningReopened",
  "hiring.CandidateAdded", "hiring.ApplicationMade", "hiring.ResumeKept", "hiring.ResumeRemoved",
  "hiring.StageMoved", "hiring.InterviewPlanned", "hiring.InterviewChanged", "hiring.InterviewCancelled",
  "hiring.CardSubmitted", "hiring.DebriefNoted", "hiring.DecisionMade", "hiring.OfferMade", "hiring.OfferAnswered",
  "hiring.Started", "hiring.Left", "hiring.QualityNoted", "hiring.KeepChanged", "hiring.HoldSet",
  "hiring.HoldReleased", "hiring.CandidateErased", "hiring.LinkIssued", "hiring.LinkWithdrawn", "hiring.RequestMade",
  "hiring.RequestAnswered", "hiring.CalibrationRated",
  "paging.PageIntended", "paging.AttemptStarted", "paging.AttemptFailed", "paging.PageDelivered", "paging.PageDropped",
  "paging.PageDeadLettered", "paging.PageReplayed", "paging.DigestMade", "paging.AlertOver", "paging.AlertAcknowledged",
  "paging.SilenceStarted", "paging.SilenceEnded", "paging.ChannelTested",
  "policy.StateEntered", "policy.BreachBegan", "policy.BreachEnded", "policy.ChronicBreach", "policy.StandingEnded",
  "policy.ExceptionGranted", "policy.ExceptionEnded", "policy.GateDecided",
  "slo.AlertFired", "slo.AlertFrozen", "slo.AlertThawed", "slo.AlertResolved", "slo.PendingBegan", "slo.PendingEnded",
  "slo.ClearingBegan", "slo.ClearingEnded", "slo.SliAnomalySeen", "slo.LedgerRevised",
  "slo.SliAnomalyEnded", "slo.DefinitionChanged", "slo.GroupsSeen", "slo.GroupsForgotten",
  "targets.TargetProposed", "targets.TargetReviewed", "targets.TargetApproved", "targets.TargetDeclined",
  "targets.TargetWithdrawn",
];
