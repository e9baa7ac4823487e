// The rows of hiring as three interviewers, a manager and an administrator meet them.
#include "domain/hiring/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/hiring/agreement_page.h"
#include "domain/hiring/bodies.h"
#include "domain/hiring/hiring_for_tests.h"

namespace plimsoll::hiring {
namespace {

using namespace fixture;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class HiringRoutes : public testing::Test {
protected:
    Hiring hiring;
    std::vector<api::Route> rows = routes(std::make_shared<const Ports>(hiring.ports()));
    std::map<std::string, std::string> headers;

    static std::string word(api::Method method) {
        switch (method) {
            case api::Method::get: return "GET";
            case api::Method::post: return "POST";
            case api::Method::put: return "PUT";
            case api::Method::patch: return "PATCH";
            case api::Method::del: return "DELETE";
        }
        return "";
    }
    /// "GET applications/{id}", as HTTP would route it: rights first.
    Result<api::Reply> ask(const std::string& who, const std::string& what, const std::string& id = {}, const std::string& body = {}, std::multimap<std::string, std::string> query = {}) {
        const std::size_t gap = what.find(' ');
        api::Request request;
        request.path_parameters["id"] = id;
        request.body = body;
        request.headers = headers;
        request.query = std::move(query);
        request.actor = {who, rights_of(who.starts_with("token:") ? "person:" + who.substr(6) : who)};
        request.at = hiring.engine.clock.now();
        for (const api::Route& row : rows) {
            if (word(row.method) + " " + row.path != what.substr(0, gap) + " /api/v1/hiring/" + what.substr(gap + 1)) continue;
            if (!request.actor.rights.has(row.right)) return fail(ErrorKind{"http.forbidden", 403, "", ""});
            Result<api::Reply> answer = fail(plimsoll::errors::busy);
            row.async_handler(request, [&](Result<api::Reply> reply) { answer = std::move(reply); });
            return answer;
        }
        return fail(plimsoll::errors::not_found, what);
    }
    std::string code(const Result<api::Reply>& reply) { return reply ? std::to_string(reply->status) : std::string(reply.error().code()); }
    template <class View>
    View got(const Result<api::Reply>& reply) {
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        return reply ? *json::decode<View>(reply->body) : View{};
    }
    /// op-1 with Eve Park, ap-1, and iv-1 with ana and bob.
    std::string begun() {
        EXPECT_EQ(code(ask(kMara, "POST openings", "", json::encode(opening()))), "201");
        const auto made = got<ApplicationView>(ask(kMara, "POST openings/{id}/candidates", "op-1", R"({"name":"Eve Park","mail":"eve@example.com"})"));
        InterviewBody body;
        body.round = "shops";
        body.interviewers = {kAna, kBob};
        EXPECT_EQ(code(ask(kMara, "POST applications/{id}/interviews", "ap-1", json::encode(body))), "201");
        return made.candidate.id;
    }
    Result<api::Reply> submit(const std::string& who, const Card& c, const std::string& interview = "iv-1") { return ask(who, "POST interviews/{id}/card", interview, json::encode(CardBody{c})); }
};

TEST_F(HiringRoutes, ARoundOfTheKitPlansAnInterview) {
    begun();
    const auto view = got<InterviewView>(ask(kAna, "GET interviews/{id}", "iv-1"));
    EXPECT_EQ(view.title, "The shops");
    EXPECT_THAT(view.dimensions, ElementsAre("care", "systems_thinking"));
    EXPECT_EQ(view.minutes, 30);
    EXPECT_EQ(view.kit_version, 3);
    EXPECT_EQ(view.candidate.name, "Eve Park");
    EXPECT_TRUE(view.mine);
    EXPECT_FALSE(view.mine_submitted);
    EXPECT_EQ(view.cards.size(), 2u);
    EXPECT_EQ(code(ask(kMara, "POST applications/{id}/interviews", "ap-1", R"({"round":"none"})")), "hiring.invalid");
    hiring.shelf->kits.clear();
    EXPECT_EQ(code(ask(kMara, "POST applications/{id}/interviews", "ap-1", R"({"round":"shops"})")), "hiring.no_kit");
}

TEST_F(HiringRoutes, WhoMayNotSeeItIsToldThatThereIsNoSuchThing) {
    const std::string candidate = begun();
    for (const char* what : {"GET applications/{id}", "GET applications/{id}/debrief"}) EXPECT_EQ(code(ask("person:cleo", what, "ap-1")), "hiring.unknown") << what;
    EXPECT_EQ(code(ask("person:cleo", "GET interviews/{id}", "iv-1")), "hiring.unknown");
    EXPECT_EQ(code(ask("person:cleo", "GET interviews/{id}/draft", "iv-1")), "hiring.unknown");
    EXPECT_EQ(code(submit("person:cleo", card())), "hiring.unknown");
    EXPECT_EQ(code(ask("person:cleo", "GET candidates/{id}/resume", candidate)), "hiring.unknown");
    EXPECT_EQ(code(ask("person:cleo", "GET applications/{id}", "ap-99")), "hiring.unknown") << "the same words for what is not there";
    EXPECT_TRUE(got<ApplicationList>(ask("person:cleo", "GET applications")).items.empty());
    EXPECT_TRUE(got<InterviewList>(ask("person:cleo", "GET interviews")).items.empty());
    ASSERT_EQ(code(submit(kAna, card())), "201");
    const auto page = got<AgreementPage>(ask("person:cleo", "GET agreement"));
    EXPECT_EQ(page.cards + page.hidden + page.erased, 0) << "nor how many cards there are, whatever the filter";
    for (const char* what : {"GET agreement", "GET export", "GET funnel"}) EXPECT_EQ(code(ask(kMara, what, "", "", {{"opening", "op-9"}})), "hiring.unknown") << what;
    EXPECT_EQ(got<AgreementPage>(ask(kBob, "GET agreement")).hidden, 1) << "of an application that one sees";
}

TEST_F(HiringRoutes, EveryRowIsClosedToWhoRunsTheServiceAndChangesAreClosedToInterviewers) {
    begun();
    int changes = 0;
    for (const api::Route& row : rows) {
        EXPECT_TRUE(row.right == api::Right::hire || row.right == api::Right::interview) << row.path;
        EXPECT_FALSE(rights_of(kOps).has(row.right)) << row.path;
        EXPECT_TRUE(row.open_as.empty()) << row.path;
        if (row.method == api::Method::get) continue;
        if (row.path.find("/kits") != std::string::npos || row.path.find("/calibration") != std::string::npos) continue;  // about no candidate
        const bool own = row.path.ends_with("/draft") || row.path.ends_with("/card") || row.path.ends_with("/debrief/notes");
        EXPECT_EQ(row.right, own ? api::Right::interview : api::Right::hire) << row.path;
        ++changes;
    }
    EXPECT_GT(changes, 15);
}

TEST_F(HiringRoutes, NothingOfACardLeaksBeforeOnesOwnIsSubmitted) {
    begun();
    Card secret = card(4, 1);
    secret.why = "SECRET";
    secret.answers[0].words += " SECRET";
    secret.dimensions[1].note = "SECRET";
    ASSERT_EQ(code(submit(kAna, secret)), "201");
    for (const char* what : {"GET applications/{id}", "GET applications"}) {
        const auto reply = ask(kBob, what, "ap-1");
        ASSERT_TRUE(reply) << what;
        EXPECT_THAT(reply->body, Not(HasSubstr("SECRET"))) << what;
        EXPECT_THAT(reply->body, Not(HasSubstr("\"rating\""))) << what;
    }
    for (const char* what : {"GET interviews/{id}", "GET interviews"}) EXPECT_THAT(ask(kBob, what, "iv-1")->body, Not(HasSubstr("SECRET"))) << what;
    EXPECT_EQ(code(ask(kBob, "GET applications/{id}/debrief", "ap-1")), "hiring.not_yet");
    EXPECT_EQ(code(ask(kBob, "POST applications/{id}/debrief/notes", "ap-1", R"({"text":"hm"})")), "hiring.not_yet");
    EXPECT_EQ(code(ask(kBob, "GET interviews/{id}/draft", "iv-1")), "hiring.no_draft") << "one's own, not ana's";
    const auto view = got<InterviewView>(ask(kBob, "GET interviews/{id}", "iv-1"));
    EXPECT_TRUE(view.cards[0].hidden) << "that it was submitted is no secret";
    EXPECT_FALSE(view.cards[0].card);
    ASSERT_EQ(code(submit(kBob, card(2, 2))), "201");
    EXPECT_THAT(ask(kBob, "GET interviews/{id}", "iv-1")->body, HasSubstr("SECRET"));
    EXPECT_THAT(ask(kBob, "GET applications/{id}/debrief", "ap-1")->body, HasSubstr("SECRET"));
}

TEST_F(HiringRoutes, AManagerOnThePanelSeesNeitherCardsNorWhatFollowsFromThem) {
    begun();
    ASSERT_EQ(code(submit(kAna, card(4, 4))), "201");
    ASSERT_EQ(code(ask("person:mara", "POST applications/{id}/stage", "ap-1", R"({"to":"interview","reason":"Ana was impressed"})")), "200");
    InterviewBody body;
    body.round = "terminal";
    body.interviewers = {kMara};
    ASSERT_EQ(code(ask(kMara, "POST applications/{id}/interviews", "ap-1", json::encode(body))), "201");
    const auto shown = ask(kMara, "GET applications/{id}", "ap-1");
    EXPECT_THAT(shown->body, Not(HasSubstr("impressed"))) << "reasons of moves may tell";
    EXPECT_EQ(code(ask(kMara, "GET applications/{id}/debrief", "ap-1")), "hiring.not_yet");
    EXPECT_EQ(code(ask(kMara, "POST applications/{id}/decision", "ap-1", R"({"outcome":"hire","reasons":"x","against":"y"})")), "hiring.not_yet") << "no decision over cards that one may not read";
    EXPECT_EQ(code(ask("token:mara", "GET applications/{id}/debrief", "ap-1")), "hiring.not_yet") << "a token of one's own opens nothing";
    EXPECT_EQ(got<ApplicationList>(ask(kMara, "GET applications")).items.at(0).next, "your card waits");
    Card own = card(3, std::nullopt);
    ASSERT_EQ(code(submit(kMara, own, "iv-2")), "201");
    EXPECT_TRUE(got<InterviewView>(ask(kMara, "GET interviews/{id}", "iv-2")).cards[0].after_seeing_others) << "she could read ana's before she joined";
    EXPECT_THAT(ask(kMara, "GET applications/{id}", "ap-1")->body, HasSubstr("impressed"));
}

TEST_F(HiringRoutes, ASecondVersionStandsBesideTheFirst) {
    begun();
    ASSERT_EQ(code(submit(kAna, card(3, 2))), "201");
    ASSERT_EQ(code(submit(kBob, card(1, 2))), "201");
    Card second = card(2, 2);
    EXPECT_EQ(code(submit(kAna, second)), "hiring.invalid") << "without a reason";
    second.why_changed = "Bob's evidence";
    ASSERT_EQ(code(submit(kAna, second)), "200");
    const auto view = got<InterviewView>(ask(kMara, "GET interviews/{id}", "iv-1"));
    EXPECT_EQ(view.cards[0].version, 2);
    EXPECT_TRUE(view.cards[0].after_seeing_others);
    EXPECT_EQ(view.cards[0].first->dimensions[0].rating, 3);
    EXPECT_EQ(view.cards[0].card->dimensions[0].rating, 2);
    EXPECT_EQ(view.cards[0].versions.size(), 2u);
    const auto debrief = got<DebriefView>(ask(kMara, "GET applications/{id}/debrief", "ap-1"));
    EXPECT_EQ(debrief.dimensions[0].id, "systems_thinking");
    EXPECT_TRUE(debrief.dimensions[0].cells[0].changed);
    EXPECT_TRUE(debrief.missing.empty());
}

TEST_F(HiringRoutes, ADraftIsOnesOwnAndTwoTabsDoNotOverwriteEachOther) {
    const std::string candidate = begun();
    EXPECT_EQ(code(ask(kAna, "GET interviews/{id}/draft", "iv-1")), "hiring.no_draft");
    Card draft;
    draft.why = "half a";
    headers = {{"if-none-match", "*"}};
    const auto first = ask(kAna, "PUT interviews/{id}/draft", "iv-1", json::encode(draft));
    ASSERT_EQ(code(first), "200");
    const auto tag_in = [](const api::Reply& reply) {
        for (const auto& [name, value] : reply.headers)
            if (name == "ETag") return value;
        return std::string();
    };
    EXPECT_EQ(code(ask(kAna, "PUT interviews/{id}/draft", "iv-1", json::encode(draft))), "hiring.draft_changed") << "there is one by now";
    headers = {{"if-match", tag_in(*first)}};
    draft.why = "half a sentence";
    const auto second = ask(kAna, "PUT interviews/{id}/draft", "iv-1", json::encode(draft));
    ASSERT_EQ(code(second), "200");
    EXPECT_EQ(code(ask(kAna, "PUT interviews/{id}/draft", "iv-1", json::encode(draft))), "hiring.draft_changed") << "the other tab";
    headers.clear();
    EXPECT_EQ(code(ask(kAna, "PUT interviews/{id}/draft", "iv-1", json::encode(draft))), "hiring.draft_changed") << "without a tag";
    const auto read = ask(kAna, "GET interviews/{id}/draft", "iv-1");
    EXPECT_EQ(tag_in(*read), tag_in(*second));
    EXPECT_EQ(got<Card>(read).why, "half a sentence");
    EXPECT_EQ(code(ask(kBob, "GET interviews/{id}/draft", "iv-1")), "hiring.no_draft");
    EXPECT_EQ(code(ask(kMara, "GET interviews/{id}/draft", "iv-1")), "hiring.not_yours");
    const std::size_t events = hiring.engine.log.size();
    ASSERT_EQ(code(submit(kAna, card())), "201");
    EXPECT_EQ(hiring.engine.log.size(), events + 1) << "no draft stands in the log";
    EXPECT_EQ(hiring.vault.people[candidate].size(), 2u) << "name and mail: the draft went with the card";
    EXPECT_EQ(code(ask(kAna, "DELETE interviews/{id}/draft", "iv-1")), "204");
}

TEST_F(HiringRoutes, DraftsOfWhoLeavesThePanelGo) {
    const std::string candidate = begun();
    headers = {{"if-none-match", "*"}};
    ASSERT_EQ(code(ask(kAna, "PUT interviews/{id}/draft", "iv-1", "{}")), "200");
    ASSERT_EQ(code(ask(kBob, "PUT interviews/{id}/draft", "iv-1", "{}")), "200");
    ASSERT_EQ(code(ask(kMara, "PUT interviews/{id}", "iv-1", R"({"interviewers":["person:bob"]})")), "200");
    EXPECT_EQ(hiring.vault.people[candidate].size(), 3u);
    EXPECT_EQ(code(ask(kAna, "GET interviews/{id}", "iv-1")), "hiring.unknown");
    ASSERT_EQ(code(ask(kMara, "POST interviews/{id}/cancel", "iv-1", R"({"reason":"Moved"})")), "200");
    EXPECT_EQ(hiring.vault.people[candidate].size(), 2u);
}

TEST_F(HiringRoutes, ADecisionHasReasonsAndWhatSpeaksAgainstIt) {
    begun();
    ASSERT_EQ(code(submit(kAna, card(3, 3))), "201");
    const auto bad = ask(kMara, "POST applications/{id}/decision", "ap-1", R"({"outcome":"hire","reasons":"","against":" "})");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fields().size(), 2u);
    const auto view = got<ApplicationView>(ask(kMara, "POST applications/{id}/decision", "ap-1", R"({"outcome":"hire","reasons":"Asks first","against":"Bob's card is missing"})"));
    ASSERT_EQ(view.decisions.size(), 1u);
    EXPECT_EQ(view.decisions[0].what.reasons, "Asks first");
    EXPECT_DOUBLE_EQ(*view.decisions[0].what.composite, 3);
    EXPECT_EQ(view.decisions[0].cards, 1);
    EXPECT_EQ(view.decisions[0].missing, 1);
    EXPECT_TRUE(got<ApplicationView>(ask(kBob, "GET applications/{id}", "ap-1")).decisions.empty()) << "bob has not submitted";
    EXPECT_THAT(got<DebriefView>(ask(kAna, "GET applications/{id}/debrief", "ap-1")).missing.at(0).id, kBob);
}

TEST_F(HiringRoutes, WhoWasRefusedIsForgottenByTheVault) {
    EXPECT_EQ(code(ask(kMara, "POST openings/{id}/candidates", "op-9", R"({"name":"Eve Park"})")), "hiring.unknown");
    EXPECT_TRUE(hiring.vault.people.empty());
    EXPECT_EQ(hiring.vault.erased.size(), 1u);
    EXPECT_EQ(code(ask(kMara, "POST openings/{id}/candidates", "op-9", R"({"name":" ","mail":"no mail"})")), "hiring.invalid");
    EXPECT_EQ(hiring.vault.made, 1) << "nobody is made of what is invalid";
}

TEST_F(HiringRoutes, ApplicationsAreListedInPagesByNameAndNeverByRating) {
    ASSERT_EQ(code(ask(kMara, "POST openings", "", json::encode(opening()))), "201");
    for (const char* name : {"Ada North", "Ben South", "Cyd North"}) ASSERT_EQ(code(ask(kMara, "POST openings/{id}/candidates", "op-1", json::encode(CandidateBody{name, "", Source::agency}))), "201");
    ASSERT_EQ(code(ask(kMara, "POST applications/{id}/stage", "ap-3", R"({"to":"rejected","reason":"No"})")), "200");
    const auto names = [&](std::multimap<std::string, std::string> query) {
        std::vector<std::string> out;
        for (const auto& row : got<ApplicationList>(ask(kMara, "GET applications", "", "", std::move(query))).items) out.push_back(row.candidate.name);
        return out;
    };
    EXPECT_THAT(names({}), ElementsAre("Ben South", "Ada North", "Cyd North")) << "those that ended come last";
    EXPECT_THAT(names({{"search", "north"}}), ElementsAre("Ada North", "Cyd North"));
    EXPECT_THAT(names({{"stage", "rejected"}}), ElementsAre("Cyd North"));
    EXPECT_THAT(names({{"opening", "op-2"}}), ElementsAre());
    EXPECT_EQ(code(ask(kMara, "GET applications", "", "", {{"stage", "happy"}})), "hiring.invalid");
    std::vector<std::string> paged;
    std::string cursor;
    for (int i = 0; i < 4; ++i) {
        std::multimap<std::string, std::string> query{{"limit", "1"}};
        if (!cursor.empty()) query.emplace("cursor", cursor);
        const auto page = got<ApplicationList>(ask(kMara, "GET applications", "", "", query));
        for (const auto& row : page.items) paged.push_back(row.candidate.name);
        cursor = page.next_cursor;
        if (cursor.empty()) break;
    }
    EXPECT_THAT(paged, ElementsAre("Ben South", "Ada North", "Cyd North"));
}

TEST_F(HiringRoutes, InterviewsToComeStandFirstAndThoseThatOweACardStay) {
    begun();
    const auto plan_at = [&](const char* at) {
        ASSERT_EQ(code(ask(kMara, "POST applications/{id}/interviews", "ap-1", std::string(R"({"round":"terminal","interviewers":["person:ana"],"at":")") + at + "\"}")), "201");
    };
    plan_at("2026-11-30T09:00:00Z");
    plan_at("2026-11-20T09:00:00Z");
    plan_at("2026-11-25T09:00:00Z");
    const auto ids = [&](const std::string& who, std::multimap<std::string, std::string> query) {
        std::vector<std::string> out;
        for (const auto& one : got<InterviewList>(ask(who, "GET interviews", "", "", std::move(query))).items) out.push_back(one.id);
        return out;
    };
    EXPECT_THAT(ids(kMara, {}), ElementsAre("iv-4", "iv-2", "iv-1", "iv-3"));
    EXPECT_THAT(ids(kMara, {{"when", "to-come"}}), ElementsAre("iv-4", "iv-2", "iv-1"));
    EXPECT_THAT(ids(kAna, {{"when", "to-come"}}), ElementsAre("iv-4", "iv-2", "iv-1", "iv-3")) << "ana's card of iv-3 waits";
    EXPECT_THAT(ids(kBob, {{"mine", "true"}}), ElementsAre("iv-1"));
    EXPECT_EQ(code(ask(kAna, "GET interviews", "", "", {{"when", "soon"}})), "hiring.invalid");
    EXPECT_EQ(code(ask(kAna, "GET interviews", "", "", {{"mine", "yes"}})), "hiring.invalid");
}

TEST_F(HiringRoutes, GapsNameWhatNobodyTests) {
    begun();
    auto view = got<ApplicationView>(ask(kMara, "GET applications/{id}", "ap-1"));
    EXPECT_TRUE(view.gaps.empty()) << "two people test both";
    ASSERT_EQ(code(ask(kMara, "PUT interviews/{id}", "iv-1", R"({"interviewers":["person:bob"],"dimensions":["care"]})")), "200");
    view = got<ApplicationView>(ask(kMara, "GET applications/{id}", "ap-1"));
    ASSERT_EQ(view.gaps.size(), 2u);
    EXPECT_EQ(view.gaps[0].text, "Nobody tests Systems thinking");
    EXPECT_EQ(view.gaps[1].text, "One person alone tests Care");
}

TEST_F(HiringRoutes, AResumeIsKeptAsTextAndGoesForGood) {
    const std::string candidate = begun();
    EXPECT_EQ(code(ask(kMara, "GET candidates/{id}/resume", candidate)), "hiring.unknown");
    EXPECT_EQ(code(ask(kMara, "GET applications/{id}/match", "ap-1")), "hiring.nothing_to_match");
    EXPECT_EQ(code(ask(kMara, "PUT candidates/{id}/resume", candidate, R"({"content":"%%%"})")), "hiring.invalid");
    EXPECT_EQ(code(ask(kMara, "PUT candidates/{id}/resume", candidate, "{}")), "hiring.invalid");
    const auto kept = got<ResumeView>(ask(kMara, "PUT candidates/{id}/resume", candidate, R"({"name":"eve.txt","text":"Eve\n\nSkills\n- Linux\n"})"));
    EXPECT_EQ(kept.format, "text");
    EXPECT_EQ(kept.lines.at(0).text, "Eve");
    EXPECT_TRUE(got<ApplicationView>(ask(kAna, "GET applications/{id}", "ap-1")).has_resume);
    EXPECT_EQ(got<ResumeView>(ask(kAna, "GET candidates/{id}/resume", candidate)).lines, kept.lines) << "who sees the application";
    for (const auto& [event, stamp] : hiring.engine.log)
        if (const auto* fact = std::get_if<ResumeKept>(&event)) EXPECT_EQ(fact->bytes, 20u);
    ASSERT_EQ(hiring.engine.outcome(SetHold{candidate, ""}), "ok");
    EXPECT_EQ(code(ask(kMara, "DELETE candidates/{id}/resume", candidate)), "hiring.held");
    EXPECT_EQ(code(ask(kMara, "PUT candidates/{id}/resume", candidate, R"({"name":"new.txt","text":"Eve\n"})")), "hiring.held");
    EXPECT_EQ(got<ResumeView>(ask(kMara, "GET candidates/{id}/resume", candidate)).lines, kept.lines) << "a refusal costs nothing";
    ASSERT_EQ(hiring.engine.outcome(ReleaseHold{candidate, ""}), "ok");
    EXPECT_EQ(code(ask(kMara, "DELETE candidates/{id}/resume", candidate)), "204");
    EXPECT_EQ(hiring.vault.people[candidate].count("resume"), 0u);
    EXPECT_EQ(code(ask(kMara, "GET candidates/{id}/resume", candidate)), "hiring.unknown");
}

TEST_F(HiringRoutes, OfSomebodyErasedOnlyCountsAreShown) {
    const std::string candidate = begun();
    ASSERT_EQ(code(submit(kAna, card())), "201");
    ASSERT_EQ(hiring.engine.outcome(EraseCandidate{candidate, EraseReason::asked}), "ok");
    hiring.vault.people.erase(candidate);
    hiring.vault.erased.insert(candidate);
    const auto view = got<ApplicationView>(ask(kMara, "GET applications/{id}", "ap-1"));
    EXPECT_TRUE(view.erased);
    EXPECT_EQ(view.candidate.name, "");
    EXPECT_EQ(view.interviews.at(0).cards.at(0).version, 1);
    EXPECT_FALSE(view.interviews.at(0).cards.at(0).card);
    EXPECT_EQ(code(ask(kMara, "GET applications/{id}/debrief", "ap-1")), "hiring.erased");
    EXPECT_EQ(code(submit(kBob, card())), "hiring.erased");
    EXPECT_EQ(got<ApplicationList>(ask(kMara, "GET applications")).items.size(), 1u);
}

TEST_F(HiringRoutes, RepliesAreKeptByNoCache) {
    begun();
    const auto reply = ask(kMara, "GET applications/{id}", "ap-1");
    EXPECT_TRUE(reply->shown_once);
    EXPECT_THAT(reply->headers, testing::Contains(testing::Pair("Cache-Control", "no-store")));
}

}  // namespace
}  // namespace plimsoll::hiring
