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
#include "convert/openslo_library.h"
#include "domain/catalog/object.h"

namespace plimsoll::convert {

namespace {

using openslo::Library;

// ---- windows

std::string unit_letter(const std::string& unit) {
    static const std::map<std::string, std::string> kLetters{{"minute", "m"}, {"hour", "h"},    {"day", "d"}, {"week", "w"},
                                                             {"month", "M"},  {"quarter", "Q"}, {"year", "Y"}};
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
    Judged out{*ratio, map_tree(), openslo::indicator(source, item, library)};
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
    const bool alike = own && std::all_of(judged.begin(), judged.end(),
                                          [&](const Judged& j) { return j.own && written({*j.own}) == written({*judged.front().own}); });
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
    const std::optional<Tree> shared = openslo::indicator(source, spec, library);
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
    metadata["annotations"].dropped("annotations of other tools mean nothing here",
                                    "carry over by hand what Plimsoll has an annotation for");
    const Field service = spec["serviceRef"] ? spec["serviceRef"] : spec["service"];
    promise.service = library.draft.service(service.text(), service);
    if (promise.service.empty()) return source.leave_out(spec, "it names no service", "write service: checkout");
    const Ratio lowest =
        std::min_element(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.ratio < b.ratio; })->ratio;
    place_indicators(judged, shared, items, promise);
    openslo::alerts(spec["alertPolicies"], library, lowest, shortest(promise.windows), promise);
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
        auto made = openslo::sli(source, spec, library);
        library.slis[name] = source.left_out() ? std::nullopt : std::move(made);
    } else if (kind == "AlertCondition") {
        if (const auto rule = openslo::condition(spec, name)) library.conditions[name] = *rule;
    } else if (kind == "AlertPolicy") {
        library.policies[name] = openslo::policy(spec, name, library);
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
    Library library{draft, {}, {}, {}, {}};
    std::vector<InputObject> ordered = objects;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const InputObject& a, const InputObject& b) { return rank(a.node["kind"].text()) < rank(b.node["kind"].text()); });
    for (const InputObject& object : ordered) {
        const std::string kind = object.node["kind"].text();
        const std::string name = object.node["metadata"]["name"].text();
        if (object.node["apiVersion"].text() == catalog::kPlimsoll) {
            draft.object(folder_of(kind), catalog::as_dns_label(name), ordered_tree(object.node),
                         {object.node.place().file, object.node.place().line, kind + "/" + name});
            continue;
        }
        Source source(object.node, object.path, (kind == "SLO" ? "slo/" : kind + "/") + name, losses);
        source["apiVersion"].carried();
        source["kind"].carried();
        if (kind == "SLO") slo(source, library);
        else if (kind == "Service") service(source, draft);
        else if (kind == "DataSource") read_data_source(source, library);
        else if (kind == "AlertNotificationTarget")
            source.leave_out(source.root(), "a notification target is a Channel here",
                             "write a Channel, and name it in the service's channels");
        else if (rank(kind) < 5) read_library(source, kind, library);
        else source.leave_out(source["kind"], "it is of no kind of OpenSLO");
    }
}

}  // namespace plimsoll::convert
