#include "ingest/logs/log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace plimsoll::ingest::logs {
namespace {

constexpr std::size_t kBlock = 64 << 10;
constexpr std::size_t kMostRotated = 100;

Error failed(const std::filesystem::path& path, const char* what) {
    const int number = errno;
    std::string detail = std::string("cannot ") + what + " " + path.string() + ": " + std::strerror(number);
    if (number == EACCES) detail += "; let the user that plimsoll runs as read it (logs of Debian: add it to the group adm)";
    return fail(number == ENOENT ? plimsoll::errors::not_found : plimsoll::errors::io, std::move(detail));
}

bool is_rotated_name(std::string_view name, std::string_view log) {
    if (!name.starts_with(log) || name.size() < log.size() + 2) return false;
    name.remove_prefix(log.size());
    if (name.front() != '.' && name.front() != '-') return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; }) &&
           name.back() >= '0';
}

}  // namespace

Result<LogFile> LogFile::open(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return failed(path, "open");
    struct stat info {};
    LogFile out(descriptor, {}, path);
    if (::fstat(descriptor, &info) != 0) return failed(path, "look at");
    if (!S_ISREG(info.st_mode)) return fail(plimsoll::errors::io, path.string() + " is no file; name the file that the web server writes");
    out.id_ = {info.st_dev, info.st_ino};
    return out;
}

LogFile::LogFile(LogFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), id_(other.id_), path_(std::move(other.path_)) {}
LogFile& LogFile::operator=(LogFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(id_, other.id_);
    std::swap(path_, other.path_);
    return *this;
}
LogFile::~LogFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::uint64_t> LogFile::size() const {
    struct stat info {};
    if (::fstat(descriptor_, &info) != 0) return failed(path_, "look at");
    return static_cast<std::uint64_t>(info.st_size);
}

Result<> LogFile::read(std::uint64_t offset, std::size_t most, std::string& out) const {
    out.resize(most);
    std::size_t got = 0;
    while (got < most) {
        const ssize_t n = ::pread(descriptor_, out.data() + got, most - got, static_cast<off_t>(offset + got));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(path_, "read");
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    out.resize(got);
    return {};
}

Result<Head> LogFile::head(std::uint64_t bytes) const {
    std::string text;
    TRY(read(0, static_cast<std::size_t>(std::min(bytes, Head::kMost)), text));
    return Head{text.size(), XXH3_64bits(text.data(), text.size())};
}

Result<std::uint64_t> LogFile::end_of_lines() const {
    TRY_ASSIGN(std::uint64_t end, size());
    std::string block;
    while (end > 0) {
        const std::uint64_t start = end > kBlock ? end - kBlock : 0;
        TRY(read(start, static_cast<std::size_t>(end - start), block));
        if (const std::size_t at = block.rfind('\n'); at != std::string::npos) return start + at + 1;
        end = start;
    }
    return std::uint64_t{0};
}

std::optional<FileId> id_at(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return std::nullopt;
    return FileId{info.st_dev, info.st_ino};
}

Result<std::vector<std::filesystem::path>> rotated_files(const std::filesystem::path& log) {
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> found;
    std::error_code error;
    const std::filesystem::path folder = log.has_parent_path() ? log.parent_path() : ".";
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (!is_rotated_name(entry->path().filename().string(), log.filename().string())) continue;
        std::error_code gone;
        const auto written = entry->last_write_time(gone);
        if (!gone && entry->is_regular_file(gone)) found.emplace_back(written, entry->path());
    }
    if (error) return fail(plimsoll::errors::io, "cannot list " + folder.string() + ": " + error.message());
    std::sort(found.begin(), found.end());
    if (found.size() > kMostRotated) found.erase(found.begin(), found.end() - kMostRotated);
    std::vector<std::filesystem::path> out;
    for (auto& [written, path] : found) out.push_back(std::move(path));
    return out;
}

}  // namespace plimsoll::ingest::logs
