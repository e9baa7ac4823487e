// basis.h: how an SLO stands, and what has changed between two such standings, in words.
//
// Moved      the SLI: by at least a quarter of the error budget that the target grants. Traffic: doubled or halved.
// Pure       changed_since() compares; basis_of() reads what is kept in memory of the SLO's period: no disk.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/slo/counts.h"
#include "domain/targets/state.h"

namespace plimsoll::targets {

[[nodiscard]] Basis basis_of(const catalog::Catalog& catalog, const catalog::Slo& slo, const slo::Counts& counts);

/// Sentences without a full stop, the gravest first. What the target itself changes (the objective `to`, the window that was
/// proposed) is no change. `breaches`: of the budget, since.
[[nodiscard]] std::vector<std::string> changed_since(const Proposal& proposal, const Basis& now, std::uint64_t breaches);

/// "99.95 %".
[[nodiscard]] std::string percent_of(const Ratio& objective);
/// A share as people compare it: with three digits of what is missing to all. "99.987 %".
[[nodiscard]] std::string share_words(double share);
/// The SLO that a caller counts on, of each upstream of the SLO's service (or of each step of its journey).
struct Upstream {
    std::string service;
    const catalog::Slo* slo = nullptr;  ///< nullptr: it promises nothing
};
[[nodiscard]] std::vector<Upstream> upstreams_of(const catalog::Catalog& catalog, const catalog::Slo& slo);

}  // namespace plimsoll::targets
