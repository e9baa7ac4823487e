// redo.h: the samples of a batch as they are kept on disk until a checkpoint, and three hours longer for late ones.
//
// Format     docs/format/ledger.md, version 1: per point, varints: zigzag(series - previous series) << 1 | stale,
//            zigzag(time - previous time), and the value unless stale. The first previous time is the row's watermark.
// Refused    points stand in it too: what becomes of a point follows from the state before it, so replay decides alike.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/counter_walk.h"

namespace plimsoll::ledger {

struct RedoPoint {
    SeriesId series = 0;
    Point point;
};

struct RedoRow {
    std::uint64_t seq = 0;
    std::uint32_t source = 0;
    Millis watermark = kNever;  ///< of the source before this batch: what is late is measured by it
    Millis latest = kNever;     ///< of the source after it
    std::vector<RedoPoint> points;
};

void encode_redo(std::span<const RedoPoint> points, Millis base, std::string& out);
/// Empty if the bytes are not a redo.
[[nodiscard]] std::optional<std::vector<RedoPoint>> decode_redo(std::string_view bytes, Millis base);

}  // namespace plimsoll::ledger
