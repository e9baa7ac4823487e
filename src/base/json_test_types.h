// json_test_types.h: structs that json_test.cc encodes, apart because their codec is instantiated in a codec file.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/units.h"

namespace plimsoll::json_test {

BOOST_DEFINE_ENUM_CLASS(Colour, red, amber)

struct Inner {
    std::int64_t n = 0;
    friend bool operator==(const Inner&, const Inner&) = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (n))

struct Opened {
    static constexpr std::string_view json_tag = "Opened";
    std::string name;
    friend bool operator==(const Opened&, const Opened&) = default;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (name))

struct Closed {
    static constexpr std::string_view json_tag = "Closed";
    bool well = false;
    friend bool operator==(const Closed&, const Closed&) = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (well))

struct Lenient {
    using json_defaults = void;
    int limit = 50;
    friend bool operator==(const Lenient&, const Lenient&) = default;
};
BOOST_DESCRIBE_STRUCT(Lenient, (), (limit))

struct Everything {
    std::string text;
    double number = 0;
    std::uint64_t big = 0;
    bool yes = false;
    Colour colour = Colour::red;
    std::optional<int> maybe;
    std::vector<Inner> list;
    std::map<std::string, Inner> map;
    std::variant<Opened, Closed> what;
    Timestamp at;
    Duration length;
    Ratio ratio;
    TimeRange range;
    Lenient lenient;
    friend bool operator==(const Everything&, const Everything&) = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (), (text, number, big, yes, colour, maybe, list, map, what, at, length, ratio, range,
                                       lenient))

}  // namespace plimsoll::json_test
