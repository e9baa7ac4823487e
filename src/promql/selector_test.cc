// selector_test.cc: which series a selector means, as Prometheus means it.
#include <gtest/gtest.h>

#include "promql/query.h"

namespace plimsoll::promql {
namespace {

CompiledSelector compiled(const std::string& selector) {
    const auto query = parse("sum(increase(" + selector + "[5m]))");
    EXPECT_TRUE(query) << selector << (query ? "" : query.error().report());
    auto out = CompiledSelector::compile(query->terms.at(0).selector);
    EXPECT_TRUE(out);
    return *out;
}

const std::vector<Label> kSeries{
    {"__name__", "http_requests_total"}, {"code", "503"}, {"handler", "/a\n/b"}, {"job", "web"}};

TEST(CompiledSelector, MatchesAsPrometheusDoes) {
    const std::pair<const char*, bool> cases[] = {
        {"http_requests_total", true},
        {"http_requests", false},
        {"http_requests_total{code=\"503\"}", true},
        {"http_requests_total{code=\"50\"}", false},
        {"http_requests_total{code!=\"503\"}", false},
        {"http_requests_total{code!=\"200\"}", true},
        {"http_requests_total{code=~\"5..\"}", true},
        {"http_requests_total{code=~\"5.\"}", false},
        {"http_requests_total{code=~\"03\"}", false},
        {"http_requests_total{code=~\"50|503\"}", true},
        {"http_requests_total{code=~\"4..|5..\"}", true},
        {"http_requests_total{code!~\"2..|3..\"}", true},
        {"http_requests_total{code!~\"5..\"}", false},
        {"http_requests_total{code=~\"503\"}", true},
        {"http_requests_total{handler=~\"/a.*\"}", true},
        {"http_requests_total{handler=~\"/a./b\"}", true},
        {"http_requests_total{handler=~\"/a$\"}", false},
        {"http_requests_total{method=\"\"}", true},
        {"http_requests_total{method!=\"\"}", false},
        {"http_requests_total{method=~\".*\"}", true},
        {"http_requests_total{method=~\".+\"}", false},
        {"http_requests_total{method!~\".+\"}", true},
        {"http_requests_total{method!=\"get\"}", true},
        {"{job=\"web\"}", true},
        {"{__name__=~\"http_.*\"}", true},
        {"{__name__=~\"http_.*\",job!=\"web\"}", false},
        {"http_requests_total{job=~\"(?i)WEB\"}", true},
    };
    for (const auto& [selector, matches] : cases) EXPECT_EQ(compiled(selector).matches(kSeries), matches) << selector;
}

TEST(CompiledSelector, KnowsTheExactNameForAnIndex) {
    EXPECT_EQ(compiled("a{b=\"c\"}").exact_name(), "a");
    EXPECT_EQ(compiled("{__name__=\"a\"}").exact_name(), "a");
    EXPECT_EQ(compiled("{__name__=~\"a\"}").exact_name(), std::nullopt);
    EXPECT_EQ(compiled("{job=\"a\"}").exact_name(), std::nullopt);
}

TEST(CompiledSelector, RefusesAnExpressionThatCannotBeRead) {
    Selector selector{{{"x", Matcher::Op::match, "*"}}};
    EXPECT_FALSE(CompiledSelector::compile(selector));
}

}  // namespace
}  // namespace plimsoll::promql
