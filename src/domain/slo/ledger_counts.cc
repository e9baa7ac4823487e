#include "domain/slo/ledger_counts.h"

#include <algorithm>

#include "base/invariant.h"
#include "domain/slo/budget.h"
#include "domain/slo/burn_reads.h"
#include "domain/slo/event_reads.h"
#include "domain/slo/slice_reads.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {

struct LedgerCounts::Readers {
    Readers(CountsPorts p, const Counts& counts) : ports(std::move(p)), events(ports, changes), slices(ports, counts, changes), burns(ports, counts) {}

    const CountsPorts ports;
    Changes changes;
    EventReads events;
    SliceReads slices;
    BurnReads burns;

    /// Calls `read` with the reader of the SLO's kind and the SLO to read: of a roll-up by `worst`, its worst group.
    template <class Read>
    auto with(const Counts& counts, const catalog::Slo& slo, const Read& read) const {
        switch (kind_of(slo)) {
            case Kind::slices: return read(slices, slo);
            case Kind::burn: return read(burns, slo);
            case Kind::events: return read(events, slo);
            case Kind::worst_group: break;
        }
        const auto catalog = ports.catalog();
        const auto group = catalog->slos.find(counts.worst_of(slo));
        if (group == catalog->slos.end()) return read(events, slo);  // no group has said anything: the sum of all says so too
        if (kind_of(group->second) == Kind::slices) return read(slices, group->second);
        return read(events, group->second);
    }
};

LedgerCounts::LedgerCounts(CountsPorts ports) {
    INVARIANT(ports.ledger != nullptr && ports.sli && ports.catalog, "counts stand on a ledger");
    readers_ = std::make_unique<Readers>(std::move(ports), *this);
}

LedgerCounts::~LedgerCounts() = default;

void LedgerCounts::notice(const ledger::Notice& notice) { readers_->changes.notice(notice); }

ledger::LiveWindows LedgerCounts::live(const catalog::Slo& slo, Exclusions exclusions) const {
    return readers_->with(*this, slo, [&](const auto& reader, const catalog::Slo& of) { return reader.live(of, exclusions); });
}

Result<std::vector<ledger::WindowSum>> LedgerCounts::sums(const catalog::Slo& slo, std::span<const TimeRange> ranges,
                                                          Exclusions exclusions) const {
    return readers_->with(*this, slo, [&](const auto& reader, const catalog::Slo& of) { return reader.sums(of, ranges, exclusions); });
}

Result<ledger::Ledger::Series> LedgerCounts::slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const {
    return readers_->with(*this, slo, [&](const auto& reader, const catalog::Slo& of) { return reader.slots(of, range, most, exclusions); });
}

ledger::SliStatus LedgerCounts::status(const catalog::Slo& slo) const {
    const CountsPorts& ports = readers_->ports;
    ledger::SliStatus out{Timestamp::min(), Timestamp::min()};
    bool first = true;
    for (const ledger::SliId sli : slis_of(ports, *ports.catalog(), slo)) {
        const ledger::SliStatus one = ports.ledger->status(sli);
        out.watermark = first ? one.watermark : std::min(out.watermark, one.watermark);
        out.complete = first ? one.complete : std::min(out.complete, one.complete);
        out.series += one.series;
        out.live_series += one.live_series;
        out.bad_above_valid += one.bad_above_valid;
        out.unknown_starts += one.unknown_starts;
        out.resets += one.resets;
        first = false;
    }
    return out;
}

std::vector<ledger::SeriesStatus> LedgerCounts::series(const catalog::Slo& slo, std::size_t limit) const {
    const CountsPorts& ports = readers_->ports;
    std::vector<ledger::SeriesStatus> out;
    for (const ledger::SliId sli : slis_of(ports, *ports.catalog(), slo)) {
        std::vector<ledger::SeriesStatus> more = ports.ledger->series(sli, limit - out.size());
        std::move(more.begin(), more.end(), std::back_inserter(out));
        if (out.size() >= limit) break;
    }
    return out;
}

std::vector<ExcludedRange> LedgerCounts::excluded(const catalog::Slo& slo, TimeRange range) const {
    const CountsPorts& ports = readers_->ports;
    return ports.excluded ? ports.excluded(slo, range) : std::vector<ExcludedRange>{};
}

std::vector<std::string> LedgerCounts::missing_members(const catalog::Slo& slo) const {
    std::vector<std::string> out;
    if (!slo.composite) return out;
    const auto catalog = readers_->ports.catalog();
    const Standing standing = standing_of(readers_->ports, *catalog, slo);
    for (const catalog::Member& member : slo.composite->members) {
        const auto found = catalog->slos.find(member.slo);
        bool says = false;
        if (found != catalog->slos.end() && standing.fed()) {
            const TimeRange period = period_until(slo, standing.as_of.floor(ledger::kStep) + ledger::kStep);
            const auto sum = sums(found->second, {&period, 1}, Exclusions::left_out);
            says = sum && sum->front().sum.measured > 0 && sum->front().sum.valid > 0;
        }
        if (!says) out.push_back(member.slo);
    }
    return out;
}

std::string LedgerCounts::worst_of(const catalog::Slo& slo) const {
    std::string worst;
    if (kind_of(slo) != Kind::worst_group) return worst;
    std::optional<double> least;
    const auto catalog = readers_->ports.catalog();
    for (const catalog::Slo* one : groups_of(*catalog, slo)) {
        const catalog::Slo& group = *one;
        const ledger::LiveWindows windows = live(group, Exclusions::left_out);
        const ledger::WindowSum* period = never_fed(windows) ? nullptr : find_window(group, windows, group.period);
        if (period == nullptr) continue;
        const auto left = budget_of(known(*period, windows.since), group.objective).remaining_share();
        if (!left || (least && *least <= *left)) continue;
        least = left;
        worst = group.name;
    }
    return worst;
}

bool LedgerCounts::as_kept(const catalog::Slo& slo, TimeRange range) const {
    return kind_of(slo) == Kind::events && (!readers_->ports.excluded || readers_->ports.excluded(slo, range).empty());
}

std::vector<ledger::SliId> LedgerCounts::stands_on(const catalog::Slo& slo) const {
    const auto catalog = readers_->ports.catalog();
    std::vector<ledger::SliId> out = slis_of(readers_->ports, *catalog, slo);
    if (kind_of(slo) != Kind::worst_group) return out;
    for (const catalog::Slo* group : groups_of(*catalog, slo)) {
        if (const auto sli = readers_->ports.sli(group->name)) out.push_back(*sli);
    }
    return out;
}

std::uint64_t LedgerCounts::revision() const {
    const CountsPorts& ports = readers_->ports;
    return ports.ledger->revision() + (ports.exclusions_version ? ports.exclusions_version() : 0);
}

}  // namespace plimsoll::slo
