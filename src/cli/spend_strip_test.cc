#include "cli/spend_strip.h"

#include <gtest/gtest.h>

namespace plimsoll::cli {
namespace {

constexpr Timestamp kStart = Timestamp::from_seconds(1'767'225'600);
const Terminal kPlain(false, 80);

TimeRange minutes(std::int64_t from, std::int64_t to) { return {kStart + Duration::minutes(from), kStart + Duration::minutes(to)}; }

TEST(SpendStrip, ShowsWhenAndWhatIsExplained) {
    const std::string strip = spend_strip(minutes(0, 10), {{minutes(1, 2), 100, 100}, {minutes(4, 5), 25, 0}, {minutes(8, 9), 1, 0.5}}, 10, kPlain);
    EXPECT_EQ(strip,
              "   █  ▄   ▁ \n"
              "   ·  ━   ╍ \n"
              "  2026-01-01T00:00:00Z 2026-01-01T00:10:00Z\n");
}

TEST(SpendStrip, ALongEpisodeIsSpreadAndAShortOneIsSeen) {
    const std::string strip = spend_strip(minutes(0, 1000), {{minutes(0, 500), 500, 500}, {minutes(999, 1000), 9, 9}}, 10, kPlain);
    EXPECT_EQ(strip.substr(0, strip.find('\n')), "  █████    ▃");
}

TEST(SpendStrip, OfNothingIsEmpty) {
    EXPECT_EQ(spend_strip(minutes(3, 3), {}, 40, kPlain), "");
    const std::string calm = spend_strip(minutes(0, 10), {}, 10, kPlain);
    EXPECT_EQ(calm.substr(0, calm.find('\n')), "            ");
}

TEST(SpendStrip, NearlyAllIsNotAllAndALittleIsNotNothing) {
    EXPECT_EQ(charged_bar(100, 100, kPlain), "░░░░░░░░░░");
    EXPECT_EQ(charged_bar(100, 0, kPlain), "██████████");
    EXPECT_EQ(charged_bar(100, 1, kPlain), "█████████░");
    EXPECT_EQ(charged_bar(100, 99, kPlain), "█░░░░░░░░░");
    EXPECT_EQ(charged_bar(100, 50, kPlain), "█████░░░░░");
    EXPECT_EQ(charged_bar(0, 0, kPlain), "░░░░░░░░░░");
}

}  // namespace
}  // namespace plimsoll::cli
