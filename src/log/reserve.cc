#include "log/reserve.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace plimsoll::log {

Result<std::uint64_t> free_space(const std::filesystem::path& path) {
    struct statvfs disk {};
    if (statvfs(path.c_str(), &disk) != 0)
        return fail(plimsoll::errors::io, "statvfs " + path.string() + ": " + std::generic_category().message(errno));
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

std::filesystem::path reserve_file(const std::filesystem::path& folder) { return folder / "log.reserve"; }

void release_reserve_of_full_disk(const std::filesystem::path& folder) {
    constexpr std::uint64_t enough_to_start = 4u << 20;
    const auto free = free_space(folder);
    if (!free || *free >= enough_to_start) return;
    std::error_code refused;
    if (std::filesystem::remove(reserve_file(folder), refused)) {
        spdlog::warn("log: the disk is full; what was kept for the log is used to start");
    }
}

Reserve::Reserve(std::filesystem::path file, std::size_t bytes, FreeSpace free_space)
    : file_(std::move(file)), bytes_(bytes), free_space_(std::move(free_space)) {
    std::error_code missing;
    held_ = bytes_ != 0 && std::filesystem::file_size(file_, missing) == bytes_ && !missing;
}

bool Reserve::free_at_least(std::uint64_t bytes, bool if_unknown) const {
    const std::filesystem::path folder = file_.parent_path();
    const auto free = free_space_(folder.empty() ? "." : folder);
    return free ? *free >= bytes : if_unknown;
}

bool Reserve::low() const { return bytes_ != 0 && !free_at_least(bytes_, true); }

bool Reserve::wanted() const { return bytes_ != 0 && !held_ && free_at_least(2 * std::uint64_t{bytes_}, false); }

void Reserve::keep() {
    if (!wanted()) return;
    const int fd = ::open(file_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int refused = fd < 0 ? errno : posix_fallocate(fd, 0, static_cast<off_t>(bytes_));
    if (fd >= 0) ::close(fd);
    held_ = refused == 0;
    if (held_) return;
    std::error_code gone;
    std::filesystem::remove(file_, gone);
    spdlog::warn("log: no space could be kept in {}: {}", file_.string(), std::generic_category().message(refused));
}

bool Reserve::release() {
    if (!held_) return false;
    std::error_code refused;
    std::filesystem::remove(file_, refused);
    held_ = false;
    if (!refused) spdlog::warn("log: the disk is full; the {} bytes kept for the log are used now", bytes_);
    return !refused;
}

}  // namespace plimsoll::log
