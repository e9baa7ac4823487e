#include "ledger/history.h"

#include <algorithm>

#include "base/invariant.h"
#include "ledger/varint.h"

namespace plimsoll::ledger {
namespace {
constexpr std::uint16_t kChunkPoints = 64;
}

void History::append(const Point& point) {
    INVARIANT(chunks_.empty() || point.at > chunks_.back().last, "points are kept in the order of their times");
    if (chunks_.empty() || chunks_.back().count == kChunkPoints) begin_chunk(point.at);
    Chunk& c = chunks_.back();
    const Millis gap = point.at - c.last;
    put_varint(c.bytes, zigzag(gap - gap_) << 1 | (point.stale ? 1 : 0));
    if (!point.stale) {
        put_signed(c.bytes, point.value - value_);
        value_ = point.value;
        ++c.values;
    }
    gap_ = gap;
    c.last = point.at;
    ++c.count;
}

/// Full chunks are many, and of tens of thousands of counters: they keep no room to grow.
void History::begin_chunk(Millis at) {
    if (!chunks_.empty()) chunks_.back().bytes.shrink_to_fit();
    if (chunks_.size() == chunks_.capacity()) chunks_.reserve(chunks_.size() + 4);
    chunks_.push_back({.first = at, .last = at});
    gap_ = 0;
    value_ = 0;
}

void History::read(const Chunk& chunk, std::vector<Point>& out) {
    ByteReader in(chunk.bytes);
    Point p{.at = chunk.first};
    Millis gap = 0;
    std::int64_t value = 0;
    for (std::uint16_t i = 0; i < chunk.count; ++i) {
        const std::uint64_t head = in.varint();
        gap += unzigzag(head >> 1);
        p.at += gap;
        p.stale = (head & 1) != 0;
        if (!p.stale) value += in.signed_varint();
        p.value = p.stale ? 0 : value;
        out.push_back(p);
    }
    INVARIANT(in.ok(), "a chunk holds as many points as it counted");
}

std::vector<Point> History::points() const {
    std::vector<Point> points;
    points.reserve(chunks_.size() * kChunkPoints);
    for (const Chunk& chunk : chunks_) read(chunk, points);
    return points;
}

void History::assign(const std::vector<Point>& points) {
    chunks_.clear();
    for (const Point& p : points) append(p);
}

/// The last chunk that begins at or before `at`; the number of chunks if there is none.
std::size_t History::chunk_of(Millis at) const {
    const auto after = std::upper_bound(chunks_.begin(), chunks_.end(), at, [](Millis t, const Chunk& c) { return t < c.first; });
    if (after == chunks_.begin()) return chunks_.size();
    return static_cast<std::size_t>(after - chunks_.begin()) - 1;
}

std::optional<Point> History::find(Millis at) const {
    const std::size_t place = chunk_of(at);
    if (place == chunks_.size()) return std::nullopt;
    std::vector<Point> points;
    read(chunks_[place], points);
    const auto found = std::find_if(points.begin(), points.end(), [at](const Point& p) { return p.at == at; });
    return found == points.end() ? std::nullopt : std::optional(*found);
}

void History::replace(const Point& point) {
    const std::size_t place = chunk_of(point.at);
    std::vector<Point> points;
    read(chunks_[place], points);
    History rewritten;
    for (const Point& p : points) rewritten.append(p.at == point.at ? point : p);
    chunks_[place] = std::move(rewritten.chunks_.front());
    if (place + 1 != chunks_.size()) return chunks_[place].bytes.shrink_to_fit();
    gap_ = rewritten.gap_;
    value_ = rewritten.value_;
}

void History::trim(Millis bound) {
    std::size_t values = 0;  // in whole chunks before the bound
    std::size_t whole = 0;
    while (whole < chunks_.size() && chunks_[whole].last < bound) values += chunks_[whole++].values;
    std::size_t drop = 0;
    while (drop < whole && values - chunks_[drop].values >= kKeptBefore) values -= chunks_[drop++].values;
    chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(drop));  // never all: six values stay
}

std::vector<Point> History::before(Millis bound) const {
    std::vector<Point> points;
    for (const Chunk& chunk : chunks_)
        if (chunk.first < bound) read(chunk, points);
    std::erase_if(points, [&](const Point& p) { return p.at >= bound; });
    std::size_t values = 0;
    auto from = points.end();
    while (from != points.begin() && values < kKeptBefore) values += (--from)->stale ? 0 : 1;
    points.erase(points.begin(), from);
    return points;
}

}  // namespace plimsoll::ledger
