// DataSource: what OpenSLO leaves open, `connectionDetails`, read by `type`. Of a type that Plimsoll does not read, and of a
// Prometheus that is not asked, anything may stand there.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "domain/catalog/errors.h"
#include "domain/catalog/expression.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/openslo.h"
#include "domain/catalog/peer.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostTargets = 100;
constexpr std::size_t kMostLabels = 30;
constexpr std::size_t kMostRoutes = 200;
constexpr std::size_t kLongestPath = 4096;
constexpr Duration kStepUnit = Duration::seconds(10);  // counts stand in slots of so long
const std::vector<std::string> kHttp{"https://", "http://"};

const std::vector<std::string>& types() {
    static const std::vector<std::string> kTypes{"prometheus", "scrape", "access_log", "remote_write"};
    return kTypes;
}

DataSourceType type_of(const Fields& spec, std::string& text) {
    text = spec.text("type", Need::required, 100);
    std::string plain = text;
    for (char& c : plain) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto found = std::find(types().begin(), types().end(), plain);
    if (found != types().end()) return static_cast<DataSourceType>(found - types().begin());
    if (const auto near = text.empty() ? std::nullopt : nearest(text, types())) {
        spec.problems().warn(errors::invalid, spec.place("type"), fmt::format("`spec.type` is {}, which is not read", text),
                             "did you mean `" + *near + "`?");
    }
    return DataSourceType::other;
}

bool is_label_name(std::string_view name) {
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

PullSettings read_pull(const Fields& pull) {
    PullSettings out;
    out.step = duration_within(pull, "step", kStepUnit, Duration::hours(1)).value_or(out.step);
    if (out.step.in_ms() % kStepUnit.in_ms() != 0) pull.invalid("step", "must be a multiple of 10s", "write 30s or 1m");
    out.delay = duration_within(pull, "delay", Duration{}, Duration::hours(1)).value_or(out.delay);
    out.look_again = duration_within(pull, "lookAgain", Duration{}, Duration::minutes(75)).value_or(out.look_again);
    out.rate = number_within(pull, "rate", 0.01, 1000).value_or(out.rate);
    out.batch = static_cast<int>(pull.integer("batch", 1, 500).value_or(out.batch));
    out.concurrency = static_cast<int>(pull.integer("concurrency", 1, 64).value_or(out.concurrency));
    out.back_fill = pull.flag("backFill").value_or(out.back_fill);
    return out;
}

/// Empty: the server is not asked. `pull: true` asks with every setting at its default.
std::optional<PullSettings> pull_of(const Fields& spec, const yaml::Node& details) {
    const yaml::Node node = details.is_map() ? details["pull"] : yaml::Node();
    using Kind = yaml::Node::Kind;
    if (node.kind() == Kind::absent || node.kind() == Kind::null) return std::nullopt;
    if (node.is_scalar() && !node.quoted() && node.as_bool()) return *node.as_bool() ? std::optional(PullSettings{}) : std::nullopt;
    const std::string path = spec.path("connectionDetails.pull");
    if (node.is_map()) {
        return read_pull(Fields(node, path, {"step", "delay", "lookAgain", "rate", "batch", "concurrency", "backFill"}, spec.problems()));
    }
    spec.problems().add(errors::invalid, node.place(), fmt::format("`{}` must be true, or a map of settings", path), "write pull: true");
    return std::nullopt;
}

void read_prometheus(const Fields& spec, const yaml::Node& node, DataSource& out) {
    out.pull = pull_of(spec, node);
    if (!out.pull) return;
    const Fields details(node, "spec.connectionDetails", with_connection({"url", "pull"}), spec.problems());
    out.connection = read_connection(details);
    out.connection.url = url(details, "url", kHttp);
}

std::map<std::string, std::string> read_labels(const Fields& details) {
    std::map<std::string, std::string> out;
    const yaml::Node node = details["labels"];
    if (!node) return out;
    if (!node.is_map()) {
        details.invalid("labels", "must be a map of names to values", "write labels: {env: prod}");
        return out;
    }
    if (node.entries().size() > kMostLabels)
        details.invalid("labels", fmt::format("has {} items; {} are allowed", node.entries().size(), kMostLabels));
    for (const auto& entry : node.entries()) {
        const std::string value = entry.value.is_scalar() ? trimmed(entry.value.text()) : "";
        const bool own = entry.key == "job" || entry.key == "instance";
        if (!is_label_name(entry.key) || entry.key.starts_with("__") || own) {
            details.problems().add(errors::invalid, entry.key_place,
                                   fmt::format("`{}.{}` is not a label that can be set", details.path("labels"), entry.key),
                                   own ? "job is set by `job`, and instance is the target"
                                       : "write letters, digits and '_', not beginning with a digit or '__'");
        } else if (value.empty() || value.size() > 1000) {
            details.problems().add(errors::invalid, entry.value.place(),
                                   fmt::format("`{}.{}` must be a text of 1 to 1000 bytes", details.path("labels"), entry.key));
        } else {
            out[entry.key] = value;
        }
    }
    return out;
}

void read_target(const Fields& details, const yaml::Node& item, std::vector<std::string>& targets) {
    const std::string target = item.is_scalar() ? trimmed(item.text()) : "";
    const auto refuse = [&](const ErrorKind& kind, std::string_view rule, std::string remedy) {
        details.problems().add(kind, item.place(), fmt::format("an item of `{}` {}", details.path("targets"), rule), std::move(remedy));
    };
    if (holds_credential(target))
        return refuse(errors::secret, "holds a secret in plain text", "write user and password, or token, beside the targets");
    if (target.size() > 2000 || (!is_url(target, kHttp) && !is_host_and_port(target))) {
        return refuse(errors::invalid, "must be a URL, or a host and a port", "write host:9100, or https://host/metrics");
    }
    if (std::find(targets.begin(), targets.end(), target) != targets.end()) return refuse(errors::duplicate, "stands twice", "remove one of them");
    targets.push_back(target);
}

void read_scrape(const Fields& spec, const yaml::Node& node, DataSource& out) {
    const Fields details(node, "spec.connectionDetails",
                         with_connection({"targets", "targetFile", "job", "interval", "labels", "sampleLimit"}), spec.problems());
    ScrapeSettings& s = out.scrape.emplace();
    if (!node.is_map()) return;
    out.connection = read_connection(details);
    s.interval = duration_within(details, "interval", Duration::seconds(5), Duration::minutes(10)).value_or(s.interval);
    if (!details.has("timeout")) out.connection.timeout = std::min(Duration::seconds(10), s.interval);
    if (out.connection.timeout > s.interval)
        details.invalid("timeout", "must be at most the interval", "write a shorter timeout, or a longer interval");
    s.job = details.text("job", Need::optional, 200);
    const auto items = details.list("targets");
    if (items.size() > kMostTargets) {
        details.invalid("targets", fmt::format("has {} items; {} are allowed", items.size(), kMostTargets),
                        "write them into a file, and its path as targetFile");
    }
    for (std::size_t i = 0; i < items.size() && i < kMostTargets; ++i) read_target(details, items[i], s.targets);
    s.target_file = details.text("targetFile", Need::optional, kLongestPath);
    if (!details.has("targets") && s.target_file.empty()) details.invalid("targets", "or `targetFile` is missing", "write targets: [host:9100]");
    s.labels = read_labels(details);
    s.sample_limit = static_cast<int>(details.integer("sampleLimit", 1, 1'000'000).value_or(s.sample_limit));
}

/// What a log's lines say beside the time, the status and the request.
struct LogContents {
    bool durations = false;
    bool hosts = false;
};

bool has_variable(std::string_view layout, std::string_view name) {
    for (auto at = layout.find(name); at != std::string_view::npos; at = layout.find(name, at + 1)) {
        const auto after = at + name.size();
        if (after == layout.size() || (std::isalnum(static_cast<unsigned char>(layout[after])) == 0 && layout[after] != '_')) return true;
    }
    return false;
}

bool has_one_of(std::string_view layout, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return has_variable(layout, name); });
}

LogContents read_layout(const Fields& details, AccessLogSettings& out) {
    if (out.format != LogFormat::nginx) {
        if (details.has("layout")) details.invalid("layout", "belongs to format: nginx", "remove it, or write format: nginx");
        return {};
    }
    out.layout = details.text("layout", Need::required, kLongestPath);
    if (out.layout.empty()) return {};
    if (!has_one_of(out.layout, {"$time_local", "$time_iso8601", "$msec"})) {
        details.invalid("layout", "does not say when a request was", "write the log_format with $time_iso8601, $time_local or $msec");
    }
    if (!has_variable(out.layout, "$status")) details.invalid("layout", "does not say how a request ended", "write the log_format with $status");
    return {has_one_of(out.layout, {"$request_time", "$upstream_response_time"}), has_one_of(out.layout, {"$host", "$server_name"})};
}

LogContents read_json_fields(const Fields& details, AccessLogSettings& out) {
    if (out.format != LogFormat::json) {
        for (const char* key : {"fields", "durationUnit"}) {
            if (details.has(key)) details.invalid(key, "belongs to format: json", "remove it, or write format: json");
        }
        return {};
    }
    if (!details.has("fields")) {
        details.invalid("fields", "is missing", "write fields: {time: ts, status: status, method: request.method, path: request.uri}");
        return {};
    }
    const Fields fields(details["fields"], details.path("fields"), {"time", "status", "method", "path", "duration", "host"}, details.problems());
    for (const char* key : {"time", "status", "method", "path", "duration", "host"}) {
        const bool required = key == std::string_view("time") || key == std::string_view("status");
        const std::string where = fields.text(key, required ? Need::required : Need::optional, 200);
        if (!where.empty()) out.fields[key] = where;
    }
    const std::string unit = details.one_of("durationUnit", {"s", "ms", "us"});
    if (!unit.empty()) out.duration_unit = unit;
    return {out.fields.contains("duration"), out.fields.contains("host")};
}

void read_route(const Fields& fields, std::vector<LogRoute>& out) {
    LogRoute route;
    route.name = fields.text("name", Need::required, 100);
    if (route.name == "other") fields.invalid("name", "is what a request is called that no route matches", "write another name");
    route.path = read_expression(fields, "path", Need::required);
    route.method = fields.text("method", Need::optional, 20);
    const bool upper = std::all_of(route.method.begin(), route.method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!upper) fields.invalid("method", "must be a method in capitals", "write GET");
    out.push_back(std::move(route));
}

void read_access_log(const Fields& spec, const yaml::Node& node, DataSource& out) {
    const Fields details(node, "spec.connectionDetails",
                         {"path", "format", "layout", "fields", "durationUnit", "routes", "buckets", "byHost", "fromStart"},
                         spec.problems());
    AccessLogSettings& s = out.access_log.emplace();
    if (!node.is_map()) return;
    s.path = details.text("path", Need::required, kLongestPath);
    const std::vector<std::string> formats{"common", "combined", "nginx", "json"};
    const std::string format = details.one_of("format", formats, Need::optional, true);
    if (!format.empty()) s.format = static_cast<LogFormat>(std::find(formats.begin(), formats.end(), format) - formats.begin());
    const LogContents in_layout = read_layout(details, s);
    const LogContents in_json = read_json_fields(details, s);
    const auto items = details.list("routes");
    if (items.size() > kMostRoutes) details.invalid("routes", fmt::format("has {} items; {} are allowed", items.size(), kMostRoutes));
    for (std::size_t i = 0; i < items.size() && i < kMostRoutes; ++i) {
        const Fields route(items[i], fmt::format("{}[{}]", details.path("routes"), i), {"name", "path", "method"}, details.problems());
        if (items[i].is_map()) read_route(route, s.routes);
    }
    s.buckets = read_buckets(details);
    s.by_host = details.flag("byHost").value_or(false);
    s.from_start = details.flag("fromStart").value_or(false);
    if (details.has("buckets") && !in_layout.durations && !in_json.durations) {
        details.invalid("buckets", "needs durations, which the lines do not have",
                        "log them: $request_time in an nginx layout, or fields: {duration: ...} of json");
    }
    if (s.by_host && !in_layout.hosts && !in_json.hosts) {
        details.invalid("byHost", "needs the host, which the lines do not have", "log it: $host in an nginx layout, or fields: {host: ...} of json");
    }
}

void read_remote_write(const Fields& spec, const yaml::Node& node, DataSource& out) {
    const Fields details(node, "spec.connectionDetails", {"clusterLabel", "replicaLabel", "failover"}, spec.problems());
    ReplicaSettings& s = out.replicas.emplace();
    if (!node.is_map()) return;
    for (const auto& [key, label] : {std::pair{"clusterLabel", &s.cluster_label}, std::pair{"replicaLabel", &s.replica_label}}) {
        const std::string name = details.text(key, Need::optional, 200);
        if (name.empty()) continue;
        if (is_label_name(name)) *label = name;
        else details.invalid(key, "must be a label's name", "write letters, digits and '_'");
    }
    if (s.cluster_label == s.replica_label) {
        details.invalid("replicaLabel", "is the same as `clusterLabel`", "the one names the pair, the other each of the two");
    }
    s.failover = duration_within(details, "failover", Duration::seconds(5), Duration::minutes(10)).value_or(s.failover);
}

}  // namespace

DataSource read_data_source(const Object& object, Problems& problems) {
    const Fields spec(object.spec, "spec", {"description", "type", "connectionDetails"}, problems);
    DataSource out;
    out.name = object.metadata.name.name;
    out.source = {object.place.file, object.place.line};
    if (!object.spec.is_map()) return out;
    out.description = spec.description();
    if (!spec.has("connectionDetails")) {
        spec.invalid("connectionDetails", "is missing", "write what reaches the source, such as {url: ...}");
    }
    out.type = type_of(spec, out.type_text);
    const yaml::Node details = spec["connectionDetails"];
    if (!details) return out;
    switch (out.type) {
        case DataSourceType::prometheus: read_prometheus(spec, details, out); break;
        case DataSourceType::scrape: read_scrape(spec, details, out); break;
        case DataSourceType::access_log: read_access_log(spec, details, out); break;
        case DataSourceType::remote_write: read_remote_write(spec, details, out); break;
        case DataSourceType::other: break;
    }
    return out;
}

}  // namespace plimsoll::catalog
