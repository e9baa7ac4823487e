// block.h: the slots of one SLI over one block of time as bytes, with the cumulative sums at its start.
//
// Shape      a block of level L covers kLevels[L].block and has one slot per kLevels[L].step. Which of its hours were
//            ever written is kept: slots of the others occupy no bytes, and neither do the counts of written slots that
//            nothing measured.
// Units      Totals count level 0 slots, whatever the level of the block.
// Invariant  a slot that nothing measured has valid, bad and reporting 0; a slot of an hour that was never written is
//            all zeros. encode() relies on it, BlockStore checks it where slots come in.
// Arithmetic sums wrap modulo 2^64, so hostile bytes give wrong sums and never undefined behaviour; differences of two
//            cumulative sums are right whenever they fit an int64.
// Errors     corrupt_block: the bytes do not decode or their checksum differs; the detail names level, start and SLI.
//            The checksum covers the key too, so a block in the wrong row is found.
// Format     docs/format/ledger.md, version 3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/slot.h"

namespace plimsoll::ledger {

namespace errors {
inline constexpr ErrorKind corrupt_block{"ledger.corrupt_block", 500, "A block of the ledger is damaged",
                                         "Restore ledger.db from a back-up; other SLIs and hours are not affected"};
}  // namespace errors

inline constexpr int kLevelCount = static_cast<int>(std::size(kLevels));
inline constexpr Duration kHour = Duration::hours(1);
/// End of what a row can name: 24 bits of hours, in whole blocks of every level (the year 3883).
inline constexpr Timestamp kLatest = Timestamp{} + Duration::days(4) * ((1 << 24) / 96);

/// Which block: its row in the database.
struct BlockKey {
    int level = 0;
    Timestamp start;  ///< on a multiple of the level's block length since 1970
    SliId sli = 0;

    /// Level, hour and SLI in one integer: (3 - level) * 2^56 + hours since 1970 * 2^32 + sli. Falling levels, so that
    /// the hours being closed are the end of the table, where SQLite fills its pages.
    [[nodiscard]] std::int64_t row() const;
    [[nodiscard]] static BlockKey of_row(std::int64_t row);
    /// "block of level 0, 2026-11-21T08:00:00Z, SLI 7"
    [[nodiscard]] std::string text() const;
    friend bool operator==(const BlockKey&, const BlockKey&) = default;
};

/// What was counted, and over how many level 0 slots of written hours. Wraps.
struct Totals {
    Slot sum;
    std::int64_t slots = 0;
    Totals& operator+=(const Totals& o);
    Totals& operator-=(const Totals& o);
    friend Totals operator+(Totals a, const Totals& b) { return a += b; }
    friend Totals operator-(Totals a, const Totals& b) { return a -= b; }
    friend bool operator==(const Totals&, const Totals&) = default;
};

/// Sizes of a level, in slots.
struct LevelShape {
    std::size_t slots;           ///< of a block
    std::size_t hours;           ///< of a block
    std::size_t slots_per_hour;
    std::int64_t steps;          ///< level 0 slots in one slot
};
[[nodiscard]] LevelShape shape_of(int level);

struct Block {
    Totals base;                ///< cumulative at the start, from the SLI's arbitrary origin
    std::vector<bool> written;  ///< by hour
    std::vector<Slot> slots;    ///< all of the block

    /// With nothing written.
    [[nodiscard]] static Block empty(int level, const Totals& base);
    [[nodiscard]] Totals hour(int level, std::size_t hour) const;
    friend bool operator==(const Block&, const Block&) = default;
};

[[nodiscard]] std::string encode_block(const BlockKey& key, const Block& block);
[[nodiscard]] Result<Block> decode_block(const BlockKey& key, std::string_view bytes);

/// The cumulative sums before slot `slot` of the block (0: its start, shape_of(level).slots: its end). Decodes no more
/// than it needs.
[[nodiscard]] Result<Totals> totals_before(const BlockKey& key, std::string_view bytes, std::size_t slot);

/// The same block with `by` added to its base.
[[nodiscard]] Result<std::string> rebase(const BlockKey& key, std::string_view bytes, const Totals& by);

/// Appends the checksum that decode_block() expects: what encode_block() ends with, and what the fuzzer needs to get
/// behind it.
[[nodiscard]] std::string seal_block(const BlockKey& key, std::string body);

}  // namespace plimsoll::ledger
