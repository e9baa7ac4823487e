// ledger_counts.h: Counts over the ledger: events as they were counted, and what follows from them for SLOs that count
// otherwise. Each kind has its reader: EventReads, SliceReads, BurnReads; a roll-up by `worst` is its worst group.
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
    ~LedgerCounts() override;

    /// For Ledger::on_notice, before whoever reads counts hears of it: late samples and imports have the past judged anew.
    void notice(const ledger::Notice& notice);

    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, Exclusions exclusions) const override;
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo& slo, std::span<const TimeRange> ranges,
                                                Exclusions exclusions) const override;
    Result<ledger::Ledger::Series> slots(const catalog::Slo& slo, TimeRange range, std::size_t most,
                                         Exclusions exclusions) const override;
    [[nodiscard]] ledger::SliStatus status(const catalog::Slo& slo) const override;
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(const catalog::Slo& slo, std::size_t limit) const override;
    [[nodiscard]] std::vector<ExcludedRange> excluded(const catalog::Slo& slo, TimeRange range) const override;
    [[nodiscard]] std::vector<std::string> missing_members(const catalog::Slo& slo) const override;
    [[nodiscard]] std::string worst_of(const catalog::Slo& slo) const override;
    [[nodiscard]] bool as_kept(const catalog::Slo& slo, TimeRange range) const override;
    [[nodiscard]] std::vector<ledger::SliId> stands_on(const catalog::Slo& slo) const override;
    [[nodiscard]] std::uint64_t revision() const override;

private:
    struct Readers;
    std::unique_ptr<Readers> readers_;
};

}  // namespace plimsoll::slo
