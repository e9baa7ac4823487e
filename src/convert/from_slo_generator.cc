// slo-generator: an SLO of sre.google.com/v2 or of v1, and the shared configuration with its error budget policies.
//
// Windows    an SLO has no period; its error budget policy has steps, each over a window of its own. The longest step is the
//            period, every step is a burn rule over its window.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "convert/from.h"
#include "convert/queries.h"

namespace plimsoll::convert {

namespace {

struct Step {
    std::string name;
    Duration window;
    double threshold = 0;
    bool alert = false;
};
using Policies = std::map<std::string, std::vector<Step>>;

/// The same step in v2 and in v1.
struct StepWords {
    const char *name, *window, *threshold, *alert, *message_alert, *message_ok;
};
constexpr StepWords kStep2{"name", "window", "burn_rate_threshold", "alert", "message_alert", "message_ok"};
constexpr StepWords kStep1{"error_budget_policy_step_name", "measurement_window_seconds",     "alerting_burn_rate_threshold",
                           "urgent_notification",           "overburned_consequence_message", "achieved_consequence_message"};
constexpr double kLongestStep = 800.0 * 86'400;  // seconds; the ledger reaches no further back
constexpr const char* kConsequence = "what people do stands in an ErrorBudgetPolicy, by state of the budget";

/// Adds a step that can be a burn rule; of another it is told why not.
void read_step(const Field& item, const StepWords& words, std::vector<Step>& out) {
    const double seconds = item[words.window].number().value_or(0);
    const double threshold = item[words.threshold].number().value_or(0);
    item[words.message_alert].dropped(kConsequence, "write it under consequences of an ErrorBudgetPolicy");
    item[words.message_ok].dropped(kConsequence);
    if (seconds >= 60 && seconds <= kLongestStep && threshold > 0) {
        out.push_back({item[words.name].text(), Duration::seconds(static_cast<std::int64_t>(seconds)), threshold,
                       item[words.alert].flag().value_or(false)});
    } else {
        item.dropped("the step has no window from 60 to 69120000 seconds, or no threshold above zero",
                     "write a window of 3600 and a threshold of 9");
    }
}

std::vector<Step> read_steps(const Field& list, const StepWords& words) {
    std::vector<Step> out;
    for (const Field& item : list.items()) read_step(item, words, out);
    return out;
}

bool is_v1_step(const yaml::Node& node) { return node.is_map() && node[kStep1.name]; }

void read_shared(Source& source, Policies& policies) {
    for (const auto& [name, policy] : source["error_budget_policies"].entries()) {
        policies[name] = read_steps(policy["steps"].is_list() ? policy["steps"] : policy, policy["steps"].is_list() ? kStep2 : kStep1);
    }
    source["backends"].dropped("where samples come from is declared as a DataSource, or nothing: samples are pushed",
                               "write a DataSource of type prometheus with pull: true");
    for (const char* key : {"exporters", "default_exporters"})
        source[key].dropped("figures leave by Plimsoll's own exports", "scrape its metrics, or use a webhook channel");
}

/// Good events and all of them.
struct Counts {
    std::string part;
    const char* as = "good";
    std::string total;
};

std::string filter_text(const Field& filter) {
    std::string text = filter.text();
    for (const char* window : {"[window]", "[${window}]"}) {
        if (const auto at = text.find(window); at != std::string::npos) text.erase(at, std::string_view(window).size());
    }
    return text;
}

/// A filter is a selector, or a whole query of counts.
Result<std::string> filter_counts(const Field& filter) {
    auto plain = counts_of_selector(filter_text(filter));
    if (plain) return plain;
    auto counted = counts_of(filter.text());
    if (counted) return counted;
    return plain;
}

std::optional<std::string> filter_or_leave(Source& source, const Field& filter) {
    auto counts = filter_counts(filter);
    if (counts) return std::move(*counts);
    source.leave_out(filter, "the filter is not one that can be counted: " + reason(counts.error()), remedy(counts.error()));
    return std::nullopt;
}

std::optional<Counts> good_bad(Source& source, const Field& sli) {
    const auto good = filter_or_leave(source, sli["filter_good"]);
    const bool by_bad = static_cast<bool>(sli["filter_bad"]);
    const auto other = filter_or_leave(source, sli[by_bad ? "filter_bad" : "filter_valid"]);
    if (!good || !other) return std::nullopt;
    return Counts{*good, "good", by_bad ? *good + " + " + *other : *other};
}

std::optional<Counts> query_sli(Source& source, const Field& sli) {
    const Field expression = sli["expression"] ? sli["expression"] : sli["query"];
    if (const auto quotient = quotient_of(expression.text()))
        return Counts{quotient->part, quotient->inverted ? "bad" : "good", quotient->total};
    source.leave_out(expression, "the expression is no quotient of two counts",
                     "write method: good_bad_ratio with filter_good and filter_valid");
    return std::nullopt;
}

std::optional<Counts> distribution_cut(Source& source, const Field& sli) {
    const std::string expression = filter_text(sli["expression"]);
    const std::string bound = sli["threshold_bucket"].text();
    const auto good = histogram_part(expression, bound.empty() ? "missing" : bound);
    const auto total = histogram_part(expression, "");
    if (good && total && !bound.empty()) return Counts{*good, "good", *total};
    source.leave_out(sli, bound.empty() ? "it has no threshold_bucket" : "the expression is no selector of a histogram",
                     "write expression: name_bucket{...} and threshold_bucket: 0.3");
    return std::nullopt;
}

std::optional<Counts> counts(Source& source, const Field& method, const Field& sli) {
    const std::string name = method.text();
    sli["operators"].dropped("counters are counted as events, whatever function reads them");
    if (name == "good_bad_ratio") return good_bad(source, sli);
    if (name == "query_sli") return query_sli(source, sli);
    if (name == "distribution_cut") return distribution_cut(source, sli);
    source.leave_out(method, fmt::format("method {} is not read", name.empty() ? "(none)" : name),
                     "write good_bad_ratio, query_sli or distribution_cut");
    return std::nullopt;
}

/// "prometheus", "prometheus/production", "Prometheus".
bool is_prometheus(std::string backend) {
    std::transform(backend.begin(), backend.end(), backend.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return backend == "prometheus" || backend.starts_with("prometheus/") || backend == "cloud_monitoring_mql/prometheus";
}

bool check_backend(Source& source, const Field& backend) {
    const std::string name = backend.is_scalar() ? backend.text() : backend["class"].text();
    if (is_prometheus(name)) {
        backend["url"].dropped("where samples come from is declared as a DataSource");
        return true;
    }
    source.leave_out(backend, fmt::format("its backend is {}; PromQL is what counts are read from", name.empty() ? "not named" : name),
                     "send the counts by OTLP, remote write or the events API, and write the SLI over those series");
    return false;
}

void policy_of(const Field& field, const std::string& name, const Policies& policies, const Ratio& objective, Draft& draft,
               Promise& promise) {
    const auto found = policies.find(name);
    const auto longest = [](const std::vector<Step>& steps) {
        return std::max_element(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.window < b.window; });
    };
    const bool known = found != policies.end() && !found->second.empty();
    const Duration period = known ? longest(found->second)->window : Duration::days(28);
    promise.windows.push_back(rolling_window(period));
    if (!known) {
        return field.assumed(
            fmt::format("error budget policy `{}` is not among the files: the period is 28d, the alerts are the workbook's", name),
            "import the shared configuration with the SLOs");
    }
    field.assumed(fmt::format("the period is {}: that of the longest step of error budget policy `{}`", shorthand(period), name));
    std::vector<catalog::BurnRule> rules;
    for (const Step& step : found->second) {
        catalog::BurnRule rule =
            burn_rule(step.alert ? catalog::Severity::page : catalog::Severity::ticket, step.window, Duration{}, step.threshold);
        if (const std::string label = catalog::as_dns_label(step.name); !label.empty()) rule.name = label;
        rules.push_back(std::move(rule));
    }
    const std::string policy = draft.burn_policy("slo-generator-" + name, std::move(rules), objective, period, field);
    if (!policy.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", policy);
}

void finish(Source& source, const Field& goal, const Counts& counts, Draft& draft, Promise promise) {
    promise.indicator = draft.ratio(counts.as, counts.part, counts.total);
    promise.objectives.push_back(objective_tree(goal, false));
    draft.slo(std::move(promise), source);
}

void from_v2(Source& source, const Policies& policies, Draft& draft) {
    const Field metadata = source["metadata"];
    const Field spec = source["spec"];
    for (const char* key : {"apiVersion", "kind"}) source[key].carried();
    const auto objective = objective_of(source, spec["goal"], false);
    if (!objective || !check_backend(source, spec["backend"])) return;
    const auto read = counts(source, spec["method"], spec["service_level_indicator"]);
    if (!read) return;
    Promise promise;
    promise.name = draft.name("SLO", metadata["name"].text(), metadata["name"]);
    if (promise.name.empty()) return source.leave_out(metadata["name"], "it has no name", "write metadata.name");
    promise.labels = labels_of(metadata["labels"]);
    promise.description = spec["description"].text();
    const std::string named = metadata["labels"]["service_name"].text();
    if (named.empty()) metadata.assumed(fmt::format("belongs to a service `{}` of its own: it has no label service_name", promise.name));
    promise.service = draft.service(named.empty() ? promise.name : named, metadata["labels"]["service_name"]);
    const std::string policy = spec["error_budget_policy"].text();
    policy_of(spec["error_budget_policy"], policy.empty() ? "default" : policy, policies, *objective, draft, promise);
    spec["exporters"].dropped("figures leave by Plimsoll's own exports");
    finish(source, spec["goal"], *read, draft, std::move(promise));
}

void from_v1(Source& source, const Policies& policies, Draft& draft) {
    const Field slo = source.root();
    const auto objective = objective_of(source, slo["slo_target"], false);
    if (!objective || !check_backend(source, slo["backend"])) return;
    const auto read = counts(source, slo["backend"]["method"], slo["backend"]["measurement"]);
    if (!read) return;
    Promise promise;
    const std::string service = slo["service_name"].text(), feature = slo["feature_name"].text(), name = slo["slo_name"].text();
    promise.name = draft.name("SLO", fmt::format("{}-{}-{}", service, feature, name), slo["slo_name"]);
    promise.description = slo["slo_description"].text();
    if (!feature.empty()) promise.labels.emplace_back("feature_name", feature);
    for (auto& label : labels_of(slo["metadata"])) promise.labels.push_back(std::move(label));
    promise.service = draft.service(service, slo["service_name"]);
    if (promise.service.empty()) return source.leave_out(slo["service_name"], "it names no service", "write service_name");
    policy_of(slo["slo_name"], "default", policies, *objective, draft, promise);
    slo["exporters"].dropped("figures leave by Plimsoll's own exports");
    finish(source, slo["slo_target"], *read, draft, std::move(promise));
}

/// slo-generator fills in ${NAME} from its environment. [${window}] is its own.
std::optional<Field> environment(const Field& field) {
    if (field.is_scalar()) {
        const std::string& text = field.node().text();
        for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
            if (text.compare(at, 9, "${window}") != 0) return field;
        }
    }
    for (const auto& [key, value] : field.entries()) {
        if (auto found = environment(value)) return found;
    }
    for (const Field& item : field.items()) {
        if (auto found = environment(item)) return found;
    }
    return std::nullopt;
}

std::string object_name(const yaml::Node& node) {
    if (node["slo_name"])
        return fmt::format("slo/{}-{}-{}", node["service_name"].text(), node["feature_name"].text(), node["slo_name"].text());
    return "slo/" + node["metadata"]["name"].text();
}

}  // namespace

void from_slo_generator(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    Policies policies;
    std::vector<InputObject> slos;
    std::vector<Step> steps1;
    for (const InputObject& object : objects) {
        const yaml::Node& node = object.node;
        if (is_v1_step(node)) {  // a file of v1 is a list of steps
            Source step(node, object.path, "error-budget-policy/default", losses);
            read_step(step.root(), kStep1, steps1);
        } else if (node["error_budget_policies"] || (node["backends"] && !node["spec"])) {
            Source shared(node, object.path, "slo-generator/configuration", losses);
            read_shared(shared, policies);
        } else {
            slos.push_back(object);
        }
    }
    if (!steps1.empty()) policies["default"] = std::move(steps1);
    for (const InputObject& object : slos) {
        Source source(object.node, object.path, object_name(object.node), losses);
        if (const auto variable = environment(source.root())) {
            source.leave_out(*variable, "it holds a variable of the environment", "put the value in before importing, as envsubst does");
        } else if (object.node["slo_name"]) {
            from_v1(source, policies, draft);
        } else {
            from_v2(source, policies, draft);
        }
    }
}

}  // namespace plimsoll::convert
