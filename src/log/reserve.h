// reserve.h: disk space kept for the log, so that paging goes on when the disk is full.
//
// Shape      a preallocated file beside log.db. While it exists, its bytes are nobody else's.
// Life       made when twice its size is free; released when a commit meets a full disk; made again when there is room.
// Threads    low() from any thread; the rest from the writer's.
#pragma once

#include <atomic>
#include <filesystem>

#include "log/log.h"

namespace plimsoll::log {

/// Where the reserve of a data folder stands.
[[nodiscard]] std::filesystem::path reserve_file(const std::filesystem::path& folder);

/// Before anything in `folder` is opened: where next to nothing is free, gives the reserve back, since a start needs a
/// little room itself, and a server that is down pages nobody.
void release_reserve_of_full_disk(const std::filesystem::path& folder);

class Reserve {
public:
    /// bytes 0: there is none, and space is never low.
    Reserve(std::filesystem::path file, std::size_t bytes, FreeSpace free_space);

    /// Less than `bytes` are free. A disk that cannot be asked is not called low.
    [[nodiscard]] bool low() const;
    /// The disk says that fewer than `bytes` are free.
    [[nodiscard]] bool almost_nothing(std::uint64_t bytes) const { return !free_at_least(bytes, true); }
    [[nodiscard]] bool held() const { return held_; }
    /// It should be made again: not held, and there is room.
    [[nodiscard]] bool wanted() const;
    /// Makes the file if it is wanted. A refusal is logged, never an error: the log works without it.
    void keep();
    /// Gives the bytes back to the disk. False: there was nothing to give.
    bool release();

private:
    [[nodiscard]] bool free_at_least(std::uint64_t bytes, bool if_unknown) const;

    std::filesystem::path file_;
    std::size_t bytes_;
    FreeSpace free_space_;
    std::atomic<bool> held_{false};
};

}  // namespace plimsoll::log
