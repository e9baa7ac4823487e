#include "log/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "log/log.h"

namespace plimsoll::log {

namespace {

Error refused(const std::string& doing, const std::filesystem::path& path, int code) {
    return fail(plimsoll::errors::io, doing + " " + path.string() + ": " + std::generic_category().message(code));
}

std::string owner_of(int fd) {
    char digits[24] = {};
    const ssize_t n = ::pread(fd, digits, sizeof digits - 1, 0);
    std::string pid;
    for (ssize_t i = 0; i < n && digits[i] >= '0' && digits[i] <= '9'; ++i) pid += digits[i];
    return pid.empty() ? "another plimsoll" : "another plimsoll (pid " + pid + ")";
}

/// For people only: a disk that refuses it does not matter.
void write_owner(int fd) {
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd, 0) == 0) static_cast<void>(!::pwrite(fd, pid.data(), pid.size(), 0));
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& file, const std::string& what) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) return refused("opening", file, errno);
    FileLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) {
        write_owner(fd);
        return lock;
    }
    if (errno != EWOULDBLOCK) return refused("locking", file, errno);
    return fail(errors::in_use, owner_of(fd) + " uses " + what);
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

FileLock::~FileLock() {
    if (fd_ >= 0) ::close(fd_);
}

Result<FolderLock> FolderLock::acquire(const std::filesystem::path& folder) {
    std::error_code code;
    const bool made = std::filesystem::create_directories(folder, code);
    if (code) return refused("creating", folder, code.value());
    // Whoever may read the files needs no right to see what they hold. A folder that somebody made keeps the rights they gave it.
    if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, code);
    if (code) return refused("closing to others", folder, code.value());
    TRY_ASSIGN(FileLock lock, FileLock::acquire(folder / "LOCK", "this data folder: " + folder.string()));
    return FolderLock(std::move(lock));
}

}  // namespace plimsoll::log
