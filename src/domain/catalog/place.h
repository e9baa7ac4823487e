// place.h: where a definition stands in its file.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

namespace plimsoll::catalog {

/// Where a definition stands: "slos/checkout.yaml", line 3.
struct Source {
    std::string file;
    int line = 0;
    friend bool operator==(const Source&, const Source&) = default;
};
BOOST_DESCRIBE_STRUCT(Source, (), (file, line))

}  // namespace plimsoll::catalog
