// Practising through its rows: what is computed keeps nothing, and a workbook is its owner's alone.
#include "domain/practice/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace plimsoll::practice {
namespace {

using testing::HasSubstr;

class MemoryShelf final : public Shelf {
public:
    Result<std::optional<std::string>> read(const std::string& person) override {
        const auto found = texts.find(person);
        return found == texts.end() ? std::optional<std::string>() : std::optional<std::string>(found->second);
    }
    Result<> write(const std::string& person, const std::string& text) override { return texts[person] = text, Result<>(); }
    Result<> remove(const std::string& person) override { return texts.erase(person), Result<>(); }
    std::map<std::string, std::string> texts;
};

class PracticeRoutes : public testing::Test {
protected:
    Result<api::Reply> send(api::Method method, const std::string& path, const std::string& body = "", const std::string& actor = "person:a", const std::string& if_match = "") {
        api::Request request;
        request.method = method;
        request.body = body;
        request.actor = {actor, api::Rights{api::Right::practise}};
        request.at = Timestamp::from_seconds(1'800'000'000);
        if (!if_match.empty()) request.headers["if-match"] = if_match;
        for (const api::Route& row : rows) {
            if (row.path != path || row.method != method) continue;
            if (row.handler) return row.handler(request);
            std::optional<Result<api::Reply>> out;
            row.async_handler(request, [&](Result<api::Reply> reply) { out = std::move(reply); });
            return *std::move(out);
        }
        return fail(plimsoll::errors::not_found, path);
    }
    Result<api::Reply> put(const Workbook& workbook, const std::string& if_match, const std::string& actor = "person:a") { return send(api::Method::put, "/api/v1/practice/workbook", json::encode(workbook), actor, if_match); }

    MemoryShelf shelf;
    Workbooks books{shelf};
    bool full = false;
    int computed = 0;  // on the thread for what computes
    std::vector<api::Route> rows = routes({[] { return std::make_shared<const people::BankReading>(*people::read_bank({})); }, [] { return std::make_shared<const AskList>(*read_asks({})); }, &books,
                                           [this](std::function<void()> work) { return full ? false : (work(), true); },
                                           [this](Ports::Work work) -> api::AsyncHandler {
                                               return [this, work = std::move(work)](api::Request request, api::Done done) {
                                                   ++computed;
                                                   done(work(request));
                                               };
                                           }});
};

TEST_F(PracticeRoutes, AllNeedTheRightToPractiseAndOnlyTheWorkbookNeedsAnAccount) {
    for (const api::Route& row : rows) {
        EXPECT_EQ(row.right, api::Right::practise) << row.path;
        EXPECT_EQ(row.open_as, row.path == "/api/v1/practice/workbook" ? "" : "practise") << row.path;
    }
}

TEST_F(PracticeRoutes, WhatComputesDoesNotRunOnTheThreadsThatServeEverybody) {
    for (const api::Route& row : rows) {
        if (row.method == api::Method::post) {
            EXPECT_FALSE(row.handler) << row.path;
            (void)send(api::Method::post, row.path, "{}", "anonymous");
        }
    }
    EXPECT_EQ(computed, 5) << "plan, stories, figure, claims, closing";
}

TEST_F(PracticeRoutes, ComputesAndKeepsNothing) {
    EXPECT_THAT(send(api::Method::post, "/api/v1/practice/plan", "{}", "anonymous")->body, HasSubstr("\"next\":[{"));
    EXPECT_THAT(send(api::Method::post, "/api/v1/practice/stories", R"({"stories":[{"kind":"leaving","problem":"It is toxic"}]})", "anonymous")->body, HasSubstr("\"complaint\""));
    EXPECT_THAT(send(api::Method::post, "/api/v1/practice/figure", R"({"claim":"Cut pages by 40 %","baseline":"12","after":"8"})", "anonymous")->body, HasSubstr("change_contradicts"));
    EXPECT_THAT(send(api::Method::post, "/api/v1/practice/claims", R"({"text":"- Reduced pages by 60 %"})", "anonymous")->body, HasSubstr("\"claim\":\"Reduced pages by 60 %\""));
    EXPECT_THAT(send(api::Method::post, "/api/v1/practice/closing", "{}", "anonymous")->body, HasSubstr("missing_proof"));
    EXPECT_THAT(send(api::Method::get, "/api/v1/practice/asks", "", "anonymous")->body, HasSubstr("measure-1"));
    EXPECT_TRUE(shelf.texts.empty());
    EXPECT_FALSE(send(api::Method::post, "/api/v1/practice/figure", R"({"claims":"x"})")) << "an unknown key";
    EXPECT_EQ(send(api::Method::post, "/api/v1/practice/stories", "{").error().kind().http_status, 400);
}

TEST_F(PracticeRoutes, AWorkbookIsItsOwnersAlone) {
    const auto empty = send(api::Method::get, "/api/v1/practice/workbook");
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->etag, "none");
    Workbook mine;
    mine.notes = {{"A1", "my note", Timestamp::from_seconds(5)}};
    ASSERT_TRUE(put(mine, "\"none\""));
    EXPECT_EQ(*json::decode<Workbook>(send(api::Method::get, "/api/v1/practice/workbook")->body), mine);
    const auto other = send(api::Method::get, "/api/v1/practice/workbook", "", "person:b");
    EXPECT_EQ(other->body.find("my note"), std::string::npos);
    for (const char* nobody : {"anonymous", "loopback", "token:ab"}) {
        for (const api::Method method : {api::Method::get, api::Method::del}) EXPECT_TRUE(send(method, "/api/v1/practice/workbook", "", nobody).error().is(errors::no_workbook)) << nobody;
        EXPECT_TRUE(put(mine, "none", nobody).error().is(errors::no_workbook));
    }
    ASSERT_TRUE(send(api::Method::del, "/api/v1/practice/workbook"));
    EXPECT_TRUE(shelf.texts.empty());
}

TEST_F(PracticeRoutes, TwoTabsCannotOverwriteEachOther) {
    Workbook one;
    one.notes = {{"A1", "one", {}}};
    const auto kept = put(one, "none");
    ASSERT_TRUE(kept);
    const std::string tag = json::decode<WorkbookKept>(kept->body)->tag;
    Workbook two;
    two.notes = {{"A2", "two", {}}};
    EXPECT_TRUE(put(two, "\"none\"").error().is(errors::workbook_changed));
    EXPECT_TRUE(put(two, "").error().is(errors::no_tag));
    EXPECT_TRUE(put(two, "W/\"" + tag + "\""));
    EXPECT_EQ(*json::decode<Workbook>(shelf.texts["person:a"]), two);
}

TEST_F(PracticeRoutes, TooMuchWorkIsSaid) {
    full = true;
    EXPECT_TRUE(send(api::Method::get, "/api/v1/practice/workbook").error().is(plimsoll::errors::busy));
}

TEST(WorkbookTest, EveryBoundIsToldAtOnce) {
    Workbook w;
    w.format = 2;
    w.words_per_minute = 10;
    w.notes = {{"A1", "x", {}}, {"A1", std::string(kLongestLine + 1, 'x'), {}}};
    w.stories.resize(1);
    w.figures.resize(1);
    w.heard = {{"bad id", "", {}, false, {}}};
    w.drills.resize(1);
    w.closing.emplace();
    w.closing->proofs.resize(kMostProofs + 1);
    const auto checked = check_workbook(w);
    ASSERT_FALSE(checked);
    std::set<std::string> fields;
    for (const FieldError& f : checked.error().fields()) fields.insert(f.where);
    for (const char* field : {"/format", "/words_per_minute", "/notes/1", "/notes/1/text", "/stories/0/id", "/figures/0/id", "/heard/0/ask", "/drills/0/question", "/closing/proofs"}) EXPECT_TRUE(fields.contains(field)) << field;
}

template <class T>
void fill(std::vector<T>& list, std::size_t n, T (*make)(int)) {
    for (std::size_t i = 0; i < n; ++i) list.push_back(make(static_cast<int>(i)));
}

TEST(WorkbookTest, ListsAtTheirBounds) {
    const auto drill = +[](int i) { Drill d; d.question = "A1"; d.at = Timestamp::from_seconds(i); return d; };
    const auto note = +[](int i) { return QuestionNote{"q-" + std::to_string(i), "", {}}; };
    const auto story = +[](int i) { Story s; s.id = "s" + std::to_string(i); return s; };
    const auto figure = +[](int i) { Figure f; f.id = "f" + std::to_string(i); return f; };
    const auto heard = +[](int i) { Heard h; h.ask = "a-" + std::to_string(i); return h; };
    Workbook w;
    fill(w.drills, kMostDrills, drill);
    fill(w.notes, kMostNotes, note);
    fill(w.stories, kMostStories, story);
    fill(w.figures, kMostFigures, figure);
    fill(w.heard, kMostHeard, heard);
    const auto at_the_bound = check_workbook(w);
    EXPECT_TRUE(at_the_bound) << at_the_bound.error().report();
    w.drills.push_back(drill(-1 + static_cast<int>(kMostDrills) + 1));
    w.notes.push_back(note(9999));
    w.stories.push_back(story(9999));
    w.figures.push_back(figure(9999));
    w.heard.push_back(heard(9999));
    EXPECT_EQ(check_workbook(w).error().fields().size(), 5U);
}

TEST(WorkbookTest, OneMebibyteInAll) {
    Workbook w;
    for (std::size_t i = 0; i < kMostFigures; ++i) {
        Figure f;
        f.id = "f" + std::to_string(i);
        f.claim = f.baseline = f.after = f.formula = f.window = std::string(kLongestLine, 'x');
        w.figures.push_back(f);
    }
    for (Story s; w.stories.size() < 10; w.stories.push_back(s)) {
        s.id = "s" + std::to_string(w.stories.size());
        s.context = s.action = std::string(kLongestLine, 'x');
    }
    const auto too_large = check_workbook(w);
    ASSERT_FALSE(too_large);
    EXPECT_THAT(too_large.error().fields()[0].rule, HasSubstr("1048576 are allowed"));
    w.figures.resize(90);
    EXPECT_TRUE(check_workbook(w));
}

TEST(ClosingTest, ThreeProofsAgainstThreeNeeds) {
    Closing c;
    c.opening = "I would like to do this work";
    c.proofs = {{ProofOf::reliability, "Payments fail at peak", "I cut failed payments by 90 % in a quarter"}, {ProofOf::automation, "Releases are manual", "I took releases from 2 hours to 10 minutes"}, {ProofOf::leadership, "On-call is too loud", "I led four teams to half the pages"}};
    const auto good = check_closing(c);
    ASSERT_TRUE(good);
    EXPECT_TRUE(good->findings.empty()) << good->findings[0].text;
    EXPECT_THAT(good->said, testing::StartsWith("I would like to do this work. You need this: Payments fail at peak. I cut"));
    EXPECT_LE(good->seconds, kClosingSeconds);
    c.proofs[0].need = "";
    c.proofs[1].proof = "Releases became faster";
    c.proofs.pop_back();
    std::vector<ClosingRule> rules;
    const ClosingCheck thin = *check_closing(c);
    for (const ClosingFinding& f : thin.findings) rules.push_back(f.rule);
    EXPECT_THAT(rules, testing::UnorderedElementsAre(ClosingRule::no_need, ClosingRule::no_number, ClosingRule::no_own_part, ClosingRule::missing_proof));
    for (int i = 0; i < 160; ++i) c.opening += " word";
    EXPECT_EQ(check_closing(c)->findings.back().rule, ClosingRule::over_time);
    c.opening = std::string(kLongestLine + 1, 'x');
    EXPECT_FALSE(check_closing(c));
}

}  // namespace
}  // namespace plimsoll::practice
