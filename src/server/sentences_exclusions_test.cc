#include <gtest/gtest.h>

#include "server/records_testing.h"
#include "server/sentences.h"

namespace plimsoll::server {
namespace {

using testing::kNow;

exclusions::ExclusionRequested asked() {
    exclusions::ExclusionRequested e;
    e.id = "ex-1";
    e.title = "Patch\x1b[31m night";
    e.slos = {"checkout"};
    e.services = {"mail"};
    e.range = {kNow, kNow + Duration::hours(1)};
    return e;
}

Told told(const exclusions::Event& event) {
    const Names names{[](const std::string& slo) { return slo == "checkout" ? std::string("shop") : std::string(); },
                      [](const std::string& actor) { return actor; },
                      [](const std::string& stream) -> std::optional<WorldEvent> {
                          if (stream == "exclusion/ex-1") return WorldEvent(exclusions::Event(asked()));
                          exclusions::AnnotationMade note;
                          note.title = "Release 42";
                          note.slos = {"checkout"};
                          if (stream == "annotation/an-1") return WorldEvent(exclusions::Event(note));
                          return std::nullopt;
                      },
                      kNow};
    return tell(WorldEvent(event), names);
}

TEST(ExclusionSentences, SayWhatIsLeftOutAndWhatBecameOfIt) {
    const Told request = told(asked());
    EXPECT_EQ(request.text, "Maintenance of checkout and all of mail from 11:06:40 UTC to 12:06:40 UTC was asked for: Patch[31m night");
    EXPECT_EQ(request.slos, (std::set<std::string>{"checkout"}));
    EXPECT_EQ(request.services, (std::set<std::string>{"mail", "shop"}));
    const std::string it = "Maintenance of checkout and all of mail, \"Patch[31m night\", ";
    EXPECT_EQ(told(exclusions::ExclusionApproved{"ex-1", "", false}).text, it + "was approved");
    EXPECT_EQ(told(exclusions::ExclusionApproved{"ex-1", "alone here", true}).text, it + "was approved by who asked for it, as nobody else could: alone here");
    EXPECT_EQ(told(exclusions::ExclusionRefused{"ex-1", "not now"}).text, it + "was refused: not now");
    EXPECT_EQ(told(exclusions::ExclusionWithdrawn{"ex-1", "not needed", kNow}).text, it + "was withdrawn altogether: not needed");
    EXPECT_EQ(told(exclusions::ExclusionWithdrawn{"ex-1", "done", kNow + Duration::minutes(30)}).text, it + "counts again from 11:36:40 UTC: done");
    EXPECT_EQ(told(exclusions::ExclusionExpired{"ex-1", false}).text, it + "was not decided in time and is over");
    EXPECT_EQ(told(exclusions::ExclusionExpired{"ex-1", true}).text, it + "came to its end");
    EXPECT_EQ(told(exclusions::ExclusionRefused{"ex-7", "lost"}).text, "ex-7 was refused: lost");
}

TEST(ExclusionSentences, OfRecurrencesCorrectionsAndNotes) {
    exclusions::ExclusionRequested e = asked();
    e.kind = exclusions::Kind::correction;
    e.slos = {"a", "b", "c"};
    e.recurrence = exclusions::Recurrence{"FREQ=DAILY", "Europe/Berlin", kNow};
    EXPECT_EQ(told(e).text, "A correction of a, b and 2 more from 11:06:40 UTC to 12:06:40 UTC, again by FREQ=DAILY in Europe/Berlin was asked for: Patch[31m night");
    exclusions::AnnotationMade note;
    note.title = "Sale";
    note.services = {"shop"};
    note.start = kNow;
    EXPECT_EQ(told(note).text, "Noted on all of shop at 11:06:40 UTC: Sale (note)");
    note.end = kNow + Duration::hours(2);
    EXPECT_EQ(told(note).text, "Noted on all of shop from 11:06:40 UTC to 13:06:40 UTC: Sale (note)");
    EXPECT_EQ(told(exclusions::AnnotationRetracted{"an-1", "it was 41"}).text, "The note \"Release 42\" on checkout was retracted: it was 41");
}

}  // namespace
}  // namespace plimsoll::server
