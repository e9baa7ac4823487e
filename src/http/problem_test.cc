#include "http/problem.h"

#include <gtest/gtest.h>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

std::string header(const api::Reply& reply, const std::string& name) {
    for (const auto& [key, value] : reply.headers)
        if (key == name) return value;
    return {};
}

TEST(Problem, SaysWhatWentWrongAndWhatToDo) {
    const api::Reply reply = problem(fail(plimsoll::errors::invalid, "2 fields",
                                          {{"/spec/target", "must be below 1", "write 0.999"}, {"slo.yaml:3:5", "unknown key", ""}}));
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.content_type, "application/problem+json");
    EXPECT_EQ(reply.body,
              R"({"type":"urn:plimsoll:problem:base.invalid","title":"The input breaks a rule","status":422,"detail":"2 fields",)"
              R"("code":"base.invalid","remedy":"Correct the fields named and send it again","errors":[)"
              R"({"pointer":"/spec/target","detail":"must be below 1","remedy":"write 0.999"},)"
              R"({"place":"slo.yaml:3:5","detail":"unknown key"}]})");
}

TEST(Problem, HostileBytesInADetailStayJson) {
    const api::Reply reply = problem(fail(plimsoll::errors::malformed, "\xff\"\n\x01"));
    EXPECT_TRUE(json::pretty(reply.body)) << reply.body;
}

TEST(Problem, CarriesTheHeadersItsStatusNeeds) {
    EXPECT_EQ(header(problem(fail(errors::unauthenticated)), "WWW-Authenticate"), "Bearer realm=\"plimsoll\"");
    EXPECT_NE(header(problem(fail(errors::busy)), "Retry-After"), "");
    EXPECT_EQ(header(problem(fail(errors::not_found)), "Retry-After"), "");
}

TEST(Problem, AMistakeOfOursNamesOnlyTheIncident) {
    const api::Reply reply = internal_problem("abc123");
    EXPECT_EQ(reply.status, 500);
    EXPECT_NE(reply.body.find(R"("incident":"abc123")"), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::http
