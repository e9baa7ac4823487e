// ledger_block_fuzz.cc: any bytes are a block or a column, or are refused; what is read is written again and reads
// back equal, and sums taken without decoding are those of the decoded values.
//
// The first byte chooses: 0 to 2 a block of that level without its checksum, which is added; 3 a block of level 0 as it
// is; 4 a column of integers, 5 of doubles, of as many values as the second byte says.
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "ledger/block.h"
#include "ledger/column.h"

using namespace plimsoll;
using namespace plimsoll::ledger;

namespace {

void try_block(const BlockKey& key, const std::string& bytes) {
    const LevelShape shape = shape_of(key.level);
    const auto end = totals_before(key, bytes, shape.slots);
    (void)rebase(key, bytes, {{1, -1, 1, -1, 1}, -1});
    const auto block = decode_block(key, bytes);
    if (!block) {
        INVARIANT(block.error().detail().find(key.text()) != std::string::npos, "a damaged block is named");
        return;
    }
    Totals sum = block->base;
    for (std::size_t hour = 0; hour < shape.hours; ++hour) sum += block->hour(key.level, hour);
    INVARIANT(end.has_value() && *end == sum, "the sum at the end is that of all slots");
    const auto half = totals_before(key, bytes, shape.slots / 2 + 7);
    INVARIANT(half.has_value(), "every prefix of a block that decodes can be summed");
    const auto again = decode_block(key, encode_block(key, *block));
    INVARIANT(again.has_value() && *again == *block, "what was read is written and reads back");
}

void try_integers(std::string_view bytes, std::size_t count) {
    ByteReader reader(bytes);
    const auto values = read_integers(reader, count);
    ByteReader summing(bytes);
    const std::uint64_t sum = sum_integers(summing, count, count / 2);
    INVARIANT(reader.ok() == summing.ok(), "reading and summing agree on what is damaged");
    if (!reader.ok()) return;
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < count / 2; ++i) expected += static_cast<std::uint64_t>(values[i]);
    INVARIANT(sum == expected, "the sum is that of the values");
    std::string out;
    put_integers(out, values);
    ByteReader again(out);
    INVARIANT(read_integers(again, count) == values && again.rest().empty(), "what was read is written and reads back");
}

void try_doubles(std::string_view bytes, std::size_t count) {
    ByteReader reader(bytes);
    const auto values = read_doubles(reader, count);
    if (!reader.ok()) return;
    std::string out;
    put_doubles(out, values);
    ByteReader again(out);
    const auto back = read_doubles(again, count);
    INVARIANT(again.ok() && back.size() == values.size(), "what was read is written and reads back");
    for (std::size_t i = 0; i < count; ++i)
        INVARIANT(std::bit_cast<std::uint64_t>(back[i]) == std::bit_cast<std::uint64_t>(values[i]), "bit for bit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const int choice = data[0];
    const BlockKey key{choice < kLevelCount ? choice : 0, Timestamp{} + Duration::days(20'000), 7};
    if (choice < kLevelCount) try_block(key, seal_block(key, bytes));
    if (choice == 3) try_block(key, bytes);
    if (choice == 4) try_integers(std::string_view(bytes).substr(1), data[1]);
    if (choice == 5) try_doubles(std::string_view(bytes).substr(1), data[1]);
    return 0;
}
