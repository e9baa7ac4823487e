#include "flat.h"

#include <algorithm>
#include <cmath>

namespace plimsoll::soak {

std::optional<double> theil_sen(std::span<const Point> points) {
    std::vector<double> slopes;
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            const double apart = points[j].at_s - points[i].at_s;
            if (apart != 0 && points[i].value && points[j].value) slopes.push_back((*points[j].value - *points[i].value) / apart);
        }
    }
    if (slopes.empty()) return std::nullopt;
    const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
    std::nth_element(slopes.begin(), middle, slopes.end());
    if (slopes.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(slopes.begin(), middle)) / 2;
}

std::optional<double> quantile(std::span<const Point> points, double q) {
    std::vector<double> values;
    for (const Point& point : points) {
        if (point.value) values.push_back(*point.value);
    }
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
    return values[std::min(values.size() - 1, rank == 0 ? 0 : rank - 1)];
}

std::vector<Point> within(std::span<const Point> points, double from, double to) {
    std::vector<Point> out;
    for (const Point& point : points) {
        if (point.value && point.at_s >= from && point.at_s < to) out.push_back(point);
    }
    return out;
}

}  // namespace plimsoll::soak
