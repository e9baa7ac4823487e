// Sloth: a file of `version: prometheus/v1`, or a PrometheusServiceLevel of Kubernetes.
//
// Windows    Sloth has no period in its files: it is a setting of the process, 30 days unless told otherwise.
// Alerts     page if 2 % of the budget goes in 1 h (seen over 5 m too) or 5 % in 6 h (30 m); ticket if 10 % goes in 1 d (2 h) or
//            in 3 d (6 h): factor = share x period / long window. Source: Sloth's catalogue of alert windows for 30 days.
#include <fmt/format.h>

#include "convert/from.h"
#include "convert/queries.h"

namespace plimsoll::convert {

namespace {

using catalog::Severity;

/// The same field under its two spellings: a file's and Kubernetes'.
struct Words {
    const char* error_query;
    const char* total_query;
    const char* error_ratio_query;
    const char* page_alert;
    const char* ticket_alert;
    const char* plugins;
};
constexpr Words kFileWords{"error_query", "total_query", "error_ratio_query", "page_alert", "ticket_alert", "slo_plugins"};
constexpr Words kObjectWords{"errorQuery", "totalQuery", "errorRatioQuery", "pageAlert", "ticketAlert", "sloPlugins"};

constexpr const char* kNoPlugins = "Sloth's plugins write Prometheus rules; Plimsoll judges by itself";
constexpr const char* kNoLabels = "pages carry the SLO's own labels and links";

void query_refused(Source& source, const Field& field, const Error& error) {
    source.leave_out(field, "the query is not one that can be counted: " + reason(error), remedy(error));
}

std::optional<Tree> events(Source& source, const Field& events, const Words& words, const Draft& draft) {
    const Field error_field = events[words.error_query];
    const Field total_field = events[words.total_query];
    const auto bad = counts_of(error_field.text());
    const auto total = counts_of(total_field.text());
    if (!bad) query_refused(source, error_field, bad.error());
    if (!total) query_refused(source, total_field, total.error());
    if (!bad || !total) return std::nullopt;
    return draft.ratio("bad", *bad, *total);
}

/// A query of the error ratio: a quotient of counts, or the name of a series that holds the ratio.
std::optional<Tree> raw(Source& source, const Field& field, const Draft& draft) {
    const std::string query = field.text();
    if (const auto quotient = quotient_of(query)) {
        field.changed("the quotient is counted as events: each weighs the same, not each evaluation of the ratio");
        return draft.ratio(quotient->inverted ? "good" : "bad", quotient->part, quotient->total);
    }
    const auto gauge = gauge_of(query);
    if (gauge) return draft.raw_ratio(*gauge, "failure");
    source.leave_out(field, "the ratio is neither a quotient of two counts nor the name of a series: " + reason(gauge.error()),
                     "write sli.events with the two queries, or record the ratio in Prometheus and name the series");
    return std::nullopt;
}

std::optional<Tree> indicator(Source& source, const Field& sli, const Words& words, const Draft& draft) {
    if (sli["events"]) return events(source, sli["events"], words, draft);
    if (sli["raw"]) return raw(source, sli["raw"][words.error_ratio_query], draft);
    if (sli["plugin"])
        source.leave_out(sli["plugin"], "its indicator is made by a plugin of Sloth",
                         "write the queries that the plugin makes under sli.events");
    else source.leave_out(sli, "it has no indicator", "write sli.events");
    return std::nullopt;
}

/// A severity's rules unless they are switched off.
void add_rules(const Field& alert, Severity severity, std::vector<catalog::BurnRule>& rules) {
    alert["labels"].dropped(kNoLabels, "name channels on the service or the burn policy to route by severity");
    if (alert["disable"].flag().value_or(false)) return;
    if (severity == Severity::page) {
        rules.push_back(burn_rule(severity, Duration::hours(1), Duration::minutes(5), 14.4));
        rules.push_back(burn_rule(severity, Duration::hours(6), Duration::minutes(30), 6));
    } else {
        rules.push_back(burn_rule(severity, Duration::days(1), Duration::hours(2), 3));
        rules.push_back(burn_rule(severity, Duration::days(3), Duration::hours(6), 1));
    }
}

bool is_url(const std::string& text) { return text.starts_with("https://") || text.starts_with("http://"); }

/// The first runbook among the annotations; the rest of them is told.
std::string runbook(const Field& annotations) {
    std::string out;
    for (const auto& [key, value] : annotations.entries()) {
        const bool names_one = key == "runbook" || key == "runbook_url" || key == "runbook-url";
        if (names_one && out.empty() && is_url(value.text())) out = value.text();
        else value.dropped("pages have the text that Plimsoll writes", "put what helps on call into the runbook");
    }
    return out;
}

void alerts(const Field& alerting, const Words& words, const Ratio& objective, Draft& draft, Promise& promise) {
    std::vector<catalog::BurnRule> rules;
    add_rules(alerting[words.page_alert], Severity::page, rules);
    const bool pages = !rules.empty();
    add_rules(alerting[words.ticket_alert], Severity::ticket, rules);
    const bool tickets = rules.size() > (pages ? 2U : 0U);
    alerting["name"].changed("alerts are called by the SLO and the rule that fires");
    alerting["labels"].dropped(kNoLabels, "name channels on the service or the burn policy to route by severity");
    std::string book;
    for (const Field& annotations :
         {alerting["annotations"], alerting[words.page_alert]["annotations"], alerting[words.ticket_alert]["annotations"]}) {
        const std::string found = runbook(annotations);
        if (book.empty()) book = found;
    }
    std::string policy = rules.empty() ? draft.silent_policy(alerting, kAssumedPeriod)
                                       : draft.burn_policy(pages && tickets ? "sloth-30d"
                                                           : pages          ? "sloth-30d-page"
                                                                            : "sloth-30d-ticket",
                                                           rules, objective, kAssumedPeriod, alerting);
    if (!policy.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", policy);
    if (!book.empty()) promise.annotations.emplace_back("plimsoll.dev/runbook", book);
}

void from_slo(Source& source, const std::string& service, const Texts& shared_labels, const Words& words, Draft& draft) {
    const Field slo = source.root();
    const auto objective = objective_of(source, slo["objective"], true);
    if (!objective) return;
    auto sli = indicator(source, slo["sli"], words, draft);
    if (!sli) return;
    Promise promise;
    promise.name = draft.name("SLO", service + "-" + slo["name"].text(), slo["name"]);
    promise.display_name = slo["name"].text();
    promise.description = slo["description"].text();
    promise.service = service;
    promise.labels = shared_labels;
    for (auto& own : labels_of(slo["labels"])) {
        std::erase_if(promise.labels, [&](const auto& label) { return label.first == own.first; });
        promise.labels.push_back(std::move(own));
    }
    slo["plugins"].dropped(kNoPlugins);
    promise.indicator = std::move(*sli);
    promise.windows.push_back(rolling_window(kAssumedPeriod));
    slo.assumed("the period is 30d: Sloth's files do not name one, its process does",
                "write another timeWindow and burn policy if yours is told otherwise");
    promise.objectives.push_back(objective_tree(slo["objective"], true));
    alerts(slo["alerting"], words, *objective, draft, promise);
    draft.slo(std::move(promise), source);
}

void from_file(Source& whole, const Field& spec, const Words& words, Draft& draft) {
    const std::string service = draft.service(spec["service"].text(), spec["service"]);
    if (service.empty()) return whole.leave_out(spec["service"], "it names no service", "write service: checkout");
    const Texts labels = labels_of(spec["labels"]);
    spec[words.plugins].dropped(kNoPlugins);
    if (spec["slos"].items().empty()) spec["slos"].assumed("the file holds no SLO");
    for (const Field& item : spec["slos"].items()) {
        item.carried();  // what becomes of it, its own Source tells
        Source slo(item.node(), item.path(), "slo/" + catalog::as_dns_label(service + "-" + item.node()["name"].text()), whole.losses());
        from_slo(slo, service, labels, words, draft);
    }
}

}  // namespace

void from_sloth(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    for (const InputObject& object : objects) {
        const yaml::Node& node = object.node;
        const bool kubernetes = static_cast<bool>(node["kind"]);
        const std::string name = kubernetes ? node["metadata"]["name"].text() : node["service"].text();
        Source source(node, object.path, "sloth/" + name, losses);
        if (!kubernetes) {
            source["version"].carried();
            from_file(source, source.root(), kFileWords, draft);
            continue;
        }
        source["apiVersion"].carried();
        source["kind"].carried();
        source["status"].carried();  // what the operator found, no definition
        source["metadata"]["name"].carried();
        source["metadata"]["namespace"].dropped("the catalogue has no namespaces");
        if (node["kind"].text() != "PrometheusServiceLevel") {
            source.leave_out(source["kind"], "it holds no SLO", "windows of alerts are written as a BurnPolicy");
            continue;
        }
        from_file(source, source["spec"], kObjectWords, draft);
    }
}

}  // namespace plimsoll::convert
