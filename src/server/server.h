// server.h: the whole program in one process: opens the data folder, folds, binds, listens; stops within a bound.
//
// Order      of starting: folder lock, log, ledger, fold, catalogue, bind, then listen: what the first request sees is
//            complete. Of stopping: listen no more, let requests finish, stop judging and paging, checkpoint, close.
// Threads    start() and stop() from the owner's thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/units.h"
#include "domain/people/match_limits.h"
#include "http/settings.h"

namespace plimsoll::server {

namespace errors {
inline constexpr ErrorKind settings{"server.settings", 422, "A setting cannot be used", "Correct it; `plimsoll serve --help` says what each takes"};
}  // namespace errors

/// Whom a data folder that knows nobody yet begins with, as administrator: no link to set it up is printed then.
struct FirstPerson {
    std::string name;  ///< to sign in with: 1 to 64 of a-z, 0-9 and . _ - @
    std::string display_name;
    std::string password;  ///< 12 characters at least
};

struct Settings {
    std::filesystem::path data = "data";
    std::filesystem::path catalog;
    std::filesystem::path kits;          ///< interview questions of the team's own; empty: only those that ship, and the catalogue's
    std::filesystem::path head_key;      ///< empty: `<data>.head-key`, beside the data folder
    std::string base_url;                ///< of links in pages; empty: the listener's
    std::string heartbeat_url;           ///< or a reference; empty: none
    Duration heartbeat_every = Duration::minutes(1);
    bool open_write_on_loopback = true;  ///< remote write without a token, under the conditions of http/access.h
    bool announce = true;                ///< tell this user's CLI where the server is
    std::optional<FirstPerson> first_person;  ///< used only when no person exists
    std::shared_ptr<const Clock> clock;       ///< everything of the server follows it, deadlines of connections apart; empty: the system's
    people::MatchLimits match;                ///< of documents that are held against each other
    Duration keep_candidates = Duration::days(365);  ///< after the last application ended, where no date is set
    bool candidates_see_ratings = false;      ///< in their own copy, where a link says so
    http::Settings http;
};

class Server {
public:
    static Result<std::unique_ptr<Server>> start(Settings settings);
    /// The OpenAPI document of every row, from a server that never listens. `scratch`: an empty folder of the caller's,
    /// who removes it. Errors: io; rows.
    static Result<std::string> open_api(const std::filesystem::path& scratch);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::string url() const;
    /// SIGHUP: read the catalogue and the kits again now.
    void hang_up();
    /// What a person is told at the start: address, token file, what was restored, in some lines.
    [[nodiscard]] std::string greeting() const;
    /// Errors: what could not be closed properly; everything else was.
    Result<> stop();

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace plimsoll::server
