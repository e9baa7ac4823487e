// Grafana SLO: JSON of its HTTP API, one SLO or {"slos": [...]}.
//
// Alerts     fast burn: 14.4 over 1 h (5 m) and 6 over 6 h (30 m); slow burn: 3 over 1 d (2 h) and 1 over 3 d (6 h), whatever the
//            window is. Source: Grafana's documentation of SLO alert rules.
#include <fmt/format.h>

#include "convert/from.h"
#include "convert/queries.h"

namespace plimsoll::convert {

namespace {

using catalog::Severity;

std::optional<std::string> metric_counts(Source& source, const Field& metric) {
    metric["type"].carried();
    const Field query = metric.is_scalar() ? metric : metric["prometheusMetric"];
    const auto counts = counts_of_selector(query.text());
    if (counts) return *counts;
    source.leave_out(query, "the metric is not a selector that can be counted: " + reason(counts.error()), remedy(counts.error()));
    return std::nullopt;
}

void group_by(const Field& labels, Promise& promise) {
    std::string out;
    for (const std::string& label : labels.texts()) out += (out.empty() ? "" : ", ") + label;
    if (out.empty()) return;
    promise.annotations.emplace_back("plimsoll.dev/group-by", out);
    labels.changed("one SLO per value of the labels, as there, and besides one that sums them up",
                   "plimsoll.dev/group-roll-up: worst shows the worst instead of the sum");
}

std::optional<Tree> ratio(Source& source, const Field& query, bool failures, const Draft& draft, Promise& promise) {
    const auto part = metric_counts(source, query[failures ? "failureMetric" : "successMetric"]);
    const auto total = metric_counts(source, query["totalMetric"]);
    if (!part || !total) return std::nullopt;
    group_by(query["groupByLabels"], promise);
    return draft.ratio(failures ? "bad" : "good", *part, *total);
}

std::optional<Tree> freeform(Source& source, const Field& query, const Draft& draft) {
    const std::string text = query["query"].text();
    if (const auto quotient = quotient_of(text)) return draft.ratio(quotient->inverted ? "bad" : "good", quotient->part, quotient->total);
    const auto gauge = gauge_of(text);
    if (gauge) return draft.raw_ratio(*gauge, "success");
    source.leave_out(query["query"], "the query is neither a quotient of two counts nor the name of a series",
                     "write a ratio query, or record the ratio and name its series");
    return std::nullopt;
}

/// Samples on the good side of a bound; of a failure threshold, on the other side.
std::optional<Tree> threshold(Source& source, const Field& query, bool failures, const Draft& draft, Tree& judged, Promise& promise) {
    const Field expression = query["thresholdExpression"] ? query["thresholdExpression"] : query["failureThresholdExpression"];
    expression["type"].carried();
    const Field series = expression.is_scalar() ? expression : expression["prometheusMetric"];
    const auto gauge = gauge_of(series.text());
    if (!gauge) {
        source.leave_out(series, "the expression names no series whose samples can be read",
                         "record it under a name in Prometheus, and name the series");
        return std::nullopt;
    }
    std::string op = query["threshold"]["operator"].text();
    const bool above = op.starts_with('>');
    const bool equal = op.ends_with('=');
    const bool good_above = failures ? !above : above;
    const bool good_equal = failures ? !equal : equal;
    judged.put("op", plain_tree(std::string(good_above ? "gt" : "lt") + (good_equal ? "e" : "")))
        .put("value", plain_tree(query["threshold"]["value"].text()));
    group_by(query["groupByLabels"], promise);
    return draft.threshold(*gauge);
}

std::optional<Tree> indicator(Source& source, const Field& query, const Draft& draft, Tree& judged, Promise& promise) {
    const std::string type = query["type"].text();
    if (query["ratio"]) return ratio(source, query["ratio"], false, draft, promise);
    if (query["failureRatio"]) return ratio(source, query["failureRatio"], true, draft, promise);
    if (query["freeform"]) return freeform(source, query["freeform"], draft);
    if (query["threshold"]) return threshold(source, query["threshold"], false, draft, judged, promise);
    if (query["failureThreshold"]) return threshold(source, query["failureThreshold"], true, draft, judged, promise);
    source.leave_out(query, fmt::format("a query of type {} is not PromQL alone", type.empty() ? "(none)" : type),
                     "write it as a ratio of two Prometheus metrics");
    return std::nullopt;
}

Texts labels(const Field& list) {
    Texts out;
    for (const Field& item : list.items()) {
        const std::string key = item["key"].text();
        if (is_label_key(key)) out.emplace_back(key, item["value"].text());
        else item.dropped("the key is none that a label may have", "write letters, digits, '-', '.', '_'");
    }
    return out;
}

void texts_of_alerts(const Field& at) {
    at["annotations"].dropped("pages have the text that Plimsoll writes", "put what helps on call into the runbook");
    at["labels"].dropped("pages carry the SLO's own labels and links", "name channels on the service or the burn policy");
}

void alerts(const Field& alerting, const Ratio& objective, Duration period, Draft& draft, Promise& promise) {
    std::vector<catalog::BurnRule> rules;
    const Field fast = alerting["fastBurn"], slow = alerting["slowBurn"];
    texts_of_alerts(alerting);
    if (fast) {
        rules.push_back(burn_rule(Severity::page, Duration::hours(1), Duration::minutes(5), 14.4));
        rules.push_back(burn_rule(Severity::page, Duration::hours(6), Duration::minutes(30), 6));
        texts_of_alerts(fast);
        fast["enabled"].carried();
    }
    if (slow) {
        rules.push_back(burn_rule(Severity::ticket, Duration::days(1), Duration::hours(2), 3));
        rules.push_back(burn_rule(Severity::ticket, Duration::days(3), Duration::hours(6), 1));
        texts_of_alerts(slow);
        slow["enabled"].carried();
    }
    const Field least = alerting["advancedOptions"]["minFailures"];
    if (least) {
        promise.annotations.emplace_back("plimsoll.dev/interval", "true");
        least.changed("few failures do not page: the burn must be more than chance (plimsoll.dev/interval)",
                      "plimsoll.dev/least-events asks for so many valid events");
    }
    const std::string name = fast && slow ? "grafana" : fast ? "grafana-fast" : "grafana-slow";
    const std::string policy =
        rules.empty() ? draft.silent_policy(alerting, period) : draft.burn_policy(name, std::move(rules), objective, period, alerting);
    if (!policy.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", policy);
}

std::string service_of(const Texts& labels) {
    for (const char* key : {"service_name", "service", "app", "team_name"}) {
        for (const auto& [label, value] : labels) {
            if (label == key && !value.empty()) return value;
        }
    }
    return {};
}

void from_objective(Source& source, const Field& objective, std::size_t of, const std::string& name, Draft& draft) {
    const Field slo = source.root();
    const auto target = objective_of(source, objective["value"], false);
    if (!target) return;
    const auto window = prometheus_duration(objective["window"].text());
    if (!window || *window < Duration::hours(1))
        return source.leave_out(objective["window"], "its window is no duration from 1h on", "write 28d");
    Promise promise;
    Tree judged = map_tree();
    auto sli = indicator(source, slo["query"], draft, judged, promise);
    if (!sli) return;
    promise.name = draft.name("SLO", catalog::as_dns_label(of > 1 ? name + "-" + shorthand(*window) : name), slo["name"]);
    promise.display_name = slo["name"].text();
    promise.description = slo["description"].text();
    promise.labels = labels(slo["labels"]);
    const std::string service = service_of(promise.labels);
    if (service.empty())
        slo.assumed(fmt::format("belongs to a service `{}` of its own: no label names one", promise.name), "give it a label service_name");
    promise.service = draft.service(service.empty() ? promise.name : service, slo["name"]);
    promise.indicator = std::move(*sli);
    promise.windows.push_back(rolling_window(*window));
    judged.put("target", plain_tree(objective["value"].text()));
    promise.objectives.push_back(std::move(judged));
    alerts(slo["alerting"], *target, *window, draft, promise);
    draft.slo(std::move(promise), source);
}

void from_slo(Source& source, Draft& draft) {
    const Field slo = source.root();
    const std::string name = slo["name"].text();
    if (catalog::as_dns_label(name).empty())
        return source.leave_out(slo["name"], "it has no name a label can be made of", "write a name in letters");
    for (const char* key : {"uuid", "readOnly"}) slo[key].carried();  // Grafana's own records of it
    slo["destinationDatasource"].dropped("Plimsoll keeps its counts itself");
    slo["folder"].dropped("the catalogue has services instead of folders");
    slo["searchExpression"].dropped("it is about Grafana's own pages");
    const auto objectives = slo["objectives"].items();
    if (objectives.empty()) return source.leave_out(slo, "it has no objective", "write objectives: [{value: 0.995, window: 28d}]");
    for (const Field& objective : objectives) {
        from_objective(source, objective, objectives.size(), name, draft);
        if (source.left_out()) return;
    }
}

}  // namespace

void from_grafana(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    for (const InputObject& object : objects) {
        Source source(object.node, object.path, "slo/" + catalog::as_dns_label(object.node["name"].text()), losses);
        from_slo(source, draft);
    }
}

}  // namespace plimsoll::convert
