#include "demo/caller.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::demo {

Result<std::string> Caller::call(const std::string& method, const std::string& target, std::string json) const {
    http::ClientRequest request;
    request.method = method;
    request.target = target;
    request.body = std::move(json);
    return send(std::move(request));
}

Result<> Caller::write(std::string body) const {
    http::ClientRequest request;
    request.method = "POST";
    request.target = "/api/v1/write";
    request.content_type = "application/x-protobuf";
    request.headers = {{"Content-Encoding", "snappy"}, {"X-Prometheus-Remote-Write-Version", "0.1.0"}};
    request.body = std::move(body);
    TRY(send(std::move(request)));
    return {};
}

Result<std::string> Caller::send(http::ClientRequest request) const {
    http::ClientSettings settings;
    settings.url = url_;
    settings.token = token_;
    settings.timeout = Duration::seconds(30);
    TRY_ASSIGN(const http::Client client, http::Client::of(settings));
    TRY_ASSIGN(http::ClientReply reply, client.send(request));
    if (reply.status < 300) return std::move(reply.body);
    const bool again = reply.status >= 500 || reply.status == 429;
    return fail(again ? errors::busy : errors::refused, fmt::format("{} {}: HTTP {}: {}", request.method, request.target, reply.status,
                                             text::printable(reply.body.substr(0, 500))));
}

}  // namespace plimsoll::demo
