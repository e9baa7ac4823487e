#include "log/store.h"

#include <algorithm>

#include "base/text.h"
#include "log/chain.h"
#include "log/log.h"

namespace plimsoll::log {

namespace {

constexpr const char* schema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE events(
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    stream TEXT NOT NULL,
    actor TEXT NOT NULL,
    source TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
-- The seq that orders a stream is the rowid, which every index carries as its last column.
CREATE INDEX events_by_stream ON events(stream, seq);
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: events are not changed'); END;
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: events are not removed'); END;
-- INSERT OR REPLACE would remove the old row without asking the trigger above.
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: events are not replaced'); END;
)sql";

Result<bool> has_schema(sqlite::Db& db) {
    TRY_ASSIGN(const auto tables, db.integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'events')"));
    return tables.value_or(0) == 2;
}

Result<> create(sqlite::Db& db, Random& random) {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(db));
    TRY(db.exec(schema));
    TRY(db.exec("INSERT INTO meta VALUES ('format', " + std::to_string(format_version) + "), ('chain', '" + random.id(16) +
                "'), ('recoveries', 0)"));
    return transaction.commit();
}

Result<> check_format(sqlite::Db& db) {
    TRY_ASSIGN(const auto format, db.integer("SELECT value FROM meta WHERE name = 'format'"));
    if (!format || *format < 1) return fail(errors::tampered, "the file does not say its format version");
    if (*format > format_version)
        return fail(errors::newer, "log.db has format " + std::to_string(*format) + ", this version reads up to " +
                                       std::to_string(format_version));
    return {};
}

Result<std::string> read_chain_id(sqlite::Db& db) {
    TRY_ASSIGN(sqlite::Statement row, db.prepare("SELECT value FROM meta WHERE name = 'chain'"));
    TRY_ASSIGN(const bool found, row.step());
    const std::string id(found ? row.text(0) : "");
    const auto bytes = text::from_hex(id);
    if (!bytes || bytes->size() != 16) return fail(errors::tampered, "the file does not say which chain it holds");
    return id;
}

Result<Store> described(sqlite::Db db) {
    TRY(check_format(db));
    TRY_ASSIGN(std::string chain_id, read_chain_id(db));
    return Store{std::move(db), std::move(chain_id)};
}

}  // namespace

Result<Store> open_for_writing(const std::filesystem::path& file, Random& random) {
    TRY_ASSIGN(sqlite::Db db, sqlite::Db::open(file));
    // Fewer, longer checkpoints: each costs a sync of the whole file; the write-ahead log stays under 16 MiB or so.
    TRY(db.exec("PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=33554432;"));
    TRY_ASSIGN(const bool made, has_schema(db));
    if (!made) TRY(create(db, random));
    return described(std::move(db));
}

Result<Store> open_for_reading(const std::filesystem::path& file) {
    if (std::error_code ignored; !std::filesystem::exists(file, ignored))
        return fail(plimsoll::errors::not_found, "there is no " + file.string());
    TRY_ASSIGN(sqlite::Db db, sqlite::Db::open(file, {.mode = sqlite::Mode::read_only}));
    TRY_ASSIGN(const bool made, has_schema(db));
    if (!made) return fail(plimsoll::errors::not_found, file.string() + " holds no event log");
    return described(std::move(db));
}

Result<> read_row(const sqlite::Statement& row, Event& into) {
    into.seq = static_cast<Seq>(row.integer(0));
    into.fact.at = Timestamp::from_ms(row.integer(1));
    into.fact.type.assign(row.text(2));
    into.fact.version = static_cast<int>(row.integer(3));
    into.fact.stream.assign(row.text(4));
    into.fact.actor.assign(row.text(5));
    into.fact.source.assign(row.text(6));
    into.fact.body.assign(row.text(7));
    const std::string_view hash = row.blob(8);
    if (hash.size() != into.hash.size())
        return fail(errors::tampered, "the hash of event " + std::to_string(into.seq) + " is not a SHA-256");
    std::copy(hash.begin(), hash.end(), into.hash.begin());
    return {};
}

Result<Tail> read_tail(Store& store) {
    TRY_ASSIGN(sqlite::Statement last,
               store.db.prepare("SELECT " + std::string(row_columns) + " FROM events ORDER BY seq DESC LIMIT 1"));
    TRY_ASSIGN(const bool any, last.step());
    if (!any) return Tail{0, genesis(store.chain_id)};
    Event event;
    TRY(read_row(last, event));
    return Tail{event.seq, event.hash};
}

Result<Tail> checked_tail(Store& store) {
    TRY_ASSIGN(sqlite::Statement rows,
               store.db.prepare("SELECT " + std::string(row_columns) + " FROM events ORDER BY seq DESC LIMIT 2"));
    TRY_ASSIGN(const bool any, rows.step());
    if (!any) return Tail{0, genesis(store.chain_id)};
    Event last;
    TRY(read_row(rows, last));
    Event before;
    before.hash = genesis(store.chain_id);
    TRY_ASSIGN(const bool second, rows.step());
    if (second) TRY(read_row(rows, before));
    if (before.seq + 1 != last.seq || ChainHasher().link(before.hash, last.seq, last.fact) != last.hash)
        return fail(errors::tampered, "the last event, " + std::to_string(last.seq) + ", does not follow from the one before");
    return Tail{last.seq, last.hash};
}

}  // namespace plimsoll::log
