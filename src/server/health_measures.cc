// health_measures.cc: Plimsoll's own SLOs, as measures.
#include <cmath>
#include <fmt/format.h>

#include "server/health.h"

namespace plimsoll::server {

namespace {

constexpr Duration kInTime = Duration::seconds(30);
constexpr double kQuantile = 0.99;

Measure begun(std::string id, Unit unit, std::string formula, TimeRange window) {
    Measure m;
    m.id = std::move(id);
    m.unit = unit;
    m.formula = std::move(formula);
    m.window = window;
    m.as_of = window.end;
    m.definition_version = "1";
    return m;
}

MeasureInput input(std::string name, double value, const std::string& from) {
    return {std::move(name), static_cast<std::int64_t>(std::llround(value)), 1, from};
}

/// 1 - failed / all.
void set_good_share(Measure& m, double failed, double all, const char* why_empty) {
    m.sample_size = static_cast<std::uint64_t>(std::llround(all));
    if (all > 0) m.value = 1 - failed / all;
    else m.why_empty = why_empty;
}

Measure http_answered(const MetricReadings& readings, TimeRange window) {
    constexpr const char* kName = "plimsoll_http_requests_total";
    Measure m = begun("server.http_answered", Unit::ratio, "1 - answered_5xx / requests, of HTTP requests since the start of the process", window);
    const double all = readings.sum(kName);
    const double failed = readings.sum(kName, "status=\"5xx\"");
    m.inputs = {input("answered_5xx", failed, "metric plimsoll_http_requests_total{status=\"5xx\"}"), input("requests", all, "metric plimsoll_http_requests_total")};
    m.caveats = {"telemetry that was asked to come again later (503) counts as failed, though its sender loses nothing"};
    set_good_share(m, failed, all, "no request was answered yet");
    return m;
}

Measure samples_accepted(const MetricReadings& readings, TimeRange window) {
    Measure m = begun("server.samples_accepted", Unit::ratio, "1 - refused / received, of samples by remote write since the start of the process", window);
    const double received = readings.sum("plimsoll_ingest_samples_total");
    const double refused = readings.sum("plimsoll_ingest_refused_samples_total");
    m.inputs = {input("refused", refused, "metric plimsoll_ingest_refused_samples_total"), input("received", received, "metric plimsoll_ingest_samples_total")};
    m.caveats = {"samples of series that feed no SLI are accepted and dropped: they are not refused"};
    set_good_share(m, refused, received, "no sample came yet");
    return m;
}

Measure commits_succeeded(const MetricReadings& readings, TimeRange window) {
    Measure m = begun("server.commits_succeeded", Unit::ratio, "1 - failed / (committed + failed), of the log's groups of events since the start of the process", window);
    const double done = readings.sum("plimsoll_log_commits_total");
    const double failed = readings.sum("plimsoll_log_commit_failures_total");
    m.inputs = {input("failed", failed, "metric plimsoll_log_commit_failures_total"), input("committed", done, "metric plimsoll_log_commits_total")};
    set_good_share(m, failed, done + failed, "nothing was committed yet");
    return m;
}

Measure attempted_in_time(const FirstAttempts& attempts, TimeRange window) {
    Measure m = begun("server.pages_attempted_in_time", Unit::ratio,
                      "in_time / (in_time + late), of pages intended in the window: first attempt within 30 s of the intent", window);
    m.inputs = {{"in_time", attempts.in_time, 1, "state of pages"}, {"late", attempts.late, 1, "state of pages"}};
    m.caveats = {"tests, pages that became part of a digest and pages that were dropped are left out, and those that ended so long ago that only the log has them"};
    const auto all = attempts.in_time + attempts.late;
    set_good_share(m, static_cast<double>(attempts.late), static_cast<double>(all), "no page was due in the window");
    return m;
}

/// The least bound below which the share of observations lies.
Measure judging_lag(const MetricReadings& readings, TimeRange window) {
    Measure m = begun("server.judging_lag_p99", Unit::seconds,
                      "the least bucket bound of plimsoll_judging_lag_seconds that holds 99 % of observations: from counts that settled to their judgement", window);
    const auto buckets = readings.histogram("plimsoll_judging_lag_seconds");
    const double all = buckets.empty() ? 0 : buckets.back().observations;
    m.sample_size = static_cast<std::uint64_t>(std::llround(all));
    for (const auto& [bound, observations] : buckets) {
        if (all == 0 || observations < kQuantile * all) continue;
        if (std::isfinite(bound)) m.value = bound;
        else m.why_empty = "more than 1 % took longer than the largest bucket";
        m.inputs = {input("up_to_bound", observations, "metric plimsoll_judging_lag_seconds"), input("judgements", all, "metric plimsoll_judging_lag_seconds")};
        break;
    }
    if (all == 0) m.why_empty = "nothing was judged yet";
    m.caveats = {"a bucket's bound: the true value is at most this, and above the bound before it"};
    return m;
}

/// When the first attempt began; empty: none did, or it is no longer kept.
std::optional<Timestamp> first_attempt(const paging::Page& page) {
    if (page.history.empty() || page.history.front().attempt != 1) return std::nullopt;
    return page.history.front().started_at;
}

}  // namespace

FirstAttempts first_attempts(const paging::State& state, TimeRange window, Timestamp now) {
    FirstAttempts out;
    for (const auto& [id, page] : state.pages) {
        if (page.reason == paging::Reason::test || !page.merged_into.empty() || !window.contains(page.intended_at)) continue;
        const auto began = first_attempt(page);
        if (began) ++(*began - page.intended_at <= kInTime ? out.in_time : out.late);
        else if (page.attempts == 0 && page.state == paging::PageState::waiting && now - page.intended_at > kInTime) ++out.late;
    }
    return out;
}

std::vector<Measure> own_measures(const MetricReadings& readings, const FirstAttempts& attempts, TimeRange since_start, TimeRange paging_window) {
    return {http_answered(readings, since_start), samples_accepted(readings, since_start), commits_succeeded(readings, since_start),
            attempted_in_time(attempts, paging_window), judging_lag(readings, since_start)};
}

}  // namespace plimsoll::server
