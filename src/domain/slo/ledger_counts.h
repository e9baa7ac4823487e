// ledger_counts.h: Counts over the ledger.
//
// Threads    any.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "domain/slo/counts.h"

namespace plimsoll::slo {

/// What counts are made from. Every function is safe from any thread. Lifetime: the ledger outlives whoever holds this.
struct CountsPorts {
    const ledger::Ledger* ledger = nullptr;
    /// The ledger's id of an SLO's indicator; empty while it is not bound.
    std::function<std::optional<ledger::SliId>(const std::string& slo)> sli;
    std::function<std::shared_ptr<const catalog::Catalog>()> catalog;  ///< what is applied now; never null
    /// What an SLO does not answer for within a range: disjoint, oldest first. Asked for often, so quick. May be left out.
    std::function<std::vector<ExcludedRange>(const catalog::Slo& slo, TimeRange range)> excluded;
    /// Differs when `excluded` may answer differently. Left out together with it.
    std::function<std::uint64_t()> exclusions_version;
};

class LedgerCounts final : public Counts {
public:
    explicit LedgerCounts(CountsPorts ports);

    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, Exclusions exclusions) const override;
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges,
                                                Exclusions exclusions) const override;
    Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t most,
                                         Exclusions exclusions) const override;
    [[nodiscard]] ledger::SliStatus status(const catalog::Slo& slo) const override;
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(const catalog::Slo& slo, std::size_t limit) const override;
    [[nodiscard]] std::vector<ExcludedRange> excluded(const catalog::Slo& slo, TimeRange range) const override;
    [[nodiscard]] std::vector<std::string> missing_members(const catalog::Slo& slo) const override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    const CountsPorts ports_;
};

}  // namespace plimsoll::slo
