// Nobl9: n9/v1alpha as its command line writes it.
//
// Objectives each has queries of its own there, so each becomes an SLO: `<slo>` where there is one, `<slo>-<objective>` of several.
// Alerts     conditions of averageBurnRate become burn rules; two of one rate, which must both hold, are a pair of windows.
// Slices     Nobl9 cuts time into minutes.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "convert/from.h"
#include "convert/queries.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::convert {

namespace {

constexpr const char* kNoProjects = "the catalogue has no projects";
constexpr const char* kSlice = "1m";

struct Books {
    Draft& draft;
    std::map<std::string, std::vector<catalog::BurnRule>> policies;
    std::map<std::string, std::string> names;  ///< "project/slo/objective" to the name here
};

std::string key_of(const std::string& project, const std::string& slo, const std::string& objective) {
    return project + "/" + slo + "/" + objective;
}

std::string objective_name(const yaml::Node& objective, std::size_t index) {
    for (const char* key : {"name", "displayName"}) {
        if (objective[key].is_scalar() && !objective[key].text().empty()) return objective[key].text();
    }
    return fmt::format("o{}", index + 1);
}

/// The PromQL of a metric; anything else is left out.
std::optional<Field> promql(Source& source, const Field& metric) {
    const Field found = metric["prometheus"]["promql"];
    if (found) return found;
    const auto& entries = metric.node().entries();
    source.leave_out(
        metric,
        fmt::format("its metrics come from {}; PromQL is what counts are read from", entries.empty() ? "nowhere" : entries.front().key),
        "send the counts by OTLP, remote write or the events API, and write the SLI over those series");
    return std::nullopt;
}

std::optional<std::string> count(Source& source, const Field& metric) {
    const auto field = promql(source, metric);
    if (!field) return std::nullopt;
    auto counts = counts_of(field->text());
    if (counts) return *counts;
    const auto selector = counts_of_selector(field->text());
    if (selector) return *selector;
    source.leave_out(*field, "the query is not one that can be counted: " + reason(counts.error()), remedy(counts.error()));
    return std::nullopt;
}

std::optional<Tree> counts(Source& source, const Field& metrics, const Draft& draft) {
    metrics["incremental"]
        .carried();  // whether samples are counters or increments: series that are not counters are refused when they come
    const bool bad = static_cast<bool>(metrics["bad"]);
    if (metrics["goodTotal"]) {
        source.leave_out(metrics["goodTotal"], "good and total come from one query of another source", "write good and total in PromQL");
        return std::nullopt;
    }
    const auto part = count(source, metrics[bad ? "bad" : "good"]);
    const auto total = count(source, metrics["total"]);
    if (!part || !total) return std::nullopt;
    return draft.ratio(bad ? "bad" : "good", *part, *total);
}

std::optional<Tree> threshold(Source& source, const Field& metric, const Field& objective, Tree& judged, const Draft& draft) {
    const auto field = promql(source, metric["query"] ? metric["query"] : metric);
    if (!field) return std::nullopt;
    const auto gauge = gauge_of(field->text());
    if (!gauge) {
        source.leave_out(*field, "the query names no series whose samples can be read: " + reason(gauge.error()),
                         "record it under a name in Prometheus, and name the series");
        return std::nullopt;
    }
    const std::string op = objective["op"].text();
    judged.put("op", plain_tree(op.empty() ? "lte" : op)).put("value", plain_tree(objective["value"].text()));
    return draft.threshold(*gauge);
}

std::optional<Tree> window(Source& source, const Field& item) {
    static const std::map<std::string, std::string> kUnits{{"Minute", "m"}, {"Hour", "h"},    {"Day", "d"}, {"Week", "w"},
                                                           {"Month", "M"},  {"Quarter", "Q"}, {"Year", "Y"}};
    const auto unit = kUnits.find(item["unit"].text());
    const std::string count = item["count"].text();
    if (unit == kUnits.end() || count.empty()) {
        source.leave_out(item, "its window has no unit and count", "write unit: Day and count: 30");
        return std::nullopt;
    }
    item["period"].dropped("it is where the window stands now, no definition");
    if (!item["isRolling"].flag().value_or(false))
        return calendar_window(count + unit->second, item["calendar"]["startTime"].text(), item["calendar"]["timeZone"].text());
    const auto length = prometheus_duration(count + unit->second);
    if (length) return rolling_window(*length);
    source.leave_out(item, "a rolling window needs a fixed length", "write unit: Day");
    return std::nullopt;
}

Duration length_of(const Tree& window) {
    std::string text = window.find("duration")->text;
    const auto days = [&](int n) { return fmt::format("{}d", std::max(1, std::atoi(text.c_str())) * n); };
    if (text.ends_with('M')) text = days(30);
    if (text.ends_with('Q')) text = days(90);
    if (text.ends_with('Y')) text = days(365);
    return prometheus_duration(text).value_or(kAssumedPeriod);
}

/// The rules of the policies that the SLO names, as one annotation.
void alerts(const Field& names, const Books& books, const Ratio& objective, Duration period, Promise& promise) {
    std::string out;
    for (const Field& item : names.items()) {
        const std::string name = item.text();
        const auto found = books.policies.find(name);
        if (found == books.policies.end()) {
            item.dropped(fmt::format("AlertPolicy `{}` is not among the files, or holds no burn rate", name),
                         "import it together with the SLO");
            continue;
        }
        const std::string made = books.draft.burn_policy(name, found->second, objective, period, item);
        if (!made.empty() && out.find(made) == std::string::npos) out += (out.empty() ? "" : ", ") + made;
    }
    if (!out.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", out);
    else names.assumed("no alert policy is read: the workbook's pairs watch it here", "write a BurnPolicy and name it by plimsoll.dev/burn-policy");
}

void no_data(const Field& config, Promise& promise) {
    const Field after = config["noData"]["alertAfter"];
    if (const auto length = prometheus_duration(after.text())) promise.annotations.emplace_back("plimsoll.dev/stale-after", after.text());
    config["noData"]["alertMethods"].dropped("staleness tells the channels of the service");
    config["noData"]["treatZeroAsNoData"].dropped("zero traffic is measured here; it is not missing");
}

/// Members by weight: what Nobl9 calls reliability.
void composite(Source& source, const Field& objective, const Field& spec, const Tree& window, Books& books, const std::string& name,
               const std::string& title) {
    const Field from = objective["composite"];
    Tree members = list_tree();
    const Field list = from["components"]["objectives"] ? from["components"]["objectives"] : from["components"];
    for (const Field& item : list.items()) {
        const auto found = books.names.find(key_of(item["project"].text(), item["slo"].text(), item["objective"].text()));
        if (found == books.names.end()) {
            item.dropped("the member is not among the files", "import it together with the composite");
            continue;
        }
        item["whenDelayed"].dropped("a member without data does not count; its own staleness alert says so");
        const std::string weight = item["weight"].text();
        members.add(braced(map_tree().put("slo", text_tree(found->second)).put("weight", plain_tree(weight.empty() ? "1" : weight))));
    }
    from["maxDelay"].dropped("slices settle when their members' samples have come");
    const std::string aggregation = from["aggregation"].text();
    if (aggregation == "ErrorBudgetState") from["aggregation"].changed("members' error ratios are averaged by weight, slice by slice");
    if (members.items.size() < 2)
        return source.leave_out(from, "a composite needs two members that are read", "import its members together with it");
    Tree out = map_tree();
    const std::string service = books.draft.service(spec["service"].text(), spec["service"]);
    out.put("service", text_tree(service)).put("rule", plain_tree("weighted")).put("members", std::move(members));
    out.put("target", plain_tree(objective["target"].text()));
    out.put("timeWindow", list_tree().add(window));
    spec["alertPolicies"].dropped("a composite has the workbook's alerts", "name an alert policy on it");
    books.draft.object("slos", name, document("plimsoll/v1", "Composite", metadata_of(name, title), std::move(out)), origin_of(source), 1);
}

/// One objective. What it shares with its SLO stands in `base`.
void from_objective(Source& source, const Field& objective, Promise base, const Ratio& target, Books& books) {
    const Field spec = source["spec"];
    Tree judged = map_tree();
    std::optional<Tree> sli;
    if (objective["countMetrics"]) sli = counts(source, objective["countMetrics"], books.draft);
    else if (objective["rawMetric"] || spec["indicator"]["rawMetric"]) {
        sli = threshold(source, objective["rawMetric"] ? objective["rawMetric"] : spec["indicator"]["rawMetric"], objective, judged,
                        books.draft);
    } else {
        source.leave_out(objective, "it has neither countMetrics nor a rawMetric", "write one of them");
    }
    if (!sli) return;
    if (objective["countMetrics"]) {
        for (const char* key : {"op", "value"}) objective[key].carried();  // of a count, a place on a chart
    }
    judged.put("target", plain_tree(objective["target"].text()));
    if (base.method == "Timeslices") {
        judged.put("timeSliceTarget", plain_tree(objective["timeSliceTarget"].text())).put("timeSliceWindow", plain_tree(kSlice));
    }
    base.indicator = std::move(*sli);
    base.objectives.push_back(std::move(judged));
    alerts(spec["alertPolicies"], books, target, length_of(base.windows.front()), base);
    books.draft.slo(std::move(base), source);
}

Promise shared(Source& source, Draft& draft) {
    const Field spec = source["spec"];
    Promise out;
    out.display_name = source["metadata"]["displayName"].text();
    out.description = spec["description"].text();
    out.labels = labels_of(source["metadata"]["labels"]);
    out.service = draft.service(spec["service"].text(), spec["service"]);
    const std::string method = spec["budgetingMethod"].text();
    out.method = method == "Timeslices" ? method : "Occurrences";
    no_data(spec["anomalyConfig"], out);
    spec["indicator"]["metricSource"].changed("its samples are pushed, or asked of the data source of this import",
                                              "--data-source names one");
    spec["attachments"].dropped("links stand on the service as its runbook");
    spec["tier"].dropped("a tier belongs to the service here", "write it as the Service's tier");
    spec["composite"].dropped("its objectives are SLOs of their own here", "write a Composite of them");
    source["metadata"]["project"].dropped(kNoProjects);
    source["metadata"]["annotations"].dropped("annotations of other tools mean nothing here");
    return out;
}

void from_slo(Source& source, Books& books) {
    const Field spec = source["spec"];
    const Promise base = shared(source, books.draft);
    if (base.service.empty()) return source.leave_out(spec["service"], "it names no service", "write service: checkout");
    const auto windows = spec["timeWindows"].items();
    if (windows.empty()) return source.leave_out(spec, "it has no time window", "write timeWindows");
    const auto over = window(source, windows.front());
    if (!over) return;
    const std::string project = source.root().node()["metadata"]["project"].text();
    const std::string slo = source["metadata"]["name"].text();
    const auto objectives = spec["objectives"].items();
    if (objectives.empty()) return source.leave_out(spec, "it has no objective", "write objectives");
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const Field objective = objectives[i];
        const auto target = objective_of(source, objective["target"], false);
        if (!target) return;
        Promise promise = base;
        promise.name = books.names[key_of(project, slo, objective_name(objective.node(), i))];
        const std::string title = objective["displayName"].text();
        if (objectives.size() > 1 && !title.empty())
            promise.display_name = (base.display_name.empty() ? slo : base.display_name) + ": " + title;
        objective["name"].carried();
        objective["primary"].dropped("every SLO stands for itself");
        promise.windows.push_back(*over);
        if (objective["composite"]) composite(source, objective, spec, *over, books, promise.name, promise.display_name);
        else from_objective(source, objective, std::move(promise), *target, books);
        if (source.left_out()) return;
    }
}

/// Conditions hold together: one of average burn rate, or two of one rate over two windows.
void from_policy(Source& source, Books& books) {
    const Field spec = source["spec"];
    const std::string name = source["metadata"]["name"].text();
    source["metadata"].carried();
    spec["description"].dropped("what an alert means stands in the runbook");
    spec["alertMethods"].dropped("an alert method is a Channel here", "write a Channel, and name it in the service's channels");
    std::vector<std::pair<Duration, double>> windows;
    for (const Field& item : spec["conditions"].items()) {
        const std::string measurement = item["measurement"].text();
        const auto window = prometheus_duration(item["alertingWindow"].text());
        const auto rate = item["value"].number();
        item["op"].carried();
        if (measurement != "averageBurnRate" || !window || !rate) {
            return source.leave_out(
                item, fmt::format("a condition on {} is none that a burn rule can say", measurement.empty() ? "nothing" : measurement),
                "write a BurnPolicy with a rule of factor, or of budgetShare for a share of the budget in a window");
        }
        item["lastsFor"].dropped("a rule's entryDelay says how long it must hold", "write entryDelay");
        windows.emplace_back(*window, *rate);
    }
    std::sort(windows.begin(), windows.end());
    const bool pair = windows.size() == 2 && windows[0].second == windows[1].second && windows[0].first < windows[1].first;
    if (windows.size() != 1 && !pair) {
        return source.leave_out(spec["conditions"], "its conditions are not one burn rate over one or two windows",
                                "write a BurnPolicy with a rule for each");
    }
    catalog::BurnRule rule = burn_rule(catalog::severity_of(spec["severity"].text()), windows.back().first,
                                       pair ? windows.front().first : Duration{}, windows.back().second);
    rule.at_or_above = true;
    if (const auto cool = prometheus_duration(spec["coolDown"].text())) rule.clear_delay = *cool;
    books.policies[name] = {rule};
}

void from_service(Source& source, Draft& draft) {
    const Field metadata = source["metadata"];
    const std::string name = draft.service(metadata["name"].text(), metadata["name"]);
    if (name.empty()) return source.leave_out(metadata["name"], "it has no name", "write metadata.name");
    metadata["project"].dropped(kNoProjects);
    ServiceDraft& known = draft.service_called(name);
    known.display_name = metadata["displayName"].text();
    known.description = source["spec"]["description"].text();
    const auto people = source["spec"]["responsibleUsers"].items();
    if (!people.empty()) known.owner = people.front()["id"].text();
    source["spec"]["reviewCycle"].dropped("reviews belong to SLOs: plimsoll.dev/review-every", "write the annotation on each SLO");
}

/// Composites name objectives of other SLOs, so all names are given first.
void give_names(const std::vector<InputObject>& objects, Books& books, Losses& losses) {
    for (const InputObject& object : objects) {
        const yaml::Node& node = object.node;
        if (node["kind"].text() != "SLO") continue;
        Source source(node, object.path, "slo/" + node["metadata"]["name"].text(), losses);
        const auto& objectives = node["spec"]["objectives"].items();
        const std::string slo = node["metadata"]["name"].text();
        for (std::size_t i = 0; i < objectives.size(); ++i) {
            const std::string objective = objective_name(objectives[i], i);
            std::string wanted = objectives.size() > 1 ? slo + "-" + objective : slo;
            if (objectives.size() > 1) wanted = catalog::as_dns_label(wanted);
            books.names[key_of(node["metadata"]["project"].text(), slo, objective)] =
                books.draft.name("SLO", wanted, source["metadata"]["name"]);
        }
        source.root().carried();  // it is read a second time, for what it says
    }
}

}  // namespace

void from_nobl9(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    Books books{draft, {}, {}};
    give_names(objects, books, losses);
    std::vector<InputObject> ordered = objects;
    std::stable_partition(ordered.begin(), ordered.end(), [](const InputObject& o) { return o.node["kind"].text() != "SLO"; });
    for (const InputObject& object : ordered) {
        const std::string kind = object.node["kind"].text();
        Source source(object.node, object.path, (kind == "SLO" ? "slo/" : kind + "/") + object.node["metadata"]["name"].text(), losses);
        for (const char* key : {"apiVersion", "kind", "status", "manifestSrc", "organization"}) source[key].carried();
        if (kind == "SLO") from_slo(source, books);
        else if (kind == "AlertPolicy") from_policy(source, books);
        else if (kind == "Service") from_service(source, draft);
        else
            source.leave_out(source["kind"], "it is no service, SLO or alert policy",
                             kind == "BudgetAdjustment" ? "request an exclusion instead" : "");
    }
}

}  // namespace plimsoll::convert
