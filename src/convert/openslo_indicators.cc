// SLIs of OpenSLO: ratios, raw ratios and thresholds over PromQL.
#include <fmt/format.h>

#include "convert/openslo_library.h"
#include "convert/queries.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::convert::openslo {

namespace {

bool is_prometheus(const std::string& type) {
    return catalog::is_prometheus(type) || type == "promql" || type == "sloth" || type == "mimir" || type == "thanos";
}

/// The query of a metric, under any of the spellings of the three versions. Empty: the object was left out.
std::optional<Field> query_of(Source& source, const Field& metric, const Library& library) {
    const Field holder = metric["metricSource"] ? metric["metricSource"] : metric;
    const Field inner = holder["dataSourceSpec"];
    std::string type = holder["type"].text();
    if (type.empty()) type = holder["source"].text();
    if (type.empty()) type = inner["type"].text();
    inner["connectionDetails"].dropped("where samples come from is declared as a DataSource");
    const Field ref = holder["metricSourceRef"] ? holder["metricSourceRef"] : holder["dataSourceRef"];
    if (const auto found = library.source_types.find(ref.text()); found != library.source_types.end() && type.empty()) type = found->second;
    if (!type.empty() && !is_prometheus(type)) {
        source.leave_out(metric, fmt::format("its metrics come from {}; PromQL is what counts are read from", type),
                         "send the counts by OTLP, remote write or the events API, and write the SLI over those series");
        return std::nullopt;
    }
    if (library.draft.options().data_source.empty())
        ref.changed("its samples are pushed", "name a DataSource that is asked for them: --data-source");
    else ref.changed("samples come from the data source of this import");
    holder["queryType"].carried();
    holder["spec"]["queryType"].carried();
    for (const Field& query : {holder["spec"]["query"], holder["spec"]["promql"], holder["query"]}) {
        if (query) return query;
    }
    source.leave_out(metric, "it has no query", "write the PromQL that counts the events under spec.query");
    return std::nullopt;
}

std::optional<std::string> count(Source& source, const Field& metric, const Library& library) {
    const auto field = query_of(source, metric, library);
    if (!field) return std::nullopt;
    auto counts = counts_of(field->text());
    if (!counts) counts = counts_of_selector(field->text());
    if (counts) return *counts;
    const auto again = counts_of(field->text());
    source.leave_out(*field, "the query is not one that can be counted: " + reason(again.error()), remedy(again.error()));
    return std::nullopt;
}

std::optional<std::string> gauge(Source& source, const Field& metric, const Library& library) {
    const auto field = query_of(source, metric, library);
    if (!field) return std::nullopt;
    const auto name = gauge_of(field->text());
    if (name) return *name;
    source.leave_out(*field, "the query names no series whose samples can be read: " + reason(name.error()),
                     "record it under a name in Prometheus, and name the series");
    return std::nullopt;
}

std::optional<Tree> ratio(Source& source, const Field& ratio, const Library& library) {
    ratio["counter"].carried();
    ratio["incremental"].carried();
    if (ratio["raw"]) {
        const std::string type = ratio["rawType"].text();
        const auto series = gauge(source, ratio["raw"], library);
        if (!series) return std::nullopt;
        if (type.empty()) ratio["raw"].assumed("is read as the share of good events: rawType is not written");
        return library.draft.raw_ratio(*series, type == "failure" ? "failure" : "success");
    }
    const bool bad = static_cast<bool>(ratio["bad"]);
    const auto part = count(source, ratio[bad ? "bad" : "good"], library);
    const auto total = count(source, ratio["total"], library);
    if (!part || !total) return std::nullopt;
    return library.draft.ratio(bad ? "bad" : "good", *part, *total);
}

}  // namespace

std::optional<Tree> sli(Source& source, const Field& spec, const Library& library) {
    spec["description"].dropped("what an indicator means stands in the SLO's description");
    if (spec["ratioMetric"]) return ratio(source, spec["ratioMetric"], library);
    if (spec["thresholdMetric"]) {
        const auto series = gauge(source, spec["thresholdMetric"], library);
        return series ? std::optional(library.draft.threshold(*series)) : std::nullopt;
    }
    source.leave_out(spec, "its indicator has neither a ratioMetric nor a thresholdMetric", "write one of them");
    return std::nullopt;
}

std::optional<Tree> indicator(Source& source, const Field& at, const Library& library) {
    for (const char* key : {"indicatorRef", "sliRef"}) {
        const std::string name = at[key].text();
        if (name.empty()) continue;
        const auto found = library.slis.find(name);
        if (found == library.slis.end())
            source.leave_out(at[key], fmt::format("SLI `{}` is not among the files", name), "import it together with the SLO");
        else if (!found->second) source.leave_out(at[key], fmt::format("SLI `{}` was left out", name), "see what is told of it");
        return found == library.slis.end() ? std::nullopt : found->second;
    }
    for (const char* key : {"indicator", "sli"}) {
        if (!at[key]) continue;
        at[key]["metadata"]["name"].carried();  // an indicator in place has its SLO's name
        return sli(source, at[key]["spec"] ? at[key]["spec"] : at[key], library);
    }
    if (at["ratioMetrics"]) return ratio(source, at["ratioMetrics"], library);
    return std::nullopt;
}

}  // namespace plimsoll::convert::openslo
