// counting.h: a PromQL tree read as a count of events, or the reasons why it is none.
#pragma once

#include <string_view>

#include "base/result.h"
#include "promql/query.h"
#include "promql/syntax.h"

namespace plimsoll::promql {

/// The terms of the tree. `text` is what it was parsed from, for columns.
/// Errors: unsupported, one field for each construct that is not a count; malformed where PromQL's types do not fit.
[[nodiscard]] Result<Query> read_count(std::string_view text, const Expr& expr);

}  // namespace plimsoll::promql
