#include "server/backup.h"

#include <algorithm>
#include <system_error>

#include "base/sqlite_copy.h"
#include "base/text.h"
#include "log/files.h"
#include "log/verify.h"
#include "server/backup_files.h"
#include "server/version.h"

namespace plimsoll::server {

namespace fs = std::filesystem;

namespace {

/// "20261121T131500Z": sorts by time and stands in any file system.
std::string stamp_of(Timestamp at) {
    std::string text = text::rfc3339(at.floor(Duration::seconds(1)));
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

/// Where the chain stands in this log.
Result<> read_head(sqlite::Db& log, BackupManifest& manifest) {
    TRY_ASSIGN(sqlite::Statement chain, log.prepare("SELECT value FROM meta WHERE name = 'chain'"));
    TRY_ASSIGN(const bool named, chain.step());
    if (named) manifest.chain = chain.text(0);
    TRY_ASSIGN(sqlite::Statement last, log.prepare("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"));
    TRY_ASSIGN(const bool any, last.step());
    if (!any) return {};
    manifest.seq = static_cast<log::Seq>(last.integer(0));
    manifest.hash = text::hex(last.blob(1));
    return {};
}

/// The log's chain is whole and ends where the manifest says; every page of the ledger can be read.
Result<> verify(const fs::path& folder, const BackupManifest& manifest) {
    TRY_ASSIGN(const log::AuditReport report, log::verify_log(folder / "log.db", {}));
    if (!report.intact) return fail(errors::backup_damaged, "log.db: " + report.findings.front().what);
    if (report.last_seq != manifest.seq || report.chain_id != manifest.chain ||
        (manifest.seq != 0 && report.last_hash != manifest.hash))
        return fail(errors::backup_damaged, "log.db does not end where the manifest says");
    return sqlite::check_integrity(folder / "ledger.db");
}

/// Signed heads recorded so far; none yet is no file. Before the log is held, so that no head is newer than its events.
Result<bool> copy_heads(const fs::path& data, const fs::path& folder) {
    std::error_code ec;
    if (!fs::exists(data / "log.heads", ec)) return false;
    TRY_ASSIGN(const std::string heads, log::read_file(data / "log.heads"));
    TRY(log::create_file(folder / "log.heads", heads, 0600));
    return true;
}

Result<> copy_keys(const BackupOptions& options, const fs::path& final_name, BackupManifest manifest) {
    TRY_ASSIGN(PartialFolder folder, PartialFolder::make(final_name));
    TRY_ASSIGN(sqlite::Instant keys, sqlite::Instant::hold(options.data / "keys.db"));
    TRY(keys.copy_to(folder.path() / "keys.db"));
    TRY(sqlite::check_integrity(folder.path() / "keys.db"));
    TRY(write_manifest(folder.path(), manifest, {"keys.db"}));
    return folder.finish();
}

Result<> copy_private(const fs::path& from, const fs::path& to) {
    std::error_code ec;
    fs::copy_file(from, to, ec);
    if (!ec) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, ec);
    if (ec == std::errc::no_space_on_device) return fail(sqlite::errors::disk_full, to.string());
    if (ec) return fail(plimsoll::errors::io, "copying to " + to.string() + ": " + ec.message());
    return {};
}

bool has(const BackupManifest& manifest, const std::string& name) {
    return std::any_of(manifest.files.begin(), manifest.files.end(),
                       [&](const BackupFile& f) { return f.name == name; });
}

/// What arrived is compared again: the disk that takes it may be another.
Result<> copy_files(const fs::path& from, const BackupManifest& manifest, const fs::path& to) {
    for (const BackupFile& file : manifest.files) {
        TRY(copy_private(from / file.name, to / file.name));
        TRY_ASSIGN(const BackupFile copied, describe_file(to, file.name));
        if (copied.sha256 != file.sha256)
            return fail(errors::backup_damaged, file.name + " changed while it was copied");
    }
    return {};
}

}  // namespace

Result<Backup> back_up(const BackupOptions& options) {
    std::error_code ec;
    for (const char* file : {"log.db", "ledger.db"})
        if (!fs::exists(options.data / file, ec))
            return fail(plimsoll::errors::not_found, (options.data / file).string());
    Backup done;
    done.folder = options.output / ("plimsoll-" + stamp_of(options.at));
    done.manifest.version = kVersion;
    done.manifest.at = options.at;
    TRY_ASSIGN(PartialFolder folder, PartialFolder::make(done.folder));
    TRY_ASSIGN(const bool heads, copy_heads(options.data, folder.path()));
    TRY_ASSIGN(sqlite::Instant log, sqlite::Instant::hold(options.data / "log.db"));
    TRY_ASSIGN(sqlite::Instant ledger, sqlite::Instant::hold(options.data / "ledger.db"));
    TRY(read_head(log.db(), done.manifest));
    TRY(log.copy_to(folder.path() / "log.db"));
    TRY(ledger.copy_to(folder.path() / "ledger.db", options.progress));
    TRY(verify(folder.path(), done.manifest));
    std::vector<std::string> files{"log.db", "ledger.db"};
    if (heads) files.emplace_back("log.heads");
    TRY(write_manifest(folder.path(), done.manifest, files));
    if (!options.keys.empty()) {
        done.keys = options.keys / ("plimsoll-keys-" + stamp_of(options.at));
        TRY(copy_keys(options, done.keys, done.manifest));
    }
    TRY(folder.finish());
    return done;
}

Result<BackupManifest> restore(const RestoreOptions& options) {
    TRY_ASSIGN(const BackupManifest manifest, checked_manifest(options.backup));
    if (!has(manifest, "log.db") || !has(manifest, "ledger.db"))
        return fail(errors::not_a_backup,
                    "its manifest names no log.db and ledger.db; a folder of keys is given with --keys");
    TRY_ASSIGN(PartialFolder folder, PartialFolder::make(options.data));
    TRY(copy_files(options.backup, manifest, folder.path()));
    if (!options.keys.empty()) {
        TRY_ASSIGN(const BackupManifest keys, checked_manifest(options.keys));
        if (!has(keys, "keys.db") || keys.chain != manifest.chain)
            return fail(errors::not_a_backup, options.keys.string() + " does not hold the people of this log");
        TRY(copy_files(options.keys, keys, folder.path()));
    }
    TRY(verify(folder.path(), manifest));
    TRY(folder.finish());
    return manifest;
}

}  // namespace plimsoll::server
