// receiver.h: where the demo's pages go: a receiver on this machine that checks their signature, answers 204 and says
// what it was told.
//
// Routes     POST /pages/{channel}, for senders on this machine only.
// Threads    `told` is called on the receiver's I/O thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/server.h"

namespace plimsoll::demo {

namespace errors {
inline constexpr ErrorKind forged{"demo.forged", 401, "The page is not signed with this receiver's secret, or is old", "Sign it as Standard Webhooks asks"};
}  // namespace errors

class PageReceiver {
public:
    /// A page's channel and its one line for people; the line is somebody's text, made safe for a terminal.
    using Told = std::function<void(const std::string& channel, const std::string& line)>;

    /// Listens on 127.0.0.1 at `port`, or at a free one if it is 0 or taken. `clock` is the one that its senders follow.
    /// Errors: those of http::Server.
    static Result<std::unique_ptr<PageReceiver>> start(int port, std::string secret, Told told,
                                                       std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>());
    ~PageReceiver();

    [[nodiscard]] int port() const { return server_->port(); }
    [[nodiscard]] std::string url() const { return server_->url(); }
    void stop() { server_->stop(); }

private:
    PageReceiver(std::string secret, Told told, std::shared_ptr<const Clock> clock)
        : secret_(std::move(secret)), told_(std::move(told)), clock_(std::move(clock)) {}
    Result<> listen(int port);
    [[nodiscard]] Result<api::Reply> receive(const api::Request& request) const;
    [[nodiscard]] api::Route route() const;

    const std::string secret_;
    const Told told_;
    const std::shared_ptr<const Clock> clock_;
    SystemRandom random_;
    Metrics metrics_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace plimsoll::demo
