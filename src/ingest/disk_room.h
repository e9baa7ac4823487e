// disk_room.h: whether the data folder's disk can take telemetry, so that what is left stays for the log and paging.
//
// Threads    safe from any thread. The disk is asked at most once a second; between, the last answer stands.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/clock.h"

namespace plimsoll::ingest {

class DiskRoom {
public:
    /// `free_bytes`: empty when the disk cannot be asked; the ledger's own error then says more, so that counts as
    /// room.
    DiskRoom(const Clock& clock, std::function<std::optional<std::uint64_t>()> free_bytes,
             std::uint64_t reserve = 64 << 20)
        : clock_(clock), free_bytes_(std::move(free_bytes)), reserve_(reserve) {}

    [[nodiscard]] bool has_room();

private:
    const Clock& clock_;
    const std::function<std::optional<std::uint64_t>()> free_bytes_;
    const std::uint64_t reserve_;
    std::atomic<std::int64_t> asked_ms_{INT64_MIN};
    std::atomic<bool> room_{true};
};

/// Bytes that an unprivileged process may still write where `folder` lies.
[[nodiscard]] std::optional<std::uint64_t> free_bytes(const std::filesystem::path& folder);

}  // namespace plimsoll::ingest
