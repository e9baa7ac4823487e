// exposition_test.cc: the lines that exporters, Prometheus and promtool write.
#include "ingest/exposition.h"

#include <gtest/gtest.h>

#include <cmath>

namespace plimsoll::ingest {
namespace {

ExpositionLine read(std::string_view line, TextFormat format = TextFormat::automatic) {
    const auto out = read_line(line, format);
    EXPECT_TRUE(out && *out) << line << (out ? "" : out.error().rule);
    return out && *out ? **out : ExpositionLine{};
}
std::int64_t ms(std::string_view line, TextFormat format = TextFormat::automatic) {
    const auto at = read(line, format).at;
    return at ? at->in_ms() : -1;
}

TEST(Exposition, ReadsSeriesValueAndTime) {
    const auto line = read("http_requests_total{code=\"200\",path=\"/a b}\\\"\"} 1027 1395066363000");
    EXPECT_EQ(line.series, "http_requests_total{code=\"200\",path=\"/a b}\\\"\"}");
    EXPECT_EQ(line.value, 1027);
    EXPECT_EQ(line.at, Timestamp::from_ms(1395066363000));
    EXPECT_EQ(read("a 1").at, std::nullopt);
    EXPECT_EQ(read("  a\t 1 \t 5 ").series, "a");
    EXPECT_EQ(read("a {b=\"c\"} 1").series, "a {b=\"c\"}");
    EXPECT_EQ(read("{__name__=\"a\", b=\"c\"}1 5").series, "{__name__=\"a\", b=\"c\"}");
    EXPECT_EQ(read("a 1 1700000000.5\r").at, Timestamp::from_ms(1700000000500));
}

TEST(Exposition, ReadsEveryWayToWriteANumber) {
    EXPECT_EQ(read("a 1e+06 5").value, 1'000'000);
    EXPECT_EQ(read("a 1.234567e+06 5").value, 1'234'567);
    EXPECT_EQ(read("a +5 5").value, 5);
    EXPECT_EQ(read("a -.5 5").value, -0.5);
    EXPECT_EQ(read("a +Inf 5").value, INFINITY);
    EXPECT_EQ(read("a -Inf 5").value, -INFINITY);
    EXPECT_TRUE(std::isnan(read("a NaN 5").value));
}

TEST(Exposition, TellsSecondsFromMilliseconds) {
    EXPECT_EQ(ms("a 1 1700000000"), 1700000000000);
    EXPECT_EQ(ms("a 1 1700000000.123"), 1700000000123);
    EXPECT_EQ(ms("a 1 1.7e9"), 1700000000000);
    EXPECT_EQ(ms("a 1 1700000000123"), 1700000000123);
    EXPECT_EQ(ms("a 1 99999999999"), 99999999999000);
    EXPECT_EQ(ms("a 1 100000000000"), 100000000000);
    EXPECT_EQ(ms("a 1 5", TextFormat::prometheus), 5);
    EXPECT_EQ(ms("a 1 5", TextFormat::open_metrics), 5000);
    EXPECT_FALSE(read_line("a 1 5.5", TextFormat::prometheus));
}

TEST(Exposition, SkipsCommentsAndExemplars) {
    for (const char* line : {"", "   ", "# EOF", "# HELP a what it is", "#", "\r", "# TYPE a counter"}) {
        const auto out = read_line(line, TextFormat::automatic);
        EXPECT_TRUE(out && !*out) << line;
    }
    EXPECT_EQ(ms("a_bucket{le=\"1\"} 8 1700000000 # {trace_id=\"x y\"} 0.67 1700000000.1"), 1700000000000);
    EXPECT_EQ(read("a_bucket{le=\"1\"} 8 # {trace_id=\"x\"} 0.67").at, std::nullopt);
}

TEST(Exposition, SaysWhereALineBreaks) {
    const std::pair<const char*, std::size_t> cases[] = {
        {"a", 1},         {"a ", 2},      {"=", 0},       {"a{b=\"c\" 1 2", 0}, {"a{b=\"c} 1 2", 0},
        {"a x 5", 2},     {"a 1x 5", 2},  {"a 1 x", 4},   {"a 1 NaN", 4},       {"a 1 +Inf", 4},
        {"a 1 1e300", 4}, {"a 1 5 6", 6}, {"a ++1 5", 2}, {"a 0x10 5", 2},      {"\"a\" 1", 0}};
    for (const auto& [line, offset] : cases) {
        const auto out = read_line(line, TextFormat::automatic);
        ASSERT_FALSE(out) << line;
        EXPECT_EQ(out.error().offset, offset) << line;
    }
}

}  // namespace
}  // namespace plimsoll::ingest
