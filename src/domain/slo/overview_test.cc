#include "domain/slo/overview.h"

#include <gtest/gtest.h>

#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/figure_reading.h"
#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/kept.h"
#include "domain/slo/worker.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

SloSummary summary(std::string name, std::string service, SloState state, std::optional<double> burn = std::nullopt,
                   std::optional<double> budget = std::nullopt) {
    SloSummary out;
    out.name = std::move(name);
    out.service = std::move(service);
    out.state = state;
    out.burn_1h = burn;
    out.budget_remaining = budget;
    out.as_of = kNoon;
    return out;
}

catalog::Catalog services(const std::vector<std::pair<std::string, int>>& ranked) {
    catalog::Catalog out;
    for (const auto& [name, rank] : ranked) {
        const std::string tier = "tier-" + std::to_string(rank);
        out.tiers[tier] = {tier, rank};
        out.services[name].name = name;
        out.services[name].tier = tier;
    }
    return out;
}

std::string names(const Overview& overview) {
    std::string out;
    for (const ServiceLine& line : overview.services) out += (out.empty() ? "" : " ") + line.name + (line.slo.empty() ? "" : "/" + line.slo);
    return out;
}

TEST(Overview, ServicesStandWorstFirstEachByItsWorstSlo) {
    const catalog::Catalog catalog = services({{"a", 2}, {"b", 0}, {"c", 1}, {"d", 0}, {"e", 0}, {"f", 0}});
    std::vector<SloSummary> slos{summary("a-ok", "a", SloState::ok, 0.1, 0.9),      summary("a-burns", "a", SloState::burning, 20, 0.9),
                                 summary("b-spent", "b", SloState::breached, 0, -1), summary("c-burns", "c", SloState::burning, 3, 0.9),
                                 summary("d-silent", "d", SloState::no_data),        summary("f-slow", "f", SloState::ok, 0.2, 0.4),
                                 summary("f-fast", "f", SloState::ok, 0.9, 0.8)};
    for (SloSummary& slo : slos) slo.tier_rank = tier_rank_of(catalog, slo.service);
    const Overview overview = overview_of(catalog, slos, {}, {});
    EXPECT_EQ(names(overview), "c/c-burns a/a-burns b/b-spent d/d-silent f/f-slow e");
    EXPECT_EQ(overview.services.back().state, ServiceState::no_slo);
    EXPECT_EQ(overview.counts.services, 6);
    EXPECT_EQ(overview.counts.slos, 7);
    EXPECT_EQ(overview.counts.burning, 2);
    EXPECT_EQ(overview.counts.ok, 3);
    EXPECT_EQ(overview.services[2].thresholds, thresholds_of(0));
}

TEST(Overview, ABudgetUnderCautionIsNotHiddenBehindOneThatBurnsALittle) {
    const catalog::Catalog catalog = services({{"checkout", 0}, {"storefront", 0}});
    std::vector<SloSummary> slos{summary("orders", "checkout", SloState::ok, 0.1, 0.27), summary("latency", "checkout", SloState::ok, 0.3, 0.64),
                                 summary("pages", "storefront", SloState::ok, 0.9, 0.75)};
    for (SloSummary& slo : slos) {
        slo.tier_rank = 0;
        slo.thresholds = thresholds_of(0);
    }
    EXPECT_EQ(names(overview_of(catalog, slos, {}, {})), "checkout/orders storefront/pages");
    slos[1].burn_1h = 2;  // plain, but it spends faster than it may: still behind what is under caution
    EXPECT_EQ(names(overview_of(catalog, slos, {}, {})), "checkout/orders storefront/pages");
}

TEST(Overview, WhatPagesStandsBeforeATicketThatBurnsFaster) {
    const catalog::Catalog catalog = services({{"a", 0}, {"b", 3}});
    BurningNow ticket{"a/t/1", "a-slo", "a", "tier-0", 0, "t", "ticket", AlertState::firing, kNoon, 90.0};
    BurningNow page{"b/p/1", "b-slo", "b", "tier-3", 3, "p", "page", AlertState::firing, kNoon, 15.0};
    const Overview overview = overview_of(catalog, {summary("a-slo", "a", SloState::burning, 90), summary("b-slo", "b", SloState::burning, 15)},
                                          {ticket, page}, {});
    EXPECT_EQ(overview.burning.front().alert, "b/p/1");
    EXPECT_EQ(names(overview), "b/b-slo a/a-slo");
}

TEST(Overview, AtMostTwoHundredAlertsAndAHundredChangesAreShown) {
    std::vector<BurningNow> burning(500);
    for (std::size_t i = 0; i < burning.size(); ++i) burning[i].burn = static_cast<double>(i);
    std::vector<ChangedItem> changed;
    for (int i = 0; i < 300; ++i) changed.push_back({kNoon + Duration::seconds(i), ChangedKind::alert_fired, "s", "o", "", 1});
    const Overview overview = overview_of({}, {}, std::move(burning), std::move(changed));
    EXPECT_EQ(overview.burning.size(), kBurningMost);
    EXPECT_EQ(overview.burning.front().burn, 499.0);
    EXPECT_EQ(overview.changed.size(), kChangedMost);
    EXPECT_EQ(overview.changed.front().at, kNoon + Duration::seconds(299));
}

TEST(Overview, ABudgetIsWorthALineWhenItMovedFarOrCrossedOne) {
    SloSummary slo = summary("checkout", "shop", SloState::ok, 1, 0.52);
    slo.thresholds = thresholds_of(0);
    EXPECT_FALSE(budget_item(slo).has_value());
    slo.budget_yesterday = 0.56;
    EXPECT_FALSE(budget_item(slo).has_value());
    slo.budget_yesterday = 0.58;
    EXPECT_EQ(budget_item(slo)->text, "the budget of checkout fell from 58.0 % to 52.0 % within a day");
    slo.budget_remaining = 0.49;
    slo.budget_yesterday = 0.51;
    EXPECT_EQ(budget_item(slo)->text, "the budget of checkout fell from 51.0 % to 49.0 % within a day, below the caution line of 50 %");
    slo.budget_remaining = -0.2;
    EXPECT_EQ(budget_item(slo)->text, "the budget of checkout fell from 51.0 % to -20.0 % within a day, and is spent");
    std::swap(slo.budget_remaining, slo.budget_yesterday);
    EXPECT_EQ(budget_item(slo)->text, "the budget of checkout rose from -20.0 % to 51.0 % within a day, above the caution line of 50 %");
}

class OverviewReadingTest : public testing::Test {
protected:
    ManualClock clock{kNoon};
    fixture::FakeLedger ledger;
    fixture::FakeEngine engine{clock};
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    Ports ports = fixture::counted({engine.port(), [this] { return catalog; }, &ledger,
                [](const std::string& name) -> std::optional<ledger::SliId> {
                    return name == "checkout" ? std::optional<ledger::SliId>(7) : std::nullopt;
                },
                &clock, [this] { return std::optional(AppliedCatalog{3, kNoon - Duration::hours(1), "abc"}); }});

    void fed(std::int64_t bad) {
        ledger.windows[7] = fixture::steady(catalog->slos.at("checkout"), clock.now(), bad);
        Worker(ports).step();
    }
};

TEST_F(OverviewReadingTest, TellsWhatBurnsAndWhatChanged) {
    fed(2);
    const Overview overview = read_overview(ports).overview;
    ASSERT_EQ(overview.services.size(), 1U);
    EXPECT_EQ(overview.services[0].state, ServiceState::burning);
    EXPECT_EQ(overview.services[0].budget_yesterday, 1.0);  // the fake's sums hold nothing bad
    ASSERT_EQ(overview.burning.size(), 1U);
    EXPECT_EQ(overview.burning[0].burn, 20.0);
    EXPECT_EQ(overview.burning[0].severity, "page");
    ASSERT_EQ(overview.changed.size(), 3U);
    EXPECT_EQ(overview.changed[0].kind, ChangedKind::alert_fired);
    EXPECT_EQ(overview.changed[0].text, "page-1h-5m of checkout fired: the error budget burned 20.0x over 1 h");
    EXPECT_EQ(overview.changed[1].kind, ChangedKind::budget);
    EXPECT_EQ(overview.changed[2].text, "version 3 of the catalogue applied: 1 service, 1 SLO, commit abc");
}

TEST_F(OverviewReadingTest, FiguresAreThoseOfTheSlosOwnPage) {
    fed(1);
    const ServiceLine line = read_overview(ports).overview.services.at(0);
    const SloSummary slo = list_slos(ports, {}).page.items.at(0);
    EXPECT_EQ(line.slo, slo.name);
    EXPECT_EQ(line.budget_remaining, slo.budget_remaining);
    EXPECT_EQ(line.budget_minutes, slo.budget_minutes);
    EXPECT_EQ(line.burn_1h, slo.burn_1h);
    EXPECT_EQ(line.projected_low, slo.projected_low);
    EXPECT_EQ(line.coverage, slo.coverage);
}

TEST_F(OverviewReadingTest, WhatHappenedMoreThanADayAgoIsNotNews) {
    fed(2);
    clock.advance(Duration::hours(25));
    for (const ChangedItem& item : read_overview(ports).overview.changed) EXPECT_EQ(item.kind, ChangedKind::budget);
}

TEST_F(OverviewReadingTest, AnSloThatLeftTheCatalogueIsNotShown) {
    fed(2);
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    catalog->slos.clear();
    const Overview overview = read_overview(ports).overview;
    EXPECT_TRUE(overview.burning.empty());
    EXPECT_EQ(overview.services.at(0).why_empty, "no SLO is declared");
}

TEST_F(OverviewReadingTest, YesterdaysBudgetIsReadOnceInFiveMinutesAndAgainAfterAnImport) {
    fed(0);
    Yesterday::Question question;
    const auto ask = [&] { return ports.yesterday->budget(*ports.counts, catalog->slos.at("checkout"), ledger.windows[7], question); };
    EXPECT_EQ(ask(), 1.0);
    EXPECT_EQ(ask(), 1.0);
    EXPECT_EQ(question.reads_left, Yesterday::kReadsAtOnce - 1);
    ledger.windows[7].since = ledger.windows[7].since - Duration::days(1);
    ask();
    EXPECT_EQ(question.reads_left, Yesterday::kReadsAtOnce - 2);
    ledger.windows[7].as_of = ledger.windows[7].as_of + Duration::minutes(5);
    question.reads_left = 0;
    EXPECT_EQ(ask(), 1.0);  // the one of five minutes ago, rather than none
    ledger.windows[7].since = ledger.windows[7].as_of - Duration::hours(24);
    EXPECT_FALSE(ask().has_value());
}

class KeptTest : public OverviewReadingTest {
protected:
    int made = 0;
    std::uint64_t folds = 1;
    Duration takes;
    std::string get(KeptReplies& replies, const std::string& key = "k", KeptReplies::Looks looks = KeptReplies::Looks::at_state) {
        const auto reply = replies.reply(key, looks, [&]() -> Result<api::Reply> {
            ++made;
            clock.advance(takes);
            api::Reply fresh;
            fresh.body = "body " + std::to_string(made);
            return fresh;
        });
        EXPECT_FALSE(reply->etag.empty());
        return reply->body;
    }
    KeptReplies kept() {
        ports.folds = [this] { return folds; };
        ledger.still = true;
        return KeptReplies(ports);
    }
};

TEST_F(KeptTest, BytesAreKeptUntilLedgerStateCatalogueOrFoldMoves) {
    KeptReplies replies = kept();
    EXPECT_EQ(get(replies), "body 1");
    EXPECT_EQ(get(replies), "body 1");
    ++ledger.revisions;
    EXPECT_EQ(get(replies), "body 2");
    fed(2);
    EXPECT_EQ(get(replies), "body 3");
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    EXPECT_EQ(get(replies), "body 4");
    ++folds;
    EXPECT_EQ(get(replies), "body 5");
    clock.advance(Duration::hours(1));
    EXPECT_EQ(get(replies), "body 5");
}

TEST_F(KeptTest, WhatLooksAtTheClockIsMadeAnewEveryMinute) {
    KeptReplies replies = kept();
    EXPECT_EQ(get(replies, "k", KeptReplies::Looks::at_clock), "body 1");
    clock.advance(Duration::seconds(59));
    EXPECT_EQ(get(replies, "k", KeptReplies::Looks::at_clock), "body 1");
    clock.advance(Duration::seconds(1));
    EXPECT_EQ(get(replies, "k", KeptReplies::Looks::at_clock), "body 2");
}

TEST_F(KeptTest, AnOverviewThatWasSlowToMakeIsKeptForASecondThoughCountsMoveButNoEventWaits) {
    KeptReplies replies = kept();
    takes = Duration::ms(21);
    const auto overview = [&] { return get(replies, "k", KeptReplies::Looks::at_clock); };
    EXPECT_EQ(overview(), "body 1");
    ++ledger.revisions;
    EXPECT_EQ(overview(), "body 1");
    clock.advance(Duration::seconds(1));
    EXPECT_EQ(overview(), "body 2");
    fed(2);
    EXPECT_EQ(overview(), "body 3");
    EXPECT_EQ(get(replies, "slo"), "body 4");
    ++ledger.revisions;
    EXPECT_EQ(get(replies, "slo"), "body 5") << "one SLO is always as it is";
}

TEST_F(KeptTest, NoMoreThanAThousandBodiesAreKept) {
    KeptReplies replies = kept();
    for (int i = 0; i < 3000; ++i) get(replies, std::to_string(i));
    EXPECT_LE(replies.size(), KeptReplies::kMost);
    EXPECT_EQ(made, 3000);
}

}  // namespace
}  // namespace plimsoll::slo
