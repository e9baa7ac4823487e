// log_file.h: one open log file: which it is, how long it is, its bytes; and where it went when it was rotated.
//
// Identity   device and inode, and a hash of its first bytes, because a file system gives the inode of a removed file to the next.
// Rotated    files beside the log, called like it and then a point or a dash and digits ("access.log.1", "access.log-20261121").
//            Compressed ones are not read: what they hold was read before, or `plimsoll import access-log` reads it.
// Threads    one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::ingest::logs {

struct FileId {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    friend bool operator==(const FileId&, const FileId&) = default;
};

/// A hash of the first `bytes` of a file.
struct Head {
    static constexpr std::uint64_t kMost = 256;
    std::uint64_t bytes = 0;
    std::uint64_t hash = 0;
    friend bool operator==(const Head&, const Head&) = default;
};

class LogFile {
public:
    /// Errors: not_found; io (rights, a folder, a pipe), with what to do.
    static Result<LogFile> open(const std::filesystem::path& path);
    LogFile(LogFile&& other) noexcept;
    LogFile& operator=(LogFile&& other) noexcept;
    ~LogFile();

    [[nodiscard]] const FileId& id() const { return id_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Errors: io.
    [[nodiscard]] Result<std::uint64_t> size() const;
    /// At most `most` bytes from `offset` into `out`; fewer at the end. Errors: io.
    Result<> read(std::uint64_t offset, std::size_t most, std::string& out) const;
    /// Of the first `bytes`, at most Head::kMost. Errors: io.
    [[nodiscard]] Result<Head> head(std::uint64_t bytes) const;
    /// After the last line break; 0 without one. Errors: io.
    [[nodiscard]] Result<std::uint64_t> end_of_lines() const;

private:
    LogFile(int descriptor, FileId id, std::filesystem::path path) : descriptor_(descriptor), id_(id), path_(std::move(path)) {}

    int descriptor_ = -1;
    FileId id_;
    std::filesystem::path path_;
};

/// What the path names now; empty: nothing.
[[nodiscard]] std::optional<FileId> id_at(const std::filesystem::path& path);
/// Rotated files of the log, the oldest written first. Errors: io.
[[nodiscard]] Result<std::vector<std::filesystem::path>> rotated_files(const std::filesystem::path& log);

}  // namespace plimsoll::ingest::logs
