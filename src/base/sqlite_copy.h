// sqlite_copy.h: a database as it is at one instant, copied while its owner goes on writing.
//
// How        a read transaction of the write-ahead log holds the instant; SQLite's online back-up copies its pages. The
//            owner's commits are not delayed; its write-ahead log grows until the copy is done.
// Threads    one.
#pragma once

#include <functional>

#include "base/sqlite.h"

namespace plimsoll::sqlite {

/// How far: pages done, of how many.
using CopyProgress = std::function<void(std::uint64_t done, std::uint64_t of)>;

class Instant {
public:
    /// What is committed when this returns is in the copy, and nothing later. Errors: io; corrupt.
    static Result<Instant> hold(const std::filesystem::path& file);

    /// For reading what the instant says.
    [[nodiscard]] Db& db() { return db_; }
    /// One file of its own, durable when this returns, readable by its owner only. Requires: nothing at `to`.
    /// Errors: io; disk_full; corrupt. What was written is left to the caller to remove.
    Result<> copy_to(const std::filesystem::path& to, const CopyProgress& progress = {});

private:
    explicit Instant(Db db) : db_(std::move(db)) {}
    Db db_;
};

/// Reads every page and compares. Errors: corrupt, with what SQLite says; io.
[[nodiscard]] Result<> check_integrity(const std::filesystem::path& file);

}  // namespace plimsoll::sqlite
