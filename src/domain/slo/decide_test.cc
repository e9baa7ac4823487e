#include "domain/slo/decide.h"

#include <gtest/gtest.h>

#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

/// A small engine: decides, applies, remembers, and writes events as words.
class DecideTest : public testing::Test {
protected:
    catalog::Catalog catalog = fixture::shop();
    catalog::Slo& slo = catalog.slos.at("checkout");
    catalog::BurnRule& rule = slo.rules[0];
    State state;
    std::uint64_t seq = 0;
    std::string last_alert;

    std::string submit(const Command& command, Timestamp now) {
        const log::Issued issued{now, "system"};
        const auto events = decide(state, command, issued);
        if (!events) return "refused: " + events.error().detail();
        std::string words;
        for (const Event& event : *events) {
            apply(state, event, {++seq, now, "system"});
            words += (words.empty() ? "" : ", ") + word(event);
        }
        return words.empty() ? "nothing" : words;
    }
    std::string word(const Event& event) {
        if (const auto* fired = std::get_if<AlertFired>(&event)) last_alert = fired->alert;
        if (const auto* resolved = std::get_if<AlertResolved>(&event)) return "resolved (" + resolved->why + ")";
        const std::string tag = std::visit([](const auto& e) { return std::string(e.json_tag); }, event);
        return tag.substr(4);
    }
    /// Judges at noon + `at` with the wall clock `late` behind it.
    std::string judged(Verdict verdict, Duration at, Duration late = Duration()) {
        return judged({verdict, verdict == Verdict::unknown ? Doubt::missing_data : Doubt::none}, at, late);
    }
    std::string judged(Opinion opinion, Duration at, Duration late = Duration()) {
        Judgement judgement{kNoon + at, 0.5, {}};
        for (const catalog::BurnRule& r : slo.rules) {
            judgement.rules.push_back({r, condition_of(slo, r), opinion, {}});
        }
        return submit(ApplyJudgement{facts_of(slo, catalog), judgement}, kNoon + at + late);
    }
    std::string staleness(Duration as_of, Duration now, Duration heard_since = -Duration::days(1)) {
        return submit(CheckStaleness{facts_of(slo, catalog), kNoon + as_of, slo.stale_after, slo.stale_channels,
                                     kNoon + heard_since},
                      kNoon + now);
    }
    std::string reconcile(bool removed) {
        ReconcileRules command{slo.name, removed, {}, kNoon + m(60)};
        for (const catalog::BurnRule& r : slo.rules) command.conditions[r.name] = condition_of(slo, r);
        return submit(command, kNoon + m(60));
    }
    static constexpr Duration m(std::int64_t n) { return Duration::minutes(n); }
};

using enum Verdict;

TEST_F(DecideTest, IdleFiresWhenAbove) {
    EXPECT_EQ(judged(below, m(0)), "nothing");
    EXPECT_EQ(judged(unknown, m(1)), "nothing") << "what is not known does not fire";
    EXPECT_EQ(judged(above, m(2)), "AlertFired");
    EXPECT_EQ(judged(above, m(3)), "nothing");
}

TEST_F(DecideTest, AFiredAlertCarriesWhatAPagerNeeds) {
    judged(above, m(2));
    const OpenAlert* open = find_open(state, last_alert);
    ASSERT_NE(open, nullptr);
    EXPECT_EQ(open->fired.alert, "checkout/page-1h-5m/" + std::to_string((kNoon + m(2)).in_ms()));
    EXPECT_EQ(open->fired.service, "shop");
    EXPECT_EQ(open->fired.severity, "page");
    EXPECT_EQ(open->fired.channels, std::vector<std::string>{"pager"});
    EXPECT_EQ(open->fired.budget_remaining, 0.5);
    EXPECT_EQ(open->fired.since, kNoon + m(2));
    EXPECT_EQ(open->fired_seq, 1U);
}

TEST_F(DecideTest, ARulesOwnChannelsWinOverTheServices) {
    rule.channels = {"dba"};
    judged(above, m(2));
    EXPECT_EQ(find_open(state, last_alert)->fired.channels, std::vector<std::string>{"dba"});
}

TEST_F(DecideTest, FiringResolvesWhenBelow) {
    judged(above, m(0));
    EXPECT_EQ(judged(below, m(1)), "resolved (burn below threshold)");
    EXPECT_EQ(judged(below, m(2)), "nothing");
    ASSERT_NE(find_closed(state, last_alert), nullptr);
    EXPECT_EQ(find_closed(state, last_alert)->resolved_as_of, kNoon + m(1));
}

TEST_F(DecideTest, FiringFreezesAndThawsOrResolves) {
    judged(above, m(0));
    EXPECT_EQ(judged(unknown, m(1)), "AlertFrozen");
    EXPECT_EQ(judged(unknown, m(2)), "nothing");
    EXPECT_EQ(judged(above, m(3)), "AlertThawed");
    EXPECT_EQ(judged(unknown, m(4)), "AlertFrozen");
    EXPECT_EQ(judged(below, m(5)), "resolved (burn below threshold)");
}

TEST_F(DecideTest, WhatCouldBeChanceNeitherFiresNorFreezesNorResolves) {
    const Opinion chance{Verdict::unknown, Doubt::chance};
    EXPECT_EQ(judged(chance, m(0)), "nothing");
    EXPECT_EQ(judged(above, m(1)), "AlertFired");
    EXPECT_EQ(judged(chance, m(2)), "nothing") << "the likeliest value is above";
    EXPECT_EQ(judged(unknown, m(3)), "AlertFrozen");
    EXPECT_EQ(judged(chance, m(4)), "AlertThawed");
    EXPECT_EQ(judged(below, m(5)), "resolved (burn below threshold)");
}

TEST_F(DecideTest, TooLittleTrafficFreezesAndSaysSo) {
    judged(above, m(0));
    EXPECT_EQ(judged(Opinion{Verdict::unknown, Doubt::too_little_traffic}, m(1)), "AlertFrozen");
    EXPECT_EQ(find_open(state, last_alert)->frozen_why, "too little traffic");
    EXPECT_EQ(judged(above, m(2)), "AlertThawed");
    EXPECT_EQ(find_open(state, last_alert)->frozen_why, "");
    judged(unknown, m(3));
    EXPECT_EQ(find_open(state, last_alert)->frozen_why, "data is missing");
}

TEST_F(DecideTest, EntryDelayMustPassInSampleTime) {
    rule.entry_delay = m(5);
    EXPECT_EQ(judged(above, m(0)), "PendingBegan");
    EXPECT_EQ(judged(above, m(4), m(10)), "nothing") << "the wall clock does not count";
    EXPECT_EQ(judged(above, m(5)), "AlertFired");
    EXPECT_EQ(find_open(state, last_alert)->fired.since, kNoon) << "since the condition began to hold";
    EXPECT_TRUE(state.slos.at("checkout").pending.empty());
}

TEST_F(DecideTest, APendingEndsWhenBelow) {
    rule.entry_delay = m(5);
    judged(above, m(0));
    EXPECT_EQ(judged(below, m(4)), "PendingEnded");
    EXPECT_EQ(judged(above, m(5)), "PendingBegan");
    EXPECT_EQ(judged(above, m(9)), "nothing");
}

TEST_F(DecideTest, MissingDataNeitherEndsNorFiresAPending) {
    rule.entry_delay = m(5);
    judged(above, m(0));
    EXPECT_EQ(judged(unknown, m(5)), "nothing");
    EXPECT_EQ(judged(above, m(6)), "AlertFired");
}

TEST_F(DecideTest, ClearDelayMustPass) {
    rule.clear_delay = m(5);
    judged(above, m(0));
    EXPECT_EQ(judged(below, m(1)), "ClearingBegan");
    EXPECT_EQ(judged(below, m(5)), "nothing");
    EXPECT_EQ(judged(below, m(6)), "resolved (burn below threshold)");
}

TEST_F(DecideTest, AnAlertThatRisesAgainWhileClearingGoesOn) {
    rule.clear_delay = m(5);
    judged(above, m(0));
    judged(below, m(1));
    EXPECT_EQ(judged(above, m(3)), "ClearingEnded");
    EXPECT_EQ(judged(below, m(4)), "ClearingBegan");
    EXPECT_EQ(judged(below, m(8)), "nothing");
    EXPECT_EQ(judged(below, m(9)), "resolved (burn below threshold)");
}

TEST_F(DecideTest, AClearDelayMustBeSeenWhole) {
    rule.clear_delay = m(5);
    judged(above, m(0));
    judged(below, m(1));
    EXPECT_EQ(judged(unknown, m(3)), "AlertFrozen");
    EXPECT_EQ(judged(below, m(7)), "AlertThawed, ClearingBegan");
    EXPECT_EQ(judged(below, m(12)), "resolved (burn below threshold)");
}

TEST_F(DecideTest, HistoryOpensNothingAndResolvesNothing) {
    EXPECT_EQ(judged(above, m(0), m(16)), "nothing");
    EXPECT_EQ(judged(above, m(1), m(15)), "AlertFired") << "15 minutes late is late, not history";
    EXPECT_EQ(judged(below, m(2), m(16)), "AlertFrozen");
    EXPECT_EQ(judged(above, m(3), m(16)), "nothing");
    EXPECT_EQ(judged(below, m(4), m(1)), "resolved (burn below threshold)");
}

TEST_F(DecideTest, APendingMayBeginAndEndInHistory) {
    rule.entry_delay = m(5);
    EXPECT_EQ(judged(above, m(0), m(60)), "PendingBegan");
    EXPECT_EQ(judged(above, m(10), m(50)), "nothing");
    EXPECT_EQ(judged(below, m(11), m(49)), "PendingEnded");
    EXPECT_EQ(judged(above, m(12), m(48)), "PendingBegan");
    EXPECT_EQ(judged(above, m(60), m(1)), "AlertFired");
}

TEST_F(DecideTest, AChangedRuleEndsTheAlertAndIsJudgedAnew) {
    judged(above, m(0));
    const std::string first = last_alert;
    rule.factor = 10;
    EXPECT_EQ(judged(above, m(0)), "resolved (rule changed), AlertFired");
    EXPECT_NE(last_alert, first) << "two alerts of one instant have two ids";
    rule.name = "renamed";
    EXPECT_EQ(judged(below, m(2)), "resolved (rule changed)");
}

TEST_F(DecideTest, ReconcileEndsWhatIsGone) {
    judged(above, m(0));
    EXPECT_EQ(reconcile(false), "nothing");
    rule.long_window = Duration::hours(3);
    EXPECT_EQ(reconcile(false), "resolved (rule changed)");
    judged(above, m(5));
    staleness(m(5), m(20));
    EXPECT_EQ(reconcile(true), "resolved (slo removed), resolved (slo removed)");
    EXPECT_EQ(reconcile(true), "nothing");
}

TEST_F(DecideTest, ReconcileEndsPendingsOfOtherConditions) {
    rule.entry_delay = m(5);
    judged(above, m(0));
    rule.factor = 3;
    EXPECT_EQ(reconcile(false), "PendingEnded");
}

TEST_F(DecideTest, AnSloThatNeverHadDataIsNotStale) {
    EXPECT_EQ(submit(CheckStaleness{facts_of(slo, catalog), Timestamp::min(), m(10), {}, kNoon - Duration::days(1)}, kNoon),
              "nothing");
}

TEST_F(DecideTest, StalenessOpensOneTicketUntilDataComesAgain) {
    EXPECT_EQ(staleness(m(0), m(9)), "nothing");
    EXPECT_EQ(staleness(m(0), m(10)), "AlertFired");
    EXPECT_EQ(find_open(state, last_alert)->fired.severity, "ticket");
    EXPECT_EQ(find_open(state, last_alert)->fired.kind, AlertKind::stale);
    EXPECT_EQ(find_open(state, last_alert)->fired.since, kNoon);
    EXPECT_EQ(staleness(m(0), m(11)), "nothing");
    EXPECT_EQ(staleness(m(3), m(30)), "nothing") << "a backlog is not yet the present";
    EXPECT_EQ(staleness(m(29), m(30)), "resolved (data again)");
}

TEST_F(DecideTest, OurOwnDownTimeIsNotTheSourcesSilence) {
    EXPECT_EQ(staleness(m(0), m(60), m(55)), "nothing");
    EXPECT_EQ(staleness(m(0), m(65), m(55)), "AlertFired");
}

TEST_F(DecideTest, NoStalenessAlertWhereNoneIsWanted) {
    staleness(m(0), m(10));
    slo.stale_after = Duration();
    EXPECT_EQ(staleness(m(0), m(11)), "resolved (rule changed)");
    EXPECT_EQ(staleness(m(0), m(60)), "nothing");
}

TEST_F(DecideTest, StalenessFreezesWhatFires) {
    judged(above, m(0));
    EXPECT_EQ(staleness(m(0), m(10)), "AlertFired, AlertFrozen");
    EXPECT_EQ(judged(above, m(11)), "AlertThawed");
}

TEST_F(DecideTest, RevisionsAreToldOncePerBatchAndSource) {
    const RecordRevision revision{7, "prom-a", {kNoon, kNoon + m(1)}, {"checkout"}};
    EXPECT_EQ(submit(revision, kNoon), "LedgerRevised");
    EXPECT_EQ(submit(revision, kNoon), "nothing");
    EXPECT_EQ(submit(RecordRevision{7, "prom-b", {}, {"checkout"}}, kNoon), "LedgerRevised");
    EXPECT_EQ(submit(RecordRevision{8, "prom-a", {}, {}}, kNoon), "refused: a revision changed at least one SLO");
}

TEST_F(DecideTest, AnomaliesAreRecordedShortAndPrintable) {
    EXPECT_EQ(submit(RecordAnomaly{"checkout", "too_late", kNoon, 0, ""}, kNoon), "refused: an anomaly was seen at least once");
    submit(RecordAnomaly{"checkout", "too_late", kNoon, 2, std::string(499, 'a') + "\xc3\xa9" + "b"}, kNoon);
    submit(RecordAnomaly{"checkout", "too_late", kNoon, 3, "x\xff"}, kNoon);
    const AnomalyRecord& record = state.slos.at("checkout").anomalies.at("too_late");
    EXPECT_EQ(record.count, 5);
    EXPECT_EQ(record.last_detail, "not UTF-8: 78ff");
}

TEST_F(DecideTest, ResolvedAlertsAreBoundedPerSlo) {
    for (int i = 0; i < 120; ++i) judged(i % 2 == 0 ? above : below, m(i));
    EXPECT_EQ(state.slos.at("checkout").recent.size(), kRecentPerSlo);
    EXPECT_EQ(state.recent_total, kRecentPerSlo);
    EXPECT_EQ(state.slos.at("checkout").recent.back().fired.alert, last_alert);
}

class DefinitionTest : public DecideTest {
protected:
    std::string record(std::optional<Definition> now) {
        const std::string said = submit(RecordDefinition{"checkout", std::move(now), kNoon, -0.5, 0.25, TimeRange{kNoon - m(60), kNoon}}, kNoon);
        const VersionRecord* last = last_version(state, "checkout");
        return said == "DefinitionChanged" ? words(last->event) : said;
    }
    static std::string words(const DefinitionChanged& e) {
        const char* what[] = {"created", "removed", "definition", "method", "window", "target", "rules"};
        return std::string(what[static_cast<std::size_t>(e.what)]) + " " + std::to_string(e.generation) + (e.budget_before ? " before" : "") +
               (e.budget_after ? " after" : "") + (e.rejudged ? " rejudged" : "");
    }
    static Definition version(const std::string& id, const std::string& sli = "s1") {
        return {id, sli, fixture::ratio(999, 1000), "occurrences", "30 d rolling", Duration::days(30)};
    }
};

TEST_F(DefinitionTest, EachChangeSaysWhatItWasAndWhetherHistoryIsJudgedAnew) {
    EXPECT_EQ(record(std::nullopt), "nothing") << "it was never there";
    EXPECT_EQ(record(version("d1")), "created 1");
    EXPECT_EQ(record(version("d1")), "nothing");
    Definition next = version("d2");
    next.objective = fixture::ratio(99, 100);
    EXPECT_EQ(record(next), "target 1 before after rejudged");
    next.version = "d3";
    next.window = "month, UTC";
    EXPECT_EQ(record(next), "window 1 before after rejudged");
    next.version = "d4";
    next.method = "5 min slices at 95 %, empty ones are gaps";
    EXPECT_EQ(record(next), "method 1 before after rejudged");
    next.version = "d5";
    EXPECT_EQ(record(next), "rules 1 before after") << "budgets do not change with alert rules";
    next.version = "d6";
    next.sli_version = "s2";
    EXPECT_EQ(record(next), "definition 2 before") << "other counts: nothing to judge anew";
    EXPECT_EQ(record(std::nullopt), "removed 2");
    EXPECT_EQ(record(std::nullopt), "nothing");
    EXPECT_EQ(record(next), "created 2") << "the same indicator: its counts were kept";
    EXPECT_EQ(record(std::nullopt), "removed 2");
    EXPECT_EQ(record(version("d7", "s3")), "created 3");
}

TEST_F(DecideTest, WhatLastsIsToldOnceAndEndsOnce) {
    const std::string kind(kNoBurn);
    EXPECT_EQ(submit(EndAnomaly{"checkout", kind, kNoon}, kNoon), "nothing");
    EXPECT_EQ(submit(RecordAnomaly{"checkout", kind, kNoon, 1, "x"}, kNoon), "SliAnomalySeen");
    EXPECT_EQ(submit(RecordAnomaly{"checkout", kind, kNoon, 1, "x"}, kNoon), "nothing");
    EXPECT_EQ(submit(EndAnomaly{"checkout", kind, kNoon}, kNoon), "SliAnomalyEnded");
    EXPECT_EQ(submit(EndAnomaly{"checkout", kind, kNoon}, kNoon), "nothing");
    EXPECT_EQ(submit(RecordAnomaly{"checkout", kind, kNoon, 1, "x"}, kNoon), "SliAnomalySeen") << "it came back";
}

}  // namespace
}  // namespace plimsoll::slo
