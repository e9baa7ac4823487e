#include "promql/syntax.h"

#include <algorithm>
#include <array>
#include <utility>

#include "promql/cursor.h"
#include "promql/lexer.h"
#include "promql/selector_syntax.h"
#include "promql/vocabulary.h"

namespace plimsoll::promql {
namespace {

using Kind = Token::Kind;

constexpr int kMostNesting = 64;

/// Binary operators, loosest first; those of one row are of one precedence. `^` binds tighter than the unary signs.
const std::array<std::vector<std::string_view>, 5> kRows{
    {{"or"}, {"and", "unless"}, {"==", "!=", "<=", "<", ">=", ">"}, {"+", "-"}, {"*", "/", "%", "atan2"}}};

/// Words that cannot name a metric where an operand is due.
bool is_reserved(const std::string& word) {
    static constexpr auto kReserved =
        std::to_array<std::string_view>({"atan2", "bool", "group_left", "group_right", "ignoring", "on"});
    return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

class Parser : private Cursor {
public:
    using Cursor::Cursor;

    Result<Expr> run() {
        if (now().kind == Kind::end) {
            return bad(now(), "the query is empty", "write sum(increase(metric{...}[5m]))");
        }
        TRY_ASSIGN(Expr expr, binary(0));
        if (now().kind == Kind::right_paren) return bad(now(), "this parenthesis closes nothing", "remove it");
        if (now().kind != Kind::end) {
            return bad(now(), "an operator is missing before this", "join the two parts with + or -, or remove one");
        }
        return expr;
    }

private:
    std::optional<std::string> operator_of(std::size_t row) const {
        if (is(Kind::end) || is(Kind::text)) return std::nullopt;
        const std::string sign = is(Kind::word) ? lower(now().value) : now().value;
        const auto& signs = kRows[row];
        if (std::find(signs.begin(), signs.end(), sign) == signs.end()) return std::nullopt;
        return sign;
    }

    Result<Expr> binary(std::size_t row) {
        if (row == kRows.size()) return unary();
        TRY_ASSIGN(Expr first, binary(row + 1));
        if (!operator_of(row)) return first;
        Expr chain;
        chain.kind = Expr::Kind::binary;
        chain.offset = first.offset;
        chain.operands.push_back(std::move(first));
        while (const auto sign = operator_of(row)) {
            TRY_ASSIGN(Expr::Operator op, operator_with_matching(*sign));
            TRY_ASSIGN(Expr operand, binary(row + 1));
            chain.operators.push_back(std::move(op));
            chain.operands.push_back(std::move(operand));
        }
        return chain;
    }

    Result<Expr::Operator> operator_with_matching(std::string sign) {
        Expr::Operator op{std::move(sign), now().offset, false};
        skip();
        if (take_word("bool")) op.matching = true;
        if (is_word("on") || is_word("ignoring")) {
            op.matching = true;
            skip();
            TRY(label_list());
            const bool grouped = take_word("group_left") || take_word("group_right");
            if (grouped && is(Kind::left_paren)) TRY(label_list());
        }
        return op;
    }

    Result<Expr> unary() {
        const std::size_t start = now().offset;
        int sign = 1;
        bool signs = false;
        while (is(Kind::plus) || is(Kind::minus)) {
            if (is(Kind::minus)) sign = -sign;
            signs = true;
            skip();
        }
        TRY_ASSIGN(Expr expr, power());
        expr.sign *= sign;
        if (signs) expr.offset = start;
        return expr;
    }

    Result<Expr> power() {
        TRY_ASSIGN(Expr base, operand());
        if (!is(Kind::caret)) return base;
        if (++nested_ > kMostNesting) return too_deep(now());
        Expr chain;
        chain.kind = Expr::Kind::binary;
        chain.offset = base.offset;
        chain.operators.push_back({"^", now().offset, false});
        skip();
        TRY_ASSIGN(Expr exponent, unary());
        chain.operands.push_back(std::move(base));
        chain.operands.push_back(std::move(exponent));
        --nested_;
        return chain;
    }

    Error too_deep(const Token& token) const {
        return bad(token, "more than " + std::to_string(kMostNesting) + " levels of nesting", "write it flatter");
    }

    Result<Expr> operand() {
        TRY_ASSIGN(Expr expr, plain_operand());
        while (is(Kind::left_bracket) || is(Kind::at) || is_word("offset")) TRY(suffix(expr));
        return expr;
    }

    Result<Expr> plain_operand() {
        switch (now().kind) {
            case Kind::left_paren:
                return parentheses();
            case Kind::left_brace:
                return read_selector(*this);
            case Kind::metric_word:
                return read_selector(*this);
            case Kind::number:
                return literal(Expr::Kind::number);
            case Kind::text:
                return literal(Expr::Kind::text);
            case Kind::word:
                return word();
            case Kind::end:
                return bad(now(), "the query ends where an operand is due", "complete it, or remove the operator");
            default:
                return bad(now(), "an operand is due here", "write sum(increase(metric{...}[5m]))");
        }
    }

    Result<Expr> literal(Expr::Kind kind) {
        Expr expr;
        expr.kind = kind;
        expr.offset = now().offset;
        skip();
        return expr;
    }

    Result<Expr> word() {
        const std::string name = lower(now().value);
        const Kind after = following().kind;
        const bool grouping_follows =
            after == Kind::word && (lower(following().value) == "by" || lower(following().value) == "without");
        if (is_aggregation(name) && (after == Kind::left_paren || grouping_follows)) return aggregate();
        if (after == Kind::left_paren) return call();
        if (name == "inf" || name == "nan") return literal(Expr::Kind::number);
        if (is_reserved(name))
            return bad(now(), "\"" + now().value + "\" does not stand here", "write an operand first");
        return read_selector(*this);
    }

    Result<Expr> parentheses() {
        Expr expr;
        expr.kind = Expr::Kind::parentheses;
        expr.offset = now().offset;
        if (++parentheses_ > kMostNesting) return too_deep(now());
        skip();
        TRY_ASSIGN(Expr inner, binary(0));
        TRY(expect(Kind::right_paren, "a parenthesis is not closed before this", "close it with )"));
        --parentheses_;
        expr.operands.push_back(std::move(inner));
        return expr;
    }

    Result<Expr> call() {
        Expr expr;
        expr.kind = Expr::Kind::call;
        expr.offset = now().offset;
        expr.name = now().value;
        if (!is_function(expr.name)) {
            const std::string known = lower(expr.name);
            const bool case_only = is_function(known);
            return bad(now(), "PromQL has no function " + expr.name,
                       case_only ? "write " + known + ": functions are lower case" : "use increase or rate inside sum");
        }
        skip();
        TRY_ASSIGN(expr.operands, arguments());
        return expr;
    }

    Result<std::vector<Expr>> arguments() {
        std::vector<Expr> out;
        if (++nested_ > kMostNesting) return too_deep(now());
        TRY(expect(Kind::left_paren, "a parenthesis is due here", "write ( and the arguments"));
        while (!is(Kind::right_paren)) {
            TRY_ASSIGN(Expr argument, binary(0));
            out.push_back(std::move(argument));
            if (is(Kind::right_paren)) break;
            TRY(expect(Kind::comma, "a parenthesis is not closed before this", "close it with )"));
            if (is(Kind::right_paren)) return bad(now(), "an argument is missing after the comma", "remove the comma");
        }
        skip();
        --nested_;
        return out;
    }

    Result<Expr> aggregate() {
        Expr expr;
        expr.kind = Expr::Kind::aggregate;
        expr.offset = now().offset;
        expr.name = lower(now().value);
        skip();
        TRY(grouping(expr));
        TRY_ASSIGN(expr.operands, arguments());
        if (expr.grouping == Expr::Grouping::none) TRY(grouping(expr));
        return expr;
    }

    Result<> grouping(Expr& expr) {
        if (is_word("by")) expr.grouping = Expr::Grouping::by;
        if (is_word("without")) expr.grouping = Expr::Grouping::without;
        if (!is_word("by") && !is_word("without")) return {};
        skip();
        TRY_ASSIGN(expr.labels, label_list());
        return {};
    }

    Result<std::vector<std::string>> label_list() {
        std::vector<std::string> out;
        TRY(expect(Kind::left_paren, "a list of labels is due here", "write (label, label)"));
        while (!take(Kind::right_paren)) {
            if (!is(Kind::word) && !is(Kind::text))
                return bad(now(), "a label name is due here", "write (label, label)");
            out.push_back(now().value);
            skip();
            if (!is(Kind::right_paren)) TRY(expect(Kind::comma, "a comma is missing in the list of labels", "write ,"));
        }
        return out;
    }

    Result<> suffix(Expr& expr) {
        if (is(Kind::left_bracket)) return range_or_subquery(expr);
        const std::size_t offset = now().offset;
        if (take(Kind::at)) {
            expr.suffixes.push_back({Expr::Suffix::Kind::at, offset});
            return at_modifier();
        }
        skip();
        expr.suffixes.push_back({Expr::Suffix::Kind::offset, offset});
        while (is(Kind::plus) || is(Kind::minus)) skip();
        if (!take(Kind::duration) && !take(Kind::number))
            return bad(now(), "a duration is due after offset", "write offset 5m");
        return {};
    }

    Result<> at_modifier() {
        if (take_word("start") || take_word("end")) {
            TRY(expect(Kind::left_paren, "a parenthesis is due here", "write @ start() or @ end()"));
            return expect(Kind::right_paren, "a parenthesis is due here", "write @ start() or @ end()");
        }
        while (is(Kind::plus) || is(Kind::minus)) skip();
        return expect(Kind::number, "a time is due after @", "write seconds since 1970, start() or end()");
    }

    Result<> range_or_subquery(Expr& expr) {
        const Token opening = now();
        skip();
        TRY_ASSIGN(const Duration range, duration());
        if (take(Kind::colon)) {
            if (!is(Kind::right_bracket)) TRY(duration());
            expr.suffixes.push_back({Expr::Suffix::Kind::subquery, opening.offset});
        } else if (expr.kind != Expr::Kind::selector || expr.range || !expr.suffixes.empty()) {
            return bad(opening, "a range stands only directly after a selector", "write metric{...}[5m]");
        } else {
            expr.range = range;
        }
        return expect(Kind::right_bracket, "the range has no end", "close it with ]");
    }

    Result<Duration> duration() {
        const Token& token = now();
        const bool readable = token.kind == Kind::duration || token.kind == Kind::number;
        if (!readable) return bad(token, "a duration is due between [ and ]", "write a duration such as [5m]");
        if (token.duration <= Duration()) {
            return bad(token, "the duration must be above zero and at most 100 years", "write a duration such as [5m]");
        }
        skip();
        return token.duration;
    }

    int parentheses_ = 0;
    int nested_ = 0;
};

}  // namespace

Result<Expr> parse_syntax(std::string_view text) {
    TRY_ASSIGN(auto all, tokens(text));
    return Parser(text, std::move(all)).run();
}

}  // namespace plimsoll::promql
