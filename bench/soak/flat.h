// flat.h: whether a series of samples stays flat, by rules that are written beside each answer.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace plimsoll::soak {

struct Point {
    double at_s = 0;  ///< of the machine, since the founding
    std::optional<double> value;  ///< empty: nothing could be read
};
BOOST_DESCRIBE_STRUCT(Point, (), (at_s, value))

/// The median of the slopes between all pairs of points; unit of the value per second. Up to 29 % of the points may be wild
/// without moving it far. Empty: fewer than two points at different times. Source: Sen 1968.
[[nodiscard]] std::optional<double> theil_sen(std::span<const Point> points);

/// The value below which a share `q` of the points lies, by nearest rank; empty without points.
[[nodiscard]] std::optional<double> quantile(std::span<const Point> points, double q);

/// Those with a value, from `from` (s) on and before `to`.
[[nodiscard]] std::vector<Point> within(std::span<const Point> points, double from, double to);

/// One question that the soak answers about itself.
struct Verdict {
    std::string name;
    std::string rule;
    std::string found;
    bool holds = false;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (name, rule, found, holds))

}  // namespace plimsoll::soak
