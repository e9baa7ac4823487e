// log_follower.h: one log through its rotations: which file is read, from where, and which is next.
//
// Renamed    the file that is open is read on until nothing came for 10 s (web servers write to it until they reopen), then the
//            one that the path names, from its start. A file that was deleted is read so too, as long as it is open.
// Truncated  (copytruncate) the rest is looked for in the copy beside it, then the log is read from its start. What was written and
//            truncated before anything of the file was read is lost: nothing tells its copy.
// Several    rotations before the file was read to its end, or while nobody read, leave files between: they are read in their order.
// Restart    resume() finds the file by its identity, under its new name too.
// Lost       what cannot be found any more (compressed, deleted while nobody read) is told by note().
// Threads    one.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.h"
#include "ingest/logs/log_file.h"

namespace plimsoll::ingest::logs {

/// Where reading stands. inode 0: the log was not there yet, and all of it is new.
struct LogPlace {
    FileId file;
    Head head;  ///< of what was read
    std::uint64_t offset = 0;
    friend bool operator==(const LogPlace&, const LogPlace&) = default;
};

class LogFollower {
public:
    static constexpr Duration kQuiet = Duration::seconds(10);

    explicit LogFollower(std::filesystem::path path) : path_(std::move(path)) {}

    /// A log that is met for the first time: from its end, or from its start. Errors: io.
    enum class From { end, start };
    Result<> begin(From from);
    /// Errors: io.
    Result<> resume(const LogPlace& place);

    /// Looks what became of the log. After it there is a file to read. Errors: not_found; io.
    Result<> look(Timestamp now);
    [[nodiscard]] const LogFile& file() const { return *file_; }
    [[nodiscard]] const LogPlace& place() const { return place_; }
    /// All before `offset` was read. Errors: io.
    Result<> read_to(std::uint64_t offset);
    /// What is read is no longer what the path names.
    [[nodiscard]] bool rotated() const { return rotated_; }
    /// Nothing will come any more.
    [[nodiscard]] bool ended(Timestamp now) const { return rotated_ && now - quiet_since_ >= kQuiet; }
    /// Goes on to the file after one that ended; stays while there is none. Of rotated files only those that were written later and
    /// whose first line `follows` are read: a copy that somebody made of an old one is not. Errors: io.
    Result<> next(const std::function<bool(std::string_view first_line)>& follows);
    /// What a person should know of the last rotation; empty: nothing.
    [[nodiscard]] const std::string& note() const { return note_; }

private:
    Result<> open(const std::filesystem::path& path);
    Result<bool> holds_place(const LogFile& file) const;
    Result<std::optional<LogFile>> rotated_file() const;
    Result<> truncated(Timestamp now);

    const std::filesystem::path path_;
    std::optional<LogFile> file_;
    LogPlace place_;
    bool rotated_ = false;
    std::uint64_t last_size_ = 0;
    Timestamp quiet_since_;
    std::string note_;
};

}  // namespace plimsoll::ingest::logs
