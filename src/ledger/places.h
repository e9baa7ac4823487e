// places.h: which values of a column are not zero, in few bytes.
//
// Shape      a repeating pattern of at most 64 places (a 15 s scrape fills two of three slots of 10 s), the gaps between
//            the places (rare failures), or a bit for each place; whichever is smallest.
// Cost       counting the places before one: a few operations in a pattern, a popcount per 64 in a bitmap, one addition
//            a place in gaps.
// Errors     bytes may be hostile: the reader has failed afterwards and there are no places. Those that are, are fewer
//            than `count`, in order and all different.
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

/// Writes where `values` is not zero. There is at least one zero and one that is not.
void put_places(std::string& out, std::span<const std::int64_t> values);

class Places {
public:
    /// Looks into the reader's bytes for as long as it is used.
    [[nodiscard]] static Places read(ByteReader& reader, std::size_t count);
    /// How many of the first `first` values are not zero.
    [[nodiscard]] std::size_t before(std::size_t first) const;
    /// `values`, before(count) of them, at their places among zeros.
    [[nodiscard]] std::vector<std::int64_t> spread(std::span<const std::int64_t> values, std::size_t count) const;

private:
    enum class Kind : std::uint8_t { pattern = 0, bitmap = 1, gaps = 2 };
    friend void put_places(std::string& out, std::span<const std::int64_t> values);

    Kind kind_ = Kind::gaps;
    std::size_t period_ = 1;         ///< of a pattern
    std::uint64_t pattern_ = 0;      ///< its places, the first in the lowest bit
    std::string_view bitmap_;        ///< a bit for each place, the first in the lowest of the first byte
    std::vector<std::size_t> at_;    ///< of gaps: the places
};

}  // namespace plimsoll::ledger
