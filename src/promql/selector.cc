// selector.cc: matching a series' labels against a compiled selector.
#include <re2/re2.h>

#include <algorithm>

#include "promql/query.h"

namespace plimsoll::promql {
namespace {

/// Memory that one compiled expression may take; hostile repetition ends in an error instead.
constexpr std::int64_t kMostMemory = 2 << 20;

RE2::Options options() {
    RE2::Options out;
    out.set_dot_nl(true);  // Prometheus: (?s)
    out.set_never_capture(true);
    out.set_log_errors(false);
    out.set_max_mem(kMostMemory);
    return out;
}

}  // namespace

struct CompiledSelector::Part {
    Part(const Matcher& matcher)
        : label(matcher.label),
          value(matcher.value),
          negative(matcher.op == Matcher::Op::not_equal || matcher.op == Matcher::Op::not_match) {
        const bool regular = matcher.op == Matcher::Op::match || matcher.op == Matcher::Op::not_match;
        // A literal needs no automaton; most of what people write with =~ and no operator in it is one.
        if (regular && RE2::QuoteMeta(matcher.value) != matcher.value) expression.emplace(matcher.value, options());
    }
    [[nodiscard]] bool accepts(std::string_view given) const {
        const bool equal =
            expression ? RE2::FullMatch(re2::StringPiece(given.data(), given.size()), *expression) : given == value;
        return equal != negative;
    }

    std::string label;
    std::string value;
    bool negative;
    std::optional<RE2> expression;
};

Result<CompiledSelector> CompiledSelector::compile(const Selector& selector) {
    CompiledSelector out;
    for (const Matcher& matcher : selector.matchers) {
        auto part = std::make_shared<const Part>(matcher);
        if (part->expression && !part->expression->ok()) {
            return fail(errors::malformed, "the regular expression cannot be read: " + part->expression->error());
        }
        if (matcher.label == "__name__" && matcher.op == Matcher::Op::equal && !matcher.value.empty()) {
            out.exact_name_ = matcher.value;
        }
        out.parts_.push_back(std::move(part));
    }
    return out;
}

bool CompiledSelector::matches(const std::vector<Label>& labels) const {
    return std::all_of(parts_.begin(), parts_.end(), [&labels](const std::shared_ptr<const Part>& part) {
        const auto found =
            std::lower_bound(labels.begin(), labels.end(), part->label,
                             [](const Label& label, const std::string& name) { return label.name < name; });
        const bool present = found != labels.end() && found->name == part->label;
        return part->accepts(present ? found->value : std::string_view());
    });
}

}  // namespace plimsoll::promql
