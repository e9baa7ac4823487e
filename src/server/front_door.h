// front_door.h: how people get in: the desk of access/ with the vault, the thread that hashes passwords, the link of the
// first start, and the table of who is let in.
//
// Publishing after each command the Authenticator sees the new state at once, so that a cookie works as soon as its holder
//            has it and a revoked one stops; once a minute anyway, for what a failed commit took back.
// Threads    open(), prepare(), start(), stop() from the owner's thread; the rest from any.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/access/people_routes.h"
#include "server/accounts.h"
#include "server/engine.h"
#include "server/loop.h"

namespace plimsoll::server {

struct FirstPerson;

struct FrontDoorPorts {
    Engine* engine = nullptr;
    log::Log* log = nullptr;
    log::PersonVault* vault = nullptr;
    access::Authenticator* authenticator = nullptr;
    Random* random = nullptr;
    const Clock* clock = nullptr;
    bool secure_cookie = false;
    access::PasswordCost cost{};
    std::vector<std::string> open{};  ///< what needs no account
};

class FrontDoor {
public:
    /// Errors: those of the vault.
    static Result<std::unique_ptr<FrontDoor>> open(FrontDoorPorts ports);

    /// Access's part of the engine, publishing what it decides.
    [[nodiscard]] api::Engine<access::State, access::Command> engine(const std::string& source);
    [[nodiscard]] std::vector<api::Route> rows();
    void publish();

    /// Forgets names of which no event speaks: their command was lost to a crash, and nobody could have the name again.
    /// Where nobody is known: adds `first`; where there is no administrator: makes a new code. Durable when it returns.
    /// Errors: those of the desk and the log.
    Result<> prepare(const std::optional<FirstPerson>& first);
    /// "/setup#<code>", or empty when the server is set up.
    [[nodiscard]] const std::string& setup_path() const { return setup_path_; }

    [[nodiscard]] Duty duty();
    void start() { hashing_.start(); }
    /// What waits is not answered any more; what failed until now goes to the log.
    void stop();

private:
    explicit FrontDoor(FrontDoorPorts ports) : ports_(ports), hashing_(*ports.clock) {}
    void tend(Timestamp now);
    Result<> forget_strangers();

    const FrontDoorPorts ports_;
    std::unique_ptr<VaultAccounts> accounts_;
    std::shared_ptr<access::Desk> desk_;
    Loop hashing_;
    std::string setup_path_;
    Timestamp next_tending_;  ///< the duty's thread alone
    std::mutex publishing_;   ///< from reading the state to showing it, so that nobody shows an older one last
};

}  // namespace plimsoll::server
