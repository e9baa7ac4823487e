// sqlite.h: SQLite with RAII and Results; SQLite is the container of log.db, ledger.db and keys.db.
//
// Threads    a Db and its Statements belong to one thread at a time (opened without SQLite's own mutex).
// Durability open() sets WAL and synchronous=FULL: a commit that returned is on disk.
// Errors     io for all that the disk refuses; disk_full apart, so that callers can refuse writes and go on reading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace plimsoll::sqlite {

namespace errors {
inline constexpr ErrorKind disk_full{"base.disk_full", 507, "The disk is full",
                                     "Free space on the data folder's disk; writing resumes by itself"};
inline constexpr ErrorKind corrupt{"base.corrupt", 500, "The database file is damaged",
                                   "Restore the data folder from a back-up; `plimsoll audit verify` says what is hurt"};
}  // namespace errors

class Db;

/// A prepared statement. bind_* are 1-based; columns are 0-based and views live until the next step or reset.
class Statement {
public:
    Statement() = default;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view text);
    Statement& bind_blob(int index, std::string_view bytes);  ///< bytes must live until step
    Statement& bind_null(int index);

    /// True: a row is there. False: done.
    Result<bool> step();
    /// Steps once, expects no row, resets. For INSERT, UPDATE, DELETE.
    Result<> run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    friend class Db;
    sqlite3_stmt* stmt_ = nullptr;
};

enum class Mode { read_write, read_only };

struct OpenOptions {
    Mode mode = Mode::read_write;
    int page_size = 4096;      ///< of a new file
    int cache_kib = 8192;
    bool secure_delete = false;
    bool exclusive_folder_lock = false;  ///< unused by Db itself; see FolderLock
};

class Db {
public:
    Db() = default;
    Db(Db&& other) noexcept;
    Db& operator=(Db&& other) noexcept;
    ~Db();

    static Result<Db> open(const std::filesystem::path& file, const OpenOptions& options = {});

    /// One or more statements without parameters.
    Result<> exec(const std::string& sql);
    Result<Statement> prepare(std::string_view sql);
    /// First column of the first row; empty if there is none.
    Result<std::optional<std::int64_t>> integer(const std::string& sql);
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] sqlite3* raw() const { return db_; }
    explicit operator bool() const { return db_ != nullptr; }

private:
    sqlite3* db_ = nullptr;
};

/// BEGIN IMMEDIATE on construction via begin(); rolls back unless commit() returned success.
class Transaction {
public:
    static Result<Transaction> begin(Db& db);
    Transaction(Transaction&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<> commit();

private:
    explicit Transaction(Db& db) : db_(&db) {}
    Db* db_;
};

}  // namespace plimsoll::sqlite
