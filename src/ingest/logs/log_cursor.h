// log_cursor.h: where a log's counting stands, as it is committed with the counts.
//
// Text       "1 PATH DEVICE INODE OFFSET HEAD_BYTES HEAD_HASH TOLD": numbers in decimal; PATH is a hash of the path, so that a
//            DataSource that names another file begins anew; TOLD in ms, "-" before the first.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/logs/log_follower.h"

namespace plimsoll::ingest::logs {

struct LogCursor {
    std::uint64_t path = 0;
    LogPlace place;
    Timestamp told = Timestamp::min();  ///< zeros were told of every slot before
    friend bool operator==(const LogCursor&, const LogCursor&) = default;
};

[[nodiscard]] std::string text(const LogCursor& cursor);
[[nodiscard]] std::optional<LogCursor> log_cursor(std::string_view text);
[[nodiscard]] std::uint64_t hash_of(const std::filesystem::path& path);

}  // namespace plimsoll::ingest::logs
