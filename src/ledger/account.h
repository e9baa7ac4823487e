// account.h: the slots of every SLI, how far they are settled, and the windows that are kept advancing over them.
//
// Settled    each SLI has a time C ("complete"): the latest time that is complete for its live series, waiting at most
//            10 s for the slowest, never moving back. C = the least last sample time over its live series; or, if later,
//            the SLI's newest sample up to W - 10 s (W is its sources' watermark); or W - 10 s itself when that sample is
//            overdue (3 expected intervals): until then nothing is missing, the next scrape is just not there yet.
// Pending    an increment later than C waits, in time order, and enters its slots when C passes it. One at or before C
//            enters at once: that is a revision.
// Open slot  the slot that contains C. Slots before it are closed. Windows end with it.
// Contradiction  bad above valid or below zero is judged on settled counts only. Such a slot is missing to all readers,
//            recorded as an anomaly when it closes with it (or is brought to it later), and comes right if late samples
//            put it right.
// Live       a slot's live series are those of its opening, corrected as series begin and end. A series that is silent
//            without a marker leaves at the first slot opened when it is 1 h behind the SLI's newest settled sample.
// Silence    whole hours that an SLI's time jumps over are kept as one stretch, not as slots.
// Errors     a block that cannot be read leaves a fault; the ledger then refuses writes until it is opened again.
// Threads    changed by the ledger's writer under the ledger's lock; read by others under it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/block_store.h"
#include "ledger/kept_windows.h"
#include "ledger/ledger.h"
#include "ledger/slot_pages.h"

namespace plimsoll::ledger {

inline constexpr SlotNumber kNoSlot = INT64_MIN;
inline constexpr std::uint32_t kNoRow = UINT32_MAX;
inline constexpr SlotNumber kUnmeasured = INT64_MAX;

/// What settles at `at`: `reporting` series measure [from, to], the counts go to `to`, `live` series more from `to` on.
struct Increment {
    Millis at = 0;
    SlotNumber from = 0;
    SlotNumber to = 0;
    std::int32_t reporting = 0;
    std::int32_t live = 0;
    std::int64_t valid = 0;
    std::int64_t bad = 0;
};

/// Whole hours in which nothing was measured.
struct Stretch {
    SlotNumber start = 0;
    SlotNumber end = 0;
    std::int64_t live = 0;
};

/// One SLI. All of it is in the checkpoint, except what join() rebuilds and where it stands between two settlings.
struct SliRow {
    // What every slot looks at, in few cache lines.
    SliId id = 0;
    bool used = false;
    bool touched = false;       ///< by samples that are not settled yet
    bool moved = false;
    bool contradicted = false;  ///< the open slot was contradictory at some time
    Millis complete = kNever;
    SlotNumber open = kNoSlot;
    SlotNumber since = kUnmeasured;  ///< first measured slot: the SLI's age
    std::int64_t live = 0;           ///< series live in the open slot
    Millis newest = kNever;          ///< newest sample
    Millis reach = kFirstReach;      ///< of the series that sent it
    Millis newest_settled = kNever;
    Millis oldest_last = INT64_MAX;  ///< least of `lasts` when last settled
    std::vector<std::uint32_t> sources;
    std::vector<Increment> pending;
    std::vector<Stretch> stretches;

    SlotNumber first = kUnmeasured;  ///< oldest slot with cells of its own
    std::vector<std::uint16_t> windows;  ///< indexes into KeptWindows, in the order of the definition
    std::uint64_t bad_above_valid = 0;
    std::uint64_t unknown_starts = 0;
    std::uint64_t resets = 0;

    // Rebuilt: one place per member series.
    std::uint32_t roll_up = kNoRow;  ///< of a group: the row of its roll-up
    std::vector<Millis> lasts;  ///< last sample time; INT64_MAX while it is not live
    std::vector<SeriesId> members;
    std::vector<std::uint32_t> free_places;
};

struct Source {
    std::string name;
    Millis watermark = kNever;
    std::vector<std::uint32_t> rows;
};

class Account {
public:
    struct Rules {
        Millis wait = 10'000;
        Millis silent = 3'600'000;
    };
    Account(Rules rules, BlockReader& blocks) : rules_(rules), blocks_(&blocks) {}

    // SLIs and sources.
    std::uint32_t add_sli(SliId id);
    void set_windows(std::uint32_t row, const std::vector<Duration>& lengths);
    void erase_sli(std::uint32_t row);
    [[nodiscard]] std::optional<std::uint32_t> row_of(SliId id) const {
        if (id >= by_id_.size() || by_id_[id] == kNoRow) return std::nullopt;
        return by_id_[id];
    }
    [[nodiscard]] SliRow& at(std::uint32_t row) { return rows_[row]; }
    [[nodiscard]] const SliRow& at(std::uint32_t row) const { return rows_[row]; }
    [[nodiscard]] const std::vector<SliRow>& rows() const { return rows_; }
    std::uint32_t source_of(const std::string& name);
    [[nodiscard]] const std::vector<Source>& sources() const { return sources_; }
    [[nodiscard]] Millis watermark(const SliRow& row) const;
    void feeds(std::uint32_t source, std::uint32_t row);

    // Member series of an SLI.
    std::uint32_t join(std::uint32_t row, SeriesId series);
    void leave(std::uint32_t row, std::uint32_t place);
    void seen(std::uint32_t row, std::uint32_t place, Millis at, Millis reach);
    void ended(std::uint32_t row, std::uint32_t place) { rows_[row].lasts[place] = INT64_MAX; }

    /// Adds or, with negative counts, withdraws. Returns true if it was settled already.
    bool add(std::uint32_t row, const Increment& increment);
    /// Moves the watermark and settles what that and the increments since the last call allow.
    void settle(std::uint32_t source, Millis watermark);

    /// Fills slots of an hour that are missing and not yet to come; returns how many. Requires: 360 slots.
    std::int64_t fill_missing(std::uint32_t row, std::int64_t hour, const std::vector<Slot>& slots);
    /// History was written to blocks behind the account's back: [lowest, highest] of it.
    void filled_history(std::uint32_t row, SlotNumber lowest, SlotNumber highest);

    // What the writer takes after each batch.
    struct Expired {
        SeriesId series;
        std::uint32_t row;
        SlotNumber slot;
    };
    std::vector<Expired> take_expired() { return std::exchange(expired_, {}); }
    std::vector<Anomaly> take_anomalies() { return std::exchange(anomalies_, {}); }
    std::vector<SliId> take_moved();
    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

    // Reads. `in_memory` is what blocks do not know; the ranges are theirs, and `silent` is added to live.
    struct Reading {
        Slot in_memory;
        std::vector<std::pair<SlotNumber, SlotNumber>> in_blocks;
    };
    [[nodiscard]] Reading read(const SliRow& row, SlotNumber from, SlotNumber to) const;
    /// The same, taken apart: neighbouring parts, oldest first, each told by blocks or by memory.
    struct Part {
        SlotNumber start = 0;
        SlotNumber end = 0;
        bool in_blocks = false;
        std::vector<Slot> slots;  ///< of memory; empty: nothing was measured and `live` series should have, in each slot
        std::int64_t live = 0;
    };
    [[nodiscard]] std::vector<Part> parts(const SliRow& row, SlotNumber from, SlotNumber to) const;
    /// A slot that is in memory; empty if only blocks know it, or it is outside the SLI's time.
    [[nodiscard]] std::optional<Slot> slot_in_memory(const SliRow& row, SlotNumber slot) const;
    /// C as the watermark has it now, settled or not: nothing lies between.
    [[nodiscard]] Millis complete(const SliRow& row) const;
    [[nodiscard]] const KeptWindows& kept() const { return windows_; }
    [[nodiscard]] Slot window(const SliRow& row, std::size_t index) const;
    [[nodiscard]] std::pair<SlotNumber, SlotNumber> window_slots(const SliRow& row, std::size_t index) const;
    /// As read(), with the blocks added. For the writer.
    Slot total(const SliRow& row, SlotNumber from, SlotNumber to);
    void recompute(std::uint32_t row);
    void recompute_all();

    // For the checkpoint.
    SlotPages& pages() { return pages_; }
    [[nodiscard]] const SlotPages& pages() const { return pages_; }
    KeptWindows& windows() { return windows_; }
    /// Hours before this one are told by blocks, later ones by the journal.
    [[nodiscard]] std::int64_t finalised() const { return finalised_; }
    void set_finalised(std::int64_t hour) { finalised_ = hour; }
    /// The SLI's hour as blocks keep it; empty if it has no slots of its own in it.
    [[nodiscard]] std::optional<Hour> hour(const SliRow& row, std::int64_t hour) const;
    /// How raw cells differ from what a block tells of them, and the way back. Called when a chunk is loaded.
    using Patch = std::function<Result<>(SliRow&, std::int64_t hour, SlotPages::Chunk&)>;
    void on_load(Patch patch) { patch_ = std::move(patch); }
    SlotPages::Chunk* chunk(std::int64_t hour, std::uint32_t row);
    void restore_row(SliRow row, const std::vector<Duration>& windows);
    void restore_source(const std::string& name, Millis watermark);
    /// After rows, members and journal: what follows from them, and history that only blocks know of.
    Result<> restored();
    /// Loads what windows will need in the next minutes; returns false when nothing is left to do.
    bool prefetch(std::size_t chunks);
    /// Drops hours that neither windows nor the checkpoint need.
    void evict();

private:
    [[nodiscard]] Millis completeness(const SliRow& row) const;
    [[nodiscard]] Millis due(const SliRow& row) const;
    void touch(SliRow& row);
    void advance(std::uint32_t index);
    void apply(std::uint32_t index, const Increment& increment);
    Slot change(std::uint32_t index, SlotNumber slot, const Increment& increment, SlotNumber* lowest, bool* rescan);
    void open_to(std::uint32_t index, SlotNumber slot);
    void open_next(std::uint32_t index, bool keep_windows);
    [[nodiscard]] bool opens_one(const SliRow& row) const;
    void open_together(SlotNumber slot, std::span<const std::uint32_t> rows);
    void jump_to(std::uint32_t index, SlotNumber slot);
    void expire(std::uint32_t index, SlotNumber opening);
    void close(std::uint32_t index);
    void contradiction(SliRow& row, SlotNumber slot, const RawSlot& raw);
    void extend_back(SliRow& row, SlotNumber slot);
    void fill_stretch(SliRow& row, SlotNumber slot);
    void lower_since(std::uint32_t index, SlotNumber since);
    void find_since(std::uint32_t index);
    void advance_windows(std::uint32_t index, const Slot& opened);
    Slot leaving(std::uint32_t index, KeptWindows::Column& column, SlotNumber first);
    Result<> fill_cursor(std::uint32_t index, KeptWindows::Column& column, std::int64_t hour, KeptWindows::Column::Cursor& into);
    [[nodiscard]] SlotNumber newest_open() const;
    Result<> find_history(SliRow& row);
    void moved(std::uint32_t index);
    Slot shown(const SliRow& row, std::uint32_t index, SlotNumber slot);
    [[nodiscard]] Part part_in_memory(const SliRow& row, SlotNumber from, SlotNumber to) const;
    [[nodiscard]] const Stretch* stretch_at(const SliRow& row, SlotNumber slot) const;
    [[nodiscard]] std::uint32_t index_of(const SliRow& row) const { return static_cast<std::uint32_t>(&row - rows_.data()); }
    Result<> load(std::int64_t hour, std::uint32_t chunk, SlotPages::Chunk& into);

    Rules rules_;
    BlockReader* blocks_;
    std::vector<SliRow> rows_;
    std::vector<Millis> due_;  ///< by row: the watermark that lets it settle something; beside the rows, to be scanned
    std::vector<std::uint32_t> free_rows_;
    std::vector<std::uint32_t> by_id_;  ///< ids are given one after the other; kNoRow: not kept
    std::vector<Source> sources_;
    std::unordered_map<std::string, std::uint32_t> source_by_name_;
    SlotPages pages_;
    KeptWindows windows_;
    std::int64_t finalised_ = INT64_MIN;
    Patch patch_;
    std::vector<Expired> expired_;
    std::vector<Anomaly> anomalies_;
    std::vector<std::uint32_t> moved_;
    struct Opening {
        std::uint32_t index;
        SlotNumber since;
    };
    std::vector<Opening> opening_;         ///< kept to spare its allocation
    std::vector<std::uint32_t> together_;  ///< likewise: rows that open one slot, the same
    std::optional<Error> fault_;
};

}  // namespace plimsoll::ledger
