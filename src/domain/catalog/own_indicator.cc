// Indicator: what OpenSLO's SLI cannot say, each kind in words of its own.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/selector_text.h"
#include "domain/catalog/values.h"
#include "domain/catalog/verbatim_query.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostTerms = 64;  // of a query: promql::parse reads no more
constexpr Duration kLongestWithin = Duration::days(365);

/// One Indicator being read.
struct Draft {
    const Texts& texts;
    const Population population;
    Sli sli;
};

void too_many(const Fields& spec, std::string_view key) {
    spec.invalid(key, fmt::format("becomes more than {} selectors once `exclude` is left out", kMostTerms),
                 "exclude with one matcher an item where you can");
}

Metric metric_of(const promql::Query& query, const yaml::Place& place) {
    return {text_of(query), canonical(query), {}, {}, place};
}

/// A query asked for as it stands, of which nothing can be left out.
std::optional<Metric> read_as_it_stands(Draft& r, const Fields& kind, std::string_view key) {
    const yaml::Node node = kind[key];
    if (!r.population.everything()) {
        kind.wrong(errors::query, key, "is asked for as it stands, so that `valid` and `exclude` cannot narrow it", "write them into the query");
    }
    const auto text = read_verbatim(node, kind.path(key), r.texts, kind.problems());
    return Metric{text.value_or(trimmed(node.text())), text, {}, {}, node.place(), true};
}

/// A count of events, less what is excluded. What nothing is left out of stays as it was written.
std::optional<Metric> read_count(Draft& r, const Fields& kind, std::string_view key) {
    const yaml::Node node = kind[key];
    if (!node) return std::nullopt;
    if (is_verbatim(node.text())) {
        warn_of_rates(node, kind.path(key), kind.problems());
        return read_as_it_stands(r, kind, key);
    }
    const auto written = read_query(node, kind.path(key), r.texts, kind.problems());
    if (!written) return Metric{trimmed(node.text()), std::nullopt, {}, {}, node.place()};
    if (r.population.everything()) return Metric{trimmed(node.text()), canonical(*written), {}, {}, node.place()};
    const promql::Query left = left_of(*written, r.population);
    if (left.terms.size() > kMostTerms) too_many(kind, key);
    return metric_of(left, node.place());
}

/// One gauge. Its samples are read from one selector, so that an item of `exclude` has one matcher.
std::optional<Metric> read_gauge(Draft& r, const Fields& kind, std::string_view key) {
    const yaml::Node node = kind[key];
    if (!node) {
        kind.invalid(key, "is missing", "write the selector of the gauge: metric{label=\"value\"}");
        return std::nullopt;
    }
    if (is_verbatim(node.text())) return read_as_it_stands(r, kind, key);
    const auto written = read_selector(node, kind.path(key), r.texts, kind.problems());
    if (!written) return std::nullopt;
    const auto left = left_of(*written, r.population);
    if (left.size() != 1) {
        kind.invalid(key, "is one selector, from which an item of `exclude` with several matchers cannot be left out",
                     "write each matcher as an item of its own, where leaving out either is meant");
        return std::nullopt;
    }
    return Metric{left.front().text(), canonical(left.front()), {}, {}, node.place()};
}

/// Exactly one of two counts, and the count of all.
void read_counts(Draft& r, const Fields& kind, const char* all, const char* good, const char* bad) {
    const bool has_good = kind.has(good);
    const bool has_bad = kind.has(bad);
    if (!kind.has(all)) kind.invalid(all, "is missing", "write what counts every valid event");
    if (has_good && has_bad) kind.invalid(bad, fmt::format("and `{}` exclude each other", good), "remove one of them: the other follows");
    if (!has_good && !has_bad) kind.invalid(good, fmt::format("or `{}` is missing", bad), "write which events are good, or which are bad");
    r.sli.total = read_count(r, kind, all);
    r.sli.good = read_count(r, kind, good);
    r.sli.bad = read_count(r, kind, bad);
}

void read_ratio(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::ratio;
    read_counts(r, kind, "total", "good", "bad");
}

void read_correctness(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::correctness;
    read_counts(r, kind, "checked", "right", "wrong");
}

/// "300ms", or a number of seconds; above zero.
std::optional<double> read_seconds(const Fields& kind, std::string_view key) {
    const yaml::Node node = kind[key];
    const bool number = node.is_scalar() && !node.quoted() && node.as_double().has_value();
    if (number) {
        const double seconds = *node.as_double();
        if (std::isfinite(seconds) && seconds > 0 && seconds <= kLongestWithin.in_seconds()) return seconds;
        kind.invalid(key, "must be above zero and at most a year", "write 300ms, or 0.3 for seconds");
        return std::nullopt;
    }
    const auto written = duration(kind, key, Need::required);
    if (!written) return std::nullopt;
    if (*written <= kLongestWithin) return written->in_seconds();
    kind.invalid(key, "must be at most a year");
    return std::nullopt;
}

/// The name of the buckets' series: `h` and `h_bucket` both name histogram h.
std::optional<promql::Selector> read_histogram(Draft& r, const Fields& kind) {
    if (!kind.has("histogram")) {
        kind.invalid("histogram", "is missing", "write its selector: http_request_duration_seconds{job=\"checkout\"}");
        return std::nullopt;
    }
    auto selector = read_selector(kind["histogram"], kind.path("histogram"), r.texts, kind.problems());
    if (!selector) return std::nullopt;
    std::string name = metric_name(*selector);
    const auto le = std::find_if(selector->matchers.begin(), selector->matchers.end(), [](const promql::Matcher& m) { return m.label == "le"; });
    if (le != selector->matchers.end()) kind.invalid("histogram", "selects by `le`, which `within` says", "remove that matcher");
    for (const std::string_view part : {"_sum", "_count"}) {
        if (name.ends_with(part)) kind.invalid("histogram", fmt::format("names {}, a part of the histogram", name), "write its name without " + std::string(part));
    }
    if (name.empty()) {
        kind.invalid("histogram", "must name one histogram", "write its name before the braces");
        return std::nullopt;
    }
    if (!name.ends_with("_bucket")) name += "_bucket";
    for (promql::Matcher& m : selector->matchers) {
        if (m.label == "__name__") m.value = name;
    }
    return selector;
}

Metric bucket(Draft& r, const Fields& kind, promql::Selector histogram, const std::string& bound) {
    histogram.matchers.push_back({"le", promql::Matcher::Op::equal, bound});
    const promql::Query left = count_of(left_of(histogram, r.population));
    if (left.terms.size() > kMostTerms) too_many(kind, "histogram");
    return metric_of(left, kind.place("histogram"));
}

/// Where the bound stands among declared buckets. Between two it is refused, or by declared choice interpolated.
struct Bound {
    double good = 0;               ///< the bucket at the bound, or below it
    std::optional<double> above;   ///< interpolated: the next one
    double share = 0;
};
std::optional<Bound> place_bound(const Fields& kind, double within, const std::vector<double>& buckets, bool interpolate) {
    if (buckets.empty() || std::find(buckets.begin(), buckets.end(), within) != buckets.end()) return Bound{within, std::nullopt, 0};
    const auto above = std::upper_bound(buckets.begin(), buckets.end(), within);
    const std::string bound = text::number(within);
    if (above == buckets.begin() || above == buckets.end()) {
        kind.invalid("within", fmt::format("is {} s, {} bucket of {} s", bound, above == buckets.begin() ? "below the smallest" : "above the largest",
                                           text::number(above == buckets.begin() ? buckets.front() : buckets.back())),
                     fmt::format("write a bound that is a bucket, or give the histogram a bucket at {}", bound));
        return std::nullopt;
    }
    const double below = *(above - 1);
    if (interpolate) return Bound{below, *above, (within - below) / (*above - below)};
    kind.invalid("within", fmt::format("is {} s, between the buckets {} s and {} s: how many events lie below it is not measured", bound,
                                       text::number(below), text::number(*above)),
                 fmt::format("write within: {} or {}, give the histogram a bucket at {}, or write between: interpolate", text::number(below),
                             text::number(*above), bound));
    return std::nullopt;
}

void read_latency(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::latency;
    const auto histogram = read_histogram(r, kind);
    const auto within = read_seconds(kind, "within");
    const auto buckets = read_buckets(kind);
    const bool interpolate = kind.one_of("between", {"refuse", "interpolate"}) == "interpolate";
    if (interpolate && !kind.has("buckets")) {
        kind.invalid("between", "is interpolate, which needs `buckets`", "list the histogram's bounds: buckets: [0.1, 0.25, 0.5]");
    }
    if (!histogram || !within) return;
    const auto bound = place_bound(kind, *within, buckets, interpolate);
    if (!bound) return;
    r.sli.bound = *within;
    r.sli.total = bucket(r, kind, *histogram, "+Inf");
    r.sli.good = bucket(r, kind, *histogram, text::number(bound->good));
    r.sli.share = bound->share;
    if (bound->above) r.sli.above = bucket(r, kind, *histogram, text::number(*bound->above));
}

void read_threshold(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::threshold;
    r.sli.total = read_gauge(r, kind, "gauge");
    const std::string op = kind.one_of("op", {"lte", "gte", "lt", "gt"}, Need::required);
    r.sli.comparison = op == "gte" ? Comparison::gte : op == "lt" ? Comparison::lt : op == "gt" ? Comparison::gt : Comparison::lte;
    r.sli.bound = kind.number("value", Need::required).value_or(0);
}

void read_raw_ratio(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::raw_ratio;
    r.sli.total = read_gauge(r, kind, "gauge");
    r.sli.raw_is_bad = kind.one_of("of", {"good", "bad"}, Need::required) == "bad";
}

void read_freshness(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::freshness;
    r.sli.total = read_gauge(r, kind, "timestamp");
    r.sli.bound = read_seconds(kind, "within").value_or(0);
}

/// Prometheus keeps each firing alert as a sample of ALERTS.
void read_alert(Draft& r, const Fields& kind) {
    r.sli.kind = IndicatorKind::alert;
    r.sli.total = read_gauge(r, kind, "heartbeat");
    const std::string name = kind.text("name", Need::required, 200);
    promql::Selector firing;
    firing.matchers = {{"__name__", promql::Matcher::Op::equal, "ALERTS"},
                       {"alertname", promql::Matcher::Op::equal, name},
                       {"alertstate", promql::Matcher::Op::equal, "firing"}};
    if (kind.has("matchers")) {
        if (const auto more = read_matchers(kind["matchers"], kind.path("matchers"), r.texts, kind.problems())) {
            firing.matchers.insert(firing.matchers.end(), more->begin(), more->end());
        }
    }
    const auto left = left_of(firing, r.population);
    if (left.size() == 1) r.sli.bad = Metric{left.front().text(), canonical(left.front()), {}, {}, kind.place()};
}

struct Kind {
    const char* key;
    std::vector<std::string> fields;
    void (*read)(Draft&, const Fields&);
};

const std::array<Kind, 7>& kinds() {
    static const std::array<Kind, 7> kAll{{{"ratio", {"total", "good", "bad"}, read_ratio},
                                           {"correctness", {"checked", "right", "wrong"}, read_correctness},
                                           {"latency", {"histogram", "within", "buckets", "between"}, read_latency},
                                           {"threshold", {"gauge", "op", "value"}, read_threshold},
                                           {"rawRatio", {"gauge", "of"}, read_raw_ratio},
                                           {"freshness", {"timestamp", "within"}, read_freshness},
                                           {"alert", {"name", "matchers", "heartbeat"}, read_alert}}};
    return kAll;
}

}  // namespace

Sli read_own_indicator(const Object& object, const Texts& texts, Problems& problems) {
    const Fields spec(object.spec, "spec",
                      {"description", "dataSource", "valid", "exclude", "ratio", "correctness", "latency", "threshold", "rawRatio", "freshness", "alert"},
                      problems);
    if (!object.spec.is_map()) return {};
    spec.description();
    Draft draft{texts, read_population(spec, texts), {}};
    const char* first = nullptr;
    for (const Kind& kind : kinds()) {
        if (!spec.has(kind.key)) continue;
        if (first != nullptr) {
            spec.invalid(kind.key, fmt::format("and `{}` exclude each other", first), "write an Indicator for each");
            continue;
        }
        first = kind.key;
        const Fields fields(spec[kind.key], spec.path(kind.key), kind.fields, problems);
        if (spec[kind.key].is_map()) kind.read(draft, fields);
    }
    if (first == nullptr) {
        spec.invalid("ratio", "or another kind of indicator is missing",
                     "write one of ratio, correctness, latency, threshold, rawRatio, freshness, alert");
    }
    const Ref source{spec.reference("dataSource"), spec.place("dataSource")};
    for (auto* metric : {&draft.sli.total, &draft.sli.good, &draft.sli.bad, &draft.sli.above}) {
        if (*metric) (*metric)->source = source;
    }
    return draft.sli;
}

}  // namespace plimsoll::catalog
