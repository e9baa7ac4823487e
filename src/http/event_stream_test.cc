#include "http/event_stream.h"

#include <condition_variable>
#include <mutex>

#include "base/temp_folder_for_tests.h"
#include "http/client.h"
#include "http/server_for_tests.h"

namespace plimsoll::http {
namespace {

log::NewEvent fact(const std::string& type, const std::string& stream, const std::string& body = "{}") {
    log::NewEvent out;
    out.at = Timestamp::from_seconds(1'700'000'000);
    out.type = type;
    out.stream = stream;
    out.actor = "system";
    out.source = "test";
    out.body = body;
    return out;
}

/// The real log in a folder of its own, and a server that streams it.
class EventsTest : public ServerTest {
protected:
    EventsTest() {
        log::Settings log_settings;
        log_settings.file = folder / "log.db";
        log_settings.reserve_bytes = 0;
        auto opened = log::Log::open(log_settings, metrics);
        if (!opened) throw std::runtime_error(opened.error().report());
        log = std::move(*opened);
        source = log_events(*log);
    }
    ~EventsTest() override {
        server.reset();
        source.reset();
        rows.clear();
        EXPECT_TRUE(log->close(Duration::seconds(5)));
    }
    void start_streaming(EventStreamLimits limits = {}) {
        for (auto& row : event_routes(source, limits, figures, {}, may_see)) rows.push_back(std::move(row));
        start();
    }
    void append(int count, const std::string& type = "slo.AlertFired", const std::string& body = "{}") {
        for (int i = 0; i < count; ++i) last = *log->append({fact(type, "slo/checkout", body)});
        std::promise<void> durable;
        log->when_durable(last, [&](Result<>) { durable.set_value(); });
        durable.get_future().wait();
    }
    /// The ids and names of `count` events.
    std::vector<std::string> follow(std::size_t count, const std::string& query, const std::string& last_id = "") {
        ClientSettings settings;
        settings.url = server->url();
        settings.token = "admin";
        ClientRequest request;
        request.target = "/api/v1/events" + query;
        if (!last_id.empty()) request.headers.emplace_back("Last-Event-ID", last_id);
        std::vector<std::string> seen;
        const auto reply = Client::of(settings)->follow(request, [&](const ServerEvent& e) {
            seen.push_back(e.id + " " + e.name);
            return seen.size() < count;
        });
        EXPECT_TRUE(reply) << reply.error().report();
        return seen;
    }
    const TempFolder folder{"events"};
    std::unique_ptr<log::Log> log;
    std::shared_ptr<EventSource> source;
    std::shared_ptr<FiguresFeed> figures;
    MaySee may_see;
    log::Seq last = 0;
};

TEST_F(EventsTest, WhatAReaderMayNotSeeIsSentAsPlaceAndTimeAlone) {
    may_see = [](const api::Rights& rights, const log::NewEvent& fact) { return rights.has(api::Right::hire) || !fact.type.starts_with("hiring."); };
    append(1, "hiring.DecisionMade", R"({"outcome":"no_hire"})");
    append(1);
    start_streaming();
    ClientSettings settings;
    settings.url = server->url();
    settings.token = "admin";
    std::vector<ServerEvent> seen;
    const auto reply = Client::of(settings)->follow({"GET", "/api/v1/events?from=1", {}, "", ""}, [&](const ServerEvent& e) {
        seen.push_back(e);
        return seen.size() < 2;
    });
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_EQ(seen.at(0).name, "hiring.Withheld");
    EXPECT_EQ(seen.at(0).id, "1");
    EXPECT_NE(seen.at(0).data.find("\"withheld\":true"), std::string::npos);
    EXPECT_NE(seen.at(0).data.find("\"body\":{}"), std::string::npos);
    for (const char* hidden : {"no_hire", "DecisionMade", "slo/checkout"}) EXPECT_EQ(seen.at(0).data.find(hidden), std::string::npos) << hidden;
    EXPECT_EQ(seen.at(1).name, "slo.AlertFired");
    EXPECT_EQ(follow(1, "?from=1&type=hiring.Decision&type=slo."), (std::vector<std::string>{"2 slo.AlertFired"})) << "no filter finds it";
}

TEST_F(EventsTest, WhoAsksForFiguresHearsWhereTheyStandAndNobodyElse) {
    const SystemClock real;
    figures = std::make_shared<FiguresFeed>(
        FiguresPort{[] { return 7; }, [] { return FiguresAt{7, Timestamp::from_seconds(1'700'000'000)}; }}, real);
    figures->start();
    start_streaming();
    append(2);
    EXPECT_EQ(follow(1, "?figures=true"), std::vector<std::string>{" figures"});
    EXPECT_EQ(follow(2, "?from=1"), (std::vector<std::string>{"1 slo.AlertFired", "2 slo.AlertFired"}));
    figures->stop();
}

TEST_F(EventsTest, StoredAndLiveEventsComeInOrderWithoutGap) {
    append(3'000);
    start_streaming();
    std::thread writer([&] { append(300); });
    const auto seen = follow(3'300, "?from=1");
    writer.join();
    ASSERT_EQ(seen.size(), 3'300u);
    for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], std::to_string(i + 1) + " slo.AlertFired");
}

TEST_F(EventsTest, AReaderGoesOnAfterTheLastEventItSaw) {
    append(10);
    start_streaming();
    EXPECT_EQ(follow(2, "", "7"), (std::vector<std::string>{"8 slo.AlertFired", "9 slo.AlertFired"}));
    EXPECT_EQ(follow(1, "?from=10"), std::vector<std::string>{"10 slo.AlertFired"});
}

TEST_F(EventsTest, WithoutAStartOnlyNewEventsCome) {
    append(10);
    start_streaming();
    RawClient client(port());
    client.send(get("/api/v1/events"));
    ASSERT_TRUE(client.receive_until("retry: 2000"));
    append(1, "slo.AlertResolved", R"({"a":"b"})");
    ASSERT_TRUE(client.receive_until("\n\n\r\n"));
    ASSERT_TRUE(client.receive_until("}\n\n"));
    EXPECT_EQ(client.unread.find("id: 10\n"), std::string::npos);
    EXPECT_NE(client.unread.find("id: 11\nevent: slo.AlertResolved\ndata: {\"seq\":11,\"at\":\"2023-11-14T22:13:20Z\","
                                 "\"type\":\"slo.AlertResolved\",\"version\":1,\"stream\":\"slo/checkout\",\"actor\":\"system\","
                                 "\"source\":\"test\",\"body\":{\"a\":\"b\"}}\n\n"),
              std::string::npos)
        << client.unread;
}

TEST_F(EventsTest, PrefixesFilter) {
    append(2, "slo.AlertFired");
    append(2, "catalog.Applied");
    append(1, "paging.Sent");
    start_streaming();
    EXPECT_EQ(follow(2, "?from=1&type=catalog.&type=paging.Nothing"), (std::vector<std::string>{"3 catalog.Applied", "4 catalog.Applied"}));
    EXPECT_EQ(follow(1, "?from=5&stream=slo/"), std::vector<std::string>{"5 paging.Sent"});
}

TEST_F(EventsTest, AnIdThatTheLogDoesNotHaveIsToldByAReset) {
    append(3);
    start_streaming();
    EXPECT_EQ(follow(5, "", "99"), std::vector<std::string>{" reset"});
}

TEST_F(EventsTest, ABadStartIsRefused) {
    start_streaming();
    RawClient client(port());
    for (const char* from : {"x", "-1", "1.5", "99999999999999999999"})
        EXPECT_EQ(client.ask(get("/api/v1/events?from=" + std::string(from))).status, 422) << from;
}

TEST_F(EventsTest, AReaderThatFallsTooFarBehindIsReset) {
    EventStreamLimits limits;
    limits.buffer_bytes = 10'000;
    limits.lag_limit = 50;
    start_streaming(limits);
    RawClient client(port());
    client.send(get("/api/v1/events"));
    ASSERT_TRUE(client.receive_until("retry: 2000"));
    const std::string body = "{\"x\":\"" + std::string(50'000, 'x') + "\"}";
    append(500, "slo.AlertFired", body);
    while (client.unread.find("event: reset") == std::string::npos && client.receive()) {}
    EXPECT_NE(client.unread.find("event: reset\ndata: {\"reason\":\"too slow"), std::string::npos);
}

TEST_F(EventsTest, AReaderThatTakesNothingIsCutOff) {
    settings.limits.write_time = std::chrono::milliseconds(150);
    append(2'000, "slo.AlertFired", "{\"x\":\"" + std::string(20'000, 'x') + "\"}");
    start_streaming();
    RawClient client(port());
    client.send(get("/api/v1/events?from=1"));
    ASSERT_TRUE(client.receive_until("retry: 2000"));
    for (int i = 0; i < 2'000 && server->connections() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(EventsTest, StreamsAreBoundedAndAFreedOneMayBeUsedAgain) {
    EventStreamLimits limits;
    limits.streams = 2;
    settings.limits.heartbeat = std::chrono::milliseconds(20);
    start_streaming(limits);
    auto a = std::make_unique<RawClient>(port());
    RawClient b(port());
    a->send(get("/api/v1/events"));
    b.send(get("/api/v1/events"));
    ASSERT_TRUE(a->receive_until("retry"));
    ASSERT_TRUE(b.receive_until("retry"));
    RawClient c(port());
    EXPECT_EQ(c.ask(get("/api/v1/events")).status, 503);
    a.reset();
    for (int i = 0; i < 1'000 && server->connections() > 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    c.send(get("/api/v1/events"));
    EXPECT_TRUE(c.receive_until("200 OK"));
}

TEST_F(EventsTest, AQuietStreamSaysThatItIsThere) {
    settings.limits.heartbeat = std::chrono::milliseconds(50);
    start_streaming();
    RawClient client(port());
    client.send(get("/api/v1/events"));
    EXPECT_TRUE(client.receive_until("\n: still here\n\n")) << client.unread;
}

TEST_F(EventsTest, StoppingEndsStreamsProperly) {
    start_streaming();
    RawClient client(port());
    client.send(get("/api/v1/events"));
    ASSERT_TRUE(client.receive_until("retry"));
    server->stop();
    while (client.receive()) {}
    EXPECT_TRUE(client.unread.ends_with("0\r\n\r\n")) << client.unread;
}

}  // namespace
}  // namespace plimsoll::http
