#include "log/readers.h"

#include <algorithm>

namespace plimsoll::log {

namespace {

constexpr std::size_t page_rows = 2000;
constexpr std::size_t page_bytes = 8u << 20;

}  // namespace

/// One open file with its statements. The statements die before the file closes.
struct Readers::Connection {
    Store store;
    sqlite::Statement all;
    sqlite::Statement of_stream;

    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file) {
        auto made = std::make_unique<Connection>();
        TRY_ASSIGN(made->store, open_for_reading(file));
        const std::string select = "SELECT " + std::string(row_columns) + " FROM events WHERE ";
        const std::string rest = "seq BETWEEN ?1 AND ?2 ORDER BY seq LIMIT ?3";
        TRY_ASSIGN(made->all, made->store.db.prepare(select + rest));
        TRY_ASSIGN(made->of_stream, made->store.db.prepare(select + "stream = ?4 AND " + rest));
        return made;
    }

    /// Fills `page`, re-using its events; its size says how many. One read transaction.
    Result<> fill(std::vector<Event>& page, Seq from, Seq to, std::size_t rows, const std::optional<std::string>& stream) {
        sqlite::Statement& statement = stream ? of_stream : all;
        statement.bind(1, static_cast<std::int64_t>(from)).bind(2, static_cast<std::int64_t>(to));
        statement.bind(3, static_cast<std::int64_t>(rows));
        if (stream) statement.bind(4, *stream);
        auto filled = step_through(statement, page);
        statement.reset();
        return filled;
    }

private:
    static Result<> step_through(sqlite::Statement& statement, std::vector<Event>& page) {
        std::size_t n = 0;
        std::size_t bytes = 0;
        while (bytes < page_bytes) {
            TRY_ASSIGN(const bool more, statement.step());
            if (!more) break;
            if (n == page.size()) page.emplace_back();
            TRY(read_row(statement, page[n]));
            bytes += page[n++].fact.body.size();
        }
        page.resize(n);
        return {};
    }
};

/// Gives the connection back when it goes.
class Readers::Lease {
public:
    Lease(Readers& owner, std::unique_ptr<Connection> connection) : owner_(&owner), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
        if (connection_) owner_->give_back(std::move(connection_));
    }
    Connection* operator->() const { return connection_.get(); }

private:
    Readers* owner_;
    std::unique_ptr<Connection> connection_;
};

Readers::Readers(std::filesystem::path file, std::size_t connections)
    : file_(std::move(file)), left_to_open_(connections) {}

Readers::~Readers() = default;

Result<Readers::Lease> Readers::lend() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return !idle_.empty() || left_to_open_ > 0; });
    if (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(connection));
    }
    --left_to_open_;
    lock.unlock();
    auto opened = Connection::open(file_);
    if (opened) return Lease(*this, std::move(*opened));
    lock.lock();
    ++left_to_open_;
    returned_.notify_one();
    return std::move(opened).error();
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    returned_.notify_one();
}

Result<> Readers::read(Seq from, Seq to, std::size_t limit, const std::optional<std::string>& stream,
                       const std::function<bool(const Event&)>& each) {
    std::vector<Event> page;
    while (limit > 0 && from <= to) {
        {
            TRY_ASSIGN(Lease connection, lend());
            TRY(connection->fill(page, from, to, std::min(limit, page_rows), stream));
        }
        if (page.empty()) return {};
        for (const Event& event : page)
            if (!each(event)) return {};
        from = page.back().seq + 1;
        limit -= page.size();
    }
    return {};
}

Result<std::optional<crypto::Sha256>> Readers::hash_of(Seq seq) {
    std::vector<Event> page;
    TRY_ASSIGN(Lease connection, lend());
    TRY(connection->fill(page, seq, seq, 1, std::nullopt));
    if (page.empty()) return std::optional<crypto::Sha256>();
    return std::optional<crypto::Sha256>(page.front().hash);
}

}  // namespace plimsoll::log
