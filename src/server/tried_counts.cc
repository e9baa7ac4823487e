#include "server/tried_counts.h"

#include "domain/slo/ledger_counts.h"
#include "domain/slo/windows.h"

namespace plimsoll::server {

namespace {

using SliByVersion = std::map<std::string, ledger::SliId>;

/// The older name wins where several SLOs have one indicator: they count the same.
SliByVersion sli_by_version(const Bound& bound) {
    SliByVersion out;
    for (const auto& [name, slo] : bound.catalog->slos) {
        const auto sli = bound.slis.find(name);
        if (sli != bound.slis.end()) out.emplace(slo.sli_version, sli->second);
    }
    return out;
}

/// The SLO's own account where its indicator stays as it is, else that of another with the same.
std::optional<ledger::SliId> sli_of(const catalog::Catalog& fresh, const Bound& bound, const SliByVersion& by_version, const std::string& name) {
    const auto slo = fresh.slos.find(name);
    if (slo == fresh.slos.end() || slo->second.composite) return std::nullopt;
    const auto applied = bound.catalog->slos.find(name);
    const auto own = bound.slis.find(name);
    const bool same = applied != bound.catalog->slos.end() && applied->second.sli_version == slo->second.sli_version;
    if (same && own != bound.slis.end()) return own->second;
    const auto found = by_version.find(slo->second.sli_version);
    return found == by_version.end() ? std::nullopt : std::optional(found->second);
}

std::vector<TimeRange> ranges_until(const catalog::Slo& slo, Timestamp end) {
    std::vector<TimeRange> out;
    for (const Duration length : slo::rolling_windows_of(slo)) out.push_back({end - length, end});
    if (slo.calendar) out.push_back(slo::period_until(slo, end));
    return out;
}

/// Whether these are the SLO's windows, and not those of another SLO with the same indicator.
bool are_of(const ledger::LiveWindows& live, const catalog::Slo& slo) {
    const auto lengths = slo::rolling_windows_of(slo);
    if (live.windows.size() != lengths.size() + (slo.calendar ? 1 : 0)) return false;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (live.windows[i].range.length() < lengths[i] || (!slo.slicing && live.windows[i].range.length() != lengths[i])) return false;
    }
    return true;
}

}  // namespace

std::optional<ledger::SliId> tried_sli(const catalog::Catalog& fresh, const Bound& bound, const std::string& name) {
    return sli_of(fresh, bound, sli_by_version(bound), name);
}

std::shared_ptr<const slo::Counts> tried_counts(std::shared_ptr<const catalog::Catalog> fresh, const Bound& bound, const ledger::Ledger& ledger,
                                                ExcludedOf excluded) {
    auto slis = std::make_shared<std::map<std::string, ledger::SliId>>();
    const SliByVersion by_version = sli_by_version(bound);
    for (const auto& [name, slo] : fresh->slos) {
        if (const auto sli = sli_of(*fresh, bound, by_version, name)) slis->emplace(name, *sli);
    }
    slo::CountsPorts ports;
    ports.ledger = &ledger;
    ports.sli = [slis](const std::string& name) {
        const auto found = slis->find(name);
        return found == slis->end() ? std::nullopt : std::optional(found->second);
    };
    ports.catalog = [fresh] { return fresh; };
    if (excluded) {
        ports.excluded = std::move(excluded);
        ports.exclusions_version = [] { return std::uint64_t{0}; };  // for as long as one question lasts
    }
    return std::make_shared<slo::LedgerCounts>(std::move(ports));
}

Result<ledger::LiveWindows> live_windows(const slo::Counts& counts, const catalog::Slo& slo) {
    ledger::LiveWindows live = counts.live(slo, slo::Exclusions::left_out);
    if (slo::never_fed(live) || are_of(live, slo)) return live;
    const auto ranges = ranges_until(slo, live.windows.front().range.end);
    TRY_ASSIGN(live.windows, counts.sums(slo, ranges, slo::Exclusions::left_out));
    return live;
}

}  // namespace plimsoll::server
