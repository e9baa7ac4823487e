// gauge.h: a PromQL tree read as the selector of a gauge, or the reasons why it is none.
#pragma once

#include <string_view>

#include "base/result.h"
#include "promql/query.h"
#include "promql/syntax.h"

namespace plimsoll::promql {

/// One term without a range. `text` is what the tree was parsed from, for columns.
/// Errors: no_gauge, one field for each construct that is no plain selector.
[[nodiscard]] Result<Query> read_gauge(std::string_view text, const Expr& expr);

}  // namespace plimsoll::promql
