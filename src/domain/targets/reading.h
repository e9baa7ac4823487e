// reading.h: proposals as they are shown: with what has changed since, whether the catalogue has them, and what is due.
//
// Due        a target is to be looked at again on its date; a later `reviewed` of the catalogue counts as having done so, and
//            then the next is due `review_every` (180 days) after it. An SLO of which the catalogue says when it was reviewed
//            is due likewise; one that nobody ever reviewed is none of these (the portfolio lists it).
// Cost       what is kept in memory of the SLOs shown: no disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/rights.h"
#include "domain/targets/ports.h"
#include "domain/targets/views.h"

namespace plimsoll::targets {

inline constexpr std::size_t kListedMost = 500;  ///< proposals, and due reviews

struct TargetFilter {
    std::string slo;
    std::optional<TargetState> state;
};

template <class View>
struct Read {
    View view;
    std::uint64_t seq = 0;  ///< of the log
};

[[nodiscard]] Read<TargetPage> list_targets(const Ports& ports, const TargetFilter& filter, const api::Actor& actor, Timestamp now);
/// Errors: unknown_target.
[[nodiscard]] Result<Read<TargetView>> read_target(const Ports& ports, const std::string& id, const api::Actor& actor, Timestamp now);
/// Of the last review of an SLO; empty: there was none, or it is not due.
[[nodiscard]] std::optional<DueReview> due_review(const catalog::Slo& slo, const Proposal* approved, Timestamp now);

}  // namespace plimsoll::targets
