#include "ingest/metric_names.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace plimsoll::ingest {
namespace {

constexpr std::string_view kName = "__name__";

/// Of everything that tells a series from others of its metric.
std::size_t hash_of(const Labels& labels) {
    std::size_t hash = 0xcbf29ce484222325;
    const auto add = [&](std::string_view text) {
        hash ^= std::hash<std::string_view>()(text) + 0x9e3779b97f4a7c15 + (hash << 6) + (hash >> 2);
    };
    for (const promql::Label& label : labels) {
        add(label.name);
        add(label.value);
    }
    return hash ^ (hash >> 29);
}

/// How many were thrown into `bits` bins of which `free` stayed empty: n = -m ln(free / m).
std::uint64_t estimate(std::size_t bits, std::size_t free) {
    const double m = static_cast<double>(bits);
    return static_cast<std::uint64_t>(std::llround(-m * std::log(std::max(1.0, static_cast<double>(free)) / m)));
}

}  // namespace

void MetricNames::remember(Known& known, const promql::Label& label) {
    auto found = known.labels.find(label.name);
    if (found == known.labels.end()) {
        if (known.labels.size() >= kMostLabels || text_ + label.name.size() > kMostText) return;
        text_ += label.name.size();
        found = known.labels.emplace(std::string(label.name), MetLabel{std::string(label.name), {}, false}).first;
    }
    MetLabel& met = found->second;
    const auto place = std::lower_bound(met.values.begin(), met.values.end(), label.value);
    if (place != met.values.end() && *place == label.value) return;
    const bool room = met.values.size() < kMostValues && label.value.size() <= kLongestValue && text_ + label.value.size() <= kMostText;
    if (!room) {
        met.more = true;
        return;
    }
    text_ += label.value.size();
    met.values.insert(place, std::string(label.value));
}

void MetricNames::met(const Labels& labels) {
    const std::string_view name = value_of(labels, kName);
    const std::size_t bit = hash_of(labels) % kBits;
    const std::lock_guard lock(mutex_);
    auto found = metrics_.find(name);
    if (found == metrics_.end()) {
        if (metrics_.size() >= kMostNames || text_ + name.size() > kMostText) {
            ++left_out_;
            return;
        }
        text_ += name.size();
        found = metrics_.emplace(std::string(name), std::make_unique<Known>()).first;
    }
    Known& known = *found->second;
    known.seen.set(bit);
    for (const promql::Label& label : labels)
        if (label.name != kName) remember(known, label);
}

std::vector<MetMetric> MetricNames::with(std::string_view label, std::string_view value) const {
    std::vector<MetMetric> out;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, known] : metrics_) {
        if (!label.empty()) {
            const auto found = known->labels.find(label);
            if (found == known->labels.end()) continue;
            if (!std::binary_search(found->second.values.begin(), found->second.values.end(), value)) continue;
        }
        MetMetric metric;
        metric.name = name;
        metric.type = type_by_name(name, known->labels.contains("le"), known->labels.contains("quantile"));
        metric.series = estimate(kBits, kBits - known->seen.count());
        for (const auto& [label_name, met] : known->labels) metric.labels.push_back(met);
        out.push_back(std::move(metric));
    }
    return out;
}

std::uint64_t MetricNames::left_out() const {
    const std::lock_guard lock(mutex_);
    return left_out_;
}

std::string type_by_name(std::string_view name, bool has_le, bool has_quantile) {
    if (has_le || name.ends_with("_bucket")) return "histogram";
    if (has_quantile) return "summary";
    for (const std::string_view end : {"_total", "_count", "_sum", "_created"})
        if (name.ends_with(end)) return end == "_created" ? "gauge" : "counter";
    return "gauge";
}

}  // namespace plimsoll::ingest
