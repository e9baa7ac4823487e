#include "domain/slo/routes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/json.h"
#include "domain/slo/errors.h"
#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/outlook_reading.h"
#include "domain/slo/overview.h"
#include "domain/slo/reading.h"
#include "domain/slo/worker.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

class SloRoutesTest : public testing::Test {
protected:
    ManualClock clock{kNoon};
    fixture::FakeLedger ledger;
    fixture::FakeEngine engine{clock};
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    Ports ports = fixture::counted({engine.port(), [this] { return catalog; }, &ledger,
                [](const std::string& name) -> std::optional<ledger::SliId> {
                    return name == "checkout" ? std::optional<ledger::SliId>(7) : std::nullopt;
                },
                &clock});
    std::vector<api::Route> rows = routes(ports);

    void fed(std::int64_t bad) {
        ledger.windows[7] = fixture::steady(catalog->slos.at("checkout"), clock.now(), bad);
        Worker(ports).step();
    }
    Result<api::Reply> get(const std::string& row_path, std::map<std::string, std::string> in_path = {},
                           std::multimap<std::string, std::string> query = {}) {
        for (const api::Route& row : rows) {
            if (row.path != row_path) continue;
            api::Request request;
            request.path_parameters = std::move(in_path);
            request.query = std::move(query);
            return row.handler(request);
        }
        return fail(errors::unknown_slo, "no such row: " + row_path);
    }
    template <class T>
    T body(Result<api::Reply> reply) {
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        auto decoded = json::decode_strict<T>(reply->body);
        EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().report()) << reply->body;
        return decoded ? *decoded : T{};
    }
    SloSummary first() { return body<SloPage>(get("/api/v1/slos")).items.at(0); }
};

TEST_F(SloRoutesTest, EveryRowHasTypesAndAHandler) {
    EXPECT_EQ(rows.size(), 12U);
    for (const api::Route& row : rows) {
        EXPECT_FALSE(row.reply.name.empty()) << row.path;
        EXPECT_FALSE(row.reply.schema.empty()) << row.path;
        EXPECT_FALSE(row.summary.empty()) << row.path;
        EXPECT_TRUE(row.handler != nullptr) << row.path;
    }
}

TEST_F(SloRoutesTest, AnSloThatWasNeverFedSaysSo) {
    const SloSummary summary = first();
    EXPECT_EQ(summary.state, SloState::no_data);
    EXPECT_FALSE(summary.budget_remaining.has_value());
    EXPECT_EQ(summary.why_empty, "no data yet");
    EXPECT_EQ(summary.objective, "99.9 %");
    EXPECT_FALSE(summary.as_of.has_value());
    const SloDetail detail = body<SloDetail>(get("/api/v1/slos/{name}", {{"name", "checkout"}}));
    EXPECT_FALSE(detail.burn_down.has_value());
    EXPECT_EQ(detail.rules.at(0).state, RuleState::inactive);
    EXPECT_FALSE(detail.rules.at(0).verdict.has_value());
}

TEST_F(SloRoutesTest, APolicysStateStandsBesideTheBudget) {
    fed(0);
    EXPECT_EQ(first().policy_state, std::nullopt) << "nobody says any";
    std::map<std::string, BudgetState> states;
    ports.policy_states = [&] { return states; };
    rows = routes(ports);
    EXPECT_EQ(first().policy_state, BudgetState::healthy) << "it was never said of, and its budget can be told";
    states["checkout"] = BudgetState::freeze;
    ledger.still = false;
    EXPECT_EQ(first().policy_state, BudgetState::freeze);
    EXPECT_EQ(body<SloDetail>(get("/api/v1/slos/{name}", {{"name", "checkout"}})).summary.policy_state, BudgetState::freeze);
    EXPECT_EQ(body<Overview>(get("/api/v1/overview")).services.at(0).policy_state, BudgetState::freeze);
}

TEST_F(SloRoutesTest, APolicysStateIsUnknownBeforeTheFirstSample) {
    ports.policy_states = [] { return std::map<std::string, BudgetState>(); };
    rows = routes(ports);
    EXPECT_EQ(first().policy_state, BudgetState::unknown);
}

TEST_F(SloRoutesTest, APolicysLinesAreThoseOfTheLoadLine) {
    catalog->policies["critical"].name = "critical";
    catalog->policies["critical"].services = {"shop"};
    catalog->policies["critical"].caution = 0.4;
    catalog->policies["critical"].freeze = 0.2;
    EXPECT_EQ(first().thresholds, (Thresholds{0.4, 0.2, "policy critical"}));
    EXPECT_EQ(body<Overview>(get("/api/v1/overview")).services.at(0).thresholds, first().thresholds);
}

TEST_F(SloRoutesTest, StatesFollowWhatHappens) {
    fed(0);
    EXPECT_EQ(first().state, SloState::ok);
    EXPECT_EQ(first().budget_remaining, 1.0);
    fed(2);
    EXPECT_EQ(first().state, SloState::burning);
    EXPECT_EQ(first().alerts_open, 1);
    EXPECT_EQ(first().burn_1h, 20.0);
    clock.advance(Duration::minutes(10));
    Worker later(ports);
    later.step();
    clock.advance(Duration::minutes(10));
    later.step();
    EXPECT_EQ(first().state, SloState::stale);
    EXPECT_EQ(first().alerts_open, 2);
}

TEST_F(SloRoutesTest, ASpentBudgetWithoutAnAlertIsBreached) {
    catalog->slos.at("checkout").rules.clear();
    fed(2);
    EXPECT_EQ(first().state, SloState::breached);
}

TEST_F(SloRoutesTest, DetailShowsRulesAlertsFiguresAndTheBurnDown) {
    fed(2);
    const SloDetail detail = body<SloDetail>(get("/api/v1/slos/{name}", {{"name", "checkout"}}));
    ASSERT_EQ(detail.rules.size(), 1U);
    EXPECT_EQ(detail.rules[0].state, RuleState::firing);
    EXPECT_EQ(detail.rules[0].verdict, Verdict::above);
    EXPECT_NEAR(detail.rules[0].error_ratio_threshold, 0.0144, 1e-15);
    ASSERT_EQ(detail.alerts.size(), 1U);
    EXPECT_EQ(detail.alerts[0].state, AlertState::firing);
    EXPECT_EQ(detail.burn_down->points.size(), 60U);
    EXPECT_GT(detail.measures.size(), 15U);
}

TEST_F(SloRoutesTest, ExplainHasASheetForEveryFigure) {
    fed(2);
    const SloExplain explain = body<SloExplain>(get("/api/v1/slos/{name}/explain", {{"name", "checkout"}}));
    EXPECT_EQ(explain.as_of, kNoon);
    bool found = false;
    for (const DefenceSheet& sheet : explain.sheets) {
        EXPECT_NE(sheet.text.find(sheet.measure.id), std::string::npos);
        found = found || sheet.measure.id == "slo.budget_remaining";
    }
    EXPECT_TRUE(found);
}

TEST_F(SloRoutesTest, BurnDownTakesPoints) {
    fed(0);
    const auto down = body<BurnDown>(get("/api/v1/slos/{name}/burn-down", {{"name", "checkout"}}, {{"points", "10"}}));
    EXPECT_EQ(down.points.size(), 10U);
    EXPECT_EQ(down.points.back().remaining, 1.0);
    for (const std::string bad : {"0", "201", "x", "-1", "1e3", "", "99999999999999999999"}) {
        const auto reply = get("/api/v1/slos/{name}/burn-down", {{"name", "checkout"}}, {{"points", bad}});
        ASSERT_FALSE(reply) << bad;
        EXPECT_TRUE(reply.error().is(errors::bad_parameter));
    }
    ledger.broken = true;
    EXPECT_FALSE(get("/api/v1/slos/{name}/burn-down", {{"name", "checkout"}}));
}

TEST_F(SloRoutesTest, AnUnknownNameIsNotFound) {
    for (const std::string path : {"/api/v1/slos/{name}", "/api/v1/slos/{name}/explain", "/api/v1/slos/{name}/debug",
                                   "/api/v1/slos/{name}/burn-down"}) {
        const auto reply = get(path, {{"name", "nobody"}});
        ASSERT_FALSE(reply);
        EXPECT_TRUE(reply.error().is(errors::unknown_slo));
    }
    EXPECT_TRUE(get("/api/v1/alerts/{id}", {{"id", "checkout/x/1"}}).error().is(errors::unknown_alert));
}

TEST_F(SloRoutesTest, ListsArePagedAndFiltered) {
    for (int i = 0; i < 25; ++i) {
        catalog::Slo slo = catalog->slos.at("checkout");
        slo.name = "slo-" + std::to_string(100 + i);
        slo.service = i % 5 == 0 ? "search" : "shop";
        catalog->slos[slo.name] = slo;
    }
    std::vector<std::string> names;
    std::string cursor;
    do {
        const auto page = body<SloPage>(get("/api/v1/slos", {}, {{"limit", "10"}, {"cursor", cursor}}));
        EXPECT_LE(page.items.size(), 10U);
        for (const SloSummary& item : page.items) names.push_back(item.name);
        cursor = page.next_cursor;
    } while (!cursor.empty());
    EXPECT_EQ(names.size(), 26U);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(body<SloPage>(get("/api/v1/slos", {}, {{"service", "search"}})).items.size(), 5U);
    EXPECT_EQ(body<SloPage>(get("/api/v1/slos", {}, {{"state", "no_data"}})).items.size(), 26U);
    EXPECT_EQ(body<SloPage>(get("/api/v1/slos", {}, {{"state", "ok"}})).items.size(), 0U);
    const auto refused = get("/api/v1/slos", {}, {{"state", "fine"}, {"limit", "0"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields().size(), 2U) << "every fault at once";
}

TEST_F(SloRoutesTest, AlertsAreNewestFirstPagedAndFiltered) {
    for (int i = 0; i < 5; ++i) {
        fed(2);
        clock.advance(Duration::minutes(1));
        fed(0);
        clock.advance(Duration::minutes(1));
    }
    fed(2);
    const auto all = body<AlertPage>(get("/api/v1/alerts"));
    ASSERT_EQ(all.items.size(), 6U);
    EXPECT_EQ(all.items[0].state, AlertState::firing);
    EXPECT_EQ(all.items[5].state, AlertState::resolved);
    EXPECT_EQ(all.items[5].why_resolved, "burn below threshold");
    EXPECT_EQ(body<AlertPage>(get("/api/v1/alerts", {}, {{"state", "open"}})).items.size(), 1U);
    EXPECT_EQ(body<AlertPage>(get("/api/v1/alerts", {}, {{"state", "resolved"}})).items.size(), 5U);
    EXPECT_EQ(body<AlertPage>(get("/api/v1/alerts", {}, {{"service", "search"}})).items.size(), 0U);
    EXPECT_EQ(body<AlertPage>(get("/api/v1/alerts", {}, {{"slo", "checkout"}})).items.size(), 6U);
    const auto two = body<AlertPage>(get("/api/v1/alerts", {}, {{"limit", "4"}}));
    const auto rest = body<AlertPage>(get("/api/v1/alerts", {}, {{"limit", "4"}, {"cursor", two.next_cursor}}));
    EXPECT_EQ(two.items.size() + rest.items.size(), 6U);
    EXPECT_EQ(rest.next_cursor, "");
    EXPECT_EQ(body<AlertView>(get("/api/v1/alerts/{id}", {{"id", all.items[5].id}})).id, all.items[5].id);
    EXPECT_FALSE(get("/api/v1/alerts", {}, {{"state", "shut"}}));
}

class SloDebugTest : public SloRoutesTest {
protected:
    SloDebug debug() { return body<SloDebug>(get("/api/v1/slos/{name}/debug", {{"name", "checkout"}})); }
    void series(const std::string& labels, bool live, Duration interval, Timestamp last_at) {
        ledger.all_series.push_back({static_cast<ledger::SeriesId>(ledger.all_series.size()), labels, {7, 1, 0}, last_at, 42,
                                     live, interval});
        ledger::SliStatus& status = ledger.statuses[7];
        status.watermark = last_at;
        status.complete = last_at;
        status.series = ledger.all_series.size();
        status.live_series += live ? 1 : 0;
    }
};

TEST_F(SloDebugTest, NoSeriesMatched) {
    EXPECT_EQ(debug().diagnosis, Diagnosis::no_series);
    EXPECT_FALSE(debug().remedy.empty());
    ASSERT_EQ(debug().selectors.size(), 2U);
    EXPECT_EQ(debug().selectors[0].query, "total");
    EXPECT_EQ(debug().selectors[1].query, "bad");
}

TEST_F(SloDebugTest, TheTotalQueryMatchedNothing) {
    catalog->slos.at("checkout").indicator.total = "sum(increase(http_requests_count[5m]))";
    series(R"(http_requests_total{code="500"})", true, Duration::seconds(15), kNoon);
    EXPECT_EQ(debug().diagnosis, Diagnosis::selector_without_series);
    EXPECT_NE(debug().why.find("http_requests_count"), std::string::npos);
}

TEST_F(SloDebugTest, MatchedButNoSecondSampleYet) {
    series(R"(http_requests_total{code="200"})", true, Duration(), kNoon);
    EXPECT_EQ(debug().diagnosis, Diagnosis::no_second_sample);
    EXPECT_FALSE(debug().selectors[0].examples[0].expected_interval.has_value());
}

TEST_F(SloDebugTest, TooLateToBeCounted) {
    series(R"(http_requests_total{code="200"})", true, Duration(), kNoon);
    engine.state.slos["checkout"].anomalies["too_late"] = {kNoon, 5, "", 1};
    EXPECT_EQ(debug().diagnosis, Diagnosis::too_late);
}

TEST_F(SloDebugTest, AllStale) {
    series(R"(http_requests_total{code="200"})", false, Duration::seconds(15), kNoon);
    EXPECT_EQ(debug().diagnosis, Diagnosis::all_stale);
}

TEST_F(SloDebugTest, SourceSilent) {
    series(R"(http_requests_total{code="200"})", true, Duration::seconds(15), kNoon - Duration::minutes(10));
    EXPECT_EQ(debug().diagnosis, Diagnosis::source_silent);
    EXPECT_EQ(debug().why, "its source has been silent since 2026-01-01T11:50:00Z");
}

TEST_F(SloDebugTest, OfCountsThatAreAskedForItNamesTheSource) {
    catalog->slos.at("checkout").indicator.data_source = "mimir";
    EXPECT_EQ(debug().diagnosis, Diagnosis::no_series);
    EXPECT_TRUE(debug().selectors.empty()) << "its queries select series there, not here";
    EXPECT_NE(debug().remedy.find("plimsoll source show mimir"), std::string::npos);
    series(R"(plimsoll_pulled_total{slo="checkout"} as measurements)", true, Duration::minutes(1), kNoon);
    EXPECT_EQ(debug().diagnosis, Diagnosis::flowing);
    ledger.statuses[7].watermark = kNoon - Duration::minutes(30);
    EXPECT_EQ(debug().diagnosis, Diagnosis::source_silent);
    EXPECT_EQ(debug().why, "DataSource mimir has answered nothing since 2026-01-01T11:30:00Z");
}

TEST_F(SloDebugTest, SaysWhichSeriesEachSelectorMatched) {
    series(R"(http_requests_total{code="200",path="a\"},b\\"})", true, Duration::seconds(15), kNoon);
    series(R"(http_requests_total{code="500"})", true, Duration::seconds(15), kNoon);
    series(R"({"odd metric","odd label"="x"})", true, Duration::seconds(15), kNoon);
    series("http_requests_total", false, Duration::seconds(15), kNoon - Duration::hours(1));
    const SloDebug seen = debug();
    EXPECT_EQ(seen.selectors[0].matched, 3U);
    EXPECT_EQ(seen.selectors[0].live, 2U);
    EXPECT_EQ(seen.selectors[0].examples.back().labels, "http_requests_total") << "latest samples first";
    EXPECT_EQ(seen.selectors[1].matched, 1U);
    EXPECT_EQ(seen.selectors[1].examples[0].labels, R"(http_requests_total{code="500"})");
    ledger.statuses[7].watermark = kNoon;
    EXPECT_EQ(debug().diagnosis, Diagnosis::flowing);
}

TEST_F(SloDebugTest, ALabelTextThatCannotBeReadMatchesNothing) {
    for (const std::string text : {"http_requests_total{", "http_requests_total{code", "{code=\"", "http_requests_total{code=1}"}) {
        series(text, true, Duration::seconds(15), kNoon);
    }
    EXPECT_EQ(debug().selectors[1].matched, 0U);
}

TEST_F(SloDebugTest, ExamplesAreBounded) {
    for (int i = 0; i < 100; ++i) {
        series("http_requests_total{i=\"" + std::to_string(i) + "\"}", true, Duration::seconds(15), kNoon);
    }
    EXPECT_EQ(debug().selectors[0].matched, 100U);
    EXPECT_EQ(debug().selectors[0].examples.size(), 20U);
}

TEST_F(SloDebugTest, AGaugeCountsFromItsFirstSample) {
    catalog::Indicator& indicator = catalog->slos.at("checkout").indicator;
    indicator = {};
    indicator.kind = catalog::IndicatorKind::threshold;
    indicator.total = "queue_depth{job=\"mill\"}";
    series(R"(queue_depth{job="mill",queue="mail"} as good if <= 10)", true, Duration(), kNoon);
    series("queue_depth as good if <= 10", true, Duration(), kNoon);
    EXPECT_EQ(debug().diagnosis, Diagnosis::flowing);
    ASSERT_EQ(debug().selectors.size(), 1U);
    EXPECT_EQ(debug().selectors[0].matched, 1U) << "the second has no job";
    EXPECT_EQ(debug().selectors[0].examples[0].labels, R"(queue_depth{job="mill",queue="mail"} as good if <= 10)");
}

TEST_F(SloDebugTest, SamplesThatCannotBeReadAreSaidToBeSo) {
    catalog::Indicator& indicator = catalog->slos.at("checkout").indicator;
    indicator = {};
    indicator.kind = catalog::IndicatorKind::raw_ratio;
    indicator.total = "availability";
    series("availability as good share", false, Duration(), Timestamp::min());
    engine.state.slos["checkout"].anomalies["not_a_share"] = {kNoon, 5, "availability", 1};
    EXPECT_EQ(debug().diagnosis, Diagnosis::unusable_samples);
    EXPECT_NE(debug().why.find("a percentage must be divided by 100"), std::string::npos) << debug().why;
}

TEST_F(SloDebugTest, AHistogramWithoutTheBoundsBucketSaysBetweenWhichItLies) {
    catalog::Indicator& indicator = catalog->slos.at("checkout").indicator;
    indicator = {};
    indicator.kind = catalog::IndicatorKind::latency;
    indicator.total = "sum(increase(t_bucket{le=\"+Inf\"}[5m]))";
    indicator.good = "sum(increase(t_bucket{le=\"0.3\"}[5m]))";
    engine.state.slos["checkout"].anomalies["bound_between_buckets"] = {kNoon, 5, "no bucket at 0.3: it lies between 0.25 and 0.5; t", 1};
    EXPECT_EQ(debug().diagnosis, Diagnosis::bound_between_buckets);
    EXPECT_NE(debug().why.find("between 0.25 and 0.5"), std::string::npos);
    // It came meanwhile, under another spelling of the number.
    series(R"(t_bucket{le="0.30"})", true, Duration::seconds(15), kNoon);
    series(R"(t_bucket{le="+Inf"})", true, Duration::seconds(15), kNoon);
    EXPECT_EQ(debug().diagnosis, Diagnosis::flowing);
    EXPECT_EQ(debug().selectors[0].matched, 1U);
    EXPECT_EQ(debug().selectors[1].matched, 1U);
}

TEST_F(SloDebugTest, AnSloThatIsNotBoundYet) {
    catalog->slos["other"] = catalog->slos.at("checkout");
    catalog->slos["other"].name = "other";
    EXPECT_EQ(body<SloDebug>(get("/api/v1/slos/{name}/debug", {{"name", "other"}})).diagnosis, Diagnosis::not_bound);
}

TEST_F(SloRoutesTest, ACalendarAndAForecastAreGivenAndAZoneThatIsNoneIsRefusedWithOneLikeIt) {
    fed(0);
    const auto calendar = body<BudgetCalendar>(get("/api/v1/slos/{name}/calendar", {{"name", "checkout"}}, {{"zone", "Europe/Berlin"}, {"months", "2"}}));
    EXPECT_EQ(calendar.zone, "Europe/Berlin");
    EXPECT_EQ(calendar.months.size(), 2U);
    EXPECT_EQ(calendar.months.back().month, "2026-01");
    const auto refused = get("/api/v1/slos/{name}/calendar", {{"name", "checkout"}}, {{"zone", "Europe/Berln"}});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().report().find("did you mean Europe/Berlin?"), std::string::npos) << refused.error().report();
    EXPECT_FALSE(get("/api/v1/slos/{name}/calendar", {{"name", "checkout"}}, {{"months", "25"}}));
    const auto forecast = body<SloForecast>(get("/api/v1/slos/{name}/forecast", {{"name", "checkout"}}));
    EXPECT_EQ(forecast.remaining_end, 1.0);
    EXPECT_EQ(forecast.as_of, clock.now());
}

TEST_F(SloRoutesTest, ACompositeWithoutDataNamesTheMembersThatAreSilent) {
    fed(0);
    catalog::Slo journey = catalog->slos.at("checkout");
    journey.name = "journey";
    journey.slicing = catalog::Slicing{Duration::minutes(5), fixture::ratio(99, 100), catalog::EmptySlice::gap};
    journey.composite = catalog::Composite{catalog::CompositeRule::all, {{"checkout", 1}, {"payment", 1}}, ""};
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    catalog->slos["journey"] = journey;
    const auto debug = body<SloDebug>(get("/api/v1/slos/{name}/debug", {{"name", "journey"}}));
    EXPECT_EQ(debug.diagnosis, Diagnosis::flowing);
    EXPECT_EQ(debug.why, "1 of its 2 members have nothing to say in its window: payment");
    EXPECT_NE(debug.remedy.find("slo debug payment"), std::string::npos);
}

TEST_F(SloRoutesTest, ASummarySaysHowItCounts) {
    fed(0);
    const SloSummary summary = first();
    EXPECT_EQ(summary.document, "checkout");
    EXPECT_EQ(summary.window, "30 d rolling");
    EXPECT_EQ(summary.unit.noun, "events");
    EXPECT_EQ(summary.unit.per_one, 1);
    EXPECT_FALSE(summary.window_range);
    EXPECT_FALSE(summary.budget_without_exclusions) << "nothing is excluded";
}

}  // namespace
}  // namespace plimsoll::slo
