#include "promql/bucket.h"

#include <charconv>
#include <cmath>

namespace plimsoll::promql {

std::optional<double> bucket_bound(std::string_view le) {
    if (le.starts_with('+')) le.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(le.data(), le.data() + le.size(), value);
    if (le.empty() || error != std::errc() || end != le.data() + le.size() || std::isnan(value)) return std::nullopt;
    return value;
}

std::optional<double> take_bound(Selector& selector) {
    for (auto m = selector.matchers.begin(); m != selector.matchers.end(); ++m) {
        const auto bound = m->label == "le" && m->op == Matcher::Op::equal ? bucket_bound(m->value) : std::nullopt;
        if (!bound) continue;
        selector.matchers.erase(m);
        return bound;
    }
    return std::nullopt;
}

}  // namespace plimsoll::promql
