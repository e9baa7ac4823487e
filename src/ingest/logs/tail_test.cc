// tail_test.cc: logs that are written, rotated, truncated and broken while they are read; and readers that are killed.
#include "ingest/logs/tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ingest/logs/log_rig_for_tests.h"

namespace plimsoll::ingest::logs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr const char* kGood = "access_log_requests_total 200 order";
constexpr const char* kBad = "access_log_requests_total 500 order";

TEST(Tails, RequestsCountInTheirSlotsAndQuietIsZero) {
    LogRig rig;
    rig.append(LogRig::line(0) + LogRig::line(9) + LogRig::line(10, 500) + LogRig::line(31));
    rig.clock.advance(Duration::seconds(45));
    rig.stepped();
    EXPECT_THAT(rig.counts(kGood), ElementsAre(Pair(0, 2), Pair(10, 0), Pair(20, 0), Pair(30, 1), Pair(40, 0)));
    EXPECT_THAT(rig.counts(kBad), ElementsAre(Pair(0, 0), Pair(10, 1), Pair(20, 0), Pair(30, 0), Pair(40, 0)));
    EXPECT_EQ(rig.deliveries.back().latest, Timestamp::from_seconds(LogRig::kStart_s + 43)) << "complete up to 2 s before the end was seen";
    EXPECT_EQ(rig.deliveries.back().source, "access_log shop");
}

TEST(Tails, ALogThatIsMetForTheFirstTimeIsReadFromItsEnd) {
    LogRig rig;
    rig.settings.from_start = false;
    rig.append(LogRig::line(0) + LogRig::line(1));
    rig.append("a line that is being writt");
    rig.stepped();
    rig.append("en\n" + LogRig::line(2));
    rig.run(3);
    EXPECT_EQ(rig.total(kGood), 1);
    EXPECT_THAT(rig.status().note, HasSubstr("1 lines cannot be read")) << "the line in which it began is whole";
}

TEST(Tails, ALogThatIsNotThereYetIsToldAndThenReadFromItsStart) {
    LogRig rig;
    rig.settings.from_start = false;
    (void)rig.step();
    const auto missing = rig.step();
    ASSERT_FALSE(missing);
    EXPECT_TRUE(missing.error().is(plimsoll::errors::not_found)) << missing.error().report();
    rig.restart();
    rig.append(LogRig::line(0));
    rig.run(2);
    EXPECT_EQ(rig.total(kGood), 1) << "also after a restart: what was written meanwhile is new";
}

TEST(Tails, AFolderOrAPipeIsNoLog) {
    LogRig rig;
    std::filesystem::create_directory(rig.settings.path);
    const auto done = rig.step();
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().detail(), HasSubstr("is no file"));
}

TEST(Tails, ALineIsCountedOnceItIsWhole) {
    LogRig rig;
    const std::string line = LogRig::line(0);
    rig.append(line.substr(0, 30));
    rig.run(1);
    EXPECT_EQ(rig.requests(), 0);
    rig.append(line.substr(30));
    rig.run(1);
    EXPECT_EQ(rig.requests(), 1);
}

TEST(Tails, ARenamedLogIsReadToItsEndBeforeTheNewOne) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.run(1);
    rig.rename_log();
    rig.append(LogRig::line(2, 500));  // the new file
    rig.run(2);
    std::ofstream(rig.rotated(1), std::ios::app) << LogRig::line(2);  // a worker that has not reopened yet
    rig.run(2);
    EXPECT_EQ(rig.total(kGood), 2);
    EXPECT_EQ(rig.total(kBad), 0) << "the old one may still be written to";
    rig.run(12);
    EXPECT_EQ(rig.total(kBad), 1);
}

TEST(Tails, ALastLineWithoutItsEndCountsOnceTheFileIsOver) {
    LogRig rig;
    const std::string line = LogRig::line(0);
    rig.append(line + line.substr(0, line.size() - 1));
    rig.run(1);
    EXPECT_EQ(rig.requests(), 1);
    rig.rename_log();
    rig.run(13);
    EXPECT_EQ(rig.requests(), 2);
}

TEST(Tails, ADeletedLogIsReadToItsEnd) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.run(1);
    rig.append(LogRig::line(1));
    std::filesystem::remove(rig.settings.path);
    rig.append(LogRig::line(2, 500));
    rig.run(13);
    EXPECT_EQ(rig.total(kGood), 2);
    EXPECT_EQ(rig.total(kBad), 1);
}

TEST(Tails, TheRestOfATruncatedLogIsReadFromItsCopy) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.run(1);
    rig.append(LogRig::line(1, 500));  // not read yet
    rig.copy_and_truncate_log();
    for (int i = 0; i < 10; ++i) rig.append(LogRig::line(2));  // longer than it was
    rig.run(15);
    EXPECT_EQ(rig.total(kGood), 11);
    EXPECT_EQ(rig.total(kBad), 1);
}

TEST(Tails, ACopyThatSomebodyMadeOfAnOldLogIsNotReadAgain) {
    LogRig rig;
    rig.append(LogRig::line(-86'400));
    rig.run(1);
    rig.rename_log();
    rig.append(LogRig::line(0));
    rig.run(15);
    rig.rename_log();
    std::filesystem::copy_file(rig.rotated(2), rig.settings.path.string() + "-20261120");  // written later than all
    rig.append(LogRig::line(16));
    rig.run(15);
    EXPECT_EQ(rig.requests(), 3);
}

TEST(Tails, WhatWasTruncatedWithoutACopyIsTold) {
    LogRig rig;
    rig.append(LogRig::line(0) + LogRig::line(0));
    rig.run(1);
    std::filesystem::resize_file(rig.settings.path, 0);
    rig.append(LogRig::line(2));
    rig.run(2);
    EXPECT_EQ(rig.requests(), 3);
    EXPECT_THAT(rig.status().note, HasSubstr("was truncated"));
}

TEST(Tails, AFileThatWasCompressedWhileNobodyReadIsTold) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.run(1);
    rig.tail.reset();
    rig.append(LogRig::line(1));
    rig.rename_log();
    std::filesystem::rename(rig.rotated(1), rig.settings.path.string() + ".1.gz");
    rig.append(LogRig::line(2));
    rig.run(2);
    EXPECT_EQ(rig.requests(), 2);
    EXPECT_THAT(rig.status().note, HasSubstr("plimsoll import access-log"));
}

TEST(Tails, AnotherFileWithTheSameInodeIsNew) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.run(1);
    auto cursor = log_cursor(rig.cursors.at("access_log shop"));
    ASSERT_TRUE(cursor);
    rig.tail.reset();
    std::filesystem::remove(rig.settings.path);
    rig.append(LogRig::line(3, 500) + LogRig::line(3, 500));
    cursor->place.file = *id_at(rig.settings.path);  // as when a file system gives the number again
    rig.cursors["access_log shop"] = text(*cursor);
    rig.run(2);
    EXPECT_EQ(rig.total(kBad), 2);
}

TEST(Tails, ADataSourceThatNamesAnotherFileBeginsAnew) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.run(1);
    rig.settings.path = rig.folder / "other.log";
    rig.settings.from_start = false;
    rig.append(LogRig::line(0, 500));
    rig.tail.reset();
    rig.run(1);
    EXPECT_EQ(rig.total(kBad), 0);
    rig.append(LogRig::line(2, 500));
    rig.run(2);
    EXPECT_EQ(rig.total(kBad), 1);
}

TEST(Tails, ADeliveryThatIsNotTakenIsGivenAgainAndNothingIsReadMeanwhile) {
    LogRig rig;
    rig.append(LogRig::line(0));
    rig.stepped();
    rig.append(LogRig::line(1));
    rig.refuse = 3;
    rig.run(2);
    rig.append(LogRig::line(2));
    rig.run(5);
    EXPECT_EQ(rig.requests(), 3);
}

TEST(Tails, LinesThatCannotBeReadAreCountedAndTheFirstIsTold) {
    LogRig rig;
    rig.append("rubbish \x1b[31m\n\n" + LogRig::line(0) + std::string(70'000, 'x') + "\n" + LogRig::line(700) + LogRig::line(1));
    rig.run(1);
    EXPECT_EQ(rig.requests(), 2) << "the empty line is nothing, the one of ten minutes ahead is refused";
    EXPECT_THAT(rig.status().note, HasSubstr("3 lines cannot be read; the first: the line does not have the layout"));
    EXPECT_THAT(rig.status().note, ::testing::Not(HasSubstr("\x1b")));
}

TEST(Tails, ALineWithoutEndIsPassedOver) {
    LogRig rig;
    rig.append(LogRig::line(0));
    for (int i = 0; i < 9; ++i) rig.append(std::string(1 << 20, 'x'));
    rig.append("\n" + LogRig::line(1));
    rig.run(2);
    EXPECT_EQ(rig.requests(), 2);
    EXPECT_THAT(rig.status().note, HasSubstr("1 lines cannot be read"));
}

TEST(Tails, AYearOfSilenceIsNotAYearOfZeros) {
    LogRig rig;
    rig.append(LogRig::line(-300 * 86'400) + LogRig::line(0));
    rig.run(1);
    EXPECT_EQ(rig.requests(), 2);
    EXPECT_LT(rig.deliveries.size(), 10u);
}

TEST(Tails, WhatIsReadAfterALongTimeArrivesInTheOrderOfTime) {
    LogRig rig;
    rig.append(LogRig::line(-86'400) + LogRig::line(-86'400 + 40'000, 500) + LogRig::line(0));
    rig.run(1);
    EXPECT_EQ(rig.counts(kGood).size(), 8'641u) << "a day and the present slot";
    Timestamp before = Timestamp::min();
    for (const Delivery& d : rig.deliveries) {
        EXPECT_LE(d.samples.size(), 20'500u);
        for (const LabelledSample& s : d.samples)
            ASSERT_GE(s.at + Duration::hours(1) + ledger::kStep, before) << "nothing is late by more than an hour";
        before = std::max(before, d.latest);
    }
    EXPECT_LE(before, rig.clock.now());
}

TEST(Tails, KnownSeriesHaveZerosAfterARestartToo) {
    LogRig rig;
    rig.append(LogRig::line(0) + LogRig::line(0, 500));
    rig.run(1);
    rig.tail.reset();
    rig.clock.advance(Duration::seconds(60));  // the server was off, the log was not
    rig.append(LogRig::line(55));
    rig.run(1);
    EXPECT_THAT(rig.counts(kBad), ElementsAre(Pair(0, 1), Pair(10, 0), Pair(20, 0), Pair(30, 0), Pair(40, 0), Pair(50, 0), Pair(60, 0)));
    EXPECT_THAT(rig.counts(kGood), ElementsAre(Pair(0, 1), Pair(10, 0), Pair(20, 0), Pair(30, 0), Pair(40, 0), Pair(50, 1), Pair(60, 0)));
}

TEST(Tails, DurationsAreCountedByBucket) {
    LogRig rig;
    rig.settings.format = Format::nginx;
    rig.settings.layout = "$msec $request_time $status $request";
    rig.settings.buckets = {0.1, 0.5};
    const auto line = [](double seconds) { return fmt::format("{}.000 {} 200 GET /orders/7 HTTP/1.1\n", LogRig::kStart_s, seconds); };
    rig.append(line(0.05) + line(0.1) + line(0.3) + line(7) + fmt::format("{}.000 - 200 GET /orders/7 HTTP/1.1\n", LogRig::kStart_s));
    rig.run(1);
    EXPECT_EQ(rig.requests(), 5);
    EXPECT_EQ(rig.total("access_log_request_duration_seconds_count 200 order"), 4);
    EXPECT_EQ(rig.total("access_log_request_duration_seconds_bucket 200 order 0.1"), 2) << "a bound is within its bucket";
    EXPECT_EQ(rig.total("access_log_request_duration_seconds_bucket 200 order 0.5"), 3);
    EXPECT_EQ(rig.total("access_log_request_duration_seconds_bucket 200 order +Inf"), 4);
}

TEST(Tails, HostileHostsAndRoutesMakeNoSeriesWithoutEnd) {
    LogRig rig;
    rig.settings.format = Format::nginx;
    rig.settings.layout = "$msec $host $status $request";
    rig.settings.by_host = true;
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += fmt::format("{}.000 h{}.example 200 GET /{} HTTP/1.1\n", LogRig::kStart_s, i, i);
    rig.append(text);
    rig.run(1);
    EXPECT_EQ(rig.requests(), 5'000);
    EXPECT_EQ(rig.series_texts.size(), 201u);
}

/// Whatever is written, rotated and killed in whatever order: each line counts once.
RC_GTEST_PROP(Tails, CountEachLineOnce, ()) {
    LogRig rig;
    rig.append("");
    rig.stepped();
    double lines = 0;
    std::string half;  // of a line that is being written
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
    for (const int what : steps) {
        const std::int64_t second = (rig.clock.now().in_ms() / 1000) - LogRig::kStart_s;
        if (what <= 3) {
            for (int i = 0; i <= what; ++i, ++lines) rig.append(std::exchange(half, "") + LogRig::line(second - i, i == 0 ? 500 : 200));
        } else if (what == 4 && half.empty()) {
            half = LogRig::line(second);
            rig.append(half.substr(0, 20));
            half.erase(0, 20);
            ++lines;
        } else if (what == 5 && half.empty()) {
            rig.rename_log();
        } else if (what == 6 && half.empty()) {
            rig.append(LogRig::line(second));
            rig.refuse = 0;
            rig.run(2);  // a file of which nothing was read and committed cannot be known again in its copy
            rig.append(LogRig::line(second));
            lines += 2;
            rig.copy_and_truncate_log();
        } else if (what == 7) {
            rig.tail.reset();
        } else if (what == 8) {
            rig.refuse = 2;
        } else if (what >= 9) {
            rig.run(what == 9 ? 1 : what == 10 ? 3 : 15);
        }
    }
    rig.append(half);
    rig.refuse = 0;
    rig.run(30 + 15 * static_cast<int>(steps.size()));
    RC_ASSERT(rig.requests() == lines);
}

TEST(LogCursors, TextReadsBack) {
    LogCursor cursor;
    cursor.path = UINT64_MAX;
    cursor.place = {{UINT64_MAX, 7}, {256, 1234567890123456789ULL}, UINT64_MAX};
    EXPECT_EQ(log_cursor(text(cursor)), cursor);
    cursor.told = Timestamp::from_ms(1'795'262'400'000);
    EXPECT_EQ(log_cursor(text(cursor)), cursor);
    for (const char* none : {"", "2 1 1 1 1 1 1 -", "1 1 1 1 1 1 1", "1 1 1 1 1 1 1 x", "1 -1 1 1 1 1 1 -", "1 1 1 1 1 1 1 5 6"}) {
        EXPECT_EQ(log_cursor(none), std::nullopt) << none;
    }
}

}  // namespace
}  // namespace plimsoll::ingest::logs
