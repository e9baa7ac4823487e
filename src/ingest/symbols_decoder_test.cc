// symbols_decoder_test.cc: remote write 2.0: what a sender is answered, and what the ledger gets of it.
#include "ingest/symbols_decoder.h"

#include <gtest/gtest.h>

#include "ingest/pushing_for_tests.h"

namespace plimsoll::ingest {
namespace {

using body::Symbolic;
using Headers = std::map<std::string, std::string>;

constexpr std::int64_t kAt = Pushing::kStart_s * 1000;
const body::Pairs kGood{{"__name__", "requests"}, {"code", "200"}, {"instance", "h:1"}, {"job", "web"}};
const body::Pairs kBad{{"__name__", "requests"}, {"code", "500"}, {"instance", "h:1"}, {"job", "web"}};
const body::Pairs kOther{{"__name__", "other"}, {"job", "web"}};

class RemoteWriteTwo : public testing::Test {
protected:
    Result<api::Reply> push(const std::string& message) { return pushed(*world.write, message, kSecondVersion); }
    Headers written(const std::string& message) {
        const auto reply = push(message);
        EXPECT_TRUE(reply) << reply.error().report();
        if (!reply) return {};
        status = reply->status;
        body = reply->body;
        return {reply->headers.begin(), reply->headers.end()};
    }
    static Headers all_of(int samples, int histograms = 0, int exemplars = 0) {
        return {{"X-Prometheus-Remote-Write-Samples-Written", std::to_string(samples)},
                {"X-Prometheus-Remote-Write-Histograms-Written", std::to_string(histograms)},
                {"X-Prometheus-Remote-Write-Exemplars-Written", std::to_string(exemplars)}};
    }
    void refused(const std::string& message, const std::string& part) {
        const auto reply = push(message);
        ASSERT_FALSE(reply) << part;
        EXPECT_EQ(reply.error().code(), errors::malformed.code);
        EXPECT_NE(reply.error().report().find(part), std::string::npos) << reply.error().report();
    }
    std::string scrape(std::int64_t second, double good, double bad, std::int64_t created_ms = 0) {
        world.clock.advance(std::max(Duration(), Timestamp::from_seconds(Pushing::kStart_s + second) - world.clock.now()));
        return Symbolic().series(kGood, {{good, kAt + second * 1000}}, created_ms).series(kBad, {{bad, kAt + second * 1000}}, created_ms).message();
    }

    Pushing world{{counting("sum(increase(requests[5m]))", "", "sum(increase(requests{code=\"500\"}[5m]))")}};
    int status = 0;
    std::string body;
};

TEST_F(RemoteWriteTwo, CountsAsVersionOneDoes) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(written(scrape(15 * i, 100.0 * i, 3.0 * i)), all_of(2));
        EXPECT_EQ(status, 204);
    }
    EXPECT_EQ(world.counts(0, 0, 70), std::pair(std::int64_t{412}, std::int64_t{12}));
    // The same series in the other version: the same series.
    world.scrape(75, {{{{"__name__", "requests"}, {"code", "200"}}, 500}, {{{"__name__", "requests"}, {"code", "500"}}, 15}});
    EXPECT_EQ(world.counts(0, 0, 80), std::pair(std::int64_t{515}, std::int64_t{15}));
}

TEST_F(RemoteWriteTwo, SaysWhatWasWrittenOfAllThatCame) {
    const std::string histogram = body::bytes(3, body::key(15, 0) + body::varint(5));
    const std::string exemplar = body::bytes(4, body::key(2, 1) + body::fixed64(0));
    const std::string metadata = body::bytes(5, body::key(1, 0) + body::varint(1));
    EXPECT_EQ(written(Symbolic()
                          .series(kGood, {{1, kAt}, {2, kAt + 1}}, 0, exemplar + exemplar + metadata)
                          .series(kOther, {{1, kAt}}, 0, body::bytes(99, "future"))
                          .series(kBad, {}, 0, histogram)
                          .message()),
              all_of(3, 1, 2));
    EXPECT_EQ(world.metrics.counter("plimsoll_ingest_native_histograms_total", "").value(), 1u);
    // Sent again, they were written before: a sender must not take them for lost.
    EXPECT_EQ(written(Symbolic().series(kGood, {{1, kAt}, {2, kAt + 1}}).message()), all_of(2));
    EXPECT_EQ(written(Symbolic().message()), all_of(0));
}

TEST_F(RemoteWriteTwo, RefusedSamplesAreNamedAndNotAmongTheWritten) {
    EXPECT_EQ(written(Symbolic().series(kGood, {{1, kAt}, {1.5, kAt + 1}, {2, kAt + 2}}).message()), all_of(2));
    EXPECT_EQ(status, 400);
    EXPECT_NE(body.find("ingest.refused_samples"), std::string::npos) << body;
    EXPECT_NE(body.find("1 of 3 samples refused"), std::string::npos) << body;
}

TEST_F(RemoteWriteTwo, SymbolsMayStandAnywhereAndReferencesOneByOne) {
    const Symbolic message = Symbolic().series(kGood, {{7, kAt}});
    EXPECT_EQ(written(message.all_series() + message.symbols()), all_of(1));
    std::string references;
    for (const std::uint64_t n : {1, 2, 3, 4, 5, 6, 7, 8}) references += body::key(1, 0) + body::varint(n);
    const std::string sample = body::bytes(2, body::key(1, 1) + body::fixed64(std::bit_cast<std::uint64_t>(9.0)) + body::key(2, 0) + body::varint(kAt + 10'000));
    EXPECT_EQ(written(message.symbols() + body::bytes(5, sample + references)), all_of(1)) << body;
    EXPECT_EQ(world.counts(0, 0, 20).first, 2) << "one series, whichever way it was written";
}

TEST_F(RemoteWriteTwo, WhatIsNoMessageIsNamedAndStoresNothing) {
    const std::string ok = Symbolic().series(kGood, {{1, kAt}}).message();
    refused(body::bytes(4, "x") + ok, "the first symbol is not the empty string");
    refused(body::bytes(4, "") + body::bytes(5, body::bytes(1, body::varint(0) + body::varint(1))), "beyond the table of 1 symbols in time series 1");
    refused(body::bytes(5, body::bytes(1, body::varint(0) + body::varint(0))), "beyond the table of 0 symbols");
    refused(body::bytes(4, "") + body::bytes(5, body::bytes(1, body::varint(0))), "an odd number of references");
    refused(ok + body::bytes(5, body::bytes(1, body::varint(1) + body::varint(2) + body::varint(1'000'000'000))), "in time series 2");
    refused(body::bytes(4, "") + body::bytes(5, body::bytes(1, std::string(SymbolsDecoder::kMostReferences + 2, '\0'))), "more than 10000 references");
    refused(body::key(4, 0) + body::varint(1), "a symbol is not a string");
    refused(body::key(5, 0) + body::varint(1), "field 5 of Request");
    refused(ok + body::bytes(5, body::key(2, 0) + body::varint(1)), "a sample is not a message");
    refused(ok + body::bytes(5, body::bytes(2, body::key(1, 0) + body::varint(1))), "value or timestamp");
    refused(ok + body::bytes(5, body::bytes(1, "\xff")), "protobuf");
    refused(ok + body::bytes(5, body::key(1, 1) + body::fixed64(1)), "protobuf");  // references that are no varints
    for (std::size_t size = 1; size < ok.size(); ++size) {
        const bool before_the_series = size <= Symbolic().series(kGood, {}).symbols().size();
        EXPECT_TRUE(!push(ok.substr(0, size)) || before_the_series) << size;
    }
    EXPECT_EQ(world.ledger->status(world.slis[0]).series, 0u);
}

TEST_F(RemoteWriteTwo, AVersionUnderTheOthersContentTypeIsToldSo) {
    const auto reply = pushed(*world.write, Symbolic().series(kGood, {{1, kAt}}).message());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), errors::wrong_version.code);
    EXPECT_EQ(reply.error().kind().http_status, 415);
    const auto other = push(body::series({{"__name__", "good_total"}}, 1, kAt));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), errors::wrong_version.code) << "nothing of it was taken, so a 204 would lose it";
}

TEST_F(RemoteWriteTwo, MoreSymbolsThanTheLimitAreRefused) {
    std::string message = body::bytes(4, "");
    for (std::size_t i = 1; i < SymbolsDecoder::kMostSymbols; ++i) message += std::string("\x22\x00", 2);
    EXPECT_TRUE(push(message));
    const auto reply = push(message + body::bytes(4, "one more"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), errors::too_large.code);
}

TEST_F(RemoteWriteTwo, ACounterThatSaysWhenItWasCreatedCountsFromThere) {
    for (int i = 0; i <= 8; ++i) EXPECT_EQ(written(scrape(15 * i, 10.0 * i, 0)), all_of(2));
    const body::Pairs fresh{{"__name__", "requests"}, {"code", "500"}, {"instance", "h:2"}, {"job", "web"}};
    const body::Pairs by_sample{{"__name__", "requests"}, {"code", "500"}, {"instance", "h:3"}, {"job", "web"}};
    world.clock.advance(Duration::seconds(15));
    // Both began half a minute ago; the third does not say.
    EXPECT_EQ(written(Symbolic()
                          .series(fresh, {{7, kAt + 135'000}}, kAt + 105'000)
                          .series(by_sample, {{5, kAt + 135'000, kAt + 105'000}})
                          .series({{"__name__", "requests"}, {"instance", "h:4"}}, {{100, kAt + 135'000}})
                          .series(kGood, {{90, kAt + 135'000}}, kAt - 1000)
                          .message()),
              all_of(4));
    EXPECT_EQ(written(scrape(150, 100, 0)), all_of(2));
    EXPECT_EQ(written(Symbolic().series(kOther, {{1, kAt + 240'000}}).message()), all_of(1));  // nobody waits for the others any more
    EXPECT_EQ(world.counts(0, 0, 160), std::pair(std::int64_t{112}, std::int64_t{12}));
    EXPECT_EQ(world.ledger->status(world.slis[0]).unknown_starts, 1u);
}

TEST_F(RemoteWriteTwo, ACounterThatIsOlderThanTheIndicatorStartsUnknown) {
    // The first scrape of the indicator's life: what these counters hold was before it.
    EXPECT_EQ(written(scrape(0, 1000, 50, kAt - 60'000)), all_of(2));
    EXPECT_EQ(written(scrape(15, 1010, 51, kAt - 60'000)), all_of(2));
    EXPECT_EQ(world.counts(0, -100, 20), std::pair(std::int64_t{11}, std::int64_t{1}));
}

TEST_F(RemoteWriteTwo, ARestartIsSeenThoughTheCounterOvertookItsOldValue) {
    for (int i = 0; i <= 4; ++i) EXPECT_EQ(written(scrape(15 * i, 10.0 * i, 0)), all_of(2));
    world.bind();  // whoever receives meets every series anew
    EXPECT_EQ(written(scrape(75, 60, 0, kAt + 65'000)), all_of(2));
    EXPECT_EQ(world.counts(0, 0, 80).first, 40 + 60);
    EXPECT_EQ(written(scrape(90, 70, 0, kAt + 65'000)), all_of(2));
    EXPECT_EQ(world.counts(0, 0, 100).first, 40 + 70);
}

}  // namespace
}  // namespace plimsoll::ingest
