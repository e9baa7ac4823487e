#include "base/sqlite_copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace plimsoll::sqlite {

namespace {

constexpr int kPagesAStep = 4096;

Error refused(const std::string& doing, const std::filesystem::path& path) {
    return fail(plimsoll::errors::io, doing + " " + path.string() + ": " + std::generic_category().message(errno));
}

Error copy_error(int code) {
    if ((code & 0xff) == SQLITE_FULL) return fail(errors::disk_full, "while copying");
    if ((code & 0xff) == SQLITE_CORRUPT) return fail(errors::corrupt, "while copying");
    return fail(plimsoll::errors::io, std::string("copying: ") + sqlite3_errstr(code));
}

/// Made by us with our rights before SQLite, which would take the umask's, opens it.
Result<> make_private(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return refused("making", file);
    ::close(fd);
    return {};
}

Result<> sync(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refused("opening", file);
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    if (!synced) return refused("syncing", file);
    return {};
}

using RawDb = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

Result<> copy_pages(sqlite3* from, sqlite3* to, const CopyProgress& progress) {
    sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
    if (copy == nullptr) return copy_error(sqlite3_extended_errcode(to));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(copy, kPagesAStep);
        const auto of = static_cast<std::uint64_t>(sqlite3_backup_pagecount(copy));
        if (progress) progress(of - static_cast<std::uint64_t>(sqlite3_backup_remaining(copy)), of);
    }
    sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE) return copy_error(code);
    return {};
}

}  // namespace

Result<Instant> Instant::hold(const std::filesystem::path& file) {
    TRY_ASSIGN(Db db, Db::open(file, {.mode = Mode::read_only}));
    // The transaction takes its instant at its first read, not at BEGIN.
    TRY(db.exec("BEGIN; SELECT count(*) FROM sqlite_schema"));
    return Instant(std::move(db));
}

Result<> Instant::copy_to(const std::filesystem::path& to, const CopyProgress& progress) {
    TRY(make_private(to));
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(to.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    const RawDb target(raw, sqlite3_close_v2);
    if (code != SQLITE_OK) return copy_error(code);
    TRY(copy_pages(db_.raw(), raw, progress));
    // The pages say that there is a write-ahead log beside them; the copy is to stand alone.
    if (const int done = sqlite3_exec(raw, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr); done != SQLITE_OK)
        return copy_error(done);
    return sync(to);
}

Result<> check_integrity(const std::filesystem::path& file) {
    TRY_ASSIGN(Db db, Db::open(file, {.mode = Mode::read_only}));
    TRY_ASSIGN(Statement check, db.prepare("PRAGMA integrity_check(1)"));
    TRY_ASSIGN(const bool row, check.step());
    const std::string said(row ? check.text(0) : "nothing was said");
    if (said != "ok") return fail(errors::corrupt, file.filename().string() + ": " + said);
    return {};
}

}  // namespace plimsoll::sqlite
