#include "convert/window_query.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "convert/exported.h"
#include "promql/bucket.h"
#include "promql/query.h"

namespace plimsoll::convert {

namespace {

using catalog::Comparison;
using catalog::Indicator;
using catalog::IndicatorKind;

constexpr std::string_view kStep = "$__step";

/// le="1" and le="1.0" are one bucket.
promql::Selector with_any_spelling(promql::Selector selector) {
    const auto bound = promql::take_bound(selector);
    if (!bound) return selector;
    if (std::isinf(*bound)) {
        selector.matchers.push_back({"le", promql::Matcher::Op::equal, "+Inf"});
    } else if (*bound == std::floor(*bound)) {
        selector.matchers.push_back({"le", promql::Matcher::Op::match, text::number(*bound) + "([.]0)?"});
    } else {
        selector.matchers.push_back({"le", promql::Matcher::Op::equal, text::number(*bound)});
    }
    return selector;
}

std::string or_zero(const std::string& count) { return "(" + count + " or vector(0))"; }

enum class Absent { is_absent, is_zero };

/// A sum of rates. What is subtracted counts as zero where it is absent.
std::string rates(const std::string& query, Absent absent) {
    const auto read = promql::parse(query);
    if (!read) return absent == Absent::is_zero ? or_zero("(" + query + ")") : "(" + query + ")";  // verbatim: it stands as it is
    std::string out;
    for (const promql::Term& term : read->terms) {
        const std::string rate = fmt::format("sum(rate({}[{}]))", with_any_spelling(term.selector).text(), kStep);
        const bool alone = absent == Absent::is_absent && term.sign > 0;
        const std::string sign = term.sign < 0 ? (out.empty() ? "-" : " - ") : (out.empty() ? "" : " + ");
        out += sign + (alone ? rate : or_zero(rate));
    }
    return out;
}

WindowQuery of_counters(const Indicator& i) {
    WindowQuery out;
    out.valid = rates(i.total, Absent::is_absent);
    if (!i.bad.empty()) {
        out.bad = rates(i.bad, Absent::is_zero);
        return out;
    }
    std::string good = rates(i.good, Absent::is_zero);
    if (!i.above.empty()) {
        const std::string above = rates(i.above, Absent::is_zero);
        good = fmt::format("({}) + {} * (({}) - ({}))", good, text::number(i.share), above, good);
    }
    out.bad = fmt::format("clamp_min(({}) - ({}), 0)", out.valid, good);
    return out;
}

const char* opposite(Comparison comparison) {
    switch (comparison) {
        case Comparison::lte: return ">";
        case Comparison::gte: return "<";
        case Comparison::lt: return ">=";
        case Comparison::gt: return "<=";
    }
    return ">";
}

WindowQuery of_samples(const Indicator& i) {
    // A query that stands as it is may ask for a step: it is that of an evaluation.
    const std::string gauge = "(" + over(i.total, Duration::minutes(1)) + ")";
    WindowQuery out;
    out.reads = WindowQuery::Reads::samples;
    out.valid = "count(" + gauge + ")";
    switch (i.kind) {
        case IndicatorKind::threshold: out.bad = or_zero(fmt::format("count({} {} {})", gauge, opposite(i.comparison), text::number(i.bound))); break;
        case IndicatorKind::raw_ratio: out.bad = i.raw_is_bad ? "sum(clamp(" + gauge + ", 0, 1))" : "sum(1 - clamp(" + gauge + ", 0, 1))"; break;
        case IndicatorKind::freshness: out.bad = or_zero(fmt::format("count((time() - {}) > {})", gauge, text::number(i.bound))); break;
        default: out.bad = or_zero(fmt::format("count({})", over(i.bad, Duration::minutes(1)))); break;  // an alert that fires
    }
    return out;
}

}  // namespace

std::optional<WindowQuery> window_query(const Indicator& indicator) {
    switch (indicator.kind) {
        case IndicatorKind::ratio:
        case IndicatorKind::correctness:
        case IndicatorKind::latency: return of_counters(indicator);
        case IndicatorKind::threshold:
        case IndicatorKind::raw_ratio:
        case IndicatorKind::freshness:
        case IndicatorKind::alert: return of_samples(indicator);
        case IndicatorKind::composite: return std::nullopt;
    }
    return std::nullopt;
}

std::string over(const std::string& text, Duration window) {
    std::string out = text;
    const std::string name = window_name(window);
    for (auto at = out.find(kStep); at != std::string::npos; at = out.find(kStep, at + name.size())) out.replace(at, kStep.size(), name);
    return out;
}

std::string error_ratio(const WindowQuery& query, Duration window) {
    return fmt::format("({})\n/\n(({}) > 0)", over(query.bad, window), over(query.valid, window));
}

}  // namespace plimsoll::convert
