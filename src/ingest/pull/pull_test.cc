#include "ingest/pull/pull.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "ingest/pull/pulling_for_tests.h"

namespace plimsoll::ingest::pull {
namespace {

using ::testing::HasSubstr;

/// The thread of a Pull beside the clock and server of a test.
struct Threaded : Pulling {
    Threaded() : Pulling({ratio("shop")}) { pull.apply({source}); }
    SystemClock real;
    Pull pull{Ports{server, intake, resolver, ledger, secrets, real, random, book, metrics, {}}};

    Result<std::string> asked(const std::string& path, const Parameters& parameters = {}) {
        Result<std::string> out = fail(plimsoll::errors::unavailable, "no answer");
        pull.ask("metrics", path, parameters, [&](Result<std::string> said) { out = std::move(said); });
        return out;
    }
};

TEST(Pull, DeliversOnAThreadOfItsOwnAndStops) {
    Threaded p;
    std::mutex mutex;
    std::condition_variable changed;
    bool delivered = false;
    p.ledger.answer = [&](const ledger::Batch& batch) {
        const std::lock_guard lock(mutex);
        delivered = true;
        changed.notify_all();
        ledger::WriteOutcome out;
        out.accepted = static_cast<std::uint32_t>(batch.samples.size());
        return Result<ledger::WriteOutcome>(out);
    };
    p.pull.start();
    {
        std::unique_lock lock(mutex);
        EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return delivered; }));
    }
    p.pull.stop();
    p.pull.stop();
}

TEST(Pull, BeforeItStartsItTakesNoteAlone) {
    Threaded p;
    EXPECT_TRUE(p.server.asked.empty());
    EXPECT_TRUE(p.pull.filling("shop").has_value());
    p.pull.stop();
}

TEST(Pull, AsksWhateverAWizardWantsToKnow) {
    Threaded p;
    std::string url;
    p.server.instead = [&](const AskedRequest& r) {
        url = r.raw.url;
        return FakeServer::reply(200, R"({"status":"success","data":["up","http_requests_total"]})");
    };
    const auto said = p.asked("/api/v1/label/__name__/values", {{"match[]", "{job=\"a b\"}"}, {"limit", "10"}});
    ASSERT_TRUE(said) << said.error().report();
    EXPECT_EQ(*said, R"(["up","http_requests_total"])");
    EXPECT_EQ(url, "http://metrics:9090/api/v1/label/__name__/values?match%5B%5D=%7Bjob%3D%22a+b%22%7D&limit=10");
}

TEST(Pull, AskingSaysWhyItCannot) {
    Threaded p;
    p.server.instead = [](const AskedRequest&) { return FakeServer::error(400, "bad_data", "invalid label name"); };
    EXPECT_THAT(p.asked("/api/v1/labels").error().detail(), HasSubstr("invalid label name"));
    p.server.instead = [](const AskedRequest&) { return FakeServer::reply(200, "<html>"); };
    EXPECT_TRUE(p.asked("/api/v1/labels").error().is(errors::no_answer));
    p.server.instead = [](const AskedRequest&) {
        HttpResponse cut = FakeServer::reply(200, "{");
        cut.cut = true;
        return cut;
    };
    EXPECT_THAT(p.asked("/api/v1/labels").error().detail(), HasSubstr("16 MiB"));
    p.server.down = true;
    EXPECT_TRUE(p.asked("/api/v1/labels").error().is(plimsoll::errors::unreachable));
    p.pull.apply({});
    EXPECT_TRUE(p.asked("/api/v1/labels").error().is(plimsoll::errors::not_found));
    EXPECT_FALSE(p.pull.filling("shop").has_value());
}

}  // namespace
}  // namespace plimsoll::ingest::pull
