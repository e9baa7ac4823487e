// bucket.h: the bounds of a classic histogram's buckets, which are numbers and not texts.
#pragma once

#include <optional>
#include <string_view>

#include "promql/query.h"

namespace plimsoll::promql {

/// The number that a bucket's `le` says: "0.3", "0.30" and "3e-1" are one bound, "+Inf" is one too. Empty: it is none.
[[nodiscard]] std::optional<double> bucket_bound(std::string_view le);

/// Takes the matcher of one bucket (le="0.3") out of a selector and gives its bound. Empty: there is none.
std::optional<double> take_bound(Selector& selector);

}  // namespace plimsoll::promql
