#include "ingest/logs/log_follower.h"

#include <algorithm>

namespace plimsoll::ingest::logs {
namespace {

constexpr std::size_t kFirstLine = 64 << 10;

}  // namespace

Result<> LogFollower::open(const std::filesystem::path& path) {
    TRY_ASSIGN(LogFile opened, LogFile::open(path));
    place_ = {opened.id(), {}, 0};
    file_.emplace(std::move(opened));
    rotated_ = path != path_;
    quiet_since_ = Timestamp::max();
    last_size_ = 0;
    return {};
}

Result<> LogFollower::begin(From from) {
    const auto opened = open(path_);
    if (!opened && opened.error().is(plimsoll::errors::not_found)) return {};
    TRY(opened);
    if (from == From::start) return {};
    TRY_ASSIGN(const std::uint64_t end, file_->end_of_lines());
    return read_to(end);
}

Result<> LogFollower::resume(const LogPlace& place) {
    place_ = place;
    if (place.file.inode == 0) return {};
    auto at_path = LogFile::open(path_);
    if (!at_path && !at_path.error().is(plimsoll::errors::not_found)) return std::move(at_path).error();
    if (at_path && at_path->id() == place.file) {
        TRY_ASSIGN(const bool same, holds_place(*at_path));
        if (same) {
            file_.emplace(std::move(*at_path));
            return {};
        }
    }
    TRY_ASSIGN(auto found, rotated_file());
    if (found) {
        place_.file = found->id();
        file_.emplace(std::move(*found));
        rotated_ = true;
        quiet_since_ = Timestamp::max();
        return {};
    }
    note_ = "the file that was read to byte " + std::to_string(place.offset) +
            " is gone: what was written after that is not counted; import the compressed file with `plimsoll import access-log`";
    place_ = {};
    return {};
}

Result<bool> LogFollower::holds_place(const LogFile& file) const {
    TRY_ASSIGN(const std::uint64_t size, file.size());
    if (size < place_.offset) return false;
    if (place_.head.bytes == 0) return true;
    TRY_ASSIGN(const Head head, file.head(place_.head.bytes));
    return head == place_.head;
}

/// The rotated file that goes on where we are: the same one renamed, else a copy of it.
Result<std::optional<LogFile>> LogFollower::rotated_file() const {
    TRY_ASSIGN(const auto paths, rotated_files(path_));
    std::optional<LogFile> copy;
    for (const std::filesystem::path& path : paths) {
        auto opened = LogFile::open(path);
        if (!opened) continue;  // it was rotated on meanwhile, or is not ours to read: then it is not the one we read
        TRY_ASSIGN(const bool holds, holds_place(*opened));
        if (!holds) continue;
        if (opened->id() == place_.file) return std::optional<LogFile>(std::move(*opened));
        if (place_.head.bytes > 0) copy.emplace(std::move(*opened));
    }
    return copy;
}

Result<> LogFollower::look(Timestamp now) {
    if (!file_) return open(path_);
    if (rotated_) {
        TRY_ASSIGN(const std::uint64_t size, file_->size());
        if (quiet_since_ == Timestamp::max() || size != last_size_) quiet_since_ = now;
        last_size_ = size;
        return {};
    }
    TRY_ASSIGN(const bool same, holds_place(*file_));
    if (!same) return truncated(now);
    if (id_at(path_) == file_->id()) return {};
    rotated_ = true;
    TRY_ASSIGN(last_size_, file_->size());
    quiet_since_ = now;
    return {};
}

Result<> LogFollower::truncated(Timestamp now) {
    TRY_ASSIGN(auto found, rotated_file());
    if (found && found->id() != file_->id()) {
        place_.file = found->id();
        file_.emplace(std::move(*found));
        rotated_ = true;
        TRY_ASSIGN(last_size_, file_->size());
        quiet_since_ = now;
        return {};
    }
    note_ = "the log was truncated, and what it held after byte " + std::to_string(place_.offset) + " was not found in a copy beside it";
    place_ = {file_->id(), {}, 0};
    return {};
}

Result<> LogFollower::read_to(std::uint64_t offset) {
    place_.offset = offset;
    if (place_.head.bytes == Head::kMost || offset <= place_.head.bytes) return {};
    TRY_ASSIGN(place_.head, file_->head(std::min(offset, Head::kMost)));
    return {};
}

Result<> LogFollower::next(const std::function<bool(std::string_view)>& follows) {
    TRY_ASSIGN(const auto paths, rotated_files(path_));
    auto later = std::find_if(paths.begin(), paths.end(), [&](const auto& path) { return id_at(path) == file_->id(); });
    if (later != paths.end()) ++later;
    for (; later != paths.end(); ++later) {
        auto file = LogFile::open(*later);
        if (!file) continue;  // rotated on meanwhile, or not ours to read
        std::string start;
        TRY(file->read(0, kFirstLine, start));
        if (!start.empty() && follows(std::string_view(start).substr(0, start.find('\n')))) return open(*later);
    }
    const auto opened = open(path_);
    if (!opened && opened.error().is(plimsoll::errors::not_found)) return {};
    return opened;
}

}  // namespace plimsoll::ingest::logs
