// tables.h: the tables of ledger.db beside the blocks, and the statements on them.
//
// Tables     meta, source, sli, series, redo, cursor, key, sli_state, series_state, journal, slot_raw: docs/format/ledger.md.
// Threads    the ledger's writer.
// Durability callers hold the transaction.
// Errors     io, disk_full, corrupt from SQLite; newer from open().
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/sqlite.h"
#include "ledger/ledger.h"
#include "ledger/redo.h"
#include "ledger/series_table.h"

namespace plimsoll::ledger {

/// Version 1 had no series whose values are counts of their own, no cursors and no keys; it is read as it is.
inline constexpr std::int64_t kFormat = 3;

/// 128 bits of a hash: high, low.
using Key = std::pair<std::uint64_t, std::uint64_t>;

struct SliRecord {
    SliId id = 0;
    SliDefinition definition;
    Timestamp created;
    std::optional<Timestamp> keep_until;  ///< it is not named any more
};

class Tables {
public:
    static Result<Tables> open(const std::filesystem::path& file);
    [[nodiscard]] sqlite::Db& db() { return *db_; }

    Result<std::int64_t> meta(const std::string& key, std::int64_t missing);
    Result<> set_meta(const std::string& key, std::int64_t value);

    Result<> each_source(const std::function<void(const std::string& name, Millis watermark)>& read);
    Result<> put_source(std::uint32_t id, const std::string& name, Millis watermark);
    Result<std::vector<SliRecord>> slis();
    Result<> put_sli(const SliRecord& sli);
    Result<> drop_sli(SliId id);
    Result<> each_series(const std::function<void(SeriesId, const SeriesIdentity&, std::vector<Contribution>)>& read);
    Result<> put_series(const SeriesTable::Entry& entry);

    Result<> put_redo(const RedoRow& row, std::string_view points);
    /// Those with after < seq <= upto, in order, while `read` believes them. Errors: corrupt.
    Result<> each_redo(std::uint64_t after, std::uint64_t upto, const std::function<bool(RedoRow)>& read);
    /// Drops from the oldest on while `old(source, latest)` says so and seq <= upto.
    Result<> trim_redo(std::uint64_t upto, const std::function<bool(std::uint32_t source, Millis until)>& old);

    Result<> put_cursor(const std::string& source, std::string_view cursor);
    /// On any connection to ledger.db. Empty: the source never said.
    static Result<std::optional<std::string>> cursor(sqlite::Db& db, const std::string& source);
    /// One that was put since `since` keeps its time.
    Result<> put_key(const Key& key, Millis at, Millis since);
    Result<bool> has_key(const Key& key, Millis since);
    Result<> trim_keys(Millis before);

    Result<> each_state(const char* table, const std::function<bool(std::string_view)>& read);
    Result<> put_state(const char* table, std::int64_t chunk, std::string_view bytes);
    Result<> drop_states(const char* table, std::int64_t from);

    Result<> put_journal(std::int64_t hour, std::string_view bytes);
    Result<> each_journal(std::int64_t from_hour, const std::function<bool(std::int64_t hour, std::string_view)>& read);
    Result<> trim_journal(std::int64_t before_hour);

    Result<> put_raw(std::int64_t hour, SliId sli, std::string_view patch);  ///< empty: there is none
    Result<std::string> raw(std::int64_t hour, SliId sli);
    Result<> trim_raw(std::int64_t before_hour);
    /// Moves at most so many pages from the end of the file into free ones and cuts the end off. Nothing happens to a file
    /// that was made before format 3.
    Result<> give_back(int pages);

private:
    Result<> prepare();
    std::unique_ptr<sqlite::Db> db_;
    sqlite::Statement put_cursor_, put_key_, has_key_, trim_keys_;
    sqlite::Statement put_redo_, put_series_, put_source_, put_sli_state_, put_series_state_, put_journal_, put_raw_, drop_raw_, raw_;
};

}  // namespace plimsoll::ledger
