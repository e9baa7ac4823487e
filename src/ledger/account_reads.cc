#include "ledger/account_reads.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace plimsoll::ledger {
namespace {

/// SLIs whose windows are copied under one hold of the lock.
constexpr std::size_t kAtOnce = 512;
constexpr std::size_t kGlancedAtOnce = 4096;

Timestamp at_slot(SlotNumber slot) { return Timestamp::from_ms(start_of(slot)); }
SlotNumber slot_after(Timestamp t) { return slot_at(t.in_ms() + kStepMillis - 1); }
Timestamp time_of(Millis t) { return Timestamp::from_ms(t); }

/// Times that no ledger holds, so that slot arithmetic cannot overflow.
TimeRange within_reach(TimeRange range) {
    const Timestamp last = Timestamp::from_ms(std::int64_t{1} << 46);
    const Timestamp start = std::clamp(range.start, Timestamp{}, last);
    return {start, std::clamp(range.end, start, last)};
}

Error unknown(SliId sli) { return fail(plimsoll::errors::not_found, fmt::format("SLI {} is not in the ledger", sli)); }

}  // namespace

WindowSum AccountReads::kept(const SliRow& row, std::size_t index) const {
    const Account& account = core_->account();
    const auto [from, to] = account.window_slots(row, index);
    WindowSum window;
    window.range = {at_slot(from), at_slot(to)};
    window.step = kLevels[account.kept().column(row.windows[index]).level].step;
    window.slots = to - from;
    window.sum = account.window(row, index);
    return window;
}

void AccountReads::fill(const SliRow& row, LiveWindows& live) const {
    live.as_of = time_of(row.newest == kNever ? kNever : core_->account().complete(row));
    live.since = row.since == kUnmeasured ? Timestamp::min() : at_slot(row.since);
    live.windows.resize(row.windows.size());
    for (std::size_t i = 0; i < row.windows.size(); ++i) live.windows[i] = kept(row, i);
}

LiveWindows AccountReads::live(SliId sli) const {
    const std::shared_lock lock(core_->lock());
    LiveWindows live{Timestamp::min(), Timestamp::min(), {}};
    if (const auto index = core_->account().row_of(sli)) fill(core_->account().at(*index), live);
    return live;
}

void AccountReads::live_many(std::span<const SliId> slis, const std::function<void(SliId, const LiveWindows&)>& read) const {
    LiveWindows live;
    for (std::size_t i = 0; i < slis.size();) {
        const std::shared_lock lock(core_->lock());
        for (const std::size_t end = std::min(slis.size(), i + kAtOnce); i < end; ++i) {
            const auto index = core_->account().row_of(slis[i]);
            if (!index) continue;
            fill(core_->account().at(*index), live);
            read(slis[i], live);
        }
    }
}

std::optional<std::uint16_t> AccountReads::window_column(Duration length) const {
    const std::shared_lock lock(core_->lock());
    return core_->account().kept().find(length);
}

void AccountReads::glance(std::span<const SliId> slis, const std::function<void(SliId, const Glance&)>& read) const {
    std::vector<Glance::Column> columns;
    for (std::size_t i = 0; i < slis.size();) {
        const std::shared_lock lock(core_->lock());
        const Account& account = core_->account();
        columns.clear();
        for (const KeptWindows::Column& c : account.kept().columns()) columns.push_back({c.before.counts.data(), c.kept.data()});
        const RunningCounts* so_far = account.kept().so_far().counts.data();
        for (const std::size_t end = std::min(slis.size(), i + kGlancedAtOnce); i < end; ++i) {
            const auto index = account.row_of(slis[i]);
            if (index) read(slis[i], Glance(so_far, columns, *index));
        }
    }
}

Result<WindowSum> AccountReads::sum(SliId sli, TimeRange range) const {
    range = within_reach(range);
    SlotNumber from = slot_at(range.start.in_ms());
    SlotNumber to = slot_after(range.end);
    Account::Reading reading;
    SlotNumber since = 0, open = 0;
    {
        const std::shared_lock lock(core_->lock());
        const Account& account = core_->account();
        const auto index = account.row_of(sli);
        if (!index) return unknown(sli);
        const SliRow& row = account.at(*index);
        since = row.since;
        open = row.open;
        from = std::max(from, since);
        to = std::min(to, open == kNoSlot ? kNoSlot : open + 1);
        if (since == kUnmeasured || from >= to) return WindowSum{{range.start, range.start}, kStep, 0, {}};
        for (std::size_t i = 0; i < row.windows.size(); ++i)
            if (account.window_slots(row, i) == std::pair(from, to)) return kept(row, i);
        reading = account.read(row, from, to);
    }
    WindowSum window{{at_slot(from), at_slot(to)}, kStep, 0, reading.in_memory};
    if (!reading.in_blocks.empty()) {
        TRY_ASSIGN(ReaderPool::Lease blocks, readers_->take());
        for (const auto& [start, end] : reading.in_blocks) {
            TRY_ASSIGN(const WindowSum part, blocks->sum(sli, {at_slot(start), at_slot(end)}, at_slot(open + 1)));
            window.sum += part.sum;
            window.step = std::max(window.step, part.step);
            window.range.start = std::max(std::min(window.range.start, part.range.start), at_slot(since));
            window.range.end = std::max(window.range.end, part.range.end);
        }
    }
    window.slots = window.range.length() / kStep;
    return window;
}

Result<Ledger::Series> AccountReads::slots(SliId sli, TimeRange range, std::size_t most) const {
    range = within_reach(range);
    most = std::clamp<std::size_t>(most, 1, 100'000);
    std::vector<std::pair<SlotNumber, Slot>> in_memory;
    SlotNumber since = 0, open = 0, from = 0, to = 0;
    int level = 0;
    {
        const std::shared_lock lock(core_->lock());
        const Account& account = core_->account();
        const auto index = account.row_of(sli);
        if (!index) return unknown(sli);
        const SliRow& row = account.at(*index);
        since = row.since;
        open = row.open;
        const Timestamp newest = open == kNoSlot ? range.end : at_slot(open + 1);
        const int coarsest = static_cast<int>(std::size(kLevels)) - 1;
        const auto enough = [&](const Level& l) {
            return range.length() / l.step + 2 <= static_cast<std::int64_t>(most) && range.start >= newest - l.retention;
        };
        while (level < coarsest && !enough(kLevels[level])) ++level;
        const std::int64_t step = kLevels[level].step / kStep;
        from = slot_at(range.start.in_ms()) / step * step;
        to = (slot_after(range.end) + step - 1) / step * step;
        if ((to - from) / step > static_cast<std::int64_t>(most))
            return fail(plimsoll::errors::invalid, fmt::format("the range has {} slots at the coarsest step; at most {} were asked for", (to - from) / step, most));
        for (const std::int64_t hour : account.pages().hours())
            for (SlotNumber slot = std::max(from, hour * kSlotsPerHour); slot < std::min(to, (hour + 1) * kSlotsPerHour); ++slot)
                if (const auto s = account.slot_in_memory(row, slot)) in_memory.emplace_back(slot, *s);
    }
    const std::int64_t step = kLevels[level].step / kStep;
    Ledger::Series series{at_slot(from), kLevels[level].step, {}};
    TRY_ASSIGN(ReaderPool::Lease blocks, readers_->take());
    TRY_ASSIGN(series.slots, blocks->slots(sli, {at_slot(from), at_slot(to)}, level));
    for (std::size_t i = 0; i < series.slots.size(); ++i) {
        const SlotNumber start = from + static_cast<SlotNumber>(i) * step;
        if (start + step <= since || start > open) series.slots[i] = {};
    }
    SlotNumber begun = kNoSlot;  // of the coarse slot that memory tells anew
    for (const auto& [slot, value] : in_memory) {
        Slot& into = series.slots[static_cast<std::size_t>((slot - from) / step)];
        if (const SlotNumber start = slot - slot % step; start != begun) {
            begun = start;
            into = {};
        }
        into += value;
    }
    return series;
}

SliStatus AccountReads::status(SliId sli) const {
    const std::shared_lock lock(core_->lock());
    const Account& account = core_->account();
    SliStatus status{Timestamp::min(), Timestamp::min()};
    const auto index = account.row_of(sli);
    if (!index) return status;
    const SliRow& row = account.at(*index);
    status.watermark = time_of(account.watermark(row));
    status.complete = time_of(row.newest == kNever ? kNever : account.complete(row));
    status.series = row.members.size() - row.free_places.size();
    status.live_series = static_cast<std::size_t>(std::count_if(row.lasts.begin(), row.lasts.end(), [](Millis t) { return t != INT64_MAX; }));
    status.bad_above_valid = row.bad_above_valid;
    status.unknown_starts = row.unknown_starts;
    status.resets = row.resets;
    if (row.newest != kNever) status.newest = time_of(row.newest);
    return status;
}

Result<std::optional<std::string>> AccountReads::cursor(const std::string& source) const {
    TRY_ASSIGN(ReaderPool::Lease lease, readers_->take());
    return Tables::cursor(lease.db(), source);
}

std::vector<Ledger::SourceState> AccountReads::sources() const {
    const std::shared_lock lock(core_->lock());
    std::vector<Ledger::SourceState> found;
    for (const Source& source : core_->account().sources()) {
        if (source.watermark == kNever && source.rows.empty()) continue;  // it keeps a cursor here and delivered nothing
        Ledger::SourceState state{source.name, source.watermark == kNever ? Timestamp::min() : Timestamp::from_ms(source.watermark), {}};
        for (const std::uint32_t row : source.rows)
            if (core_->account().at(row).used) state.slis.push_back(core_->account().at(row).id);
        found.push_back(std::move(state));
    }
    return found;
}

void AccountReads::each_series(const std::function<void(const std::string&, bool)>& read) const {
    const std::size_t count = core_->series().size();
    for (SeriesId first = 0; first < count; first += kAtOnce) {
        std::array<bool, kAtOnce> alive{};
        const auto end = static_cast<SeriesId>(std::min<std::size_t>(count, first + kAtOnce));
        {
            const std::shared_lock lock(core_->lock());
            for (SeriesId id = first; id < end; ++id) {
                const CounterSeries* series = core_->counters().find(id);
                alive[id - first] = series != nullptr && series->walk.alive();
            }
        }
        for (SeriesId id = first; id < end; ++id) read(core_->series().labels(id), alive[id - first]);
    }
}

std::vector<SeriesStatus> AccountReads::series(SliId sli, std::size_t limit) const {
    std::vector<SeriesStatus> found;
    {
        const std::shared_lock lock(core_->lock());
        const auto index = core_->account().row_of(sli);
        if (!index) return found;
        for (const SeriesId id : core_->account().at(*index).members) {
            if (found.size() >= limit) break;
            const CounterSeries* series = core_->counters().find(id);
            if (series == nullptr) continue;
            for (const Member& m : series->members) {
                if (m.row != *index) continue;
                found.push_back({id, {}, {sli, m.valid, m.bad, m.counting}, time_of(series->walk.last_at()),
                                 static_cast<double>(series->walk.last_value()), m.live, Duration::ms(series->walk.expected())});
            }
        }
    }
    for (SeriesStatus& s : found) s.labels = core_->series().labels(s.id);
    return found;
}

}  // namespace plimsoll::ledger
