// column.h: a column of integers or of doubles in few bytes, exact to the last bit.
//
// Shape      the number of values is not written; whoever holds the column knows it. No values, no bytes.
//            integers: all equal, or mini-blocks of 60 values, each with its own reference and bit width and each as
//            offsets from its smallest value or as steps from the value before, whichever is smaller. One burst
//            therefore costs bits only in its own mini-block. Zeros are kept apart, as places that hold none, where
//            that saves at least an eighth: slots between scrapes, and failures that are rare.
//            doubles: all equal, or decimal (every value is an integer over the same power of ten, as most gauges are),
//            or the XOR with the value before without the zeros that a mini-block shares; whichever is smaller.
// Exact      every int64 and every double comes back bit for bit: NaN payloads, -0 and infinities too.
// Cost       about 1 ns a value to read; summing the first k values skips the mini-blocks behind them unread.
// Errors     bytes may be hostile: the reader has failed afterwards, values are then meaningless, memory is
//            bounded by `count`, which the caller has bounded.
// Format     docs/format/ledger.md, version 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/varint.h"

namespace plimsoll::ledger {

void put_integers(std::string& out, std::span<const std::int64_t> values);
[[nodiscard]] std::vector<std::int64_t> read_integers(ByteReader& reader, std::size_t count);
/// The sum of the first `first` of `count` values, modulo 2^64; the reader stands behind the column afterwards.
[[nodiscard]] std::uint64_t sum_integers(ByteReader& reader, std::size_t count, std::size_t first);

void put_doubles(std::string& out, std::span<const double> values);
[[nodiscard]] std::vector<double> read_doubles(ByteReader& reader, std::size_t count);

}  // namespace plimsoll::ledger
