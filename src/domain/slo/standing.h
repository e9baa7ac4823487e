// standing.h: up to when an SLO is counted and since when, and which indicators it stands on, through all its members.
//
// Composites  are complete as far as every member is whose samples are not more than kStraggler behind the newest: one that
//             has fallen silent holds nobody up. What it sends later changes what was said without it. A member that counts
//             slices is complete up to the last that closed.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "domain/slo/ledger_counts.h"

namespace plimsoll::slo {

inline constexpr Duration kStraggler = Duration::minutes(5);

struct Standing {
    Timestamp as_of = Timestamp::min();     ///< events are complete up to here; min(): never fed
    Timestamp since;                        ///< start of the first measured slot
    Timestamp complete = Timestamp::min();  ///< up to where its counts are: of slices, to the end of the last that closed
    [[nodiscard]] bool fed() const { return as_of != Timestamp::min(); }
};

/// What counts an SLO of its own makes of what it stands on.
enum class Kind { events, slices, burn, worst_group };
[[nodiscard]] Kind kind_of(const catalog::Slo& slo);

/// The members that the catalogue knows, with their places in `slo.composite->members`.
struct FoundMember {
    const catalog::Slo* slo = nullptr;
    double weight = 1;
};
[[nodiscard]] std::vector<FoundMember> members_of(const catalog::Catalog& catalog, const catalog::Slo& slo);

/// Of a roll-up, the groups that it has now.
[[nodiscard]] std::vector<const catalog::Slo*> groups_of(const catalog::Catalog& catalog, const catalog::Slo& slo);

/// The indicator of its own, or one with the same queries where an SLO is only tried out.
[[nodiscard]] std::optional<ledger::SliId> sli_of(const CountsPorts& ports, const catalog::Slo& slo);
/// Of all its members too, each once.
[[nodiscard]] std::vector<ledger::SliId> slis_of(const CountsPorts& ports, const catalog::Catalog& catalog, const catalog::Slo& slo);
/// As others see it: complete up to its last slice that closed.
[[nodiscard]] Standing standing_of(const CountsPorts& ports, const catalog::Catalog& catalog, const catalog::Slo& slo);
/// Of a composite, before its own slices are looked at.
[[nodiscard]] Standing standing_of_members(const CountsPorts& ports, const catalog::Catalog& catalog, const catalog::Slo& slo);
/// The same of every indicator it stands on, in the order of slis_of.
[[nodiscard]] std::vector<Standing> standings_of(const CountsPorts& ports, std::span<const ledger::SliId> slis);
/// Of members, as the header says.
[[nodiscard]] Standing together(const std::vector<Standing>& members);
/// The longest slice of any member, through all of them; zero where none counts slices.
[[nodiscard]] Duration longest_slice_of_members(const catalog::Catalog& catalog, const catalog::Slo& slo);

}  // namespace plimsoll::slo
