#include "log/row_pages.h"

#include <algorithm>

namespace plimsoll::log {

Result<std::unique_ptr<RowPages>> RowPages::open(const std::filesystem::path& file, Order order, PageBounds most) {
    std::unique_ptr<RowPages> made(new RowPages(most));
    TRY_ASSIGN(made->store_, open_for_reading(file));
    const std::string select = "SELECT " + std::string(row_columns) + " FROM events WHERE ";
    const std::string rest = std::string("seq BETWEEN ?1 AND ?2 ORDER BY seq ") + (order == Order::oldest_first ? "ASC" : "DESC") + " LIMIT ?3";
    TRY_ASSIGN(made->all_, made->store_.db.prepare(select + rest));
    TRY_ASSIGN(made->of_stream_, made->store_.db.prepare(select + "stream = ?4 AND " + rest));
    return made;
}

Result<> RowPages::fill(std::vector<Event>& page, Seq from, Seq to, std::size_t rows, const std::optional<std::string>& stream) {
    sqlite::Statement& statement = stream ? of_stream_ : all_;
    const auto bound = [](Seq seq) { return static_cast<std::int64_t>(std::min<Seq>(seq, INT64_MAX)); };
    statement.bind(1, bound(from)).bind(2, bound(to));
    statement.bind(3, static_cast<std::int64_t>(std::min(rows, most_.rows)));
    if (stream) statement.bind(4, *stream);
    auto filled = step_through(statement, page);
    statement.reset();
    return filled;
}

Result<> RowPages::step_through(sqlite::Statement& statement, std::vector<Event>& page) const {
    std::size_t n = 0;
    for (std::size_t bytes = 0; bytes < most_.bytes;) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more) break;
        if (n == page.size()) page.emplace_back();
        TRY(read_row(statement, page[n]));
        bytes += page[n++].fact.body.size();
    }
    page.resize(n);
    return {};
}

}  // namespace plimsoll::log
