// fakes_for_tests.h: accounts in memory, an engine that decides and applies at once, and a cheap hash, for tests.
#pragma once

#include "domain/access/accounts.h"
#include "domain/access/password.h"
#include "domain/access/sign_in.h"

namespace plimsoll::access::testing {

inline constexpr Timestamp t0 = Timestamp::from_seconds(1'700'000'000);
inline constexpr PasswordCost cheap{64, 1, 1};
inline const std::string good_password = "correct horse battery";

class MemoryAccounts final : public Accounts {
public:
    [[nodiscard]] std::optional<std::string> find(const std::string& name) const override {
        for (const auto& [id, account] : people)
            if (account.name == name) return id;
        return std::nullopt;
    }
    [[nodiscard]] Account of(const std::string& person) const override {
        const auto found = people.find(person);
        return found == people.end() ? Account{} : found->second;
    }
    Result<std::string> add(const std::string& name, const std::string& display_name, Timestamp) override {
        if (find(name)) return fail(errors::name_taken);
        std::string id = "person:" + std::to_string(++added);
        people[id] = {name, display_name, {}};
        return id;
    }
    Result<> forget(const std::string& person, Timestamp) override {
        people.erase(person);
        return {};
    }
    Result<> rename(const std::string& person, const std::string& display_name) override {
        people[person].display_name = display_name;
        return {};
    }
    Result<std::optional<std::string>> password(const std::string& person) override {
        const auto found = passwords.find(person);
        return found == passwords.end() ? std::optional<std::string>() : found->second;
    }
    Result<> set_password(const std::string& person, const std::string& phc) override {
        passwords[person] = phc;
        if (when_set) std::exchange(when_set, {})();
        return {};
    }
    Result<> set_origins(const std::string& person, std::map<std::string, Origin> origins) override {
        people[person].origins = std::move(origins);
        return {};
    }

    int added = 0;
    std::map<std::string, Account> people;
    std::map<std::string, std::string> passwords;
    std::function<void()> when_set;  ///< called once, after the next set_password()
};

/// What Plimsoll does with commands, without a log: `events` holds what was said.
struct MemoryEngine {
    State state;
    std::uint64_t seq = 0;
    Timestamp now = t0;
    std::vector<Event> events;
    std::function<void()> after;  ///< called when something was decided

    [[nodiscard]] api::Engine<State, Command> ports() {
        api::Engine<State, Command> engine;
        engine.read = [this](const std::function<void(const State&)>& look) {
            look(state);
            return seq;
        };
        engine.submit = [this](const api::Actor& actor, const Command& command) { return submit(actor.id, command); };
        return engine;
    }
    Result<std::uint64_t> submit(const std::string& actor, const Command& command) {
        TRY_ASSIGN(const auto decided, decide(state, command, {now, actor}));
        for (const Event& event : decided) {
            apply(state, event, {++seq, now, actor});
            events.push_back(event);
        }
        if (after) after();
        return seq;
    }
};

}  // namespace plimsoll::access::testing
