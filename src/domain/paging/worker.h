// worker.h: what paging does by itself: pages for alerts that fire or resolve, and whatever time makes due.
//
// Timers     are read from the state, so that a restart forgets nothing and takes up every page without an end.
// Rate       at most rate_limit attempts start on a channel within a minute. What does not fit is merged into one
//            digest in the minute's last place; with no place left it waits for one, at most a minute.
#pragma once

#include <vector>

#include "domain/catalog/model.h"
#include "domain/paging/decide.h"
#include "domain/paging/state.h"
#include "domain/policy/events.h"
#include "domain/slo/events.h"

namespace plimsoll::paging {

/// One PageIntended for each of the alert's channels, for the same append as the alert itself. Idempotent: an alert
/// that has its pages gets none. A channel that the catalogue does not know gets its page too, which is dead-lettered
/// visibly.
[[nodiscard]] std::vector<Event> pages_for(const State& state, const slo::AlertFired& fired, const catalog::Catalog& catalog);

/// Resolved notices for the channels that were told or are being told, the alert's end, and the end of its pages that
/// nobody received. For the same append as the resolution.
[[nodiscard]] std::vector<Event> pages_for(const State& state, const slo::AlertResolved& resolved);

/// The end of an alert; with notices for those who were told, or silently.
enum class Notices { sent, none };
[[nodiscard]] std::vector<Event> end_alert(const State& state, const slo::AlertResolved& resolved, Notices notices);

/// Either of pages_for(); nothing for other events.
[[nodiscard]] std::vector<Event> react(const State& state, const slo::Event& event, const catalog::Catalog& catalog);

/// A budget that enters a state tells the policy's channels, once: it is an alert of the rule "policy-<state>" that does not
/// repeat. Leaving freeze or breach for a better state tells the same channels; other ends are silent. A chronic breach tells
/// the escalation channels, once.
[[nodiscard]] std::vector<Event> react(const State& state, const policy::Event& event, const catalog::Catalog& catalog);

/// What the channel's definition says of rate and repetition; a channel that is not defined has the defaults.
[[nodiscard]] Terms terms_of(const catalog::Catalog& catalog, const std::string& channel);

/// The commands that are due, most urgent first. They are written so that deciding them in turn refuses none.
[[nodiscard]] std::vector<Command> due(const State& state, Timestamp now);

/// The earliest instant after `now` at which due() may give something new; Timestamp::max(): only after an event.
[[nodiscard]] Timestamp next_due(const State& state, Timestamp now);

}  // namespace plimsoll::paging
