// attributes.h: the attributes of a resource or a data point: names with values, as text.
//
// Values     a string as it is; true and false; whole numbers in decimal; others in the shortest decimal that reads back as
//            the same; bytes in base64; lists and maps as JSON.
// Bound      lists and maps nest at most kDeepest times.
// Errors     protozero::exception, on what is no protobuf; malformed, on what nests deeper.
// Threads    pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ingest/otlp/wire.h"

namespace plimsoll::ingest::otlp {

inline constexpr int kDeepest = 16;

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// `run`: fields of that number, each a KeyValue, among others. In the order sent.
[[nodiscard]] Result<Pairs> attributes_of(std::string_view run, protozero::pbf_tag_type field);

}  // namespace plimsoll::ingest::otlp
