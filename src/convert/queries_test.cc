// Queries of other tools as counts.
#include "convert/queries.h"

#include <gtest/gtest.h>

namespace plimsoll::convert {
namespace {

TEST(Queries, PlaceholdersOfWindowsBecomeAWindow) {
    for (const char* query : {"sum(rate(x[{{.window}}]))", "sum(rate(x[{{ .window }}]))", "sum(rate(x[window]))", "sum(rate(x[${window}]))", "sum(rate(x[$__rate_interval]))", "((sum(rate(x[5m]))))",
                              " sum(rate(x[5m])) or vector(0) ", "(sum(rate(x[5m])) OR on() vector(0))"}) {
        EXPECT_EQ(with_window(query), "sum(rate(x[5m]))") << query;
    }
    EXPECT_EQ(with_window("sum(rate(x{a=\" or vector(0)\"}[5m]))"), "sum(rate(x{a=\" or vector(0)\"}[5m]))") << "text in quotes stays";
    EXPECT_EQ(with_window("(a) + (b)"), "(a) + (b)");
    EXPECT_EQ(with_window("{{unknown}} {{"), "{{unknown}} {{");
}

TEST(Queries, AQuotientIsFoundOutsideTextAndBrackets) {
    const auto plain = quotient_of("sum(rate(a{p=\"/x/y\"}[5m])) / sum(rate(b[5m]))");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->part, "sum(rate(a{p=\"/x/y\"}[5m]))");
    EXPECT_FALSE(plain->inverted);
    const auto inverted = quotient_of("1 - ((sum(rate(a[5m])) - sum(rate(c[5m]))) / sum(rate(b[5m])))");
    ASSERT_TRUE(inverted);
    EXPECT_TRUE(inverted->inverted);
    EXPECT_EQ(inverted->part, "sum(rate(a[5m])) - sum(rate(c[5m]))");
    for (const char* query : {"", "/", "a / b", "sum(rate(a[5m]))", "sum(rate(a[5m])) / sum(rate(b[5m])) / 2", "2 - sum(rate(a[5m])) / sum(rate(b[5m]))", "\"a", "((", "sum(rate(a[5m])) / 100"}) {
        EXPECT_FALSE(quotient_of(query)) << query;
    }
}

TEST(Queries, SelectorsAreCountedAndGaugesNamed) {
    EXPECT_EQ(*counts_of_selector("x{a=\"b\"}"), "sum(increase(x{a=\"b\"}[5m]))");
    EXPECT_FALSE(counts_of_selector("rate(x[5m])"));
    EXPECT_FALSE(counts_of_selector(""));
    EXPECT_EQ(*gauge_of("(x{a=\"b\"})"), "x{a=\"b\"}");
    EXPECT_FALSE(gauge_of("avg(x)"));
}

TEST(Queries, PartsOfAHistogramAreNamedFromAnyOfThem) {
    for (const char* from : {"d_bucket{job=\"a\",le=\"1\"}", "d_count{job=\"a\"}", "d{job=\"a\"}"}) {
        EXPECT_EQ(*histogram_part(from, "0.3"), "sum(increase(d_bucket{job=\"a\",le=\"0.3\"}[5m]))") << from;
        EXPECT_EQ(*histogram_part(from, ""), "sum(increase(d_count{job=\"a\"}[5m]))") << from;
    }
}

}  // namespace
}  // namespace plimsoll::convert
