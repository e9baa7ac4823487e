// metrics.h: what Plimsoll tells of itself at /metrics, in the Prometheus text format.
//
// Threads    add() and set() are lock-free from any thread; registering and writing take a lock.
// Lifetime   a Metrics outlives every handle taken from it; handles are references that stay valid.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace plimsoll {

class Counter {
public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void set(double v) { value_.store(v, std::memory_order_relaxed); }
    [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

class Histogram {
public:
    explicit Histogram(std::vector<double> bounds);
    void observe(double value);

private:
    friend class Metrics;
    std::vector<double> bounds_;
    std::deque<std::atomic<std::uint64_t>> buckets_;  // one more than bounds: +Inf
    std::atomic<double> sum_{0};
};

class Metrics {
public:
    using Labels = std::map<std::string, std::string>;
    /// The same name and labels give the same object. Names: plimsoll_<noun>_<unit>_total and so on.
    Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    Histogram& histogram(const std::string& name, const std::string& help, std::vector<double> bounds,
                         const Labels& labels = {});
    /// The exposition text.
    [[nodiscard]] std::string text() const;

private:
    template <class T>
    struct Family {
        std::string help;
        std::map<std::string, T*> by_labels;
    };
    mutable std::mutex mutex_;
    std::deque<Counter> counters_;
    std::deque<Gauge> gauges_;
    std::deque<Histogram> histograms_;
    std::map<std::string, Family<Counter>> counter_families_;
    std::map<std::string, Family<Gauge>> gauge_families_;
    std::map<std::string, Family<Histogram>> histogram_families_;
};

}  // namespace plimsoll
