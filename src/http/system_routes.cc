#include "http/openapi.h"
#include "http/server.h"

namespace plimsoll::http {
namespace {

api::Reply text_reply(std::string body, int status = 200) {
    api::Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    reply.content_type = "text/plain; charset=utf-8";
    return reply;
}

api::Route health_row() {
    api::Route row;
    row.path = "/healthz";
    row.summary = "Say that the process is up";
    row.reply = api::opaque("Health", "text/plain; charset=utf-8");
    row.needs_no_right = true;
    row.handler = [](const api::Request&) -> Result<api::Reply> { return text_reply("ok\n"); };
    return row;
}

std::string line(const ReadyCheck& check) {
    return (check.ok ? "ok   " : "FAIL ") + check.name + (check.detail.empty() ? "" : ": " + check.detail) + "\n";
}

api::Route ready_row(std::function<std::vector<ReadyCheck>()> ready) {
    api::Route row;
    row.path = "/readyz";
    row.summary = "Say whether the server is of use, check by check; 503 if not";
    row.reply = api::opaque("Readiness", "text/plain; charset=utf-8");
    row.needs_no_right = true;
    row.handler = [ready = std::move(ready)](const api::Request&) -> Result<api::Reply> {
        std::string body;
        bool all = true;
        for (const ReadyCheck& check : ready ? ready() : std::vector<ReadyCheck>()) {
            body += line(check);
            all = all && check.ok;
        }
        return text_reply(body.empty() ? "ok\n" : body, all ? 200 : 503);
    };
    return row;
}

api::Route metrics_row(const Metrics* metrics) {
    api::Route row;
    row.path = "/metrics";
    row.summary = "Show what Plimsoll measures of itself, in the Prometheus text format";
    row.reply = api::opaque("Metrics", "text/plain; version=0.0.4; charset=utf-8");
    row.open_on_loopback = true;
    row.handler = [metrics](const api::Request&) -> Result<api::Reply> {
        api::Reply reply = text_reply(metrics->text());
        reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return reply;
    };
    return row;
}

api::Route openapi_row(std::shared_ptr<std::string> document) {
    api::Route row;
    row.path = "/api/v1/openapi.json";
    row.summary = "Describe this API as OpenAPI 3.1";
    row.reply = {"OpenApi", R"({"type":"object","description":"An OpenAPI 3.1 document."})", "application/json"};
    row.needs_no_right = true;
    row.handler = [document = std::move(document)](const api::Request&) -> Result<api::Reply> {
        api::Reply reply;
        reply.body = *document;
        return reply;
    };
    return row;
}

}  // namespace

std::vector<api::Route> with_system_rows(std::vector<api::Route> rows, const Ports& ports) {
    const auto document = std::make_shared<std::string>();
    rows.push_back(health_row());
    rows.push_back(ready_row(ports.ready));
    rows.push_back(metrics_row(ports.metrics));
    rows.push_back(openapi_row(document));
    if (check_rows(rows)) *document = openapi(rows, ports.version);
    return rows;
}

}  // namespace plimsoll::http
