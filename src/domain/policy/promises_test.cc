// promises_test.cc: money, SLAs, downtime and the portfolio.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "domain/policy/downtime.h"
#include "domain/policy/fakes_for_tests.h"
#include "domain/policy/portfolio.h"
#include "domain/policy/sla.h"

namespace plimsoll::policy {
namespace {

using fixture::kNoon;
using fixture::Rig;
using enum BudgetState;

std::string amount(double fee, double share, const std::string& currency) {
    const auto owed = share_of(fee, share, currency);
    return owed ? owed->amount + " " + owed->currency : "nothing";
}

TEST(Money, IsExactAndRoundsOnceAtTheMinorUnit) {
    EXPECT_EQ(amount(1234.5, 0.1, "EUR"), "123.45 EUR");
    EXPECT_EQ(amount(0.1, 0.2, "EUR"), "0.02 EUR");
    EXPECT_EQ(amount(1.15, 0.1, "EUR"), "0.12 EUR") << "0.115, half up; in doubles it is 0.11";
    EXPECT_EQ(amount(1.149, 0.1, "EUR"), "0.11 EUR");
    EXPECT_EQ(amount(1000, 0.333, "JPY"), "333 JPY");
    EXPECT_EQ(amount(999, 0.5, "JPY"), "500 JPY");
    EXPECT_EQ(amount(10, 0.0125, "KWD"), "0.125 KWD");
    EXPECT_EQ(amount(250'000'000'000, 0.25, "USD"), "62500000000.00 USD");
    EXPECT_EQ(amount(100, 0, "EUR"), "0.00 EUR");
    EXPECT_EQ(amount(0, 0.5, "EUR"), "nothing");
    EXPECT_EQ(amount(100, 0.5, ""), "nothing");
}

catalog::Sla sla() {
    catalog::Sla out;
    out.name = "acme";
    out.customer = "ACME";
    out.slo = "checkout";
    out.objective = *Ratio::of(995, 1000);
    out.window = {catalog::CalendarUnit::month, 1, "2025-01-01 00:00:00", "Europe/Berlin"};
    out.credits = {{*Ratio::of(995, 1000), 0.1}, {*Ratio::of(99, 100), 0.25}, {*Ratio::of(95, 100), 1}};
    out.fee = 12'000;
    out.currency = "EUR";
    return out;
}

SlaWindow judged(std::int64_t valid, std::int64_t bad) {
    ledger::WindowSum sum;
    sum.slots = 90;
    sum.sum = {valid, bad, 90, 90, 100};
    return window_of(sla(), sum, {kNoon - Duration::seconds(1250), kNoon}, Duration::seconds(250));
}

TEST(Sla, ACreditIsOwedStrictlyBelowItsBoundAndTheDeepestCounts) {
    EXPECT_FALSE(judged(100'000, 500).credit) << "99.5 % is what was promised";
    EXPECT_FALSE(judged(100'000, 500).broken);
    EXPECT_TRUE(judged(100'000, 501).broken);
    EXPECT_EQ(judged(100'000, 501).credit->amount->amount, "1200.00");
    EXPECT_EQ(judged(100'000, 1000).credit->below, "99.5 %");
    EXPECT_EQ(judged(100'000, 1001).credit->below, "99 %");
    EXPECT_EQ(judged(100'000, 1001).credit->amount->amount, "3000.00");
    EXPECT_EQ(judged(100'000, 100'000).credit->amount->amount, "12000.00");
    EXPECT_EQ(judged(0, 0).ratio, std::nullopt);
    EXPECT_FALSE(judged(0, 0).credit) << "without events nothing was broken";
    EXPECT_DOUBLE_EQ(*judged(100, 0).coverage, 0.9) << "of what is not excluded, measured or not";
}

TEST(Sla, HeadroomIsWholeEventsRoundedDown) {
    const Ratio objective = *Ratio::of(995, 1000);
    EXPECT_EQ(headroom_of(objective, 1000, 0, 1), 5);
    EXPECT_EQ(headroom_of(objective, 1999, 0, 1), 9);
    EXPECT_EQ(headroom_of(objective, 1000, 5, 1), 0);
    EXPECT_EQ(headroom_of(objective, 1000, 6, 1), -1);
    EXPECT_EQ(headroom_of(objective, 1100, 6, 1), -1) << "half an event short is broken";
    EXPECT_EQ(headroom_of(objective, 1'000'000, 0, 1000), 5) << "of counts that are thousandths";
}

RC_GTEST_PROP(Sla, HeadroomIsHowManyMoreMayFail, ()) {
    const Ratio objective = *Ratio::of(*rc::gen::inRange<std::int64_t>(1, 1000), 1000);
    const auto valid = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    const auto bad = *rc::gen::inRange<std::int64_t>(0, valid + 1);
    const std::int64_t room = headroom_of(objective, valid, bad, 1);
    const auto kept = [&](std::int64_t b) { return static_cast<__int128>(valid - b) * 1000 >= static_cast<__int128>(valid) * objective.numerator() * 1000 / objective.denominator(); };
    RC_ASSERT(kept(bad + room));
    RC_ASSERT((static_cast<__int128>(valid - bad - room - 1) * objective.denominator() < static_cast<__int128>(valid) * objective.numerator()));
}

TEST(Sla, WindowsAreTheContractsOnTheWallClock) {
    Rig rig;
    rig.catalog->slas["acme"] = sla();
    EXPECT_EQ(read_sla(rig.ports(), "nowhere").error().code(), "policy.unknown_sla");
    EXPECT_EQ(read_sla(rig.ports(), "acme")->why_empty, "no data yet");

    rig.spend(100);
    auto& counts = rig.counts->slos["checkout"];
    counts.live.since = *text::parse_rfc3339("2025-10-15T00:00:00Z");
    counts.sum = [](TimeRange range) {
        ledger::WindowSum sum;
        sum.range = range;
        sum.slots = range.length() / ledger::kStep;
        const std::int64_t bad = range.start == *text::parse_rfc3339("2025-11-30T23:00:00Z") ? 600 : 0;
        sum.sum = {100'000, bad, sum.slots, sum.slots, sum.slots};
        return sum;
    };
    const auto view = read_sla(rig.ports(), "acme");
    ASSERT_TRUE(view) << view.error().report();
    EXPECT_EQ(text::rfc3339(view->range.start), "2025-12-31T23:00:00Z") << "midnight in Berlin";
    EXPECT_EQ(text::rfc3339(view->range.end), "2026-01-31T23:00:00Z");
    EXPECT_EQ(view->to_date.range.end, kNoon + ledger::kStep) << "the open slot is in";
    EXPECT_EQ(view->headroom_events, 500);
    EXPECT_EQ(view->between_events, 400) << "99.9 % would allow 100";
    EXPECT_EQ(view->window, "month, Europe/Berlin");
    EXPECT_FALSE(view->zone_database.empty());
    ASSERT_EQ(view->past.size(), 3u) << "December, November and the October in which measuring began";
    EXPECT_EQ(text::rfc3339(view->past[0].range.start), "2025-11-30T23:00:00Z");
    EXPECT_TRUE(view->past[0].broken);
    EXPECT_EQ(view->past[0].credit->amount->amount, "1200.00");
    EXPECT_EQ(text::rfc3339(view->past[2].range.start), "2025-09-30T22:00:00Z") << "summer time";
    EXPECT_FALSE(view->credit_now);
    rig.counts->broken = true;
    EXPECT_FALSE(read_sla(rig.ports(), "acme"));
    EXPECT_FALSE(list_slas(rig.ports()));
}

const DowntimeRow& row(const Downtime& table, const std::string& period) {
    return *std::find_if(table.rows.begin(), table.rows.end(), [&](const DowntimeRow& r) { return r.period == period; });
}

TEST(DowntimeTable, FourNinesAre4Point32MinutesIn30DaysAnd52Point6InAYear) {
    const auto table = downtime({"99.99", {}, {}, {}});
    ASSERT_TRUE(table);
    EXPECT_EQ(row(*table, "30 d").allowed_exact, *Ratio::of(2592, 10));
    EXPECT_EQ(row(*table, "30 d").allowed_words, "4 min 19 s");
    EXPECT_EQ(row(*table, "year").allowed_exact, *Ratio::of(31'557'600, 10'000)) << "52.596 minutes of 365.25 days";
    EXPECT_EQ(row(*table, "month").allowed_exact, *Ratio::of(31'557'600, 120'000));
    EXPECT_EQ(row(*table, "quarter").allowed_exact, *Ratio::of(31'557'600, 40'000));
    EXPECT_EQ(row(*table, "week").allowed_exact, *Ratio::of(6048, 100));
    EXPECT_EQ(row(*table, "day").allowed_exact, *Ratio::of(864, 100));
    EXPECT_EQ(table->rows.size(), 6u);
}

TEST(DowntimeTable, TheOtherWayRoundItIsRoundedDown) {
    const auto table = downtime({{}, "20", "30d", {}});
    ASSERT_TRUE(table);
    EXPECT_EQ(table->objective_exact, *Ratio::of(43'180, 43'200));
    EXPECT_EQ(table->objective, "99.953703 %");
    EXPECT_TRUE(table->rounded_down);
    EXPECT_EQ(row(*table, "30 d").allowed_exact, *Ratio::of(1200, 1)) << "twenty minutes again";
    EXPECT_EQ(downtime({{}, "4.32", "30d", {}})->objective, "99.99 %");
    EXPECT_FALSE(downtime({{}, "4.32", "30d", {}})->rounded_down);
    EXPECT_EQ(downtime({{}, "1", "12h", {}})->rows.size(), 7u) << "twelve hours are a row of their own";
}

TEST(DowntimeTable, EventsAreWholeOnes) {
    EXPECT_EQ(downtime({"99.95", {}, {}, "1999"})->events_allowed, 0);
    EXPECT_EQ(downtime({"99.95", {}, {}, "2000"})->events_allowed, 1);
    EXPECT_EQ(downtime({"99.9999999", {}, {}, "1000000000000000"})->events_allowed, 1'000'000);
}

TEST(DowntimeTable, BadQuestionsAreAnsweredWithEveryField) {
    const auto where = [](const DowntimeAsked& asked) {
        const auto table = downtime(asked);
        std::string out;
        if (!table) for (const FieldError& field : table.error().fields()) out += (out.empty() ? "" : " ") + field.where.substr(6);
        return out;
    };
    EXPECT_EQ(where({}), "objective");
    EXPECT_EQ(where({"99.9", "20", "30d", {}}), "objective");
    EXPECT_EQ(where({"100", {}, "0s", "0"}), "period events objective");
    EXPECT_EQ(where({"0", {}, {}, {}}), "objective");
    EXPECT_EQ(where({"99.12345678", {}, {}, {}}), "objective");
    EXPECT_EQ(where({"many", {}, "90s", {}}), "period objective");
    EXPECT_EQ(where({{}, "20", {}, {}}), "period");
    EXPECT_EQ(where({{}, "0", "30d", {}}), "minutes");
    EXPECT_EQ(where({{}, "43200", "30d", {}}), "minutes");
    EXPECT_EQ(where({{}, "0.0001", "30d", {}}), "minutes");
    EXPECT_EQ(where({{}, "20", "3661d", {}}), "period");
    EXPECT_EQ(where({{}, "5270399.999", "3660d", {}}), "minutes") << "too near to 0 % to be written";
}

RC_GTEST_PROP(DowntimeTable, DownAndBackIsTheSameObjective, ()) {
    const auto digits = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    const Ratio objective = *Ratio::of(digits, 1'000'000'000);
    const auto percent = text::percent(*Objective::of(objective));
    const auto table = downtime({percent.substr(0, percent.size() - 2), {}, {}, {}});
    RC_ASSERT(table.has_value());
    for (const DowntimeRow& one : table->rows) {
        const double allowed = (1.0 - objective.as_double()) * one.period_days * 86'400.0;
        RC_ASSERT(std::abs(one.allowed_seconds - allowed) <= 1e-6 * one.period_days * 86'400.0);
    }
}

SloMark mark(const std::string& name, BudgetState state) { return {name, state, 0.5, kNoon, 0, 0}; }

TEST(Portfolio, AServiceIsItsWorstSlo) {
    EXPECT_EQ(verdict_of({}), ServiceVerdict::no_slo);
    EXPECT_EQ(verdict_of({mark("a", healthy), mark("b", freeze)}), ServiceVerdict::meets) << "what is nearly spent is not spent";
    EXPECT_EQ(verdict_of({mark("a", healthy), mark("b", unknown)}), ServiceVerdict::cannot_tell);
    EXPECT_EQ(verdict_of({mark("a", breach), mark("b", unknown)}), ServiceVerdict::fails);
}

TEST(Portfolio, TheTruthLiesBetweenWhatIsKnownAndWhatIsNotKnownToFail) {
    using enum ServiceVerdict;
    const RollUpMeasure r = roll_up_of({meets, meets, fails, cannot_tell, no_slo});
    EXPECT_DOUBLE_EQ(*r.value, 0.8);
    EXPECT_DOUBLE_EQ(*r.low, 0.4);
    EXPECT_EQ(roll_up_of({}).why_empty, "no service is declared");
}

std::vector<std::vector<SloMark>> some_services() {
    return *rc::gen::container<std::vector<std::vector<SloMark>>>(rc::gen::container<std::vector<SloMark>>(
        rc::gen::map(rc::gen::element(healthy, caution, freeze, breach, unknown), [](BudgetState state) { return mark("x", state); })));
}

RollUpMeasure rolled(const std::vector<std::vector<SloMark>>& services) {
    std::vector<ServiceVerdict> verdicts;
    for (const auto& slos : services) verdicts.push_back(verdict_of(slos));
    return roll_up_of(verdicts);
}

RC_GTEST_PROP(Portfolio, AddingSlosThatMeetTheirTargetNeverRaisesIt, ()) {
    auto services = some_services();
    RC_PRE(!services.empty());
    const RollUpMeasure before = rolled(services);
    for (int i = *rc::gen::inRange(1, 20); i > 0; --i) {
        auto& service = services[*rc::gen::inRange<std::size_t>(0, services.size())];
        service.push_back(mark("easy", *rc::gen::element(healthy, caution, freeze)));
    }
    RC_ASSERT(*rolled(services).value <= *before.value);
}

RC_GTEST_PROP(Portfolio, AddingAnySloNeverRaisesIt, ()) {
    auto services = some_services();
    RC_PRE(!services.empty());
    const RollUpMeasure before = rolled(services);
    services[*rc::gen::inRange<std::size_t>(0, services.size())].push_back(mark("any", *rc::gen::element(healthy, caution, freeze, breach, unknown)));
    RC_ASSERT(*rolled(services).value <= *before.value);
}

RC_GTEST_PROP(Portfolio, HidingAWholeServicesSlosNeverRaisesTheLow, ()) {
    auto services = some_services();
    RC_PRE(!services.empty());
    const RollUpMeasure before = rolled(services);
    services[*rc::gen::inRange<std::size_t>(0, services.size())].clear();
    RC_ASSERT(*rolled(services).low <= *before.low);
}

TEST(Portfolio, ListsWhatIsNotCovered) {
    catalog::Catalog catalog = slo::fixture::shop();
    catalog.tiers["tier-0"].rank = 0;
    catalog.services["shop"].tier = "tier-0";
    catalog.services["pay"].name = "pay";
    catalog.services["pay"].tier = "tier-0";
    catalog.services["pay"].owner = "payments";
    catalog.services["shop"].journeys = {{"buy", {"shop", "pay"}, {}}, {"browse", {"shop"}, {}}};
    catalog::Slo journey = catalog.slos["checkout"];
    journey.name = "journey";
    journey.composite = catalog::Composite{catalog::CompositeRule::all, {}, "shop/browse"};
    journey.reviewed = "2025-12-01";
    catalog.slos["journey"] = journey;
    catalog.slos["checkout"].reviewed = "2025-01-01";
    const Portfolio p = portfolio_of(catalog, {{"shop", {{"checkout", breach, -0.5, kNoon, 900, 1000}, mark("journey", healthy)}}}, kNoon);
    EXPECT_DOUBLE_EQ(*p.rollup.value, 0.5);
    EXPECT_DOUBLE_EQ(*p.rollup.low, 0.0);
    ASSERT_EQ(p.tiers.size(), 1u);
    EXPECT_EQ(p.tiers[0].services, 2);
    EXPECT_DOUBLE_EQ(*p.tiers[0].events_share, 0.9);
    ASSERT_EQ(p.services_without_slo.size(), 1u);
    EXPECT_EQ(p.services_without_slo[0].owner, "payments");
    ASSERT_EQ(p.journeys.size(), 2u);
    EXPECT_EQ(p.journeys[0].journey, "buy") << "that without an SLO first";
    EXPECT_EQ(p.journeys[0].covered, std::vector<std::string>{"shop"});
    EXPECT_EQ(p.journeys[1].slo, "journey");
    ASSERT_EQ(p.stale_reviews.size(), 1u) << "the other was reviewed a month ago";
    EXPECT_EQ(text::rfc3339(*p.stale_reviews[0].due), "2025-06-30T00:00:00Z");
    ASSERT_EQ(p.services.size(), 1u);
    EXPECT_EQ(p.services[0].slo, "checkout");
}

}  // namespace
}  // namespace plimsoll::policy
