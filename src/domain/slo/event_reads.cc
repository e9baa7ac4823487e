#include "domain/slo/event_reads.h"

#include <algorithm>

#include "domain/slo/cuts.h"
#include "domain/slo/range_sums.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {
namespace {

/// Samples come no later than three hours; what lies before is summed up once. An hour more until it is summed up again.
constexpr Duration kUnsettled = Duration::hours(4);
constexpr Duration kEvery = Duration::hours(6);
constexpr std::size_t kMostBegun = 50'000;

Error not_bound(const catalog::Slo& slo) { return fail(plimsoll::errors::not_found, "\"" + slo.name + "\" is not bound to the ledger"); }

Timestamp end_of(Timestamp as_of) { return as_of.floor(ledger::kStep) + ledger::kStep; }

ledger::WindowSum together(const ledger::WindowSum& older, const ledger::WindowSum& newer) {
    return {{older.range.start, newer.range.end}, std::max(older.step, newer.step), older.slots + newer.slots, older.sum + newer.sum};
}

std::vector<TimeRange> ranges_of(const std::vector<ExcludedRange>& excluded) {
    std::vector<TimeRange> out;
    for (const ExcludedRange& one : excluded) out.push_back(one.range);
    return disjoint(std::move(out));
}

}  // namespace

Result<std::vector<ledger::WindowSum>> EventReads::counted(ledger::SliId sli, std::span<const TimeRange> ranges) const {
    const Timestamp newest = ports_.ledger->live(sli).as_of;
    return range_sums(ranges, newest, [&](std::span<const Timestamp> instants) { return ports_.ledger->running(sli, instants); });
}

/// Takes what is excluded out of each sum, as far as it lies in its range.
Result<> EventReads::leave_out(const catalog::Slo& slo, ledger::SliId sli, std::vector<ledger::WindowSum>& sums) const {
    if (!ports_.excluded || sums.empty()) return {};
    TimeRange all = sums.front().range;
    for (const ledger::WindowSum& sum : sums) all = {std::min(all.start, sum.range.start), std::max(all.end, sum.range.end)};
    const std::vector<TimeRange> excluded = ranges_of(ports_.excluded(slo, all));
    if (excluded.empty()) return {};
    std::vector<TimeRange> parts;
    std::vector<std::size_t> until;
    for (const ledger::WindowSum& sum : sums) {
        for (const TimeRange& part : within(sum.range, excluded)) parts.push_back(part);
        until.push_back(parts.size());
    }
    TRY_ASSIGN(const std::vector<ledger::WindowSum> out, counted(sli, parts));
    std::size_t next = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        for (; next < until[i]; ++next) {
            sums[i].slots -= out[next].slots;
            sums[i].sum -= out[next].sum;
        }
    }
    return {};
}

Result<EventReads::Begun> EventReads::begun(const catalog::Slo& slo, ledger::SliId sli, TimeRange range) const {
    Begun kept;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = begun_.find(slo.name); found != begun_.end()) kept = found->second;
    }
    const std::uint64_t now = changes_.now();
    const auto changed = changes_.since(kept.seen, {&sli, 1});
    const bool same = kept.sli == sli && kept.range.start == range.start && kept.range.end <= range.end && (!changed || *changed >= kept.range.end);
    if (same && range.end - kept.range.end < kUnsettled + kEvery) {
        kept.seen = now;
    } else {
        kept = {sli, {range.start, std::max(range.start, (range.end - kUnsettled).floor(Duration::hours(1)))}, {}, now};
        TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counted(sli, {&kept.range, 1}));
        kept.sum = sums.front();
    }
    const std::lock_guard lock(mutex_);
    if (begun_.size() >= kMostBegun) begun_.clear();
    begun_[slo.name] = kept;
    return kept;
}

Result<ledger::WindowSum> EventReads::to_date(const catalog::Slo& slo, ledger::SliId sli, TimeRange range) const {
    TRY_ASSIGN(const Begun before, begun(slo, sli, range));
    const TimeRange rest{before.range.end, range.end};
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counted(sli, {&rest, 1}));
    return before.sum.slots > 0 ? together(before.sum, sums.front()) : sums.front();
}

ledger::LiveWindows EventReads::live(const catalog::Slo& slo, Exclusions exclusions) const {
    const auto sli = sli_of(ports_, slo);
    if (!sli) return {Timestamp::min(), {}, {}};
    ledger::LiveWindows out = ports_.ledger->live(*sli);
    if (never_fed(out)) return out;
    const Timestamp end = end_of(out.as_of);
    Result<> done;
    if (slo.calendar) {
        const TimeRange period = period_until(slo, end);
        Result<ledger::WindowSum> sum = to_date(slo, *sli, period);
        if (!sum) done = sum.error();
        out.windows.push_back(sum ? *sum : ledger::WindowSum{period, ledger::kStep, period.length() / ledger::kStep, {}});
    }
    if (done && exclusions == Exclusions::left_out) done = leave_out(slo, *sli, out.windows);
    if (!done) {
        for (ledger::WindowSum& window : out.windows) window.sum = {};
    }
    return out;
}

Result<std::vector<ledger::WindowSum>> EventReads::sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions exclusions) const {
    const auto sli = sli_of(ports_, slo);
    if (!sli) return not_bound(slo);
    TRY_ASSIGN(std::vector<ledger::WindowSum> out, counted(*sli, ranges));
    if (exclusions == Exclusions::left_out) TRY(leave_out(slo, *sli, out));
    return out;
}

Result<ledger::Ledger::Series> EventReads::slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const {
    const auto sli = sli_of(ports_, slo);
    if (!sli) return not_bound(slo);
    TRY_ASSIGN(ledger::Ledger::Series out, ports_.ledger->slots(*sli, range, most));
    if (exclusions == Exclusions::counted || !ports_.excluded) return out;
    const Timestamp end = out.start + out.step * static_cast<std::int64_t>(out.slots.size());
    for (const TimeRange& cut : ranges_of(ports_.excluded(slo, {out.start, end}))) {
        const Timestamp first = std::max(out.start, cut.start.floor(out.step));
        for (Timestamp at = first; at < std::min(end, cut.end); at = at + out.step) {
            const TimeRange part{std::max(at, cut.start), std::min(at + out.step, cut.end)};
            ledger::Slot& slot = out.slots[static_cast<std::size_t>((at - out.start) / out.step)];
            if (part.length() == out.step) {
                slot = {};
                continue;
            }
            TRY_ASSIGN(const std::vector<ledger::WindowSum> sum, counted(*sli, {&part, 1}));
            slot -= sum.front().sum;
        }
    }
    return out;
}

}  // namespace plimsoll::slo
