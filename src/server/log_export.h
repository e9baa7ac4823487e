// log_export.h: the log as NDJSON over HTTP, as `plimsoll audit export` writes it, while the server goes on.
//
// Bounds     of each reader about half a MiB stands in memory and the next piece is read from the disk only when that is
//            nearly taken; a slow reader makes nobody wait. Eight exports at once; further ones are told so (busy).
// Failure    what does not follow from the event before is not exported: the text then ends with {"problem": …} instead of
//            a signed head, and `audit verify-export` refuses it.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>

#include "api/route.h"
#include "base/clock.h"
#include "log/heads.h"
#include "server/desk.h"

namespace plimsoll::server {

class LogExports {
public:
    static constexpr int kMost = 8;
    static constexpr std::size_t kEnough = 256u << 10;  ///< bytes ready: no more is read

    /// All outlive this; this outlives its streams.
    LogExports(std::filesystem::path log_file, const log::SigningKey& key, const Desk& desk, const Clock& clock);

    /// Errors: busy; not_found (no events in the range); invalid (which fields); io.
    Result<api::Reply> begin(const api::Request& request);

private:
    const std::filesystem::path file_;
    const log::SigningKey& key_;
    const Desk& desk_;
    const Clock& clock_;
    std::shared_ptr<std::atomic<int>> open_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace plimsoll::server
