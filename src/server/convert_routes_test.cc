// The import of definitions over HTTP, as its question and its answer stand in JSON.
#include "server/convert_routes.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace plimsoll::server {
namespace {

constexpr const char* kSloth = R"(version: prometheus/v1\nservice: shop\nslos:\n- {name: a, objective: 99, sli: {events: {error_query: 'sum(rate(e[5m]))', total_query: 'sum(rate(t[5m]))'}}}\nx: 1\n)";

TEST(SloImport, AnswersWithDocumentsAndLosses) {
    const auto request = json::decode_strict<SloImportRequest>(std::string(R"({"files":[{"name":"a.yaml","text":")") + kSloth + R"("}],"owner":"team-shop"})");
    ASSERT_TRUE(request) << request.error().report();
    const auto converted = imported_slos(*request);
    ASSERT_TRUE(converted) << converted.error().report();
    const std::string reply = json::encode(*converted);
    EXPECT_NE(reply.find(R"("format":"sloth")"), std::string::npos) << reply;
    EXPECT_NE(reply.find(R"("fate":"dropped")"), std::string::npos) << reply;
    EXPECT_NE(reply.find(R"("path":"slos/shop-a.yaml")"), std::string::npos) << reply;
    EXPECT_NE(reply.find("owner: team-shop"), std::string::npos) << reply;
}

TEST(SloImport, TheFormatIsOneOfThoseKnown) {
    EXPECT_TRUE(json::decode_strict<SloImportRequest>(R"({"files":[],"from":"pyrra"})"));
    EXPECT_FALSE(json::decode_strict<SloImportRequest>(R"({"files":[],"from":"excel"})"));
    EXPECT_FALSE(imported_slos({})) << "no files are no definitions";
}

TEST(SloImport, EightMebibytesAreTheMost) {
    SloImportRequest request;
    for (int i = 0; i < 3; ++i) request.files.push_back({"a.yaml", std::string(3u << 20, ' ')});
    const auto refused = imported_slos(request);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields()[0].where, "/files");
}

}  // namespace
}  // namespace plimsoll::server
