#include "base/zones.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll::zones {
namespace {

std::string utc(const char* zone, const LocalTime& local) { return text::rfc3339(to_utc(zone, local)); }

TEST(Zones, ALocalTimeIsAnInstant) {
    EXPECT_EQ(utc("Europe/Berlin", {2026, 1, 15, 12}), "2026-01-15T11:00:00Z");
    EXPECT_EQ(utc("Europe/Berlin", {2026, 7, 15, 12}), "2026-07-15T10:00:00Z");
    EXPECT_EQ(utc("Asia/Kathmandu", {2026, 7, 15}), "2026-07-14T18:15:00Z");
    EXPECT_EQ(utc("UTC", {1969, 12, 31, 23, 59, 59}), "1969-12-31T23:59:59Z");
}

TEST(Zones, ATimeThatAClockChangeSkipsIsTheFirstInstantAfterIt) {
    EXPECT_EQ(utc("America/New_York", {2026, 3, 8, 2, 30}), "2026-03-08T07:00:00Z");
    EXPECT_EQ(utc("America/New_York", {2026, 3, 8, 3}), "2026-03-08T07:00:00Z");
    EXPECT_EQ(utc("America/Sao_Paulo", {2018, 11, 4}), "2018-11-04T03:00:00Z");
    EXPECT_EQ(utc("Pacific/Apia", {2011, 12, 30}), "2011-12-30T10:00:00Z");
    EXPECT_EQ(utc("Pacific/Apia", {2011, 12, 30, 23, 59, 59}), "2011-12-30T10:00:00Z");
    EXPECT_EQ(utc("Pacific/Apia", {2011, 12, 31}), "2011-12-30T10:00:00Z");
}

TEST(Zones, ATimeThatHappensTwiceIsTheFirst) {
    EXPECT_EQ(utc("America/New_York", {2026, 11, 1, 1, 30}), "2026-11-01T05:30:00Z");
    EXPECT_EQ(utc("Australia/Lord_Howe", {2026, 4, 5, 1, 45}), "2026-04-04T14:45:00Z");
}

TEST(Zones, FieldsNeedNotBeNormal) {
    EXPECT_EQ(utc("UTC", {2026, 13, 1}), "2027-01-01T00:00:00Z");
    EXPECT_EQ(utc("UTC", {2026, 0, 1}), "2025-12-01T00:00:00Z");
    EXPECT_EQ(utc("UTC", {2026, -11, 1}), "2025-01-01T00:00:00Z");
    EXPECT_EQ(utc("UTC", {2024, 3, 0}), "2024-02-29T00:00:00Z");
    EXPECT_EQ(utc("UTC", {2026, 1, 1, 24}), "2026-01-02T00:00:00Z");
}

TEST(Zones, EveryHourOfAYearComesBackAsTheFaceItHad) {
    for (const char* zone : {"America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"}) {
        for (Timestamp at = Timestamp::from_seconds(1'672'531'200); at < Timestamp::from_seconds(1'704'067'200); at = at + Duration::hours(1)) {
            const Timestamp back = to_utc(zone, to_local(zone, at));
            // The second of two equal faces comes back as the first.
            EXPECT_LE(at - back, Duration::hours(1)) << zone << " " << text::rfc3339(at);
            EXPECT_EQ(to_local(zone, back), to_local(zone, at));
        }
    }
}

TEST(Zones, OnlyPlacesOfTheDatabaseAreZonesAndAMisspeltOneIsGuessed) {
    for (const char* zone : {"UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT+5"}) EXPECT_TRUE(check(zone)) << zone;
    const auto says = [](const char* zone, const char* words) {
        const auto checked = check(zone);
        ASSERT_FALSE(checked) << zone;
        EXPECT_NE(checked.error().detail().find(words), std::string::npos) << checked.error().detail();
    };
    says("Europe/Berln", "Europe/Berlin?");
    says("europe/berlin", "Europe/Berlin?");
    says("Berlin", "Europe/Berlin?");
    says("America/NewYork", "America/New_York?");
    says("New York", "America/New_York?");
    says("", "such as Europe/Berlin");
    says("../../etc/passwd", "no IANA time zone");
    says("localtime", "no IANA time zone");
    says("right/UTC", "UTC?");
    says("Zürich\x01", "no IANA time zone");
}

TEST(Zones, ALocalTimeIsReadStrictly) {
    EXPECT_EQ(*parse_local("2026-01-31"), (LocalTime{2026, 1, 31}));
    EXPECT_EQ(*parse_local("2026-01-31 07:05"), (LocalTime{2026, 1, 31, 7, 5}));
    EXPECT_EQ(*parse_local("2026-01-31T07:05:59"), (LocalTime{2026, 1, 31, 7, 5, 59}));
    for (const char* bad : {"", "2026", "2026-1-1", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-01 24:00", "2026-01-01 00:60", "2026-01-01 00:00:60",
                            "2026-01-01T00:00:00Z", "2026-01-01 00:00:00+01", "2026/01/01", "2026-01-01x00:00", "-026-01-01", "2026-01-01 00:00:0", "1969-12-31",
                            "2038-01-01"}) {
        EXPECT_FALSE(parse_local(bad)) << bad;
    }
}

TEST(Zones, TheDatabaseSaysItsVersion) {
    ASSERT_GE(database_version().size(), 5U);
    if (database_version() == "unknown") return;  // the machine does not say
    EXPECT_EQ(database_version().substr(0, 2), "20");
}

}  // namespace
}  // namespace plimsoll::zones
