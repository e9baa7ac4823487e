#include "ingest/otlp/parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace plimsoll::ingest::otlp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Row {
    std::string_view key;
    std::string_view words;
    std::string_view remedy;
};
constexpr std::array<Row, kPointFaults> kRows{{
    {"no_time", "the data point has no time", "mend the sender: time_unix_nano is required"},
    {"no_value", "the data point has no value", "mend the sender: as_int or as_double is required unless the flag NoRecordedValue is set"},
    {"no_temporality", "the metric does not say whether its points are cumulative or deltas",
     "mend the sender: aggregation_temporality is required"},
    {"change_of_gauge", "changes of an up-down counter are neither counts nor a gauge",
     "export up-down counters with cumulative temporality"},
    {"unfit_buckets", "the histogram's buckets do not fit its bounds or its count",
     "mend the sender: bounds rise, there is one bucket more than bounds, and together they hold the count"},
    {"too_many_buckets", "the histogram has more than 1000 buckets", "choose fewer bounds by a view"},
    {"too_coarse", "the exponential histogram's scale is below 2, so that bounds lie inside its buckets",
     "allow it more buckets (160 are usual), or choose explicit bounds by a view"},
    {"another_writer", "another process with the same job, instance and attributes began meanwhile",
     "give each process a service.instance.id of its own"},
}};
const Row& row(PointFault fault) {
    return kRows[static_cast<std::size_t>(fault)];
}

/// The sum, or nothing when it exceeds 64 bits.
std::optional<std::uint64_t> sum_of(const std::vector<std::uint64_t>& counts, std::uint64_t sum = 0) {
    for (const std::uint64_t count : counts) {
        if (__builtin_add_overflow(sum, count, &sum)) return std::nullopt;
    }
    return sum;
}

void add(std::vector<Part>& parts, Part::Role role, double bound, std::uint64_t value) {
    parts.push_back({role, bound, static_cast<double>(value)});
}

void add_totals(std::vector<Part>& parts, std::uint64_t count, std::optional<double> sum) {
    add(parts, Part::Role::bucket, kInfinity, count);
    add(parts, Part::Role::count, 0, count);
    if (sum) parts.push_back({Part::Role::sum, 0, *sum});
}

bool rise(const std::vector<double>& bounds) {
    if (std::any_of(bounds.begin(), bounds.end(), [](double b) { return std::isnan(b); })) return false;
    return std::adjacent_find(bounds.begin(), bounds.end(), std::greater_equal<>()) == bounds.end();
}

}  // namespace

std::string_view key(PointFault fault) { return row(fault).key; }
std::string_view words(PointFault fault) { return row(fault).words; }
std::string_view remedy(PointFault fault) { return row(fault).remedy; }

std::string_view suffix(Part::Role role) {
    constexpr std::array<std::string_view, 5> kSuffixes{"", "_bucket", "_count", "_sum", ""};
    return kSuffixes[static_cast<std::size_t>(role)];
}

std::string_view bound_label(Part::Role role) {
    if (role == Part::Role::bucket) return "le";
    return role == Part::Role::quantile ? "quantile" : "";
}

std::string bound_text(double bound) {
    if (std::isinf(bound)) return bound > 0 ? "+Inf" : "-Inf";
    return text::number(bound);
}

std::optional<PointFault> parts_of(const HistogramPoint& point, std::vector<Part>& parts) {
    parts.clear();
    if (point.counts.size() > kMostBuckets) return PointFault::too_many_buckets;
    const bool none = point.counts.empty() && point.bounds.empty();  // a histogram of its count and sum alone
    if (!none) {
        if (point.counts.size() != point.bounds.size() + 1 || !rise(point.bounds)) return PointFault::unfit_buckets;
        if (sum_of(point.counts) != point.count) return PointFault::unfit_buckets;
    }
    std::uint64_t at_most = 0;
    for (std::size_t i = 0; i < point.bounds.size(); ++i) {
        at_most += point.counts[i];
        if (point.bounds[i] != kInfinity) add(parts, Part::Role::bucket, point.bounds[i], at_most);
    }
    add_totals(parts, point.count, point.sum);
    return std::nullopt;
}

std::optional<PointFault> parts_of(const ExponentialPoint& point, std::vector<Part>& parts) {
    parts.clear();
    if (point.scale < kFinestScale) return PointFault::too_coarse;
    if (point.scale > 40) return PointFault::unfit_buckets;  // the format allows 20; more would overflow what follows
    if (point.positive.counts.size() > kMostBuckets || point.negative.counts.size() > kMostBuckets) return PointFault::too_many_buckets;
    const auto below = sum_of(point.negative.counts);
    const auto with_zero = below ? sum_of({point.zero_count}, *below) : std::nullopt;
    const auto all = with_zero ? sum_of(point.positive.counts, *with_zero) : std::nullopt;
    if (!all || *all != point.count) return PointFault::unfit_buckets;
    const int quarter_width = point.scale - kFinestScale;
    std::uint64_t positive = 0;
    std::size_t taken = 0;
    for (int quarter = -4 * kOctaves; quarter <= 4 * kOctaves; ++quarter) {
        // Bucket i ends at index offset + i + 1 of the scale, the bound at quarter * 2^(scale - 2).
        const std::int64_t end = static_cast<std::int64_t>(quarter) * (std::int64_t{1} << quarter_width);
        while (taken < point.positive.counts.size() &&
               static_cast<std::int64_t>(point.positive.offset) + static_cast<std::int64_t>(taken) + 1 <= end) {
            positive += point.positive.counts[taken++];
        }
        const double bound = std::exp2(quarter / 4.0);
        const std::uint64_t zeros = point.zero_threshold <= bound ? point.zero_count : 0;
        add(parts, Part::Role::bucket, bound, *below + zeros + positive);
    }
    add_totals(parts, point.count, point.sum);
    return std::nullopt;
}

std::optional<PointFault> parts_of(const SummaryPoint& point, std::vector<Part>& parts) {
    parts.clear();
    if (point.quantiles.size() > kMostBuckets) return PointFault::too_many_buckets;
    for (const auto& [quantile, value] : point.quantiles) parts.push_back({Part::Role::quantile, quantile, value});
    add(parts, Part::Role::count, 0, point.count);
    parts.push_back({Part::Role::sum, 0, point.sum});
    return std::nullopt;
}

}  // namespace plimsoll::ingest::otlp
