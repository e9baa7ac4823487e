#include "server/proposals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "server/proposal_shapes.h"

namespace plimsoll::server {
namespace {

constexpr std::size_t kLongestName = 50;
constexpr std::string_view kNoService = "my-service";

bool fits(const Shape& shape, std::string_view metric) {
    if (!shape.metric.starts_with('*')) return shape.metric == metric;
    const std::string_view end = shape.metric.substr(1);
    return metric.ends_with(end) && metric.size() > end.size();
}

const KnownLabel* label_of(const KnownMetric& metric, std::string_view name) {
    for (const KnownLabel& label : metric.labels)
        if (label.name == name) return &label;
    return nullptr;
}

const KnownLabel* first_label(const KnownMetric& metric, const std::vector<std::string_view>& names) {
    for (const std::string_view name : names)
        if (const KnownLabel* found = label_of(metric, name)) return found;
    return nullptr;
}

/// Empty where nothing of it can stand in a name.
std::string dns_label(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (plain)
            out += lower;
        else if (!out.empty() && out.back() != '-')
            out += '-';
        if (out.size() == kLongestName) break;
    }
    while (out.ends_with('-')) out.pop_back();
    return out;
}

/// A string of PromQL. Control characters but the line break have no place in what people read.
std::string promql_string(std::string_view value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + '"';
}

/// Within single quotes of YAML.
std::string yaml_text(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + '\'';
}

std::string with(std::string_view words, std::string_view part) {
    const auto hole = words.find("{}");
    if (hole == std::string_view::npos) return std::string(words);
    return std::string(words.substr(0, hole)) + std::string(part) + std::string(words.substr(hole + 2));
}

/// A number of seconds of a label `le`; empty: +Inf, or no number.
std::optional<double> bound_of(const std::string& le) {
    char* end = nullptr;
    const double value = std::strtod(le.c_str(), &end);
    if (le.empty() || end != le.c_str() + le.size() || !std::isfinite(value) || value <= 0) return std::nullopt;
    return value;
}

/// The bucket nearest to what is wanted, by ratio; as the source writes it.
std::string nearest_bucket(const KnownMetric& metric, double wanted) {
    std::string best;
    double distance = HUGE_VAL;
    if (const KnownLabel* les = label_of(metric, "le")) {
        for (const std::string& le : les->values) {
            const auto bound = bound_of(le);
            if (!bound) continue;
            const double away = std::abs(std::log(*bound / wanted));
            if (away < distance) std::tie(best, distance) = std::pair(le, away);
        }
    }
    return best;
}

/// One SLO being proposed: a shape, the metric that has it, and the part of the metric.
struct Draft {
    const Shape& shape;
    const KnownMetric& metric;
    const ProposalContext& context;
    std::string part_label;  ///< empty: the metric is not parted
    std::string part;

    [[nodiscard]] std::string selector(std::string_view name, std::string_view matcher = {}) const {
        std::string inside;
        const auto add = [&](std::string_view one) {
            if (!one.empty()) (inside += inside.empty() ? "" : ",") += one;
        };
        if (!part_label.empty()) add(part_label + "=" + promql_string(part));
        add(shape.fixed);
        add(matcher);
        return std::string(name) + (inside.empty() ? "" : "{" + inside + "}");
    }
    [[nodiscard]] static std::string count(const std::string& selector) { return "sum(rate(" + selector + "[5m]))"; }
    [[nodiscard]] bool pulled() const { return !context.data_source.empty(); }

    [[nodiscard]] std::string source(const std::string& query) const {
        const std::string from = pulled() ? "metricSourceRef: " + context.data_source + ", type: prometheus" : "type: prometheus";
        return "{metricSource: {" + from + ", spec: {query: " + yaml_text(query) + "}}}";
    }
};

std::string head(const Proposal& p, std::string_view method = "Occurrences") {
    return fmt::format(
        "apiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: {}\nspec:\n  description: {}\n  service: {}\n  budgetingMethod: {}\n"
        "  timeWindow: [{{duration: 30d, isRolling: true}}]\n",
        p.id, yaml_text(p.title), p.service, method);
}

std::string ratio_text(const Draft& d, const Proposal& p, std::string_view target) {
    const bool bad = !p.bad.empty();
    return head(p) + fmt::format(
                         "  objectives:\n    - target: {}  # to be adjusted: what users accept, not what it was so far\n"
                         "  indicator:\n    metadata: {{name: {}}}\n    spec:\n      ratioMetric:\n        counter: true\n        {}: {}\n "
                         "       total: {}\n",
                         target, p.id, bad ? "bad" : "good", d.source(bad ? p.bad : p.good), d.source(p.total));
}

std::string own_text(const Proposal& p, const std::string& indicator, std::string_view target) {
    return fmt::format(
        "apiVersion: plimsoll/v1\nkind: Indicator\nmetadata: {{name: {}}}\nspec:\n{}---\n{}  objectives:\n    - target: {}  # to be "
        "adjusted\n"
        "  indicatorRef: {}\n",
        p.id, indicator, head(p), target, p.id);
}

std::string threshold_text(const Draft& d, const Proposal& p, std::string_view op, double bound) {
    return head(p) + fmt::format(
                         "  objectives:\n    - {{op: {}, value: {}, target: 0.99}}  # to be adjusted\n"
                         "  indicator:\n    metadata: {{name: {}}}\n    spec:\n      thresholdMetric: {}\n",
                         op, text::number(bound), p.id, d.source(p.total));
}

bool ratio(const Draft& d, Proposal& p) {
    const KnownLabel* label = first_label(d.metric, d.shape.labels);
    if (!label) return false;
    p.bad = Draft::count(d.selector(d.metric.name, label->name + std::string(d.shape.bad)));
    p.total = Draft::count(d.selector(d.metric.name));
    p.yaml = ratio_text(d, p, "0.999");
    return true;
}

bool latency(const Draft& d, Proposal& p) {
    const std::string le = nearest_bucket(d.metric, d.shape.bound);
    if (le.empty()) return false;
    const std::string base = d.metric.name.substr(0, d.metric.name.size() - std::string_view("_bucket").size());
    p.good = Draft::count(d.selector(d.metric.name, "le=" + promql_string(le)));
    p.total = Draft::count(d.selector(base + "_count"));
    const bool milliseconds = base.ends_with("_milliseconds");
    p.title += milliseconds ? ": within " + le + " ms" : ": within " + le + " s";
    if (d.pulled() || milliseconds)
        p.yaml = ratio_text(d, p, "0.99");
    else
        p.yaml = own_text(p,
                          fmt::format("  latency:\n    histogram: {}\n    within: {}  # seconds, one of the buckets\n",
                                      yaml_text(d.selector(base)), text::number(*bound_of(le))),
                          "0.99");
    return true;
}

bool threshold(const Draft& d, Proposal& p) {
    p.total = d.selector(d.metric.name);
    p.yaml = threshold_text(d, p, d.shape.kind == ShapeKind::threshold ? "lte" : "gte", d.shape.bound);
    return true;
}

/// Asked for, an age is computed there: only pushed timestamps are read sample by sample.
bool freshness(const Draft& d, Proposal& p) {
    if (d.pulled()) {
        p.total = "time() - max(last_over_time(" + d.selector(d.metric.name) + "[$__step]))";
        p.yaml = threshold_text(d, p, "lte", d.shape.bound);
        return true;
    }
    p.total = d.selector(d.metric.name);
    p.yaml = own_text(p,
                      fmt::format("  freshness:\n    timestamp: {}\n    within: {}\n", yaml_text(p.total),
                                  text::duration(Duration::seconds(std::llround(d.shape.bound)))),
                      "0.99");
    return true;
}

/// "orders_failed_total" beside "orders_total", or "orders_requests_total".
bool failures(const Draft& d, const std::vector<KnownMetric>& metrics, Proposal& p) {
    const std::string base = d.metric.name.substr(0, d.metric.name.size() - (d.shape.metric.size() - 1));
    for (const std::string& all : {base + "_total", base + "s_total", base + "_requests_total", base + "_attempts_total"}) {
        const bool there = std::any_of(metrics.begin(), metrics.end(), [&](const KnownMetric& m) { return m.name == all; });
        if (!there) continue;
        std::string words = base;
        std::replace(words.begin(), words.end(), '_', ' ');
        p.title = words + (d.part.empty() ? "" : " of " + d.part) + " succeed";
        p.id = dns_label((d.part.empty() ? "" : d.part + "-") + base + "-success");
        p.bad = Draft::count(d.selector(d.metric.name));
        p.total = Draft::count(d.selector(all));
        p.yaml = ratio_text(d, p, "0.999");
        return true;
    }
    return false;
}

/// The service of the catalogue that a part means, else one that the text declares.
void name_service(const Draft& d, Proposal& p) {
    const std::string own = dns_label(d.part);
    p.service = own.empty() ? std::string(kNoService) : own;
    if (d.part.empty() && !d.context.services.empty()) p.service = *d.context.services.begin();
    p.new_service = !d.context.services.contains(p.service);
}

std::optional<Proposal> proposal_of(const Draft& d, const std::vector<KnownMetric>& metrics) {
    Proposal p;
    name_service(d, p);
    p.system = d.shape.system;
    p.metric = d.metric.name;
    p.id = dns_label((d.part.empty() ? p.service : d.part) + "-" + std::string(d.shape.suffix));
    p.title = with(d.shape.title, d.part.empty() ? "the service" : d.part);
    p.why = d.shape.why;
    p.not_counted = d.shape.not_counted;
    const bool made = [&] {
        switch (d.shape.kind) {
            case ShapeKind::ratio: return ratio(d, p);
            case ShapeKind::latency: return latency(d, p);
            case ShapeKind::threshold:
            case ShapeKind::threshold_least: return threshold(d, p);
            case ShapeKind::freshness: return freshness(d, p);
            case ShapeKind::failures: return failures(d, metrics, p);
        }
        return false;
    }();
    if (!made) return std::nullopt;
    if (p.new_service)
        p.yaml =
            fmt::format("apiVersion: plimsoll/v1\nkind: Service\nmetadata: {{name: {}}}\nspec: {{owner: nobody-yet}}\n---\n", p.service) +
            p.yaml;
    p.exists = d.context.slos.contains(p.id);
    if (const auto found = d.metric.events_a_day.find(d.part); found != d.metric.events_a_day.end()) p.events_a_day = found->second;
    return p;
}

/// The values that part a metric; one empty one where nothing parts it.
std::vector<std::string> parts_of(const KnownLabel* label) {
    if (!label) return {""};
    std::vector<std::string> out;
    for (const std::string& value : label->values) {
        const bool shown = !value.empty() && text::printable(value) == value && !dns_label(value).empty();
        if (shown && out.size() < kMostParts) out.push_back(value);
    }
    return out;
}

}  // namespace

bool recognised(std::string_view metric) {
    return std::any_of(shapes().begin(), shapes().end(), [&](const Shape& shape) { return fits(shape, metric); });
}

std::vector<std::string> labels_of_interest(std::string_view metric) {
    std::vector<std::string> out;
    for (const Shape& shape : shapes()) {
        if (!fits(shape, metric)) continue;
        for (const auto& names : {shape.parts, shape.labels})
            for (const std::string_view name : names)
                if (std::find(out.begin(), out.end(), name) == out.end()) out.emplace_back(name);
    }
    return out;
}

std::string part_label(const KnownMetric& metric) {
    for (const Shape& shape : shapes()) {
        if (!fits(shape, metric.name)) continue;
        const KnownLabel* label = first_label(metric, shape.parts);
        return label ? label->name : "";
    }
    return {};
}

std::vector<Proposal> proposals_of(const std::vector<KnownMetric>& metrics, const ProposalContext& context) {
    std::vector<Proposal> out;
    std::set<std::string> made;
    for (const Shape& shape : shapes()) {
        for (const KnownMetric& metric : metrics) {
            if (!fits(shape, metric.name)) continue;
            const KnownLabel* label = first_label(metric, shape.parts);
            for (const std::string& part : parts_of(label)) {
                if (out.size() == kMostProposals) return out;
                auto proposal = proposal_of({shape, metric, context, label ? label->name : "", part}, metrics);
                if (proposal && made.insert(proposal->id).second) out.push_back(*std::move(proposal));
            }
        }
    }
    return out;
}

}  // namespace plimsoll::server
