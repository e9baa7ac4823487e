#include "server/papers.h"

#include <future>

#include "base/text.h"
#include "domain/hiring/hiring_codec.h"

namespace plimsoll::server {

namespace {

/// The vault knows nobody by halves.
Result<std::string> create(log::PersonVault& vault, const std::string& name, const std::string& mail, Timestamp at) {
    TRY_ASSIGN(std::string id, vault.create(at, log::PersonKind::candidate));
    Result<> put = vault.put(id, "name", name);
    if (put && !mail.empty()) put = vault.put(id, "mail", mail);
    if (put) return id;
    TRY(vault.erase(id, at));
    return std::move(put).error();
}

}  // namespace

hiring::Papers papers_of(log::PersonVault& vault) {
    hiring::Papers out;
    out.create = [&vault](const std::string& name, const std::string& mail, Timestamp at) { return create(vault, name, mail, at); };
    out.erase = [&vault](const std::string& candidate, Timestamp at) { return vault.erase(candidate, at); };
    out.put = [&vault](const std::string& candidate, const std::string& field, const std::string& value) { return vault.put(candidate, field, value); };
    out.get = [&vault](const std::string& candidate, const std::string& field) { return vault.get(candidate, field); };
    out.remove = [&vault](const std::string& candidate, const std::string& field) { return vault.remove(candidate, field); };
    out.seal = [&vault](const std::string& candidate, const std::string& label, const std::string& text) { return vault.seal(candidate, label, text); };
    out.unseal = [&vault](const std::string& candidate, const std::string& label, const std::string& sealed) { return vault.unseal(candidate, label, sealed); };
    return out;
}

Result<hiring::Event> hiring_event_at(log::Log& log, log::Seq seq) {
    if (seq > log.durable()) {
        std::promise<Result<>> told;
        log.when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
        TRY(told.get_future().get());
    }
    Result<std::optional<hiring::Event>> found = std::optional<hiring::Event>();
    TRY(log.read(seq, 1, [&](const log::Event& row) {
        if (row.seq == seq) found = hiring::decode(row.fact);
        return false;
    }));
    TRY_ASSIGN(std::optional<hiring::Event> event, std::move(found));
    if (!event) return fail(hiring::errors::unknown, "event #" + std::to_string(seq));
    return *std::move(event);
}

std::string name_of_account(const Engine& engine, log::PersonVault& vault, const std::string& actor) {
    if (actor == "system") return "Plimsoll";
    if (actor.starts_with("token:")) {
        std::string name;
        engine.read([&](const World& world) {
            const auto token = world.access.tokens.find(actor.substr(6));
            if (token != world.access.tokens.end()) name = token->second.name;
        });
        return text::printable(name);
    }
    if (!actor.starts_with("person:")) return {};
    for (const char* field : {"name", "login"}) {
        const auto value = vault.get(actor, field);
        if (!value) return {};  // erased, or never there: the id stands by itself
        if (*value && !(*value)->empty()) return text::printable(**value);
    }
    return {};
}

std::vector<std::string> interviewers_of(const access::State& state) {
    std::vector<std::string> out;
    for (const auto& [id, person] : state.people)
        if (person.state == access::PersonState::active && person.rights().has(api::Right::interview)) out.push_back(id);
    return out;
}

}  // namespace plimsoll::server
