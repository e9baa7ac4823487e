// bits.h: small unsigned integers side by side, each in the same number of bits, and runs of present and absent.
//
// Shape      packed: value i holds bits [i*width, (i+1)*width) of the bytes, lowest bit first; the last byte is filled
//            with zeros. Width is 0 to 64; at width 0 there are no bytes and every value is 0.
//            mask: a varint n, then n-1 varints: the lengths of runs that are present, absent, present and so on, the
//            first of which may be 0; the last run reaches to the end and is not written. All present is the byte 01.
// Bounds     unpack() and sum_packed() take at most kMiniBlock values at once.
// Errors     the caller hands them at least packed_bytes(); a mask that does not fit its length fails the reader.
// Format     docs/format/ledger.md, version 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/varint.h"

namespace plimsoll::ledger {

/// Values that share one reference and one width: ten minutes of 10 s slots, an hour of 1 min slots. Long enough that
/// its head of two bytes or three is cheap, short enough that one burst does not widen the quiet hour around it.
inline constexpr std::size_t kMiniBlock = 60;

constexpr std::size_t packed_bytes(std::size_t count, unsigned width) { return (count * width + 7) / 8; }

void pack(std::span<const std::uint64_t> values, unsigned width, std::string& out);
void unpack(std::string_view packed, unsigned width, std::span<std::uint64_t> out);
/// The sum of the first `count` values, modulo 2^64.
[[nodiscard]] std::uint64_t sum_packed(std::string_view packed, unsigned width, std::size_t count);

/// A stretch of items that are present.
struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Run&, const Run&) = default;
};

/// Marks one more item as present, behind all that are.
inline void add_to_runs(std::vector<Run>& runs, std::size_t index) {
    if (!runs.empty() && runs.back().end == index)
        ++runs.back().end;
    else
        runs.push_back({index, index + 1});
}
/// `present` in order, none empty, no two touching, none beyond `length`.
void put_mask(std::string& out, std::span<const Run> present, std::size_t length);
/// What put_mask() was given.
[[nodiscard]] std::vector<Run> read_mask(ByteReader& reader, std::size_t length);
/// How many of the first `items` are present.
[[nodiscard]] std::size_t present_before(std::span<const Run> runs, std::size_t items);

}  // namespace plimsoll::ledger
