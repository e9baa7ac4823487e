// server.h: the whole program in one process: opens the data folder, folds, binds, listens; stops within a bound.
//
// Order      of starting: folder lock, log, ledger, fold, catalogue, bind, then listen: what the first request sees is
//            complete. Of stopping: listen no more, let requests finish, stop judging and paging, checkpoint, close.
// Threads    start() and stop() from the owner's thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "http/settings.h"

namespace plimsoll::server {

namespace errors {
inline constexpr ErrorKind settings{"server.settings", 422, "A setting cannot be used", "Correct it; `plimsoll serve --help` says what each takes"};
}  // namespace errors

struct Settings {
    std::filesystem::path data = "data";
    std::filesystem::path catalog;
    std::filesystem::path head_key;      ///< empty: `<data>.head-key`, beside the data folder
    std::string base_url;                ///< of links in pages; empty: the listener's
    std::string heartbeat_url;           ///< or a reference; empty: none
    Duration heartbeat_every = Duration::minutes(1);
    bool open_write_on_loopback = true;  ///< remote write without a token, under the conditions of http/access.h
    bool announce = true;                ///< tell this user's CLI where the server is
    http::Settings http;
};

class Server {
public:
    static Result<std::unique_ptr<Server>> start(Settings settings);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::string url() const;
    /// SIGHUP: read the catalogue again now.
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
