#include "base/metrics.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll {

namespace {

std::string rendered(const Metrics::Labels& labels, const std::string& extra = {}) {
    std::string out;
    for (const auto& [name, value] : labels) {
        out += out.empty() ? "{" : ",";
        out += name + "=\"";
        for (const char c : value) {
            if (c == '\\' || c == '"') out += '\\';
            if (c == '\n') out += "\\n";
            else out += c;
        }
        out += '"';
    }
    if (!extra.empty()) out += (out.empty() ? "{" : ",") + extra;
    return out.empty() ? out : out + "}";
}

/// `{a="b"}` and `le="1"` -> `{a="b",le="1"}`.
std::string with_label(const std::string& labels, const std::string& extra) {
    if (labels.empty()) return "{" + extra + "}";
    return labels.substr(0, labels.size() - 1) + "," + extra + "}";
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)) {
    for (std::size_t i = 0; i <= bounds_.size(); ++i) buckets_.emplace_back(0);
}

void Histogram::observe(double value) {
    const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
    double sum = sum_.load(std::memory_order_relaxed);
    while (!sum_.compare_exchange_weak(sum, sum + value, std::memory_order_relaxed)) {
    }
}

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    Family<Counter>& family = counter_families_[name];
    family.help = help;
    Counter*& slot = family.by_labels[rendered(labels)];
    if (slot == nullptr) slot = &counters_.emplace_back();
    return *slot;
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    Family<Gauge>& family = gauge_families_[name];
    family.help = help;
    Gauge*& slot = family.by_labels[rendered(labels)];
    if (slot == nullptr) slot = &gauges_.emplace_back();
    return *slot;
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, std::vector<double> bounds,
                              const Labels& labels) {
    const std::lock_guard lock(mutex_);
    Family<Histogram>& family = histogram_families_[name];
    family.help = help;
    Histogram*& slot = family.by_labels[rendered(labels)];
    if (slot == nullptr) slot = &histograms_.emplace_back(std::move(bounds));
    return *slot;
}

std::string Metrics::text() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    const auto head = [&](const std::string& name, const std::string& help, const char* type) {
        out += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
    };
    for (const auto& [name, family] : counter_families_) {
        head(name, family.help, "counter");
        for (const auto& [labels, c] : family.by_labels) out += name + labels + " " + std::to_string(c->value()) + "\n";
    }
    for (const auto& [name, family] : gauge_families_) {
        head(name, family.help, "gauge");
        for (const auto& [labels, g] : family.by_labels) out += name + labels + " " + text::number(g->value()) + "\n";
    }
    for (const auto& [name, family] : histogram_families_) {
        head(name, family.help, "histogram");
        for (const auto& [labels, h] : family.by_labels) {
            std::uint64_t total = 0;
            for (std::size_t i = 0; i < h->buckets_.size(); ++i) {
                total += h->buckets_[i].load(std::memory_order_relaxed);
                const std::string bound = i < h->bounds_.size() ? text::number(h->bounds_[i]) : "+Inf";
                out += name + "_bucket" + with_label(labels, "le=\"" + bound + "\"") + " " + std::to_string(total) + "\n";
            }
            out += name + "_sum" + labels + " " + text::number(h->sum_.load(std::memory_order_relaxed)) + "\n";
            out += name + "_count" + labels + " " + std::to_string(total) + "\n";
        }
    }
    return out;
}

}  // namespace plimsoll
