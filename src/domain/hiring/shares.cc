#include "domain/hiring/shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace plimsoll::hiring {

Interval wilson_95(std::int64_t part, std::int64_t whole) {
    constexpr double z = 1.959963984540054;
    const auto n = static_cast<double>(whole);
    const double p = static_cast<double>(part) / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double reach = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {std::max(0.0, middle - reach), std::min(1.0, middle + reach), "Wilson 95 %"};
}

Measure share_measure(std::string id, const Counted& part, const Counted& whole, std::string formula, TimeRange window, Timestamp as_of) {
    Measure out;
    out.id = std::move(id);
    out.unit = Unit::ratio;
    out.formula = std::move(formula);
    out.inputs = {{part.name, part.count, 1, "log of hiring"}, {whole.name, whole.count, 1, "log of hiring"}};
    out.window = window;
    out.as_of = as_of;
    out.sample_size = static_cast<std::uint64_t>(whole.count);
    if (whole.count < kLeastForShare) {
        out.why_empty = fmt::format("not enough data: {} {}, {} are needed", whole.count, whole.name, kLeastForShare);
        return out;
    }
    out.value = static_cast<double>(part.count) / static_cast<double>(whole.count);
    out.interval = wilson_95(part.count, whole.count);
    return out;
}

}  // namespace plimsoll::hiring
