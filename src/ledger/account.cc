#include "ledger/account.h"

#include <algorithm>

#include "base/invariant.h"

namespace plimsoll::ledger {
namespace {

/// Above this many slots at once the whole hours among them become a stretch.
constexpr SlotNumber kJump = 2 * kSlotsPerHour;

}  // namespace

std::uint32_t Account::add_sli(SliId id) {
    std::uint32_t row;
    if (free_rows_.empty()) {
        row = static_cast<std::uint32_t>(rows_.size());
        rows_.emplace_back();
        due_.push_back(INT64_MAX);
        windows_.resize(rows_.size());
    } else {
        row = free_rows_.back();
        free_rows_.pop_back();
    }
    rows_[row] = SliRow{.id = id, .used = true};
    due_[row] = INT64_MAX;
    if (id >= by_id_.size()) by_id_.resize(id + std::size_t{1}, kNoRow);
    by_id_[id] = row;
    return row;
}

void Account::erase_sli(std::uint32_t row) {
    for (Source& source : sources_) std::erase(source.rows, row);
    by_id_[rows_[row].id] = kNoRow;
    rows_[row] = {};
    due_[row] = INT64_MAX;
    pages_.clear_row(row);
    windows_.clear_row(row);
    free_rows_.push_back(row);
}

std::uint32_t Account::source_of(const std::string& name) {
    const auto [it, added] = source_by_name_.try_emplace(name, static_cast<std::uint32_t>(sources_.size()));
    if (added) sources_.push_back({.name = name});
    return it->second;
}

void Account::restore_source(const std::string& name, Millis watermark) {
    sources_[source_of(name)].watermark = watermark;
}

Millis Account::watermark(const SliRow& row) const {
    Millis latest = kNever;
    for (const std::uint32_t source : row.sources) latest = std::max(latest, sources_[source].watermark);
    return latest;
}

void Account::feeds(std::uint32_t source, std::uint32_t row) {
    auto& sources = rows_[row].sources;
    if (std::find(sources.begin(), sources.end(), source) != sources.end()) return;
    sources.push_back(source);
    sources_[source].rows.push_back(row);
}

std::uint32_t Account::join(std::uint32_t row, SeriesId series) {
    SliRow& r = rows_[row];
    if (!r.free_places.empty()) {
        const std::uint32_t place = r.free_places.back();
        r.free_places.pop_back();
        r.members[place] = series;
        r.lasts[place] = INT64_MAX;
        return place;
    }
    r.members.push_back(series);
    r.lasts.push_back(INT64_MAX);
    return static_cast<std::uint32_t>(r.members.size() - 1);
}

void Account::leave(std::uint32_t row, std::uint32_t place) {
    rows_[row].lasts[place] = INT64_MAX;
    rows_[row].free_places.push_back(place);
}

void Account::touch(SliRow& row) {
    if (row.touched) return;
    row.touched = true;
    // What the watermark alone has settled since this SLI was looked at last.
    row.complete = std::max(row.complete, completeness(row));
}

void Account::seen(std::uint32_t index, std::uint32_t place, Millis at, Millis reach) {
    SliRow& row = rows_[index];
    touch(row);
    if (row.lasts[place] == INT64_MAX || at > row.lasts[place]) row.lasts[place] = at;
    if (at == row.newest) row.reach = std::max(row.reach, reach);
    if (at <= row.newest) return;
    row.newest = at;
    row.reach = reach;
}

Millis Account::completeness(const SliRow& row) const {
    const Millis latest = watermark(row);
    if (row.newest == kNever || latest == kNever) return kNever;
    const Millis waited = latest - rules_.wait;
    if (row.oldest_last == INT64_MAX) return waited;
    if (waited <= row.oldest_last) return row.oldest_last;
    // The newest sample that it has to wait for no longer; until the next one is overdue nothing after it is missing.
    Millis sample = std::max(row.oldest_last, row.newest);
    if (waited < row.newest) {
        sample = std::max(row.oldest_last, row.newest_settled <= waited ? row.newest_settled : kNever);
        const auto later = std::find_if(row.pending.rbegin(), row.pending.rend(), [&](const Increment& i) { return i.at <= waited; });
        if (later != row.pending.rend()) sample = std::max(sample, later->at);
    }
    return waited > sample + row.reach ? waited : sample;
}

Millis Account::due(const SliRow& row) const {
    if (row.newest == kNever) return INT64_MAX;
    Millis next = row.open == kNoSlot ? row.newest : start_of(row.open + 1);
    if (!row.pending.empty()) next = std::min(next, row.pending.front().at);
    if (next > row.newest && row.oldest_last != INT64_MAX) next = std::max(next, row.newest + row.reach + 1);
    return next + rules_.wait;
}

bool Account::add(std::uint32_t index, const Increment& increment) {
    SliRow& row = rows_[index];
    touch(row);
    if (increment.at <= row.complete && row.open != kNoSlot) {
        apply(index, increment);
        moved(index);
        return true;
    }
    auto at = row.pending.end();
    for (; at != row.pending.begin() && (at - 1)->at >= increment.at; --at) {
        Increment& other = *(at - 1);
        if (other.at != increment.at || other.from != increment.from || other.to != increment.to) continue;
        other.reporting += increment.reporting;
        other.live += increment.live;
        other.valid += increment.valid;
        other.bad += increment.bad;
        return false;
    }
    row.pending.insert(at, increment);
    return false;
}

void Account::settle(std::uint32_t source, Millis watermark) {
    Source& from = sources_[source];
    from.watermark = std::max(from.watermark, watermark);
    for (const std::uint32_t index : from.rows) {
        if (!rows_[index].touched && due_[index] > from.watermark) continue;
        SliRow& row = rows_[index];
        if (row.touched)
            row.oldest_last = row.lasts.empty() ? INT64_MAX : *std::min_element(row.lasts.begin(), row.lasts.end());
        row.touched = false;
        row.complete = std::max(row.complete, completeness(row));
        if (opens_one(row) && (together_.empty() || rows_[together_.front()].open == row.open)) {
            together_.push_back(index);
            continue;
        }
        advance(index);
        // What settled may tell that more is complete: the newest settled sample is part of the question.
        for (Millis later = completeness(rows_[index]); later > rows_[index].complete; later = completeness(rows_[index])) {
            rows_[index].complete = later;
            advance(index);
        }
        due_[index] = due(rows_[index]);
    }
    if (together_.empty()) return;
    open_together(rows_[together_.front()].open + 1, together_);
    for (const std::uint32_t index : together_) due_[index] = due(rows_[index]);
    together_.clear();
}

/// Time moved it one slot on, and nothing else happened: the usual case between two scrapes.
bool Account::opens_one(const SliRow& row) const {
    return row.open != kNoSlot && row.complete >= start_of(row.open + 1) && row.complete < start_of(row.open + 2) &&
           (row.pending.empty() || row.pending.front().at > row.complete) && !row.contradicted && row.stretches.empty() &&
           (row.newest_settled == kNever || row.oldest_last > row.newest_settled - rules_.silent);
}

void Account::advance(std::uint32_t index) {
    if (rows_[index].complete == kNever) return;
    std::size_t settled = 0;
    while (settled < rows_[index].pending.size() && rows_[index].pending[settled].at <= rows_[index].complete) {
        const Increment increment = rows_[index].pending[settled++];
        open_to(index, increment.to);
        apply(index, increment);
    }
    SliRow& row = rows_[index];
    if (settled > 0) row.pending.erase(row.pending.begin(), row.pending.begin() + static_cast<std::ptrdiff_t>(settled));
    const SlotNumber before = row.open;
    open_to(index, slot_at(row.complete));
    if (settled > 0 || rows_[index].open != before) moved(index);
}

void Account::moved(std::uint32_t index) {
    if (rows_[index].moved) return;
    rows_[index].moved = true;
    moved_.push_back(index);
}

std::vector<SliId> Account::take_moved() {
    std::vector<SliId> ids;
    ids.reserve(moved_.size());
    for (const std::uint32_t index : moved_) {
        rows_[index].moved = false;
        ids.push_back(rows_[index].id);
    }
    moved_.clear();
    return ids;
}

void Account::open_to(std::uint32_t index, SlotNumber slot) {
    SliRow& row = rows_[index];
    if (row.open == kNoSlot) {
        row.open = slot;
        row.first = std::min(row.first, slot);
        if (SlotPages::Chunk* c = chunk(hour_of(slot), index)) SlotPages::mark(*c, slot, index);
        return;
    }
    if (slot - row.open > kJump) return jump_to(index, slot);
    while (row.open < slot) open_next(index, true);
}

void Account::jump_to(std::uint32_t index, SlotNumber slot) {
    SliRow& row = rows_[index];
    const SlotNumber start = (hour_of(row.open) + 1) * kSlotsPerHour;
    const SlotNumber end = hour_of(slot) * kSlotsPerHour;
    while (row.open + 1 < start) open_next(index, false);
    close(index);
    expire(index, start);
    row.stretches.push_back({start, end, row.live});
    row.open = end - 1;
    while (row.open < slot) open_next(index, false);
    recompute(index);
}

void Account::open_next(std::uint32_t index, bool keep_windows) {
    close(index);
    expire(index, rows_[index].open + 1);
    SliRow& row = rows_[index];
    const SlotNumber slot = ++row.open;
    SlotPages::Chunk* c = chunk(hour_of(slot), index);
    if (c == nullptr) return;
    if (row.live > 0) {
        RawSlot raw = pages_.get(*c, slot, index);
        raw.live += row.live;
        pages_.set(*c, slot, index, raw);
    }
    SlotPages::mark(*c, slot, index);
    if (!keep_windows || slot < row.since) return;
    advance_windows(index, pages_.shown(*c, slot, index));
}

void Account::expire(std::uint32_t index, SlotNumber opening) {
    SliRow& row = rows_[index];
    if (row.newest_settled == kNever || row.oldest_last > row.newest_settled - rules_.silent) return;
    for (std::uint32_t place = 0; place < row.lasts.size(); ++place) {
        if (row.lasts[place] > row.newest_settled - rules_.silent) continue;
        row.lasts[place] = INT64_MAX;
        --row.live;
        expired_.push_back({row.members[place], index, opening});
    }
    row.oldest_last = row.lasts.empty() ? INT64_MAX : *std::min_element(row.lasts.begin(), row.lasts.end());
}

void Account::close(std::uint32_t index) {
    SliRow& row = rows_[index];
    if (!row.contradicted) return;
    row.contradicted = false;
    SlotPages::Chunk* c = chunk(hour_of(row.open), index);
    if (c == nullptr) return;
    const RawSlot raw = pages_.get(*c, row.open, index);
    if (raw.contradictory()) contradiction(row, row.open, raw);
}

void Account::contradiction(SliRow& row, SlotNumber slot, const RawSlot& raw) {
    ++row.bad_above_valid;
    const auto words = [](__int128 n) { return std::to_string(static_cast<std::int64_t>(std::clamp<__int128>(n, INT64_MIN, INT64_MAX))); };
    anomalies_.push_back({row.id, Anomaly::Kind::bad_above_valid, Timestamp::from_ms(start_of(slot)), 1,
                          words(raw.bad) + " bad of " + words(raw.valid) + " valid: not counted, the slot is missing"});
}

}  // namespace plimsoll::ledger
