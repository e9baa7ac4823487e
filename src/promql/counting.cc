#include "promql/counting.h"

#include <utility>

#include "promql/place.h"
#include "promql/vocabulary.h"

namespace plimsoll::promql {
namespace {

constexpr std::size_t kMostTerms = 64;

/// What stands around an expression.
struct Context {
    int sign = 1;
    bool summed = false;          ///< directly inside sum()
    std::vector<std::string> by;  ///< of the outermost sum around it
};

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<Query> run(const Expr& expr) {
        read(expr, {});
        if (malformed_) return malformed(text_, *malformed_);
        if (query_.terms.size() > kMostTerms) {
            refuse(expr.offset, "more than " + std::to_string(kMostTerms) + " terms",
                   "select several metrics with one =~ matcher");
        }
        if (!problems_.empty()) return unsupported();
        return std::move(query_);
    }

private:
    Error unsupported() const {
        std::vector<FieldError> fields;
        for (const Problem& problem : problems_) fields.push_back(field(text_, problem));
        return fail(errors::unsupported, problems_.front().rule, std::move(fields));
    }
    void refuse(std::size_t offset, std::string rule, std::string remedy) {
        problems_.push_back({offset, std::move(rule), std::move(remedy)});
    }
    void wrong_type(std::size_t offset, std::string rule, std::string remedy) {
        if (!malformed_) malformed_ = Problem{offset, std::move(rule), std::move(remedy)};
    }

    void read(const Expr& expr, Context context) {
        context.sign *= expr.sign;
        refuse_suffixes(expr);
        switch (expr.kind) {
            case Expr::Kind::parentheses:
                return read(expr.operands.front(), std::move(context));
            case Expr::Kind::binary:
                return binary(expr, std::move(context));
            case Expr::Kind::aggregate:
                return aggregate(expr, std::move(context));
            case Expr::Kind::call:
                return call(expr, context);
            case Expr::Kind::selector:
                return bare_selector(expr);
            case Expr::Kind::number:
                return refuse(expr.offset, "a number is not a count of events", "leave it out");
            case Expr::Kind::text:
                return refuse(expr.offset, "a string is not a count of events", "leave it out");
        }
    }

    void refuse_suffixes(const Expr& expr) {
        for (const Expr::Suffix& suffix : expr.suffixes) {
            switch (suffix.kind) {
                case Expr::Suffix::Kind::offset:
                    refuse(suffix.offset, "offset shifts the count in time",
                           "leave it out: the ledger keeps each event at its own time");
                    break;
                case Expr::Suffix::Kind::at:
                    refuse(suffix.offset, "@ pins the count to one time",
                           "leave it out: the ledger keeps each event at its own time");
                    break;
                case Expr::Suffix::Kind::subquery:
                    refuse(suffix.offset, "a subquery samples other figures and counts nothing",
                           "write a plain range such as [5m]");
            }
        }
    }

    void binary(const Expr& expr, Context context) {
        context.summed = false;
        for (std::size_t i = 0; i < expr.operands.size(); ++i) {
            Context side = context;
            if (i > 0) side.sign *= sign_of(expr.operators[i - 1]);
            // What stands beside a refused operator is judged only where + and - join counts: one reason is enough.
            if (joins(expr)) read(expr.operands[i], std::move(side));
        }
    }

    static bool joins(const Expr& expr) {
        return expr.operators.front().sign == "+" || expr.operators.front().sign == "-";
    }

    int sign_of(const Expr::Operator& op) {
        if (op.sign != "+" && op.sign != "-") {
            refuse(op.offset, "the operator " + op.sign + " does not add or subtract counts",
                   instead_of_operator(op.sign));
        } else if (op.matching) {
            refuse(op.offset, "vector matching can drop or repeat events",
                   "leave on, ignoring and group out: the totals are added");
        }
        return op.sign == "-" ? -1 : 1;
    }

    void aggregate(const Expr& expr, Context context) {
        if (expr.name != "sum") {
            return refuse(expr.offset, expr.name + " does not count events", instead_of_aggregation(expr.name));
        }
        if (expr.operands.size() != 1)
            return wrong_type(expr.offset, "sum takes one argument", "write sum(increase(metric{...}[5m]))");
        if (context.by.empty() && expr.grouping == Expr::Grouping::by) context.by = expr.labels;
        context.summed = true;
        read(expr.operands.front(), std::move(context));
    }

    void call(const Expr& expr, const Context& context) {
        if (expr.name != "increase" && expr.name != "rate") {
            return refuse(expr.offset, expr.name + "() does not count events", instead_of_function(expr.name));
        }
        if (expr.operands.size() != 1) {
            return wrong_type(expr.offset, expr.name + " takes one argument",
                              "write " + expr.name + "(metric{...}[5m])");
        }
        if (!context.summed) {
            refuse(expr.offset, expr.name + "() alone gives one figure for each series, and an SLI needs one in all",
                   "wrap it in sum(): sum(" + expr.name + "(...))");
        }
        counter(expr, context);
    }

    void counter(const Expr& call, const Context& context) {
        const Expr* argument = &call.operands.front();
        int depth = 0;
        while (argument->kind == Expr::Kind::parentheses && argument->suffixes.empty() && depth++ < 64) {
            argument = &argument->operands.front();
        }
        refuse_suffixes(*argument);
        const bool subquery = !argument->suffixes.empty() && !argument->range;
        if (subquery) return;
        if (argument->kind != Expr::Kind::selector || !argument->range) {
            return wrong_type(argument->offset, call.name + " needs the range of a selector",
                              "write " + call.name + "(metric{...}[5m])");
        }
        query_.terms.push_back(
            {context.sign, argument->selector, *argument->range, context.by, place_of(text_, argument->offset).column});
    }

    void bare_selector(const Expr& expr) {
        if (expr.range) {
            return wrong_type(expr.offset, "a range stands only inside a function such as increase",
                              "write sum(increase(metric{...}[5m]))");
        }
        refuse(expr.offset, "a selector alone reads the counters' levels, not their growth",
               "write sum(increase(metric{...}[5m]))");
    }

    std::string_view text_;
    Query query_;
    std::vector<Problem> problems_;
    std::optional<Problem> malformed_;
};

}  // namespace

Result<Query> read_count(std::string_view text, const Expr& expr) {
    return Reader(text).run(expr);
}

}  // namespace plimsoll::promql
