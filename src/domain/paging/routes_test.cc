#include "domain/paging/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/paging/measures.h"
#include "domain/paging/paging_testing.h"
#include "domain/paging/views.h"

namespace plimsoll::paging {
namespace {

using namespace testing;
using ::testing::HasSubstr;

const std::string alert = "checkout/page-1h-5m/1";

class Api {
public:
    Api() : clock_(t0()), engine_(clock_), routes_(routes(engine_.engine(), [] { return std::vector{hook()}; })) {
        engine_.append(pages_for(engine_.state(), fired(), catalog_of({hook()})), {t0(), "system"});
    }

    Result<api::Reply> call(api::Method method, const std::string& path, const std::string& body = "",
                            std::map<std::string, std::string> parameters = {}, std::multimap<std::string, std::string> query = {}) {
        for (const api::Route& route : routes_) {
            if (route.method != method || route.path != path) continue;
            api::Request request;
            request.path_parameters = std::move(parameters);
            request.query = std::move(query);
            request.body = body;
            request.actor = {"person:1", {api::Right::respond}};
            request.at = t0();
            return route.handler(request);
        }
        ADD_FAILURE() << "no route " << path;
        return fail(plimsoll::errors::not_found);
    }
    void give(const Command& command) { ASSERT_TRUE(engine_.engine().submit({"system", {}}, command)); }

    ManualClock clock_;
    FakeEngine engine_;
    std::vector<api::Route> routes_;
};

using enum api::Method;

TEST(Routes, EachHasASummaryAReplyAndARight) {
    Api api;
    for (const api::Route& route : api.routes_) {
        EXPECT_FALSE(route.summary.empty()) << route.path;
        EXPECT_TRUE(route.handler) << route.path;
        EXPECT_EQ(route.right, route.method == get ? api::Right::view : api::Right::respond) << route.path;
        EXPECT_EQ(route.reply.name.empty(), route.method == del) << route.path;
    }
}

TEST(Routes, ListsPagesNewestFirstByState) {
    Api api;
    for (int i = 0; i < 4; ++i) {
        api.clock_.advance(Duration::seconds(1));
        api.engine_.append(pages_for(api.engine_.state(), fired("b/" + std::to_string(i)), catalog_of({hook()})), {api.clock_.now(), "system"});
    }
    auto first = json::decode<PageList>(api.call(get, "/api/v1/pages", "", {}, {{"limit", "3"}, {"state", "waiting"}})->body).value();
    ASSERT_EQ(first.items.size(), 3u);
    EXPECT_EQ(first.items[0].alert, "b/3");
    EXPECT_EQ(first.items[0].summary, "[FIRING page] checkout: error budget burns 15.2x (over 1h, threshold 14.4x)");
    auto second = json::decode<PageList>(api.call(get, "/api/v1/pages", "", {}, {{"limit", "3"}, {"cursor", first.next_cursor}})->body).value();
    ASSERT_EQ(second.items.size(), 2u);
    EXPECT_EQ(second.items[1].alert, alert);
    EXPECT_EQ(second.next_cursor, "");
    EXPECT_TRUE(json::decode<PageList>(api.call(get, "/api/v1/pages", "", {}, {{"state", "dead_lettered"}})->body)->items.empty());
    for (const auto& [key, value] : {std::pair("state", "lost"), {"limit", "0"}, {"limit", "501"}, {"limit", "x"}, {"cursor", "?"}})
        EXPECT_EQ(api.call(get, "/api/v1/pages", "", {}, {{key, value}}).error().code(), "base.invalid") << key;
}

TEST(Routes, AcknowledgesAnAlertWhoseIdHasSlashes) {
    Api api;
    const auto reply = api.call(post, "/api/v1/acknowledgements", R"({"alert":"checkout/page-1h-5m/1"})");
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_THAT(reply->body, HasSubstr(R"("by":"person:1")"));
    EXPECT_EQ(reply->after_seq, api.engine_.rows().size());
    EXPECT_TRUE(api.engine_.state().alerts.at(alert).acknowledged_at);
    EXPECT_EQ(api.call(post, "/api/v1/acknowledgements", R"({"alert":"x"})").error().code(), "paging.no_alert");
    EXPECT_EQ(api.call(post, "/api/v1/acknowledgements", R"({"alert":"x","bye":1})").error().code(), "base.invalid");
    EXPECT_EQ(api.call(post, "/api/v1/acknowledgements", "{").error().code(), "base.malformed");
}

TEST(Routes, ListsWhoTookOnWhatStillFires) {
    Api api;
    EXPECT_EQ(api.call(get, "/api/v1/acknowledgements")->body, R"({"items":[]})");
    ASSERT_TRUE(api.call(post, "/api/v1/acknowledgements", R"({"alert":"checkout/page-1h-5m/1"})"));
    const auto taken = api.call(get, "/api/v1/acknowledgements");
    EXPECT_THAT(taken->body, HasSubstr(R"("alert":"checkout/page-1h-5m/1","by":"person:1")"));
    State over = api.engine_.state();
    apply(over, AlertOver{alert, t0(), "resolved"}, {});
    EXPECT_TRUE(list_acknowledgements(over).items.empty());
}

TEST(Routes, SilencesStartAreListedAndEnd) {
    Api api;
    const auto made = api.call(post, "/api/v1/silences", R"({"slo":"checkout","lasts":"2h","reason":"upgrade"})");
    ASSERT_TRUE(made) << made.error().report();
    EXPECT_EQ(made->status, 201);
    EXPECT_THAT(made->body, HasSubstr(R"("silence":"silence-1")"));
    EXPECT_THAT(made->body, HasSubstr(text::rfc3339(t0() + Duration::hours(2))));
    EXPECT_THAT(api.call(get, "/api/v1/silences")->body, HasSubstr("upgrade"));
    EXPECT_EQ(api.call(del, "/api/v1/silences/{id}", "", {{"id", "silence-1"}})->status, 204);
    EXPECT_EQ(api.call(del, "/api/v1/silences/{id}", "", {{"id", "silence-1"}}).error().code(), "paging.no_silence");
    for (const char* bad : {R"({"slo":"a","reason":"r"})", R"({"slo":"a","lasts":"1h","until":"2027-01-01T00:00:00Z","reason":"r"})",
                            R"({"lasts":"1h","reason":"r"})", R"({"slo":"a","lasts":"400d","reason":"r"})",
                            R"({"slo":"a","lasts":"100000000d","reason":"r"})", R"({"slo":"a","lasts":"-1h","reason":"r"})"})
        EXPECT_EQ(api.call(post, "/api/v1/silences", bad).error().code(), "base.invalid") << bad;
}

TEST(Routes, ReplaysADeadLetter) {
    Api api;
    const std::string page = page_id(alert, "pager", 0);
    EXPECT_EQ(api.call(post, "/api/v1/pages/{id}/replay", "", {{"id", page}}).error().code(), "paging.not_dead");
    EXPECT_EQ(api.call(get, "/api/v1/pages/{id}", "", {{"id", "pg_x"}}).error().code(), "paging.no_page");
    api.give(StartAttempt{page});
    api.give(EndAttempt{page, 1, Verdict::permanent, "HTTP 400: no", false, {}, 0});
    EXPECT_THAT(api.call(get, "/api/v1/pages/{id}", "", {{"id", page}})->body, HasSubstr(R"("outcome":"HTTP 400: no")"));
    const auto reply = api.call(post, "/api/v1/pages/{id}/replay", "", {{"id", page}});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 202);
    EXPECT_THAT(reply->body, HasSubstr(R"("state":"waiting")"));
}

TEST(Routes, TestsAChannelAndShowsItsHealth) {
    Api api;
    EXPECT_EQ(api.call(post, "/api/v1/channels/{name}/test", "", {{"name", "none"}}).error().code(), "paging.no_channel");
    const auto reply = api.call(post, "/api/v1/channels/{name}/test", "", {{"name", "pager"}});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 202);
    EXPECT_THAT(reply->body, HasSubstr("[TEST] test of channel pager"));
    const auto channels = json::decode<ChannelList>(api.call(get, "/api/v1/channels")->body).value();
    EXPECT_EQ(channels.items.at(0).health, Health::unknown);
    EXPECT_EQ(channels.items.at(0).waiting, 2);
    EXPECT_EQ(api.call(get, "/api/v1/channels")->body.find("https://pager"), std::string::npos) << "a URL may be a secret";
}

TEST(Measures, CountWhatEndedAndSayWhenNothingDid) {
    Folded f;
    EXPECT_EQ(measures(f.state, t0())[0].why_empty, "no page ended in the window");
    const auto catalog = catalog_of({hook()});
    for (int i = 1; i <= 10; ++i) {
        const std::string id = page_id("a/" + std::to_string(i), "pager", 0);
        f.apply(pages_for(f.state, fired("a/" + std::to_string(i)), catalog), t0());
        f.apply({AttemptStarted{id, 1}}, t0());
        const Timestamp end = t0() + Duration::seconds(i);
        i < 10 ? f.apply({PageDelivered{id, 1, "HTTP 200"}}, end) : f.apply({PageDeadLettered{id, "HTTP 400", 1}}, end);
    }
    const auto all = measures(f.state, t0() + Duration::minutes(1));
    EXPECT_DOUBLE_EQ(all[0].value.value(), 0.9);
    EXPECT_DOUBLE_EQ(all[1].value.value(), 1);
    EXPECT_DOUBLE_EQ(all[2].value.value(), 5) << "median of 1..9";
    EXPECT_DOUBLE_EQ(all[3].value.value(), 9);
    EXPECT_EQ(all[2].sample_size, 9u);
}

}  // namespace
}  // namespace plimsoll::paging
