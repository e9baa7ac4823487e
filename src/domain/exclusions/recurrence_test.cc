// recurrence_test.cc: rules on the wall clock, across clock changes, and everything that a rule must not be.
#include "domain/exclusions/recurrence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "base/zones.h"

namespace plimsoll::exclusions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Timestamp at(const std::string& text) { return *text::parse_rfc3339(text); }

std::vector<std::string> starts(const std::string& rule, const std::string& zone, const std::string& start, const std::string& until,
                                Duration length = Duration::minutes(10)) {
    std::vector<std::string> out;
    for (const TimeRange& range : occurrences_of({rule, zone, at(until)}, {at(start), at(start) + length})) {
        EXPECT_EQ(range.length(), length);
        out.push_back(text::rfc3339(range.start));
    }
    return out;
}

std::vector<std::string> complaints(const std::string& rule, const std::string& zone = "UTC", const std::string& until = "2026-12-01T00:00:00Z",
                                    Duration length = Duration::hours(1)) {
    std::vector<std::string> out;
    const Timestamp start = at("2026-01-01T12:00:00Z");
    for (const FieldError& field : problems_of({rule, zone, at(until)}, {start, start + length})) out.push_back(field.where + ": " + field.rule);
    return out;
}

TEST(Recurrence, ComesByTheWeekdayOfItsZone) {
    EXPECT_THAT(starts("FREQ=WEEKLY;BYDAY=SU", "UTC", "2026-01-04T02:00:00Z", "2026-01-25T02:00:00Z"),
                ElementsAre("2026-01-04T02:00:00Z", "2026-01-11T02:00:00Z", "2026-01-18T02:00:00Z"))
        << "until is not within";
    EXPECT_THAT(starts("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "America/New_York", "2026-01-31T03:00:00Z", "2026-12-01T00:00:00Z"),
                ElementsAre("2026-01-31T03:00:00Z", "2026-02-28T03:00:00Z"))
        << "Friday evening there is Saturday here";
    EXPECT_THAT(starts("FREQ=MONTHLY;BYMONTHDAY=31", "UTC", "2026-01-31T00:00:00Z", "2026-06-01T00:00:00Z"),
                ElementsAre("2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z"));
}

TEST(Recurrence, WhatBeginsWithinASecondComesAgainWithinIt) {
    EXPECT_THAT(starts("FREQ=DAILY", "Europe/Berlin", "2026-01-04T02:00:00.250Z", "2026-01-06T02:00:00.250Z"),
                ElementsAre("2026-01-04T02:00:00.250Z", "2026-01-05T02:00:00.250Z"));
    const Timestamp start = at("2026-01-04T02:00:00.250Z");
    EXPECT_THAT(problems_of({"FREQ=WEEKLY", "UTC", start + Duration::days(60)}, {start, start + Duration::hours(1)}), IsEmpty());
}

TEST(Recurrence, ANightThatTheClocksSkipBeginsWithTheNextInstant) {
    EXPECT_THAT(starts("FREQ=DAILY", "Europe/Berlin", "2026-03-28T01:30:00Z", "2026-03-31T00:00:00Z", Duration::hours(1)),
                ElementsAre("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"));
}

TEST(Recurrence, ATimeThatComesTwiceIsTheFirst) {
    EXPECT_THAT(starts("FREQ=DAILY", "Europe/Berlin", "2026-10-24T00:30:00Z", "2026-10-27T00:00:00Z"),
                ElementsAre("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
}

TEST(Recurrence, EveryHourIsEveryHourWhateverTheClocksDo) {
    EXPECT_THAT(starts("FREQ=HOURLY", "Europe/Berlin", "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"),
                ElementsAre("2026-10-24T23:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"));
    EXPECT_THAT(starts("FREQ=HOURLY", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z"),
                ElementsAre("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"));
    EXPECT_THAT(starts("FREQ=HOURLY", "Australia/Lord_Howe", "2026-04-04T13:45:00Z", "2026-04-04T17:00:00Z"),
                ElementsAre("2026-04-04T13:45:00Z", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "2026-04-04T16:15:00Z"))
        << "a quarter to two comes twice within half an hour";
}

TEST(Recurrence, ADateThatWasSkippedBeginsWithTheNext) {
    // Apia went from 29 to 31 December 2011 at midnight: noon of the 30th never was, and the 31st begins at 10:00 UTC.
    EXPECT_THAT(starts("FREQ=DAILY", "Pacific/Apia", "2011-12-29T22:00:00Z", "2012-01-01T00:00:00Z"),
                ElementsAre("2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z", "2011-12-31T22:00:00Z"));
}

TEST(Recurrence, ARuleThatPeopleWriteIsFine) {
    for (const char* rule : {"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TH,SU", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=MONTHLY;BYDAY=1TH",
                             "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "FREQ=DAILY;COUNT=3",
                             "FREQ=HOURLY;INTERVAL=6", "FREQ=DAILY;BYHOUR=12,20", "BYDAY=TH;FREQ=WEEKLY"})
        EXPECT_THAT(complaints(rule), IsEmpty()) << rule;
}

TEST(Recurrence, WhatIsNoRuleSaysWhy) {
    EXPECT_THAT(complaints(""), ElementsAre(HasSubstr("such as FREQ=WEEKLY")));
    EXPECT_THAT(complaints(std::string(201, 'X')), ElementsAre(HasSubstr("200 characters")));
    EXPECT_THAT(complaints("weekly"), testing::Contains(HasSubstr("not \"weekly\"")));
    EXPECT_THAT(complaints("FREQ=MINUTELY"), ElementsAre(HasSubstr("one of HOURLY")));
    EXPECT_THAT(complaints("FREQ=SECONDLY"), ElementsAre(HasSubstr("one of HOURLY")));
    EXPECT_THAT(complaints("FREQ=DAILY;UNTIL=20270101T000000Z"), ElementsAre(HasSubstr("the end is the field `until`")));
    EXPECT_THAT(complaints("FREQ=HOURLY;BYMINUTE=0,10,20"), ElementsAre(HasSubstr("hourly at most")));
    EXPECT_THAT(complaints("FREQ=DAILY;FREQ=DAILY"), ElementsAre(HasSubstr("FREQ once")));
    EXPECT_THAT(complaints("FREQ=WEEKLY;BYDAY=1SU"), ElementsAre(HasSubstr("only with FREQ=MONTHLY or YEARLY")));
    EXPECT_THAT(complaints("FREQ=DAILY;BYSETPOS=2"), ElementsAre(HasSubstr("BYSETPOS only")));
    EXPECT_THAT(complaints("FREQ=DAILY;INTERVAL=0"), ElementsAre(HasSubstr("INTERVAL from 1 to 1,000")));
    EXPECT_THAT(complaints("FREQ=DAILY;COUNT=2001"), ElementsAre(HasSubstr("COUNT from 1 to 2,000")));
    EXPECT_THAT(complaints("FREQ=DAILY;BYHOUR=25"), ElementsAre(HasSubstr("a value that it cannot have")));
    EXPECT_THAT(complaints("FREQ=DAILY;BYHOUR=1,2,3\r\nX:y"), ElementsAre(HasSubstr("capitals, digits")));
    EXPECT_THAT(complaints("RRULE:FREQ=DAILY"), testing::Contains(HasSubstr("not \"RRULE:FREQ\"")));
    EXPECT_THAT(complaints("FREQ=DAILY;RSCALE=HEBREW"), ElementsAre(HasSubstr("Gregorian")));
}

TEST(Recurrence, ItsFirstRangeIsAnOccurrenceOfIt) {
    const Timestamp start = at("2026-01-01T12:00:00Z");
    const auto problems = problems_of({"FREQ=WEEKLY;BYDAY=SU", "UTC", start + Duration::days(60)}, {start, start + Duration::hours(1)});
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_THAT(problems[0].remedy, HasSubstr("start at 2026-01-04T12:00:00Z"));
}

TEST(Recurrence, ItsBoundsAreToldOnBothSides) {
    const auto until = [](Duration after, const std::string& rule, Duration length = Duration::minutes(10)) {
        const Timestamp start = at("2026-01-01T12:00:00Z");
        return problems_of({rule, "UTC", start + after}, {start, start + length}).size();
    };
    EXPECT_EQ(until(Duration(), "FREQ=DAILY"), 1U);
    EXPECT_EQ(until(Duration::ms(1), "FREQ=YEARLY", Duration::ms(1)), 1U) << "one occurrence that fills the time until its end";
    EXPECT_EQ(until(Duration::days(366), "FREQ=DAILY"), 0U);
    EXPECT_EQ(until(Duration::days(366) + Duration::ms(1), "FREQ=DAILY"), 1U);
    EXPECT_EQ(until(Duration::hours(2'000), "FREQ=HOURLY"), 0U);
    EXPECT_EQ(until(Duration::hours(2'000) + Duration::ms(1), "FREQ=HOURLY"), 1U) << "the 2,001st";
    EXPECT_EQ(until(Duration::days(100), "FREQ=DAILY", Duration::hours(12)), 0U);
    EXPECT_EQ(until(Duration::days(100), "FREQ=DAILY", Duration::hours(12) + Duration::ms(1)), 1U) << "more than half of the time";
    EXPECT_EQ(until(Duration::days(300), "FREQ=WEEKLY", Duration::hours(24)), 0U);
    EXPECT_EQ(until(Duration::days(300), "FREQ=WEEKLY", Duration::hours(24) + Duration::ms(1)), 1U);
}

TEST(Recurrence, ARuleThatNeverComesTrueEnds) {
    EXPECT_THAT(complaints("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"), ElementsAre(HasSubstr("never comes true")));
    EXPECT_THAT(complaints("FREQ=HOURLY;COUNT=1;BYMONTH=2;BYMONTHDAY=30"), ElementsAre(HasSubstr("never comes true")));
}

TEST(Recurrence, AZoneIsOfTheIanaDatabase) {
    EXPECT_THAT(complaints("FREQ=DAILY", "Europe/Berlim"), ElementsAre(HasSubstr("/recurrence/zone")));
    EXPECT_THAT(complaints("FREQ=DAILY", "../../etc/passwd"), ElementsAre(HasSubstr("/recurrence/zone")));
    EXPECT_THAT(complaints("FREQ=MINUTELY", ""), testing::SizeIs(2)) << "rule and zone together";
}

/// Whatever anybody sends as a rule is refused or expands to sorted starts within the bounds.
TEST(Recurrence, HostileRulesAreRefusedOrBounded) {
    rc::check([] {
        const std::vector<std::string> words = {"FREQ=", "HOURLY", "DAILY", "YEARLY", ";", "BYDAY=", "SU", "-1MO", "BYMONTHDAY=", "31", "-1", "BYHOUR=",
                                                ",", "23", "0", "COUNT=", "INTERVAL=", "7", "BYSETPOS=", "BYWEEKNO=", "53", "BYYEARDAY=", "366",
                                                "BYMONTH=", "2", "WKST=", "=", "\xff", "99999999999", "FREQ=MONTHLY;", "FREQ=WEEKLY;"};
        std::string rule;
        const int parts = *rc::gen::inRange(0, 12);
        for (int i = 0; i < parts; ++i) rule += words[*rc::gen::inRange<std::size_t>(0, words.size())];
        const Timestamp start = at("2026-01-01T12:00:00Z");
        const Recurrence recurrence{rule, "America/Sao_Paulo", start + Duration::days(300)};
        if (!problems_of(recurrence, {start, start + Duration::minutes(5)}).empty()) return;
        const auto all = occurrences_of(recurrence, {start, start + Duration::minutes(5)});
        RC_ASSERT(!all.empty() && all.size() <= kOccurrencesLimit && all.front().start == start);
        for (std::size_t i = 1; i < all.size(); ++i) RC_ASSERT(all[i - 1].start < all[i].start);
        RC_ASSERT(all.back().start < recurrence.until);
    });
}

/// Every n days at the same time of the wall clock, counted by the calendar and not by the library.
TEST(Recurrence, DaysAreThoseOfTheCalendarInEveryZone) {
    const std::vector<std::string> zones = {"America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Sao_Paulo", "Africa/Casablanca", "Europe/London", "Asia/Kathmandu"};
    rc::check([&] {
        const std::string& zone = zones[*rc::gen::inRange<std::size_t>(0, zones.size())];
        const int every = *rc::gen::inRange(1, 15);
        const zones::LocalTime first{2026, *rc::gen::inRange(1, 13), *rc::gen::inRange(1, 28), *rc::gen::inRange(0, 24), *rc::gen::inRange(0, 60), 0};
        const Timestamp start = zones::to_utc(zone, first);
        RC_PRE(zones::to_local(zone, start) == first);  // not itself skipped
        const Timestamp until = start + Duration::days(366);
        std::vector<Timestamp> expected;
        for (int day = 0;; day += every) {
            zones::LocalTime local = first;
            local.day += day;
            const Timestamp next = zones::to_utc(zone, local);
            if (next >= until) break;
            expected.push_back(next);
        }
        const auto all = occurrences_of({"FREQ=DAILY;INTERVAL=" + std::to_string(every), zone, until}, {start, start + Duration::minutes(5)});
        RC_ASSERT(all.size() == expected.size());
        for (std::size_t i = 0; i < all.size(); ++i) RC_ASSERT(all[i].start == expected[i]);
    });
}

}  // namespace
}  // namespace plimsoll::exclusions
