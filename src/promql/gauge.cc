#include "promql/gauge.h"

#include "promql/place.h"

namespace plimsoll::promql {
namespace {

const char* const kPlain = "write the selector alone, metric{label=\"value\"}: each of its samples counts";

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<Query> run(const Expr& expr) {
        read(expr);
        if (problems_.empty()) return std::move(query_);
        std::vector<FieldError> fields;
        for (const Problem& problem : problems_) fields.push_back(field(text_, problem));
        return fail(errors::no_gauge, problems_.front().rule, std::move(fields));
    }

private:
    void refuse(std::size_t offset, std::string rule, std::string remedy = kPlain) {
        problems_.push_back({offset, std::move(rule), std::move(remedy)});
    }

    void read(const Expr& expr) {
        if (expr.sign < 0) refuse(expr.offset, "a minus turns the gauge's value round", "leave it out, and turn the comparison round");
        for (const Expr::Suffix& suffix : expr.suffixes) refuse_suffix(suffix);
        switch (expr.kind) {
            case Expr::Kind::parentheses:
                return read(expr.operands.front());
            case Expr::Kind::selector:
                return selector(expr);
            case Expr::Kind::call:
            case Expr::Kind::aggregate:
                return refuse(expr.offset, expr.name + "() reads other figures than the gauge's samples");
            case Expr::Kind::binary:
                return refuse(expr.operators.front().offset, "the operator " + expr.operators.front().sign + " reads other figures than the gauge's samples",
                              "write the selector alone; a bound stands in the indicator, a figure of several metrics in a recording rule");
            case Expr::Kind::number:
                return refuse(expr.offset, "a number is no gauge");
            case Expr::Kind::text:
                return refuse(expr.offset, "a string is no gauge");
        }
    }

    void refuse_suffix(const Expr::Suffix& suffix) {
        if (suffix.kind == Expr::Suffix::Kind::subquery) return refuse(suffix.offset, "a subquery samples other figures");
        refuse(suffix.offset, suffix.kind == Expr::Suffix::Kind::at ? "@ pins the gauge to one time" : "offset shifts the gauge in time",
               "leave it out: each sample counts at its own time");
    }

    void selector(const Expr& expr) {
        if (expr.range && expr.suffixes.empty()) return refuse(expr.offset, "a range reads many samples at once", "leave [...] out: each sample counts once");
        query_.terms.push_back({1, expr.selector, Duration(), {}, place_of(text_, expr.offset).column});
    }

    std::string_view text_;
    Query query_;
    std::vector<Problem> problems_;
};

}  // namespace

Result<Query> read_gauge(std::string_view text, const Expr& expr) {
    return Reader(text).run(expr);
}

}  // namespace plimsoll::promql
