#include "ledger/block.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ledger/varint.h"

namespace plimsoll::ledger {
namespace {

constexpr Timestamp kStart = Timestamp{} + Duration::days(20'000);  // on every level's blocks

BlockKey key_of(int level) { return {level, kStart, 7}; }

std::int64_t up_to(std::int64_t most) { return *rc::gen::inRange<std::int64_t>(0, most + 1); }

Slot any_slot(std::int64_t steps, std::int64_t most) {
    Slot slot;
    slot.live = up_to(9) * steps;
    if (up_to(5) == 0) return slot;
    slot.valid = up_to(most);
    slot.bad = up_to(slot.valid);
    slot.measured = up_to(3) > 0 ? steps : 1 + up_to(steps - 1);
    slot.reporting = up_to(9);
    return slot;
}

/// Stretches of equal slots, gaps, unwritten hours and noise.
Block any_block(int level) {
    const LevelShape shape = shape_of(level);
    Block block = Block::empty(level, {});
    block.base = {{up_to(1 << 30) - (1 << 29), up_to(1 << 20) - (1 << 19), up_to(1000), -up_to(1000), up_to(1000)}, up_to(1000)};
    const std::int64_t most = std::int64_t{1} << up_to(40);
    Slot slot = any_slot(shape.steps, most);
    for (std::size_t hour = 0; hour < shape.hours; ++hour) {
        block.written[hour] = level == 0 || up_to(3) > 0;
        if (!block.written[hour]) continue;
        for (std::size_t i = 0; i < shape.slots_per_hour; ++i) {
            if (up_to(7) == 0) slot = any_slot(shape.steps, most);
            block.slots[hour * shape.slots_per_hour + i] = slot;
        }
    }
    return block;
}

TEST(BlockKey, IsOneIntegerAndBack) {
    for (int level = 0; level < kLevelCount; ++level)
        for (const SliId sli : {SliId{0}, SliId{7}, UINT32_MAX})
            for (const Timestamp start : {Timestamp{}, kStart, kLatest - Duration::days(4)}) {
                const BlockKey key{level, start, sli};
                EXPECT_EQ(BlockKey::of_row(key.row()), key) << key.text();
                EXPECT_GT(key.row(), 0);
            }
    EXPECT_EQ(key_of(0).text(), "block of level 0, 2024-10-04T00:00:00Z, SLI 7");
}

TEST(BlockKey, FinestLevelIsLastSoThatClosingHoursAppends) {
    EXPECT_LT((BlockKey{1, kLatest - Duration::days(4), UINT32_MAX}.row()), (BlockKey{0, Timestamp{}, 0}.row()));
    EXPECT_LT((BlockKey{0, kStart, UINT32_MAX}.row()), (BlockKey{0, kStart + kHour, 0}.row()));
}

RC_GTEST_PROP(Block, EncodesDecodesEncodes, ()) {
    const int level = static_cast<int>(up_to(2));
    const Block block = any_block(level);
    const std::string bytes = encode_block(key_of(level), block);
    const auto back = decode_block(key_of(level), bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == block);
    RC_ASSERT(encode_block(key_of(level), *back) == bytes);
}

RC_GTEST_PROP(Block, TotalsBeforeASlotAreTheBaseAndAllSlotsBefore, ()) {
    const int level = static_cast<int>(up_to(2));
    const LevelShape shape = shape_of(level);
    const Block block = any_block(level);
    const std::string bytes = encode_block(key_of(level), block);
    const auto slot = static_cast<std::size_t>(up_to(static_cast<std::int64_t>(shape.slots)));
    Totals expected = block.base;
    for (std::size_t i = 0; i < slot; ++i)
        if (block.written[i / shape.slots_per_hour]) expected += {block.slots[i], shape.steps};
    const auto totals = totals_before(key_of(level), bytes, slot);
    RC_ASSERT(totals.has_value());
    RC_ASSERT(*totals == expected);
}

RC_GTEST_PROP(Block, RebaseMovesTheBaseAndNothingElse, ()) {
    const int level = static_cast<int>(up_to(2));
    Block block = any_block(level);
    const Totals by{{up_to(1 << 20), -up_to(1 << 20), 1, -2, 3}, 360};
    const auto moved = rebase(key_of(level), encode_block(key_of(level), block), by);
    block.base += by;
    RC_ASSERT(moved.has_value());
    RC_ASSERT(*moved == encode_block(key_of(level), block));
}

TEST(Block, OneFlippedBitAnywhereIsFoundAndNamed) {
    Block block = Block::empty(0, {});
    block.written[0] = true;
    for (std::size_t i = 0; i < block.slots.size(); ++i)
        block.slots[i] = {1000 + static_cast<std::int64_t>(i * i % 97), static_cast<std::int64_t>(i % 3), 1, 4, 4};
    const std::string bytes = encode_block(key_of(0), block);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        const auto block = decode_block(key_of(0), flipped);
        ASSERT_FALSE(block.has_value()) << "bit " << bit;
        ASSERT_TRUE(block.error().is(errors::corrupt_block));
        ASSERT_NE(block.error().detail().find("block of level 0, 2024-10-04T00:00:00Z, SLI 7"), std::string::npos);
        ASSERT_FALSE(totals_before(key_of(0), flipped, 5).has_value()) << "bit " << bit;
        ASSERT_FALSE(rebase(key_of(0), flipped, {}).has_value()) << "bit " << bit;
    }
}

TEST(Block, InTheRowOfAnotherIsFound) {
    const std::string bytes = encode_block(key_of(0), Block::empty(0, {}));
    EXPECT_TRUE(decode_block(key_of(0), bytes).has_value());
    EXPECT_FALSE(decode_block({0, kStart, 8}, bytes).has_value());
    EXPECT_FALSE(decode_block({0, kStart + kHour, 7}, bytes).has_value());
    EXPECT_FALSE(decode_block({1, kStart, 7}, bytes).has_value());
}

TEST(Block, CutShortIsFoundEvenWithARightChecksum) {
    const std::string bytes = encode_block(key_of(1), Block::empty(1, {}));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(decode_block(key_of(1), bytes.substr(0, length)).has_value()) << length;
        if (length + 4 == bytes.size()) continue;
        const std::string cut = seal_block(key_of(1), bytes.substr(0, length));
        EXPECT_FALSE(decode_block(key_of(1), cut).has_value()) << length;
        EXPECT_FALSE(totals_before(key_of(1), cut, 1440).has_value() && length + 4 < bytes.size()) << length;
    }
}

TEST(Block, OfANewerVersionSaysSo) {
    std::string bytes = encode_block(key_of(0), Block::empty(0, {}));
    bytes[0] = 3;
    EXPECT_NE(decode_block(key_of(0), bytes).error().detail().find("version 3"), std::string::npos);
}

TEST(Block, HoursNeverWrittenAndMissingSlotsCostNothing) {
    const std::size_t nothing = encode_block(key_of(1), Block::empty(1, {})).size();
    EXPECT_LE(nothing, 20u);
    Block missing = Block::empty(1, {});
    missing.written.assign(24, true);
    for (auto& slot : missing.slots) slot.live = 6;
    EXPECT_LE(encode_block(key_of(1), missing).size(), nothing + 2);
}

RC_GTEST_PROP(Block, HostileBytesNeverHarm, (const std::string& rest)) {
    const int level = static_cast<int>(up_to(2));
    const BlockKey key = key_of(level);
    std::string bytes{static_cast<char>(1 + up_to(1)), static_cast<char>(level | (up_to(1) ? 0x80 : 0))};
    put_varint(bytes, shape_of(level).slots);
    bytes = seal_block(key, bytes + rest);
    const auto block = decode_block(key, bytes);
    (void)totals_before(key, bytes, shape_of(level).slots);
    if (block) RC_ASSERT(*decode_block(key, encode_block(key, *block)) == *block);
}

}  // namespace
}  // namespace plimsoll::ledger
