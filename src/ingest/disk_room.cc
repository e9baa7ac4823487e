#include "ingest/disk_room.h"

#include <system_error>

namespace plimsoll::ingest {
namespace {
constexpr std::int64_t kAskEvery_ms = 1000;
}

bool DiskRoom::has_room() {
    const std::int64_t now = clock_.monotonic().in_ms();
    std::int64_t asked = asked_ms_.load();
    const bool due = asked == INT64_MIN || now - asked >= kAskEvery_ms;
    if (due && asked_ms_.compare_exchange_strong(asked, now)) {
        const auto free = free_bytes_();
        room_ = !free || *free >= reserve_;
    }
    return room_;
}

std::optional<std::uint64_t> free_bytes(const std::filesystem::path& folder) {
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (error) return std::nullopt;
    return space.available;
}

}  // namespace plimsoll::ingest
