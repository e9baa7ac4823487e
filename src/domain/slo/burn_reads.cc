#include "domain/slo/burn_reads.h"

#include <algorithm>
#include <iterator>

#include "domain/slo/cuts.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {
namespace {

using Windows = std::vector<ledger::WindowSum>;

/// Less is worse measured.
bool worse_measured(const ledger::WindowSum& a, const ledger::WindowSum& b) {
    return static_cast<__int128>(a.sum.measured) * b.slots < static_cast<__int128>(b.sum.measured) * a.slots;
}

/// One range of all members, in their order.
ledger::WindowSum burnt(const catalog::Slo& slo, const std::vector<FoundMember>& members, const std::vector<const ledger::WindowSum*>& sums,
                        TimeRange range) {
    std::vector<MemberCounts> counts;
    const ledger::WindowSum* least = nullptr;
    for (std::size_t m = 0; m < members.size(); ++m) {
        counts.push_back(member_counts(members[m], sums[m]->sum));
        if (sums[m]->sum.measured > 0 && (least == nullptr || worse_measured(*sums[m], *least))) least = sums[m];
    }
    const BurntBudget budget = burn_of_members(slo, counts);
    ledger::WindowSum out{range, ledger::kStep, range.length() / ledger::kStep, {}};
    if (least == nullptr) return out;
    out = *least;
    out.sum.valid = budget.valid;
    out.sum.bad = budget.bad;
    return out;
}

}  // namespace

ledger::LiveWindows BurnReads::live(const catalog::Slo& slo, Exclusions exclusions) const {
    const auto catalog = ports_.catalog();
    const std::vector<FoundMember> members = members_of(*catalog, slo);
    std::vector<ledger::LiveWindows> lives;
    std::vector<Standing> standings;
    for (const FoundMember& member : members) {
        lives.push_back(counts_.live(*member.slo, exclusions));
        standings.push_back(never_fed(lives.back()) ? Standing{} : Standing{lives.back().as_of, lives.back().since, lives.back().as_of});
    }
    const Standing standing = together(standings);
    if (!standing.fed()) return {Timestamp::min(), {}, {}};
    ledger::LiveWindows out{standing.as_of, standing.since, {}};
    const Timestamp end = standing.as_of.floor(ledger::kStep) + ledger::kStep;
    if (exclusions == Exclusions::left_out && cut_itself(slo, end)) return cut_windows(slo, std::move(out), end);
    const ledger::WindowSum none;
    const auto add = [&](TimeRange range, bool rolls) {
        std::vector<ledger::WindowSum> read(members.size());
        std::vector<const ledger::WindowSum*> sums;
        for (std::size_t m = 0; m < members.size(); ++m) {
            const ledger::WindowSum* kept = rolls && standings[m].fed() ? find_rolling(*members[m].slo, lives[m], range.length()) : nullptr;
            if (kept == nullptr && standings[m].fed()) {
                // What cannot be read is missing, as a member's own windows have it.
                if (auto told = counts_.sums(*members[m].slo, {&range, 1}, exclusions)) read[m] = told->front();
                kept = &read[m];
            }
            sums.push_back(kept != nullptr ? kept : &none);
        }
        out.windows.push_back(burnt(slo, members, sums, range));
    };
    for (const Duration length : rolling_windows_of(slo)) add({end - length, end}, true);
    if (slo.calendar) add(period_until(slo, end), false);
    return out;
}

/// Whether something is excluded of the composite itself, beside what is excluded of its members.
bool BurnReads::cut_itself(const catalog::Slo& slo, Timestamp end) const {
    if (!ports_.excluded) return false;
    const Timestamp start = std::min(end - rolling_windows_of(slo).back(), period_until(slo, end).start);
    return !ports_.excluded(slo, {start, end}).empty();
}

ledger::LiveWindows BurnReads::cut_windows(const catalog::Slo& slo, ledger::LiveWindows out, Timestamp end) const {
    std::vector<TimeRange> ranges;
    for (const Duration length : rolling_windows_of(slo)) ranges.push_back({end - length, end});
    if (slo.calendar) ranges.push_back(period_until(slo, end));
    if (auto told = sums(slo, ranges, Exclusions::left_out)) {
        out.windows = std::move(*told);
        return out;
    }
    // What cannot be read is missing: nothing is judged by it.
    for (const TimeRange& range : ranges) out.windows.push_back({range, ledger::kStep, range.length() / ledger::kStep, {}});
    return out;
}

Result<std::vector<ledger::WindowSum>> BurnReads::sums(const catalog::Slo& slo, std::span<const TimeRange> ranges, Exclusions exclusions) const {
    const auto catalog = ports_.catalog();
    const std::vector<FoundMember> members = members_of(*catalog, slo);
    std::vector<TimeRange> own;
    if (exclusions == Exclusions::left_out && ports_.excluded && !ranges.empty()) {
        TimeRange all = ranges.front();
        for (const TimeRange& range : ranges) all = {std::min(all.start, range.start), std::max(all.end, range.end)};
        for (const ExcludedRange& one : ports_.excluded(slo, all)) own.push_back(one.range);
        own = disjoint(std::move(own));
    }
    std::vector<TimeRange> pieces;
    std::vector<std::size_t> until;
    for (const TimeRange& range : ranges) {
        for (const TimeRange& piece : without(range, own)) pieces.push_back(piece);
        until.push_back(pieces.size());
    }
    std::vector<Windows> told;
    for (const FoundMember& member : members) {
        TRY_ASSIGN(const Windows sums, counts_.sums(*member.slo, pieces, exclusions));
        Windows& whole = told.emplace_back();
        std::size_t next = 0;
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            ledger::WindowSum sum{ranges[i], ledger::kStep, 0, {}};
            for (; next < until[i]; ++next) sum.slots += sums[next].slots, sum.sum += sums[next].sum;
            whole.push_back(sum);
        }
    }
    Windows out;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        std::vector<const ledger::WindowSum*> one;
        for (const Windows& member : told) one.push_back(&member[i]);
        out.push_back(burnt(slo, members, one, ranges[i]));
    }
    return out;
}

Result<ledger::Ledger::Series> BurnReads::slots(const catalog::Slo& slo, TimeRange range, std::size_t most, Exclusions exclusions) const {
    const auto few = [&](const ledger::Level& level) { return range.length() / level.step + 2 <= static_cast<std::int64_t>(most); };
    const auto level = std::find_if(std::begin(ledger::kLevels), std::end(ledger::kLevels), few);
    if (level == std::end(ledger::kLevels)) {
        return fail(plimsoll::errors::invalid, "the range has more slots at the coarsest step than were asked for");
    }
    const Duration step = level->step;
    const Timestamp start = range.start.floor(step);
    std::vector<TimeRange> ranges;
    for (Timestamp at = start; at < range.end; at = at + step) ranges.push_back({at, at + step});
    TRY_ASSIGN(const Windows told, sums(slo, ranges, exclusions));
    ledger::Ledger::Series out{start, step, {}};
    for (const ledger::WindowSum& one : told) out.slots.push_back(one.sum);
    return out;
}

}  // namespace plimsoll::slo
