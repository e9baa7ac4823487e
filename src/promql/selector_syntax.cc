#include "promql/selector_syntax.h"

#include <optional>
#include <utility>

namespace plimsoll::promql {
namespace {

using Kind = Token::Kind;

class SelectorReader {
public:
    explicit SelectorReader(Cursor& cursor) : cursor_(cursor) {}

    Result<Expr> selector() {
        Expr expr;
        expr.kind = Expr::Kind::selector;
        expr.offset = cursor_.now().offset;
        bool named = false;
        if (cursor_.is(Kind::word) || cursor_.is(Kind::metric_word)) {
            expr.selector.matchers.push_back({"__name__", Matcher::Op::equal, cursor_.now().value});
            named = true;
            cursor_.skip();
        }
        if (cursor_.take(Kind::left_brace)) TRY(matchers(expr.selector, named));
        TRY(check_not_everything(expr));
        return expr;
    }

private:
    Result<> matchers(Selector& selector, bool named) {
        while (!cursor_.take(Kind::right_brace)) {
            const std::size_t offset = cursor_.now().offset;
            TRY_ASSIGN(Matcher matcher, matcher_or_name());
            if (matcher.label == "__name__" && named) {
                return cursor_.bad(offset, "the metric name is given twice",
                                   "give it before the braces or inside, not both");
            }
            const bool quoted_name = cursor_.previous().offset == offset;
            named = named || quoted_name;
            selector.matchers.push_back(std::move(matcher));
            if (!cursor_.is(Kind::right_brace))
                TRY(cursor_.expect(Kind::comma, "a comma is missing between the matchers", "write ,"));
        }
        return {};
    }

    static std::optional<Matcher::Op> op_of(Kind kind) {
        switch (kind) {
            case Kind::equal:
                return Matcher::Op::equal;
            case Kind::not_equal:
                return Matcher::Op::not_equal;
            case Kind::match:
                return Matcher::Op::match;
            case Kind::not_match:
                return Matcher::Op::not_match;
            default:
                return std::nullopt;
        }
    }

    /// label op "value"; or, as of Prometheus 3, a quoted metric name alone.
    Result<Matcher> matcher_or_name() {
        if (!cursor_.is(Kind::word) && !cursor_.is(Kind::text))
            return cursor_.bad(cursor_.now(), "a label name is due here", "write label=\"value\"");
        if (cursor_.now().value.empty())
            return cursor_.bad(cursor_.now(), "a name cannot be empty", "write label=\"value\"");
        const bool quoted = cursor_.is(Kind::text);
        Matcher matcher{cursor_.now().value, Matcher::Op::equal, ""};
        cursor_.skip();
        const auto op = op_of(cursor_.now().kind);
        if (!op && quoted) return Matcher{"__name__", Matcher::Op::equal, matcher.label};
        if (!op) return cursor_.bad(cursor_.now(), "an operator is missing after the label", "write one of = != =~ !~");
        matcher.op = *op;
        cursor_.skip();
        if (!cursor_.is(Kind::text))
            return cursor_.bad(cursor_.now(), "a quoted value is due here", "write label=\"value\"");
        matcher.value = cursor_.now().value;
        const Token& value = cursor_.now();
        cursor_.skip();
        const bool regular = matcher.op == Matcher::Op::match || matcher.op == Matcher::Op::not_match;
        if (regular) {
            Selector alone;
            alone.matchers.push_back(matcher);
            if (auto compiled = CompiledSelector::compile(alone); !compiled) {
                return cursor_.bad(value, compiled.error().detail(), "correct it; the syntax is RE2's");
            }
        }
        return matcher;
    }

    /// As PromQL: at least one matcher must refuse the empty string, or every series would match.
    Result<> check_not_everything(const Expr& expr) const {
        for (const Matcher& matcher : expr.selector.matchers) {
            Selector alone;
            alone.matchers.push_back(matcher);
            TRY_ASSIGN(const CompiledSelector compiled, CompiledSelector::compile(alone));
            if (!compiled.matches({})) return {};
        }
        return cursor_.bad(expr.offset,
                           "every matcher of this selector matches the empty value, so it would match every series",
                           "name the metric, or add a matcher that refuses the empty value");
    }

    Cursor& cursor_;
};

}  // namespace

Result<Expr> read_selector(Cursor& cursor) {
    return SelectorReader(cursor).selector();
}

}  // namespace plimsoll::promql
