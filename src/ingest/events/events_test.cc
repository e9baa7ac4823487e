// events_test.cc: events told once, twice, late, wrong and not at all, down to the true ledger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/json.h"
#include "base/text.h"
#include "ingest/events/event_delivery.h"
#include "ingest/events/event_intake.h"
#include "ingest/events/zero_filling.h"
#include "ingest/pushing_for_tests.h"

namespace plimsoll::ingest::events {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<IndicatorQueries> export_runs() {
    return {counting("sum(increase(export_runs_total[1d]))", "", "sum(increase(export_runs_total{outcome=\"failed\"}[1d]))")};
}

class Rig : public Pushing {
public:
    Rig() : Pushing(export_runs()) { begin(); }
    ~Rig() { end(); }

    void begin() {
        intake = std::make_unique<Intake>(*ledger, *resolver, clock, metrics, [] { return true; });
        events = std::make_unique<EventIntake>(*intake, *ledger, clock, book, metrics);
        route = events->routes().at(0);
    }
    void end() {
        EXPECT_TRUE(ledger->checkpoint());
        events.reset();
        intake.reset();
    }
    /// kill -9, and a start.
    void killed() {
        events.reset();
        intake.reset();
        crash();
        begin();
    }

    Result<EventsReply> post(const std::string& body, const std::string& key = {}) {
        api::Request request;
        request.body = body;
        request.actor.id = "token:1";
        if (!key.empty()) request.headers["idempotency-key"] = key;
        auto promise = std::make_shared<std::promise<Result<api::Reply>>>();
        auto future = promise->get_future();
        route.async_handler(std::move(request), [promise](Result<api::Reply> reply) { promise->set_value(std::move(reply)); });
        auto reply = future.get();
        if (!reply) return std::move(reply).error();
        return json::decode<EventsReply>(reply->body);
    }
    EventsReply posted(const std::string& body, const std::string& key = {}) {
        auto reply = post(body, key);
        EXPECT_TRUE(reply) << reply.error().report();
        return reply ? *reply : EventsReply{};
    }
    void step_to(std::int64_t second) {
        clock.advance(Timestamp::from_seconds(kStart_s + second) - clock.now());
        events->step(clock.now());
        EXPECT_FALSE(ledger->import_hour(UINT32_MAX, Timestamp{}, {}).has_value());  // the writer has written
    }
    /// Slots measured in [from, to) seconds.
    std::int64_t measured(std::int64_t from, std::int64_t to) {
        const auto sum = ledger->sum(slis.at(0), {Timestamp::from_seconds(kStart_s + from), Timestamp::from_seconds(kStart_s + to)});
        EXPECT_TRUE(sum);
        return sum ? sum->sum.measured : -1;
    }

    SourceBook book{clock};
    std::unique_ptr<Intake> intake;
    std::unique_ptr<EventIntake> events;
    api::Route route;
};

std::string run(const std::string& key, const std::string& outcome = "ok", const std::string& more = {}) {
    return R"({"name":"export_runs_total","key":")" + key + R"(","labels":{"outcome":")" + outcome + "\"}" + more + "}";
}
std::string batch(const std::string& events) { return "{\"events\":[" + events + "]}"; }

using Counts = std::pair<std::int64_t, std::int64_t>;

TEST(Events, CountOnceByTheirKeyWhateverArrivesAgain) {
    Rig rig;
    EventsReply reply = rig.posted(batch(run("1") + "," + run("2", "failed")));
    EXPECT_EQ(reply.accepted, 2);
    EXPECT_EQ(reply.repeated, 0);
    reply = rig.posted(batch(run("1") + "," + run("3", "failed", ",\"count\":5")));
    EXPECT_EQ(reply.accepted, 1);
    EXPECT_EQ(reply.repeated, 1);
    rig.killed();
    reply = rig.posted(batch(run("1") + "," + run("2", "failed") + "," + run("3", "ok")));
    EXPECT_EQ(reply.accepted, 0);
    EXPECT_EQ(reply.repeated, 3);
    EXPECT_EQ(rig.counts(0, -10, 10), (Counts{7, 6}));
}

TEST(Events, AWholeBodyCountsOnceByItsIdempotencyKey) {
    Rig rig;
    const std::string body = batch(R"({"name":"export_runs_total"},{"name":"export_runs_total","labels":{"outcome":"failed"}})");
    EXPECT_EQ(rig.posted(body, "run-7").accepted, 2);
    EXPECT_EQ(rig.posted(body, "run-7").repeated, 2);
    EXPECT_EQ(rig.posted(body).accepted, 2) << "without a key each body is news";
    EXPECT_EQ(rig.counts(0, -10, 10), (Counts{4, 2}));
}

TEST(Events, AKeyTwiceInOneBodyCountsOnce) {
    Rig rig;
    const EventsReply reply = rig.posted(batch(run("1") + "," + run("1", "failed") + R"(,{"name":"other_total","key":"1"})"));
    EXPECT_EQ(reply.accepted, 1);
    EXPECT_EQ(reply.repeated, 1);
    EXPECT_EQ(reply.unbound, 1);
    EXPECT_EQ(rig.counts(0, -10, 10), (Counts{1, 0}));
}

TEST(Events, EnterTheSlotInWhichTheyHappened) {
    Rig rig;
    rig.step_to(7200);
    const auto at = [](std::int64_t second) {
        return ",\"at\":\"" + plimsoll::text::rfc3339(Timestamp::from_seconds(Pushing::kStart_s + second)) + "\"";
    };
    const EventsReply reply = rig.posted(batch(run("a", "ok", at(100)) + "," + run("b", "ok", at(7200 + 601)) + "," +
                                               run("c", "ok", at(7200 - 10801)) + "," + run("d", "failed", at(7200 - 10800))));
    EXPECT_EQ(reply.accepted, 2);
    ASSERT_THAT(reply.refused, SizeIs(2));
    EXPECT_EQ(reply.refused[0].index, 1);
    EXPECT_THAT(reply.refused[0].rule, HasSubstr("ahead"));
    EXPECT_EQ(reply.refused[1].index, 2);
    EXPECT_THAT(reply.refused[1].rule, HasSubstr("more than 3 h ago"));
    EXPECT_EQ(rig.counts(0, 100, 110), (Counts{1, 0}));
    EXPECT_EQ(rig.counts(0, -3600, -3590), (Counts{1, 1}));
}

TEST(Events, SilenceIsZeroWhileTheServerRuns) {
    Rig rig;
    rig.posted(batch(run("1")));
    for (int second = 0; second <= 60; second += 10) rig.step_to(second);
    EXPECT_EQ(rig.measured(0, 60), 6);
    EXPECT_EQ(rig.counts(0, 0, 60), (Counts{1, 0})) << "the zero of its slot took nothing away";
    rig.killed();
    rig.step_to(70);
    rig.step_to(80);
    EXPECT_EQ(rig.measured(0, 90), 9) << "series are known after a restart";
    rig.step_to(80 + 3600);
    EXPECT_EQ(rig.measured(90, 3600), 0) << "a machine that slept for an hour knows nothing of it";
}

TEST(Events, ZerosThatWereNotTakenAreToldAgain) {
    ZeroFilling zeros;
    zeros.know({{"__name__", "a_total"}, {"job", "events"}});
    const Timestamp start = Timestamp::from_seconds(Pushing::kStart_s);
    EXPECT_THAT(zeros.zeros(start), SizeIs(1));
    EXPECT_THAT(zeros.zeros(start + Duration::seconds(10)), SizeIs(2));
    zeros.filled(start + Duration::seconds(20));
    EXPECT_EQ(zeros.next_due(), start + Duration::seconds(20));
    EXPECT_THAT(zeros.zeros(start + Duration::seconds(19)), IsEmpty());
    EXPECT_THAT(zeros.zeros(start + Duration::seconds(20)), SizeIs(1));
}

TEST(Events, SeriesOfOtherWaysInAreTheirs) {
    ZeroFilling zeros;
    for (const char* text : {"access_log_requests_total{log=\"a\"} as events", "probe_checks_total{probe=\"a\"} as events",
                             "a_total as deltas", "a_total", "{ as events"}) {
        zeros.know_text(text);
    }
    EXPECT_THAT(zeros.zeros(Timestamp::from_seconds(Pushing::kStart_s)), IsEmpty());
    zeros.know_text("a_total{job=\"events\"} as events");
    EXPECT_THAT(zeros.zeros(Timestamp::from_seconds(Pushing::kStart_s + 10)), SizeIs(1));
}

TEST(Events, NoMoreSeriesThanTheBoundHaveZeros) {
    ZeroFilling zeros;
    for (std::size_t i = 0; i < ZeroFilling::kMost; ++i) zeros.know({{"__name__", "a"}, {"n", std::to_string(i)}});
    EXPECT_FALSE(zeros.full());
    zeros.know({{"__name__", "b"}});
    EXPECT_TRUE(zeros.full());
    EXPECT_THAT(zeros.zeros(Timestamp::from_seconds(Pushing::kStart_s)), SizeIs(ZeroFilling::kMost));
}

TEST(Events, EveryFaultIsToldByItsEvent) {
    Rig rig;
    const auto reply =
        rig.post(batch(R"({"name":"2x"},{"name":"ok_total","count":0},{"name":"ok_total","labels":{"a-b":"c","__x":"y","le":"1"}},)"
                       R"({"name":"access_log_requests_total"},{"name":"ok_total","count":1000000001,"key":")" +
                       std::string(201, 'k') + "\"}"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind().http_status, 422);
    std::vector<std::string> where;
    for (const FieldError& e : reply.error().fields()) where.push_back(e.where);
    EXPECT_THAT(where, ElementsAre("/events/0/name", "/events/1/count", "/events/2/labels/__x", "/events/2/labels/a-b",
                                   "/events/2/labels/le", "/events/3/name", "/events/4/count", "/events/4/key"));
    EXPECT_EQ(rig.counts(0, -10, 10), (Counts{0, 0})) << "nothing of the body was taken";
}

TEST(Events, BodiesThatAreNoneAreRefused) {
    Rig rig;
    for (const char* body : {"", "[]", "{}", R"({"events":{}})", R"({"events":[]})", R"({"events":[{"name":"a","when":"now"}]})",
                             R"({"events":[{"name":"a","at":"yesterday"}]})"}) {
        EXPECT_FALSE(rig.post(body)) << body;
    }
    std::string many;
    for (std::size_t i = 0; i <= kMostEvents; ++i) many += std::string(i == 0 ? "" : ",") + "{\"name\":\"a\"}";
    const auto reply = rig.post(batch(many));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fields().at(0).rule, "are more than 10,000");
    EXPECT_FALSE(rig.post(batch(run("1")), std::string(201, 'k')));
}

TEST(Events, TheBookSaysWhoSends) {
    Rig rig;
    rig.posted(batch(run("1") + R"(,{"name":"nobody_asks_total"})"));
    const auto all = rig.book.all();
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_EQ(all[0].name, "events token:1");
    EXPECT_EQ(all[0].kind, "events");
    EXPECT_EQ(all[0].total.samples, 2u);
    EXPECT_EQ(all[0].total.bound, 1u);
    EXPECT_EQ(all[0].total.unbound, 1u);
}

}  // namespace
}  // namespace plimsoll::ingest::events
