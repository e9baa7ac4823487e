#include "demo/receiver.h"

#include <charconv>
#include <cstdlib>

#include "base/crypto.h"
#include "base/text.h"
#include "domain/paging/payload.h"
#include "domain/paging/sender.h"

namespace plimsoll::demo {
namespace {

constexpr std::int64_t kFresh_s = 300;

/// As Standard Webhooks asks: of the id, the time and the body, not older than five minutes.
bool is_signed(const api::Request& request, const std::string& secret) {
    std::int64_t at = 0;
    const std::string time = request.header("webhook-timestamp");
    if (std::from_chars(time.data(), time.data() + time.size(), at).ec != std::errc()) return false;
    if (std::abs(request.at.in_ms() / 1000 - at) > kFresh_s) return false;
    const auto right = paging::webhook_signature(secret, request.header("webhook-id"), Timestamp::from_seconds(at), request.body);
    return right && crypto::equal(*right, request.header("webhook-signature"));
}

}  // namespace

Result<std::unique_ptr<PageReceiver>> PageReceiver::start(int port, std::string secret, Told told, std::shared_ptr<const Clock> clock) {
    std::unique_ptr<PageReceiver> receiver(new PageReceiver(std::move(secret), std::move(told), std::move(clock)));
    auto listening = receiver->listen(port);
    if (!listening && port != 0) listening = receiver->listen(0);
    if (!listening) return std::move(listening).error();
    return receiver;
}

PageReceiver::~PageReceiver() = default;

Result<api::Reply> PageReceiver::receive(const api::Request& request) const {
    if (!is_signed(request, secret_)) return fail(errors::forged);
    TRY_ASSIGN(const auto body, json::decode<paging::WebhookBody>(request.body));
    told_(request.path_parameters.at("channel"), text::printable(body.data.summary));
    api::Reply reply;
    reply.status = 204;
    return reply;
}

api::Route PageReceiver::route() const {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/pages/{channel}";
    route.summary = "Receive a page";
    route.right = api::Right::ingest;
    route.open_on_loopback = true;
    route.request = api::type<paging::WebhookBody>("WebhookBody");
    route.parameters = {{"channel", "path", "Channel that the page came through", true}};
    route.handler = [this](const api::Request& request) { return receive(request); };
    return route;
}

Result<> PageReceiver::listen(int port) {
    http::Settings settings;
    settings.listen = "127.0.0.1:" + std::to_string(port);
    settings.io_threads = 1;
    http::Ports ports;
    ports.clock = clock_.get();
    ports.metrics = &metrics_;
    ports.random = &random_;
    TRY_ASSIGN(server_, http::Server::start(std::move(settings), {route()}, std::move(ports)));
    return {};
}

}  // namespace plimsoll::demo
