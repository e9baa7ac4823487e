// The guards of decide.h in their order, and that folding the log gives the state.
#include "domain/catalog/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/json.h"
#include "domain/catalog/catalog_codec.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/fixture_for_tests.h"
#include "domain/catalog/reload.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Timestamp kStart = Timestamp::from_seconds(1'790'000'000);

/// A catalogue of `services` services s0, s1, ... and `slos` SLOs, each owned by `owner`.
Reading reading(int services, int slos = 0, const std::string& owner = "team") {
    Reading out;
    for (int i = 0; i < services; ++i) {
        Service s;
        s.name = "s" + std::to_string(i);
        s.owner = owner;
        s.source = {"services.yaml", i + 1};
        out.catalog.services.emplace(s.name, s);
    }
    for (int i = 0; i < slos; ++i) {
        Slo s;
        s.name = "slo" + std::to_string(i);
        s.service = "s0";
        s.objective = *Ratio::of(999, 1000);
        s.period = Duration::days(30);
        s.rules = workbook_rules(s.period);
        s.source = {"slos.yaml", i + 1};
        out.catalog.slos.emplace(s.name, s);
    }
    out.files = 2;
    out.content_hash = "hash-" + std::to_string(services) + "-" + std::to_string(slos) + owner;
    return out;
}

Reading broken(int problems) {
    Reading out;
    for (int i = 0; i < problems; ++i) out.errors.push_back({"a.yaml", i + 1, 1, "catalog.invalid", "r", ""});
    out.content_hash = "broken";
    return out;
}

/// Runs commands as the engine does, through the codec, so that what is stored is what is folded.
class Engine {
public:
    std::vector<std::string> submit(const Command& command) {
        const log::Issued issued{now, "token:1"};
        std::vector<std::string> names;
        const auto events = decide(state, command, issued);
        EXPECT_TRUE(events);
        for (const Event& event : *events) {
            const log::NewEvent row = encode(event, issued, "catalog");
            names.push_back(row.type.substr(row.type.find('.') + 1));
            rows.push_back(row);
            fold(state, row);
        }
        return names;
    }
    std::vector<std::string> apply_reading(Reading r, bool allow = false) {
        return submit(ApplyReading{std::move(r), "person:1", "c0ffee", allow});
    }
    static void fold(State& into, const log::NewEvent& row) {
        const auto event = decode(row);
        ASSERT_TRUE(event) << event.error().report();
        ASSERT_TRUE(event->has_value());
        apply(into, **event, {1, row.at, row.actor});
    }
    State state;
    Timestamp now = kStart;
    std::vector<log::NewEvent> rows;
};

TEST(Decide, FirstAReadingWithErrorsChangesNothing) {
    Engine engine;
    engine.apply_reading(reading(3));
    Reading bad = reading(0);
    bad.errors = broken(2).errors;
    EXPECT_THAT(engine.apply_reading(bad, true), ElementsAre("CatalogRefused")) << "even when it would remove everything and that is allowed";
    EXPECT_EQ(engine.state.current.services.size(), 3U);
    EXPECT_EQ(engine.state.refusal->total, 2U);
    EXPECT_THAT(engine.apply_reading(bad), IsEmpty()) << "the same errors are told once";
    EXPECT_THAT(engine.apply_reading(broken(3)), ElementsAre("CatalogRefused"));
    const auto stands = standing(engine.state);
    ASSERT_FALSE(stands);
    EXPECT_TRUE(stands.error().is(errors::refused));
    EXPECT_EQ(stands.error().fields().at(0).where, "a.yaml:1:1");
}

TEST(Decide, ManyErrorsAreCountedAndAHundredKept) {
    Engine engine;
    EXPECT_THAT(engine.apply_reading(broken(500)), ElementsAre("CatalogRefused"));
    EXPECT_EQ(engine.state.refusal->problems.size(), 100U);
    EXPECT_EQ(engine.state.refusal->total, 500U);
    EXPECT_THAT(engine.apply_reading(broken(501)), ElementsAre("CatalogRefused"));
}

TEST(Decide, ThenNoChangeIsNothing) {
    Engine engine;
    EXPECT_THAT(engine.apply_reading(reading(0)), IsEmpty());
    EXPECT_THAT(engine.apply_reading(reading(2)), ElementsAre("CatalogApplied"));
    EXPECT_THAT(engine.apply_reading(reading(2)), IsEmpty());
    Reading moved = reading(2);
    moved.catalog.services.at("s0").source.line = 99;
    EXPECT_THAT(engine.apply_reading(moved), IsEmpty()) << "a comment above it moved its line";
    moved.catalog.services.at("s0").source.file = "new.yaml";
    EXPECT_THAT(engine.apply_reading(moved), ElementsAre("CatalogApplied"));
}

TEST(Decide, FilesThatAreRightAgainClearWhatWasRefusedOrHeld) {
    Engine engine;
    engine.apply_reading(reading(3));
    engine.apply_reading(broken(1));
    EXPECT_EQ(known_content(engine.state), "");
    EXPECT_THAT(engine.apply_reading(reading(3)), ElementsAre("CatalogConfirmed"));
    EXPECT_FALSE(engine.state.refusal);
    EXPECT_EQ(known_content(engine.state), reading(3).content_hash);
    engine.apply_reading(reading(1));
    EXPECT_TRUE(engine.state.hold);
    EXPECT_THAT(engine.apply_reading(reading(3)), ElementsAre("CatalogConfirmed"));
    EXPECT_TRUE(standing(engine.state));
}

TEST(Decide, ThenRemovingOverATenthWaits) {
    struct Case {
        int before, after;
        bool waits;
    };
    for (const Case& c : std::vector<Case>{{20, 18, false}, {20, 17, true}, {10, 9, false}, {10, 8, true}, {9, 8, true}, {3, 2, true}, {1, 0, true},
                                           {100, 90, false}, {100, 89, true}, {10, 0, true}, {3, 4, false}}) {
        Engine engine;
        engine.apply_reading(reading(c.before));
        EXPECT_THAT(engine.apply_reading(reading(c.after)), ElementsAre(c.waits ? "CatalogHeld" : "CatalogApplied")) << c.before << " to " << c.after;
        EXPECT_EQ(engine.state.current.services.size(), static_cast<std::size_t>(c.waits ? c.before : c.after));
    }
}

TEST(Decide, AHeldReadingIsAppliedWholeOnceDeletesAreAllowed) {
    Engine engine;
    engine.apply_reading(reading(10));
    EXPECT_THAT(engine.apply_reading(reading(2, 0, "others")), ElementsAre("CatalogHeld"));
    EXPECT_EQ(engine.state.current.services.at("s0").owner, "team") << "nothing of it applies while it waits";
    ASSERT_TRUE(engine.state.hold);
    EXPECT_EQ(engine.state.hold->removals.size(), 8U);
    EXPECT_EQ(engine.state.hold->removals[0], (Removal{"Service", "s2"}));
    EXPECT_THAT(engine.apply_reading(reading(2, 0, "others")), IsEmpty()) << "the same removals are told once";
    EXPECT_THAT(engine.apply_reading(reading(1, 0, "others")), ElementsAre("CatalogHeld"));
    const auto stands = standing(engine.state);
    EXPECT_TRUE(stands.error().is(errors::held));
    EXPECT_EQ(stands.error().detail(), "9 of 10 objects would go");
    EXPECT_THAT(engine.apply_reading(reading(2, 0, "others"), true), ElementsAre("CatalogApplied"));
    EXPECT_EQ(engine.state.current.services.size(), 2U);
    EXPECT_EQ(engine.state.version, 2U);
    EXPECT_FALSE(engine.state.hold);
}

TEST(Decide, ManyChangesAreToldInEventsOfAThousandAndOneVersion) {
    Engine engine;
    EXPECT_THAT(engine.submit(ApplyReading{reading(1, 2'500)}),
                ElementsAre("CatalogApplied", "CatalogApplied", "CatalogApplied"));
    EXPECT_EQ(engine.state.version, 1U);
    EXPECT_EQ(engine.state.current, reading(1, 2'500).catalog);
    EXPECT_THAT(engine.submit(ApplyReading{reading(1, 2'400)}), ElementsAre("CatalogApplied")) << "removals are changes too";
    EXPECT_EQ(engine.state.version, 2U);
    EXPECT_EQ(engine.state.current, reading(1, 2'400).catalog);
}

TEST(Decide, AnAppliedChangeTellsWhatChangedByWhom) {
    Engine engine;
    engine.apply_reading(reading(2));
    Reading next = reading(3, 0, "team");
    next.catalog.services.at("s1").owner = "others";
    next.catalog.services.at("s1").channels = {"pager"};
    const auto events = decide(engine.state, ApplyReading{next, "person:9", "abc", false}, {kStart, "system"});
    const auto& applied = std::get<CatalogApplied>(events->at(0));
    EXPECT_EQ(applied.version, 2U);
    EXPECT_EQ(applied.author, "person:9");
    EXPECT_EQ(applied.commit, "abc");
    EXPECT_EQ(applied.files, 2);
    ASSERT_EQ(applied.changes.size(), 2U);
    EXPECT_EQ(applied.changes[0], (Change{"Service", "s1", ChangeAction::changed, {{"owner", "\"team\"", "\"others\""}, {"channels", "[]", "[\"pager\"]"}}}));
    EXPECT_EQ(applied.changes[1], (Change{"Service", "s2", ChangeAction::added, {}}));
    EXPECT_EQ(applied.upserts.services.size(), 2U);
}

TEST(Decide, ARemovedSloIsRememberedForThirtyDays) {
    Engine engine;
    engine.apply_reading(reading(20, 2));
    EXPECT_FALSE(next_due(engine.state));
    engine.now = kStart + Duration::days(1);
    engine.apply_reading(reading(20, 1));
    ASSERT_TRUE(engine.state.removed.contains("slo1"));
    EXPECT_EQ(engine.state.removed.at("slo1").slo.period, Duration::days(30));
    EXPECT_EQ(next_due(engine.state), kStart + Duration::days(31));
    engine.now = kStart + Duration::days(31) - Duration::ms(1);
    EXPECT_THAT(engine.submit(ForgetRemoved{}), IsEmpty());
    engine.now = kStart + Duration::days(31);
    EXPECT_THAT(engine.submit(ForgetRemoved{}), ElementsAre("RemovedSlosForgotten"));
    EXPECT_TRUE(engine.state.removed.empty());
    EXPECT_THAT(engine.submit(ForgetRemoved{}), IsEmpty());
}

TEST(Decide, ARemovedSloThatComesBackKeepsItsLedger) {
    Engine engine;
    engine.apply_reading(reading(20, 2));
    engine.apply_reading(reading(20, 1));
    engine.apply_reading(reading(20, 2));
    EXPECT_TRUE(engine.state.removed.empty());
    EXPECT_FALSE(next_due(engine.state));
}

TEST(Decide, EveryFieldOfEveryKindIsStoredAndFolded) {
    Engine engine;
    Reading whole = read_catalog({{"docs.yaml", fixture::examples_of("docs/catalogue.md")}});
    whole.content_hash = "whole";
    ASSERT_FALSE(whole.catalog.policies.empty() || whole.catalog.slas.empty() || whole.catalog.data_sources.empty() || whole.catalog.probes.empty());
    engine.apply_reading(whole);
    EXPECT_EQ(engine.state.current, whole.catalog);
    const auto restored = json::decode<State>(json::encode(engine.state));
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->current, whole.catalog);
    Reading fewer = whole;
    fewer.content_hash = "fewer";
    fewer.catalog.policies.clear();
    fewer.catalog.slas.clear();
    fewer.catalog.data_sources.clear();
    fewer.catalog.probes.clear();
    EXPECT_EQ(engine.apply_reading(fewer), (std::vector<std::string>{"CatalogHeld"})) << "policies, contracts, sources and probes are objects like others";
    EXPECT_EQ(engine.apply_reading(fewer, true), (std::vector<std::string>{"CatalogApplied"}));
    EXPECT_EQ(engine.state.current, fewer.catalog);
}

TEST(Decide, FoldingTheLogGivesTheState) {
    rc::check([] {
        Engine engine;
        const int steps = *rc::gen::inRange(1, 12);
        for (int i = 0; i < steps; ++i) {
            engine.now = engine.now + Duration::days(*rc::gen::inRange(0, 20));
            const int kind = *rc::gen::inRange(0, 8);
            if (kind == 0) engine.apply_reading(broken(*rc::gen::inRange(1, 4)));
            else if (kind == 1) engine.submit(ForgetRemoved{});
            else engine.apply_reading(reading(*rc::gen::inRange(0, 4), *rc::gen::inRange(0, 4), *rc::gen::element<std::string>("a", "b")), kind < 6);
        }
        State folded;
        for (const log::NewEvent& row : engine.rows) Engine::fold(folded, row);
        RC_ASSERT(json::encode(folded) == json::encode(engine.state));
        const auto restored = json::decode<State>(json::encode(engine.state));
        RC_ASSERT(restored.has_value());
        RC_ASSERT(json::encode(*restored) == json::encode(engine.state));
        for (const auto& [name, removed] : engine.state.removed) RC_ASSERT(!engine.state.current.slos.contains(name));
    });
}

TEST(Difference, AppliedGivesTheOtherCatalogue) {
    rc::check([] {
        const Catalog before = reading(*rc::gen::inRange(0, 5), *rc::gen::inRange(0, 5), *rc::gen::element<std::string>("a", "b")).catalog;
        const Catalog after = reading(*rc::gen::inRange(0, 5), *rc::gen::inRange(0, 5), *rc::gen::element<std::string>("a", "b")).catalog;
        const Difference diff = difference(before, after);
        Catalog applied = before;
        apply_difference(applied, diff.changes, diff.upserts);
        RC_ASSERT(applied == after);
        RC_ASSERT(difference(after, after).changes.empty());
        RC_ASSERT(size(before) + static_cast<std::size_t>(std::count_if(diff.changes.begin(), diff.changes.end(), [](const Change& c) {
                      return c.action == ChangeAction::added;
                  })) - diff.removals() == size(after));
    });
}

TEST(Codec, OtherModulesEventsAreNotOurs) {
    log::NewEvent row;
    row.type = "slo.AlertFired";
    const auto event = decode(row);
    ASSERT_TRUE(event);
    EXPECT_FALSE(event->has_value());
}

TEST(Codec, ACatalogueOfBeforeSourcesAndProbesIsRead) {
    log::NewEvent row = encode(CatalogApplied{1, "", "", "h", 1, {{"SLO", "a", ChangeAction::added, {}}}, {}}, {kStart, "system"}, "worker");
    row.body = R"({"version":1,"author":"","commit":"","content_hash":"h","files":1,"changes":[{"kind":"SLO","name":"a","action":"added","fields":[]}],)"
               R"json("upserts":{"slos":{"a":{"name":"a","indicator":{"total":"sum(increase(t[5m]))","good":"sum(increase(g[5m]))","bad":""}}}}})json";
    State state;
    Engine::fold(state, row);
    ASSERT_TRUE(state.current.slos.contains("a"));
    EXPECT_EQ(state.current.slos.at("a").indicator.data_source, "");
    EXPECT_FALSE(state.current.slos.at("a").indicator.verbatim);
    EXPECT_TRUE(state.current.data_sources.empty());
}

TEST(Codec, ABodyThatDoesNotFitOrANewerVersionIsAnError) {
    log::NewEvent row = encode(CatalogConfirmed{3, "h"}, {kStart, "system"}, "worker");
    EXPECT_EQ(row.stream, "catalog");
    EXPECT_EQ(row.body, R"({"version":3,"content_hash":"h"})");
    row.version = 2;
    EXPECT_FALSE(decode(row));
    row.version = 1;
    row.body = R"({"version":"three"})";
    EXPECT_FALSE(decode(row));
}

}  // namespace
}  // namespace plimsoll::catalog
