// service.h: from a request's header to its reply, without sockets: route, access, idempotency, handler, durability,
// ETag. The session reads and writes; this decides.
//
// Threads    admit() and handle() run on the connection's I/O thread, several at once; `done` is called exactly once,
//            from any thread, perhaps before handle() returns.
// Lifetime   shared: a handler that answers late may outlive its connection and the server.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "http/access.h"
#include "http/idempotency.h"
#include "http/router.h"

namespace plimsoll::http {

/// One thing that must hold before the server is of use.
struct ReadyCheck {
    std::string name;
    bool ok = false;
    std::string detail;
};

/// What http/ needs of the rest. Pointers must outlive the server and every handler that may still answer.
struct Ports {
    const Clock* clock = nullptr;
    Metrics* metrics = nullptr;
    Random* random = nullptr;   ///< for incident ids; safe from any thread (SystemRandom)
    Authenticate authenticate;  ///< empty: no token is valid
    AuthenticateCookie authenticate_cookie;  ///< empty: nobody can be signed in
    /// As log::Log::when_durable. Empty: Reply::after_seq is ignored (a server without a log).
    std::function<void(std::uint64_t seq, std::function<void(Result<>)> done)> when_durable;
    std::function<std::vector<ReadyCheck>()> ready;
    std::shared_ptr<IdempotencyStore> idempotency;  ///< empty: one in memory
    std::string version;
};

/// A request of which the body is not read yet.
struct Head {
    std::string method;
    std::string target;
    bool http_1_0 = false;
    Headers headers;
};

struct Admitted {
    std::size_t row = 0;
    bool head = false;     ///< answer without a body
    api::Request request;  ///< complete but for the body
    std::function<bool()> may_go_on;  ///< of rows that stream events: whether the sender may still read
};

class Service : public std::enable_shared_from_this<Service> {
public:
    using Done = std::function<void(api::Reply)>;
    /// The place in the metrics of requests that match no row.
    static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

    Service(Router router, AccessRules rules, Ports ports, std::size_t query_limit);

    /// Who may go on to send a body; else the refusal, to be sent at once.
    [[nodiscard]] std::variant<Admitted, api::Reply> admit(Head head, const Peer& peer) const;
    /// Runs the row's handler and all that comes after it.
    void handle(Admitted admitted, Done done);

    [[nodiscard]] const api::Route& row(std::size_t index) const { return router_.rows()[index]; }
    /// Logs what happened under a new incident id and says so.
    [[nodiscard]] api::Reply mistake(std::string_view where, std::string_view what) const;
    void count(std::size_t row, int status, double seconds);

private:
    struct RowMetrics {
        std::vector<Counter*> by_class;  ///< 1xx to 5xx
        Histogram* seconds = nullptr;
    };
    Result<Admitted> check(Head& head, const Peer& peer, std::string& allow) const;
    void run(const api::Route& row, api::Request request, api::Done done);
    void settle(const api::Request& request, Result<api::Reply> result, Done done);
    [[nodiscard]] std::function<bool()> access_later(const api::Route& route, const Headers& headers, const Peer& peer, api::Rights rights) const;
    [[nodiscard]] Result<Done> remember(const api::Request& request, Done done, std::optional<api::Reply>& replay);
    RowMetrics row_metrics(const std::string& route);

    const Router router_;
    const AccessRules rules_;
    const Ports ports_;
    const std::size_t query_limit_;
    /// Of senders without a token or a session: they can make each other forget, and nobody else.
    const std::shared_ptr<IdempotencyStore> strangers_;
    std::vector<RowMetrics> metrics_;
    RowMetrics unmatched_;
};

}  // namespace plimsoll::http
