// checkpoint.cc: memory to disk, once a minute in one transaction, and closed hours into blocks ahead of it.
//
// Locking    only the writer changes what is saved, so it reads without the lock and takes it where readers could see
//            a change: to clear what was dirty and to evict.
#include <algorithm>

#include "ledger/core.h"
#include "ledger/state_codec.h"

namespace plimsoll::ledger {
namespace {

constexpr std::size_t kStateChunk = 256;   ///< series or SLIs in one state row
constexpr std::size_t kSlice = 500;        ///< SLIs whose hour is written in one transaction
constexpr std::size_t kRounds = 10;        ///< checkpoints in which the bases of all histories are renewed
constexpr Millis kSettling = 3 * 60'000;   ///< after an hour's end: the next scrapes still measure its last slots
constexpr Millis kPatience = 10 * 60'000;  ///< after that an hour closes without its stragglers
constexpr Millis kDay = 86'400'000;
constexpr std::int64_t kDrops = 500;
constexpr int kGivenBack = 256;            ///< free pages at an orderly stop: 4 MiB to move at most

}  // namespace

Millis Core::newest_watermark() const {
    Millis newest = kNever;
    for (const Source& s : account_->sources()) newest = std::max(newest, s.watermark);
    return newest;
}

Result<> Core::checkpoint(Extent extent) {
    if (const auto error = refused()) return *error;
    const Duration began = clock_->monotonic();
    const auto saved = checkpoint_now(extent);
    checkpoint_seconds_->observe((clock_->monotonic() - began).in_seconds());
    return saved;
}

Result<> Core::last_checkpoint() {
    TRY(checkpoint(Extent::usual));
    return tables_.give_back(kGivenBack);
}

Result<> Core::checkpoint_now(Extent extent) {
    if (extent == Extent::usual) {
        TRY(erase_removed());
        TRY(save(false));
        slicing_ = slicing_ || closable(finalise_to_);
        return {};
    }
    TRY(erase_removed());
    TRY(save(true));
    const std::int64_t before = finalise_to_;
    while (closable(finalise_to_)) {
        slicing_ = true;
        while (slicing_)
            if (!slice()) return fail(errors::unwritable, "closed hours could not be written");
    }
    if (finalise_to_ != before) TRY(save(true));
    return {};
}

bool Core::tidy() {
    if (refused()) return false;
    if (!slicing_) {
        const std::unique_lock lock(lock_);
        return account_->prefetch(1);
    }
    if (!slice()) slicing_ = false;  // the disk refused: the next checkpoint starts again
    return slicing_;
}

bool Core::closable(std::int64_t hour) const {
    const Millis newest = newest_watermark();
    if (hour == INT64_MIN || newest == kNever) return false;
    const SlotNumber end = (hour + 1) * kSlotsPerHour;
    if (newest < start_of(end) + kSettling) return false;
    if (newest >= start_of(end) + kPatience) return true;
    return std::all_of(account_->rows().begin(), account_->rows().end(),
                       [&](const SliRow& row) { return !row.used || row.newest == kNever || row.open >= end; });
}

/// Writes some SLIs' share of the hour that is being closed. False: the disk refused.
bool Core::slice() {
    const auto& pages = account_->pages().pages();
    if (slice_rows_.empty()) {
        const auto next = pages.lower_bound(finalise_to_);
        if (next == pages.end() || next->first != finalise_to_) {  // hours in which nothing was
            const std::int64_t until = hour_of(slot_at(newest_watermark()));
            finalise_to_ = next == pages.end() ? std::max(finalise_to_ + 1, until) : std::min(next->first, std::max(finalise_to_ + 1, until));
            slicing_ = false;
            return true;
        }
        for (std::uint32_t row = 0; row < account_->rows().size(); ++row)
            if (account_->at(row).used) slice_rows_.push_back(row);
        std::sort(slice_rows_.begin(), slice_rows_.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return account_->at(a).id > account_->at(b).id; });
    }
    const std::size_t count = std::min(kSlice, slice_rows_.size());
    const std::vector<std::uint32_t> rows(slice_rows_.rbegin(), slice_rows_.rbegin() + static_cast<std::ptrdiff_t>(count));
    auto transaction = sqlite::Transaction::begin(tables_.db());
    if (!transaction || !put_hours(finalise_to_, rows) || !transaction->commit()) {
        slice_rows_.clear();
        return false;
    }
    slice_rows_.resize(slice_rows_.size() - count);
    if (!slice_rows_.empty()) return true;
    ++finalise_to_;
    slicing_ = false;
    return true;
}

Result<> Core::put_hours(std::int64_t hour, std::span<const std::uint32_t> rows) {
    std::vector<Hour> hours;
    for (const std::uint32_t row : rows) {
        if (!account_->at(row).used) continue;
        auto slots = account_->hour(account_->at(row), hour);
        if (!slots) continue;
        TRY(tables_.put_raw(hour, slots->sli, encode_patch(*account_, account_->at(row), *slots, row)));
        hours.push_back(std::move(*slots));
    }
    return blocks_->put_hours(hours);
}

/// The rows of a chunk that changed, into their blocks.
Result<> Core::save_hour(std::int64_t hour, std::uint32_t chunk) {
    const SlotPages::Chunk* cells = account_->pages().find(hour, chunk);
    std::array<bool, kChunkRows> changed{};
    for (std::size_t i = cells->dirty._Find_first(); i < cells->dirty.size(); i = cells->dirty._Find_next(i)) changed[i % kChunkRows] = true;
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < kChunkRows; ++i)
        if (changed[i] && chunk * kChunkRows + i < account_->rows().size()) rows.push_back(chunk * kChunkRows + i);
    std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return account_->at(a).id < account_->at(b).id; });
    return put_hours(hour, rows);
}

Result<> Core::save_slots(std::vector<std::pair<std::int64_t, std::uint32_t>>& saved) {
    std::string bytes;
    for (const auto& [hour, page] : account_->pages().pages()) {
        bool dirty = false;
        for (std::uint32_t c = 0; c < page.chunks.size(); ++c) {
            if (!page.chunks[c] || !page.chunks[c]->any_dirty) continue;
            dirty = true;
            saved.emplace_back(hour, c);
            if (hour < finalise_to_) TRY(save_hour(hour, c));
        }
        if (!dirty || hour < finalise_to_) continue;
        bytes.clear();
        encode_journal(account_->pages(), hour, *account_, bytes);
        TRY(tables_.put_journal(hour, bytes));
    }
    return {};
}

Result<> Core::save_series(bool all, std::vector<SeriesId>& saved) {
    std::vector<CounterSeries>& series = counters_->all();
    const std::size_t chunks = (series.size() + kStateChunk - 1) / kStateChunk;
    const std::size_t share = (chunks + kRounds - 1) / kRounds;
    std::string bytes;
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        const bool renew = all || (chunk >= rotation_ && chunk < rotation_ + share);
        const auto first = static_cast<SeriesId>(chunk * kStateChunk);
        const auto end = static_cast<SeriesId>(std::min(series.size(), (chunk + 1) * kStateChunk));
        bool dirty = false;
        for (SeriesId id = first; id < end; ++id) dirty |= series[id].dirty;
        if (!dirty && !renew) continue;
        if (renew) TRY(counters_->need_histories());
        bytes.clear();
        for (SeriesId id = first; id < end; ++id) {
            if (!series[id].known) continue;
            if (renew) renew_series(id);
            encode_series(id, series[id], *account_, bytes);
            saved.push_back(id);
        }
        TRY(tables_.put_state("series_state", static_cast<std::int64_t>(chunk), bytes));
    }
    return {};
}

void Core::renew_series(SeriesId id) {
    counters_->renew_base(id);
    const std::unique_lock lock(lock_);  // who reads an SLI's series must not see one half gone
    if (counters_->put_to_sleep(id)) series_->count(id, false);
}

Result<> Core::save(bool all_series) {
    std::vector<SeriesId> saved_series;
    std::vector<std::pair<std::int64_t, std::uint32_t>> saved_slots;
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(tables_.db()));
    std::vector<Millis> watermarks;
    for (std::size_t i = 0; i < account_->sources().size(); ++i) {
        watermarks.push_back(account_->sources()[i].watermark);
        TRY(tables_.put_source(static_cast<std::uint32_t>(i), account_->sources()[i].name, watermarks.back()));
    }
    const auto& rows = account_->rows();
    std::string bytes;
    for (std::size_t first = 0; first < rows.size(); first += kStateChunk) {
        bytes.clear();
        for (std::size_t row = first; row < std::min(rows.size(), first + kStateChunk); ++row)
            if (rows[row].used) encode_sli(rows[row], bytes);
        TRY(tables_.put_state("sli_state", static_cast<std::int64_t>(first / kStateChunk), bytes));
    }
    TRY(save_series(all_series, saved_series));
    TRY(save_slots(saved_slots));
    TRY(tables_.set_meta("redo_done", static_cast<std::int64_t>(seq_)));
    if (finalise_to_ != INT64_MIN) TRY(tables_.set_meta("finalised", finalise_to_));
    // A round of renewed bases frees the redo that lies before it.
    const std::size_t chunks = (counters_->all().size() + kStateChunk - 1) / kStateChunk;
    std::size_t rotation = rotation_ + std::max<std::size_t>(1, (chunks + kRounds - 1) / kRounds);
    const bool round = all_series || rotation >= chunks;
    const std::vector<Millis> floor = all_series ? watermarks : round ? rotation_start_ : redo_floor_;
    TRY(trim_redo(floor));
    TRY(tables_.trim_keys((clock_->now() - kKeysLast).in_ms()));
    TRY(trim());
    TRY(transaction.commit());
    redo_floor_ = floor;
    rotation_ = round ? 0 : rotation;
    if (round) rotation_start_ = watermarks;
    for (const SeriesId id : saved_series) counters_->all()[id].dirty = false;
    counters_->prune();
    must_checkpoint_ = false;
    const std::unique_lock lock(lock_);
    account_->set_finalised(finalise_to_);
    for (const auto& [hour, chunk] : saved_slots) {
        SlotPages::Chunk* cells = account_->pages().find(hour, chunk);
        cells->dirty.reset();
        cells->any_dirty = false;
    }
    account_->evict();
    return {};
}

Result<> Core::trim_redo(const std::vector<Millis>& floor) {
    const Millis newest = newest_watermark();
    const Millis late = counters_->rules().late;
    return tables_.trim_redo(seq_, [&](std::uint32_t source, Millis until) {
        // A source that has been silent for a day does not hold up the others.
        return (source < floor.size() && floor[source] != kNever && until < floor[source] - late) || until < newest - kDay - late;
    });
}

Result<> Core::trim() {
    if (finalise_to_ == INT64_MIN) return {};
    TRY(tables_.trim_journal(finalise_to_));
    const Millis newest = newest_watermark();
    if (newest == kNever) return {};
    TRY(tables_.trim_raw(hour_of(slot_at(newest - counters_->rules().late)) - 24));
    TRY(blocks_->retain(Timestamp::from_ms(newest), kDrops));
    return {};
}

}  // namespace plimsoll::ledger
