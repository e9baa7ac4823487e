// json_path.h: one place in a JSON document, "$.items[0].id": what assertions and captures look at.
//
// Grammar    "$", then any of .name, ['name'], ["name"] and [index]. No wildcards, filters or slices: an assertion is about one value.
// Bounds     512 characters, 32 steps.
// Source     the singular queries of RFC 9535.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace plimsoll::probes {

class JsonPath {
public:
    /// Errors: malformed, saying at which character.
    static Result<JsonPath> parse(std::string_view text);

    /// Null: there is no such place.
    [[nodiscard]] const boost::json::value* find(const boost::json::value& root) const;
    /// As parse() reads it again: names in brackets.
    [[nodiscard]] std::string text() const;

private:
    using Step = std::variant<std::string, std::size_t>;
    std::vector<Step> steps_;
};

/// A text as it is, a number in its shortest form, true, false, null; anything else as compact JSON.
[[nodiscard]] std::string value_text(const boost::json::value& value);

}  // namespace plimsoll::probes
