#include "server/people.h"

#include <spdlog/spdlog.h>

namespace plimsoll::server {

Result<People> People::of(log::PersonVault& vault, const Clock& clock) {
    People people(vault, clock);
    TRY_ASSIGN(const auto ids, vault.people());
    for (const std::string& id : ids) {
        TRY_ASSIGN(const auto mail, vault.get(id, "mail"));
        if (mail) people.by_mail_[*mail] = id;
    }
    return people;
}

Result<std::string> People::make(const std::string& name, const std::string& mail) {
    TRY_ASSIGN(std::string id, vault_->create(clock_->now()));
    TRY(vault_->put(id, "name", name));
    TRY(vault_->put(id, "mail", mail));
    by_mail_[mail] = id;
    return id;
}

std::string People::id_of(const std::string& name, const std::string& mail) {
    if (mail.empty()) return "person:unknown";
    if (const auto found = by_mail_.find(mail); found != by_mail_.end()) return found->second;
    auto id = make(name, mail);
    if (id) return *id;
    spdlog::warn("the vault of names refused a new person: {}", id.error().sentence());
    return "person:unknown";
}

}  // namespace plimsoll::server
