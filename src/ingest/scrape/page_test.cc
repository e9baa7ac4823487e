#include "ingest/scrape/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/scrape/gzip_body.h"
#include "ingest/temporary_file.h"

namespace plimsoll::ingest::scrape {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const Pairs kTarget = {{"instance", "h:1"}, {"job", "web"}};

Result<std::vector<PageSample>> read(std::string_view page, TextFormat format = TextFormat::prometheus, int limit = 100) {
    return read_page(page, format, kTarget, limit);
}

TEST(Pages, SamplesCarryTheLabelsOfTheirTarget) {
    const auto page = read("# HELP a_total What.\n# TYPE a_total counter\na_total{code=\"200\"} 7\n\nb 1.5 1795262400000\r\n");
    ASSERT_TRUE(page) << page.error().report();
    ASSERT_EQ(page->size(), 2u);
    EXPECT_THAT((*page)[0].labels,
                UnorderedElementsAre(Pair("__name__", "a_total"), Pair("code", "200"), Pair("instance", "h:1"), Pair("job", "web")));
    EXPECT_EQ((*page)[0].value, 7);
    EXPECT_EQ((*page)[0].at, std::nullopt);
    EXPECT_EQ((*page)[1].at, Timestamp::from_ms(1'795'262'400'000));
}

TEST(Pages, LabelsThatTheTargetHasTooAreExported) {
    const auto page = read("a{job=\"theirs\",instance=\"x\",exported_job=\"older\"} 1\n");
    ASSERT_TRUE(page);
    EXPECT_THAT((*page)[0].labels,
                UnorderedElementsAre(Pair("__name__", "a"), Pair("instance", "h:1"), Pair("job", "web"), Pair("exported_job", "older"),
                                     Pair("exported_instance", "x"), Pair("exported_exported_job", "theirs")));
}

TEST(Pages, OpenMetricsEndsWithItsMark) {
    EXPECT_TRUE(read("# TYPE a counter\na_total 1.0 1795262400.5\n# EOF\n", TextFormat::open_metrics));
    EXPECT_TRUE(read("a_total 1\n# EOF", TextFormat::open_metrics));
    const auto cut = read("a_total 1\n", TextFormat::open_metrics);
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().detail(), HasSubstr("cut short"));
    EXPECT_FALSE(read("", TextFormat::open_metrics));
    EXPECT_FALSE(read("a_total 1\n# EOF\na_total 2\n", TextFormat::open_metrics));
    EXPECT_TRUE(read("a_total 1\n"));
}

TEST(Pages, OneBadLineRefusesThePage) {
    const auto page = read("a 1\nb{c=\"d} 2\n");
    ASSERT_FALSE(page);
    EXPECT_THAT(page.error().detail(), HasSubstr("line 2, column "));
    EXPECT_FALSE(read("a{b=\"c\"}x 1\n"));
    EXPECT_FALSE(read("<html>\n"));
}

TEST(Pages, MoreSamplesThanTheLimitAreRefused) {
    EXPECT_TRUE(read("a 1\nb 2\n", TextFormat::prometheus, 2));
    const auto page = read("a 1\nb 2\nc 3\n", TextFormat::prometheus, 2);
    ASSERT_FALSE(page);
    EXPECT_THAT(page.error().detail(), HasSubstr("sampleLimit"));
}

TEST(Pages, TheMediaTypeSaysTheFormat) {
    EXPECT_EQ(*format_of("application/openmetrics-text; version=1.0.0; charset=utf-8"), TextFormat::open_metrics);
    EXPECT_EQ(*format_of("Text/Plain; version=0.0.4"), TextFormat::prometheus);
    EXPECT_EQ(*format_of("text/plain"), TextFormat::prometheus);
    EXPECT_EQ(*format_of(""), TextFormat::prometheus);
    EXPECT_FALSE(format_of("text/html; charset=utf-8"));
    EXPECT_FALSE(format_of("application/json"));
}

TEST(GzipBodies, AreUnpackedWithinTheirBound) {
    const std::string text(1'000'000, 'x');
    const std::string packed = gzipped(text);
    EXPECT_EQ(*unpacked_gzip(packed, text.size()), text);
    EXPECT_FALSE(unpacked_gzip(packed, text.size() - 1));
    EXPECT_FALSE(unpacked_gzip(packed.substr(0, packed.size() / 2), text.size()));
    EXPECT_FALSE(unpacked_gzip("", text.size()));
    EXPECT_FALSE(unpacked_gzip("no gzip at all", text.size()));
    EXPECT_EQ(*unpacked_gzip(gzipped(""), 0), "");
}

}  // namespace
}  // namespace plimsoll::ingest::scrape
