#include "domain/catalog/selector_text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace plimsoll::catalog {
namespace {

using Op = promql::Matcher::Op;

promql::Selector selector(Matchers matchers) {
    matchers.insert(matchers.begin(), {"__name__", Op::equal, "m"});
    return {std::move(matchers)};
}

/// One of the series m{a, b, c} with values 0 to 2.
bool matches(const Matchers& matchers, const std::vector<promql::Label>& series) {
    return promql::CompiledSelector::compile({matchers})->matches(series);
}

Matchers some(int most) {
    Matchers out;
    const int count = *rc::gen::inRange(1, most + 1);
    for (int i = 0; i < count; ++i) {
        const Op op = *rc::gen::element(Op::equal, Op::not_equal, Op::match, Op::not_match);
        const std::string value = op == Op::equal || op == Op::not_equal ? *rc::gen::element<std::string>("0", "1", "2", "") : *rc::gen::element<std::string>("[01]", "2|0", ".*", "1");
        out.push_back({*rc::gen::element<std::string>("a", "b", "c"), op, value});
    }
    return out;
}

TEST(LeftOf, CountsEverySeriesThatIsLeftOnceAndNoOther) {
    const std::vector<std::string> values{"", "0", "1", "2"};
    rc::check([&] {
        Population population;
        if (*rc::gen::arbitrary<bool>()) population.valid = some(2);
        const int items = *rc::gen::inRange(0, 4);
        for (int i = 0; i < items; ++i) population.excluded.push_back(some(3));
        const auto left = left_of(selector({}), population);
        for (const std::string& a : values) {
            for (const std::string& b : values) {
                for (const std::string& c : values) {
                    std::vector<promql::Label> series{{"__name__", "m"}};
                    if (!a.empty()) series.push_back({"a", a});
                    if (!b.empty()) series.push_back({"b", b});
                    if (!c.empty()) series.push_back({"c", c});
                    const bool excluded = std::any_of(population.excluded.begin(), population.excluded.end(), [&](const Matchers& m) { return matches(m, series); });
                    const bool wanted = matches(population.valid, series) && !excluded;
                    const auto times = std::count_if(left.begin(), left.end(), [&](const promql::Selector& s) { return matches(s.matchers, series); });
                    RC_ASSERT(times == (wanted ? 1 : 0));
                }
            }
        }
    });
}

TEST(LeftOf, KeepsTheSignsOfACount) {
    const auto query = promql::parse("sum(rate(a[5m])) - sum by (job) (rate(b{x=\"1\"}[1m]))");
    ASSERT_TRUE(query);
    const Population population{{{"env", Op::equal, "prod"}}, {{{"code", Op::match, "4.."}}}};
    EXPECT_EQ(text_of(left_of(*query, population)),
              "sum(increase(a{code!~\"4..\",env=\"prod\"}[5m])) - sum by (job) (increase(b{code!~\"4..\",env=\"prod\",x=\"1\"}[5m]))");
}

TEST(TextOf, ReadsBackAsTheSameCounts) {
    for (const char* text : {"sum(rate(a[5m]))", "-sum(rate(a[5m])) + sum(rate(b[5m]))", "sum(rate({__name__=~\"a|b\"}[5m])) - sum(rate(c{d=\"e\\\"f\"}[5m]))"}) {
        const auto query = promql::parse(text);
        ASSERT_TRUE(query) << text;
        const auto again = promql::parse(text_of(*query));
        ASSERT_TRUE(again) << text_of(*query);
        EXPECT_EQ(canonical(*again), canonical(*query));
    }
}

}  // namespace
}  // namespace plimsoll::catalog
