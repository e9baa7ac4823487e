#include "demo/receiver.h"

#include "base/text.h"
#include "domain/paging/payload.h"
#include "http/errors.h"

namespace plimsoll::demo {
namespace {

Result<api::Reply> receive(const api::Request& request, const PageReceiver::Told& told) {
    TRY_ASSIGN(const auto body, json::decode<paging::WebhookBody>(request.body));
    told(request.path_parameters.at("channel"), text::printable(body.data.summary));
    api::Reply reply;
    reply.status = 204;
    return reply;
}

api::Route page_route(const PageReceiver::Told& told) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/pages/{channel}";
    route.summary = "Receive a page";
    route.right = api::Right::ingest;
    route.open_on_loopback = true;
    route.request = api::type<paging::WebhookBody>("WebhookBody");
    route.parameters = {{"channel", "path", "Channel that the page came through", true}};
    route.handler = [told](const api::Request& request) { return receive(request, told); };
    return route;
}

}  // namespace

Result<std::unique_ptr<PageReceiver>> PageReceiver::start(int port, Told told) {
    std::unique_ptr<PageReceiver> receiver(new PageReceiver);
    auto listening = receiver->listen(port, told);
    if (!listening && port != 0) listening = receiver->listen(0, told);
    if (!listening) return std::move(listening).error();
    return receiver;
}

PageReceiver::~PageReceiver() = default;

Result<> PageReceiver::listen(int port, const Told& told) {
    http::Settings settings;
    settings.listen = "127.0.0.1:" + std::to_string(port);
    settings.io_threads = 1;
    http::Ports ports;
    ports.clock = &clock_;
    ports.metrics = &metrics_;
    ports.random = &random_;
    TRY_ASSIGN(server_, http::Server::start(std::move(settings), {page_route(told)}, std::move(ports)));
    return {};
}

}  // namespace plimsoll::demo
