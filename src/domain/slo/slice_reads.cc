#include "domain/slo/slice_reads.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/slo/cuts.h"
#include "domain/slo/range_sums.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {
namespace {

/// Every version that a slice's outcome depends on.
std::string made_of(const catalog::Catalog& catalog, const catalog::Slo& slo) {
    std::string out = slo.definition_version;
    for (const FoundMember& member : members_of(catalog, slo)) out += "+" + made_of(catalog, *member.slo);
    return out;
}

/// Whether this is the SLO that applies, and not one that somebody tries out.
bool applies(const catalog::Catalog& catalog, const catalog::Slo& slo) {
    const auto found = catalog.slos.find(slo.name);
    return found != catalog.slos.end() && found->second.definition_version == slo.definition_version && found->second.slicing == slo.slicing;
}

ledger::WindowSum window_of(const catalog::Slo& slo, const SliceSum& sum) {
    ledger::WindowSum out;
    out.range = sum.range;
    out.step = slo.slicing->length;
    out.slots = sum.slots;
    out.sum = sum.sum;
    return out;
}

SliceSum operator+(const SliceSum& older, const SliceSum& newer) {
    SliceSum out{{older.range.start, newer.range.end}, older.slots + newer.slots, older.sum + newer.sum};
    if (older.range.start == older.range.end) out.range = newer.range;
    if (newer.range.start == newer.range.end && older.slots > 0) out.range = older.range;
    return out;
}

/// Takes the series that should have reported where something was measured, and did not, out of what is said of slices. `events`:
/// the same stretch of time by the indicator's own slots; a slot that nothing measured counts with as many series as the mean.
void count_reporting(const ledger::WindowSum& events, ledger::Slot& slices) {
    const __int128 expected = static_cast<__int128>(events.sum.live) * events.sum.measured;
    if (expected <= 0) return;
    const __int128 reported = static_cast<__int128>(events.sum.reporting) * events.slots;
    if (reported < expected) slices.reporting = static_cast<std::int64_t>(slices.measured * reported / expected);
}

/// As many whole slices as fit, at least one.
Duration whole(Duration window, Duration slice) { return slice * std::max<std::int64_t>(1, window / slice); }

}  // namespace

struct SliceReads::Asked {
    const catalog::Slo& slo;
    std::shared_ptr<const catalog::Catalog> catalog;
    std::vector<FoundMember> members;
    std::vector<ledger::SliId> slis;  ///< it stands on
    Standing standing;
    ledger::LiveWindows live;         ///< of its own indicator
    std::shared_ptr<Kept> kept;

    Asked(const CountsPorts& ports, const catalog::Slo& of) : slo(of), catalog(ports.catalog()), members(members_of(*catalog, of)), live{Timestamp::min(), {}, {}} {
        slis = slis_of(ports, *catalog, slo);
        if (slo.composite) standing = standing_of_members(ports, *catalog, slo);
        else if (!slis.empty()) live = ports.ledger->live(slis.front()), standing = {live.as_of, live.since, live.as_of};
    }
    [[nodiscard]] SliceBook& book() const { return *kept->book; }
    /// The last edge before which every slice has closed. A composite's may go back when a member that was given up returns;
    /// what was judged beyond it waits.
    [[nodiscard]] Timestamp closed() const { return standing.complete.floor(ledger::kStep).floor(slo.slicing->length); }
};

std::shared_ptr<SliceReads::Kept> SliceReads::kept(const catalog::Catalog& catalog, const catalog::Slo& slo) const {
    if (!applies(catalog, slo)) return std::make_shared<Kept>();
    const std::lock_guard lock(mutex_);
    if (pruned_.get() != &catalog) {
        pruned_ = ports_.catalog();
        std::erase_if(kept_, [&](const auto& one) { return !pruned_->slos.contains(one.first); });
    }
    std::shared_ptr<Kept>& found = kept_[slo.name];
    if (!found) found = std::make_shared<Kept>();
    return found;
}

std::unique_ptr<SliceSource> SliceReads::source(const Asked& asked, TimeRange range) const {
    if (asked.slo.composite) return std::make_unique<MemberSlices>(counts_, asked.slo, asked.members, excluded(*asked.catalog, asked.slo, range));
    return std::make_unique<EventSlices>(*ports_.ledger, asked.slis.empty() ? 0 : asked.slis.front(), asked.slo, asked.standing);
}

std::vector<TimeRange> SliceReads::excluded(const catalog::Catalog&, const catalog::Slo& slo, TimeRange range) const {
    std::vector<TimeRange> out;
    if (!ports_.excluded) return out;
    for (const ExcludedRange& one : ports_.excluded(slo, range)) out.push_back(one.range);
    return disjoint(std::move(out));
}

/// Its own, and those of every member: slices that any of them touches are judged again.
std::vector<TimeRange> SliceReads::excluded_of_all(const catalog::Catalog& catalog, const catalog::Slo& slo, TimeRange range) const {
    std::vector<TimeRange> out = excluded(catalog, slo, range);
    for (const FoundMember& member : members_of(catalog, slo)) {
        const std::vector<TimeRange> more = excluded_of_all(catalog, *member.slo, range);
        out.insert(out.end(), more.begin(), more.end());
    }
    return disjoint(std::move(out));
}

/// Requires: the lock of what is kept.
Result<> SliceReads::advance(Asked& asked) const {
    Kept& kept = *asked.kept;
    if (!kept.book || kept.catalog != asked.catalog) {
        std::string now = made_of(*asked.catalog, asked.slo);
        if (!kept.book || now != kept.made_of) kept.book.emplace(asked.slo), kept.book->seen = changes_.now();
        kept.made_of = std::move(now);
        kept.catalog = asked.catalog;
    }
    const std::uint64_t now = changes_.now();
    std::optional<Timestamp> changed;
    if (now != kept.book->seen) changed = changes_.since(kept.book->seen, asked.slis);
    const std::unique_ptr<SliceSource> judge = source(asked, {});
    std::vector<Standing> under;
    if (asked.slo.composite) under = standings_of(ports_, asked.slis);
    TRY(kept.book->advance(asked.slo, asked.standing, {under, longest_slice_of_members(*asked.catalog, asked.slo)}, changed, *judge));
    kept.book->seen = now;
    return {};
}

/// Requires: the lock of what is kept. Works out anew what exclusions change, if anything may have.
Result<> SliceReads::cut(Asked& asked) const {
    SliceBook& book = asked.book();
    SliceBook::Cut& cut = book.cut;
    const TimeRange range{book.line().start(), book.line().end()};
    const std::uint64_t version = ports_.exclusions_version ? ports_.exclusions_version() : 0;
    if (cut.version == version && cut.edition == book.edition()) return {};
    std::vector<TimeRange> ranges = excluded_of_all(*asked.catalog, asked.slo, range);
    TRY_ASSIGN(cut.cuts, cuts_of(*source(asked, range), asked.slo.slicing->length, range, ranges));
    cut.ranges = std::move(ranges);
    cut.version = version;
    cut.edition = book.edition();
    return {};
}

ledger::LiveWindows SliceReads::live(const catalog::Slo& slo, Exclusions exclusions) const {
    Asked asked(ports_, slo);
    ledger::LiveWindows out{asked.standing.as_of, asked.standing.since, {}};
    if (!asked.standing.fed()) return {Timestamp::min(), {}, {}};
    out.since = out.since.floor(slo.slicing->length);
    asked.kept = kept(*asked.catalog, slo);
    const std::lock_guard lock(asked.kept->mutex);
    Result<> done = advance(asked);
    if (done && exclusions == Exclusions::left_out) done = cut(asked);
    static const std::vector<SliceCut> kNone;
    const std::vector<SliceCut>& cuts = done && exclusions == Exclusions::left_out ? asked.book().cut.cuts : kNone;
    const Timestamp end = asked.closed();
    const auto add = [&](TimeRange range) {
        if (!done) return out.windows.push_back({range, slo.slicing->length, range.length() / ledger::kStep, {}});
        out.windows.push_back(window_of(slo, slice_sum(slo, asked.book().line(), cuts, range)));
        const std::vector<ledger::WindowSum>& events = asked.live.windows;
        if (!events.empty()) count_reporting(events[std::min(out.windows.size(), events.size()) - 1], out.windows.back().sum);
    };
    for (const Duration length : rolling_windows_of(slo)) add({end - whole(length, slo.slicing->length), end});
    if (slo.calendar) add({period_until(slo, asked.standing.as_of + Duration::ms(1)).start, end});
    return out;
}

/// Requires: the lock of what is kept. What lies before the book is judged for this question alone.
Result<std::vector<SliceSum>> SliceReads::all_sums(Asked& asked, std::span<const TimeRange> ranges, Exclusions exclusions) const {
    const Duration length = asked.slo.slicing->length;
    const SliceLine& line = asked.book().line();
    Timestamp first = line.start();
    for (const TimeRange& range : ranges) first = std::min(first, range.start);
    first = std::max({first, asked.standing.since, line.end() - slice_memory(length)}).floor(length);
    SliceLine older(std::min(first, line.start()), length, whole_slices(asked.slo) ? SliceLine::Cells::whole : SliceLine::Cells::shares);
    std::vector<SliceCut> older_cuts;
    if (first < line.start()) {
        const TimeRange before{first, line.start()};
        const std::unique_ptr<SliceSource> judge = source(asked, before);
        TRY_ASSIGN(const std::vector<SliceOutcome> outcomes, judge->slices(first, static_cast<std::size_t>(before.length() / length)));
        for (const SliceOutcome outcome : outcomes) older.append(outcome);
        if (exclusions == Exclusions::left_out) {
            TRY_ASSIGN(older_cuts, cuts_of(*judge, length, before, excluded_of_all(*asked.catalog, asked.slo, before)));
        }
    }
    static const std::vector<SliceCut> kNone;
    const std::vector<SliceCut>& cuts = exclusions == Exclusions::left_out ? asked.book().cut.cuts : kNone;
    std::vector<SliceSum> out;
    for (TimeRange range : ranges) {
        range.end = std::min(range.end, asked.closed());
        const SliceSum newer = slice_sum(asked.slo, line, cuts, range);
        out.push_back(older.size() == 0 ? newer : slice_sum(asked.slo, older, older_cuts, range) + newer);
    }
    return out;
}

Result<> SliceReads::add_reporting(const Asked& asked, std::vector<ledger::WindowSum>& sums) const {
    if (asked.slo.composite) return {};
    std::vector<TimeRange> ranges;
    for (const ledger::WindowSum& sum : sums) ranges.push_back(sum.range);
    TRY_ASSIGN(const std::vector<ledger::WindowSum> events, range_sums(ranges, asked.standing.as_of, [&](std::span<const Timestamp> instants) {
                   return ports_.ledger->running(asked.slis.front(), instants);
               }));
    for (std::size_t i = 0; i < sums.size(); ++i) count_reporting(events[i], sums[i].sum);
    return {};
}

Result<std::vector<ledger::WindowSum>> SliceReads::sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions exclusions) const {
    Asked asked(ports_, slo);
    std::vector<ledger::WindowSum> out;
    if (!asked.standing.fed()) {
        for (const TimeRange& range : ranges) out.push_back({{range.start, range.start}, slo.slicing->length, 0, {}});
        return out;
    }
    asked.kept = kept(*asked.catalog, slo);
    {
        const std::lock_guard lock(asked.kept->mutex);
        TRY(advance(asked));
        if (exclusions == Exclusions::left_out) TRY(cut(asked));
        TRY_ASSIGN(const std::vector<SliceSum> counted, all_sums(asked, ranges, exclusions));
        for (const SliceSum& one : counted) out.push_back(window_of(slo, one));
    }
    TRY(add_reporting(asked, out));
    return out;
}

Result<ledger::Ledger::Series> SliceReads::slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const {
    const Duration slice = slo.slicing->length;
    const Timestamp start = range.start.floor(slice);
    const std::int64_t slices = std::max<std::int64_t>(1, (range.end - start + slice - Duration::ms(1)) / slice);
    const auto bound = static_cast<std::int64_t>(std::max<std::size_t>(most, 1));
    const Duration step = slice * ((slices + bound - 1) / bound);
    std::vector<TimeRange> ranges;
    for (Timestamp at = start; at < range.end; at = at + step) ranges.push_back({at, at + step});
    TRY_ASSIGN(const std::vector<ledger::WindowSum> told, sums(slo, ranges, exclusions));
    ledger::Ledger::Series out{start, step, {}};
    for (const ledger::WindowSum& one : told) out.slots.push_back(one.sum);
    return out;
}

}  // namespace plimsoll::slo
