#include "ingest/otlp/answer.h"

#include <protozero/pbf_writer.hpp>

#include "base/json.h"

namespace plimsoll::ingest::otlp {
namespace {

constexpr int kRetryAfter_s = 1;

/// The number of google.rpc.Code. Source: googleapis, google/rpc/code.proto.
int rpc_code(int http_status) {
    switch (http_status) {
        case 413:
        case 429:
            return 8;  // RESOURCE_EXHAUSTED
        case 503:
            return 14;  // UNAVAILABLE
        case 500:
            return 13;  // INTERNAL
        default:
            return 3;  // INVALID_ARGUMENT
    }
}

api::Reply reply_of(Encoding encoding, int status, std::string body) {
    api::Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    reply.content_type = encoding == Encoding::json ? "application/json" : "application/x-protobuf";
    return reply;
}

}  // namespace

api::Reply accepted(Encoding encoding, std::uint64_t refused_points, const std::string& why) {
    if (encoding == Encoding::json) {
        if (refused_points == 0) return reply_of(encoding, 200, "{}");
        return reply_of(encoding, 200,
                        R"({"partialSuccess":{"rejectedDataPoints":")" + std::to_string(refused_points) + R"(","errorMessage":)" +
                            json::quote(why) + "}}");
    }
    std::string body;
    if (refused_points > 0) {
        protozero::pbf_writer response(body);
        protozero::pbf_writer partial(response, 1);
        partial.add_int64(1, static_cast<std::int64_t>(refused_points));
        partial.add_string(2, why);
    }
    return reply_of(encoding, 200, std::move(body));
}

api::Reply refused(Encoding encoding, const Error& error) {
    const int status = error.kind().http_status;
    const std::string message = error.sentence() + ". " + std::string(error.kind().remedy);
    std::string body;
    if (encoding == Encoding::json) {
        body = R"({"code":)" + std::to_string(rpc_code(status)) + R"(,"message":)" + json::quote(message) + "}";
    } else {
        protozero::pbf_writer writer(body);
        writer.add_int32(1, rpc_code(status));
        writer.add_string(2, message);
    }
    api::Reply reply = reply_of(encoding, status, std::move(body));
    if (status == 429 || status == 503) reply.headers.emplace_back("Retry-After", std::to_string(kRetryAfter_s));
    return reply;
}

}  // namespace plimsoll::ingest::otlp
