#include "server/accounts.h"

#include "base/json.h"

namespace plimsoll::server {

Result<std::unique_ptr<VaultAccounts>> VaultAccounts::open(log::PersonVault& vault) {
    std::unique_ptr<VaultAccounts> accounts(new VaultAccounts(vault));
    TRY_ASSIGN(const auto ids, vault.people());
    for (const std::string& id : ids) TRY(accounts->read(id));
    return accounts;
}

Result<> VaultAccounts::read(const std::string& person) {
    TRY_ASSIGN(auto fields, vault_.fields(person));
    if (!fields.contains("login")) return {};  // a Git author who never signs in
    access::Account account{fields["login"], fields["name"], {}};
    if (const auto origins = fields.find("origins"); origins != fields.end()) {
        TRY_ASSIGN(KeptOrigins kept, json::decode<KeptOrigins>(origins->second));
        account.origins = std::move(kept.sessions);
    }
    by_name_[account.name] = person;
    by_person_[person] = std::move(account);
    return {};
}

std::vector<std::string> VaultAccounts::people() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (const auto& [id, account] : by_person_) out.push_back(id);
    return out;
}

std::optional<std::string> VaultAccounts::find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
}

access::Account VaultAccounts::of(const std::string& person) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_person_.find(person);
    return found == by_person_.end() ? access::Account{} : found->second;
}

Result<std::string> VaultAccounts::add(const std::string& name, const std::string& display_name, Timestamp at) {
    const std::lock_guard writing(writing_);
    if (find(name)) return fail(access::errors::name_taken, "`" + name + "`");
    TRY_ASSIGN(std::string id, vault_.create(at));
    TRY(vault_.put(id, "name", display_name));
    TRY(vault_.put(id, "login", name));
    const std::lock_guard lock(mutex_);
    by_name_[name] = id;
    by_person_[id] = {name, display_name, {}};
    return id;
}

Result<> VaultAccounts::forget(const std::string& person, Timestamp at) {
    const std::lock_guard writing(writing_);
    TRY(vault_.erase(person, at));
    const std::lock_guard lock(mutex_);
    if (const auto found = by_person_.find(person); found != by_person_.end()) {
        by_name_.erase(found->second.name);
        by_person_.erase(found);
    }
    return {};
}

Result<> VaultAccounts::rename(const std::string& person, const std::string& display_name) {
    const std::lock_guard writing(writing_);
    TRY(vault_.put(person, "name", display_name));
    const std::lock_guard lock(mutex_);
    by_person_[person].display_name = display_name;
    return {};
}

Result<std::optional<std::string>> VaultAccounts::password(const std::string& person) { return vault_.get(person, "password"); }

Result<> VaultAccounts::set_password(const std::string& person, const std::string& phc) { return vault_.put(person, "password", phc); }

Result<> VaultAccounts::set_origins(const std::string& person, std::map<std::string, access::Origin> origins) {
    const std::lock_guard writing(writing_);
    KeptOrigins kept{std::move(origins)};
    TRY(vault_.put(person, "origins", json::encode(kept)));
    const std::lock_guard lock(mutex_);
    by_person_[person].origins = std::move(kept.sessions);
    return {};
}

}  // namespace plimsoll::server
