// invariant.h: our own bugs stop the process, in every build. Stopping beats recording nonsense in a ledger of truth.
#pragma once

namespace plimsoll {
/// Prints the condition, place and reason to standard error and aborts.
[[noreturn]] void invariant_broken(const char* condition, const char* file, int line, const char* why) noexcept;
}  // namespace plimsoll

/// INVARIANT(cond, "why it must hold"): never for input, peers or disks; those return Result.
#define INVARIANT(cond, why) \
    (static_cast<bool>(cond) ? void() : ::plimsoll::invariant_broken(#cond, __FILE__, __LINE__, why))
