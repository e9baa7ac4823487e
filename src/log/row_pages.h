// row_pages.h: one read-only connection to log.db that reads rows a page at a time, in either direction.
//
// Why pages  a read transaction that stays open keeps the write-ahead log from being emptied, so it grows without end.
// Threads    one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "log/store.h"

namespace plimsoll::log {

enum class Order { oldest_first, newest_first };

struct PageBounds {
    std::size_t rows = 0;
    std::size_t bytes = 0;  ///< of bodies; the row that reaches it is still read
};

class RowPages {
public:
    /// Errors: not_found (no log); newer; io.
    static Result<std::unique_ptr<RowPages>> open(const std::filesystem::path& file, Order order, PageBounds most);

    /// Fills `page`, re-using its events, with from <= seq <= to of one stream or of all, at most `rows` of them; its size says
    /// how many. One read transaction. Errors: io; corrupt; tampered.
    Result<> fill(std::vector<Event>& page, Seq from, Seq to, std::size_t rows, const std::optional<std::string>& stream);

private:
    explicit RowPages(PageBounds most) : most_(most) {}
    Result<> step_through(sqlite::Statement& statement, std::vector<Event>& page) const;

    const PageBounds most_;
    Store store_;  // its statements die before it
    sqlite::Statement all_;
    sqlite::Statement of_stream_;
};

}  // namespace plimsoll::log
