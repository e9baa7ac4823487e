#include "server/health.h"

#include <gtest/gtest.h>

#include "base/metrics.h"

namespace plimsoll::server {
namespace {

const Timestamp kNow = Timestamp::from_seconds(1'795'000'000);

HealthInputs well() {
    HealthInputs in;
    in.now = kNow;
    in.started = kNow - Duration::hours(3);
    in.free_bytes = 12'884'901'888;
    in.ingest = {Duration::minutes(1), 60, 0, 6000, Duration::seconds(3)};
    in.has_slos = true;
    in.catalog_version = 7;
    in.chain = {ChainVerdict::intact, 100, kNow, ""};
    in.channels = {{"ops", {}}};
    return in;
}

HealthCheck check(const HealthInputs& in, const std::string& name) {
    for (const HealthCheck& one : checks_of(in)) {
        if (one.name == name) return one;
    }
    ADD_FAILURE() << "no check " << name;
    return {};
}

TEST(Health, AServerThatIsWellHasNoRemedies) {
    for (const HealthCheck& one : checks_of(well())) {
        EXPECT_TRUE(one.ok) << one.name << ": " << one.detail;
        EXPECT_EQ(one.remedy, "") << one.name;
        EXPECT_NE(one.detail, "") << one.name;
    }
    EXPECT_EQ(check(well(), "disk").detail, "12.0 GiB free");
}

/// Each way to be unwell: what it does to the inputs, which check says so, and how the sentence begins.
TEST(Health, EachThingThatGoesWrongIsSaidByItsCheckWithARemedy) {
    struct Row {
        std::string name;
        std::function<void(HealthInputs&)> harm;
        std::string begins;
    };
    const std::vector<Row> rows = {
        {"log", [](HealthInputs& in) { in.log_failed = true; }, "The last commit of the event log failed"},
        {"disk", [](HealthInputs& in) { in.low_space = true; }, "12.0 GiB free; telemetry is refused"},
        {"ledger", [](HealthInputs& in) { in.ingest.deferred = 5; }, "5 of 60 bodies of telemetry"},
        {"telemetry", [](HealthInputs& in) { in.ingest.silent_for = Duration::minutes(12); }, "The last sample came 12 min ago"},
        {"telemetry", [](HealthInputs& in) { in.ingest.silent_for.reset(); }, "No sample came since the start, 3 h ago"},
        {"judging", [](HealthInputs& in) { in.judge_behind = Duration::seconds(11); }, "Counts have waited 11 s"},
        {"catalogue", [](HealthInputs& in) { in.refusal = catalog::Refusal{{}, 2, kNow}; }, "The files have 2 errors, so version 7 goes on applying"},
        {"catalogue", [](HealthInputs& in) { in.hold = catalog::Hold{{{"SLO", "a"}}, 4, kNow}; }, "The files remove 1 of 4 objects"},
        {"catalogue", [](HealthInputs& in) { in.catalog_version = 0; }, "Nothing was ever applied"},
        {"chain", [](HealthInputs& in) { in.chain = {ChainVerdict::broken, 3, kNow, "event 4 is missing"}; }, "The log's chain is broken: event 4 is missing"},
        {"paging", [](HealthInputs& in) { in.channels[0].second.consecutive_failures = 3; }, "Channels that fail: ops (failed 3 times in a row"},
        {"paging", [](HealthInputs& in) { in.dead_letters = 1; }, "1 page reached nobody and waits for a person"},
    };
    for (const Row& row : rows) {
        HealthInputs in = well();
        row.harm(in);
        for (const HealthCheck& one : checks_of(in)) EXPECT_EQ(one.ok, one.name != row.name) << one.name << " after harm to " << row.name;
        EXPECT_TRUE(check(in, row.name).detail.starts_with(row.begins)) << check(in, row.name).detail;
        EXPECT_NE(check(in, row.name).remedy, "") << row.name;
    }
}

TEST(Health, WithoutSlosNoTelemetryIsMissed) {
    HealthInputs in = well();
    in.has_slos = false;
    in.ingest.silent_for.reset();
    EXPECT_TRUE(check(in, "telemetry").ok);
}

paging::Page page(Timestamp intended, std::optional<Duration> first_attempt) {
    paging::Page page;
    page.intended_at = intended;
    if (first_attempt) {
        page.attempts = 1;
        page.history = {{1, intended + *first_attempt, std::nullopt, ""}};
    }
    return page;
}

TEST(Health, CountsPagesWhoseFirstAttemptCameInTime) {
    paging::State state;
    const Timestamp then = kNow - Duration::hours(1);
    state.pages["prompt"] = page(then, Duration::seconds(30));
    state.pages["late"] = page(then, Duration::seconds(31));
    state.pages["never"] = page(then, std::nullopt);
    state.pages["fresh"] = page(kNow - Duration::seconds(5), std::nullopt);
    state.pages["old"] = page(kNow - Duration::days(40), Duration::hours(1));
    state.pages["merged"] = page(then, std::nullopt);
    state.pages["merged"].merged_into = "digest";
    state.pages["test"] = page(then, Duration::hours(1));
    state.pages["test"].reason = paging::Reason::test;
    state.pages["dropped"] = page(then, std::nullopt);
    state.pages["dropped"].state = paging::PageState::dropped;
    state.pages["forgotten"] = page(then, Duration::hours(1));
    state.pages["forgotten"].history[0].attempt = 4;
    const FirstAttempts attempts = first_attempts(state, {kNow - Duration::days(30), kNow}, kNow);
    EXPECT_EQ(attempts.in_time, 1);
    EXPECT_EQ(attempts.late, 2);
}

Measure measure(const Metrics& metrics, const std::string& id, FirstAttempts attempts = {}) {
    const TimeRange window{kNow - Duration::hours(3), kNow};
    for (const Measure& one : own_measures(MetricReadings::of(metrics.text()), attempts, window, window)) {
        EXPECT_EQ(one.value.has_value(), one.why_empty.empty()) << one.id;
        if (one.id == id) return one;
    }
    ADD_FAILURE() << "no measure " << id;
    return {};
}

TEST(Health, OwnMeasuresCanBeComputedAgainFromTheirInputs) {
    Metrics metrics;
    metrics.counter("plimsoll_http_requests_total", "", {{"route", "GET /"}, {"status", "2xx"}}).add(997);
    metrics.counter("plimsoll_http_requests_total", "", {{"route", "GET /"}, {"status", "5xx"}}).add(3);
    metrics.counter("plimsoll_ingest_samples_total", "").add(200);
    metrics.counter("plimsoll_ingest_refused_samples_total", "", {{"reason", "a"}}).add(1);
    const Measure http = measure(metrics, "server.http_answered");
    EXPECT_DOUBLE_EQ(*http.value, 0.997);
    EXPECT_EQ(http.inputs.at(0).numerator, 3);
    EXPECT_EQ(http.inputs.at(1).numerator, 1000);
    EXPECT_EQ(http.sample_size, 1000U);
    EXPECT_DOUBLE_EQ(*measure(metrics, "server.samples_accepted").value, 0.995);
    EXPECT_DOUBLE_EQ(*measure(metrics, "server.pages_attempted_in_time", {3, 1}).value, 0.75);
}

TEST(Health, JudgingLagIsTheBucketThatHoldsNinetyNinePercent) {
    Metrics metrics;
    Histogram& lag = metrics.histogram("plimsoll_judging_lag_seconds", "", {0.01, 0.1, 1});
    for (int i = 0; i < 99; ++i) lag.observe(0.005);
    lag.observe(0.5);
    EXPECT_DOUBLE_EQ(*measure(metrics, "server.judging_lag_p99").value, 0.01);
    lag.observe(0.5);
    EXPECT_DOUBLE_EQ(*measure(metrics, "server.judging_lag_p99").value, 1);
    for (int i = 0; i < 10; ++i) lag.observe(7);
    EXPECT_EQ(measure(metrics, "server.judging_lag_p99").why_empty, "more than 1 % took longer than the largest bucket");
}

TEST(Health, WithoutTrafficMeasuresSayWhyTheyAreEmpty) {
    const Metrics metrics;
    for (const char* id : {"server.http_answered", "server.samples_accepted", "server.commits_succeeded", "server.pages_attempted_in_time", "server.judging_lag_p99"}) {
        EXPECT_FALSE(measure(metrics, id).value) << id;
    }
}

}  // namespace
}  // namespace plimsoll::server
