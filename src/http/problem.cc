#include "http/problem.h"

#include "api/problem_body.h"
#include "http/errors.h"

namespace plimsoll::http {
namespace {

api::Reply reply_of(const Error& error, const std::string& incident) {
    api::Reply reply;
    reply.status = error.kind().http_status;
    reply.content_type = "application/problem+json";
    reply.body = api::problem_body(error, incident);
    if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"plimsoll\"");
    if (reply.status == 429) reply.headers.emplace_back("Retry-After", "60");
    if (reply.status == 503) reply.headers.emplace_back("Retry-After", "2");
    return reply;
}

}  // namespace

api::Reply problem(const Error& error) { return reply_of(error, {}); }

api::Reply problem(const Error& error, Duration retry_after) {
    api::Reply reply = reply_of(error, {});
    std::erase_if(reply.headers, [](const auto& header) { return header.first == "Retry-After"; });
    reply.headers.emplace_back("Retry-After", std::to_string((retry_after.in_ms() + 999) / 1000));
    return reply;
}

api::Reply internal_problem(const std::string& incident) { return reply_of(fail(errors::internal), incident); }

std::string_view problem_schema() {
    return R"({"type":"object","description":"What went wrong (RFC 9457), and what to do about it.",)"
           R"("properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
           R"("detail":{"type":"string"},"code":{"type":"string"},"remedy":{"type":"string"},)"
           R"("incident":{"type":"string"},"errors":{"type":"array","items":{"type":"object","properties":)"
           R"({"pointer":{"type":"string"},"place":{"type":"string"},"detail":{"type":"string"},)"
           R"("remedy":{"type":"string"}},"required":["detail"]}}},)"
           R"("required":["type","title","status","code","remedy"]})";
}

}  // namespace plimsoll::http
