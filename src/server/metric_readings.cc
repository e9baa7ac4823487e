#include "server/metric_readings.h"

#include <charconv>
#include <limits>

namespace plimsoll::server {

namespace {

std::optional<double> number(std::string_view text) {
    if (text == "+Inf") return std::numeric_limits<double>::infinity();
    double value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The value of `le` among the labels.
std::optional<double> bound_of(std::string_view labels) {
    constexpr std::string_view kKey = "le=\"";
    const auto at = labels.find(kKey);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = labels.substr(at + kKey.size());
    return number(rest.substr(0, rest.find('"')));
}

}  // namespace

MetricReadings MetricReadings::of(std::string_view exposition) {
    MetricReadings out;
    while (!exposition.empty()) {
        const std::string_view line = exposition.substr(0, exposition.find('\n'));
        exposition.remove_prefix(std::min(line.size() + 1, exposition.size()));
        const auto space = line.rfind(' ');
        if (line.starts_with('#') || space == std::string_view::npos) continue;
        const auto value = number(line.substr(space + 1));
        const std::string_view series = line.substr(0, space);
        const auto brace = std::min(series.find('{'), series.size());
        if (value) out.by_name_[std::string(series.substr(0, brace))].push_back({std::string(series.substr(brace)), *value});
    }
    return out;
}

double MetricReadings::sum(const std::string& name, std::string_view labels) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return 0;
    double sum = 0;
    for (const Sample& sample : found->second) {
        if (sample.labels.find(labels) != std::string::npos) sum += sample.value;
    }
    return sum;
}

std::vector<MetricReadings::Bucket> MetricReadings::histogram(const std::string& name) const {
    const auto found = by_name_.find(name + "_bucket");
    if (found == by_name_.end()) return {};
    std::map<double, double> sums;
    for (const Sample& sample : found->second) {
        if (const auto bound = bound_of(sample.labels)) sums[*bound] += sample.value;
    }
    std::vector<Bucket> out;
    for (const auto& [bound, observations] : sums) out.push_back({bound, observations});
    return out;
}

}  // namespace plimsoll::server
