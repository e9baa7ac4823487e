#include "cli/time_text.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll::cli {
namespace {

const Timestamp kNow = Timestamp::from_seconds(1'795'266'000);

std::string read(const std::string& text, const std::string& zone = "") {
    const auto at = time_of("--start", text, zone, kNow);
    return at ? text::rfc3339(*at) : "refused";
}

TEST(TimeText, IsReadAsPeopleTypeIt) {
    EXPECT_EQ(*time_of("--start", "now", "", kNow), kNow);
    EXPECT_EQ(*time_of("--start", "+2h", "", kNow), kNow + Duration::hours(2));
    EXPECT_EQ(*time_of("--start", "-1h30m", "", kNow), kNow - Duration::minutes(90));
    EXPECT_EQ(read("2026-11-29T02:00:00+01:00"), "2026-11-29T01:00:00Z");
    EXPECT_EQ(read("2026-11-29 02:00", "Europe/Berlin"), "2026-11-29T01:00:00Z");
    EXPECT_EQ(read("2026-07-01", "Europe/Berlin"), "2026-06-30T22:00:00Z");
    EXPECT_EQ(read("2026-11-29T02:00:00Z", "Europe/Berlin"), "2026-11-29T02:00:00Z") << "what names its own offset keeps it";
}

TEST(TimeText, IsRefusedWithWhatCouldBeWritten) {
    for (const char* text : {"", "tomorrow", "+", "-", "+2x", "--2h", "+99999999999d", "2026-11-29 02:00", "2026-13-01T00:00:00Z"})
        EXPECT_EQ(read(text), "refused") << text;
    EXPECT_EQ(read("2026-11-29 02:00", "Mars/Olympus"), "refused");
    const auto wrong = time_of("--until", "soon", "Europe/Berlin", kNow);
    ASSERT_EQ(wrong.error().fields().size(), 1U);
    EXPECT_EQ(wrong.error().fields()[0].where, "--until");
}

}  // namespace
}  // namespace plimsoll::cli
