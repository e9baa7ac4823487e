// back_reader.h: the log newest first, as lists of what happened show it.
//
// Bounds     pages of 500 rows or 4 MiB, each in a read transaction of its own; none is open while `each` runs.
// Threads    one at a time; beside a log that writes. It has its own connection, opened at the first read.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "log/row_pages.h"

namespace plimsoll::log {

class BackReader {
public:
    explicit BackReader(std::filesystem::path file);

    /// Committed events with seq < `below`, newest first, of one stream or of all, until `each` returns false or `limit`
    /// were read. Errors: not_found (no log); newer; io; corrupt; tampered.
    Result<> read(Seq below, std::size_t limit, const std::optional<std::string>& stream,
                  const std::function<bool(const Event&)>& each);

private:
    const std::filesystem::path file_;
    std::unique_ptr<RowPages> pages_;
    std::vector<Event> page_;
};

}  // namespace plimsoll::log
