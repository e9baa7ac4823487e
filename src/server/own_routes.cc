#include "base/json.h"
#include "server/housekeeping.h"
#include "server/version.h"

namespace plimsoll::server {

std::vector<api::Route> own_routes(Housekeeping& housekeeping) {
    api::Route version;
    version.path = "/api/v1/version";
    version.summary = "Say which version serves";
    version.reply = {"Version", R"({"type":"object","title":"Version","properties":{"version":{"type":"string"}},"required":["version"]})"};
    version.needs_no_right = true;
    version.handler = [](const api::Request&) -> Result<api::Reply> {
        api::Reply reply;
        reply.body = "{\"version\":" + json::quote(kVersion) + "}";
        return reply;
    };
    api::Route head;
    head.path = "/api/v1/audit/head";
    head.summary = "Sign the log's head as of now, to be kept elsewhere";
    head.reply = api::opaque("SignedHead", "text/plain; charset=utf-8");
    head.handler = [&housekeeping](const api::Request&) -> Result<api::Reply> {
        api::Reply reply;
        reply.body = housekeeping.head_text();
        if (reply.body.empty()) return fail(plimsoll::errors::io, "the log cannot be read now");
        reply.content_type = "text/plain; charset=utf-8";
        return reply;
    };
    return {version, head};
}

}  // namespace plimsoll::server
