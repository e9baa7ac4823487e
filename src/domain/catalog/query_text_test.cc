#include "domain/catalog/query_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

/// Where a part of the scalar under `q` stands in its file.
std::string where_is(const std::string& yaml, std::string_view needle) {
    const auto documents = yaml::parse_documents(yaml, "f.yaml");
    EXPECT_TRUE(documents);
    const yaml::Node scalar = documents->at(0)["q"];
    const auto offset = scalar.text().find(needle);
    EXPECT_NE(offset, std::string::npos) << scalar.text();
    return place_within(scalar, offset, yaml).text();
}

TEST(QueryPlace, IsExactInEveryStyleOfScalar) {
    EXPECT_EQ(where_is("q: sum(bad)\n", "bad"), "f.yaml:1:8");
    EXPECT_EQ(where_is("a: 1\nq:   sum(bad)\n", "bad"), "f.yaml:2:10");
    EXPECT_EQ(where_is("q: 'sum(bad)'\n", "bad"), "f.yaml:1:9");
    EXPECT_EQ(where_is("q: 'it''s bad'\n", "bad"), "f.yaml:1:11");
    EXPECT_EQ(where_is("q: \"x{a=\\\"b\\\"} bad\"\n", "bad"), "f.yaml:1:16");
    EXPECT_EQ(where_is("q: \"\\x41\\u0042 bad\"\n", "bad"), "f.yaml:1:16");
    EXPECT_EQ(where_is("q: |\n  sum(\n    bad)\n", "bad"), "f.yaml:3:5");
    EXPECT_EQ(where_is("q: |-\n\n    sum(\n    bad)\n", "bad"), "f.yaml:4:5");
    EXPECT_EQ(where_is("q: >-\n  sum(\n  bad)\n", "bad"), "f.yaml:3:3");
    EXPECT_EQ(where_is("q: sum(\n  bad)\n", "bad"), "f.yaml:2:3");
    EXPECT_EQ(where_is("q: 'sum(\n\n   bad)'\n", "bad"), "f.yaml:3:4");
    EXPECT_EQ(where_is("q: &anchor 'sum(bad)'\n", "bad"), "f.yaml:1:17");
    EXPECT_EQ(where_is("q: !!str sum(bad)\n", "bad"), "f.yaml:1:14");
}

TEST(QueryPlace, NeverLeavesTheFile) {
    const std::string yaml = "q: |\n  a\n";
    const auto scalar = yaml::parse_documents(yaml, "f.yaml")->at(0)["q"];
    for (std::size_t offset = 0; offset < 100; ++offset) {
        const auto place = place_within(scalar, offset, yaml);
        EXPECT_LE(place.line, 3);
    }
    EXPECT_EQ(place_within(scalar, 5, "").file, "f.yaml");
}

TEST(Query, AnErrorStandsAtItsColumnOfTheFile) {
    std::string text = fixture::slo("a");
    text.replace(text.find("sum(increase(http_requests_total[5m]))"), 38, "histogram_quantile(0.9, x)");
    const Reading reading = fixture::read(text);
    ASSERT_EQ(reading.errors.size(), 1U);
    EXPECT_EQ(reading.errors[0].code, "catalog.query");
    EXPECT_EQ(reading.errors[0].line, 12);
    EXPECT_EQ(reading.errors[0].column, 65);
    EXPECT_FALSE(reading.errors[0].remedy.empty());
}

TEST(Query, InABlockStandsOnItsLine) {
    const std::string text = "apiVersion: openslo/v1\nkind: SLI\nmetadata: {name: s}\nspec:\n  ratioMetric:\n    total: &t\n      metricSource:\n        type: Prometheus\n        spec:\n"
                             "          query: |\n            sum(increase(a_total[5m]))\n            + avg(b)\n    good: *t\n";
    const Reading reading = fixture::read(text);
    ASSERT_GE(reading.errors.size(), 1U);
    EXPECT_EQ(reading.errors[0].where(), "x.yaml:12:15");
}

}  // namespace
}  // namespace plimsoll::catalog
