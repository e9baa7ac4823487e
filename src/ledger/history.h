// history.h: the recent points of one counter, packed, so that a late sample finds its neighbours.
//
// Shape      chunks of at most 64 points in time order; two to four bytes a point at a steady pace.
// Kept       all points since the late bound and a few values before it, enough for the walk's expected interval to come
//            out the same: trim() says how many.
// Threads    the ledger's writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/counter_walk.h"

namespace plimsoll::ledger {

/// Values kept before the late bound: the one before, and four intervals before that.
inline constexpr std::size_t kKeptBefore = 6;

class History {
public:
    /// Requires: point.at is after the last one.
    void append(const Point& point);
    [[nodiscard]] std::vector<Point> points() const;
    void assign(const std::vector<Point>& points);
    [[nodiscard]] std::optional<Point> find(Millis at) const;
    /// Puts another value in the place of one. Requires: find(point.at).
    void replace(const Point& point);
    [[nodiscard]] bool empty() const { return chunks_.empty(); }
    /// Requires: not empty.
    [[nodiscard]] Millis first_at() const { return chunks_.front().first; }
    /// Drops whole chunks that lie before `bound`, as long as kKeptBefore values before it remain.
    void trim(Millis bound);
    /// The last kKeptBefore values before `bound` and the markers among them: what a rebuild from the redo needs.
    [[nodiscard]] std::vector<Point> before(Millis bound) const;

private:
    struct Chunk {
        Millis first = 0;
        Millis last = 0;
        std::uint16_t count = 0;
        std::uint16_t values = 0;
        std::string bytes;
    };
    void begin_chunk(Millis at);
    [[nodiscard]] std::size_t chunk_of(Millis at) const;
    static void read(const Chunk& chunk, std::vector<Point>& out);

    std::vector<Chunk> chunks_;
    Millis gap_ = 0;           ///< between the last two points of the last chunk
    std::int64_t value_ = 0;   ///< of its last value
};

}  // namespace plimsoll::ledger
