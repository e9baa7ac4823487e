#include "log/back_reader.h"

#include <algorithm>

#include "log/store.h"

namespace plimsoll::log {

namespace {

constexpr std::size_t page_rows = 500;
constexpr std::size_t page_bytes = 4u << 20;

}  // namespace

/// The open file with its statements. The statements die before the file closes.
struct BackReader::Connection {
    Store store;
    sqlite::Statement all;
    sqlite::Statement of_stream;

    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file) {
        auto made = std::make_unique<Connection>();
        TRY_ASSIGN(made->store, open_for_reading(file));
        const std::string select = "SELECT " + std::string(row_columns) + " FROM events WHERE ";
        const std::string rest = "seq < ?1 ORDER BY seq DESC LIMIT ?2";
        TRY_ASSIGN(made->all, made->store.db.prepare(select + rest));
        TRY_ASSIGN(made->of_stream, made->store.db.prepare(select + "stream = ?3 AND " + rest));
        return made;
    }

    Result<> fill(std::vector<Event>& page, Seq below, std::size_t rows, const std::optional<std::string>& stream) {
        sqlite::Statement& statement = stream ? of_stream : all;
        statement.bind(1, static_cast<std::int64_t>(std::min<Seq>(below, INT64_MAX)));
        statement.bind(2, static_cast<std::int64_t>(rows));
        if (stream) statement.bind(3, *stream);
        auto filled = step_through(statement, page);
        statement.reset();
        return filled;
    }

private:
    static Result<> step_through(sqlite::Statement& statement, std::vector<Event>& page) {
        page.clear();
        for (std::size_t bytes = 0; bytes < page_bytes;) {
            TRY_ASSIGN(const bool more, statement.step());
            if (!more) break;
            page.emplace_back();
            TRY(read_row(statement, page.back()));
            bytes += page.back().fact.body.size();
        }
        return {};
    }
};

BackReader::BackReader(std::filesystem::path file) : file_(std::move(file)) {}
BackReader::~BackReader() = default;

Result<> BackReader::read(Seq below, std::size_t limit, const std::optional<std::string>& stream,
                          const std::function<bool(const Event&)>& each) {
    if (!connection_) {
        TRY_ASSIGN(connection_, Connection::open(file_));
    }
    while (limit > 0 && below > 1) {
        TRY(connection_->fill(page_, below, std::min(limit, page_rows), stream));
        if (page_.empty()) return {};
        for (const Event& event : page_)
            if (!each(event)) return {};
        below = page_.back().seq;
        limit -= page_.size();
    }
    return {};
}

}  // namespace plimsoll::log
