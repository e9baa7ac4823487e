#include "server/past.h"

#include <gtest/gtest.h>

#include <fstream>
#include <future>

#include "base/text.h"
#include "base/temp_folder_for_tests.h"
#include "domain/catalog/reading.h"
#include "domain/slo/windows.h"
#include "ingest/pull/pulling_for_tests.h"
#include "server/engine.h"
#include "server/past_ledger.h"

namespace plimsoll::server {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCatalog = R"(
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: orders}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1d, isRolling: true}]
  objectives: [{target: 0.99}]
  indicator:
    metadata: {name: orders}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: prometheus, spec: {query: 'sum(increase(bad_total{job="orders"}[5m]))'}}}
        total: {metricSource: {type: prometheus, spec: {query: 'sum(increase(all_total{job="orders"}[5m]))'}}}
)";

catalog::Reading reading_of(const std::string& text) {
    catalog::Reading out = catalog::read_catalog({{"slos.yaml", text}});
    for (const auto& problem : out.errors) ADD_FAILURE() << problem.where() << ": " << problem.rule;
    return out;
}

std::shared_ptr<const catalog::Catalog> drafts() { return std::make_shared<const catalog::Catalog>(reading_of(kCatalog).catalog); }

ledger::Slot sum_of(const CountedPast& past, const std::string& slo, TimeRange range) {
    const auto sums = past.counts->sums(past.catalog->slos.at(slo), std::vector{range}, slo::Exclusions::left_out);
    EXPECT_TRUE(sums) << (sums ? "" : sums.error().report());
    return sums ? sums->front().sum : ledger::Slot{};
}

std::string at_seconds(Timestamp at) { return std::to_string(at.in_ms() / 1000); }

/// A hundred orders a minute from `start` on, one sample at each minute's end; two of them bad from `bad_from` on.
std::string samples(Timestamp start, int minutes, int bad_from) {
    std::string all = "# TYPE all counter\n", bad = "# TYPE bad counter\n";
    for (int i = 0; i <= minutes; ++i) {
        const std::string at = at_seconds(start + Duration::minutes(i));
        all += "all_total{instance=\"a\",job=\"orders\"} " + std::to_string(100 * i) + " " + at + "\n";
        bad += "bad_total{instance=\"a\",job=\"orders\"} " + std::to_string(2 * std::max(0, i - bad_from)) + " " + at + "\n";
    }
    return all + bad + "# EOF\n";
}

const Timestamp kStart = SystemClock().now().floor(Duration::hours(1)) - Duration::hours(30);

TEST(PastOfText, CountsWhatTheFilesHold) {
    const TempFolder folder("past");
    fs::create_directory(folder / "history");
    std::ofstream(folder / "history" / "a.om") << samples(kStart, 600, 300);
    const auto past = past_of_text(folder / "history", *drafts(), {});
    ASSERT_TRUE(past) << past.error().report();
    const TimeRange all{kStart, kStart + Duration::minutes(600)};
    EXPECT_EQ(sum_of(*past, "orders", {all.start, all.end + Duration::minutes(1)}).valid, 60'000);
    EXPECT_EQ(sum_of(*past, "orders", {all.start, all.end + Duration::minutes(1)}).bad, 600);
    // A sample at a minute's end lies in the slot that begins there.
    const TimeRange hour{kStart + Duration::minutes(301), kStart + Duration::minutes(361)};
    EXPECT_EQ(sum_of(*past, "orders", hour).bad, 120);
    EXPECT_LE(past->range.start, kStart + Duration::minutes(1));
    EXPECT_GE(past->range.end, all.end);
    const ledger::LiveWindows live = past->counts->live(past->catalog->slos.at("orders"), slo::Exclusions::left_out);
    EXPECT_FALSE(slo::never_fed(live)) << "history without a live sample is judged too";
    EXPECT_GE(live.as_of, all.end);
}

TEST(PastOfText, OfOneFileAndNothingOfTheseSlos) {
    const TempFolder folder("past");
    std::ofstream(folder / "a.om") << samples(kStart, 60, 0);
    EXPECT_TRUE(past_of_text(folder / "a.om", *drafts(), {}));
    std::ofstream(folder / "b.om") << "# TYPE other counter\nother_total 1 " << at_seconds(kStart) << "\n# EOF\n";
    const auto other = past_of_text(folder / "b.om", *drafts(), {});
    ASSERT_FALSE(other);
    EXPECT_TRUE(other.error().is(plimsoll::errors::not_found)) << other.error().report();
    fs::create_directory(folder / "empty");
    EXPECT_FALSE(past_of_text(folder / "empty", *drafts(), {}));
}

/// A data folder that somebody has open and goes on writing to.
class RunningFolder : public testing::Test {
protected:
    RunningFolder() {
        log::Settings log_settings;
        log_settings.file = folder / "log.db";
        log_settings.reserve_bytes = 0;
        log = *log::Log::open(log_settings, metrics);
        const auto nobody = [](const World&, const auto&, const log::Issued&) { return std::vector<paging::Event>(); };
        engine = *Engine::open(*log, clock, nobody, nobody);
        const auto seq = engine->submit("system", "catalog", catalog::Command(catalog::ApplyReading{reading_of(kCatalog), {}, {}, false}));
        EXPECT_TRUE(seq);
        std::promise<void> durable;
        log->when_durable(*seq, [&](const Result<>&) { durable.set_value(); });
        durable.get_future().wait();
        ledger::Settings settings;
        settings.file = folder / "ledger.db";
        ledger = *ledger::Ledger::open(settings, clock, metrics);
        const auto orders = drafts()->slos.at("orders");
        const auto ids = ledger->bind({{"orders", orders.sli_version, slo::kept_windows_of(orders)}},
                                      [](const std::string&, const std::vector<ledger::SliId>&) { return std::vector<ledger::Contribution>(); }, Duration::days(30));
        EXPECT_TRUE(ids);
        series = *ledger->intern({"all_total{job=\"orders\"}", "orders"}, {{ids->front(), 1, 0}});
    }
    void write(Timestamp at, double value) {
        ledger::Batch batch;
        batch.source = "test";
        batch.samples.push_back({series, at, value});
        std::promise<Result<ledger::WriteOutcome>> done;
        ledger->write(std::move(batch), [&](Result<ledger::WriteOutcome> outcome) { done.set_value(std::move(outcome)); });
        EXPECT_TRUE(done.get_future().get());
    }
    std::vector<std::string> files() const {
        std::vector<std::string> out;
        for (const auto& entry : fs::directory_iterator(folder.path())) out.push_back(entry.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }

    TempFolder folder{"past"};
    SystemClock clock;
    Metrics metrics;
    std::unique_ptr<log::Log> log;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<ledger::Ledger> ledger;
    ledger::SeriesId series = 0;
};

TEST_F(RunningFolder, IsReadAsItIsNowAndLeftAlone) {
    for (int i = 0; i <= 60; ++i) write(kStart + Duration::minutes(i) + Duration::seconds(5), 10 * i);
    const auto before = files();
    const auto past = past_of_data(folder.path(), nullptr, {});
    ASSERT_TRUE(past) << past.error().report();
    EXPECT_EQ(files(), before);
    EXPECT_TRUE(past->caveats.empty());
    ASSERT_TRUE(past->catalog->slos.contains("orders")) << "as the log has it applied";
    const TimeRange all{kStart, kStart + Duration::minutes(61)};
    EXPECT_EQ(sum_of(*past, "orders", all).valid, 600) << "what only the redo held is counted too";
    write(kStart + Duration::minutes(61) + Duration::seconds(5), 1000);
    EXPECT_EQ(sum_of(*past, "orders", {all.start, all.end + Duration::minutes(1)}).valid, 600) << "what came later is not in it";
}

TEST_F(RunningFolder, GivesADraftTheCountsOfTheSameIndicator) {
    for (int i = 0; i <= 60; ++i) write(kStart + Duration::minutes(i) + Duration::seconds(5), 10 * i);
    std::string text = kCatalog;
    text.replace(text.find("metadata: {name: orders}"), 24, "metadata: {name: draft}");
    const auto past = past_of_data(folder.path(), std::make_shared<const catalog::Catalog>(reading_of(text).catalog), {});
    ASSERT_TRUE(past) << past.error().report();
    EXPECT_EQ(sum_of(*past, "draft", {kStart, kStart + Duration::minutes(61)}).valid, 600);
}

TEST_F(RunningFolder, ALogThatCannotBeReadIsSaidAndDraftsAreReadAllTheSame) {
    for (int i = 0; i <= 60; ++i) write(kStart + Duration::minutes(i) + Duration::seconds(5), 10 * i);
    engine.reset();
    log.reset();
    std::ofstream(folder / "log.db", std::ios::trunc) << "no database";
    EXPECT_FALSE(past_of_data(folder.path(), nullptr, {})) << "nothing says which SLOs there are";
    const auto past = past_of_data(folder.path(), drafts(), {});
    ASSERT_TRUE(past) << past.error().report();
    ASSERT_EQ(past->caveats.size(), 1U);
    EXPECT_NE(past->caveats[0].find("log could not be read"), std::string::npos) << past->caveats[0];
    EXPECT_EQ(sum_of(*past, "orders", {kStart, kStart + Duration::minutes(61)}).valid, 600);
}

TEST(PastOfData, OfNoDataFolderSaysWhatIsMissing) {
    const TempFolder folder("past");
    const auto past = past_of_data(folder.path(), drafts(), {});
    ASSERT_FALSE(past);
    EXPECT_TRUE(past.error().is(plimsoll::errors::not_found));
    EXPECT_FALSE(is_data_folder(folder.path()));
}

class PastOfSource : public testing::Test {
protected:
    Result<CountedPast> read() {
        SourcePast asked{source_at("http://metrics:9090"), range, {}};
        asked.source.pull->rate = 1000;
        return past_of_source({server, secrets, random, clock}, asked, *drafts(), [this](const std::string&, std::uint64_t done, std::uint64_t of) {
            EXPECT_LE(done, of);
            ++told;
        });
    }
    ingest::pull::FakeServer server;
    ingest::pull::NoSecrets secrets;
    SeededRandom random{7};
    SystemClock clock;
    const TimeRange range{Timestamp::from_seconds(1'790'000'040), Timestamp::from_seconds(1'790'000'040) + Duration::hours(36)};
    int told = 0;
};

TEST_F(PastOfSource, CountsEachMinuteOfTheRangeAndAPeriodBeforeIt) {
    // Each query names the other metric too, as witness that its target went on: whose growth it asks for stands first.
    server.value = [](const std::string& query, Timestamp) { return query.find("bad_total") < query.find("all_total") ? 1.0 : 10.0; };
    const auto past = read();
    ASSERT_TRUE(past) << past.error().report();
    EXPECT_EQ(sum_of(*past, "orders", range).valid, 36 * 60 * 10);
    EXPECT_EQ(sum_of(*past, "orders", range).bad, 36 * 60);
    EXPECT_EQ(sum_of(*past, "orders", {range.start - Duration::days(1), range.start}).valid, 24 * 60 * 10) << "windows at the start of the range are full";
    EXPECT_EQ(sum_of(*past, "orders", {range.start - Duration::days(3), range.start - Duration::days(1)}).valid, 0);
    EXPECT_EQ(past->range, range);
    for (const auto& request : server.asked) EXPECT_LE(request.until(), range.end + Duration::minutes(1)) << "it is asked for nothing later";
}

TEST_F(PastOfSource, HistoryThatBeginsLaterIsACaveat) {
    server.value = [this](const std::string&, Timestamp at) { return at > range.end - Duration::hours(2) ? 1.0 : NAN; };
    const auto past = read();
    ASSERT_TRUE(past) << past.error().report();
    EXPECT_EQ(sum_of(*past, "orders", range).valid, 120);
    ASSERT_EQ(past->caveats.size(), 1U);
    EXPECT_NE(past->caveats[0].find("the source's history begins at"), std::string::npos) << past->caveats[0];
    EXPECT_GE(past->range.start, range.end - Duration::hours(2) - Duration::minutes(1));
}

TEST_F(PastOfSource, AQueryThatFailsIsACaveatOfItsSlo) {
    server.instead = [](const ingest::pull::AskedRequest&) { return ingest::pull::FakeServer::error(400, "bad_data", "unknown function"); };
    const auto past = read();
    ASSERT_TRUE(past) << past.error().report();
    EXPECT_EQ(sum_of(*past, "orders", range).valid, 0);
    ASSERT_FALSE(past->caveats.empty());
    EXPECT_NE(past->caveats[0].find("unknown function"), std::string::npos) << past->caveats[0];
}

TEST(PastFolders, GoWithTheirHolderOrAllAtOnce) {
    const auto exists = [](const ScratchFolder& folder) { return fs::exists(folder / ""); };
    fs::path gone;
    {
        auto one = ScratchFolder::make();
        ASSERT_TRUE(one);
        gone = *one / "";
        EXPECT_TRUE(exists(*one));
    }
    EXPECT_FALSE(fs::exists(gone));
    auto first = ScratchFolder::make(), second = ScratchFolder::make();
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    remove_pasts();
    EXPECT_FALSE(exists(*first));
    EXPECT_FALSE(exists(*second));
}

TEST(WithoutGroups, SaysWhichRollUpsReadOtherwise) {
    catalog::Catalog catalog;
    for (const auto roll_up : {catalog::RollUp::summed, catalog::RollUp::worst}) {
        catalog::Slo slo;
        slo.name = roll_up == catalog::RollUp::worst ? "worst" : "summed";
        slo.grouping = catalog::Grouping{{"region"}, 10, roll_up};
        catalog.slos[slo.name] = slo;
    }
    std::vector<std::string> caveats;
    const catalog::Catalog plain = without_groups(catalog, caveats);
    EXPECT_FALSE(plain.slos.at("worst").grouping);
    EXPECT_FALSE(plain.slos.at("summed").grouping);
    ASSERT_EQ(caveats.size(), 1U);
    EXPECT_TRUE(caveats[0].starts_with("worst is the worst of its groups")) << caveats[0];
}

}  // namespace
}  // namespace plimsoll::server
