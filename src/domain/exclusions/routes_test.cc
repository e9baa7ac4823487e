// routes_test.cc: what a person asks, sees, decides and undoes, through the rows.
#include "domain/exclusions/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/exclusions/fixture_for_tests.h"
#include "domain/exclusions/views.h"

namespace plimsoll::exclusions {
namespace {

using namespace fixture;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

const api::Actor kAna{"person:ana", {api::Right::admin}};
const api::Actor kBob{"person:bob", {api::Right::admin}};
const api::Actor kEve{"person:eve", {api::Right::view, api::Right::edit}};

class ExclusionRoutes : public testing::Test {
protected:
    ExclusionRoutes() {
        counts->book = book;
        for (Timestamp at = kNoon - Duration::hours(6); at < kNoon; at = at + ledger::kStep) counts->slots_of[at] = {1'000, hours(-3, -1).contains(at) ? 100 : 0};
        Ports ports{engine.port(), book, [this] { return catalog; }, counts,
                    [](const std::string& requester, const std::string& actor) { return Standing{requester == actor, 1}; }};
        rows = routes(ports);
    }
    Result<api::Reply> call(api::Method method, const std::string& path, const std::string& body = {}, const api::Actor& actor = kAna,
                            std::multimap<std::string, std::string> query = {}) {
        api::Request request;
        request.method = method;
        request.body = body;
        request.actor = actor;
        request.query = std::move(query);
        request.at = engine.clock.now();
        for (const api::Route& row : rows) {
            if (row.method == method && matches(row.path, path, request.path_parameters)) {
                if (!actor.rights.has(row.right)) return fail(plimsoll::errors::conflict, "no right");
                return row.handler(request);
            }
        }
        return fail(plimsoll::errors::not_found, "no row " + path);
    }
    template <class Body>
    Body get(const std::string& path, std::multimap<std::string, std::string> query = {}, const api::Actor& actor = kAna) {
        auto reply = call(api::Method::get, path, {}, actor, std::move(query));
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        return reply ? *json::decode<Body>(reply->body) : Body{};
    }
    ExclusionView post(const std::string& path, const std::string& body, int status = 200, const api::Actor& actor = kAna) {
        auto reply = call(api::Method::post, path, body, actor);
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        if (!reply) return {};
        EXPECT_EQ(reply->status, status);
        EXPECT_EQ(reply->after_seq, engine.log.size()) << "nothing is said before it lasts";
        return *json::decode<ExclusionView>(reply->body);
    }
    std::string refusal(const std::string& path, const std::string& body, const api::Actor& actor = kAna) {
        auto reply = call(api::Method::post, path, body, actor);
        return reply ? "ok" : std::string(reply.error().code());
    }
    /// Of checkout, from three hours to one hour before noon.
    static std::string correction_body(const std::string& slos = R"(["checkout"])") {
        return R"({"kind":"correction","category":"measurement_error","title":"The probe was broken","reason":"It timed out","slos":)" + slos +
               R"(,"start":"2026-01-01T09:00:00Z","end":"2026-01-01T11:00:00Z"})";
    }

    Engine engine;
    std::shared_ptr<Book> book = engine.book();
    std::shared_ptr<NaiveCounts> counts = std::make_shared<NaiveCounts>();
    std::shared_ptr<const catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(shop());
    std::vector<api::Route> rows;

private:
    static bool matches(const std::string& row, const std::string& path, std::map<std::string, std::string>& parameters) {
        const std::size_t open = row.find("{id}");
        if (open == std::string::npos) return row == path;
        const std::string tail = row.substr(open + 4);
        if (path.substr(0, open) != row.substr(0, open) || !path.ends_with(tail)) return false;
        const std::string id = path.substr(open, path.size() - open - tail.size());
        if (id.find('/') != std::string::npos) return false;
        parameters["id"] = id;
        return true;
    }
};

TEST_F(ExclusionRoutes, ARequestIsSeenDecidedAndItsEffectShown) {
    const ExclusionView asked = post("/api/v1/exclusions", correction_body(), 201, kEve);
    EXPECT_EQ(asked.id, "ex-1");
    EXPECT_EQ(asked.state, ExclusionState::requested);
    EXPECT_EQ(asked.requested_by, "person:eve");
    EXPECT_FALSE(asked.may_decide) << "eve is no administrator";
    EXPECT_EQ(asked.covers, 1);
    ASSERT_EQ(asked.effects->size(), 1U);
    EXPECT_EQ(asked.effects->front().bad, 72'000);
    EXPECT_LT(*asked.effects->front().budget_without, 0);
    EXPECT_DOUBLE_EQ(*asked.effects->front().budget_with, 1);
    EXPECT_EQ(asked.effects->front().unit.noun, "events");

    EXPECT_TRUE(get<ExclusionView>("/api/v1/exclusions/ex-1").may_decide);
    const ExclusionView approved = post("/api/v1/exclusions/ex-1/approve", R"({"reason":"seen it"})", 200, kBob);
    EXPECT_EQ(approved.state, ExclusionState::approved);
    EXPECT_EQ(approved.decided_by, "person:bob");
    EXPECT_TRUE(approved.counts);
    EXPECT_EQ(approved.effects->front().budget_without, asked.effects->front().budget_without);
    EXPECT_EQ(counts->count(catalog->slos.at("checkout"), {kNoon - Duration::days(1), kNoon}, slo::Exclusions::left_out).bad, 0);
    EXPECT_FALSE(get<ExclusionView>("/api/v1/exclusions/ex-1", {}, kBob).may_decide) << "it is decided";

    const ExclusionView back = post("/api/v1/exclusions/ex-1/withdraw", R"({"reason":"the probe was right"})", 200, kEve);
    EXPECT_EQ(back.state, ExclusionState::withdrawn);
    EXPECT_FALSE(back.counts);
    EXPECT_EQ(counts->count(catalog->slos.at("checkout"), {kNoon - Duration::days(1), kNoon}, slo::Exclusions::left_out).bad, 72'000);
}

TEST_F(ExclusionRoutes, RightsAreAskedFor) {
    const api::Actor viewer{"person:vi", {api::Right::view}};
    EXPECT_EQ(refusal("/api/v1/exclusions", correction_body(), viewer), "base.conflict");
    EXPECT_EQ(refusal("/api/v1/exclusions/preview", correction_body(), viewer), "ok");
    post("/api/v1/exclusions", correction_body(), 201, kAna);
    EXPECT_EQ(refusal("/api/v1/exclusions/ex-1/approve", R"({"reason":""})", kEve), "base.conflict");
    EXPECT_EQ(refusal("/api/v1/exclusions/ex-1/approve", R"({"reason":"mine"})", kAna), "exclusions.own_request");
    EXPECT_EQ(refusal("/api/v1/exclusions/ex-1/refuse", R"({"reason":"mine"})", kAna), "exclusions.own_request");
    EXPECT_EQ(refusal("/api/v1/exclusions/ex-1/withdraw", R"({"reason":"mine"})", viewer), "base.conflict");
    EXPECT_EQ(refusal("/api/v1/exclusions/ex-1/refuse", R"({"reason":"no"})", kBob), "ok");
    EXPECT_EQ(refusal("/api/v1/exclusions/ex-9/refuse", R"({"reason":"no"})", kBob), "exclusions.unknown");
}

TEST_F(ExclusionRoutes, APreviewChangesNothing) {
    auto reply = call(api::Method::post, "/api/v1/exclusions/preview", correction_body(R"(["checkout","latency"])"));
    ASSERT_TRUE(reply) << reply.error().report();
    const EffectList list = *json::decode<EffectList>(reply->body);
    EXPECT_EQ(list.effects.size(), 3U);
    EXPECT_EQ(list.covers, 3);
    EXPECT_THAT(list.occurrences, ElementsAre(hours(-3, -1)));
    EXPECT_TRUE(engine.log.empty());
}

TEST_F(ExclusionRoutes, WhatRecursEndsWithinAYearUnlessItSaysSooner) {
    const std::string body = R"({"kind":"maintenance","category":"planned","title":"Patch night","reason":"Each week","services":["shop"],
        "start":"2026-01-04T02:00:00Z","end":"2026-01-04T03:00:00Z","recurrence":{"rule":"FREQ=WEEKLY;BYDAY=SU","zone":"Europe/Berlin")";
    const ExclusionView year = post("/api/v1/exclusions", body + "}}", 201);
    EXPECT_EQ(year.recurrence->until, *text::parse_rfc3339("2027-01-05T02:00:00Z"));
    EXPECT_EQ(year.occurrences.size(), kOccurrencesShown);
    EXPECT_EQ(year.covers, 2);
    const ExclusionView month = post("/api/v1/exclusions", body + R"(,"until":"2026-02-01T00:00:00Z"}})", 201);
    EXPECT_EQ(month.occurrences.size(), 4U);
}

TEST_F(ExclusionRoutes, EveryFieldThatIsWrongIsNamedAtOnce) {
    auto reply = call(api::Method::post, "/api/v1/exclusions",
                      R"({"kind":"maintenance","category":"attack","title":"","reason":"","slos":["gone"],"services":["nowhere"],
                          "start":"2026-01-04T02:00:00Z","end":"2026-01-04T03:00:00Z","recurrence":{"rule":"FREQ=MINUTELY","zone":"Mars/Olympus"}})");
    ASSERT_FALSE(reply);
    std::vector<std::string> where;
    for (const FieldError& field : reply.error().fields()) where.push_back(field.where);
    EXPECT_THAT(where, UnorderedElementsAre("/category", "/title", "/reason", "/slos/0", "/services/0", "/recurrence/rule", "/recurrence/zone"));
    EXPECT_EQ(refusal("/api/v1/exclusions", "{}"), "base.invalid");
    EXPECT_EQ(refusal("/api/v1/exclusions", R"({"oops":1})"), "base.invalid");
    EXPECT_EQ(refusal("/api/v1/exclusions", "nonsense"), "base.malformed");
}

TEST_F(ExclusionRoutes, AListIsInPagesNewestFirstAndFiltered) {
    for (int i = 0; i < 5; ++i) post("/api/v1/exclusions", correction_body(i % 2 == 0 ? R"(["checkout"])" : R"(["latency"])"), 201, kEve);
    post("/api/v1/exclusions/ex-2/refuse", R"({"reason":"no"})", 200, kBob);
    const auto ids = [&](std::multimap<std::string, std::string> query) {
        std::vector<std::string> out;
        std::string cursor;
        do {
            if (!cursor.empty()) {
                query.erase("cursor");
                query.emplace("cursor", cursor);
            }
            const auto page = get<ExclusionPage>("/api/v1/exclusions", query);
            for (const ExclusionView& e : page.items) {
                out.push_back(e.id);
                EXPECT_FALSE(e.effects) << "a list asks no ledger for each of its rows";
            }
            cursor = page.next_cursor;
        } while (!cursor.empty());
        return out;
    };
    EXPECT_THAT(ids({{"limit", "2"}}), ElementsAre("ex-5", "ex-4", "ex-3", "ex-2", "ex-1"));
    EXPECT_THAT(ids({{"slo", "latency.p99"}, {"limit", "1"}}), ElementsAre("ex-4", "ex-2"));
    EXPECT_THAT(ids({{"state", "refused"}}), ElementsAre("ex-2"));
    EXPECT_THAT(ids({{"service", "shop"}}), ElementsAre("ex-5", "ex-3", "ex-1")) << "of its SLO checkout";
    EXPECT_THAT(ids({{"service", "mail"}, {"slo", "latency.p50"}}), ElementsAre("ex-4", "ex-2"));
    EXPECT_THAT(ids({{"service", "gone"}}), ElementsAre());
    const auto wrong = call(api::Method::get, "/api/v1/exclusions", {}, kAna, {{"state", "lost"}, {"limit", "0"}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields().size(), 2U);
}

TEST_F(ExclusionRoutes, WhatWasCorrectedAwayIsShown) {
    post("/api/v1/exclusions", correction_body(), 201, kEve);
    EXPECT_TRUE(get<ExclusionPage>("/api/v1/exclusions").corrected_share.empty());
    post("/api/v1/exclusions/ex-1/approve", R"({"reason":""})", 200, kBob);
    const auto shares = get<ExclusionPage>("/api/v1/exclusions").corrected_share;
    ASSERT_EQ(shares.size(), 1U);
    EXPECT_EQ(shares[0].slo, "checkout");
    EXPECT_DOUBLE_EQ(*shares[0].share, 72'000.0 / 2'160);
    const auto list = get<CorrectedList>("/api/v1/corrected-share", {{"slo", "checkout"}});
    ASSERT_EQ(list.items.size(), 1U);
    EXPECT_EQ(list.items[0].requesters[0].requested_by, "person:eve");
    EXPECT_EQ(get<CorrectedList>("/api/v1/corrected-share", {{"slo", "search"}}).items[0].measure.value, 0);
    const auto unknown = call(api::Method::get, "/api/v1/corrected-share", {}, kAna, {{"slo", "gone"}});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), "slo.unknown");
}

TEST_F(ExclusionRoutes, AnnotationsAreMadeFoundAndRetracted) {
    const std::string body = R"({"services":["shop"],"start":"2026-01-01T11:00:00Z","category":"change","title":"Release 42","url":"https://ci.example.com/42"})";
    auto made = call(api::Method::post, "/api/v1/annotations", body);
    ASSERT_TRUE(made) << made.error().report();
    EXPECT_EQ(made->status, 201);
    const auto found = [&](std::multimap<std::string, std::string> query) { return get<AnnotationPage>("/api/v1/annotations", std::move(query)).items.size(); };
    EXPECT_EQ(found({}), 1U);
    EXPECT_EQ(found({{"slo", "search"}}), 1U);
    EXPECT_EQ(found({{"slo", "latency.p99"}}), 0U);
    EXPECT_EQ(found({{"from", "2026-01-01T11:00:00Z"}, {"to", "2026-01-01T11:00:01Z"}}), 1U);
    EXPECT_EQ(found({{"from", "2026-01-01T11:00:01Z"}}), 0U);
    EXPECT_EQ(found({{"to", "2026-01-01T11:00:00Z"}}), 0U);
    auto gone = call(api::Method::post, "/api/v1/annotations/an-1/retract", R"({"reason":"it was 41"})");
    ASSERT_TRUE(gone);
    EXPECT_TRUE(json::decode<AnnotationView>(gone->body)->retracted);
    EXPECT_EQ(refusal("/api/v1/annotations/an-7/retract", R"({"reason":"x"})"), "exclusions.unknown_annotation");
    EXPECT_EQ(refusal("/api/v1/annotations", R"({"start":"2026-01-01T11:00:00Z","category":"note","title":"x","slos":["gone"]})"), "exclusions.invalid");
}

}  // namespace
}  // namespace plimsoll::exclusions
