#include "server/candidate_keeping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "domain/hiring/copy.h"
#include "domain/hiring/copy_views.h"
#include "domain/hiring/keeping_views.h"
#include "server/papers.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using namespace hiring;
using testing::kNow;

const api::Actor boss{"person:boss", {api::Right::hire}};
const api::Actor ina{"person:ina", {api::Right::interview}};

/// A candidate with one interview, over the rows, on a real log, vault and engine.
struct KeepingRig : testing::RecordsRig {
    std::unique_ptr<Erasures> erasures;
    std::unique_ptr<Demographics> declared;
    std::vector<api::Route> rows;
    std::string eve;
    std::string application = "ap-1";
    std::vector<std::string> panel{"person:ina"};

    explicit KeepingRig(bool ratings = false) {
        fold();
        erasures = std::make_unique<Erasures>(ErasurePorts{*engine, *log, *vault, kUsualKeep, {}});
        declared = *Demographics::open(folder / "demographics.db");
        rows = candidate_keeping_routes({ports(), *log, *erasures, *declared, random, ratings});
    }
    Ports ports() {
        Ports out;
        out.engine = {[this](const std::function<void(const State&)>& look) { return engine->read([&](const World& world) { look(world.hiring); }); },
                      [this](const api::Actor& actor, Command command) { return engine->submit(actor.id, "api", command); }};
        out.papers = papers_of(*vault);
        out.event_at = [this](std::uint64_t seq) { return hiring_event_at(*log, seq); };
        out.name_of = [](const std::string& person) { return person == "person:boss" ? std::string("Rita") : std::string(); };
        out.apart = [](Ports::Work work) { return [work](api::Request request, api::Done done) { done(work(request)); }; };
        out.apart_for_long = out.apart;
        out.shelf = [] { return std::make_shared<const KitShelf>(); };
        return out;
    }
    void submit(const api::Actor& actor, const Command& command) {
        const auto seq = engine->submit(actor.id, "api", command);
        ASSERT_TRUE(seq) << seq.error().report();
    }
    std::string sealed(std::string_view tag, const std::string& id, const std::string& json) { return *vault->seal(eve, seal_label(tag, id), json); }
    void add_candidate() {
        eve = *vault->create(kNow, log::PersonKind::candidate);
        ASSERT_TRUE(vault->put(eve, "name", "Eve Adams"));
        submit(boss, MakeOpening{{"SRE", "Platform", "sre", "", 1, "", ""}, true});
        submit(boss, AddCandidate{eve, "op-1", Source::applied});
    }
    void add_card(const std::string& words) {
        submit(boss, PlanInterview{application, "", "Incident", "sre", 1, {"calm"}, {"calm"}, panel, panel, std::nullopt, 60});
        Card card;
        card.answers.push_back({"a1", "", "What first?", words, std::nullopt});
        card.dimensions.push_back({"calm", {{"a1", "", ""}}, 3, "", ""});
        SubmitCard command;
        command.interview = "iv-1";
        command.rater = "person:ina";
        command.sealed = sealed(CardSubmitted::json_tag, "iv-1/person:ina/1", json::encode(card));
        submit(ina, command);
    }
    void decide(Outcome outcome) {
        submit(boss, Decide{application, outcome, sealed(DecisionMade::json_tag, application, json::encode(hiring::Decision{"weaker on capacity", "calm", {}, {}}))});
    }
    Result<api::Reply> ask(const api::Actor& actor, api::Method method, const std::string& path, const std::string& body = "", const std::string& id = "",
                           const std::string& code = "") {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const api::Route& r) { return r.method == method && r.path == path; });
        EXPECT_NE(row, rows.end()) << path;
        api::Request request;
        request.method = method;
        request.body = body;
        request.at = clock.now();
        request.actor = actor;
        request.remote_address = "10.0.0.1";
        if (!id.empty()) request.path_parameters["id"] = id;
        if (!code.empty()) request.headers["x-candidate-code"] = code;
        std::optional<Result<api::Reply>> out;
        row->async_handler(request, [&](Result<api::Reply> reply) { out = std::move(reply); });
        return std::move(*out);
    }
    std::string link(const std::string& body = "{}") {
        const auto reply = ask(boss, api::Method::post, "/api/v1/hiring/applications/{id}/link", body, application);
        EXPECT_TRUE(reply) << reply.error().report();
        EXPECT_TRUE(reply->shown_once);
        return json::decode<CopyLinkIssued>(reply->body)->code;
    }
    Result<api::Reply> open(const std::string& code) { return ask({"anonymous", {}}, api::Method::get, "/api/v1/candidate", "", "", code); }
    CandidateCopy copy(const std::string& code) {
        const auto reply = open(code);
        EXPECT_TRUE(reply) << reply.error().report();
        return reply ? *json::decode<CandidateCopy>(reply->body) : CandidateCopy{};
    }
    Result<api::Reply> of_candidate(api::Method method, const std::string& rest, const std::string& body = "", const api::Actor& actor = boss) {
        return ask(actor, method, "/api/v1/hiring/candidates/{id}/" + rest, body, eve);
    }
};

std::string code_of(const Result<api::Reply>& reply) { return reply ? std::to_string(reply->status) : std::string(reply.error().code()); }

TEST(CandidateKeeping, RowsAreForWhoHiresOrForWhoHasALink) {
    KeepingRig rig;
    for (const api::Route& row : rig.rows) {
        const bool own = row.path.starts_with("/api/v1/candidate");
        EXPECT_EQ(row.needs_no_right, own) << row.path;
        if (!own) EXPECT_EQ(row.right, api::Right::hire) << row.path;
    }
}

TEST(CandidateKeeping, ALinkOpensItsOwnCopyAndNothingElse) {
    KeepingRig rig;
    rig.add_candidate();
    const std::string code = rig.link();
    EXPECT_TRUE(code.starts_with("plk_"));
    const CandidateCopy copy = rig.copy(code);
    EXPECT_EQ(copy.name, "Eve Adams");
    EXPECT_EQ(copy.opening_title, "SRE");
    EXPECT_FALSE(copy.decided);
    std::string other = code;
    other.back() = other.back() == 'A' ? 'E' : 'A';
    for (const std::string& wrong : {std::string(), std::string("plk_x"), other, std::string("plc_") + code.substr(4)}) EXPECT_EQ(code_of(rig.open(wrong)), "hiring.wrong_link") << wrong;
}

TEST(CandidateKeeping, EndedWithdrawnAndErasedLinksAreAnsweredAlike) {
    KeepingRig rig;
    rig.add_candidate();
    const std::string ended = rig.link(R"({"expires_in":"1d"})");
    const std::string withdrawn = rig.link();
    const std::string erased = rig.link();
    rig.clock.advance(Duration::days(1));
    rig.submit(boss, WithdrawLink{rig.application, withdrawn.substr(4, withdrawn.find('_', 4) - 4)});
    const auto first = rig.open(ended);
    const auto second = rig.open(withdrawn);
    ASSERT_TRUE(rig.of_candidate(api::Method::post, "erase", R"({"reason":"asked"})"));
    const auto third = rig.open(erased);
    for (const auto* reply : {&first, &second, &third}) {
        ASSERT_FALSE(*reply);
        EXPECT_EQ(reply->error().report(), first.error().report());
    }
}

TEST(CandidateKeeping, EvidenceWaitsForTheDecisionAndRatingsForTheSetting) {
    KeepingRig rig;
    rig.add_candidate();
    rig.add_card("I drew the queue");
    const std::string papers = rig.link(R"({"shows":"papers"})");
    const std::string evidence = rig.link(R"({"shows":"evidence"})");
    EXPECT_EQ(code_of(rig.ask(boss, api::Method::post, "/api/v1/hiring/applications/{id}/link", R"({"shows":"ratings"})", rig.application)), "hiring.no_ratings");
    ASSERT_EQ(rig.copy(evidence).dimensions.size(), 1U);
    EXPECT_TRUE(rig.copy(evidence).dimensions[0].evidence.empty()) << "not before it is decided";
    rig.decide(Outcome::hold);
    EXPECT_TRUE(rig.copy(evidence).dimensions[0].evidence.empty()) << "a hold is no decision";
    rig.decide(Outcome::no_hire);
    const CandidateCopy shown = rig.copy(evidence);
    EXPECT_EQ(shown.outcome, Outcome::no_hire);
    EXPECT_EQ(shown.reasons, "weaker on capacity");
    ASSERT_EQ(shown.dimensions[0].evidence.size(), 1U);
    EXPECT_EQ(shown.dimensions[0].evidence[0].words, "I drew the queue");
    EXPECT_TRUE(shown.dimensions[0].ratings.empty());
    const CandidateCopy less = rig.copy(papers);
    EXPECT_EQ(less.outcome, std::nullopt);
    EXPECT_EQ(less.reasons, "");
    EXPECT_TRUE(less.dimensions[0].evidence.empty());
    EXPECT_EQ(json::encode(shown).find("person:ina"), std::string::npos) << "raters are not named";
}

TEST(CandidateKeeping, WhoHasACardToSubmitMakesNoLinkThatShowsOthers) {
    KeepingRig rig;
    rig.add_candidate();
    rig.panel = {"person:ina", "person:boss"};
    rig.add_card("I drew the queue");
    const auto made = [&](const std::string& body, const api::Actor& actor) { return code_of(rig.ask(actor, api::Method::post, "/api/v1/hiring/applications/{id}/link", body, rig.application)); };
    EXPECT_EQ(made("{}", boss), "hiring.not_yet") << "after a decision its holder reads what ina wrote";
    EXPECT_EQ(made(R"({"shows":"papers"})", boss), "201");
    EXPECT_EQ(made("{}", {"person:other", {api::Right::hire}}), "201");
}

TEST(CandidateKeeping, ALinkShowsPapersAloneWhileWhoMadeItOwesACard) {
    KeepingRig rig;
    rig.add_candidate();
    rig.add_card("I drew the queue");
    const std::string code = rig.link();
    rig.decide(Outcome::no_hire);
    EXPECT_NE(json::encode(rig.copy(code)).find("I drew the queue"), std::string::npos) << "nothing is owed";
    rig.submit(boss, PlanInterview{rig.application, "", "Second talk", "sre", 1, {"calm"}, {"calm"}, {"person:boss"}, {"person:boss"}, std::nullopt, 60});
    EXPECT_EQ(json::encode(rig.copy(code)).find("I drew the queue"), std::string::npos) << "who made the link interviews now";
}

TEST(CandidateKeeping, RatingsAreShownWhereTheServerAndTheLinkSaySo) {
    KeepingRig rig(true);
    rig.add_candidate();
    rig.add_card("I drew the queue");
    rig.decide(Outcome::hire);
    EXPECT_TRUE(rig.copy(rig.link(R"({"shows":"evidence"})")).dimensions[0].ratings.empty());
    EXPECT_EQ(rig.copy(rig.link(R"({"shows":"ratings"})")).dimensions[0].ratings, std::vector<int>{3});
}

TEST(CandidateKeeping, WhoGuessesIsSlowedAndSoIsWhoReadsWithoutEnd) {
    KeepingRig rig;
    rig.add_candidate();
    const std::string code = rig.link();
    int reads = 0;
    while (reads < 2 * kCopyRequestsPerHour && rig.open(code)->status == 200) ++reads;
    EXPECT_EQ(reads, kCopyRequestsPerHour);
    EXPECT_EQ(rig.open(code)->status, 429);
    for (int i = 0; i < 30 && code_of(rig.open("plk_wrong")) == "hiring.wrong_link"; ++i) {
    }
    EXPECT_EQ(code_of(rig.open("plk_wrong")), "429");
}

TEST(CandidateKeeping, ACandidateAsksAndIsAnswered) {
    KeepingRig rig;
    rig.add_candidate();
    const std::string code = rig.link();
    const auto asking = [&](const std::string& body) { return rig.ask({"anonymous", {}}, api::Method::post, "/api/v1/candidate/requests", body, "", code); };
    EXPECT_EQ(code_of(asking(R"({"what":"correction","text":""})")), "hiring.invalid");
    EXPECT_EQ(code_of(asking(R"({"what":"correction","text":")" + std::string(kLongestAsked + 1, 'x') + "\"}")), "hiring.invalid");
    EXPECT_EQ(code_of(asking(R"({"what":"correction","text":")" + std::string(kLongestAsked, 'x') + "\"}")), "200");
    EXPECT_EQ(code_of(asking(R"({"what":"erasure","text":""})")), "200");
    ASSERT_EQ(rig.copy(code).requests.size(), 2U);
    for (std::size_t i = 2; i < kMostRequests; ++i) ASSERT_EQ(code_of(asking(R"({"what":"erasure","text":"now"})")), "200");
    EXPECT_EQ(code_of(asking(R"({"what":"erasure","text":"now"})")), "hiring.too_many");
}

TEST(CandidateKeeping, AHoldForbidsErasingAndTheProofSaysWhatWent) {
    KeepingRig rig;
    rig.add_candidate();
    EXPECT_EQ(code_of(rig.of_candidate(api::Method::put, "hold", R"({"reason":""})")), "hiring.invalid");
    ASSERT_EQ(code_of(rig.of_candidate(api::Method::put, "hold", R"({"reason":"a lawsuit"})")), "200");
    EXPECT_EQ(code_of(rig.of_candidate(api::Method::post, "erase", R"({"reason":"asked"})")), "hiring.held");
    const auto listed = json::decode<KeepingView>(rig.of_candidate(api::Method::get, "keeping")->body);
    EXPECT_EQ(listed->hold->text, "a lawsuit");
    EXPECT_EQ(listed->hold->by.name, "Rita");
    ASSERT_EQ(code_of(rig.of_candidate(api::Method::post, "hold/release", R"({"reason":"settled"})")), "200");
    EXPECT_EQ(code_of(rig.of_candidate(api::Method::post, "erase", R"({"reason":"due"})")), "hiring.invalid");
    const auto proof = json::decode<ErasureView>(rig.of_candidate(api::Method::post, "erase", R"({"reason":"asked"})")->body);
    EXPECT_TRUE(proof->key_gone);
    EXPECT_EQ(proof->by.name, "Rita");
    EXPECT_EQ(proof->events, 5U) << "added, applied, held, released, erased";
    EXPECT_EQ(proof->last_seq, proof->seq);
    for (const char* path : {"keeping", "export"}) EXPECT_EQ(code_of(rig.of_candidate(api::Method::get, path)), "hiring.erased") << path;
    EXPECT_EQ(code_of(rig.of_candidate(api::Method::get, "erasure")), "200");
    EXPECT_EQ(code_of(rig.of_candidate(api::Method::post, "erase", R"({"reason":"asked"})")), "hiring.erased");
}

TEST(CandidateKeeping, AnExportOpensEverythingButWhatThePanelMayNotReadYet) {
    KeepingRig rig;
    rig.add_candidate();
    rig.panel = {"person:ina", "person:boss"};
    rig.add_card("I drew the queue");
    const auto blind = json::decode<CandidateExport>(rig.of_candidate(api::Method::get, "export")->body);
    const auto card_in = [](const CandidateExport& all) {
        return *std::find_if(all.facts.begin(), all.facts.end(), [](const ExportedFact& f) { return f.type == CardSubmitted::json_tag; });
    };
    EXPECT_TRUE(card_in(*blind).hidden) << "a manager on the panel has not submitted yet";
    EXPECT_EQ(card_in(*blind).words, "");
    EXPECT_EQ(card_in(*blind).body, "{}") << "of a decision, what was decided stands in it";
    const auto all = json::decode<CandidateExport>(rig.of_candidate(api::Method::get, "export", "", {"person:other", {api::Right::hire}})->body);
    EXPECT_FALSE(card_in(*all).hidden);
    EXPECT_NE(card_in(*all).words.find("I drew the queue"), std::string::npos);
    EXPECT_EQ(all->name, "Eve Adams");
}

TEST(CandidateKeeping, TheListOfWhoIsKeptNamesWhyAndWhoGoesOn) {
    KeepingRig rig;
    rig.add_candidate();
    const auto list = [&] { return *json::decode<RetentionView>(rig.ask(boss, api::Method::get, "/api/v1/hiring/retention")->body); };
    EXPECT_EQ(list().going_on, 1);
    EXPECT_TRUE(list().items.empty());
    rig.submit(boss, MoveStage{rig.application, Stage::rejected, ""});
    ASSERT_EQ(list().items.size(), 1U);
    EXPECT_FALSE(list().items[0].set);
    ASSERT_EQ(code_of(rig.of_candidate(api::Method::put, "keep", R"({"until":"2030-01-01","reason":"may apply again"})")), "200");
    EXPECT_EQ(list().items[0].until, "2030-01-01");
    EXPECT_EQ(list().items[0].why->text, "may apply again");
    EXPECT_EQ(code_of(rig.of_candidate(api::Method::put, "keep", R"({"until":"2020-01-01","reason":"x"})")), "hiring.invalid");
}

}  // namespace
}  // namespace plimsoll::server
