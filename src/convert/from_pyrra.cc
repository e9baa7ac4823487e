// Pyrra: ServiceLevelObjective of pyrra.dev/v1alpha1.
//
// Alerts     four tiers scaled by the window W: factors 14, 7, 2, 1 over W/672, W/112, W/28, W/7, seen over a twelfth of that too,
//            after W/20160, W/2688, W/672, W/224, each rounded to the minute. Source: Pyrra's slo package.
// Absence    its alert waits for factor x (1 - target) x long window + delay of the fastest tier, rounded to the minute.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/text.h"
#include "convert/from.h"
#include "convert/queries.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::convert {

namespace {

struct Tier {
    const char* name;
    const char* key;       ///< in spec.alerting.severities
    const char* severity;  ///< unless it is named there
    double factor;
    int delay, short_part, long_part;  ///< W divided by these
};
constexpr std::array<Tier, 4> kTiers{{{"fast", "fastBurn", "critical", 14, 20160, 8064, 672},
                                      {"medium", "mediumBurn", "critical", 7, 2688, 1344, 112},
                                      {"slow", "slowBurn", "warning", 2, 672, 336, 28},
                                      {"long", "longTermBurn", "warning", 1, 224, 112, 7}}};

Duration rounded(Duration window, int parts) {
    const double minutes = window.in_minutes() / parts;
    return Duration::minutes(static_cast<std::int64_t>(std::llround(minutes)));
}

std::vector<catalog::BurnRule> tier_rules(const Field& severities, Duration window) {
    std::vector<catalog::BurnRule> out;
    for (const Tier& tier : kTiers) {
        const std::string written = severities[tier.key].text();
        const auto severity = catalog::severity_of(written.empty() ? tier.severity : written);
        catalog::BurnRule rule = burn_rule(severity, rounded(window, tier.long_part), rounded(window, tier.short_part), tier.factor);
        rule.name = tier.name;
        rule.entry_delay = rounded(window, tier.delay);
        out.push_back(std::move(rule));
    }
    return out;
}

void refuse(Source& source, const Field& field, const Error& error) {
    source.leave_out(field, "the metric is not a selector that can be counted: " + reason(error), remedy(error));
}

/// Counts of two bare selectors.
std::optional<Tree> pair(Source& source, const Field& part, const char* as, const Field& total, const Draft& draft) {
    const auto some = counts_of_selector(part.text());
    const auto all = counts_of_selector(total.text());
    if (!some) refuse(source, part, some.error());
    if (!all) refuse(source, total, all.error());
    if (!some || !all) return std::nullopt;
    return draft.ratio(as, *some, *all);
}

std::optional<Tree> latency(Source& source, const Field& from, const Draft& draft) {
    const std::string success = from["success"]["metric"].text();
    if (success.find("le=") == std::string::npos) {
        source.leave_out(from["success"]["metric"], "the successful requests name no bucket", "select one: name_bucket{le=\"0.3\"}");
        return std::nullopt;
    }
    return pair(source, from["success"]["metric"], "good", from["total"]["metric"], draft);
}

std::optional<Tree> indicator(Source& source, const Field& from, Draft& draft) {
    if (from["ratio"]) return pair(source, from["ratio"]["errors"]["metric"], "bad", from["ratio"]["total"]["metric"], draft);
    if (from["latency"]) return latency(source, from["latency"], draft);
    if (from["bool_gauge"]) {
        const auto gauge = gauge_of(from["bool_gauge"]["metric"].text());
        if (gauge) return draft.raw_ratio(*gauge, "success");
        refuse(source, from["bool_gauge"]["metric"], gauge.error());
    } else if (from["latencyNative"]) {
        source.leave_out(from["latencyNative"], "native histograms named by a latency are not read from PromQL",
                         "write an Indicator of kind latency, or use the classic histogram's bucket");
    } else {
        source.leave_out(from, "it has no indicator of a known kind", "write ratio, latency or bool_gauge");
    }
    return std::nullopt;
}

void grouping(const Field& from, Promise& promise) {
    for (const char* kind : {"ratio", "latency", "bool_gauge"}) {
        const Field list = from[kind]["grouping"];
        std::string labels;
        for (const std::string& label : list.texts()) labels += (labels.empty() ? "" : ", ") + label;
        if (labels.empty()) continue;
        promise.annotations.emplace_back("plimsoll.dev/group-by", labels);
        list.changed("one SLO per value of the labels, as there, and besides one that sums them up",
                     "plimsoll.dev/group-roll-up: worst shows the worst instead of the sum");
    }
}

/// How long Pyrra waits until it says that the series are gone.
Duration absent_after(Duration window, const Ratio& objective) {
    const Tier& fast = kTiers[0];
    const double minutes =
        fast.factor * (1 - objective.as_double()) * rounded(window, fast.long_part).in_minutes() + rounded(window, fast.delay).in_minutes();
    return Duration::minutes(std::max<std::int64_t>(1, std::llround(minutes)));
}

void alerting(const Field& alerting, Duration window, const Ratio& objective, Draft& draft, Promise& promise) {
    for (const char* name : {"name", "absentName"}) alerting[name].changed("alerts are called by the SLO and the rule that fires");
    const bool off = alerting["disabled"].flag().value_or(false);
    const bool burns = alerting["burnrates"].flag().value_or(true) && !off;
    const auto rules = tier_rules(alerting["severities"], window);
    const std::string policy =
        burns ? draft.burn_policy("pyrra-" + shorthand(window), rules, objective, window, alerting) : draft.silent_policy(alerting, window);
    if (!policy.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", policy);
    const bool absent = alerting["absent"].flag().value_or(true) && !off;
    alerting["severities"]["absent"].changed("staleness has one severity");
    promise.annotations.emplace_back("plimsoll.dev/stale-after", absent ? text::duration(absent_after(window, objective)) : "0s");
}

/// Labels of Kubernetes; Pyrra puts those of its own prefix on the series, without the prefix.
Texts object_labels(const Field& labels) {
    Texts out;
    constexpr std::string_view kPrefix = "pyrra.dev/";
    for (const auto& [key, value] : labels.entries()) {
        if (key.starts_with(kPrefix) && is_label_key(key.substr(kPrefix.size())))
            out.emplace_back(key.substr(kPrefix.size()), value.text());
    }
    return out;
}

void from_slo(Source& source, Draft& draft) {
    const Field metadata = source["metadata"];
    const Field spec = source["spec"];
    const auto objective = objective_of(source, spec["target"], true);
    if (!objective) return;
    const auto window = prometheus_duration(spec["window"].text());
    if (!window || *window < Duration::hours(1))
        return source.leave_out(spec["window"], "its window is no duration from 1h on", "write 4w or 30d");
    auto sli = indicator(source, spec["indicator"], draft);
    if (!sli) return;
    Promise promise;
    promise.name = draft.name("SLO", metadata["name"].text(), metadata["name"]);
    if (promise.name.empty()) return source.leave_out(metadata["name"], "it has no name", "write metadata.name");
    promise.labels = object_labels(metadata["labels"]);
    promise.description = spec["description"].text();
    const auto label = [&](const char* key) {
        std::string value;
        for (const auto& [name, text] : promise.labels)
            if (name == key) value = text;
        return value;
    };
    const std::string service = label("service");
    if (service.empty())
        metadata.assumed(fmt::format("belongs to a service `{}` of its own: Pyrra knows no services", promise.name),
                         "write the service it belongs to");
    promise.service = draft.service(service.empty() ? promise.name : service, metadata["name"]);
    if (std::string& owner = draft.service_called(promise.service).owner; owner.empty()) owner = label("team");
    metadata["namespace"].dropped("the catalogue has no namespaces");
    promise.indicator = std::move(*sli);
    promise.windows.push_back(rolling_window(*window));
    promise.objectives.push_back(objective_tree(spec["target"], true));
    grouping(spec["indicator"], promise);
    alerting(spec["alerting"], *window, *objective, draft, promise);
    for (const char* key : {"partial_response_strategy", "performanceOverAccuracy", "ruleOutput"}) {
        spec[key].dropped("it is about the Prometheus rules that Pyrra writes; Plimsoll counts by itself");
    }
    draft.slo(std::move(promise), source);
}

}  // namespace

void from_pyrra(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    for (const InputObject& object : objects) {
        Source source(object.node, object.path, "slo/" + object.node["metadata"]["name"].text(), losses);
        for (const char* key : {"apiVersion", "kind", "status"}) source[key].carried();
        from_slo(source, draft);
    }
}

}  // namespace plimsoll::convert
