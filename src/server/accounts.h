// accounts.h: names, passwords and where people sign in from, in the vault (log/keys.h): each field is sealed under its
// person's key, so that erasing a person erases these too.
//
// Fields     login (to sign in with), name (shown to others, as of Git's authors), password (a PHC string), origins (JSON).
// Memory     logins, names and origins are read at the start and kept; passwords are read each time.
// Threads    safe from any thread (one lock; what writes holds it while the disk works).
#pragma once

#include <boost/describe/class.hpp>
#include <memory>
#include <mutex>

#include "domain/access/accounts.h"
#include "log/keys.h"

namespace plimsoll::server {

struct KeptOrigins {
    std::map<std::string, access::Origin> sessions;
};
BOOST_DESCRIBE_STRUCT(KeptOrigins, (), (sessions))

class VaultAccounts final : public access::Accounts {
public:
    /// `vault` must outlive it. Errors: those of the vault.
    static Result<std::unique_ptr<VaultAccounts>> open(log::PersonVault& vault);

    /// Everybody who has a name to sign in with, by id.
    [[nodiscard]] std::vector<std::string> people() const;
    [[nodiscard]] std::optional<std::string> find(const std::string& name) const override;
    [[nodiscard]] access::Account of(const std::string& person) const override;
    Result<std::string> add(const std::string& name, const std::string& display_name, Timestamp at) override;
    Result<> forget(const std::string& person, Timestamp at) override;
    Result<> rename(const std::string& person, const std::string& display_name) override;
    Result<std::optional<std::string>> password(const std::string& person) override;
    Result<> set_password(const std::string& person, const std::string& phc) override;
    Result<> set_origins(const std::string& person, std::map<std::string, access::Origin> origins) override;

private:
    explicit VaultAccounts(log::PersonVault& vault) : vault_(vault) {}
    Result<> read(const std::string& person);

    log::PersonVault& vault_;
    std::mutex writing_;         ///< one change of the vault and of what is kept of it at a time
    mutable std::mutex mutex_;   // guards what follows
    std::map<std::string, access::Account> by_person_;
    std::map<std::string, std::string> by_name_;
};

}  // namespace plimsoll::server
