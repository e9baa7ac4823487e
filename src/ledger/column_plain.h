// column_plain.h: a column of integers written value after value, zeros like all others: what put_integers() ends in.
//
// Shape, errors and format are those of column.h, which chooses between this and the zeros kept apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/varint.h"

namespace plimsoll::ledger {

/// First byte of a column of integers.
enum class IntegerCoding : std::uint8_t { constant = 0, mini_blocks = 1, zeros_apart = 2 };

void put_plain_integers(std::string& out, std::span<const std::int64_t> values);
/// Fails at `zeros_apart`: columns within a column are plain, so that hostile bytes cannot nest.
[[nodiscard]] std::vector<std::int64_t> read_plain_integers(ByteReader& reader, std::size_t count);
[[nodiscard]] std::uint64_t sum_plain_integers(ByteReader& reader, std::size_t count, std::size_t first);

}  // namespace plimsoll::ledger
