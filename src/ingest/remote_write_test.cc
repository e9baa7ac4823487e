// remote_write_test.cc: what a sender is answered, and what the ledger gets of it.
#include "ingest/remote_write.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "ingest/counter_value.h"
#include "ingest/ledger_recorder.h"
#include "ingest/write_body.h"

namespace plimsoll::ingest {
namespace {

constexpr std::int64_t kNow = 1'800'000'000'000;
const double kStale = std::bit_cast<double>(kStaleMarker);

promql::Query query(const std::string& text) {
    return *promql::parse(text);
}

class RemoteWriteTest : public testing::Test {
protected:
    RemoteWriteTest() {
        bind("requests");
        settings.limits.unpacked_bytes = 1 << 20;
    }

    void bind(const std::string& metric) {
        IndicatorQueries indicator;
        indicator.total = query("sum(increase(" + metric + "[5m]))");
        indicator.bad = query("sum(increase(" + metric + "{code=~\"5..\"}[5m]))");
        auto set = *BindingSet::build({indicator});
        ASSERT_TRUE(resolver.rebind(set, [&](const Resolver::ResolveKnown& known) {
            return ledger.bind({{"sli", metric, {}}}, known, Duration::days(30));
        }));
    }

    static api::Request request(std::string body) {
        api::Request out;
        out.method = api::Method::post;
        out.path = "/api/v1/write";
        out.headers = {{"content-type", "application/x-protobuf"}, {"content-encoding", "snappy"}};
        out.body = std::move(body);
        out.actor.id = "token:ab12";
        out.remote_address = "10.0.0.9";
        return out;
    }

    Result<api::Reply> send(api::Request given) {
        std::optional<Result<api::Reply>> out;
        write().receive(std::move(given), [&](Result<api::Reply> reply) {
            EXPECT_FALSE(out) << "answered twice";
            out = std::move(reply);
        });
        EXPECT_TRUE(out) << "not answered";
        return *out;
    }
    Result<api::Reply> send(const std::string& unpacked) { return send(request(body::packed(unpacked))); }

    RemoteWrite& write() {
        if (!write_)
            write_ = std::make_unique<RemoteWrite>(intake, resolver, clock, metrics, book, settings);
        return *write_;
    }

    /// What the ledger got: "labels value@seconds after kNow".
    std::vector<std::string> stored() {
        std::map<ledger::SeriesId, std::string> names;
        for (const auto& [labels, series] : ledger.interned) names[series.id] = labels;
        std::vector<std::string> out;
        for (const auto& batch : ledger.batches) {
            for (const auto& s : batch.samples) {
                out.push_back(names[s.series] + " " +
                              (s.stale ? "stale" : std::to_string(static_cast<std::int64_t>(s.value))) + "@" +
                              std::to_string((s.at.in_ms() - kNow) / 1000));
            }
        }
        return out;
    }
    std::uint64_t count(const std::string& name, const Metrics::Labels& labels = {}) {
        return metrics.counter(name, "", labels).value();
    }

    ManualClock clock{Timestamp::from_ms(kNow)};
    Metrics metrics;
    LedgerRecorder ledger;
    Resolver resolver{ledger, LabelLimits{6, 30, 40}};
    WriteSettings settings;
    bool room = true;
    Intake intake{ledger, resolver, clock, metrics, [this] { return room; }};
    SourceBook book{clock};

private:
    std::unique_ptr<RemoteWrite> write_;
};

const body::Pairs kGood{{"__name__", "requests"}, {"code", "200"}, {"instance", "h:1"}, {"job", "web"}};
const body::Pairs kBad{{"__name__", "requests"}, {"code", "500"}, {"instance", "h:1"}, {"job", "web"}};
const body::Pairs kOther{{"__name__", "other"}, {"job", "web"}};

void expect_error(const Result<api::Reply>& reply, const ErrorKind& kind, const std::string& part = "") {
    ASSERT_FALSE(reply) << "expected " << kind.code;
    EXPECT_EQ(reply.error().code(), kind.code) << reply.error().report();
    EXPECT_NE(reply.error().report().find(part), std::string::npos) << reply.error().report();
}

TEST_F(RemoteWriteTest, BoundSamplesReachTheLedgerAndOthersAreDropped) {
    const auto reply =
        send(body::series(kGood, 42, kNow) + body::series(kOther, 1.5, kNow + 1000) + body::series(kBad, 0, kNow));
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_EQ(reply->status, 204);
    EXPECT_EQ(stored(), (std::vector<std::string>{"requests{code=\"200\",instance=\"h:1\",job=\"web\"} 42@0",
                                                  "requests{code=\"500\",instance=\"h:1\",job=\"web\"} 0@0"}));
    EXPECT_EQ(ledger.batches.at(0).source, "token:ab12@10.0.0.9");
    EXPECT_EQ(ledger.batches.at(0).latest, Timestamp::from_ms(kNow + 1000)) << "unbound series move the watermark too";
    const auto& bad = ledger.interned.at("requests{code=\"500\",instance=\"h:1\",job=\"web\"}");
    EXPECT_EQ(bad.target, std::string("web\0h:1", 7));
    EXPECT_EQ(bad.contributions, (std::vector<ledger::Contribution>{{100, 1, 1}}));
    EXPECT_EQ(count("plimsoll_ingest_samples_total"), 3u);
    EXPECT_EQ(count("plimsoll_ingest_bound_samples_total"), 2u);
    EXPECT_EQ(count("plimsoll_ingest_unbound_samples_total"), 1u);
    EXPECT_EQ(count("plimsoll_ingest_bodies_total", {{"outcome", "stored"}}), 1u);
}

TEST_F(RemoteWriteTest, ASeriesMayCarrySeveralSamplesAndAStaleMarker) {
    ASSERT_TRUE(send(body::series(body::labels(kGood) + body::sample(1, kNow) + body::sample(2, kNow + 5000) +
                                  body::sample(kStale, kNow + 9000))));
    const std::string name = "requests{code=\"200\",instance=\"h:1\",job=\"web\"}";
    EXPECT_EQ(stored(), (std::vector<std::string>{name + " 1@0", name + " 2@5", name + " stale@9"}));
}

TEST_F(RemoteWriteTest, ASeriesIsResolvedOnceHoweverItsBytesDiffer) {
    const body::Pairs unsorted{
        {"job", "web"}, {"code", "200"}, {"empty", ""}, {"__name__", "requests"}, {"instance", "h:1"}};
    ASSERT_TRUE(send(body::series(kGood, 1, kNow) + body::series(unsorted, 2, kNow + 1000)));
    // Labels scattered between the samples.
    const std::string scattered = body::label("__name__", "requests") + body::label("code", "200") +
                                  body::sample(3, kNow + 2000) + body::label("instance", "h:1") +
                                  body::label("job", "web");
    ASSERT_TRUE(send(body::series(scattered)));
    ASSERT_TRUE(
        send(body::series(kGood, 4, kNow + 3000) + body::series(unsorted, 5, kNow + 4000) + body::series(scattered)));
    EXPECT_EQ(ledger.interned.size(), 1u);
    EXPECT_EQ(ledger.interns, 2u) << "the gathered labels are those of the first series";
    EXPECT_EQ(stored().size(), 6u);
}

TEST_F(RemoteWriteTest, SamplesThatWillNeverBeGoodCostOnlyThemselves) {
    const double nan = std::nan("");
    const double infinity = std::numeric_limits<double>::infinity();
    const auto reply = send(body::series(
        body::labels(kGood) + body::sample(nan, kNow) + body::sample(infinity, kNow) + body::sample(-infinity, kNow) +
        body::sample(-1, kNow) + body::sample(1.5, kNow) + body::sample(9007199254740992.0, kNow) +
        body::sample(7, kNow + 600'001) + body::sample(7, -5) + body::sample(9007199254740991.0, kNow) +
        body::sample(-0.0, kNow) + body::sample(8, kNow + 600'000)));
    expect_error(reply, errors::refused_samples,
                 "8 of 11 samples refused: 1: the counter is NaN; 2: the counter is infinite");
    EXPECT_EQ(reply.error().kind().http_status, 400);
    ASSERT_EQ(reply.error().fields().size(), 8u);
    EXPECT_EQ(reply.error().fields()[0].where,
              "requests{code=\"200\",instance=\"h:1\",job=\"web\"} at 2027-01-15T08:00:00Z");
    EXPECT_EQ(stored().size(), 3u);
    EXPECT_EQ(ledger.batches.at(0).latest, Timestamp::from_ms(kNow + 600'000)) << "a time in the future moves nothing";
    EXPECT_EQ(count("plimsoll_ingest_refused_samples_total", {{"reason", "in_the_future"}}), 1u);
    EXPECT_EQ(count("plimsoll_ingest_refused_samples_total", {{"reason", "too_late"}}), 1u);
    EXPECT_EQ(count("plimsoll_ingest_bodies_total", {{"outcome", "partly"}}), 1u);
}

TEST_F(RemoteWriteTest, OddSamplesOfUnboundSeriesAreNobodysBusiness) {
    EXPECT_TRUE(send(
        body::series(body::labels(kOther) + body::sample(-1.5, kNow) + body::sample(std::nan(""), kNow + 3'600'000))));
    EXPECT_EQ(count("plimsoll_ingest_unbound_samples_total"), 2u);
    ASSERT_EQ(ledger.batches.size(), 1u);
    EXPECT_EQ(ledger.batches[0].latest, Timestamp::from_ms(kNow));
}

TEST_F(RemoteWriteTest, OnlyTheFirstTenAreTold) {
    std::string samples;
    for (int i = 0; i < 25; ++i) samples += body::sample(-1, kNow + i);
    const auto reply = send(body::series(body::labels(kGood) + samples));
    expect_error(reply, errors::refused_samples, "25 of 25");
    EXPECT_EQ(reply.error().fields().size(), 10u);
}

TEST_F(RemoteWriteTest, UnusableLabelsAreRefusedByName) {
    const std::pair<std::string, Reason> cases[] = {
        {"", Reason::no_labels},
        {body::label("job", "web"), Reason::no_name},
        {body::label("__name__", "requests") + body::label("", "x"), Reason::nameless_label},
        {body::label("__name__", "requests") + body::label("a", "1") + body::label("a", "1"), Reason::duplicate_label},
        {body::label("__name__", "requests") + body::label("a", "\xff\xfe"), Reason::not_utf8},
        {body::label("__name__", "requests") + body::label("a", std::string(41, 'x')), Reason::label_value_too_long},
        {body::label("__name__", "requests") + body::label(std::string(31, 'x'), "a"), Reason::label_name_too_long},
        {body::labels(
             {{"__name__", "requests"}, {"a", "1"}, {"b", "1"}, {"c", "1"}, {"d", "1"}, {"e", "1"}, {"f", "1"}}),
         Reason::too_many_labels},
    };
    std::uint64_t stored_before = 0;
    for (const auto& [labels, reason] : cases) {
        const auto reply = send(body::series(labels + body::sample(1, kNow)) + body::series(kGood, 1, kNow));
        expect_error(reply, errors::refused_samples, std::string(words(reason)));
        EXPECT_EQ(count("plimsoll_ingest_refused_samples_total", {{"reason", std::string(key(reason))}}), 1u);
        EXPECT_EQ(stored().size(), ++stored_before) << "the good series is stored";
    }
}

TEST_F(RemoteWriteTest, LimitsOfSeriesThatNobodyCountsAreNotTold) {
    EXPECT_TRUE(send(body::series(body::label("__name__", "other") + body::label("a", std::string(5000, 'x')) +
                                  body::sample(1, kNow))));
}

TEST_F(RemoteWriteTest, HostileLabelsDoNotReachTheMessage) {
    const auto reply =
        send(body::series({{"__name__", "requests"}, {"a", "\x1b[31m\n"}, {"b", std::string(39, 'x')}}, -1, kNow));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fields().at(0).where.find('\x1b'), std::string::npos);
    EXPECT_EQ(reply.error().fields().at(0).where.find('\n'), std::string::npos);
}

TEST_F(RemoteWriteTest, WhatTheLedgerRefusesIsTold) {
    ledger.answer = [](const ledger::Batch& batch) {
        ledger::WriteOutcome out;
        out.accepted = static_cast<std::uint32_t>(batch.samples.size()) - 2;
        out.refused = {{0, ledger::Refusal::too_late}, {2, ledger::Refusal::conflicting_duplicate}};
        return Result<ledger::WriteOutcome>(out);
    };
    const auto reply =
        send(body::series(body::labels(kGood) + body::sample(1, kNow - 86'400'000) + body::sample(2, kNow)) +
             body::series(kBad, 3, kNow));
    expect_error(reply, errors::refused_samples, "2 of 3 samples refused");
    ASSERT_EQ(reply.error().fields().size(), 2u);
    EXPECT_EQ(reply.error().fields()[0].where,
              "requests{code=\"200\",instance=\"h:1\",job=\"web\"} at 2027-01-14T08:00:00Z");
    EXPECT_EQ(reply.error().fields()[1].where,
              "requests{code=\"500\",instance=\"h:1\",job=\"web\"} at 2027-01-15T08:00:00Z");
    EXPECT_EQ(reply.error().fields()[1].rule, words(Reason::conflicting_duplicate));
}

TEST_F(RemoteWriteTest, PressureIsAnsweredSoThatTheSenderTriesAgain) {
    for (const ErrorKind* kind : {&ledger::errors::busy, &ledger::errors::unwritable}) {
        ledger.answer = [kind](const ledger::Batch&) { return Result<ledger::WriteOutcome>(fail(*kind)); };
        expect_error(send(body::series(kGood, 1, kNow)), *kind);
        EXPECT_EQ(kind->http_status, 503);
    }
    room = false;
    expect_error(send(body::series(kGood, 1, kNow)), errors::no_room);
    EXPECT_EQ(errors::no_room.http_status, 503);
    EXPECT_EQ(count("plimsoll_ingest_bodies_total", {{"outcome", "deferred"}}), 3u);
    EXPECT_EQ(count("plimsoll_ingest_samples_total"), 0u) << "what is sent again is counted then";
}

TEST_F(RemoteWriteTest, ASeriesThatTheLedgerForgotComesBackAsNew) {
    ASSERT_TRUE(send(body::series(kGood, 1, kNow)));
    const auto accept = ledger.answer;
    ledger.answer = [](const ledger::Batch&) {
        ledger::WriteOutcome out;
        out.refused = {{0, ledger::Refusal::unknown_series}};
        return Result<ledger::WriteOutcome>(out);
    };
    expect_error(send(body::series(kGood, 2, kNow)), ledger::errors::busy);
    ledger.answer = accept;
    ASSERT_TRUE(send(body::series(kGood, 2, kNow)));
    EXPECT_EQ(ledger.interns, 2u);
}

TEST_F(RemoteWriteTest, AFullSliRefusesNewSeriesUntilThereIsRoomAgain) {
    ledger.series_limit = 1;
    ASSERT_TRUE(send(body::series(kGood, 1, kNow)));
    expect_error(send(body::series(kBad, 1, kNow) + body::series(kGood, 2, kNow)), errors::refused_samples,
                 "as many series as its limit");
    ledger.series_limit = 2;
    EXPECT_TRUE(send(body::series(kBad, 1, kNow)));
}

TEST_F(RemoteWriteTest, AnErrorOfTheLedgerWhileResolvingDefersTheBody) {
    ledger.intern_error = fail(ledger::errors::unwritable);
    expect_error(send(body::series(kGood, 1, kNow)), ledger::errors::unwritable);
    ledger.intern_error.reset();
    EXPECT_TRUE(send(body::series(kGood, 1, kNow)));
}

TEST_F(RemoteWriteTest, ANewBindingIsUsedFromTheNextBodyOn) {
    ASSERT_TRUE(send(body::series(kOther, 1, kNow)));
    EXPECT_EQ(stored().size(), 0u);
    bind("other");
    ASSERT_TRUE(send(body::series(kOther, 2, kNow) + body::series(kGood, 2, kNow)));
    EXPECT_EQ(stored(), (std::vector<std::string>{"other{job=\"web\"} 2@0"}));
}

TEST_F(RemoteWriteTest, NewSeriesWaitWhileTheCatalogueIsAppliedAndKnownOnesGoOn) {
    ASSERT_TRUE(send(body::series(kGood, 1, kNow)));
    const auto set = resolver.binding();
    ASSERT_TRUE(resolver.rebind(set, [&](const Resolver::ResolveKnown&) {
        EXPECT_TRUE(send(body::series(kGood, 2, kNow + 1000)));
        expect_error(send(body::series(kBad, 2, kNow)), errors::rebinding);
        return Result<std::vector<ledger::SliId>>(set->slis());
    }));
    EXPECT_TRUE(send(body::series(kBad, 2, kNow)));
    EXPECT_FALSE(resolver.rebind(set, [&](const Resolver::ResolveKnown&) { return Result<std::vector<ledger::SliId>>(fail(plimsoll::errors::io)); }));
    EXPECT_TRUE(send(body::series(kBad, 3, kNow + 1))) << "after a failed change the old binding goes on";
}

TEST_F(RemoteWriteTest, WhatIsNoRemoteWriteIsRefused) {
    const auto with = [&](const std::string& type, const std::string& encoding) {
        auto given = request(body::packed(body::series(kGood, 1, kNow)));
        given.headers = {{"content-type", type}, {"content-encoding", encoding}};
        return send(given);
    };
    EXPECT_TRUE(with("application/x-protobuf", "snappy"));
    EXPECT_TRUE(with("Application/X-Protobuf; proto=prometheus.WriteRequest", "Snappy"));
    EXPECT_TRUE(with("application/x-protobuf;proto=\"prometheus.WriteRequest\"", "snappy"));
    expect_error(with("application/x-protobuf;proto=other", "snappy"), errors::wrong_media, "neither");
    expect_error(with("application/x-protobuf;proto=io.prometheus.write.v3.Request", "snappy"), errors::wrong_media);
    expect_error(with("application/json", "snappy"), errors::wrong_media, "application/json");
    expect_error(with("", "snappy"), errors::wrong_media, "missing");
    expect_error(with("application/x-protobuf", "gzip"), errors::wrong_media, "gzip");
    expect_error(with("application/x-protobuf", ""), errors::wrong_media, "missing");
    expect_error(send(request("")), errors::malformed, "empty");
    EXPECT_EQ(errors::malformed.http_status, 400);
    EXPECT_EQ(errors::wrong_version.http_status, 415);
    // Version 2 fields under a version 1 header.
    expect_error(send(body::bytes(4, "") + body::bytes(4, "__name__") + body::bytes(5, "x")), errors::wrong_version);
}

TEST_F(RemoteWriteTest, AnEmptyMessageIsTaken) {
    EXPECT_TRUE(send(std::string()));
    EXPECT_TRUE(ledger.batches.empty());
}

TEST_F(RemoteWriteTest, WhatIsNotCountedIsSkipped) {
    const std::string exemplar = body::bytes(3, body::label("trace", "x"));
    const std::string histogram = body::bytes(4, body::key(1, 0) + body::varint(5));
    const std::string metadata = body::bytes(3, body::key(1, 0) + body::varint(1) + body::bytes(2, "requests"));
    const std::string unknown =
        body::bytes(99, "future") + body::key(98, 0) + body::varint(7) + body::key(97, 5) + "abcd";
    ASSERT_TRUE(send(metadata +
                     body::series(body::labels(kGood) + body::sample(5, kNow) + exemplar + histogram + unknown) +
                     body::series(body::labels(kOther) + histogram) + unknown));
    EXPECT_EQ(stored().size(), 1u);
    EXPECT_EQ(count("plimsoll_ingest_native_histograms_total"), 1u);
}

TEST_F(RemoteWriteTest, EveryTruncationOfABodyIsRefusedOrWhole) {
    const std::string whole = body::series(kGood, 42, kNow) + body::series(kBad, 7, kNow);
    const std::size_t first = body::series(kGood, 42, kNow).size();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const bool at_edge = size == 0 || size == first;
        const auto reply = send(whole.substr(0, size));
        EXPECT_EQ(reply.has_value(), at_edge) << size;
        if (!reply) expect_error(reply, errors::malformed, "protobuf");
    }
    const std::string packed = body::packed(whole);
    for (std::size_t size = 1; size < packed.size(); ++size) {
        expect_error(send(request(packed.substr(0, size))), errors::malformed, "snappy");
    }
    EXPECT_EQ(stored().size(), 1u) << "only the body that ends after the first series";
}

TEST_F(RemoteWriteTest, WrongWireTypesAreNamed) {
    const auto refused = [&](const std::string& body, const std::string& part) {
        expect_error(send(body), errors::malformed, part);
    };
    refused(body::key(1, 0) + body::varint(5), "field 1 of WriteRequest");
    refused(body::key(1, 1) + body::fixed64(5), "field 1 of WriteRequest");
    refused(body::series(body::key(1, 0) + body::varint(5)), "a label is not a message");
    refused(body::series(body::labels(kGood) + body::key(2, 0) + body::varint(5)),
            "a sample is not a message in time series 1");
    refused(body::series(body::labels(kGood) + body::bytes(2, body::key(1, 0) + body::varint(5))),
            "value or timestamp");
    refused(body::series(body::labels(kGood) + body::bytes(2, body::key(2, 1) + body::fixed64(5))),
            "value or timestamp");
    refused(body::series(kGood, 1, kNow) +
                body::series(body::bytes(1, body::key(1, 0) + body::varint(5)) + body::sample(1, kNow)),
            "name or value is not a string in time series 2");
    refused(body::key(0, 0) + body::varint(1), "protobuf");
    refused(body::series(body::labels(kGood) + body::key(7, 3)), "protobuf");
    refused(std::string(20, '\xff'), "protobuf");
    EXPECT_TRUE(stored().empty()) << "an invalid body stores nothing";
}

TEST_F(RemoteWriteTest, TheUnpackedSizeIsBounded) {
    settings.limits.unpacked_bytes = 1000;
    expect_error(send(body::bytes(3, std::string(1000, 'x'))), errors::too_large, "1000");
    EXPECT_TRUE(send(body::bytes(3, std::string(997, 'x'))));
    // A length that promises far more than there is.
    expect_error(send(request(body::varint(0xFFFFFFFF) + "x")), errors::too_large);
    expect_error(send(request(std::string(10, '\xff'))), errors::malformed, "length");
    EXPECT_EQ(errors::too_large.http_status, 413);
}

TEST_F(RemoteWriteTest, TheMemoryOfVerdictsIsBounded) {
    settings.limits.verdicts = 10;
    for (int round = 0; round < 2; ++round) {
        std::string whole;
        for (int i = 0; i < 100; ++i)
            whole += body::series({{"__name__", "requests"}, {"i", std::to_string(i)}}, i, kNow + round);
        ASSERT_TRUE(send(whole));
    }
    EXPECT_EQ(stored().size(), 200u);
    EXPECT_EQ(ledger.interned.size(), 100u);
}

TEST_F(RemoteWriteTest, ManyThreadsSendWhileTheBindingChanges) {
    constexpr int kThreads = 4;
    constexpr int kBodies = 40;
    write();
    std::atomic<int> answered{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int b = 0; b < kBodies; ++b) {
                std::string whole;
                for (int i = 0; i < 20; ++i) {
                    whole += body::series(
                        {{"__name__", "requests"}, {"i", std::to_string(i)}, {"t", std::to_string(t)}}, b, kNow + b);
                }
                write().receive(request(body::packed(whole)), [&](Result<api::Reply> reply) {
                    ++answered;
                    EXPECT_EQ(reply ? 503 : reply.error().kind().http_status, 503);
                });
            }
        });
    }
    for (int i = 0; i < 10; ++i) bind("requests");
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(answered, kThreads * kBodies);
    EXPECT_LE(ledger.interned.size(), 80u);
}

TEST_F(RemoteWriteTest, TheRouteIsOpenOnLoopbackAndBounded) {
    settings.body_bytes = 12345;
    const api::Route route = write_route(write());
    EXPECT_EQ(route.path, "/api/v1/write");
    EXPECT_EQ(route.method, api::Method::post);
    EXPECT_EQ(route.right, api::Right::ingest);
    EXPECT_TRUE(route.open_on_loopback);
    EXPECT_EQ(route.body_limit, 12345u);
    ASSERT_TRUE(route.async_handler);
    int status = 0;
    route.async_handler(request(body::packed(body::series(kGood, 1, kNow))),
                        [&](Result<api::Reply> reply) { status = reply ? reply->status : 0; });
    EXPECT_EQ(status, 204);
}

}  // namespace
}  // namespace plimsoll::ingest
