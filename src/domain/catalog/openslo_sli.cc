// Service and SLI.
#include <fmt/format.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/openslo.h"
#include "domain/catalog/selector_text.h"
#include "domain/catalog/verbatim_query.h"

namespace plimsoll::catalog {

namespace {

/// What a query is read as: counters whose increases are events, or one gauge whose samples are.
enum class Reads { counters, gauge };

void read_promql(const yaml::Node& query, const std::string& path, const Texts& texts, Reads reads, Problems& problems, Metric& out) {
    out.query = trimmed(query.text());
    if (is_verbatim(out.query)) {
        out.verbatim = true;
        out.canonical = read_verbatim(query, path, texts, problems);
        out.query = out.canonical.value_or(out.query);
        if (reads == Reads::counters) warn_of_rates(query, path, problems);
        return;
    }
    if (reads == Reads::counters) {
        if (const auto counts = read_query(query, path, texts, problems)) out.canonical = canonical(*counts);
    } else if (const auto gauge = read_selector(query, path, texts, problems)) {
        out.canonical = canonical(*gauge);
    }
}

/// The query of a Prometheus metric. Other keys of the spec are the vendor's: they change nothing here, and are named.
void read_source(const Fields& source, const Texts& texts, Reads reads, Metric& out) {
    const yaml::Node spec = source["spec"];
    if (!spec || !spec.is_map() || spec.entries().empty()) {
        return source.invalid("spec", spec ? "must be a map with at least one key" : "is missing", "write spec: {query: ...}");
    }
    const yaml::Node query = spec["query"];
    const std::string path = source.path("spec.query");
    for (const auto& entry : spec.entries()) {
        if (entry.key == "query" || entry.key == "queryType") continue;
        source.problems().warn(errors::unknown_field, entry.key_place,
                               fmt::format("`{}` changes nothing here", source.path("spec." + entry.key)),
                               did_you_mean(entry.key, {"query"}, "only `query` is read"));
    }
    if (!query || !query.is_scalar() || trimmed(query.text()).empty()) {
        source.problems().add(errors::invalid, query ? query.place() : spec.place(), fmt::format("`{}` is missing", path),
                              reads == Reads::counters ? "write the PromQL that counts the events" : "write the selector of the gauge");
        return;
    }
    read_promql(query, path, texts, reads, source.problems(), out);
}

std::optional<Metric> read_metric(const Fields& parent, std::string_view key, const Texts& texts, Reads reads = Reads::counters) {
    if (!parent.has(key)) return std::nullopt;
    const Fields metric(parent[key], parent.path(key), {"metricSource"}, parent.problems());
    Metric out;
    out.place = parent.place(key);
    if (!parent[key].is_map()) return out;
    if (!metric.has("metricSource")) {
        metric.invalid("metricSource", "is missing");
        return out;
    }
    const Fields source(metric["metricSource"], metric.path("metricSource"), {"metricSourceRef", "type", "spec"},
                        parent.problems());
    if (!metric["metricSource"].is_map()) return out;
    out.place = metric["metricSource"].place();
    out.source = {source.reference("metricSourceRef"), source.place("metricSourceRef")};
    out.type = source.text("type");
    if (!source.has("metricSourceRef") && out.type.empty()) {
        source.invalid("type", "or `metricSourceRef` is missing", "write type: Prometheus");
    }
    if (!out.type.empty() && !is_prometheus(out.type)) {
        source.wrong(errors::unsupported, "type", fmt::format("is {}; this version reads Prometheus", out.type),
                     "write type: Prometheus and a PromQL query");
        return out;
    }
    read_source(source, texts, reads, out);
    return out;
}

/// A ratio made elsewhere: each sample of it is one event, good or bad by its share.
void read_raw(const Fields& ratio, const Texts& texts, Sli& out) {
    for (const char* other : {"good", "bad", "total"}) {
        if (ratio.has(other)) ratio.invalid(other, "and `raw` exclude each other", "remove one of them");
    }
    out.kind = IndicatorKind::raw_ratio;
    out.raw_is_bad = ratio.one_of("rawType", {"success", "failure"}, Need::required) == "failure";
    out.total = read_metric(ratio, "raw", texts, Reads::gauge);
}

void read_ratio(const Fields& ratio, const Texts& texts, Sli& out) {
    ratio.flag("counter");
    if (ratio.has("raw")) return read_raw(ratio, texts, out);
    if (ratio.has("rawType")) ratio.invalid("rawType", "belongs to `raw`, which is not here", "remove it");
    const bool good = ratio.has("good");
    const bool bad = ratio.has("bad");
    if (good && bad) ratio.invalid("bad", "and `good` exclude each other", "remove one of them: the other follows from total");
    if (!good && !bad) ratio.invalid("good", "or `bad` is missing", "write which of the total are good, or which are bad");
    if (!ratio.has("total")) ratio.invalid("total", "is missing", "write what counts every valid event");
    out.total = read_metric(ratio, "total", texts);
    out.good = read_metric(ratio, "good", texts);
    out.bad = read_metric(ratio, "bad", texts);
}

void read_threshold(const Fields& spec, const Texts& texts, Sli& out) {
    out.kind = IndicatorKind::threshold;
    out.bound_by_objective = true;
    out.total = read_metric(spec, "thresholdMetric", texts, Reads::gauge);
}

}  // namespace

bool is_prometheus(std::string_view type) {
    constexpr std::string_view kName = "prometheus";
    return std::equal(type.begin(), type.end(), kName.begin(), kName.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

std::string read_openslo_service(const yaml::Node& spec, Problems& problems) {
    return Fields(spec, "spec", {"description"}, problems).description();
}

Sli read_sli(const yaml::Node& spec, const std::string& path, const Texts& texts, Problems& problems) {
    const Fields fields(spec, path, {"description", "thresholdMetric", "ratioMetric"}, problems);
    Sli out;
    if (!spec.is_map()) return out;
    fields.description();
    const bool threshold = fields.has("thresholdMetric");
    if (threshold == fields.has("ratioMetric")) {
        fields.invalid(threshold ? "thresholdMetric" : "ratioMetric",
                       threshold ? "and `ratioMetric` exclude each other" : "is missing",
                       threshold ? "remove one of them" : "write good (or bad) and total");
    }
    if (threshold) read_threshold(fields, texts, out);
    if (fields.has("ratioMetric")) {
        const Fields ratio(fields["ratioMetric"], fields.path("ratioMetric"),
                           {"counter", "good", "bad", "total", "rawType", "raw"}, problems);
        if (fields["ratioMetric"].is_map()) read_ratio(ratio, texts, out);
    }
    return out;
}

}  // namespace plimsoll::catalog
