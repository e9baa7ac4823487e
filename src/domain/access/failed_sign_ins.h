// failed_sign_ins.h: counts failed sign-ins until the next event tells of them all, so that an attacker cannot fill the log.
//
// Bounds     people named: the most that exist (unknown names are only counted). One event per take(), once a minute.
// Loss       what was counted since the last take() is lost when the process is killed.
// Threads    safe from any thread.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "domain/access/events.h"

namespace plimsoll::access {

class FailedSignIns {
public:
    /// `person` empty: nobody has that name.
    void count(const std::string& person, Timestamp at);
    [[nodiscard]] bool any() const;
    /// What was counted, the most attempts first; counting begins anew.
    [[nodiscard]] SignInFailed take();

private:
    mutable std::mutex mutex_;  // guards what follows
    SignInFailed total_;
    std::map<std::string, std::uint64_t> by_person_;
};

}  // namespace plimsoll::access
