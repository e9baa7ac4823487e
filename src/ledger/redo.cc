#include "ledger/redo.h"

#include "ledger/varint.h"

namespace plimsoll::ledger {
namespace {

/// The bytes may be hostile: differences wrap instead of overflowing, and what they lead to is checked.
std::int64_t minus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

void encode_redo(std::span<const RedoPoint> points, Millis base, std::string& out) {
    Millis time = base == kNever ? 0 : base;
    std::int64_t series = 0;
    for (const auto& [id, point] : points) {
        put_varint(out, zigzag(static_cast<std::int64_t>(id) - series) << 1 | (point.stale ? 1 : 0));
        put_signed(out, minus(point.at, time));
        if (!point.stale) put_varint(out, static_cast<std::uint64_t>(point.value));
        series = id;
        time = point.at;
    }
}

std::optional<std::vector<RedoPoint>> decode_redo(std::string_view bytes, Millis base) {
    std::vector<RedoPoint> points;
    points.reserve(bytes.size() / 4);
    ByteReader in(bytes);
    Millis time = base == kNever ? 0 : base;
    std::int64_t series = 0;
    while (!in.rest().empty()) {
        const std::uint64_t head = in.varint();
        series += unzigzag(head >> 1);
        time = plus(time, in.signed_varint());
        RedoPoint p{static_cast<SeriesId>(series), {.at = time, .stale = (head & 1) != 0}};
        if (!p.point.stale) p.point.value = static_cast<std::int64_t>(in.varint());
        if (!in.ok() || series < 0 || series > UINT32_MAX || !in_time(time) || p.point.value < 0 || p.point.value > kMostValue) return std::nullopt;
        points.push_back(p);
    }
    return points;
}

}  // namespace plimsoll::ledger
