#include "ledger/tables.h"

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/block_store.h"
#include "ledger/state_codec.h"
#include "ledger/varint.h"

namespace plimsoll::ledger {
namespace {

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, watermark INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sli(id INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, windows TEXT NOT NULL,
                               created INTEGER NOT NULL, keep_until INTEGER, UNIQUE(name, version));
CREATE TABLE IF NOT EXISTS series(id INTEGER PRIMARY KEY, labels TEXT NOT NULL, target TEXT NOT NULL, contributions BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS redo(seq INTEGER PRIMARY KEY, source INTEGER NOT NULL, watermark INTEGER NOT NULL,
                                latest INTEGER NOT NULL, points BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS cursor(source TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key(high INTEGER NOT NULL, low INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(high, low)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS key_at ON key(at);
CREATE TABLE IF NOT EXISTS sli_state(chunk INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS series_state(chunk INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS journal(seq INTEGER PRIMARY KEY, hour INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS slot_raw(hour INTEGER NOT NULL, sli INTEGER NOT NULL, bytes BLOB NOT NULL,
                                    PRIMARY KEY(hour, sli)) WITHOUT ROWID;
)";

Error damaged(const char* what) { return fail(sqlite::errors::corrupt, fmt::format("{} of ledger.db cannot be read", what)); }

std::string windows_text(const std::vector<Duration>& windows) {
    std::string text;
    for (const Duration w : windows) text += (text.empty() ? "" : " ") + text::duration(w);
    return text;
}

Result<std::vector<Duration>> windows_of(std::string_view text) {
    std::vector<Duration> windows;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        TRY_ASSIGN(const Duration window, text::parse_duration(text.substr(0, end)));
        windows.push_back(window);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return windows;
}

std::string contribution_bytes(const std::vector<Contribution>& contributions) {
    std::string bytes;
    for (const Contribution& c : contributions) put_contribution(c, bytes);
    return bytes;
}

bool read_contributions(std::string_view bytes, std::vector<Contribution>& out) {
    ByteReader in(bytes);
    while (!in.rest().empty()) {
        out.push_back(read_contribution(in));
    }
    return in.ok();
}

/// Runs `row` for every row of a query.
Result<> each(sqlite::Statement& query, const std::function<Result<>()>& row) {
    while (true) {
        TRY_ASSIGN(const bool more, query.step());
        if (!more) return {};
        TRY(row());
    }
}

}  // namespace

Result<Tables> Tables::open(const std::filesystem::path& file) {
    Tables tables;
    TRY_ASSIGN(sqlite::Db db, sqlite::Db::open(file, {.page_size = kBlockPageSize, .cache_kib = 32768}));
    tables.db_ = std::make_unique<sqlite::Db>(std::move(db));
    TRY_ASSIGN(const auto exists, tables.db_->integer("SELECT count(*) FROM sqlite_master WHERE name = 'meta'"));
    if (exists.value_or(0) > 0) {
        TRY_ASSIGN(const std::int64_t format, tables.meta("format", kFormat));
        if (format > kFormat)
            return fail(errors::newer, fmt::format("format {}; this version knows {}", format, kFormat));
    } else {
        // Of a file that is still empty; one that exists stays as it is, because changing it would copy all of it.
        TRY(tables.db_->exec("PRAGMA auto_vacuum=INCREMENTAL; VACUUM;"));
    }
    TRY(tables.db_->exec(kSchema));
    TRY(BlockStore::create(*tables.db_));
    TRY(tables.prepare());
    TRY(tables.set_meta("format", kFormat));
    return tables;
}

Result<> Tables::prepare() {
    TRY_ASSIGN(put_redo_, db_->prepare("INSERT INTO redo VALUES(?,?,?,?,?)"));
    TRY_ASSIGN(put_cursor_, db_->prepare("REPLACE INTO cursor VALUES(?,?)"));
    TRY_ASSIGN(put_key_, db_->prepare("INSERT INTO key VALUES(?1,?2,?3) ON CONFLICT(high, low) DO UPDATE SET at = ?3 WHERE at < ?4"));
    TRY_ASSIGN(has_key_, db_->prepare("SELECT 1 FROM key WHERE high = ? AND low = ? AND at >= ?"));
    TRY_ASSIGN(trim_keys_, db_->prepare("DELETE FROM key WHERE at < ?"));
    TRY_ASSIGN(put_series_, db_->prepare("INSERT INTO series VALUES(?,?,?,?) ON CONFLICT(id) DO UPDATE SET contributions = excluded.contributions"));
    TRY_ASSIGN(put_source_, db_->prepare("INSERT INTO source VALUES(?,?,?) ON CONFLICT(id) DO UPDATE SET watermark = excluded.watermark"));
    TRY_ASSIGN(put_sli_state_, db_->prepare("REPLACE INTO sli_state VALUES(?,?)"));
    TRY_ASSIGN(put_series_state_, db_->prepare("REPLACE INTO series_state VALUES(?,?)"));
    TRY_ASSIGN(put_journal_, db_->prepare("INSERT INTO journal(hour, bytes) VALUES(?,?)"));
    TRY_ASSIGN(put_raw_, db_->prepare("REPLACE INTO slot_raw VALUES(?,?,?)"));
    TRY_ASSIGN(drop_raw_, db_->prepare("DELETE FROM slot_raw WHERE hour = ? AND sli = ?"));
    TRY_ASSIGN(raw_, db_->prepare("SELECT bytes FROM slot_raw WHERE hour = ? AND sli = ?"));
    return {};
}

Result<std::int64_t> Tables::meta(const std::string& key, std::int64_t missing) {
    TRY_ASSIGN(const auto value, db_->integer("SELECT value FROM meta WHERE key = '" + key + "'"));
    return value.value_or(missing);
}

Result<> Tables::set_meta(const std::string& key, std::int64_t value) {
    return db_->exec(fmt::format("REPLACE INTO meta VALUES('{}', {})", key, value));
}

Result<> Tables::each_source(const std::function<void(const std::string&, Millis)>& read) {
    TRY_ASSIGN(sqlite::Statement query, db_->prepare("SELECT name, watermark FROM source ORDER BY id"));
    return each(query, [&]() -> Result<> {
        read(std::string(query.text(0)), query.integer(1));
        return {};
    });
}

Result<> Tables::put_source(std::uint32_t id, const std::string& name, Millis watermark) {
    return put_source_.bind(1, std::int64_t{id}).bind(2, std::string_view(name)).bind(3, watermark).run();
}

Result<std::vector<SliRecord>> Tables::slis() {
    std::vector<SliRecord> records;
    TRY_ASSIGN(sqlite::Statement query, db_->prepare("SELECT id, name, version, windows, created, keep_until FROM sli ORDER BY id"));
    TRY(each(query, [&]() -> Result<> {
        SliRecord r{.id = static_cast<SliId>(query.integer(0))};
        r.definition.name = query.text(1);
        r.definition.version = query.text(2);
        TRY_ASSIGN(r.definition.windows, windows_of(query.text(3)));
        r.created = Timestamp::from_ms(query.integer(4));
        if (!query.is_null(5)) r.keep_until = Timestamp::from_ms(query.integer(5));
        records.push_back(std::move(r));
        return {};
    }));
    return records;
}

Result<> Tables::put_sli(const SliRecord& sli) {
    TRY_ASSIGN(sqlite::Statement put, db_->prepare("REPLACE INTO sli VALUES(?,?,?,?,?,?)"));
    const std::string windows = windows_text(sli.definition.windows);
    put.bind(1, std::int64_t{sli.id}).bind(2, std::string_view(sli.definition.name)).bind(3, std::string_view(sli.definition.version));
    put.bind(4, std::string_view(windows)).bind(5, sli.created.in_ms());
    if (sli.keep_until) put.bind(6, sli.keep_until->in_ms());
    return put.run();
}

Result<> Tables::drop_sli(SliId id) {
    return db_->exec(fmt::format("DELETE FROM sli WHERE id = {0}; DELETE FROM slot_raw WHERE sli = {0}", id));
}

Result<> Tables::each_series(const std::function<void(SeriesId, const SeriesIdentity&, std::vector<Contribution>)>& read) {
    TRY_ASSIGN(sqlite::Statement query, db_->prepare("SELECT id, labels, target, contributions FROM series ORDER BY id"));
    return each(query, [&]() -> Result<> {
        std::vector<Contribution> contributions;
        if (!read_contributions(query.blob(3), contributions)) return damaged("the table of series");
        read(static_cast<SeriesId>(query.integer(0)), {std::string(query.text(1)), std::string(query.blob(2))}, std::move(contributions));
        return {};
    });
}

Result<> Tables::put_series(const SeriesTable::Entry& entry) {
    const std::string contributions = contribution_bytes(entry.contributions);
    put_series_.bind(1, std::int64_t{entry.id}).bind(2, std::string_view(entry.labels));
    return put_series_.bind_blob(3, entry.target).bind_blob(4, contributions).run();
}

Result<> Tables::put_redo(const RedoRow& row, std::string_view points) {
    put_redo_.bind(1, static_cast<std::int64_t>(row.seq)).bind(2, std::int64_t{row.source}).bind(3, row.watermark);
    return put_redo_.bind(4, row.latest).bind_blob(5, points).run();
}

Result<> Tables::each_redo(std::uint64_t after, std::uint64_t upto, const std::function<bool(RedoRow)>& read) {
    TRY_ASSIGN(sqlite::Statement query, db_->prepare("SELECT seq, source, watermark, latest, points FROM redo WHERE seq > ? AND seq <= ? ORDER BY seq"));
    query.bind(1, static_cast<std::int64_t>(after)).bind(2, static_cast<std::int64_t>(std::min<std::uint64_t>(upto, INT64_MAX)));
    return each(query, [&]() -> Result<> {
        RedoRow row{static_cast<std::uint64_t>(query.integer(0)), static_cast<std::uint32_t>(query.integer(1)), query.integer(2),
                    query.integer(3), {}};
        if ((row.watermark != kNever && !in_time(row.watermark)) || (row.latest != kNever && !in_time(row.latest))) return damaged("the redo");
        auto points = decode_redo(query.blob(4), row.watermark);
        if (!points) return damaged("the redo");
        row.points = std::move(*points);
        return read(std::move(row)) ? Result<>() : damaged("the redo");
    });
}

Result<> Tables::trim_redo(std::uint64_t upto, const std::function<bool(std::uint32_t, Millis)>& old) {
    std::int64_t keep_from = 0;
    {
        TRY_ASSIGN(sqlite::Statement query, db_->prepare("SELECT seq, source, latest FROM redo WHERE seq <= ? ORDER BY seq"));
        query.bind(1, static_cast<std::int64_t>(upto));
        while (true) {
            TRY_ASSIGN(const bool more, query.step());
            if (!more || !old(static_cast<std::uint32_t>(query.integer(1)), query.integer(2))) break;
            keep_from = query.integer(0) + 1;
        }
    }
    if (keep_from == 0) return {};
    return db_->exec(fmt::format("DELETE FROM redo WHERE seq < {}", keep_from));
}

Result<> Tables::put_cursor(const std::string& source, std::string_view cursor) {
    return put_cursor_.bind(1, std::string_view(source)).bind_blob(2, cursor).run();
}

Result<std::optional<std::string>> Tables::cursor(sqlite::Db& db, const std::string& source) {
    TRY_ASSIGN(sqlite::Statement query, db.prepare("SELECT bytes FROM cursor WHERE source = ?"));
    query.bind(1, std::string_view(source));
    TRY_ASSIGN(const bool found, query.step());
    return found ? std::optional(std::string(query.blob(0))) : std::nullopt;
}

Result<> Tables::put_key(const Key& key, Millis at, Millis since) {
    put_key_.bind(1, static_cast<std::int64_t>(key.first)).bind(2, static_cast<std::int64_t>(key.second));
    return put_key_.bind(3, at).bind(4, since).run();
}

Result<bool> Tables::has_key(const Key& key, Millis since) {
    has_key_.bind(1, static_cast<std::int64_t>(key.first)).bind(2, static_cast<std::int64_t>(key.second)).bind(3, since);
    auto found = has_key_.step();
    has_key_.reset();
    return found;
}

Result<> Tables::trim_keys(Millis before) { return trim_keys_.bind(1, before).run(); }

Result<> Tables::each_state(const char* table, const std::function<bool(std::string_view)>& read) {
    TRY_ASSIGN(sqlite::Statement query, db_->prepare(fmt::format("SELECT bytes FROM {} ORDER BY chunk", table)));
    return each(query, [&]() -> Result<> {
        if (!read(query.blob(0))) return damaged(table);
        return {};
    });
}

Result<> Tables::put_state(const char* table, std::int64_t chunk, std::string_view bytes) {
    sqlite::Statement& put = std::string_view(table) == "sli_state" ? put_sli_state_ : put_series_state_;
    return put.bind(1, chunk).bind_blob(2, bytes).run();
}

Result<> Tables::drop_states(const char* table, std::int64_t from) {
    return db_->exec(fmt::format("DELETE FROM {} WHERE chunk >= {}", table, from));
}

Result<> Tables::put_journal(std::int64_t hour, std::string_view bytes) {
    return put_journal_.bind(1, hour).bind_blob(2, bytes).run();
}

Result<> Tables::each_journal(std::int64_t from_hour, const std::function<bool(std::int64_t, std::string_view)>& read) {
    TRY_ASSIGN(sqlite::Statement query, db_->prepare("SELECT hour, bytes FROM journal WHERE hour >= ? ORDER BY seq"));
    query.bind(1, from_hour);
    return each(query, [&]() -> Result<> {
        if (!read(query.integer(0), query.blob(1))) return damaged("the journal");
        return {};
    });
}

Result<> Tables::trim_journal(std::int64_t before_hour) {
    return db_->exec(fmt::format("DELETE FROM journal WHERE hour < {}", before_hour));
}

Result<> Tables::put_raw(std::int64_t hour, SliId sli, std::string_view patch) {
    if (patch.empty()) return drop_raw_.bind(1, hour).bind(2, std::int64_t{sli}).run();
    return put_raw_.bind(1, hour).bind(2, std::int64_t{sli}).bind_blob(3, patch).run();
}

Result<std::string> Tables::raw(std::int64_t hour, SliId sli) {
    raw_.bind(1, hour).bind(2, std::int64_t{sli});
    TRY_ASSIGN(const bool found, raw_.step());
    std::string patch = found ? std::string(raw_.blob(0)) : std::string();
    raw_.reset();
    return patch;
}

Result<> Tables::give_back(int pages) { return db_->exec(fmt::format("PRAGMA incremental_vacuum({})", pages)); }

Result<> Tables::trim_raw(std::int64_t before_hour) {
    return db_->exec(fmt::format("DELETE FROM slot_raw WHERE hour < {}", before_hour));
}

}  // namespace plimsoll::ledger
