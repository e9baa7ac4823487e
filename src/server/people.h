// people.h: which opaque id stands for a Git author: the same mail is the same person, in the vault and nowhere else.
//
// Threads    one at a time.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "log/keys.h"

namespace plimsoll::server {

class People {
public:
    /// Reads the known mails. Errors: those of the vault.
    static Result<People> of(log::PersonVault& vault, const Clock& clock);

    /// The person with this mail, made when unknown; "person:unknown" where the vault refuses (it is said in the log of
    /// the process) or Git knows no mail.
    std::string id_of(const std::string& name, const std::string& mail);

private:
    People(log::PersonVault& vault, const Clock& clock) : vault_(&vault), clock_(&clock) {}
    Result<std::string> make(const std::string& name, const std::string& mail);

    log::PersonVault* vault_;
    const Clock* clock_;
    std::map<std::string, std::string> by_mail_;
};

}  // namespace plimsoll::server
