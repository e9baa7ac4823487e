// into_ledger_test.cc: pushed live or imported afterwards, the same samples leave the same counts in the real ledger.
#include <gtest/gtest.h>

#include <future>
#include <random>

#include "ingest/history_import.h"
#include "ingest/pushing_for_tests.h"
#include "ingest/remote_write.h"
#include "ingest/temporary_file.h"
#include "ingest/write_body.h"

namespace plimsoll::ingest {
namespace {

constexpr std::int64_t kStart_s = 1'800'000'000;

struct At {
    std::int64_t second;
    std::string code;
    std::int64_t value;
};

/// A ledger on a disk of its own, bound to one SLI over `requests`.
class Bench {
public:
    explicit Bench(std::int64_t now_s) : clock(Timestamp::from_seconds(now_s)) {
        auto opened = ledger::Ledger::open({.file = file.path}, clock, metrics);
        EXPECT_TRUE(opened) << opened.error().report();
        ledger = std::move(*opened);
        resolver = std::make_unique<Resolver>(*ledger);
        IndicatorQueries indicator;
        indicator.total = *promql::parse("sum(increase(requests[5m]))");
        indicator.good = *promql::parse("sum(increase(requests{code!~\"5..\"}[5m]))");
        auto set = *BindingSet::build({indicator});
        auto ids = resolver->rebind(set, [&](const Resolver::ResolveKnown& known) {
            return ledger->bind({{"checkout", "1", {Duration::hours(1)}}}, known, Duration::days(30));
        });
        EXPECT_TRUE(ids);
        sli = ids->at(0);
        intake = std::make_unique<Intake>(*ledger, *resolver, clock, metrics, [] { return true; });
        write = std::make_unique<RemoteWrite>(*intake, *resolver, clock, metrics, book);
    }
    ~Bench() {
        EXPECT_TRUE(ledger->close(Duration::seconds(10)));
        for (const char* suffix : {"-wal", "-shm"}) {
            std::error_code ignored;
            std::filesystem::remove(file.path.string() + suffix, ignored);
        }
    }

    Result<api::Reply> push(const std::string& unpacked) {
        return pushed(*write, unpacked);
    }

    std::vector<ledger::Slot> slots(std::int64_t seconds) {
        const TimeRange range{Timestamp::from_seconds(kStart_s), Timestamp::from_seconds(kStart_s + seconds)};
        auto out = ledger->slots(sli, range, 100'000);
        EXPECT_TRUE(out) << (out ? "" : out.error().report());
        return out ? out->slots : std::vector<ledger::Slot>{};
    }

    TemporaryFile file{""};
    ManualClock clock;
    Metrics metrics;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<Resolver> resolver;
    SourceBook book{clock};
    std::unique_ptr<Intake> intake;
    std::unique_ptr<RemoteWrite> write;
    ledger::SliId sli = 0;
};

body::Pairs labels_of(const std::string& code) {
    return {{"__name__", "requests"}, {"code", code}, {"instance", "h:1"}, {"job", "web"}};
}

TEST(IntoLedger, PushedSamplesAreCountedExactly) {
    Bench bench(kStart_s + 600);
    for (int i = 0; i <= 40; ++i) {
        const std::int64_t at_ms = (kStart_s + i * 15) * 1000;
        // The first 500 appears at the tenth scrape with 3 errors already: they count.
        std::string body = body::series(labels_of("200"), 1000 + i * 7, at_ms);
        if (i >= 10) body += body::series(labels_of("500"), 3 + (i - 10), at_ms);
        const auto reply = bench.push(body);
        ASSERT_TRUE(reply) << reply.error().report();
        ASSERT_TRUE(bench.push(body)) << "sent again it changes nothing";
    }
    const auto sum =
        bench.ledger->sum(bench.sli, {Timestamp::from_seconds(kStart_s), Timestamp::from_seconds(kStart_s + 610)});
    ASSERT_TRUE(sum);
    EXPECT_EQ(sum->sum.valid, 40 * 7 + 3 + 30);
    EXPECT_EQ(sum->sum.bad, 3 + 30);
}

TEST(IntoLedger, WhatTheLedgerRefusesComesBackAsA400) {
    Bench bench(kStart_s + 86'400);
    ASSERT_TRUE(bench.push(body::series(labels_of("200"), 5, (kStart_s + 86'400) * 1000)));
    const auto late = bench.push(body::series(labels_of("200"), 4, kStart_s * 1000) +
                                 body::series(labels_of("200"), 6, (kStart_s + 86'400) * 1000));
    ASSERT_FALSE(late);
    EXPECT_TRUE(late.error().is(errors::refused_samples)) << late.error().report();
    ASSERT_EQ(late.error().fields().size(), 2u);
    EXPECT_EQ(late.error().fields()[0].rule, words(Reason::too_late));
    EXPECT_EQ(late.error().fields()[1].rule, words(Reason::conflicting_duplicate));
}

/// An hour of scrapes of three codes: some missed, some resets, series that begin, end and come back.
std::vector<At> history(std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<At> out;
    const std::int64_t interval = 5 + random() % 56;
    for (const std::string code : {"200", "404", "500"}) {
        std::int64_t value = random() % 1000;
        bool present = code == "200" || random() % 2 == 0;
        for (std::int64_t second = 0; second < 3600; second += interval) {
            const auto dice = random() % 40;
            if (dice == 0) value = random() % 5;
            if (dice == 1) present = !present;
            if (!present || dice == 2) continue;
            value += random() % 20;
            out.push_back({second, code, value});
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const At& a, const At& b) { return a.second < b.second; });
    return out;
}

std::string described(const ledger::Slot& s) {
    return std::to_string(s.valid) + "/" + std::to_string(s.bad) + " measured " + std::to_string(s.measured) +
           " reporting " + std::to_string(s.reporting) + " of " + std::to_string(s.live);
}

TEST(IntoLedger, ImportedHistoryEqualsTheAccountOfLiveSamples) {
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
        const std::vector<At> samples = history(seed);
        Bench live(kStart_s + 3600);
        Bench afterwards(kStart_s + 3600);
        std::string text;
        for (std::size_t i = 0; i < samples.size();) {
            std::string body;
            for (const std::int64_t second = samples[i].second; i < samples.size() && samples[i].second == second;
                 ++i) {
                body += body::series(labels_of(samples[i].code), static_cast<double>(samples[i].value),
                                     (kStart_s + second) * 1000);
                text += "requests{job=\"web\",instance=\"h:1\",code=\"" + samples[i].code + "\"} " +
                        std::to_string(samples[i].value) + " " + std::to_string(kStart_s + second) + ".0\n";
            }
            ASSERT_TRUE(live.push(body));
        }
        const TemporaryFile file(text);
        ImportOptions options;
        options.now = afterwards.clock.now();
        const auto report = import_history(file.path, *afterwards.resolver->binding(), *afterwards.ledger, options);
        ASSERT_TRUE(report) << report.error().report();
        // The last minutes of the live ledger are not settled yet.
        const auto pushed = live.slots(3400);
        const auto imported = afterwards.slots(3400);
        ASSERT_EQ(pushed.size(), imported.size());
        for (std::size_t s = 0; s < pushed.size(); ++s) {
            // What is missing is not imported, so how many series it lacked is not known of it.
            const bool both_missing = pushed[s].measured == 0 && imported[s].measured == 0;
            EXPECT_TRUE(both_missing || pushed[s] == imported[s])
                << "seed " << seed << " slot " << s << ": pushed " << described(pushed[s]) << ", imported "
                << described(imported[s]);
        }
    }
}

}  // namespace
}  // namespace plimsoll::ingest
