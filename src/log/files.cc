#include "log/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace plimsoll::log {

namespace {

Error refused(const std::string& doing, const std::filesystem::path& path) {
    return fail(plimsoll::errors::io, doing + " " + path.string() + ": " + std::generic_category().message(errno));
}

Result<> write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return refused("writing", path);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return ::fsync(fd) == 0 ? Result<>() : Result<>(refused("syncing", path));
}

Result<> write_with(const std::filesystem::path& path, std::string_view bytes, int flags, unsigned mode) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
    if (fd < 0) return refused("opening", path);
    auto written = write_all(fd, bytes, path);
    ::close(fd);
    return written;
}

/// A new name is durable only when its folder is.
Result<> sync_folder_of(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return refused("opening", folder);
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    return synced ? Result<>() : Result<>(refused("syncing", folder));
}

}  // namespace

Result<> replace_file(const std::filesystem::path& path, std::string_view bytes) {
    const std::filesystem::path part = path.string() + ".part";
    auto written = write_with(part, bytes, O_TRUNC, 0644);
    if (written && ::rename(part.c_str(), path.c_str()) != 0) written = refused("renaming", part);
    if (written) return sync_folder_of(path);
    std::error_code gone;
    std::filesystem::remove(part, gone);
    return written;
}

Result<> append_to_file(const std::filesystem::path& path, std::string_view bytes) {
    TRY(write_with(path, bytes, O_APPEND, 0644));
    return sync_folder_of(path);
}

Result<> create_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
    TRY(write_with(path, bytes, O_EXCL, mode));
    return sync_folder_of(path);
}

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return refused("opening", path);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    if (in.bad()) return refused("reading", path);
    return bytes;
}

}  // namespace plimsoll::log
