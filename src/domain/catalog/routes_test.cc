#include "domain/catalog/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/fixture_for_tests.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/replies.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Routes : public testing::Test {
protected:
    Routes() {
        state.current = fixture::read(fixture::slo("a") + "---\n" + fixture::slo("b") +
                                      "---\napiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: web}\nspec: {dependencies: [checkout]}\n").catalog;
        state.version = 3;
        api::Engine<State, Command> engine;
        engine.read = [this](const std::function<void(const State&)>& look) {
            look(state);
            return std::uint64_t{17};
        };
        Ports ports;
        ports.run = [](const std::function<void()>& work) { work(); };
        ports.apply = [this](const api::Actor& actor, bool allow, const std::function<void(Result<std::uint64_t>)>& done) {
            applied_by = actor.id;
            allowed = allow;
            on_apply();
            done(std::uint64_t{18});
        };
        rows = routes(engine, ports);
    }

    Result<api::Reply> ask(const std::string& path, const api::Request& request = {}) {
        for (const api::Route& row : rows) {
            if (row.path != path) continue;
            if (row.handler) return row.handler(request);
            Result<api::Reply> out = fail(errors::not_found);
            row.async_handler(request, [&](Result<api::Reply> reply) { out = std::move(reply); });
            return out;
        }
        return fail(errors::not_found, "no such route");
    }
    static api::Request with(std::multimap<std::string, std::string> query, std::string body = "") {
        api::Request request;
        request.query = std::move(query);
        request.body = std::move(body);
        request.actor.id = "token:1";
        return request;
    }

    State state;
    std::vector<api::Route> rows;
    std::string applied_by;
    bool allowed = false;
    std::function<void()> on_apply = [] {};
};

TEST_F(Routes, EveryRowHasTypesARightAndOneHandler) {
    EXPECT_EQ(rows.size(), 6U);
    for (const api::Route& row : rows) {
        EXPECT_FALSE(row.reply.schema.empty()) << row.path;
        EXPECT_NE(static_cast<bool>(row.handler), static_cast<bool>(row.async_handler)) << row.path;
        EXPECT_FALSE(row.summary.empty());
    }
    EXPECT_EQ(rows.back().path, "/api/v1/catalog/apply");
    EXPECT_EQ(rows.back().right, api::Right::admin);
}

TEST_F(Routes, TheSummaryTellsWhatAppliesAndWhatWaits) {
    state.hold = Hold{{{"SLO", "a"}}, 5, Timestamp::from_seconds(0)};
    const auto reply = ask("/api/v1/catalog");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->after_seq, 17U);
    const auto summary = json::decode<CatalogSummary>(reply->body);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->version, 3U);
    EXPECT_EQ(summary->slos, 2U);
    EXPECT_EQ(summary->services, 2U);
    EXPECT_EQ(summary->hold->removals.at(0).name, "a");
    EXPECT_FALSE(summary->refusal);
}

TEST_F(Routes, ServicesComeInPagesAndOneWithItsSurroundings) {
    const auto first = json::decode<ServiceList>(ask("/api/v1/services", with({{"limit", "1"}}))->body);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->items.at(0).name, "checkout");
    const auto second = json::decode<ServiceList>(ask("/api/v1/services", with({{"cursor", first->next_cursor}}))->body);
    EXPECT_EQ(second->items.at(0).name, "web");
    EXPECT_EQ(second->next_cursor, "");
    api::Request one;
    one.path_parameters["name"] = "checkout";
    const auto detail = json::decode<ServiceDetail>(ask("/api/v1/services/{name}", one)->body);
    EXPECT_THAT(detail->slos, ElementsAre("a", "b"));
    EXPECT_THAT(detail->dependents, ElementsAre("web"));
    one.path_parameters["name"] = "nobody";
    EXPECT_TRUE(ask("/api/v1/services/{name}", one).error().is(errors::not_found));
}

TEST_F(Routes, ObjectsAreListedByKind) {
    const auto all = json::decode<ObjectList>(ask("/api/v1/catalog/objects")->body);
    ASSERT_TRUE(all);
    EXPECT_EQ(all->items.size(), 5U);
    const auto slos = json::decode<ObjectList>(ask("/api/v1/catalog/objects", with({{"kind", "SLO"}, {"limit", "1"}}))->body);
    ASSERT_EQ(slos->items.size(), 1U);
    EXPECT_EQ(slos->items[0].slo->name, "a");
    EXPECT_FALSE(slos->items[0].service);
    EXPECT_NE(slos->next_cursor, "");
    EXPECT_EQ(ask("/api/v1/catalog/objects", with({{"kind", "Slo"}})).error().fields().at(0).remedy, "did you mean `SLO`?");
}

TEST_F(Routes, CheckTellsEveryErrorAndAppliesNothing) {
    const auto reply = ask("/api/v1/catalog/check", with({}, R"({"files":[{"path":"a.yaml","text":"kind: SLO\n"},{"path":"b.yaml","text":"- 1\n"}]})"));
    ASSERT_TRUE(reply);
    const auto report = json::decode<CheckReport>(reply->body);
    EXPECT_FALSE(report->ok);
    EXPECT_EQ(report->files, 2);
    EXPECT_GE(report->errors.size(), 3U);
    EXPECT_FALSE(ask("/api/v1/catalog/check", with({}, R"({"file":[]})")));
    EXPECT_FALSE(ask("/api/v1/catalog/check", with({}, R"({"files":[{"path":"a","text":""},{"path":"a","text":""}]})")));
}

TEST_F(Routes, ApplyTellsWhetherAnythingChanged) {
    on_apply = [&] { state.version = 4; };
    const auto reply = ask("/api/v1/catalog/apply", with({}, R"({"allow_deletes":true})"));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->after_seq, 18U);
    EXPECT_TRUE(allowed);
    EXPECT_EQ(applied_by, "token:1");
    EXPECT_TRUE(json::decode<ApplyReply>(reply->body)->changed);
    on_apply = [] {};
    EXPECT_FALSE(json::decode<ApplyReply>(ask("/api/v1/catalog/apply", with({}))->body)->changed);
    EXPECT_FALSE(allowed);
    EXPECT_FALSE(ask("/api/v1/catalog/apply", with({}, R"({"allow":true})")));
}

TEST_F(Routes, ApplySaysWhyNothingWasChanged) {
    on_apply = [&] { state.refusal = Refusal{{{"a.yaml", 1, 2, "catalog.invalid", "r", "m"}}, 1, {}}; };
    const auto refused = ask("/api/v1/catalog/apply");
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(errors::refused));
    EXPECT_THAT(refused.error().report(), HasSubstr("a.yaml:1:2"));
    on_apply = [&] {
        state.refusal.reset();
        state.hold = Hold{{{"SLO", "a"}}, 5, {}};
    };
    const auto held = ask("/api/v1/catalog/apply");
    ASSERT_FALSE(held);
    EXPECT_TRUE(held.error().is(errors::held));
    EXPECT_THAT(held.error().report(), HasSubstr("--allow-deletes"));
}

TEST(CheckReport, IsReadByPeopleAndEndsWithASum) {
    const Reading bad = fixture::read(fixture::slo("a", "", "target: 1"));
    const std::string report = check_report(bad);
    EXPECT_THAT(report, HasSubstr("x.yaml:15:25: error: `spec.objectives[0].target` must be above 0 and below 1\n    an objective of 100 %"));
    EXPECT_TRUE(report.ends_with("1 error, 0 warnings in 3 files, 3 objects\n")) << report;
    EXPECT_EQ(exit_code(check(bad)), 1);
    const Reading good = fixture::read(fixture::slo("a"));
    EXPECT_EQ(check_report(good), "ok: 3 files, 3 objects: 1 service, 1 SLO; 0 warnings\n");
    EXPECT_EQ(exit_code(check(good)), 0);
}

TEST(Hint, FindsWhatWasMeant) {
    const std::vector<std::string> known{"duration", "isRolling", "calendar"};
    EXPECT_EQ(nearest("druation", known), "duration") << "two letters swapped";
    EXPECT_EQ(nearest("isrolling", known), "isRolling");
    EXPECT_EQ(nearest("calender", known), "calendar");
    EXPECT_EQ(nearest("window", known), std::nullopt);
    EXPECT_EQ(nearest("", known), std::nullopt);
    EXPECT_EQ(nearest(std::string(10'000, 'a'), known), std::nullopt);
}

}  // namespace
}  // namespace plimsoll::catalog
