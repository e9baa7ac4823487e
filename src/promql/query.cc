#include "promql/query.h"

#include <algorithm>

#include "promql/counting.h"
#include "promql/gauge.h"
#include "promql/place.h"
#include "promql/quoted.h"
#include "promql/syntax.h"

namespace plimsoll::promql {
namespace {

constexpr std::size_t kLongestQuery = 16 * 1024;

bool is_plain(std::string_view name, bool colons) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    return std::all_of(name.begin(), name.end(), [colons](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               (colons && c == ':');
    });
}

std::string_view sign(Matcher::Op op) {
    switch (op) {
        case Matcher::Op::equal:
            return "=";
        case Matcher::Op::not_equal:
            return "!=";
        case Matcher::Op::match:
            return "=~";
        case Matcher::Op::not_match:
            return "!~";
    }
    return "=";
}

std::string text_of(const Matcher& matcher) {
    const std::string label = is_plain(matcher.label, false) ? matcher.label : quote(matcher.label);
    return label + std::string(sign(matcher.op)) + quote(matcher.value);
}

/// Words that a parser would not take for a metric's name.
bool is_ambiguous(const std::string& name) {
    std::string lower = name;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    static const std::vector<std::string> words{"inf",        "nan",         "atan2",    "bool",
                                                "group_left", "group_right", "ignoring", "on"};
    return std::find(words.begin(), words.end(), lower) != words.end();
}

bool names_metric(const Matcher& matcher) {
    return matcher.label == "__name__" && matcher.op == Matcher::Op::equal && is_plain(matcher.value, true) &&
           !is_ambiguous(matcher.value);
}

}  // namespace

std::string Selector::text() const {
    const auto count =
        std::count_if(matchers.begin(), matchers.end(), [](const Matcher& m) { return m.label == "__name__"; });
    std::string name;
    std::vector<std::string> rest;
    for (const Matcher& matcher : matchers) {
        if (count == 1 && names_metric(matcher)) {
            name = matcher.value;
        } else {
            rest.push_back(text_of(matcher));
        }
    }
    std::sort(rest.begin(), rest.end());
    std::string inner;
    for (const std::string& matcher : rest) inner += (inner.empty() ? "" : ",") + matcher;
    return inner.empty() && !name.empty() ? name : name + "{" + inner + "}";
}

namespace {

Result<Expr> tree_of(std::string_view text) {
    if (text.size() > kLongestQuery) {
        return malformed(
            text, {kLongestQuery, "the query is longer than 16 KiB", "select several metrics with one =~ matcher"});
    }
    return parse_syntax(text);
}

}  // namespace

Result<Query> parse(std::string_view text) {
    TRY_ASSIGN(const Expr expr, tree_of(text));
    return read_count(text, expr);
}

Result<Query> parse_gauge(std::string_view text) {
    TRY_ASSIGN(const Expr expr, tree_of(text));
    return read_gauge(text, expr);
}

}  // namespace plimsoll::promql
