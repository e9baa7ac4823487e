// The module over HTTP: a proposal's life, and what a history says of an SLO whose counts a test drew.
#include "domain/targets/routes.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/slo/errors.h"
#include "domain/slo/slot_ledger_for_tests.h"
#include "domain/targets/fixture_for_tests.h"
#include "domain/targets/views.h"

namespace plimsoll::targets {
namespace {

using slo::fixture::CountedWorld;

constexpr Timestamp kNow = fixture::kNoon;
const api::Actor kAna{"person:ana", {api::Right::edit, api::Right::view}};
const api::Actor kBob{"person:bob", {api::Right::edit, api::Right::view}};
const api::Actor kViewer{"person:vic", {api::Right::view}};

/// checkout of shop at 99.5 % over a day, six hours of 100 events a slot with one slot of ten bad each hour, upstream payments.
class Rig {
public:
    Rig() {
        catalog::Slo checkout = slo::fixture::shop().slos.at("checkout");
        checkout.document = "checkout";
        checkout.objective = fixture::percent("99.5");
        checkout.period = Duration::hours(4);
        checkout.source = {"shop.yaml", 12};
        counted.add(checkout);
        catalog::Slo pay = checkout;
        pay.name = pay.document = "pay";
        pay.service = "payments";
        pay.objective = fixture::percent("99");
        counted.add(pay);
        auto catalog = std::make_shared<catalog::Catalog>(*counted.catalog);
        catalog->services["shop"].name = "shop";
        catalog->services["shop"].dependencies = {"payments"};
        catalog->services["payments"].name = "payments";
        counted.catalog = catalog;
        for (std::int64_t i = 0; i < 6 * 360; ++i) counted.account("checkout").measure(kNow - Duration::hours(6) + ledger::kStep * i, 100, i % 360 == 0 ? 10 : 0);
        counted.restart();
    }

    Result<std::string> call(api::Method method, const std::string& path, const std::string& id, const std::string& body, const api::Actor& actor = kAna,
                             std::multimap<std::string, std::string> query = {}) {
        for (const api::Route& row : routes(ports())) {
            if (row.path != path || row.method != method) continue;
            if (!actor.rights.has(row.right)) return fail(plimsoll::errors::invalid, "no right");
            api::Request request;
            request.method = method;
            request.path_parameters = {{"id", id}, {"name", id}};
            request.body = body;
            request.query = std::move(query);
            request.actor = actor;
            request.at = engine.clock.now();
            auto reply = row.handler(request);
            if (!reply) return std::move(reply).error();
            status = reply->status;
            return reply->body;
        }
        return fail(plimsoll::errors::not_found, "no such row");
    }
    std::string refused(const std::string& path, const std::string& id, const std::string& body, const api::Actor& actor = kAna) {
        const auto done = call(api::Method::post, path, id, body, actor);
        return done ? "ok" : std::string(done.error().code());
    }
    TargetView view(const std::string& id, const api::Actor& actor = kAna) {
        const auto body = call(api::Method::get, "/api/v1/targets/{id}", id, "", actor);
        EXPECT_TRUE(body) << body.error().report();
        return body ? *json::decode<TargetView>(*body) : TargetView{};
    }
    TargetSuggestion suggestion(std::multimap<std::string, std::string> query = {}) {
        const auto body = call(api::Method::get, "/api/v1/slos/{name}/target", "checkout", "", kViewer, std::move(query));
        EXPECT_TRUE(body) << body.error().report();
        return body ? *json::decode<TargetSuggestion>(*body) : TargetSuggestion{};
    }
    Ports ports() {
        Ports out;
        out.engine = engine.port();
        out.slo.catalog = [this] { return std::shared_ptr<const catalog::Catalog>(counted.catalog); };
        out.slo.counts = std::shared_ptr<const slo::Counts>(counted.counts.get(), [](const slo::Counts*) {});
        out.standing = [](const std::string& proposer, const std::string& actor) { return Standing{proposer == actor, 1}; };
        out.breaches_since = [this](const std::string&, Timestamp) { return breaches; };
        return out;
    }

    CountedWorld counted;
    fixture::Engine engine;
    std::uint64_t breaches = 0;
    int status = 0;
};

const std::string kPropose = R"({"slo": "checkout", "objective": "99.9", "reason": "Users notice sooner"})";
constexpr const char* kAll = "/api/v1/targets";

TEST(TargetRoutes, AProposalLivesThroughTwoPeople) {
    Rig rig;
    ASSERT_EQ(rig.refused(kAll, "", kPropose), "ok");
    EXPECT_EQ(rig.status, 201);
    TargetView v = rig.view("tg-1", kBob);
    EXPECT_EQ(v.from, "99.5 %");
    EXPECT_EQ(v.to, "99.9 %");
    EXPECT_EQ(v.service, "shop");
    EXPECT_TRUE(v.may_decide);
    EXPECT_FALSE(rig.view("tg-1").may_decide) << "ana's own";
    EXPECT_FALSE(rig.view("tg-1", kViewer).may_decide);
    ASSERT_TRUE(v.evidence.sli);
    EXPECT_NEAR(*v.evidence.sli, 1 - 60.0 / 216'000, 1e-9);
    EXPECT_EQ(v.evidence.definition_version, "d1");
    EXPECT_EQ(rig.refused(kAll, "", kPropose), "targets.one_waits");
    EXPECT_EQ(rig.refused("/api/v1/targets/{id}/approve", "tg-1", "{}"), "targets.own_proposal");
    EXPECT_EQ(rig.refused("/api/v1/targets/{id}/review", "tg-1", R"({"verdict": "objects", "comment": "Payments promise less"})", kBob), "ok");
    EXPECT_EQ(rig.refused("/api/v1/targets/{id}/approve", "tg-1", R"({"comment": "Fine", "review_on": "2026-03-01"})", kBob), "ok");
    v = rig.view("tg-1");
    EXPECT_EQ(v.state, TargetState::approved);
    EXPECT_EQ(v.reviews.size(), 1U);
    EXPECT_EQ(v.review_on, "2026-03-01");
    EXPECT_FALSE(v.in_force);
    EXPECT_EQ(v.to_do, "In shop.yaml, line 12 (SLO checkout): target: 0.999");
    auto edited = std::make_shared<catalog::Catalog>(*rig.counted.catalog);
    edited->slos.at("checkout").objective = fixture::percent("99.9");
    rig.counted.catalog = edited;
    rig.breaches = 1;
    v = rig.view("tg-1");
    EXPECT_TRUE(v.in_force);
    EXPECT_EQ(v.to_do, "");
    EXPECT_EQ(v.since, std::vector<std::string>{"The budget was overspent once since"});
}

TEST(TargetRoutes, ListsWhatWaitsFirstAndWhatIsDue) {
    Rig rig;
    ASSERT_EQ(rig.refused(kAll, "", kPropose), "ok");
    ASSERT_EQ(rig.refused("/api/v1/targets/{id}/approve", "tg-1", R"({"review_on": "2026-03-01"})", kBob), "ok");
    ASSERT_EQ(rig.refused(kAll, "", R"({"slo": "checkout", "objective": "99", "reason": "Cheaper"})"), "ok");
    ASSERT_EQ(rig.refused("/api/v1/targets/{id}/withdraw", "tg-2", R"({"comment": "No"})"), "ok");
    ASSERT_EQ(rig.refused(kAll, "", R"({"slo": "pay", "objective": "99.9", "reason": "Fast enough"})"), "ok");
    rig.engine.clock.advance(Duration::days(100));
    const auto listed = [&](std::multimap<std::string, std::string> query) {
        const auto body = rig.call(api::Method::get, kAll, "", "", kViewer, std::move(query));
        EXPECT_TRUE(body) << body.error().report();
        return *json::decode<TargetPage>(*body);
    };
    const TargetPage page = listed({});
    std::string ids;
    for (const TargetView& v : page.items) ids += v.id + " ";
    EXPECT_EQ(ids, "tg-3 tg-2 tg-1 ");
    EXPECT_EQ(page.proposed, 1U);
    EXPECT_EQ(page.due, 1U);
    ASSERT_EQ(page.due_reviews.size(), 1U);
    EXPECT_EQ(page.due_reviews[0].target, "tg-1");
    EXPECT_TRUE(page.items[2].review_due);
    EXPECT_EQ(listed({{"slo", "pay"}}).items.size(), 1U);
    EXPECT_EQ(listed({{"state", "withdrawn"}}).items.size(), 1U);
    EXPECT_FALSE(rig.call(api::Method::get, kAll, "", "", kViewer, {{"state", "open"}}));
}

TEST(TargetRoutes, RefuseWhatCannotBe) {
    Rig rig;
    EXPECT_EQ(rig.refused(kAll, "", R"({"slo": "nope", "objective": "99", "reason": "x"})"), "targets.invalid");
    EXPECT_EQ(rig.refused(kAll, "", R"({"slo": "checkout", "objectiv": "99"})"), "base.invalid");
    EXPECT_EQ(rig.refused(kAll, "", kPropose, kViewer), "base.invalid") << "the rig lets nobody through who has not the right";
    for (const char* verb : {"approve", "decline", "withdraw", "review"}) EXPECT_EQ(rig.refused(std::string("/api/v1/targets/{id}/") + verb, "tg-9", "{}"), "targets.unknown") << verb;
    EXPECT_EQ(std::string(rig.call(api::Method::get, "/api/v1/targets/{id}", "tg-9", "").error().code()), "targets.unknown");
    EXPECT_EQ(std::string(rig.call(api::Method::get, "/api/v1/slos/{name}/target", "nope", "").error().code()), slo::errors::unknown_slo.code);
    EXPECT_EQ(std::string(rig.call(api::Method::get, "/api/v1/slos/{name}/target", "checkout", "", kViewer, {{"level", "200"}}).error().code()), "targets.bad_parameter");
}

TEST(TargetRoutes, SayWhatTheHistoryTells) {
    Rig rig;
    const TargetSuggestion s = rig.suggestion({{"notice", "5% over 1m"}, {"level", "99.97"}});
    EXPECT_EQ(s.why_empty, "");
    EXPECT_EQ(s.objective, "99.5 %");
    EXPECT_EQ(s.baseline.valid, 216'000);
    EXPECT_EQ(s.baseline.bad, 60);
    std::string names;
    for (const Level& level : s.levels) names += level.objective + (level.as_it_is ? "* " : " ");
    EXPECT_EQ(names, "99.5 %* 99.9 % 99.95 % 99.97 % 99.99 % 99.999 % ");
    for (const Level& level : s.levels) {
        // Whatever four hours end with the range: 40 of 144,000 are bad.
        ASSERT_TRUE(level.budget_now) << level.objective;
        EXPECT_NEAR(*level.budget_now, 1 - 40.0 / 144'000 / (1 - level.target), 1e-6) << level.objective;
        // The worst of all windows that are old enough, a thirtieth of the period, is the first: 10 bad of 4,800 in eight minutes.
        EXPECT_EQ(level.breaches > 0, level.target > 1 - 10.0 / 4'800) << level.objective;
    }
    // 10 bad of 600 in the minute of the bad slot is under 5 %.
    EXPECT_FALSE(s.loosest_noticed);
    const TargetSuggestion noticed = rig.suggestion({{"notice", "1% over 1m"}});
    EXPECT_EQ(noticed.loosest_noticed, "99.99 %") << "1 - 40 / 144,000 is 99.972 %: " << noticed.noticed_why;
    EXPECT_EQ(noticed.tightest_affordable, "99.5 %");
    bool conflict = false;
    for (const std::string& warning : noticed.warnings) conflict = conflict || warning.find("Users notice what 99.5 % calls kept: 99.99 % would tell") == 0;
    EXPECT_TRUE(conflict);
    ASSERT_EQ(s.dependencies.size(), 1U);
    EXPECT_DOUBLE_EQ(*s.dependencies_deliver, 0.99);
    bool warned = false;
    for (const std::string& warning : s.warnings) warned = warned || warning.find("payments (99 %) in series deliver 99 % at most; 99.5 %") == 0;
    EXPECT_TRUE(warned);
}

TEST(TargetRoutes, NothingCountedIsSaidAndIsNoError) {
    Rig rig;
    const auto body = rig.call(api::Method::get, "/api/v1/slos/{name}/target", "pay", "", kViewer);
    ASSERT_TRUE(body) << body.error().report();
    const TargetSuggestion s = *json::decode<TargetSuggestion>(*body);
    EXPECT_NE(s.why_empty, "");
    EXPECT_TRUE(s.levels.empty());
    EXPECT_EQ(rig.refused(kAll, "", R"({"slo": "pay", "objective": "99.9", "reason": "A guess"})"), "ok") << "a proposal without evidence says so";
    EXPECT_FALSE(rig.view("tg-1").evidence.sli);
}

}  // namespace
}  // namespace plimsoll::targets
