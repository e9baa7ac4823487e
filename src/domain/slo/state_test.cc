#include "domain/slo/state.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/slo_codec.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

AlertFired fired(const std::string& slo, const std::string& rule, std::int64_t ms) {
    AlertFired out;
    out.alert = slo + "/" + rule + "/" + std::to_string(ms);
    out.slo = slo;
    out.rule = rule;
    out.severity = "page";
    out.since = out.as_of = kNoon;
    out.objective = fixture::ratio(999, 1000);
    out.evidence = {{Duration::hours(1), 1000, 20, 0, 20.0}, {Duration::minutes(5), 0, 0, 3, std::nullopt}};
    out.condition = "burn";
    return out;
}

Definition definition(const std::string& version, std::int64_t per_mille) {
    return {version, "s1", fixture::ratio(per_mille, 1000), "occurrences", "30 d rolling", Duration::days(30)};
}

std::vector<Event> one_of_each() {
    const AlertFired alert = fired("checkout", "fast", 1);
    return {PendingBegan{"checkout", "fast", kNoon, "burn"},
            PendingEnded{"checkout", "fast", kNoon},
            alert,
            AlertFrozen{alert.alert, kNoon, alert.evidence},
            AlertThawed{alert.alert, kNoon},
            ClearingBegan{alert.alert, kNoon},
            ClearingEnded{alert.alert, kNoon},
            AlertResolved{alert.alert, kNoon, "burn below threshold", alert.evidence},
            fired("checkout", "slow", 2),
            SliAnomalySeen{"checkout", "too_late", kNoon, 3, "http_requests_total{a=\"b\"}"},
            LedgerRevised{9, "prom", {kNoon, kNoon + Duration::minutes(1)}, {"checkout", "search"}},
            SliAnomalySeen{"checkout", std::string(kNoBurn), kNoon, 1, "none of 1,000 events"},
            SliAnomalyEnded{"checkout", std::string(kNoBurn), kNoon},
            DefinitionChanged{"checkout", DefinitionChange::created, 1, kNoon, std::nullopt, definition("d1", 999), {}, {}, {}},
            DefinitionChanged{"checkout", DefinitionChange::target, 1, kNoon, definition("d1", 999), definition("d2", 990), -0.5, 0.9,
                              TimeRange{kNoon - Duration::days(30), kNoon}}};
}

State folded(const std::vector<Event>& events) {
    State state;
    std::uint64_t seq = 0;
    for (const Event& event : events) apply(state, event, {++seq, kNoon, "system"});
    return state;
}

TEST(SloState, FoldingTheStoredLogGivesTheLiveState) {
    State live;
    State again;
    std::uint64_t seq = 0;
    for (const Event& event : one_of_each()) {
        const log::NewEvent row = encode(event, {kNoon, "system"}, "worker");
        const auto decoded = decode(row);
        ASSERT_TRUE(decoded && *decoded) << row.type;
        apply(live, event, {++seq, kNoon, "system"});
        apply(again, **decoded, {seq, kNoon, "system"});
    }
    EXPECT_EQ(json::encode(live), json::encode(again));
}

TEST(SloState, SurvivesASnapshot) {
    const std::string saved = json::encode(folded(one_of_each()));
    const auto restored = json::decode<State>(saved);
    ASSERT_TRUE(restored);
    EXPECT_EQ(json::encode(*restored), saved);
}

TEST(SloState, EventsGoToTheStreamOfTheirSlo) {
    const auto stream = [](const Event& event) { return encode(event, {kNoon, "system"}, "worker").stream; };
    EXPECT_EQ(stream(AlertFrozen{"checkout/fast/1", kNoon, {}}), "slo/checkout");
    EXPECT_EQ(stream(PendingEnded{"checkout", "fast", kNoon}), "slo/checkout");
    EXPECT_EQ(stream(LedgerRevised{1, "prom", {}, {}}), "ledger/prom");
}

TEST(SloState, OtherModulesEventsAreNotOurs) {
    log::NewEvent row = encode(AlertThawed{"a/b/1", kNoon}, {kNoon, "system"}, "worker");
    row.type = "paging.PageSent";
    const auto decoded = decode(row);
    ASSERT_TRUE(decoded);
    EXPECT_FALSE(decoded->has_value());
}

TEST(SloState, ABodyOfAnUnknownVersionIsRefused) {
    log::NewEvent row = encode(AlertThawed{"a/b/1", kNoon}, {kNoon, "system"}, "worker");
    row.version = 2;
    EXPECT_FALSE(decode(row));
    row.version = 1;
    row.body = "{}";
    EXPECT_FALSE(decode(row));
}

TEST(SloState, EventsOfAlertsThatAreNotOpenChangeNothing) {
    State state = folded({fired("checkout", "fast", 1)});
    const std::string before = json::encode(state);
    for (const std::string alert : {"checkout/fast/2", "nobody/fast/1", "", "/"}) {
        apply(state, AlertFrozen{alert, kNoon, {}}, {});
        apply(state, AlertResolved{alert, kNoon, "", {}}, {});
        apply(state, ClearingBegan{alert, kNoon}, {});
    }
    EXPECT_EQ(json::encode(state), before);
}

TEST(SloState, ResolvedAlertsAreBoundedInAll) {
    State state;
    std::uint64_t seq = 0;
    for (std::size_t i = 0; i <= kRecentInAll; ++i) {
        const std::string slo = "slo-" + std::to_string(i % 1000);
        const AlertFired alert = fired(slo, "fast", static_cast<std::int64_t>(i));
        apply(state, alert, {++seq, kNoon, "system"});
        apply(state, AlertResolved{alert.alert, kNoon, "burn below threshold", {}}, {++seq, kNoon, "system"});
    }
    EXPECT_EQ(state.recent_total, kRecentInAll + 1 - kRecentInAll / 10);
    std::size_t counted = 0;
    for (const auto& [name, record] : state.slos) counted += record.recent.size();
    EXPECT_EQ(counted, state.recent_total);
    EXPECT_EQ(find_closed(state, "slo-0/fast/0"), nullptr) << "the oldest go first";
    EXPECT_NE(find_closed(state, "slo-0/fast/20000"), nullptr);
}

TEST(SloState, SourcesOfRevisionsAreBounded) {
    State state;
    for (std::uint64_t i = 1; i <= kRevisionSources + 5; ++i) {
        apply(state, LedgerRevised{i, "source-" + std::to_string(i), {}, {"checkout"}}, {i, kNoon, "system"});
    }
    EXPECT_EQ(state.revised_through.size(), kRevisionSources);
    EXPECT_FALSE(state.revised_through.contains("source-1"));
}

TEST(SloState, KeepsTheLastHundredVersionsOfAnSlo) {
    State state;
    for (std::uint64_t i = 0; i < 105; ++i) {
        const DefinitionChanged change{"checkout", DefinitionChange::target, 1, kNoon, std::nullopt, definition("d" + std::to_string(i), 900), {}, {}, {}};
        apply(state, change, {i + 1, kNoon, "system"});
    }
    EXPECT_EQ(state.versions.at("checkout").size(), kVersionsPerSlo);
    EXPECT_EQ(state.versions.at("checkout").front().definition().version, "d5");
    EXPECT_EQ(last_version(state, "checkout")->definition().version, "d104");
    EXPECT_EQ(last_version(state, "search"), nullptr);
}

TEST(SloState, WhatWasSaidAgainstAnIndicatorGoesWithIt) {
    State state = folded(one_of_each());
    EXPECT_FALSE(state.slos.at("checkout").anomalies.contains("too_late")) << "created after it";
    apply(state, SliAnomalySeen{"checkout", "too_late", kNoon, 3, "up{}"}, {90, kNoon, "system"});
    Definition next = definition("d3", 990);
    apply(state, DefinitionChanged{"checkout", DefinitionChange::target, 1, kNoon, definition("d2", 980), next, {}, {}, {}}, {91, kNoon, "system"});
    EXPECT_TRUE(state.slos.at("checkout").anomalies.contains("too_late"));
    next.sli_version = "s2";
    apply(state, DefinitionChanged{"checkout", DefinitionChange::definition, 2, kNoon, definition("d3", 990), next, {}, {}, {}}, {92, kNoon, "system"});
    EXPECT_FALSE(state.slos.at("checkout").anomalies.contains("too_late"));
}

}  // namespace
}  // namespace plimsoll::slo
