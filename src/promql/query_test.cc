// query_test.cc: what a person may write as an SLI's query, and what they are told when it does not count events.
#include "promql/query.h"

#include <gtest/gtest.h>

namespace plimsoll::promql {
namespace {

Query read(const std::string& text) {
    auto query = parse(text);
    EXPECT_TRUE(query) << text << "\n" << (query ? "" : query.error().report());
    return query ? *query : Query{};
}

/// "+http_requests_total{code=~"5.."} -other": signs and canonical selectors.
std::string terms(const std::string& text) {
    std::string out;
    for (const Term& term : read(text).terms) {
        out += (out.empty() ? "" : " ") + std::string(term.sign > 0 ? "+" : "-") + term.selector.text();
    }
    return out;
}

struct Accepted {
    const char* text;
    const char* terms;
};

TEST(Query, ReadsWhatCountsEvents) {
    const Accepted cases[] = {
        {"sum(increase(a[5m]))", "+a"},
        {"sum(rate(a[5m]))", "+a"},
        {"sum by (job) (rate(a[5m]))", "+a"},
        {"sum(rate(a[5m])) by (job, instance,)", "+a"},
        {"sum without (pod) (rate(a[5m]))", "+a"},
        {"sum(rate(a[5m])) without (pod)", "+a"},
        {"sum by () (rate(a[5m]))", "+a"},
        {"SUM BY (job) (rate(a[5m]))", "+a"},
        {"Sum(rate(a[5m])) By (job)", "+a"},
        {"sum(sum by (job) (rate(a[5m])))", "+a"},
        {"sum(increase(a[5m])) - sum(increase(b[5m]))", "+a -b"},
        {"sum by (job) (increase(a[5m])) + sum(rate(b[1h30m])) - sum(rate(c[1d]))", "+a +b -c"},
        {"sum(increase(a[5m])) - (sum(increase(b[5m])) - sum(increase(c[5m])))", "+a -b +c"},
        {"-(sum(increase(a[5m])) + -sum(increase(b[5m])))", "-a +b"},
        {"+ - -sum(increase(a[5m]))", "+a"},
        {"(((sum((increase((a[5m])))))))", "+a"},
        {"sum(sum(increase(a[5m])) - sum(increase(b[5m])))", "+a -b"},
        {"sum(increase(ns:job:requests:total[5m]))", "+ns:job:requests:total"},
        {"sum(increase({__name__=\"a\"}[5m]))", "+a"},
        {"sum(increase({__name__=~\"a|b\", job!~\"x.*\"}[5m]))", "+{__name__=~\"a|b\",job!~\"x.*\"}"},
        {"sum(increase({\"a.b\", \"c.d\"='e'}[5m]))", "+{\"c.d\"=\"e\",__name__=\"a.b\"}"},
        {"sum(increase(a{z='1',b!=\"2\",}[5m]))", "+a{b!=\"2\",z=\"1\"}"},
        {"sum(increase(a{}[5m]))", "+a"},
        {"# requests\nsum( # all of them\n  increase(a{job=\"x#y\"}[5m])\n)", "+a{job=\"x#y\"}"},
        {"sum(increase(count{by=\"sum\", on=\"x\"}[5m])) by (sum, offset)", "+count{by=\"sum\",on=\"x\"}"},
        {"sum\n(\trate\r\n(a\n{}\n[ 5m ] ) )", "+a"},
    };
    for (const Accepted& c : cases) EXPECT_EQ(terms(c.text), c.terms) << c.text;
}

TEST(Query, KeepsTheRangeTheGroupingAndThePlace) {
    const Query query = read("sum by (code, job) (increase(a[1h30m])) - sum(rate(b{x=\"y\"}[300]))");
    ASSERT_EQ(query.terms.size(), 2u);
    EXPECT_EQ(query.terms[0].range, Duration::minutes(90));
    EXPECT_EQ(query.terms[0].by, (std::vector<std::string>{"code", "job"}));
    EXPECT_EQ(query.terms[0].column, 30);
    EXPECT_EQ(query.terms[1].range, Duration::minutes(5));
    EXPECT_TRUE(query.terms[1].by.empty());
    EXPECT_EQ(query.terms[1].sign, -1);
}

TEST(Query, ReadsEveryKindOfString) {
    const auto value = [](const std::string& quoted) {
        const Query query = read("sum(increase(a{x=" + quoted + "}[5m]))");
        return query.terms.empty() ? std::string() : query.terms[0].selector.matchers.at(1).value;
    };
    EXPECT_EQ(value(R"("a\"b\\c\n\t")"), "a\"b\\c\n\t");
    EXPECT_EQ(value(R"('it\'s "x"')"), "it's \"x\"");
    EXPECT_EQ(value(R"(`no \n escape " '`)"), "no \\n escape \" '");
    EXPECT_EQ(value("`two\nlines`"), "two\nlines");
    EXPECT_EQ(value(R"("\x41\101\u00e9\U0001F600")"), "AA\u00e9\U0001F600");
}

TEST(Query, ReadsDurations) {
    const auto range = [](const std::string& text) {
        return read("sum(rate(a[" + text + "]))").terms.at(0).range.in_ms();
    };
    EXPECT_EQ(range("5m"), 300'000);
    EXPECT_EQ(range("1h30m"), 5'400'000);
    EXPECT_EQ(range("1w2d3h4m5s6ms"), (((((7 + 2) * 24 + 3) * 60 + 4) * 60LL + 5) * 1000) + 6);
    EXPECT_EQ(range("1y"), 365LL * 86'400'000);
    EXPECT_EQ(range("30"), 30'000);
}

struct Refused {
    const char* text;
    const ErrorKind* kind;
    const char* where;
    const char* rule;    ///< part of it
    const char* remedy;  ///< part of it
};

const ErrorKind* const kNot = &errors::malformed;
const ErrorKind* const kNoCount = &errors::unsupported;

TEST(Query, SaysWhyWhereAndWhatToDo) {
    const Refused cases[] = {
        // PromQL, but no count of events.
        {"histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m])))", kNoCount, "column 1", "histogram_quantile",
         "le="},
        {"sum(rate(a[5m])) / sum(rate(b[5m]))", kNoCount, "column 18", "/", "good"},
        {"sum(rate(a[5m])) > 0", kNoCount, "column 18", ">", "objective"},
        {"sum(rate(a[5m])) >= bool 0", kNoCount, "column 18", ">=", "objective"},
        {"sum(rate(a[5m])) * 60", kNoCount, "column 18", "*", "factor"},
        {"sum(rate(a[5m])) ^ 2", kNoCount, "column 18", "^", "sum"},
        {"sum(rate(a[5m])) or vector(0)", kNoCount, "column 18", "or", "leave it out"},
        {"sum(rate(a[5m])) OR vector(0)", kNoCount, "column 18", "or", "leave it out"},
        {"sum(rate(a[5m])) unless sum(rate(b[5m]))", kNoCount, "column 18", "unless", "labels"},
        {"avg(rate(a[5m]))", kNoCount, "column 1", "avg", "sum"},
        {"max by (job) (rate(a[5m]))", kNoCount, "column 1", "max", "sum"},
        {"count(a)", kNoCount, "column 1", "count", "series"},
        {"topk(3, rate(a[5m]))", kNoCount, "column 1", "topk", "sum"},
        {"sum(rate(a[5m] offset 1h))", kNoCount, "column 16", "offset", "leave it out"},
        {"sum(rate(a[5m] @ 1700000000))", kNoCount, "column 16", "@", "leave it out"},
        {"sum(rate(a[5m] @ end()))", kNoCount, "column 16", "@", "leave it out"},
        {"sum(rate(a[5m])) offset -5m", kNoCount, "column 18", "offset", "leave it out"},
        {"sum(increase(a[5m:1m]))", kNoCount, "column 15", "subquery", "plain range"},
        {"sum(rate(a[5m]))[1h:]", kNoCount, "column 17", "subquery", "plain range"},
        {"vector(0)", kNoCount, "column 1", "vector", "leave it out"},
        {"42", kNoCount, "column 1", "number", "leave it out"},
        {"0x1F + .5e3", kNoCount, "column 1", "number", "leave it out"},
        {"\"a\"", kNoCount, "column 1", "string", "leave it out"},
        {"a", kNoCount, "column 1", "levels", "increase"},
        {"sum(a)", kNoCount, "column 5", "levels", "increase"},
        {"increase(a[5m])", kNoCount, "column 1", "each series", "wrap it in sum()"},
        {"rate(a[5m])", kNoCount, "column 1", "each series", "wrap it in sum()"},
        {"sum(rate(a[5m]) + rate(b[5m]))", kNoCount, "column 5", "each series", "wrap it in sum()"},
        {"sum(irate(a[5m]))", kNoCount, "column 5", "irate", "increase()"},
        {"sum(delta(a[5m]))", kNoCount, "column 5", "delta", "increase()"},
        {"sum(rate(a[5m])) + on (job) sum(rate(b[5m]))", kNoCount, "column 18", "matching", "leave"},
        {"sum(rate(a[5m])) - ignoring (job) group_left (x) sum(rate(b[5m]))", kNoCount, "column 18", "matching",
         "leave"},
        {"sum(rate(a[5m])) -\n  avg(b)", kNoCount, "line 2, column 3", "avg", "sum"},
        {"sum(rate(a{x=\"\u00e9\u00e9\"}[5m])) / 2", kNoCount, "column 26", "/", "good"},
        // Not PromQL.
        {"", kNot, "column 1", "empty", "sum("},
        {"  # nothing", kNot, "column 12", "empty", "sum("},
        {"sum(rate(a[5m])", kNot, "column 16", "not closed", ")"},
        {"sum(rate(a[5m])))", kNot, "column 17", "closes nothing", "remove"},
        {"sum(rate(a[5m)))", kNot, "column 14", "duration", "[5m]"},
        {"sum(rate(a[5m", kNot, "column 11", "never closed", "]"},
        {"sum(rate(a{x=\"1\"", kNot, "column 11", "never closed", "}"},
        {"sum(rate(a[$window]))", kNot, "column 12", "template", "[5m]"},
        {"sum(rate(a[{{.window}}]))", kNot, "column 12", "template", "[5m]"},
        {"sum(rate(a[$__rate_interval]))", kNot, "column 12", "template", "[5m]"},
        {"sum(rate($metric[5m]))", kNot, "column 10", "template", "value itself"},
        {"sum(rate(a[window]))", kNot, "column 12", "duration", "[5m]"},
        {"sum(rate(a[]))", kNot, "column 12", "duration", "[5m]"},
        {"sum(rate(a[0s]))", kNot, "column 12", "number nor a duration", "5m"},
        {"sum(rate(a[0]))", kNot, "column 12", "above zero", "[5m]"},
        {"sum(rate(a[5m1h]))", kNot, "column 12", "duration", "5m"},
        {"sum(rate(a[5]5))", kNot, "column 14", "not closed", ")"},
        {"sum(rate(a[99999999999999999999y]))", kNot, "column 12", "duration", "5m"},
        {"sum(rate(a))", kNot, "column 10", "needs the range", "[5m]"},
        {"sum(a[5m])", kNot, "column 5", "function", "increase"},
        {"sum(rate())", kNot, "column 5", "one argument", "rate(metric"},
        {"sum(rate(a[5m], b[5m]))", kNot, "column 5", "one argument", "rate(metric"},
        {"sum(rate(a[5m]),)", kNot, "column 17", "argument is missing", "comma"},
        {"sum(rate(sum(a)[5m]))", kNot, "column 16", "directly after a selector", "[5m]"},
        {"sum(rate(a[5m][5m]))", kNot, "column 15", "directly after a selector", "[5m]"},
        {"sum(INCREASE(a[5m]))", kNot, "column 5", "no function INCREASE", "increase"},
        {"sum(grow(a[5m]))", kNot, "column 5", "no function grow", "increase"},
        {"sum(rate(a[5m])) sum(rate(b[5m]))", kNot, "column 18", "operator is missing", "+"},
        {"sum(rate(a[5m])) +", kNot, "column 19", "ends", "operator"},
        {"sum(rate({}[5m]))", kNot, "column 10", "every series", "name the metric"},
        {"sum(rate({job=\"\"}[5m]))", kNot, "column 10", "every series", "name the metric"},
        {"sum(rate({job=~\".*\", x!=\"a\"}[5m]))", kNot, "column 10", "every series", "name the metric"},
        {"sum(rate(a{__name__=\"b\"}[5m]))", kNot, "column 12", "given twice", "not both"},
        {"sum(rate(a{x=~\"(\"}[5m]))", kNot, "column 15", "regular expression", "RE2"},
        {"sum(rate(a{x=1}[5m]))", kNot, "column 14", "{ and }", "matchers"},
        {"sum(rate(a{x}[5m]))", kNot, "column 13", "operator is missing", "=~"},
        {"sum(rate(a{x==\"1\"}[5m]))", kNot, "column 14", "quoted value", "label="},
        {"sum(rate(a{x=\"1\" y=\"2\"}[5m]))", kNot, "column 18", "comma", ","},
        {"sum(rate(a{x=\"1}[5m]))", kNot, "column 14", "no end", "close"},
        {"sum(rate(a{x=\"\\q\"}[5m]))", kNot, "column 15", "escape", "\\\\"},
        {"sum(rate(a{x=\"\\ud800\"}[5m]))", kNot, "column 15", "escape", "\\\\"},
        {"sum(rate(a[5m])) ; drop", kNot, "column 18", "does not belong", "remove"},
        {"select count(*) from requests", kNot, "column 8", "operator is missing", "+"},
        {"on(a)", kNot, "column 1", "no function", ""},
        {"5mm", kNot, "column 1", "number nor a duration", "5m"},
    };
    for (const Refused& c : cases) {
        const auto query = parse(c.text);
        ASSERT_FALSE(query) << c.text;
        EXPECT_EQ(query.error().code(), c.kind->code) << c.text << "\n" << query.error().report();
        ASSERT_FALSE(query.error().fields().empty()) << c.text;
        const FieldError& first = query.error().fields().front();
        EXPECT_EQ(first.where, c.where) << c.text << "\n" << query.error().report();
        EXPECT_NE(first.rule.find(c.rule), std::string::npos) << c.text << "\n" << first.rule;
        EXPECT_NE(first.remedy.find(c.remedy), std::string::npos) << c.text << "\n" << first.remedy;
    }
}

TEST(Query, NamesEveryConstructThatIsNoCountAtOnce) {
    const auto query = parse("avg(rate(a[5m])) + sum(irate(b[5m])) - 3");
    ASSERT_FALSE(query);
    ASSERT_EQ(query.error().fields().size(), 3u);
    EXPECT_EQ(query.error().fields()[1].where, "column 24");
    EXPECT_EQ(query.error().fields()[2].where, "column 40");
}

TEST(Query, HasBounds) {
    const std::string one = "sum(rate(a[5m]))";
    std::string sum = one;
    for (int i = 1; i < 64; ++i) sum += "+" + one;
    EXPECT_EQ(read(sum).terms.size(), 64u);
    EXPECT_FALSE(parse(sum + "+" + one));

    EXPECT_TRUE(parse(std::string(64, '(') + one + std::string(64, ')')));
    EXPECT_FALSE(parse(std::string(65, '(') + one + std::string(65, ')')));

    EXPECT_TRUE(parse(one + std::string(16 * 1024 - one.size(), ' ')));
    EXPECT_FALSE(parse(one + std::string(16 * 1024 - one.size() + 1, ' ')));
}

TEST(Query, HostileNestingEndsInAnErrorNotInACrash) {
    const auto repeated = [](const std::string& part, const std::string& tail) {
        std::string out;
        while (out.size() + part.size() + tail.size() < 16 * 1024) out += part;
        return out + tail;
    };
    for (const auto& [part, tail] : {std::pair{"-", "a"},
                                     {"(", ""},
                                     {"abs(", ""},
                                     {"sum(", ""},
                                     {"sum by(a)(", ""},
                                     {"a^", "a"},
                                     {"a^-", "a"},
                                     {"a+", "a"},
                                     {"a or ", "a"},
                                     {"(a+", "a"},
                                     {"2^(", "a"}}) {
        EXPECT_FALSE(parse(repeated(part, tail))) << part;
    }
    EXPECT_FALSE(parse(repeated("a", "[1m:][1m:][1m:]")));
    EXPECT_FALSE(parse("sum(rate(a{x=~\"((a{500}){500}){500}\"}[5m]))"));
}

TEST(Gauge, IsOnePlainSelector) {
    const Accepted cases[] = {
        {"a", "+a"},
        {"a{}", "+a"},
        {" ( ( a{b=\"c\"} ) ) ", "+a{b=\"c\"}"},
        {"{__name__=~\"a|b\",c!=\"\"}", "+{__name__=~\"a|b\",c!=\"\"}"},
        {"# the queue\nqueue_depth{job=\"mail\"}", "+queue_depth{job=\"mail\"}"},
    };
    for (const Accepted& c : cases) {
        const auto query = parse_gauge(c.text);
        ASSERT_TRUE(query) << c.text << "\n" << query.error().report();
        ASSERT_EQ(query->terms.size(), 1u);
        EXPECT_EQ("+" + query->terms[0].selector.text(), c.terms) << c.text;
        EXPECT_EQ(query->terms[0].range, Duration());
    }
}

TEST(Gauge, SaysWhyItIsNone) {
    struct Refused {
        const char* text;
        const char* where;
        const char* rule;
    };
    const Refused cases[] = {
        {"sum(a)", "column 1", "sum() reads other figures than the gauge's samples"},
        {"avg_over_time(a[5m])", "column 1", "avg_over_time() reads other figures than the gauge's samples"},
        {"a > 3", "column 3", "the operator > reads other figures than the gauge's samples"},
        {"a[5m]", "column 1", "a range reads many samples at once"},
        {"a offset 5m", "column 3", "offset shifts the gauge in time"},
        {"a @ 1609746000", "column 3", "@ pins the gauge to one time"},
        {"a[5m:1m]", "column 2", "a subquery samples other figures"},
        {"-a", "column 1", "a minus turns the gauge's value round"},
        {"5", "column 1", "a number is no gauge"},
        {"\"a\"", "column 1", "a string is no gauge"},
    };
    for (const Refused& c : cases) {
        const auto query = parse_gauge(c.text);
        ASSERT_FALSE(query) << c.text;
        EXPECT_TRUE(query.error().is(errors::no_gauge)) << c.text << "\n" << query.error().report();
        ASSERT_FALSE(query.error().fields().empty()) << c.text;
        EXPECT_EQ(query.error().fields()[0].where, c.where) << c.text;
        EXPECT_EQ(query.error().fields()[0].rule, c.rule) << c.text;
        EXPECT_FALSE(query.error().fields()[0].remedy.empty()) << c.text;
    }
    EXPECT_TRUE(parse_gauge("a{").error().is(errors::malformed));
    EXPECT_TRUE(parse_gauge("").error().is(errors::malformed));
    EXPECT_EQ(parse_gauge("-(a offset 5m)").error().fields().size(), 2u) << "every reason at once";
}

TEST(Selector, CanonicalTextReadsBackAsItself) {
    for (const char* text : {"a", "a{b=\"c\"}", "{\"a.b\"=\"c\",__name__=\"x y\"}", "a{b=\"\\\"\\\\\\n\"}",
                             "{__name__=\"on\"}", "sum{x!~\"y\"}", "{__name__=\"a\",__name__=~\"a|b\"}"}) {
        EXPECT_EQ(terms(std::string("sum(increase(") + text + "[5m]))"), std::string("+") + text);
    }
}

}  // namespace
}  // namespace plimsoll::promql
