// small_disk.h: a disk of a few hundred MiB that can be filled to the last byte: a tmpfs of its own size, which only root
// may mount.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace plimsoll::soak {

namespace errors {
inline constexpr ErrorKind disk{"soak.disk", 500, "The small disk cannot be had", "Run the soak as root, or go without full disks"};
}  // namespace errors

class SmallDisk {
public:
    explicit SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    /// Makes the folder and mounts on it. Errors: disk.
    Result<> mount(std::size_t mib);
    [[nodiscard]] bool mounted() const { return mounted_; }
    /// Takes every byte that is free.
    void fill() const;
    /// Gives back what fill() took.
    void free() const;

private:
    [[nodiscard]] std::filesystem::path ballast() const { return folder_ / "ballast"; }
    std::filesystem::path folder_;
    bool mounted_ = false;
};

}  // namespace plimsoll::soak
