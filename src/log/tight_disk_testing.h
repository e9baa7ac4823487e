// tight_disk_testing.h: a disk that is full, or whose sync fails, when a test says so: SQLite's own file layer with its
// write and sync wrapped, so that half-written groups happen exactly as on a real disk.
//
// Scope      the whole test process, and only while a TightDisk lives.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <map>
#include <mutex>

namespace plimsoll::log::testing {

class TightDisk {
public:
    TightDisk() {
        real() = sqlite3_vfs_find(nullptr);
        vfs_ = *real();
        vfs_.zName = "tight-disk";
        vfs_.xOpen = &open;
        bytes_left() = unlimited;
        sync_fails() = false;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~TightDisk() {
        sqlite3_vfs_register(real(), 1);
        sqlite3_vfs_unregister(&vfs_);
        bytes_left() = unlimited;
        sync_fails() = false;
    }
    TightDisk(const TightDisk&) = delete;
    TightDisk& operator=(const TightDisk&) = delete;

    /// From now on only so many bytes can be written; then writes answer "disk full".
    void leave(long long bytes) { bytes_left() = bytes; }
    void empty_out() { bytes_left() = unlimited; }
    /// Syncs answer an I/O error.
    void fail_syncs(bool yes) { sync_fails() = yes; }

private:
    static constexpr long long unlimited = 1LL << 60;
    static sqlite3_vfs*& real() {
        static sqlite3_vfs* vfs = nullptr;
        return vfs;
    }
    static std::atomic<long long>& bytes_left() {
        static std::atomic<long long> left{unlimited};
        return left;
    }
    static std::atomic<bool>& sync_fails() {
        static std::atomic<bool> fails{false};
        return fails;
    }
    static const sqlite3_io_methods*& real_methods() {
        static const sqlite3_io_methods* methods = nullptr;
        return methods;
    }
    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        const int code = real()->xOpen(real(), name, file, flags, out);
        if (code != SQLITE_OK || file->pMethods == nullptr) return code;
        static std::mutex mutex;
        static std::map<const sqlite3_io_methods*, sqlite3_io_methods> wrapped;  // one per kind of locking
        const std::lock_guard lock(mutex);
        real_methods() = file->pMethods;  // all kinds write and sync alike
        const auto [entry, fresh] = wrapped.try_emplace(file->pMethods, *file->pMethods);
        entry->second.xWrite = &write;
        entry->second.xSync = &sync;
        file->pMethods = &entry->second;
        return code;
    }
    static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        if (bytes_left().fetch_sub(count) < count) {
            bytes_left() = 0;
            return SQLITE_FULL;
        }
        return real_methods()->xWrite(file, bytes, count, at);
    }
    static int sync(sqlite3_file* file, int flags) {
        return sync_fails() ? SQLITE_IOERR_FSYNC : real_methods()->xSync(file, flags);
    }

    sqlite3_vfs vfs_{};
};

}  // namespace plimsoll::log::testing
