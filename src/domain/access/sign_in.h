// sign_in.h: where passwords and links are turned into sessions: signs in, sets up, joins, sets passwords, invites.
//
// Threads    every method from any thread. What hashes or waits for the vault's disk runs on the one thread behind
//            `hash_thread`, one after another, so that two uses of one code cannot overtake each other.
// Bounds     `waiting_limit` requests wait for that thread, of strangers as many as waiting_room.h seats; further ones are
//            refused as busy.
// Order      the vault first, then the event: a crash in between leaves a hash that opens nothing yet, or a new password of
//            which the log is silent. An event that is refused leaves the password that was there.
// Answers    a wrong name and a wrong password are told alike and take alike: nobody's password is hashed too.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "api/route.h"
#include "domain/access/accounts.h"
#include "domain/access/authenticator.h"
#include "domain/access/decide.h"
#include "domain/access/failed_sign_ins.h"
#include "domain/access/password.h"
#include "domain/access/people_replies.h"
#include "domain/access/slowdown.h"
#include "domain/access/waiting_room.h"

namespace plimsoll::access {

namespace errors {
inline constexpr ErrorKind slowed{"access.slowed", 429, "Too many sign-ins failed", "Wait as long as Retry-After says, then try again"};
inline constexpr ErrorKind not_a_person{"access.not_a_person", 403, "Only somebody who signed in can do this", "Sign in with a name and a password; tokens have neither"};
}  // namespace errors

/// Pointers must outlive the desk and every request that waits.
struct DeskPorts {
    api::Engine<State, Command> engine;
    Accounts* accounts = nullptr;
    Authenticator* authenticator = nullptr;
    Random* random = nullptr;  ///< cryptographic, safe from any thread
    /// False: no room for more work.
    std::function<bool(std::function<void()>)> hash_thread;
    /// The refusal as a reply whose Retry-After says how long.
    std::function<api::Reply(const Error&, Duration retry_after)> slowed;
    bool secure_cookie = false;  ///< people reach the server by HTTPS
    std::vector<std::string> open;  ///< what needs no account
};

class Desk {
public:
    static constexpr int waiting_limit = 32;

    explicit Desk(DeskPorts ports, PasswordCost cost = {}, SlowdownLimits slowdown = {})
        : ports_(std::move(ports)), cost_(cost), slowdown_(slowdown) {}

    /// SignInBody to SessionView and a cookie. Errors: wrong_password; slowed; busy; those of decide.
    void sign_in(api::Request request, api::Done done);
    /// SetupBody likewise. Errors: set_up_already; wrong_code; invalid_person; busy.
    void set_up(api::Request request, api::Done done);
    /// JoinBody likewise. Errors: wrong_code; invalid_password; busy.
    void join(api::Request request, api::Done done);
    /// NewPassword to 204. Errors: not_a_person; invalid_password (/old too); slowed; busy.
    void set_password(api::Request request, api::Done done);
    /// NewInvitation to InvitationIssued. Errors: invalid_person; name_taken; those of decide.
    void invite(api::Request request, api::Done done);
    /// PersonChange to PersonView. Errors: invalid_person; those of decide.
    void change(api::Request request, api::Done done);

    /// Of the path's person; nothing waits for the disk.
    [[nodiscard]] Result<api::Reply> reset(const api::Request& request);
    /// Who is asking; see SessionView. Errors: those of a wrong token.
    [[nodiscard]] Result<api::Reply> show_session(const api::Request& request);
    [[nodiscard]] Result<api::Reply> sign_out(const api::Request& request);

    /// For the start, before anything listens: the person whom the settings name. Errors: invalid_person; set_up_already.
    Result<std::uint64_t> add_first(const std::string& name, const std::string& display_name, const std::string& password, Timestamp at);
    /// Once a minute: says which sessions time has ended, and what failed. Errors: those of the log.
    Result<> tend(Timestamp now);

    [[nodiscard]] PersonView view_of(const Person& person, std::uint64_t sessions) const;
    [[nodiscard]] const DeskPorts& ports() const { return ports_; }

private:
    using Work = Result<api::Reply> (Desk::*)(const api::Request&);
    void later(api::Request request, api::Done done, Work work);
    /// The same, of somebody who has not shown yet who they are.
    void later_for_stranger(api::Request request, api::Done done, Work work);

    Result<api::Reply> sign_in_now(const api::Request& request);
    Result<api::Reply> set_up_now(const api::Request& request);
    Result<api::Reply> join_now(const api::Request& request);
    Result<api::Reply> set_password_now(const api::Request& request);
    Result<api::Reply> invite_now(const api::Request& request);
    Result<api::Reply> change_now(const api::Request& request);

    [[nodiscard]] std::optional<Person> person(const std::string& id) const;
    [[nodiscard]] Duration must_wait(const std::string& name, const std::string& person, const api::Request& request) const;
    [[nodiscard]] api::Reply refuse_for(Duration wait) const;
    Result<bool> is_password(const std::string& person, const std::string& password);
    Result<> keep_password(const std::string& person, const std::string& password);
    /// Keeps the password and submits what says so. A command that is refused (its link was withdrawn while we hashed)
    /// changes nothing.
    Result<std::uint64_t> change_password(const std::string& person, const std::string& password, const api::Actor& actor, Command command);
    /// After the event is decided: where from, and what the browser gets.
    Result<api::Reply> session_reply(const std::string& person, const TokenText& session, std::uint64_t seq, const api::Request& request);
    [[nodiscard]] SessionView session_view(const std::string& person, const TokenText& session, Timestamp expires) const;
    [[nodiscard]] std::string cookie(const std::string& value, Duration age) const;

    const DeskPorts ports_;
    const PasswordCost cost_;
    Slowdown slowdown_;
    FailedSignIns failures_;
    std::atomic<int> waiting_{0};
    WaitingRoom strangers_;
    std::string nobodys_password_;  ///< the hash thread's alone: what unknown names are checked against
};

}  // namespace plimsoll::access
