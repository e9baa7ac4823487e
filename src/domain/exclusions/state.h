// state.h: every exclusion that waits or counts, the newest of those that do not, and annotations: a fold of the log.
//
// Shape      oldest first, by number; ids are "ex-<number>" and "an-<number>".
// Counts     an exclusion counts when it was approved; what a withdrawal or a recurrence's end left of it goes on counting.
// Bounds     5,000 that ended without counting; those that count are kept until kKeepCounting after their end, which no
//            ledger level outlives; 10,000 annotations.
// Threads    the engine's.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/exclusions/events.h"
#include "log/event.h"

namespace plimsoll::exclusions {

inline constexpr std::size_t kOverKept = 5'000;
inline constexpr std::size_t kAnnotationsKept = 10'000;
inline constexpr Duration kKeepCounting = Duration::days(800);

BOOST_DEFINE_ENUM_CLASS(ExclusionState, requested, approved, refused, withdrawn, expired)

struct Exclusion {
    std::uint64_t number = 0;
    ExclusionRequested asked;
    ExclusionState state = ExclusionState::requested;
    std::string requested_by;
    Timestamp requested_at;
    std::uint64_t requested_seq = 0;  ///< of the log
    std::string decided_by;           ///< who approved or refused; empty: nobody yet
    std::optional<Timestamp> decided_at;
    std::string decision_reason;
    bool self_approved = false;
    bool approved = false;            ///< it was, whatever became of it since
    std::string withdrawn_by;
    std::optional<Timestamp> withdrawn_at;
    std::string withdrawal_reason;
    std::optional<Timestamp> counts_again_from;  ///< what it covers from then on is not left out any more

    /// Nothing of it is later than this.
    [[nodiscard]] Timestamp end() const;
    [[nodiscard]] bool waits() const { return state == ExclusionState::requested; }
    /// It leaves time out, now or in the past or in the future.
    [[nodiscard]] bool counts() const { return approved && (!counts_again_from || *counts_again_from > asked.range.start); }
    /// When time alone will end it: a request that nobody decides, a recurrence. Empty: it will not.
    [[nodiscard]] std::optional<Timestamp> due() const;
};
BOOST_DESCRIBE_STRUCT(Exclusion, (), (number, asked, state, requested_by, requested_at, requested_seq, decided_by, decided_at,
                                      decision_reason, self_approved, approved, withdrawn_by, withdrawn_at,
                                      withdrawal_reason, counts_again_from))

struct Annotation {
    std::uint64_t number = 0;
    AnnotationMade made;
    std::string by;
    Timestamp at;
    std::uint64_t seq = 0;  ///< of the log
    bool retracted = false;
    std::string retracted_by;
    std::string retraction_reason;
};
BOOST_DESCRIBE_STRUCT(Annotation, (), (number, made, by, at, seq, retracted, retracted_by, retraction_reason))

struct State {
    std::vector<Exclusion> exclusions;
    std::vector<Annotation> annotations;
    std::uint64_t exclusions_made = 0;
    std::uint64_t annotations_made = 0;
    std::uint64_t events = 0;  ///< so far: whoever keeps what follows from the state compares it
};
BOOST_DESCRIBE_STRUCT(State, (), (exclusions, annotations, exclusions_made, annotations_made, events))

/// Total: an event about what is not kept any more changes nothing.
void apply(State& state, const Event& event, const log::Stamp& stamp);

/// nullptr: there is none of this id, or no more.
[[nodiscard]] const Exclusion* find_exclusion(const State& state, std::string_view id);
[[nodiscard]] const Annotation* find_annotation(const State& state, std::string_view id);

}  // namespace plimsoll::exclusions
