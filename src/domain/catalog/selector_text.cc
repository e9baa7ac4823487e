#include "domain/catalog/selector_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostExcluded = 16;
constexpr std::string_view kName = "__name__";

promql::Matcher negated(promql::Matcher matcher) {
    using Op = promql::Matcher::Op;
    switch (matcher.op) {
        case Op::equal: matcher.op = Op::not_equal; break;
        case Op::not_equal: matcher.op = Op::equal; break;
        case Op::match: matcher.op = Op::not_match; break;
        case Op::not_match: matcher.op = Op::match; break;
    }
    return matcher;
}

promql::Selector with(promql::Selector selector, const Matchers& matchers, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        auto& own = selector.matchers;
        if (std::find(own.begin(), own.end(), matchers[i]) == own.end()) own.push_back(matchers[i]);
    }
    return selector;
}

/// The selectors of "selector, and not all of `excluded`", none of which share a series.
void leave_out(const promql::Selector& selector, const Matchers& excluded, std::vector<promql::Selector>& out) {
    for (std::size_t i = 0; i < excluded.size(); ++i) {
        promql::Selector part = with(selector, excluded, i);
        part.matchers.push_back(negated(excluded[i]));
        out.push_back(std::move(part));
    }
}

std::optional<promql::Selector> selector_in(const std::string& text, const yaml::Node& scalar, const std::string& path,
                                            const Texts& texts, Problems& problems, std::size_t prefix) {
    auto query = promql::parse_gauge(text);
    if (query) return std::move(query->terms.front().selector);
    tell(query.error(), scalar, path, texts, problems, prefix);
    return std::nullopt;
}

}  // namespace

std::optional<promql::Selector> read_selector(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems) {
    return selector_in(scalar.text(), scalar, path, texts, problems, 0);
}

std::optional<Matchers> read_matchers(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems) {
    const std::string text = scalar.is_scalar() ? trimmed(scalar.text()) : "";
    if (!text.starts_with('{') || !text.ends_with('}')) {
        problems.add(errors::query, scalar.place(), fmt::format("`{}` must be matchers in braces", path), "write '{code=~\"4..\"}'");
        return std::nullopt;
    }
    // A metric's name before the braces makes a selector of them: PromQL refuses matchers that could match everything.
    auto selector = selector_in("m" + scalar.text(), scalar, path, texts, problems, 1);
    if (!selector) return std::nullopt;
    std::erase_if(selector->matchers, [](const promql::Matcher& m) { return m.label == kName; });
    if (!selector->matchers.empty()) return std::move(selector->matchers);
    problems.add(errors::query, scalar.place(), fmt::format("`{}` has no matcher", path), "write '{code=~\"4..\"}', or remove it");
    return std::nullopt;
}

Population read_population(const Fields& spec, const Texts& texts) {
    Population out;
    if (spec.has("valid")) {
        if (auto matchers = read_matchers(spec["valid"], spec.path("valid"), texts, spec.problems())) out.valid = std::move(*matchers);
    }
    const auto items = spec.list("exclude");
    if (items.size() > kMostExcluded) {
        spec.invalid("exclude", fmt::format("has {} items; {} are allowed", items.size(), kMostExcluded),
                     "put alternatives into one regular expression: '{code=~\"4..|503\"}'");
        return out;
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string path = fmt::format("{}[{}]", spec.path("exclude"), i);
        if (auto matchers = read_matchers(items[i], path, texts, spec.problems())) out.excluded.push_back(std::move(*matchers));
    }
    return out;
}

std::vector<promql::Selector> left_of(const promql::Selector& selector, const Population& population) {
    std::vector<promql::Selector> left{with(selector, population.valid, population.valid.size())};
    for (const Matchers& excluded : population.excluded) {
        std::vector<promql::Selector> parts;
        for (const promql::Selector& one : left) {
            leave_out(one, excluded, parts);
            if (parts.size() > 1024) return parts;  // far over the bound already: the caller refuses it
        }
        left = std::move(parts);
    }
    return left;
}

promql::Query left_of(const promql::Query& query, const Population& population) {
    promql::Query out;
    for (const promql::Term& term : query.terms) {
        for (promql::Selector& selector : left_of(term.selector, population)) {
            promql::Term part = term;
            part.selector = std::move(selector);
            out.terms.push_back(std::move(part));
        }
    }
    return out;
}

std::string text_of(const promql::Query& query) {
    std::string out;
    for (const promql::Term& term : query.terms) {
        const char* sign = term.sign < 0 ? (out.empty() ? "-" : " - ") : (out.empty() ? "" : " + ");
        std::string by;
        for (const std::string& label : term.by) by += (by.empty() ? " by (" : ", ") + label;
        if (!by.empty()) by += ") ";
        out += fmt::format("{}sum{}(increase({}[5m]))", sign, by, term.selector.text());
    }
    return out;
}

promql::Query count_of(const std::vector<promql::Selector>& selectors) {
    promql::Query out;
    for (const promql::Selector& selector : selectors) out.terms.push_back({1, selector, Duration::minutes(5), {}, 1});
    return out;
}

std::string canonical(const promql::Selector& selector) {
    return canonical(count_of({selector}));
}

std::string metric_name(const promql::Selector& selector) {
    for (const promql::Matcher& matcher : selector.matchers) {
        if (matcher.label == kName && matcher.op == promql::Matcher::Op::equal) return matcher.value;
    }
    return {};
}

}  // namespace plimsoll::catalog
