#include "base/sqlite.h"

#include <sqlite3.h>

#include "base/invariant.h"

namespace plimsoll::sqlite {

namespace {

Error error_of(sqlite3* db, int code) {
    const std::string detail = db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db);
    switch (code & 0xff) {
        case SQLITE_FULL: return fail(errors::disk_full, detail);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return fail(errors::corrupt, detail);
        default: return fail(plimsoll::errors::io, "SQLite: " + detail);
    }
}

}  // namespace

Statement::Statement(Statement&& other) noexcept : stmt_(other.stmt_) { other.stmt_ = nullptr; }

Statement& Statement::operator=(Statement&& other) noexcept {
    if (this != &other) {
        sqlite3_finalize(stmt_);
        stmt_ = other.stmt_;
        other.stmt_ = nullptr;
    }
    return *this;
}

Statement::~Statement() { sqlite3_finalize(stmt_); }

Statement& Statement::bind(int index, std::int64_t value) {
    INVARIANT(sqlite3_bind_int64(stmt_, index, value) == SQLITE_OK, "the index is one of the statement's parameters");
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    INVARIANT(sqlite3_bind_text64(stmt_, index, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                                  SQLITE_UTF8) == SQLITE_OK,
              "the index is one of the statement's parameters");
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
    INVARIANT(sqlite3_bind_blob64(stmt_, index, bytes.data() == nullptr ? "" : bytes.data(), bytes.size(),
                                  SQLITE_STATIC) == SQLITE_OK,
              "the index is one of the statement's parameters");
    return *this;
}

Statement& Statement::bind_null(int index) {
    INVARIANT(sqlite3_bind_null(stmt_, index) == SQLITE_OK, "the index is one of the statement's parameters");
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(stmt_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    Error error = error_of(sqlite3_db_handle(stmt_), code);
    sqlite3_reset(stmt_);
    return error;
}

Result<> Statement::run() {
    auto row = step();
    reset();
    if (!row) return std::move(row).error();
    return {};
}

void Statement::reset() {
    sqlite3_reset(stmt_);  // repeats the error that step() already reported
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(stmt_, column); }

std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
    return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

std::string_view Statement::blob(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(stmt_, column));
    return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

bool Statement::is_null(int column) const { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }

Db::Db(Db&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }

Db& Db::operator=(Db&& other) noexcept {
    if (this != &other) {
        sqlite3_close_v2(db_);
        db_ = other.db_;
        other.db_ = nullptr;
    }
    return *this;
}

Db::~Db() { sqlite3_close_v2(db_); }

Result<Db> Db::open(const std::filesystem::path& file, const OpenOptions& options) {
    Db db;
    const int flags = SQLITE_OPEN_NOMUTEX | (options.mode == Mode::read_only ? SQLITE_OPEN_READONLY
                                                                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(file.c_str(), &db.db_, flags, nullptr);
    if (code != SQLITE_OK) return error_of(db.db_, code).within("opening " + file.filename().string());
    sqlite3_extended_result_codes(db.db_, 1);
    sqlite3_busy_timeout(db.db_, 5000);
    TRY(db.exec("PRAGMA cache_size=-" + std::to_string(options.cache_kib) + "; PRAGMA temp_store=MEMORY;"));
    if (options.mode == Mode::read_only) return db;
    TRY(db.exec("PRAGMA page_size=" + std::to_string(options.page_size) + "; PRAGMA journal_mode=WAL;"
                " PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"));
    if (options.secure_delete) TRY(db.exec("PRAGMA secure_delete=ON;"));
    return db;
}

Result<> Db::exec(const std::string& sql) {
    const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(db_, sqlite3_extended_errcode(db_));
    return {};
}

Result<Statement> Db::prepare(std::string_view sql) {
    Statement statement;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement.stmt_, nullptr);
    if (code != SQLITE_OK) return error_of(db_, code).within("preparing a statement");
    return statement;
}

Result<std::optional<std::int64_t>> Db::integer(const std::string& sql) {
    TRY_ASSIGN(Statement statement, prepare(sql));
    TRY_ASSIGN(const bool row, statement.step());
    if (!row || statement.is_null(0)) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(statement.integer(0));
}

std::int64_t Db::changes() const { return sqlite3_changes64(db_); }

Result<Transaction> Transaction::begin(Db& db) {
    TRY(db.exec("BEGIN IMMEDIATE"));
    return Transaction(db);
}

Transaction::~Transaction() {
    if (db_ == nullptr || sqlite3_get_autocommit(db_->raw()) != 0) return;  // a full disk may have rolled back already
    sqlite3_exec(db_->raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<> Transaction::commit() {
    TRY(db_->exec("COMMIT"));
    db_ = nullptr;
    return {};
}

}  // namespace plimsoll::sqlite
