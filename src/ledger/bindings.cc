// bindings.cc: which SLIs are kept, what feeds them, and history that is brought in from elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "ledger/core.h"
#include "ledger/state_codec.h"

namespace plimsoll::ledger {
namespace {

constexpr Millis kHourMillis = 3'600'000;

/// Of records with one id: what may change of them.
bool same_record(const SliRecord& a, const SliRecord& b) {
    return a.definition.windows == b.definition.windows && a.keep_until == b.keep_until;
}

Result<> check_import(Timestamp start, const std::vector<Slot>& slots) {
    if (slots.size() != static_cast<std::size_t>(kSlotsPerHour)) return fail(plimsoll::errors::invalid, fmt::format("{} slots; an hour has {}", slots.size(), kSlotsPerHour));
    if (start < Timestamp{} || start != start.floor(Duration::hours(1))) return fail(plimsoll::errors::invalid, "the hour does not start on the hour");
    for (const Slot& s : slots)
        if (s.measured < 0 || s.measured > 1 || (s.measured == 1 && (s.bad < 0 || s.bad > s.valid || s.valid > kMostInSlot || s.reporting > 30'000 || s.live > 30'000)))
            return fail(plimsoll::errors::invalid, "a slot breaks 0 <= bad <= valid <= 2^40, or counts too many series");
    return {};
}

}  // namespace

/// The SLIs on disk; memory follows only when they are there. What did not change is not written again.
Result<std::vector<SliId>> Core::record(const std::vector<SliDefinition>& slis, Duration keep_removed) {
    std::vector<SliRecord> records = slis_;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> known;
    for (std::size_t i = 0; i < slis_.size(); ++i) known.emplace(std::pair<std::string_view, std::string_view>(slis_[i].definition.name, slis_[i].definition.version), i);
    std::int64_t next = next_sli_;
    std::vector<SliId> ids;
    const Timestamp keep_until = clock_->now() + keep_removed;
    for (SliRecord& r : records)
        if (!r.keep_until) r.keep_until = keep_until;  // one that was removed before keeps its day
    for (const SliDefinition& definition : slis) {
        const auto [found, fresh] = known.emplace(std::pair<std::string_view, std::string_view>(definition.name, definition.version), records.size());
        if (fresh) records.push_back({static_cast<SliId>(next++), definition, clock_->now(), {}});
        SliRecord& record = records[found->second];
        record.definition.windows = definition.windows;
        record.keep_until.reset();
        ids.push_back(record.id);
    }
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(tables_.db()));
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (i < slis_.size() && same_record(records[i], slis_[i])) continue;
        TRY(tables_.put_sli(records[i]));
    }
    TRY(tables_.set_meta("next_sli", next));
    TRY(transaction.commit());
    slis_ = std::move(records);
    next_sli_ = next;
    return ids;
}

/// Gives each group the row of its roll-up. Of one that was removed nothing new is counted, so it needs none.
void Core::relate_groups() {
    std::map<std::pair<std::string_view, std::string_view>, std::uint32_t> rows;
    for (const SliRecord& r : slis_)
        if (const auto row = account_->row_of(r.id)) rows[{r.definition.name, r.definition.version}] = *row;
    for (const SliRecord& r : slis_) {
        const auto row = account_->row_of(r.id);
        const std::string_view name = r.definition.name;
        const std::size_t at = name.find('@');
        if (!row || at == std::string_view::npos) continue;
        const auto roll_up = rows.find({name.substr(0, at), r.definition.version});
        account_->at(*row).roll_up = roll_up == rows.end() ? kNoRow : roll_up->second;
    }
}

Result<std::vector<SliId>> Core::bind(const std::vector<SliDefinition>& slis, const Resolve& resolve, Duration keep_removed) {
    if (const auto error = refused()) return *error;
    std::vector<SeriesTable::Entry> fresh = series_->take_fresh();
    if (const auto saved = persist({}, {}, fresh); !saved) return series_->keep_fresh(fresh), saved.error();
    TRY_ASSIGN(std::vector<SliId> ids, record(slis, keep_removed));
    std::unique_lock lock(lock_);
    adopt(fresh);
    for (const SliRecord& r : slis_) {
        const auto row = account_->row_of(r.id);
        const std::uint32_t index = row ? *row : account_->add_sli(r.id);
        account_->set_windows(index, r.definition.windows);
    }
    relate_groups();
    series_->forget_bindings();
    for (SeriesId id = 0; id < series_->size(); ++id) {
        if (counters_->find(id) == nullptr) continue;  // interned meanwhile: its contributions come with it
        std::vector<Contribution> contributions = resolve(series_->labels(id), ids);
        refused_series_->add(series_->rebind(id, contributions));
        counters_->bind(id, contributions);
        if (counters_->find(id)->asleep) series_->count(id, false);
    }
    must_checkpoint_ = true;
    changed();
    lock.unlock();
    TRY(save(false));
    return ids;
}

Result<> Core::erase_removed() {
    const Timestamp now = clock_->now();
    const auto due = [&](const SliRecord& r) { return r.keep_until && *r.keep_until <= now; };
    const auto one = std::find_if(slis_.begin(), slis_.end(), due);
    if (one == slis_.end()) return {};
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(tables_.db()));
    TRY(blocks_->erase(one->id));
    TRY(tables_.drop_sli(one->id));
    TRY(transaction.commit());
    if (const auto row = account_->row_of(one->id)) {
        const std::unique_lock lock(lock_);
        account_->erase_sli(*row);
        changed();
    }
    slis_.erase(one);
    return {};
}

Result<std::int64_t> Core::import_hours(SliId sli, std::span<const PastHour> hours) {
    if (const auto error = refused()) return *error;
    for (const PastHour& hour : hours) TRY(check_import(hour.start, hour.slots));
    const auto index = account_->row_of(sli);
    if (!index) return fail(plimsoll::errors::not_found, fmt::format("SLI {}", sli));
    begin_history();
    TRY_ASSIGN(const std::int64_t closed, import_closed(*index, hours));
    TRY_ASSIGN(const std::int64_t open, import_open(*index, hours));
    return closed + open;
}

/// History that comes before the first sample decides which hours are closed.
void Core::begin_history() {
    if (account_->finalised() != INT64_MIN) return;
    const std::unique_lock lock(lock_);
    account_->set_finalised(clock_->now().in_ms() / kHourMillis);
    finalise_to_ = account_->finalised();
}

bool Core::is_closed(std::uint32_t index, std::int64_t hour) const {
    return hour < account_->finalised() && account_->pages().find(hour, index / kChunkRows) == nullptr;
}

Result<std::int64_t> Core::import_closed(std::uint32_t index, std::span<const PastHour> hours) {
    std::vector<Filled> filled;
    std::int64_t slots = 0;
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(tables_.db()));
    for (const PastHour& hour : hours) {
        const std::int64_t number = hour_of(slot_at(hour.start.in_ms()));
        if (!is_closed(index, number)) continue;
        TRY_ASSIGN(const Filled one, import_to_blocks(account_->at(index), number, hour.slots));
        if (one.slots > 0) filled.push_back(one);
        slots += one.slots;
    }
    if (slots == 0) return 0;
    TRY(tables_.set_meta("finalised", account_->finalised()));
    TRY(transaction.commit());
    const std::unique_lock lock(lock_);
    for (const Filled& one : filled) account_->filled_history(index, one.lowest, one.highest);
    changed();
    return slots;
}

Result<std::int64_t> Core::import_open(std::uint32_t index, std::span<const PastHour> hours) {
    std::int64_t filled = 0;
    std::unique_lock lock(lock_);
    for (const PastHour& hour : hours) {
        const std::int64_t number = hour_of(slot_at(hour.start.in_ms()));
        if (!is_closed(index, number)) filled += account_->fill_missing(index, number, hour.slots);
    }
    if (filled > 0) changed();
    lock.unlock();
    if (filled > 0) TRY(save(false));
    return filled;
}

/// Within the caller's transaction.
Result<Core::Filled> Core::import_to_blocks(const SliRow& row, std::int64_t hour, const std::vector<Slot>& slots) {
    const TimeRange range{Timestamp::from_ms(hour * kHourMillis), Timestamp::from_ms((hour + 1) * kHourMillis)};
    Hour merged{row.id, range.start, {}};
    TRY_ASSIGN(merged.slots, blocks_->slots(row.id, range, 0));
    TRY_ASSIGN(const WindowSum known, blocks_->sum(row.id, range, Timestamp::from_ms(std::max(newest_watermark(), range.end.in_ms()))));
    Slot fine;
    for (const Slot& s : merged.slots) fine += s;
    Filled filled;
    if (fine.measured != known.sum.measured) return filled;  // only coarser levels still know the hour: nothing can be fitted in
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const SlotNumber slot = hour * kSlotsPerHour + static_cast<SlotNumber>(i);
        if (slots[i].measured == 0 || merged.slots[i].measured != 0 || (row.newest != kNever && slot >= row.open)) continue;
        merged.slots[i] = slots[i];
        merged.slots[i].reporting = std::max<std::int64_t>(1, slots[i].reporting);
        merged.slots[i].live = std::max({merged.slots[i].live, slots[i].live, merged.slots[i].reporting});
        filled.lowest = std::min(filled.lowest, slot);
        filled.highest = slot;
        ++filled.slots;
    }
    if (filled.slots > 0) TRY(blocks_->put_hour(merged));
    return filled;
}

}  // namespace plimsoll::ledger
