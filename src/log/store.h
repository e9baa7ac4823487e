// store.h: log.db as a file: its schema, opening it, and its rows. docs/format/log.md tells it to outsiders.
//
// Threads    a Store belongs to one thread at a time.
// Invariant  events are only ever inserted; triggers refuse UPDATE, DELETE and overwriting to every
//            connection but the appender's, which does nothing but insert.
#pragma once

#include <filesystem>
#include <string>

#include "base/random.h"
#include "base/sqlite.h"
#include "log/event.h"

namespace plimsoll::log {

/// Of log.db; a higher one in the file is refused.
inline constexpr std::int64_t format_version = 1;

/// The open file and the name of its chain.
struct Store {
    sqlite::Db db;
    std::string chain_id;
};

/// Creates the file and its chain when missing. Errors: newer; tampered (no chain id); io; disk_full; corrupt.
[[nodiscard]] Result<Store> open_for_writing(const std::filesystem::path& file, Random& random);
/// Never writes; may be used while another process writes. Errors: as above; not_found (no such file, or not a log).
[[nodiscard]] Result<Store> open_for_reading(const std::filesystem::path& file);

/// Where the chain ends: seq 0 and the genesis hash while it is empty.
struct Tail {
    Seq seq = 0;
    crypto::Sha256 hash{};
};
/// The last row's place and hash, as stored. Errors: tampered (not a SHA-256).
[[nodiscard]] Result<Tail> read_tail(Store& store);
/// The same, after checking the last row against the one before. Errors: tampered.
[[nodiscard]] Result<Tail> checked_tail(Store& store);

/// What read_row expects a SELECT to list first.
inline constexpr const char* row_columns = "seq, at, type, version, stream, actor, source, body, hash";
/// Fills `into`, re-using its strings. Errors: tampered (the hash is not a SHA-256).
[[nodiscard]] Result<> read_row(const sqlite::Statement& row, Event& into);

}  // namespace plimsoll::log
