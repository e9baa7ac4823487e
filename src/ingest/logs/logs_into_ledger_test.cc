// logs_into_ledger_test.cc: the same lines tailed or imported leave the same counts in the true ledger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "ingest/intake.h"
#include "ingest/logs/log_rig_for_tests.h"
#include "ingest/pushing_for_tests.h"
#include "ingest/temporary_file.h"

namespace plimsoll::ingest::logs {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<IndicatorQueries> failed_orders() {
    return {counting("sum(increase(access_log_requests_total{log=\"shop\",route=\"order\"}[5m]))", "",
                     "sum(increase(access_log_requests_total{log=\"shop\",route=\"order\",status=~\"5..\"}[5m]))")};
}

std::string line(std::int64_t second, int status, const std::string& path = "/orders/7") {
    return LogRig::line(Pushing::kStart_s - LogRig::kStart_s + second, status, path);
}

Settings settings(const std::filesystem::path& path) {
    Settings out;
    out.name = "shop";
    out.path = path;
    out.from_start = true;
    out.routes = {{"order", "/orders/[0-9]+", ""}};
    return out;
}

TEST(LogsIntoLedger, AThreadTailsALogAcrossACrash) {
    Pushing rig(failed_orders());
    const TemporaryFile log(line(1, 200) + line(2, 500) + line(3, 500, "/elsewhere"));
    rig.clock.advance(Duration::seconds(30));
    SourceBook book(rig.clock);
    const auto tailed_until = [&](std::int64_t valid) {
        Intake intake(*rig.ledger, *rig.resolver, rig.clock, rig.metrics, [] { return true; });
        AccessLogs logs(intake, *rig.ledger, rig.clock, book, rig.metrics);
        logs.apply({settings(log.path)});
        logs.start();
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (rig.counts(0, 0, 600).first < valid && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
        logs.stop();
        EXPECT_TRUE(rig.ledger->checkpoint());
    };
    tailed_until(2);
    EXPECT_EQ(rig.counts(0, 0, 600), std::pair(std::int64_t{2}, std::int64_t{1}));
    std::ofstream(log.path, std::ios::app) << line(11, 500) << line(12, 200);
    rig.crash();
    tailed_until(4);
    EXPECT_EQ(rig.counts(0, 0, 600), std::pair(std::int64_t{4}, std::int64_t{2}));
    EXPECT_EQ(rig.counts(0, 10, 20), std::pair(std::int64_t{2}, std::int64_t{1}));
}

struct Imported {
    ImportReport report;
    std::map<std::int64_t, ledger::Slot> slots;  ///< measured ones, by second
};

Imported imported(const std::string& content, const Settings& how, const std::vector<IndicatorQueries>& indicators,
                  std::uint64_t bad_lines = 1000) {
    const TemporaryFile file(content);
    Imported out;
    ImportOptions options;
    options.now = Timestamp::from_seconds(Pushing::kStart_s + 86'400);
    options.bad_lines = bad_lines;
    const auto set = BindingSet::build(indicators);
    EXPECT_TRUE(set);
    auto report = import_access_log(file.path, how, **set,
                                    [&](ledger::SliId, Timestamp start, std::vector<ledger::Slot> slots) {
                                        std::int64_t filled = 0;
                                        for (std::size_t i = 0; i < slots.size(); ++i) {
                                            if (slots[i].measured == 0) continue;
                                            ++filled;
                                            out.slots[start.in_ms() / 1000 + static_cast<std::int64_t>(i) * 10 - Pushing::kStart_s] =
                                                slots[i];
                                        }
                                        return Result<std::int64_t>(filled);
                                    },
                                    options);
    EXPECT_TRUE(report) << report.error().report();
    if (report) out.report = std::move(*report);
    return out;
}

TEST(LogImports, FillTheSlotsBetweenTheFirstAndTheLastLine) {
    const std::string text = line(0, 200) + line(12, 500) + line(15, 200) + line(16, 404, "/elsewhere") + line(41, 200);
    const Imported plain = imported(text, settings("-"), failed_orders());
    ASSERT_EQ(plain.slots.size(), 3u) << "the slots of the first and the last line may go on in other files";
    EXPECT_EQ(plain.slots.at(10).valid, 2);
    EXPECT_EQ(plain.slots.at(10).bad, 1);
    EXPECT_EQ(plain.slots.at(20).valid, 0) << "quiet, and measured";
    EXPECT_EQ(plain.slots.at(30).valid, 0);
    EXPECT_EQ(plain.report.lines, 5u);
    EXPECT_EQ(plain.report.bound, 4u);
    EXPECT_EQ(plain.report.unbound, 1u);
    EXPECT_THAT(plain.report.skipped, ElementsAre(Pair("edge_of_file", 2u)));
    const Imported packed = imported(gzipped(line(41, 200) + text.substr(0, text.size() / 2 / text.find('\n') * text.find('\n'))),
                                     settings("-"), failed_orders());
    EXPECT_GT(packed.report.lines, 0u) << "gzip is told by its first bytes";
}

TEST(LogImports, TheOrderOfLinesDoesNotMatter) {
    std::vector<std::string> lines;
    for (int i = 0; i < 50; ++i) lines.push_back(line(i * 7, i % 3 == 0 ? 500 : 200));
    std::string forth;
    std::string back;
    for (const std::string& one : lines) {
        forth += one;
        back.insert(0, one);
    }
    EXPECT_EQ(imported(forth, settings("-"), failed_orders()).slots, imported(back, settings("-"), failed_orders()).slots);
    EXPECT_EQ(imported(forth, settings("-"), failed_orders()).slots, imported(gzipped(forth), settings("-"), failed_orders()).slots);
}

TEST(LogImports, AHistogramCountsByItsBound) {
    Settings how = settings("-");
    how.format = Format::nginx;
    how.layout = "$msec $request_time $status $request";
    how.buckets = {0.1, 0.3, 1};
    std::string text = fmt::format("{}.0 9 200 GET / HTTP/1.1\n", Pushing::kStart_s);
    for (const double took : {0.05, 0.3, 0.31, 2.0}) text += fmt::format("{}.0 {} 200 GET / HTTP/1.1\n", Pushing::kStart_s + 10, took);
    text += fmt::format("{}.0 - 200 GET / HTTP/1.1\n", Pushing::kStart_s + 11) +
            fmt::format("{}.0 9 200 GET / HTTP/1.1\n", Pushing::kStart_s + 20);
    const auto queries = counting("sum(increase(access_log_request_duration_seconds_count[5m]))",
                                  "sum(increase(access_log_request_duration_seconds_bucket{le=\"0.3\"}[5m]))", "");
    const Imported out = imported(text, how, {queries});
    ASSERT_EQ(out.slots.size(), 1u);
    EXPECT_EQ(out.slots.at(10).valid, 4) << "the one without a duration is no part of it";
    EXPECT_EQ(out.slots.at(10).bad, 2);
}

TEST(LogImports, TooManyBadLinesImportNothing) {
    const TemporaryFile file("a\nb\nc\n" + line(0, 200));
    ImportOptions options;
    options.now = Timestamp::from_seconds(Pushing::kStart_s);
    options.bad_lines = 2;
    const auto set = *BindingSet::build(failed_orders());
    const auto done = import_access_log(
        file.path, settings("-"), *set, [](auto, auto, auto) { return Result<std::int64_t>(fail(plimsoll::errors::io)); }, options);
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().is(errors::unreadable_log));
    EXPECT_EQ(done.error().fields().size(), 3u);
    EXPECT_EQ(imported("a\nb\n" + line(0, 200), settings("-"), failed_orders(), 2).report.skipped.at("unreadable_line"), 2u);
}

TEST(LogImports, AWeekOfSilenceIsZeroAndMoreIsMissing) {
    const auto text = [](int days) {
        return line(-days * 86'400 - 100, 200) + line(-days * 86'400 - 50, 200) + line(-50, 200) + line(0, 200);
    };
    EXPECT_GT(imported(text(6), settings("-"), failed_orders()).slots.size(), 6u * 8'640);
    EXPECT_LT(imported(text(9), settings("-"), failed_orders()).slots.size(), 2u * 360);
}

}  // namespace
}  // namespace plimsoll::ingest::logs
