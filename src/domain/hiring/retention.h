// retention.h: until when a candidate is kept, and who is due to be erased.
//
// Rule       nobody is due while an application of theirs goes on. Then, the date that somebody set; where nobody did, the setting's
//            length after the last application ended. The last day is a whole one, in UTC: due is who was kept until yesterday.
// Hold       whoever is held is never due for erasing, however long ago the date was; the list says so.
// Pure       any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/state.h"

namespace plimsoll::hiring {

inline constexpr Duration kUsualKeep = Duration::days(365);
inline constexpr Duration kShortestKeep = Duration::days(1);

/// When the last of the candidate's applications ended; empty: one goes on. Without applications: when the candidate was added.
[[nodiscard]] std::optional<Timestamp> ended_at(const State& state, const CandidateRow& candidate);
/// The last day, "2027-11-22"; empty while an application goes on, and for somebody erased.
[[nodiscard]] std::string kept_until(const State& state, const CandidateRow& candidate, Duration keep);
/// The beginning of the day after kept_until(); empty with it.
[[nodiscard]] std::optional<Timestamp> due_at(const State& state, const CandidateRow& candidate, Duration keep);

struct DueNow {
    std::vector<std::string> to_erase;  ///< ids, in their order
    std::vector<std::string> held;      ///< that would be among them
};
[[nodiscard]] DueNow due_now(const State& state, Duration keep, Timestamp now);

}  // namespace plimsoll::hiring
