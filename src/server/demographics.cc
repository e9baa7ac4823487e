#include "server/demographics.h"

#include "base/private_file.h"

namespace plimsoll::server {

namespace {

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS declared(
    application TEXT NOT NULL,
    candidate TEXT NOT NULL,
    attribute TEXT NOT NULL,
    choice TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (application, attribute)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS declared_by ON declared(candidate);
)sql";

}  // namespace

Result<std::unique_ptr<Demographics>> Demographics::open(const std::filesystem::path& file) {
    TRY(make_private(file));
    sqlite::OpenOptions options;
    options.secure_delete = true;
    TRY_ASSIGN(sqlite::Db db, sqlite::Db::open(file, options));
    TRY(db.exec(kSchema));
    return std::unique_ptr<Demographics>(new Demographics(std::move(db)));
}

Result<> Demographics::declare(const hiring::DeclaredRow& row) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(db_));
    TRY_ASSIGN(sqlite::Statement clear, db_.prepare("DELETE FROM declared WHERE application = ?"));
    TRY(clear.bind(1, row.application).run());
    TRY_ASSIGN(sqlite::Statement put, db_.prepare("INSERT INTO declared VALUES (?, ?, ?, ?, ?)"));
    for (const auto& [attribute, choice] : row.values)
        TRY(put.bind(1, row.application).bind(2, row.candidate).bind(3, attribute).bind(4, choice).bind(5, row.at.in_ms()).run());
    return transaction.commit();
}

Result<> Demographics::withdraw(const std::string& application) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Statement clear, db_.prepare("DELETE FROM declared WHERE application = ?"));
    TRY(clear.bind(1, application).run());
    return db_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<> Demographics::forget(const std::string& candidate) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Statement clear, db_.prepare("DELETE FROM declared WHERE candidate = ?"));
    TRY(clear.bind(1, candidate).run());
    // What was deleted stands in the write-ahead log until it is emptied.
    return db_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<std::vector<hiring::DeclaredRow>> Demographics::rows(const std::string& where, const std::string& value) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(sqlite::Statement read, db_.prepare("SELECT application, candidate, attribute, choice, at FROM declared " + where + " ORDER BY application, attribute"));
    if (!where.empty()) read.bind(1, value);
    std::vector<hiring::DeclaredRow> out;
    while (true) {
        TRY_ASSIGN(const bool more, read.step());
        if (!more) return out;
        const std::string application(read.text(0));
        if (out.empty() || out.back().application != application) out.push_back({std::string(read.text(1)), application, {}, Timestamp::from_ms(read.integer(4))});
        out.back().values.emplace(read.text(2), read.text(3));
    }
}

Result<std::optional<hiring::DeclaredRow>> Demographics::of(const std::string& application) {
    TRY_ASSIGN(std::vector<hiring::DeclaredRow> found, rows("WHERE application = ?", application));
    if (found.empty()) return std::optional<hiring::DeclaredRow>();
    return std::optional<hiring::DeclaredRow>(std::move(found.front()));
}

Result<std::vector<hiring::DeclaredRow>> Demographics::all() { return rows("", ""); }

}  // namespace plimsoll::server
