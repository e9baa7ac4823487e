// verify.h: the audit of log.db: reads the whole file, trusts nothing in it, and names what was changed.
//
// Cost       streaming: some megabytes of memory, about 2 s for a million events. The file is opened read-only in short
//            transactions, so that a server may go on writing to it; what is appended meanwhile is not looked at.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "log/audit_report.h"
#include "log/heads.h"

namespace plimsoll::log {

/// How far: events done, of how many. Called about every two thousand events, on the caller's thread.
using Progress = std::function<void(std::uint64_t done, std::uint64_t of)>;

struct VerifyOptions {
    std::vector<SignedHead> heads;  ///< kept outside; those recorded beside the log are read as well
    std::string public_key;         ///< 32 bytes; empty: signatures are not checked, and the report says so
    Progress progress;
};

/// Errors: not_found (no log there); newer; io. All that is wrong with the content is in the report.
[[nodiscard]] Result<AuditReport> verify_log(const std::filesystem::path& file, const VerifyOptions& options);

}  // namespace plimsoll::log
