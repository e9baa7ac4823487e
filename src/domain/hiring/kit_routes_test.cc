// Kits, gaps and calibration through their rows, over what ships.
#include "domain/hiring/kit_routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/json.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/kit_views.h"
#include "domain/hiring/panel.h"

namespace plimsoll::hiring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class KitRoutes : public testing::Test {
protected:
    /// Rates as decide() would, for the guards of which decide_test.cc stands.
    std::shared_ptr<const Ports> ports() {
        Ports out;
        out.shelf = [this] { return shelf; };
        out.bank = [this] { return bank; };
        out.engine.read = [this](const std::function<void(const State&)>& look) {
            look(state);
            return static_cast<std::uint64_t>(state.calibrations.size());
        };
        out.engine.submit = [this](const api::Actor&, Command command) -> Result<std::uint64_t> {
            const auto* rate = std::get_if<RateCalibration>(&command);
            EXPECT_NE(rate, nullptr);
            TRY_ASSIGN(const auto events, decide(state, command, issued));
            const auto& rated = std::get<CalibrationRated>(events.at(0));
            state.calibrations.push_back({rated.set, rated.version, rated.item, rated.rater, {}, rated.ratings});
            return state.calibrations.size();
        };
        out.person_behind = [](const std::string& actor) -> std::string { return actor == "token:t" ? "person:ana" : ""; };
        return std::make_shared<const Ports>(std::move(out));
    }
    Result<api::Reply> ask(const std::string& method_and_path, const std::map<std::string, std::string>& parameters = {}, const std::string& body = {}, const std::string& actor = "person:ana") {
        api::Request request;
        for (const auto& [name, value] : parameters) request.path_parameters[name] = value;
        request.body = body;
        request.actor.id = actor;
        for (const api::Route& row : rows)
            if ((row.method == api::Method::get ? "GET " : "POST ") + row.path == method_and_path) return row.handler(request);
        return fail(plimsoll::errors::not_found, method_and_path);
    }
    template <class T>
    T got(const Result<api::Reply>& reply) {
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        return reply ? *json::decode<T>(reply->body) : T{};
    }
    Result<api::Reply> rate(const std::string& item, const std::string& body, const std::string& actor = "person:ana") {
        return ask("POST /api/v1/hiring/calibration/{id}/items/{item}/ratings", {{"id", "engineer"}, {"item", item}}, body, actor);
    }
    static inline const std::string kSignIn =
        R"({"version":1,"ratings":[{"dimension":"incident_leadership","points":3},{"dimension":"post_incident_orientation","points":3},)"
        R"({"dimension":"systems_thinking","points":2},{"dimension":"automation_instinct"}]})";

    log::Issued issued{{}, "person:ana"};
    State state;
    std::shared_ptr<const KitShelf> shelf = std::make_shared<const KitShelf>(*read_shelf({}));
    std::shared_ptr<const people::Bank> bank = std::make_shared<const people::Bank>(people::read_bank({})->bank);
    std::vector<api::Route> rows = kit_routes(ports());
};

TEST_F(KitRoutes, AreForInterviewersAndOthersRatingsForManagers) {
    for (const api::Route& row : rows) EXPECT_EQ(row.right, row.path.ends_with("/results") ? api::Right::hire : api::Right::interview) << row.path;
}

TEST_F(KitRoutes, ListKitsAndShowOneWithItsQuestions) {
    const auto list = got<InterviewKitList>(ask("GET /api/v1/hiring/kits"));
    ASSERT_EQ(list.items.size(), 5U);
    EXPECT_EQ(list.items[0].id, "sre");
    EXPECT_EQ(list.items[0].minutes, 225);
    const auto view = got<InterviewKitView>(ask("GET /api/v1/hiring/kits/{id}", {{"id", "sre"}}));
    EXPECT_EQ(view.kit.title, "Site reliability engineer");
    EXPECT_THAT(view.unknown_questions, IsEmpty());
    EXPECT_EQ(view.questions.at(0).id, "X1") << "in the order of the rounds";
    EXPECT_FALSE(view.questions.at(0).text.empty());
    const auto missing = ask("GET /api/v1/hiring/kits/{id}", {{"id", "none"}});
    ASSERT_FALSE(missing);
    EXPECT_TRUE(missing.error().is(errors::unknown_kit));
}

TEST_F(KitRoutes, TellWhatAPlanLeavesUntested) {
    const std::string path = "POST /api/v1/hiring/kits/{id}/gaps";
    const auto gaps = got<PanelGaps>(ask(path, {{"id", "sre-director"}}, R"({"rounds":[{"round":"program","interviewers":["Ana"]}],"lead":"Ana"})"));
    EXPECT_THAT(gaps.tested_once, ElementsAre("reliability_strategy", "capacity_and_cost", "cross_team_influence"));
    EXPECT_THAT(gaps.sentences.at(0), HasSubstr("Nobody will test SLOs and error budgets"));
    EXPECT_EQ(gaps.interviewers.at(0).minutes, 75);
    EXPECT_TRUE(gaps.interviewers.at(0).two_roles);
    EXPECT_FALSE(ask(path, {{"id", "sre-director"}}, R"({"rounds":[{"round":"lunch"}]})"));
    EXPECT_FALSE(ask(path, {{"id", "sre-director"}}, R"({"turns":[]})")) << "an unknown field";
}

TEST_F(KitRoutes, HideKnownRatingsUntilTheAnswerIsRated) {
    const auto reply = ask("GET /api/v1/hiring/calibration/{id}", {{"id", "engineer"}});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body.find("Names the gap in detection"), std::string::npos) << "a reason is as telling as its points";
    const auto before = got<CalibrationSetView>(reply);
    for (const CalibrationItemView& item : before.items) EXPECT_THAT(item.known, IsEmpty());
    EXPECT_EQ(before.items.at(0).dimensions.size(), 4U);
    EXPECT_EQ(before.dimensions.at(0).anchors.size(), 4U);

    const auto rated = rate("signin", kSignIn);
    ASSERT_TRUE(rated) << rated.error().report();
    EXPECT_EQ(rated->status, 201);
    const auto after = got<CalibrationSetView>(rated);
    EXPECT_EQ(after.items.at(0).known.size(), 4U);
    EXPECT_TRUE(after.items.at(0).rated);
    EXPECT_THAT(after.items.at(1).known, IsEmpty()) << "of the others nothing is known yet";
    EXPECT_EQ(after.mine.all.ratings, 4);
    EXPECT_EQ(after.mine.all.rightly_not_assessed, 1);
    EXPECT_FALSE(after.mine.all.exact.value) << "three ratings are not enough data";

    const auto ben = got<CalibrationSetView>(ask("GET /api/v1/hiring/calibration/{id}", {{"id", "engineer"}}, "", "person:ben"));
    for (const CalibrationItemView& item : ben.items) EXPECT_THAT(item.known, IsEmpty());
    EXPECT_EQ(ben.mine.all.ratings, 0);
}

TEST_F(KitRoutes, TheFirstRatingsCountWhicheverWayTheyCame) {
    ASSERT_TRUE(rate("signin", kSignIn, "token:t"));
    const auto again = rate("signin", kSignIn);
    ASSERT_FALSE(again);
    EXPECT_TRUE(again.error().is(errors::rated_already)) << "the token is of the same person";
    EXPECT_TRUE(rate("signin", kSignIn, "person:ben"));
    const auto list = got<CalibrationSetList>(ask("GET /api/v1/hiring/calibration"));
    EXPECT_EQ(list.items.at(1).id, "engineer");
    EXPECT_EQ(list.items.at(1).rated, 1);
    EXPECT_EQ(list.items.at(0).rated, 0);
    const auto result = got<CalibrationResult>(ask("GET /api/v1/hiring/calibration/{id}/results", {{"id", "engineer"}}));
    EXPECT_EQ(result.raters, 2);
    EXPECT_EQ(*result.all.exact.value, 1.0);
}

TEST_F(KitRoutes, RefuseWhatIsNotTheSet) {
    EXPECT_EQ(rate("signin", R"({"version":2,"ratings":[]})").error().kind().http_status, 409) << "another version was read";
    EXPECT_EQ(rate("nowhere", "{}").error().kind().http_status, 404);
    const auto half = rate("signin", R"({"ratings":[{"dimension":"systems_thinking","points":7}]})");
    ASSERT_FALSE(half);
    EXPECT_EQ(half.error().fields().size(), 4U) << "points out of the scale, and three dimensions that are missing";
    EXPECT_EQ(ask("GET /api/v1/hiring/calibration/{id}", {{"id", "none"}}).error().kind().http_status, 404);
}

TEST_F(KitRoutes, RatingsOfAnotherVersionOfASetAreNotCompared) {
    state.calibrations.push_back({"engineer", 7, "signin", "person:ana", {}, {{"systems_thinking", 1}}});
    const auto view = got<CalibrationSetView>(ask("GET /api/v1/hiring/calibration/{id}", {{"id", "engineer"}}));
    EXPECT_FALSE(view.items.at(0).rated);
    EXPECT_EQ(view.mine.all.ratings, 0);
}

}  // namespace
}  // namespace plimsoll::hiring
