#include "domain/catalog/inside.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace plimsoll::catalog {

namespace fs = std::filesystem;

namespace {

constexpr int kStep = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int kLast = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// A link stands where none stood when the path was resolved: O_NOFOLLOW says ELOOP, with O_DIRECTORY ENOTDIR.
int meaning(int error) { return error == ELOOP || error == ENOTDIR ? EXDEV : error; }

/// `target`: absolute, resolved.
Opened open_by_names(const fs::path& target) {
    Descriptor at(::open("/", kStep));
    const fs::path names = target.relative_path();
    for (auto name = names.begin(); at.get() >= 0 && name != names.end(); ++name) {
        const bool last = std::next(name) == names.end();
        Descriptor next(::openat(at.get(), name->c_str(), last ? kLast : kStep));
        const int error = errno;
        at = std::move(next);  // closes, which may change errno
        errno = error;
    }
    const int error = at.get() < 0 ? meaning(errno) : 0;
    return {std::move(at), error};
}

}  // namespace

void Descriptor::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

bool is_inside(const fs::path& path, const fs::path& root) {
    const auto [at, end] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return at == root.end();
}

Opened open_inside(const fs::path& path, const fs::path& root) {
    std::error_code ec;
    const fs::path target = fs::canonical(path, ec);
    if (ec) return {Descriptor(), ec.value()};
    if (!is_inside(target, root)) return {Descriptor(), EXDEV};
    return open_by_names(target);
}

}  // namespace plimsoll::catalog
