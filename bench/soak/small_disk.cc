#include "small_disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace plimsoll::soak {

SmallDisk::~SmallDisk() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
}

Result<> SmallDisk::mount(std::size_t mib) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) return fail(errors::disk, folder_.string() + ": " + failed.message());
    const std::string options = fmt::format("size={}m,mode=0700", mib);
    if (::mount("none", folder_.c_str(), "tmpfs", 0, options.c_str()) != 0) return fail(errors::disk, std::strerror(errno));
    mounted_ = true;
    return {};
}

void SmallDisk::fill() const {
    const int fd = open(ballast().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return;
    static const std::array<char, 1 << 20> zeros{};
    for (std::size_t piece = zeros.size(); piece >= 4096;) {
        const ssize_t n = write(fd, zeros.data(), piece);
        if (n < static_cast<ssize_t>(piece)) piece /= 2;
    }
    close(fd);
}

void SmallDisk::free() const {
    std::error_code gone;
    std::filesystem::remove(ballast(), gone);
}

}  // namespace plimsoll::soak
