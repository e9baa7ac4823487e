#include "base/units.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll {
namespace {

TEST(Objective, ReadsDecimalsExactly) {
    const auto objective = Objective::parse("0.9995");
    ASSERT_TRUE(objective);
    EXPECT_EQ(objective->ratio().numerator(), 1999);
    EXPECT_EQ(objective->ratio().denominator(), 2000);
    EXPECT_EQ(objective->allowance(), *Ratio::of(1, 2000));
    EXPECT_EQ(Objective::parse_percent("99.95")->ratio(), objective->ratio());
}

TEST(Objective, RefusesWhatCannotBePromised) {
    struct Row {
        const char* text;
        const ErrorKind& kind;
    };
    const Row rows[] = {{"1", errors::invalid},    {"1.0", errors::invalid},  {"0", errors::invalid},
                        {"-0.5", errors::invalid}, {"1.5", errors::invalid},  {"", errors::malformed},
                        {".", errors::malformed},  {"0.9.9", errors::malformed}, {"99,9", errors::malformed},
                        {"0.99999999999999999999", errors::invalid}};
    for (const Row& row : rows) {
        const auto objective = Objective::parse(row.text);
        ASSERT_FALSE(objective) << row.text;
        EXPECT_TRUE(objective.error().is(row.kind)) << row.text << ": " << objective.error().sentence();
    }
    EXPECT_NE(Objective::parse("1").error().detail().find("99.9 %"), std::string::npos) << "100 % comes with advice";
}

TEST(Ratio, ComparesByValueWithoutRounding) {
    EXPECT_EQ(*Ratio::of(1, 2), *Ratio::of(2, 4));
    EXPECT_LT(*Ratio::of(INT64_MAX - 1, INT64_MAX), *Ratio::of(1, 1));
    EXPECT_FALSE(Ratio::of(1, 0));
    EXPECT_FALSE(Ratio::of(1, -3));
}

TEST(Timestamp, FloorsBefore1970Too) {
    EXPECT_EQ(Timestamp::from_ms(-1).floor(Duration::seconds(10)), Timestamp::from_seconds(-10));
    EXPECT_EQ(Timestamp::from_ms(-10'000).floor(Duration::seconds(10)), Timestamp::from_seconds(-10));
    EXPECT_EQ(Timestamp::from_ms(19'999).floor(Duration::seconds(10)), Timestamp::from_seconds(10));
}

TEST(Text, TimesReadBackAsWritten) {
    for (const std::int64_t ms : {0LL, 1LL, 951'782'400'000LL, 1'798'761'599'999LL, -62'135'596'800'000LL, 4'102'444'800'000LL}) {
        const std::string shown = text::rfc3339(Timestamp::from_ms(ms));
        ASSERT_TRUE(text::parse_rfc3339(shown)) << shown;
        EXPECT_EQ(text::parse_rfc3339(shown)->in_ms(), ms) << shown;
    }
    EXPECT_EQ(text::rfc3339(Timestamp::from_seconds(951'782'400)), "2000-02-29T00:00:00Z");
    EXPECT_EQ(*text::parse_rfc3339("2026-11-21T10:00:00+01:00"), *text::parse_rfc3339("2026-11-21T09:00:00Z"));
    for (const char* bad : {"2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21", "2026-11-21T25:00:00Z",
                            "2026-11-21T09:00:00", "2026-11-21T09:00:00Zx", "", "2026-11-21T09:00:00.Z"}) {
        EXPECT_FALSE(text::parse_rfc3339(bad)) << bad;
    }
}

TEST(Text, ExtremeTimesReadBackToo) {
    for (const Timestamp at : {Timestamp::min(), Timestamp::max()}) {
        ASSERT_TRUE(text::parse_rfc3339(text::rfc3339(at))) << text::rfc3339(at);
        EXPECT_EQ(*text::parse_rfc3339(text::rfc3339(at)), at);
    }
}

TEST(Text, DurationsReadBackAsWritten) {
    for (const char* shown : {"30d", "1h30m", "250ms", "1d1ms", "0s", "-5m"}) {
        ASSERT_TRUE(text::parse_duration(shown)) << shown;
        EXPECT_EQ(text::duration(*text::parse_duration(shown)), shown);
    }
    EXPECT_EQ(*text::parse_duration("4w"), Duration::days(28));
    for (const char* bad : {"", "5", "m", "5x", "1m1h", "1h1h", "5 m", "999999999999d", "--5m", "1h-5m"}) {
        EXPECT_FALSE(text::parse_duration(bad)) << bad;
    }
}

TEST(Text, NumbersAreShortAndNeverExponential) {
    EXPECT_EQ(text::number(0.1), "0.1");
    EXPECT_EQ(text::number(1e20), "100000000000000000000");
    EXPECT_EQ(text::number(-0.0), "0");
    EXPECT_EQ(text::count(-1234567), "-1,234,567");
    EXPECT_EQ(text::count(999), "999");
    EXPECT_EQ(text::percent(*Objective::parse("0.999")), "99.9 %");
    EXPECT_EQ(text::percent(*Objective::parse("0.99999")), "99.999 %");
    EXPECT_EQ(text::duration_words(Duration::hours(76)), "3 d 4 h");
    EXPECT_EQ(text::duration_words(Duration::ms(51'800)), "51.8 s");
}

TEST(Text, HostileTextLosesItsControls) {
    EXPECT_EQ(text::printable("a\x1b[31mb\r\nc"), "a[31mbc");
    EXPECT_EQ(text::printable("safe\xe2\x80\xaetxt"), "safetxt") << "right-to-left override";
    EXPECT_EQ(text::printable("\xff"), "\xef\xbf\xbd");
    EXPECT_EQ(text::printable("gr\xc3\xbc\xc3\x9f"), "gr\xc3\xbc\xc3\x9f");
    EXPECT_FALSE(text::is_utf8("\xc0\xaf"));
    EXPECT_FALSE(text::is_utf8("\xed\xa0\x80"));
}

}  // namespace
}  // namespace plimsoll
