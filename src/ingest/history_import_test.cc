// history_import_test.cc: what a file leaves in the ledger, and what the person who imports it is told.
#include "ingest/history_import.h"

#include <gtest/gtest.h>

#include "ingest/ledger_recorder.h"
#include "ingest/temporary_file.h"

namespace plimsoll::ingest {
namespace {

constexpr std::int64_t kStart_s = 1'800'000'000;

class HistoryImportTest : public testing::Test {
protected:
    HistoryImportTest() {
        IndicatorQueries indicator;
        indicator.sli = 7;
        indicator.total = *promql::parse("sum(increase(requests_total[5m]))");
        indicator.bad = *promql::parse("sum(increase(requests_total{code=~\"5..\"}[5m]))");
        binding = *BindingSet::build({indicator});
        options.now = Timestamp::from_seconds(kStart_s + 86'400);
    }
    Result<ImportReport> import(const std::string& content) {
        const TemporaryFile file(content);
        return import_history(file.path, *binding, ledger, options);
    }
    ledger::Slot sum() {
        ledger::Slot out;
        for (const auto& [at, slot] : ledger.imported[7]) out += slot;
        return out;
    }
    /// `code` grows by `by` every 15 s, `n` samples; by series.
    static std::string by_series(const std::string& code, int by, int n) {
        std::string out;
        for (int i = 0; i < n; ++i) {
            out += "requests_total{code=\"" + code + "\",instance=\"h:1\",job=\"web\"} " +
                   std::to_string(1000 + i * by) + " " + std::to_string(kStart_s + i * 15) + ".000\n";
        }
        return out;
    }

    std::shared_ptr<const BindingSet> binding;
    LedgerRecorder ledger;
    ImportOptions options;
};

TEST_F(HistoryImportTest, CountsAFileBySeries) {
    const auto report =
        import("# TYPE requests counter\n" + by_series("200", 5, 41) + by_series("500", 1, 41) + "other 1 5\n# EOF\n");
    ASSERT_TRUE(report) << report.error().report();
    EXPECT_EQ(report->lines, 85u);
    EXPECT_EQ(report->samples, 83u);
    EXPECT_EQ(report->bound, 82u);
    EXPECT_EQ(report->unbound, 1u);
    EXPECT_EQ(report->series, 2u);
    EXPECT_EQ(report->unknown_starts, 2u);
    EXPECT_TRUE(report->skipped.empty());
    EXPECT_EQ(report->filled.at(7), 61);
    EXPECT_EQ(sum().valid, 240);
    EXPECT_EQ(sum().bad, 40);
}

TEST_F(HistoryImportTest, TheOrderOfLinesTheFormatAndGzipMakeNoDifference) {
    std::string by_time;
    for (int i = 40; i >= 0; --i) {
        for (const auto& [code, by] : {std::pair{"500", 1}, {"200", 5}}) {
            by_time += "{job=\"web\", __name__=\"requests_total\", instance=\"h:1\", code=\"" + std::string(code) +
                       "\"} " + std::to_string(1000 + i * by) + " " + std::to_string((kStart_s + i * 15) * 1000) + "\n";
        }
    }
    ASSERT_TRUE(import(gzipped(by_time)));
    const auto reversed = ledger.imported;
    ledger.imported.clear();
    ASSERT_TRUE(import(by_series("200", 5, 41) + by_series("500", 1, 41)));
    EXPECT_EQ(ledger.imported, reversed);
    EXPECT_FALSE(reversed.empty());
}

TEST_F(HistoryImportTest, ImportingTwiceFillsNothing) {
    ASSERT_TRUE(import(by_series("200", 5, 10)));
    const auto before = sum();
    const auto again = import(by_series("200", 5, 10) + by_series("200", 5, 10));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->filled.at(7), 0);
    EXPECT_EQ(again->skipped.at("duplicate"), 10u);
    EXPECT_EQ(sum(), before);
}

TEST_F(HistoryImportTest, WhatCannotBeCountedIsSkippedAndNamed) {
    const std::string name = "requests_total{code=\"200\"} ";
    const auto report =
        import(name + "1 1800000000\n" + name + "1.5 1800000010\n" + name + "-1 1800000010\n" + name +
               "+Inf 1800000010\n" + name + "2 1800086400\n" + name + "2 1800087001\n" + name + "2 5\n" + name +
               "3 1800000000\n" + "requests_total{code=\"200\",code=\"201\"} 1 1800000000\n");
    ASSERT_TRUE(report);
    const std::map<std::string, std::uint64_t> expected{{"not_whole", 1},      {"negative", 1},
                                                        {"infinite", 1},       {"in_the_future", 1},
                                                        {"too_late", 1},       {"conflicting_duplicate", 1},
                                                        {"duplicate_label", 1}};
    EXPECT_EQ(report->skipped, expected);
}

TEST_F(HistoryImportTest, BadLinesCostOnlyThemselves) {
    const auto report =
        import("what is this\n" + by_series("200", 5, 5) + "requests_total{code=\"\\q\"} 1 5\nrequests_total 1\n" +
               std::string(70'000, 'x') + "\n");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->bound, 5u);
    EXPECT_EQ(report->skipped.at("unreadable_line"), 3u);
    EXPECT_EQ(report->skipped.at("no_timestamp"), 1u);
    ASSERT_EQ(report->bad_lines.size(), 4u);
    EXPECT_TRUE(report->bad_lines[0].where.ends_with(":1:6")) << report->bad_lines[0].where;
    EXPECT_TRUE(report->bad_lines[1].where.ends_with(":7:22")) << report->bad_lines[1].where;
    EXPECT_TRUE(report->bad_lines[2].where.ends_with(":8:17")) << report->bad_lines[2].where;
    EXPECT_TRUE(report->bad_lines[3].where.ends_with(":9:1")) << report->bad_lines[3].where;
}

TEST_F(HistoryImportTest, TooManyBadLinesEndItAndNothingIsWritten) {
    options.bad_lines = 20;
    std::string bad;
    for (int i = 0; i < 20; ++i) bad += "?\n";
    EXPECT_TRUE(import(by_series("200", 5, 5) + bad));
    ledger.imported.clear();
    const auto report = import(by_series("200", 5, 5) + bad + "?\n");
    ASSERT_FALSE(report);
    EXPECT_TRUE(report.error().is(errors::unreadable));
    EXPECT_EQ(report.error().fields().size(), 10u);
    EXPECT_TRUE(ledger.imported.empty());
}

TEST_F(HistoryImportTest, BoundSamplesAreBounded) {
    options.bound_samples = 10;
    EXPECT_TRUE(import(by_series("200", 5, 10)));
    const auto report = import(by_series("200", 5, 11));
    ASSERT_FALSE(report);
    EXPECT_TRUE(report.error().is(errors::too_many_samples));
}

TEST_F(HistoryImportTest, NotANumberEndsASeries) {
    const std::string name = "requests_total{code=\"200\"} ";
    ASSERT_TRUE(import(name + "1 1800000000\n" + name + "2 1800000010\n" + name + "NaN 1800000020\n" + name +
                       "9 1800000030\n"));
    const auto& slots = ledger.imported[7];
    EXPECT_EQ(slots.count(Timestamp::from_seconds(1800000020)), 0u);
    EXPECT_EQ(slots.at(Timestamp::from_seconds(1800000030)).valid, 7);
}

TEST_F(HistoryImportTest, TellsItsProgress) {
    std::vector<ImportProgress> told;
    options.progress = [&](const ImportProgress& p) { told.push_back(p); };
    const std::string content = by_series("200", 5, 200'000);
    ASSERT_TRUE(import(content));
    ASSERT_GE(told.size(), 4u);
    EXPECT_EQ(told.front().done, 0u);
    EXPECT_EQ(told.front().total, content.size());
    EXPECT_EQ(told[told.size() - 2].done, content.size());
    EXPECT_EQ(told.back().stage, ImportProgress::Stage::writing);
    EXPECT_EQ(told.back().done, told.back().total);
    for (std::size_t i = 1; i + 1 < told.size(); ++i) EXPECT_GE(told[i].done, told[i - 1].done);
}

TEST_F(HistoryImportTest, AnErrorOfTheLedgerComesThrough) {
    ledger.import_error = fail(ledger::errors::unwritable);
    const auto report = import(by_series("200", 5, 5));
    ASSERT_FALSE(report);
    EXPECT_TRUE(report.error().is(ledger::errors::unwritable));
}

}  // namespace
}  // namespace plimsoll::ingest
