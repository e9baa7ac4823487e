// selector_syntax.h: metric{label="value", ...} read from tokens.
#pragma once

#include "base/result.h"
#include "promql/cursor.h"
#include "promql/syntax.h"

namespace plimsoll::promql {

/// The selector at the cursor: a name, braces or both. Requires: the token is a word or an opening brace.
/// Errors: malformed: as in PromQL a selector names its metric once, its regular expressions compile, and one of its
/// matchers refuses the empty value.
[[nodiscard]] Result<Expr> read_selector(Cursor& cursor);

}  // namespace plimsoll::promql
