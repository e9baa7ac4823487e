// metric_names.h: the names of metrics that were met, with their labels and about how many series, so that a person can pick
// what to promise from what is there.
//
// Fed        where a series is met for the first time, whether an SLI counts it or not; never for a sample.
// Series     are estimated by linear counting over 2,048 bits: met again they count once; within 3 % up to some thousands.
//            Source: Whang, Vander-Zanden, Taylor 1990, "A linear-time probabilistic counting algorithm".
// Bounds     20,000 names; of each 16 labels, of each label 24 values of at most 80 bytes; 16 MiB of label text in all. What
//            is beyond is left out and counted (`left_out` names; a label says that there are `more` values).
// Threads    any; a mutex.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/series_labels.h"

namespace plimsoll::ingest {

/// A label of a metric, and the first values it was met with.
struct MetLabel {
    std::string name;
    std::vector<std::string> values;  ///< sorted
    bool more = false;                ///< there are others
};

struct MetMetric {
    std::string name;
    std::string type;                 ///< counter, gauge, histogram or summary, as its name and labels suggest
    std::uint64_t series = 0;         ///< about
    std::vector<MetLabel> labels;     ///< by name, without __name__
};

class MetricNames {
public:
    static constexpr std::size_t kMostNames = 20'000;
    static constexpr std::size_t kMostLabels = 16;
    static constexpr std::size_t kMostValues = 24;
    static constexpr std::size_t kLongestValue = 80;
    static constexpr std::size_t kMostText = 16 << 20;

    /// `labels` canonical: sorted by name, with __name__.
    void met(const Labels& labels);
    /// Those with a label of this value, or all of them where `label` is empty; by name.
    [[nodiscard]] std::vector<MetMetric> with(std::string_view label, std::string_view value) const;
    [[nodiscard]] std::vector<MetMetric> all() const { return with({}, {}); }
    /// Series of metrics that there was no room for.
    [[nodiscard]] std::uint64_t left_out() const;

private:
    static constexpr std::size_t kBits = 2048;
    struct Known {
        std::bitset<kBits> seen;
        std::map<std::string, MetLabel, std::less<>> labels;
    };
    void remember(Known& known, const promql::Label& label);

    mutable std::mutex mutex_;  // guards what follows
    std::map<std::string, std::unique_ptr<Known>, std::less<>> metrics_;
    std::size_t text_ = 0;
    std::uint64_t left_out_ = 0;
};

/// What a metric is by its name, as exporters name them: counter, gauge, histogram, summary.
[[nodiscard]] std::string type_by_name(std::string_view name, bool has_le, bool has_quantile);

}  // namespace plimsoll::ingest
