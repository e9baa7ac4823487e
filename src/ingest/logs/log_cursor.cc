#include "ingest/logs/log_cursor.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <charconv>

namespace plimsoll::ingest::logs {
namespace {

/// The next number and the blank after it.
template <class Number>
bool take(std::string_view& text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
    return true;
}

}  // namespace

std::string text(const LogCursor& c) {
    const std::string told = c.told == Timestamp::min() ? "-" : std::to_string(c.told.in_ms());
    return fmt::format("1 {} {} {} {} {} {} {}", c.path, c.place.file.device, c.place.file.inode, c.place.offset, c.place.head.bytes,
                       c.place.head.hash, told);
}

std::optional<LogCursor> log_cursor(std::string_view text) {
    LogCursor out;
    int version = 0;
    std::int64_t told = 0;
    const bool read = take(text, version) && version == 1 && take(text, out.path) && take(text, out.place.file.device) &&
                      take(text, out.place.file.inode) && take(text, out.place.offset) && take(text, out.place.head.bytes) &&
                      take(text, out.place.head.hash);
    if (!read) return std::nullopt;
    if (text == "-") return out;
    if (!take(text, told) || !text.empty()) return std::nullopt;
    out.told = Timestamp::from_ms(told);
    return out;
}

std::uint64_t hash_of(const std::filesystem::path& path) { return XXH3_64bits(path.native().data(), path.native().size()); }

}  // namespace plimsoll::ingest::logs
