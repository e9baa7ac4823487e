#include "server/indicator_queries.h"

#include <cmath>

#include "domain/slo/groups.h"
#include "ingest/pull/pull.h"
#include "promql/query.h"

namespace plimsoll::server {
namespace {

using catalog::Indicator;
using catalog::IndicatorKind;
using ingest::GaugeReading;
using ingest::IndicatorQueries;

GaugeReading::Kind comparing(catalog::Comparison comparison) {
    switch (comparison) {
        case catalog::Comparison::lte: return GaugeReading::Kind::at_most;
        case catalog::Comparison::gte: return GaugeReading::Kind::at_least;
        case catalog::Comparison::lt: return GaugeReading::Kind::below;
        case catalog::Comparison::gt: return GaugeReading::Kind::above;
    }
    return GaugeReading::Kind::at_most;
}

/// Empty: the indicator counts what counters grow by.
std::optional<GaugeReading> reading_of(const Indicator& indicator) {
    switch (indicator.kind) {
        case IndicatorKind::threshold: return GaugeReading{comparing(indicator.comparison), indicator.bound};
        case IndicatorKind::raw_ratio: return GaugeReading{indicator.raw_is_bad ? GaugeReading::Kind::bad_share : GaugeReading::Kind::good_share, 0};
        case IndicatorKind::freshness: return GaugeReading{GaugeReading::Kind::fresh, indicator.bound};
        case IndicatorKind::alert: return GaugeReading{GaugeReading::Kind::heartbeat, 0};
        default: return std::nullopt;
    }
}

Result<std::optional<promql::Query>> read(const std::string& text, bool gauge) {
    if (text.empty()) return std::optional<promql::Query>();
    TRY_ASSIGN(promql::Query query, gauge ? promql::parse_gauge(text) : promql::parse(text));
    return std::optional(std::move(query));
}

/// What a pulled SLI's counts are called where they enter the ledger (pull.h).
Result<IndicatorQueries> pulled_queries(const std::string& slo, const Indicator& indicator) {
    namespace pull = ingest::pull;
    const auto selector = [&](std::string_view name) { return std::string(name) + "{slo=\"" + slo + "\"}"; };
    const auto counts = [&](std::string_view name) { return promql::parse("sum(increase(" + selector(name) + "[1m]))"); };
    IndicatorQueries out;
    out.gauge = reading_of(indicator);
    if (out.gauge) {
        TRY_ASSIGN(out.total, promql::parse_gauge(selector(pull::kGauge)));
        if (indicator.bad.empty()) return out;
        TRY_ASSIGN(out.bad, promql::parse_gauge(selector(pull::kBad)));
        return out;
    }
    TRY_ASSIGN(out.total, counts(pull::kTotal));
    if (!indicator.good.empty()) {
        TRY_ASSIGN(out.good, counts(pull::kGood));
    } else {
        TRY_ASSIGN(out.bad, counts(pull::kBad));
    }
    return out;
}

Result<IndicatorQueries> queries_of(const std::string& slo, const Indicator& indicator) {
    if (!indicator.data_source.empty()) return pulled_queries(slo, indicator);
    IndicatorQueries out;
    out.gauge = reading_of(indicator);
    const bool gauge = out.gauge.has_value();
    TRY_ASSIGN(out.total, gauge ? promql::parse_gauge(indicator.total) : promql::parse(indicator.total));
    TRY_ASSIGN(out.good, read(indicator.good, gauge));
    TRY_ASSIGN(out.bad, read(indicator.bad, gauge));
    TRY_ASSIGN(out.above, read(indicator.above, gauge));
    if (indicator.kind != IndicatorKind::latency) return out;
    out.bucket = ingest::BoundBucket{out.above.has_value(), static_cast<int>(std::lround(100 * indicator.share)), indicator.bound};
    return out;
}

}  // namespace

Result<Indicators> indicators_of(const std::map<std::string, catalog::Slo>& slos) {
    Indicators out;
    for (const auto& [name, slo] : slos) {
        if (slo.composite || !slo.group_of.empty()) continue;
        auto queries = queries_of(name, slo.indicator);
        if (!queries) return std::move(queries).error().within("SLO " + name);
        if (slo.grouping) {
            queries->by = slo.grouping->by;
            queries->most_groups = static_cast<std::size_t>(std::max(0, slo.grouping->limit));
        }
        out.slos.push_back(name);
        out.queries.push_back(std::move(*queries));
    }
    return out;
}

Indicators groups_of(const std::map<std::string, catalog::Slo>& slos, const Indicators& declared) {
    std::map<std::string_view, std::size_t> roll_ups;
    for (std::size_t i = 0; i < declared.slos.size(); ++i) {
        if (!declared.queries[i].by.empty()) roll_ups[declared.slos[i]] = i;
    }
    Indicators out;
    for (const auto& [name, slo] : slos) {
        const auto roll_up = slo.group_of.empty() ? roll_ups.end() : roll_ups.find(slo.group_of);
        if (roll_up == roll_ups.end()) continue;
        ingest::IndicatorQueries group;
        group.roll_up = roll_up->second;
        group.group = slo::ordered_values(*slos.at(slo.group_of).grouping, slo.group);
        if (group.group.empty()) continue;
        out.slos.push_back(name);
        out.queries.push_back(std::move(group));
    }
    return out;
}

}  // namespace plimsoll::server
