#include "http/router.h"

#include <gtest/gtest.h>

#include "http/errors.h"
#include "http/target.h"

namespace plimsoll::http {
namespace {

api::Route row(api::Method method, std::string path) {
    api::Route route;
    route.method = method;
    route.path = std::move(path);
    return route;
}

class RouterTest : public testing::Test {
protected:
    Router router = *Router::of({row(api::Method::get, "/api/v1/slos"), row(api::Method::post, "/api/v1/slos"),
                                 row(api::Method::get, "/api/v1/slos/{name}"), row(api::Method::get, "/api/v1/slos/{slo}/windows/{window}"),
                                 row(api::Method::get, "/api/v1/slos/summary"), row(api::Method::del, "/api/v1/slos/{name}")});
    std::string allow;
    Result<Router::Match> match(std::string_view method, std::string_view target) {
        allow.clear();
        return router.match(method, parse_target(target)->segments, allow);
    }
};

TEST_F(RouterTest, FindsLiteralRowsByMethod) {
    EXPECT_EQ(match("GET", "/api/v1/slos")->row, 0u);
    EXPECT_EQ(match("POST", "/api/v1/slos")->row, 1u);
}

TEST_F(RouterTest, GivesPathParametersUnderTheRowsOwnNames) {
    EXPECT_EQ(match("GET", "/api/v1/slos/a%2Fb")->parameters, (std::map<std::string, std::string>{{"name", "a/b"}}));
    EXPECT_EQ(match("GET", "/api/v1/slos/x/windows/5m")->parameters,
              (std::map<std::string, std::string>{{"slo", "x"}, {"window", "5m"}}));
}

TEST_F(RouterTest, ALiteralWinsOverAParameterForItsMethod) {
    EXPECT_EQ(match("GET", "/api/v1/slos/summary")->row, 4u);
    EXPECT_EQ(match("DELETE", "/api/v1/slos/summary")->row, 5u);
}

TEST_F(RouterTest, HeadFindsGetRows) {
    const auto found = match("HEAD", "/api/v1/slos");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->head);
    EXPECT_EQ(found->row, 0u);
}

TEST_F(RouterTest, ARestTakesAllThatIsLeftWhereNothingElseFits) {
    const Router pages = *Router::of({row(api::Method::get, "/slos/{path...}"), row(api::Method::get, "/slos/{name}/chart")});
    const auto at = [&](const char* target) { return pages.match("GET", parse_target(target)->segments, allow); };
    EXPECT_EQ(at("/slos/checkout")->parameters, (std::map<std::string, std::string>{{"path", "checkout"}}));
    EXPECT_EQ(at("/slos/checkout/why/burn")->parameters, (std::map<std::string, std::string>{{"path", "checkout/why/burn"}}));
    EXPECT_EQ(at("/slos/checkout/chart")->row, 1u);
    EXPECT_FALSE(at("/slos")) << "at least one segment";
    EXPECT_FALSE(at("/slos/"));
    EXPECT_FALSE(Router::of({row(api::Method::get, "/{path...}/x")})) << "a rest is the last piece";
}

TEST_F(RouterTest, UnknownPathsAreNotFound) {
    for (const char* target : {"/", "/api", "/api/v1/slos/", "/api/v1/slos/x/windows", "/api/v1/slos/x/windows/1/2", "/API/v1/slos"})
        EXPECT_TRUE(match("GET", target).error().is(errors::not_found)) << target;
}

TEST_F(RouterTest, AnotherMethodIsRefusedWithTheOnesThatAre) {
    EXPECT_TRUE(match("PUT", "/api/v1/slos").error().is(errors::method_not_allowed));
    EXPECT_EQ(allow, "GET, HEAD, POST");
    EXPECT_TRUE(match("FROBNICATE", "/api/v1/slos/x").error().is(errors::method_not_allowed));
    EXPECT_EQ(allow, "DELETE, GET, HEAD");
}

TEST(Router, RefusesDuplicatesWhateverTheirParametersAreCalled) {
    const auto router = Router::of({row(api::Method::get, "/a/{x}"), row(api::Method::get, "/a/{y}"), row(api::Method::get, "/b"),
                                    row(api::Method::get, "/b")});
    ASSERT_FALSE(router);
    EXPECT_EQ(router.error().fields().size(), 2u);
}

TEST(Router, RefusesPathsThatAreNotWellFormed) {
    for (const char* path : {"", "a", "/a//b", "/a/{}", "/a/{x", "/a/x}y", "/{x}/{x}"})
        EXPECT_FALSE(Router::of({row(api::Method::get, path)})) << path;
}

}  // namespace
}  // namespace plimsoll::http
