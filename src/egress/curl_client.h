// curl_client.h: outgoing HTTP and mail over libcurl: one thread, bulkheads, one egress policy.
//
// Threads    send() is safe from any thread and never blocks; each `done` is called exactly once, on the client's
//            thread, and must be quick. The destructor gives what is still waiting or in flight `unavailable`.
// Bulkhead   per name at most `max_in_flight` transfers at once and `max_waiting` behind them, then `busy`: a receiver
//            that hangs delays only its own.
// Bounds     of response body what the request says, 1 MiB unless it does (the rest is not read); 64 KiB of headers; 5 min
//            whatever time-out is asked.
// Reuse      of a connection only among requests that ask for it (keep_alive). The policy is asked again for each of them,
//            and TLS settings must be the same.
// Never      follows a redirect, uses a proxy from the environment, skips TLS verification.
#pragma once

#include <memory>
#include <string>

#include "base/http_client.h"

namespace plimsoll::egress {

struct ClientSettings {
    std::string user_agent = "plimsoll";  ///< "plimsoll/<version>"
    std::string ca_file;                  ///< PEM trusted besides the system's, where a request names none
    std::size_t max_in_flight = 4;
    std::size_t max_waiting = 1000;
};

class CurlClient final : public HttpClient, public MailClient {
public:
    explicit CurlClient(ClientSettings settings);
    ~CurlClient() override;
    CurlClient(const CurlClient&) = delete;
    CurlClient& operator=(const CurlClient&) = delete;

    void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) override;
    void send(MailMessage message, std::function<void(Result<std::string>)> done) override;

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace plimsoll::egress
