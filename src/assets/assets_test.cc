#include <gtest/gtest.h>

#include <algorithm>

#include "assets/coding.h"
#include "assets/embedded.h"
#include "assets/pack_for_tests.h"
#include "assets/routes.h"

namespace plimsoll::assets {
namespace {

class RoutesTest : public testing::Test {
protected:
    Pack pack = *Pack::open(test_pack_bytes());
    std::vector<api::Route> rows = routes(pack);

    const api::Route* row(const std::string& path) const {
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const api::Route& r) { return r.path == path; });
        return found == rows.end() ? nullptr : &*found;
    }
    Result<api::Reply> ask(const std::string& row_path, const std::string& accept = "",
                           const std::string& rest = "") const {
        api::Request request;
        if (!accept.empty()) request.headers["accept-encoding"] = accept;
        if (!rest.empty()) request.path_parameters["path"] = rest;
        return row(row_path)->handler(request);
    }
    static std::string header(const api::Reply& reply, const std::string& name) {
        for (const auto& [key, value] : reply.headers)
            if (key == name) return value;
        return "";
    }
};

TEST_F(RoutesTest, EveryPathOfTheUiShowsThePage) {
    for (const char* path :
         {"/", "/slos", "/slos/{path...}", "/services/{path...}", "/activity", "/paging", "/paging/{path...}",
          "/catalogue", "/editor", "/exclusions", "/portfolio", "/sources", "/sources/{path...}", "/targets",
          "/import", "/settings", "/settings/{path...}", "/sign-in", "/setup", "/join"}) {
        ASSERT_NE(row(path), nullptr) << path;
        const auto reply = ask(path);
        EXPECT_EQ(reply->body, "<!doctype html>page") << path;
        EXPECT_EQ(header(*reply, "Cache-Control"), "no-cache");
        EXPECT_EQ(header(*reply, "Content-Security-Policy"), kContentSecurityPolicy);
        EXPECT_FALSE(reply->etag.empty());
    }
}

TEST_F(RoutesTest, NoRowIsPartOfTheApiOrNeedsARight) {
    for (const api::Route& r : rows) {
        EXPECT_FALSE(r.listed) << r.path;
        EXPECT_TRUE(r.needs_no_right) << r.path;
        EXPECT_FALSE(r.path.starts_with("/api")) << r.path;
    }
}

TEST_F(RoutesTest, FilesNamedByTheirContentAreKeptForEver) {
    const auto reply = ask("/assets/{path...}", "gzip, deflate, br", "app-1a2b.js");
    EXPECT_EQ(reply->body, "BRSCRIPT");
    EXPECT_EQ(reply->content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(header(*reply, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(header(*reply, "Content-Encoding"), "br");
    EXPECT_EQ(header(*reply, "Vary"), "Accept-Encoding");
}

TEST_F(RoutesTest, CopiesOfOneFileHaveDifferentTags) {
    EXPECT_NE(ask("/", "br")->etag, ask("/", "gzip")->etag);
    EXPECT_NE(ask("/", "gzip")->etag, ask("/")->etag);
}

TEST_F(RoutesTest, AFileThatIsNotInThePackIsNotFound) {
    for (const char* path : {"gone-0.js", "../index.html", "app-1a2b.js/x", "/etc/passwd"})
        EXPECT_TRUE(ask("/assets/{path...}", "", path).error().is(errors::no_file)) << path;
}

TEST_F(RoutesTest, OtherFilesStandAtTheirOwnPath) {
    ASSERT_NE(row("/mark.svg"), nullptr);
    EXPECT_EQ(ask("/mark.svg")->content_type, "image/svg+xml");
    EXPECT_EQ(row("/index.html"), nullptr) << "one page has one address";
}

TEST(Routes, ABinaryWithoutTheUiSaysSo) {
    const Pack none = *Pack::open({});
    const auto rows = routes(none);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_TRUE(rows[0].handler({}).error().is(errors::not_built));
}

TEST(CodingFor, TakesTheBestThatBothHave) {
    const Asset asset{"t", "t", {{"identity", ""}, {"gzip", ""}, {"br", ""}}};
    const Asset plain{"t", "t", {{"identity", ""}}};
    EXPECT_EQ(coding_for(asset, "gzip, deflate, br, zstd"), "br");
    EXPECT_EQ(coding_for(asset, "GZIP"), "gzip");
    EXPECT_EQ(coding_for(asset, "br;q=0, gzip;q=0.5"), "gzip");
    EXPECT_EQ(coding_for(asset, "br; q=0.000 , *"), "gzip");
    EXPECT_EQ(coding_for(asset, "*;q=0"), "identity");
    EXPECT_EQ(coding_for(asset, ""), "identity");
    EXPECT_EQ(coding_for(asset, "brotli, x-gzip"), "identity");
    EXPECT_EQ(coding_for(asset, ",;,q=,"), "identity");
    EXPECT_EQ(coding_for(plain, "br, gzip"), "identity");
}

TEST(Pack, OneThatIsCutOffAnywhereIsRefused) {
    const std::string whole = test_pack_bytes();
    ASSERT_TRUE(Pack::open(whole));
    for (std::size_t length = 1; length < whole.size(); ++length)
        EXPECT_TRUE(Pack::open(std::string_view(whole).substr(0, length)).error().is(plimsoll::errors::malformed))
            << length;
}

TEST(Pack, AFileWithoutAPlainCopyIsRefused) {
    EXPECT_FALSE(Pack::open(pack_bytes({{"/a", "text/plain", {{"br", "x"}}}})));
}

TEST(EmbeddedPack, OpensWhetherTheUiWasBuiltOrNot) {
    const auto pack = Pack::open(embedded_pack());
    ASSERT_TRUE(pack) << pack.error().report();
    EXPECT_EQ(pack->files().empty(), embedded_pack().empty());
}

}  // namespace
}  // namespace plimsoll::assets
