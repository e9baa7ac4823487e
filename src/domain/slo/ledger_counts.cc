#include "domain/slo/ledger_counts.h"

#include "base/invariant.h"
#include "domain/slo/range_sums.h"

namespace plimsoll::slo {
namespace {

Error not_bound(const catalog::Slo& slo) { return fail(plimsoll::errors::not_found, "\"" + slo.name + "\" is not bound to the ledger"); }

}  // namespace

LedgerCounts::LedgerCounts(CountsPorts ports) : ports_(std::move(ports)) {
    INVARIANT(ports_.ledger != nullptr && ports_.sli, "counts stand on a ledger");
}

ledger::LiveWindows LedgerCounts::live(const catalog::Slo& slo, Exclusions) const {
    const auto sli = ports_.sli(slo.name);
    if (!sli) return {Timestamp::min(), {}, {}};
    return ports_.ledger->live(*sli);
}

Result<std::vector<ledger::WindowSum>> LedgerCounts::sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions) const {
    const auto sli = ports_.sli(slo.name);
    if (!sli) return not_bound(slo);
    const ledger::LiveWindows live = ports_.ledger->live(*sli);
    return range_sums(ranges, live.as_of, [&](std::span<const Timestamp> instants) { return ports_.ledger->running(*sli, instants); });
}

Result<ledger::Ledger::Series> LedgerCounts::slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions) const {
    const auto sli = ports_.sli(slo.name);
    if (!sli) return not_bound(slo);
    return ports_.ledger->slots(*sli, range, most);
}

ledger::SliStatus LedgerCounts::status(const catalog::Slo& slo) const {
    const auto sli = ports_.sli(slo.name);
    return sli ? ports_.ledger->status(*sli) : ledger::SliStatus{Timestamp::min(), Timestamp::min()};
}

std::vector<ledger::SeriesStatus> LedgerCounts::series(const catalog::Slo& slo, std::size_t limit) const {
    const auto sli = ports_.sli(slo.name);
    return sli ? ports_.ledger->series(*sli, limit) : std::vector<ledger::SeriesStatus>{};
}

std::vector<ExcludedRange> LedgerCounts::excluded(const catalog::Slo& slo, TimeRange range) const {
    return ports_.excluded ? ports_.excluded(slo, range) : std::vector<ExcludedRange>{};
}

std::vector<std::string> LedgerCounts::missing_members(const catalog::Slo&) const { return {}; }

std::uint64_t LedgerCounts::revision() const {
    return ports_.ledger->revision() + (ports_.exclusions_version ? ports_.exclusions_version() : 0);
}

}  // namespace plimsoll::slo
