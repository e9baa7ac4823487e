// state.h: every proposal that waits, that which was approved last for each SLO, and the newest of the others: a fold of the log.
//
// Shape      oldest first, by number; ids are "tg-<number>".
// Bounds     200 of each SLO that are closed; that which was approved last is kept besides. The log keeps all.
// Invariant  one that waits per SLO at most, and one that is approved.
// Threads    the engine's.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/targets/events.h"
#include "log/event.h"

namespace plimsoll::targets {

inline constexpr std::size_t kClosedPerSlo = 200;

struct Proposal {
    std::uint64_t number = 0;
    TargetProposed made;
    TargetState state = TargetState::proposed;
    std::string by;
    Timestamp at;
    std::vector<TargetReview> reviews;  ///< oldest first
    std::string decided_by;             ///< who approved, declined or withdrew it
    std::optional<Timestamp> decided_at;
    std::string decision;
    std::string review_on;              ///< date; empty: it was not approved
    bool self_approved = false;
    Basis basis;                        ///< as it stood when it was decided, else when it was proposed
    std::uint64_t seq = 0;              ///< of the log, of its last event

    [[nodiscard]] bool waits() const { return state == TargetState::proposed; }
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (number, made, state, by, at, reviews, decided_by, decided_at, decision, review_on, self_approved, basis, seq))

struct State {
    std::vector<Proposal> proposals;
    std::uint64_t proposals_made = 0;
};
BOOST_DESCRIBE_STRUCT(State, (), (proposals, proposals_made))

/// Total: an event about what is not kept any more changes nothing.
void apply(State& state, const Event& event, const log::Stamp& stamp);

/// nullptr: there is none of this id, or no more.
[[nodiscard]] const Proposal* find_proposal(const State& state, std::string_view id);
/// That which waits for a decision; nullptr: none does.
[[nodiscard]] const Proposal* waiting_of(const State& state, std::string_view slo);
/// That which was approved last; nullptr: none was.
[[nodiscard]] const Proposal* approved_of(const State& state, std::string_view slo);

}  // namespace plimsoll::targets
