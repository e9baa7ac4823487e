// query.h: the part of PromQL that an SLI needs, read into a tree.
//
// Shape      a Query is a sum of terms: each adds or subtracts the increase of the counters that one selector matches.
//            `sum(increase(a[5m])) - sum by (job) (rate(b[5m]))` is +a -b. rate and increase count the same events;
//            the range is read and checked, and then does not matter: the ledger counts over windows of its own.
// Matchers   = != =~ !~ on any label and on __name__; regular expressions are RE2, anchored at both ends.
// Columns    count characters from 1. sum() of sums is the sum; `by` and `without` do not change a total.
// Errors     malformed (the first fault), or unsupported (every construct that is no count), with fields whose `where`
//            is "column N" ("line L, column N" in a query of several lines), the reason, and what to do.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::promql {

namespace errors {
inline constexpr ErrorKind malformed{"promql.malformed", 422, "The query is not PromQL",
                                     "Correct it at the column named"};
inline constexpr ErrorKind unsupported{
    "promql.unsupported", 422, "The query is PromQL, but not a count of events",
    "Write a sum of increase() or rate() over counters, or sums and differences of those"};
inline constexpr ErrorKind no_gauge{"promql.no_gauge", 422, "The query is PromQL, but not the selector of a gauge",
                                    "Write a plain selector such as metric{label=\"value\"}"};
}  // namespace errors

struct Matcher {
    enum class Op { equal, not_equal, match, not_match };
    std::string label;
    Op op = Op::equal;
    std::string value;
    friend bool operator==(const Matcher&, const Matcher&) = default;
};

/// A metric by its matchers, __name__ among them.
struct Selector {
    std::vector<Matcher> matchers;
    [[nodiscard]] std::string text() const;  ///< as PromQL, canonical
    friend bool operator==(const Selector&, const Selector&) = default;
};

struct Term {
    int sign = 1;  ///< 1 or -1
    Selector selector;
    Duration range;
    std::vector<std::string> by;  ///< labels of `by (...)`, kept for one SLO per label value
    int column = 1;               ///< 1-based, of the selector
};

struct Query {
    std::vector<Term> terms;
};

/// Reads a query. Bounds: 16 KiB of text, 64 levels of parentheses, 64 terms.
[[nodiscard]] Result<Query> parse(std::string_view text);

/// Reads the gauges of an indicator that is read sample by sample: one selector, `metric{label="value"}`, maybe in
/// parentheses. The query has one term without a range.
/// Errors: malformed; no_gauge (a function, an operator, a range, more than one selector).
[[nodiscard]] Result<Query> parse_gauge(std::string_view text);

/// One label of a series.
struct Label {
    std::string_view name;
    std::string_view value;
};

/// A selector ready to match: regular expressions compiled once. Threads: immutable, any thread.
class CompiledSelector {
public:
    static Result<CompiledSelector> compile(const Selector& selector);
    /// `labels` sorted by name. A label that is absent counts as "".
    [[nodiscard]] bool matches(const std::vector<Label>& labels) const;
    /// The metric name, when one is given exactly (for an index).
    [[nodiscard]] const std::optional<std::string>& exact_name() const { return exact_name_; }

private:
    struct Part;
    std::vector<std::shared_ptr<const Part>> parts_;
    std::optional<std::string> exact_name_;
};

}  // namespace plimsoll::promql
