// OpenSLO: v1alpha and v2alpha, and v1 where Plimsoll does not read it as it stands.
//
// Alerts     a policy's condition becomes a burn rule of one window. Whom it tells is not carried: a notification target is a
//            free word there and a Channel here.
// Source     OpenSLO's specification and its enhancement for v2alpha; where they differ from the Go SDK, both spellings are read.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "convert/from.h"
#include "convert/layout.h"
#include "convert/queries.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::convert {

namespace {

struct Policy {
    std::vector<catalog::BurnRule> rules;
    bool when_no_data = false;
};

/// Everything of the files that SLOs refer to.
struct Library {
    Draft& draft;
    Losses& losses;
    std::map<std::string, std::optional<Tree>> slis;       ///< empty: it was left out
    std::map<std::string, std::string> source_types;       ///< of DataSources
    std::map<std::string, catalog::BurnRule> conditions;
    std::map<std::string, Policy> policies;
};

bool is_prometheus(const std::string& type) { return catalog::is_prometheus(type) || type == "promql" || type == "sloth" || type == "mimir" || type == "thanos"; }

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
        source.leave_out(metric, fmt::format("its metrics come from {}; PromQL is what counts are read from", type), "send the counts by OTLP, remote write or the events API, and write the SLI over those series");
        return std::nullopt;
    }
    if (library.draft.options().data_source.empty()) ref.changed("its samples are pushed", "name a DataSource that is asked for them: --data-source");
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
    source.leave_out(*field, "the query names no series whose samples can be read: " + reason(name.error()), "record it under a name in Prometheus, and name the series");
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

/// spec of an SLI: of the file, or written in place.
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

/// The indicator of an SLO or of one of its objectives, in place or by name. Empty also where there is none: see `left_out`.
std::optional<Tree> indicator(Source& source, const Field& at, const Library& library) {
    for (const char* key : {"indicatorRef", "sliRef"}) {
        const std::string name = at[key].text();
        if (name.empty()) continue;
        const auto found = library.slis.find(name);
        if (found == library.slis.end()) source.leave_out(at[key], fmt::format("SLI `{}` is not among the files", name), "import it together with the SLO");
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

// ---- windows

std::string unit_letter(const std::string& unit) {
    static const std::map<std::string, std::string> kLetters{{"minute", "m"}, {"hour", "h"}, {"day", "d"}, {"week", "w"}, {"month", "M"}, {"quarter", "Q"}, {"year", "Y"}};
    std::string lower = unit;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower.ends_with('s')) lower.pop_back();
    const auto found = kLetters.find(lower);
    return found == kLetters.end() ? "" : found->second;
}

/// Windows of the calendar name months; a rolling one has a length.
std::string rolling_length(const Field& field, const std::string& duration) {
    static const std::map<char, int> kDays{{'M', 30}, {'Q', 90}, {'Y', 365}};
    const auto days = duration.empty() ? kDays.end() : kDays.find(duration.back());
    if (days == kDays.end()) return duration;
    const int count = std::max(1, std::atoi(duration.substr(0, std::min<std::size_t>(duration.size(), 4)).c_str()));
    const std::string out = fmt::format("{}d", count * days->second);
    field.changed(fmt::format("a rolling window has a fixed length: {} instead of {}", out, duration));
    return out;
}

std::optional<Tree> window(Source& source, const Field& item) {
    std::string duration = item["duration"].text();
    if (item["unit"]) duration = item["count"].text() + unit_letter(item["unit"].text());
    const Field length = item["duration"] ? item["duration"] : item["unit"];
    if (item["isRolling"].flag().value_or(!item["calendar"])) {
        item["calendar"].dropped("a rolling window has no calendar");
        const std::string fixed = rolling_length(length, duration);
        const auto period = prometheus_duration(fixed);
        if (period) return rolling_window(*period);
        source.leave_out(length, "its window is no duration", "write 30d");
        return std::nullopt;
    }
    const std::string start = item["calendar"]["startTime"].text(), zone = item["calendar"]["timeZone"].text();
    if (duration.ends_with('m')) {
        length.changed(fmt::format("is read as months: a calendar has no window of {}", duration));
        duration.back() = 'M';
    }
    return calendar_window(duration, start, zone.empty() ? "UTC" : zone);
}

void windows(Source& source, const Field& spec, Promise& promise) {
    const Field list = spec["timeWindow"] ? spec["timeWindow"] : spec["timeWindows"];
    for (const Field& item : list.items()) {
        if (auto one = window(source, item)) promise.windows.push_back(std::move(*one));
    }
    if (!promise.windows.empty()) return;
    spec.assumed("the window is 30d: none is written", "write timeWindow: [{duration: 30d, isRolling: true}]");
    promise.windows.push_back(rolling_window(kAssumedPeriod));
}

// ---- alerts

std::optional<catalog::BurnRule> condition(const Field& spec, const std::string& name) {
    catalog::BurnRule rule;
    rule.name = catalog::as_dns_label(name);
    rule.severity = catalog::severity_of(spec["severity"].text());
    spec["description"].dropped("what an alert means stands in the runbook");
    const Field inner = spec["condition"] ? spec["condition"] : spec;
    inner["kind"].carried();
    const std::string op = inner["op"].text();
    if (op.starts_with('l')) inner["op"].changed("fires above the threshold: below it the service is healthy", "look at what was meant");
    rule.at_or_above = op.ends_with("te");
    rule.factor = inner["threshold"].number().value_or(0);
    rule.long_window = prometheus_duration(inner["lookbackWindow"].text()).value_or(Duration{});
    rule.entry_delay = prometheus_duration(inner["alertAfter"].text()).value_or(Duration{});
    if (rule.factor > 0 && rule.long_window > Duration{}) return rule;
    spec.dropped("the condition has no threshold above zero, or no lookbackWindow", "write threshold: 14.4 and lookbackWindow: 1h");
    return std::nullopt;
}

Policy policy(const Field& spec, const std::string& name, const Library& library) {
    Policy out;
    spec["description"].dropped("what an alert means stands in the runbook");
    out.when_no_data = spec["alertWhenNoData"].flag().value_or(false);
    const bool resolved = spec["alertWhenResolved"].flag().value_or(false);
    const bool breaching = spec["alertWhenBreaching"].flag().value_or(true);
    spec["notificationTargets"].dropped("a notification target is a Channel here", "write a Channel, and name it in the service's channels or the burn policy's");
    for (const Field& item : spec["conditions"].items()) {
        std::optional<catalog::BurnRule> rule;
        if (item["spec"]) {
            item["kind"].carried();
            rule = condition(item["spec"], item["metadata"]["name"].text().empty() ? name : item["metadata"]["name"].text());
        } else if (const auto found = library.conditions.find(item["conditionRef"].text()); found != library.conditions.end()) {
            rule = found->second;
        } else {
            item.dropped("the condition is not among the files", "import it together with the policy");
        }
        if (!rule || !breaching) continue;
        rule->notify_resolved = resolved;
        out.rules.push_back(*rule);
    }
    return out;
}

void alerts(const Field& list, const Library& library, const Ratio& objective, Duration period, Promise& promise) {
    std::string names;
    bool no_data = false, any = false;
    for (const Field& item : list.items()) {
        const std::string name = item.is_scalar() ? item.text() : item["alertPolicyRef"].text();
        Policy used;
        if (item["spec"]) {
            item["kind"].carried();
            used = policy(item["spec"], item["metadata"]["name"].text(), library);
        } else if (const auto found = library.policies.find(name); found != library.policies.end()) {
            used = found->second;
        } else {
            item.dropped(fmt::format("AlertPolicy `{}` is not among the files", name), "import it together with the SLO");
            continue;
        }
        any = true;
        no_data = no_data || used.when_no_data;
        std::string wanted = name.empty() ? item.node()["metadata"]["name"].text() : name;
        if (wanted.empty()) wanted = promise.name + "-alerts";
        const std::string made = used.rules.empty() ? "" : library.draft.burn_policy(wanted, used.rules, objective, period, item);
        if (!made.empty() && names.find(made) == std::string::npos) names += (names.empty() ? "" : ", ") + made;
    }
    if (!names.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", names);
    if (any && !no_data) promise.annotations.emplace_back("plimsoll.dev/stale-after", "0s");
}

// ---- objectives

struct Judged {
    Ratio ratio;
    Tree tree;
    std::optional<Tree> own;  ///< its own indicator
};

std::optional<Judged> objective(Source& source, const Field& item, const std::string& method, bool threshold, const Library& library) {
    const Field field = item["targetPercent"] ? item["targetPercent"] : item["target"] ? item["target"] : item["budgetTarget"];
    const bool percent = static_cast<bool>(item["targetPercent"]);
    const auto ratio = objective_of(source, field, percent);
    if (!ratio) return std::nullopt;
    Judged out{*ratio, map_tree(), indicator(source, item, library)};
    if (source.left_out()) return std::nullopt;
    out.tree.put_text("displayName", item["displayName"].text());
    if (threshold || (out.own && out.own->find("thresholdMetric") != nullptr)) {
        const std::string op = item["op"].text();
        out.tree.put("op", plain_tree(op.empty() ? "lte" : op)).put("value", plain_tree(item["value"].text()));
        if (op.empty()) item.assumed("a sample is good at or below the value: op is not written");
    } else {
        item["op"].dropped("a ratio is good by its own counts");
        item["value"].dropped("a ratio is good by its own counts");
    }
    out.tree.put(percent ? "targetPercent" : "target", plain_tree(field.text()));
    if (method == "Timeslices") out.tree.put("timeSliceTarget", plain_tree(item["timeSliceTarget"].text()));
    else item["timeSliceTarget"].dropped("it changes nothing with this budgetingMethod");
    if (method == "Occurrences") {
        item["timeSliceWindow"].dropped("it changes nothing with this budgetingMethod");
        return out;
    }
    const std::string slice = item["timeSliceWindow"].text();
    if (slice.empty()) item.assumed("slices are of 1m: timeSliceWindow is not written");
    out.tree.put("timeSliceWindow", plain_tree(slice.empty() ? "1m" : slice));
    return out;
}

std::string method_of(const Field& spec) {
    const std::string written = spec["budgetingMethod"].text();
    for (const char* method : {"Occurrences", "Timeslices", "RatioTimeslices"}) {
        if (written == method) return method;
    }
    spec.assumed("events are counted: no known budgetingMethod is written");
    return "Occurrences";
}

Duration shortest(const std::vector<Tree>& windows) {
    Duration out = Duration::days(800);
    for (const Tree& window : windows) {
        std::string text = window.find("duration")->text;
        for (const auto& [letter, days] : {std::pair{'M', 30}, {'Q', 90}, {'Y', 365}}) {
            if (text.ends_with(letter)) text = fmt::format("{}d", std::max(1, std::atoi(text.c_str())) * days);
        }
        out = std::min(out, prometheus_duration(text).value_or(out));
    }
    return out;
}

/// Objectives that each have an indicator: one alike for all is the SLO's, others make a composite.
void place_indicators(std::vector<Judged>& judged, std::optional<Tree> shared, const std::vector<Field>& items, Promise& promise) {
    const bool own = std::any_of(judged.begin(), judged.end(), [](const Judged& j) { return j.own.has_value(); });
    const bool alike = own && std::all_of(judged.begin(), judged.end(), [&](const Judged& j) { return j.own && written({*j.own}) == written({*judged.front().own}); });
    if (alike) shared = judged.front().own;
    for (std::size_t i = 0; i < judged.size(); ++i) {
        if (judged[i].own && !alike) {
            Tree inner = map_tree();
            inner.put("metadata", braced(map_tree().put("name", text_tree(fmt::format("{}-{}", promise.name.substr(0, 55), i + 1)))));
            inner.put("spec", *judged[i].own);
            judged[i].tree.put("indicator", std::move(inner));
            if (items[i]["compositeWeight"]) judged[i].tree.put("compositeWeight", plain_tree(items[i]["compositeWeight"].text()));
        }
        promise.objectives.push_back(std::move(judged[i].tree));
    }
    promise.indicator = shared ? std::move(*shared) : map_tree();
}

void slo(Source& source, Library& library) {
    const Field spec = source["spec"];
    const Field metadata = source["metadata"];
    Promise promise;
    const std::optional<Tree> shared = indicator(source, spec, library);
    promise.method = method_of(spec);
    std::vector<Judged> judged;
    const std::vector<Field> items = spec["objectives"].items();
    for (const Field& item : items) {
        auto one = objective(source, item, promise.method, shared && shared->find("thresholdMetric") != nullptr, library);
        if (one) judged.push_back(std::move(*one));
    }
    if (source.left_out()) return;
    if (judged.empty()) return source.leave_out(spec, "it has no objective", "write objectives: [{target: 0.999}]");
    if (!shared && !judged.front().own) return source.leave_out(spec, "it has no indicator", "write an SLI in place, or name one");
    windows(source, spec, promise);
    if (source.left_out()) return;
    promise.name = library.draft.name("SLO", metadata["name"].text(), metadata["name"]);
    promise.display_name = metadata["displayName"].text();
    promise.description = spec["description"].text();
    promise.labels = labels_of(metadata["labels"]);
    metadata["annotations"].dropped("annotations of other tools mean nothing here", "carry over by hand what Plimsoll has an annotation for");
    const Field service = spec["serviceRef"] ? spec["serviceRef"] : spec["service"];
    promise.service = library.draft.service(service.text(), service);
    if (promise.service.empty()) return source.leave_out(spec, "it names no service", "write service: checkout");
    const Ratio lowest = std::min_element(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.ratio < b.ratio; })->ratio;
    place_indicators(judged, shared, items, promise);
    alerts(spec["alertPolicies"], library, lowest, shortest(promise.windows), promise);
    library.draft.slo(std::move(promise), source);
}

// ---- the other kinds

void service(Source& source, Draft& draft) {
    const Field metadata = source["metadata"];
    const std::string name = draft.service(metadata["name"].text(), metadata["name"]);
    if (name.empty()) return source.leave_out(metadata["name"], "it has no name", "write metadata.name");
    ServiceDraft& known = draft.service_called(name);
    known.display_name = metadata["displayName"].text();
    known.description = source["spec"]["description"].text();
}

void read_library(Source& source, const std::string& kind, Library& library) {
    const Field metadata = source["metadata"];
    const Field spec = source["spec"];
    const std::string name = metadata["name"].text();
    for (const char* key : {"displayName", "labels", "annotations"}) metadata[key].dropped("it stands on what refers to it");
    if (kind == "SLI") {
        auto made = sli(source, spec, library);
        library.slis[name] = source.left_out() ? std::nullopt : std::move(made);
    } else if (kind == "AlertCondition") {
        if (const auto rule = condition(spec, name)) library.conditions[name] = *rule;
    } else if (kind == "AlertPolicy") {
        library.policies[name] = policy(spec, name, library);
    }
}

/// The type of a DataSource: a word in v1, the only key besides the description in v2alpha.
void read_data_source(Source& source, Library& library) {
    const Field spec = source["spec"];
    std::string type = spec["type"].text();
    for (const auto& entry : spec.node().entries()) {
        if (type.empty() && entry.key != "description" && entry.key != "connectionDetails") type = entry.key;
    }
    library.source_types[source["metadata"]["name"].text()] = type;
    source.leave_out(source.root(), "where samples come from is declared anew: its connection details mean nothing here",
                     "write a DataSource of type prometheus with pull: true, and name it by --data-source; or push samples");
}

/// What others refer to comes first.
int rank(const std::string& kind) {
    const std::vector<std::string> kOrder{"DataSource", "Service", "SLI", "AlertCondition", "AlertPolicy"};
    return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), kind) - kOrder.begin());
}

}  // namespace

void from_openslo(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    Library library{draft, losses, {}, {}, {}, {}};
    std::vector<InputObject> ordered = objects;
    std::stable_sort(ordered.begin(), ordered.end(), [](const InputObject& a, const InputObject& b) { return rank(a.node["kind"].text()) < rank(b.node["kind"].text()); });
    for (const InputObject& object : ordered) {
        const std::string kind = object.node["kind"].text();
        const std::string name = object.node["metadata"]["name"].text();
        if (object.node["apiVersion"].text() == catalog::kPlimsoll) {
            draft.object(folder_of(kind), catalog::as_dns_label(name), ordered_tree(object.node), {object.node.place().file, object.node.place().line, kind + "/" + name});
            continue;
        }
        Source source(object.node, object.path, (kind == "SLO" ? "slo/" : kind + "/") + name, losses);
        source["apiVersion"].carried();
        source["kind"].carried();
        if (kind == "SLO") slo(source, library);
        else if (kind == "Service") service(source, draft);
        else if (kind == "DataSource") read_data_source(source, library);
        else if (kind == "AlertNotificationTarget") source.leave_out(source.root(), "a notification target is a Channel here", "write a Channel, and name it in the service's channels");
        else if (rank(kind) < 5) read_library(source, kind, library);
        else source.leave_out(source["kind"], "it is of no kind of OpenSLO");
    }
}

}  // namespace plimsoll::convert
