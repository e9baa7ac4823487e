// inside.h: opens a file that lies in a folder and nothing else, whoever puts links in its way meanwhile.
//
// How        the path is resolved, must end inside the folder, and is then opened name by name from `/`, none of which may
//            be a link. So what is open is what was resolved. Nothing is asked of /proc, which a container may lack.
// Blocking   never, also when a pipe took the file's place.
#pragma once

#include <filesystem>
#include <utility>

namespace plimsoll::catalog {

class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }
    /// Below zero: nothing is open.
    [[nodiscard]] int get() const { return fd_; }

private:
    void close();
    int fd_;
};

struct Opened {
    Descriptor file;
    int error = 0;  ///< errno; ENOENT: it is gone; EXDEV: it leads outside, or led elsewhere a moment ago
};

/// For reading. `root`: a folder or file, as canonical() says it.
[[nodiscard]] Opened open_inside(const std::filesystem::path& path, const std::filesystem::path& root);

/// Both absolute and without `..`.
[[nodiscard]] bool is_inside(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace plimsoll::catalog
