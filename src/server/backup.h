// backup.h: a copy of the data folder as of one instant, made while the server runs, and a data folder made from it.
//
// Shape      a folder plimsoll-<UTC>: log.db, log.heads, ledger.db and manifest.json, which names the instant and each
// file's
//            SHA-256. People's names are not in it: keys.db goes to a folder of its own, plimsoll-keys-<UTC>, when that
//            is asked for, so that it can be kept for a shorter time.
// Instant    the log's first, the ledger's a moment later: the ledger commits before the log tells of it, so the copy's
//            ledger holds every slot that its log speaks of.
// Trust      a back-up is verified after it was written, and again after it was restored: the log's chain, the
// databases'
//            pages, the hashes. What is not whole never bears the final name.
// Rights     whoever may read the data folder may back it up; nothing goes over the network (docs/adr/0006).
// Threads    one; the server need not know, and need not run.
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "log/event.h"

namespace plimsoll::server {

namespace errors {
inline constexpr ErrorKind not_a_backup{"backup.not_one", 422, "This is not a back-up",
                                        "Name the folder plimsoll-<time> that `plimsoll backup` made"};
inline constexpr ErrorKind backup_newer{"backup.newer", 409, "The back-up was made by a newer version",
                                        "Restore it with that version, or a newer one"};
inline constexpr ErrorKind backup_damaged{"backup.damaged", 422, "The back-up is not as it was written",
                                          "Take another one; keep this for whoever examines the damage"};
inline constexpr ErrorKind in_the_way{"backup.in_the_way", 409, "There is something already",
                                      "Name a place that is empty or does not exist; nothing is written over"};
}  // namespace errors

struct BackupFile {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< hexadecimal
};
BOOST_DESCRIBE_STRUCT(BackupFile, (), (name, bytes, sha256))

struct BackupManifest {
    std::int64_t format = 1;
    std::string version;  ///< of Plimsoll
    Timestamp at;
    std::string chain;  ///< of the log
    log::Seq seq = 0;   ///< its last event
    std::string hash;   ///< of that event; hexadecimal
    std::vector<BackupFile> files;
};
BOOST_DESCRIBE_STRUCT(BackupManifest, (), (format, version, at, chain, seq, hash, files))

struct BackupOptions {
    std::filesystem::path data;
    std::filesystem::path output;  ///< the back-up becomes a folder in it
    std::filesystem::path keys;    ///< the same for people's names; empty: they are not backed up
    Timestamp at;                  ///< names the folder
    std::function<void(std::uint64_t done, std::uint64_t of)> progress;
};

struct Backup {
    std::filesystem::path folder;
    std::filesystem::path keys;  ///< empty: not asked for
    BackupManifest manifest;
};

/// Errors: not_found (no data there); in_the_way; io; disk_full; corrupt; log newer; backup_damaged (what was copied
/// does not verify: the data itself is damaged).
[[nodiscard]] Result<Backup> back_up(const BackupOptions& options);

struct RestoreOptions {
    std::filesystem::path backup;  ///< its folder
    std::filesystem::path keys;    ///< the folder of people's names of the same log; empty: they stay unknown
    std::filesystem::path data;    ///< must not exist, or be empty
};

/// Errors: not_a_backup; backup_newer; backup_damaged; in_the_way; io; disk_full.
[[nodiscard]] Result<BackupManifest> restore(const RestoreOptions& options);

}  // namespace plimsoll::server
