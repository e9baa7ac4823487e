// tried_counts.h: the counts that SLOs would stand on under a catalogue that does not apply, read from what is in the ledger.
//
// History    an SLO's counts are those of any bound SLO with the same indicator version: a new name, target, window or method
//            reads the past as it would have been judged. New queries have none. A composite has those of its members.
// Cost       slices are judged from the ledger for this one question: nothing is kept, and nothing that is kept is touched.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/slo/counts.h"
#include "server/catalog_keeper.h"

namespace plimsoll::server {

using ExcludedOf = std::function<std::vector<slo::ExcludedRange>(const catalog::Slo& slo, TimeRange range)>;

/// Lifetime: the ledger, and what `excluded` stands on, outlive it.
[[nodiscard]] std::shared_ptr<const slo::Counts> tried_counts(std::shared_ptr<const catalog::Catalog> fresh, const Bound& bound,
                                                              const ledger::Ledger& ledger, ExcludedOf excluded);

/// Whose account an SLO of `fresh` would read: its own while its indicator stays as it is, else another's with the same.
[[nodiscard]] std::optional<ledger::SliId> tried_sli(const catalog::Catalog& fresh, const Bound& bound, const std::string& name);

/// windows_of(slo) in their order, those too that the ledger does not keep for its indicator. Errors: io.
[[nodiscard]] Result<ledger::LiveWindows> live_windows(const slo::Counts& counts, const catalog::Slo& slo);

}  // namespace plimsoll::server
