// folder_lock.h: one process per data folder, one log per file. The operating system drops a lock when its process ends,
// however it ends, so that no stale lock needs a person.
//
// Shape      the file keeps standing after release; it holds the owner's process id for the error message only.
// Threads    values; move freely.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace plimsoll::log {

/// An exclusive flock on one file, held until destroyed.
class FileLock {
public:
    /// Errors: in_use ("another plimsoll (pid 12) uses <what>"); io.
    static Result<FileLock> acquire(const std::filesystem::path& file, const std::string& what);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int fd) : fd_(fd) {}
    int fd_ = -1;
};

/// The lock of a whole data folder: its file LOCK.
class FolderLock {
public:
    /// Creates the folder when missing. Errors: in_use ("another plimsoll (pid 12) uses this data folder: ..."); io.
    static Result<FolderLock> acquire(const std::filesystem::path& folder);

private:
    explicit FolderLock(FileLock lock) : lock_(std::move(lock)) {}
    FileLock lock_;
};

}  // namespace plimsoll::log
