// syntax.h: any PromQL expression as a tree, so that what an SLI cannot use is told apart from what is not PromQL.
//
// Shape      operators of one precedence that stand side by side are one node with many operands: nothing here is
//            evaluated, and a long sum does not become a deep tree.
// Bounds     64 nested parentheses, 64 nested calls, aggregations and powers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "promql/query.h"

namespace plimsoll::promql {

struct Expr {
    enum class Kind { number, text, selector, call, aggregate, parentheses, binary };
    enum class Grouping { none, by, without };

    struct Operator {
        std::string sign;  ///< "+", "or", "==", ...
        std::size_t offset = 0;
        bool matching = false;  ///< on, ignoring, group_left, group_right or bool follows
    };
    struct Suffix {
        enum class Kind { offset, at, subquery };
        Kind kind = Kind::offset;
        std::size_t offset = 0;
    };

    Kind kind = Kind::number;
    std::size_t offset = 0;
    int sign = 1;      ///< of the unary plus and minus before it
    std::string name;  ///< function; or aggregation, in lower case
    Selector selector;
    std::optional<Duration> range;       ///< of a selector
    Grouping grouping = Grouping::none;  ///< of an aggregation
    std::vector<std::string> labels;     ///< of the grouping
    std::vector<Expr> operands;
    std::vector<Operator> operators;  ///< one fewer than operands, when binary
    std::vector<Suffix> suffixes;
};

/// Errors: malformed, with the column.
[[nodiscard]] Result<Expr> parse_syntax(std::string_view text);

}  // namespace plimsoll::promql
