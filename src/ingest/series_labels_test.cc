// series_labels_test.cc: the canonical text of a series, and reading it back.
#include "ingest/series_labels.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ingest/series_text.h"

namespace plimsoll::ingest {
namespace {

std::string canonical(Labels labels) {
    EXPECT_FALSE(canonicalise(labels));
    return canonical_text(labels);
}

TEST(SeriesLabels, CanonicalTextIsSortedEscapedAndWithoutEmptyValues) {
    EXPECT_EQ(canonical({{"__name__", "a"}}), "a");
    EXPECT_EQ(canonical({{"z", "1"}, {"__name__", "a"}, {"b", "2"}, {"c", ""}}), "a{b=\"2\",z=\"1\"}");
    EXPECT_EQ(canonical({{"__name__", "a:b"}, {"p", "q\"\\\n"}}), "a:b{p=\"q\\\"\\\\\\n\"}");
    EXPECT_EQ(canonical({{"__name__", "a.b"}, {"c.d", "e"}, {"f", "g"}}), "{\"a.b\",\"c.d\"=\"e\",f=\"g\"}");
    EXPECT_EQ(canonical({{"__name__", "9a"}}), "{\"9a\"}");
}

TEST(SeriesLabels, UnusableLabelsAreNamed) {
    const auto fault = [](Labels labels) { return canonicalise(labels); };
    EXPECT_EQ(fault({}), Reason::no_labels);
    EXPECT_EQ(fault({{"__name__", ""}}), Reason::no_labels);
    EXPECT_EQ(fault({{"job", "a"}}), Reason::no_name);
    EXPECT_EQ(fault({{"__name__", "a"}, {"", "x"}}), Reason::nameless_label);
    EXPECT_EQ(fault({{"__name__", "a"}, {"x", "1"}, {"x", "2"}}), Reason::duplicate_label);
    EXPECT_EQ(fault({{"__name__", "a"}, {"x", "1"}, {"x", ""}}), Reason::duplicate_label);
    EXPECT_EQ(fault({{"__name__", "a"}, {"x", "\xff"}}), Reason::not_utf8);
    EXPECT_EQ(fault({{"__name__", "a"}, {"x\xc0", "1"}}), Reason::not_utf8);
}

TEST(SeriesLabels, LimitsAreInclusive) {
    const LabelLimits limits{2, 8, 3};
    EXPECT_EQ(over_limit({{"__name__", "abc"}, {"b", "abc"}}, limits), std::nullopt);
    EXPECT_EQ(over_limit({{"__name__", "a"}, {"b", "a"}, {"c", "a"}}, limits), Reason::too_many_labels);
    EXPECT_EQ(over_limit({{"__name__", "a"}, {"b12345678", "a"}}, limits), Reason::label_name_too_long);
    EXPECT_EQ(over_limit({{"__name__", "abcd"}}, limits), Reason::label_value_too_long);
}

TEST(SeriesLabels, TheTargetIsJobAndInstance) {
    EXPECT_EQ(target_of({{"__name__", "a"}, {"instance", "h:1"}, {"job", "web"}}), std::string("web\0h:1", 7));
    EXPECT_EQ(target_of({{"__name__", "a"}}), std::string("\0", 1));
}

TEST(SeriesText, ReadsEveryFormInUse) {
    const auto read = [](const std::string& line) {
        auto series = SeriesText::read(line);
        EXPECT_TRUE(series) << line << (series ? "" : series.error().rule);
        if (!series) return std::string();
        EXPECT_FALSE(canonicalise(series->labels())) << line;
        return canonical_text(series->labels()) + "|" + line.substr(series->length());
    };
    EXPECT_EQ(read("a 1 2"), "a| 1 2");
    EXPECT_EQ(read("a{} 1"), "a| 1");
    EXPECT_EQ(read("a{b=\"c\"} 1"), "a{b=\"c\"}| 1");
    EXPECT_EQ(read("a { b = \"c\" , d=\"e\", } 1"), "a{b=\"c\",d=\"e\"}| 1");
    EXPECT_EQ(read("a{ b = \"c\" , d=\"e\", } 1"), "a{b=\"c\",d=\"e\"}| 1");
    EXPECT_EQ(read("{__name__=\"a\", b=\"c\"} 1"), "a{b=\"c\"}| 1");
    EXPECT_EQ(read("{\"a.b\",\"c.d\"=\"e\"} 1"), "{\"a.b\",\"c.d\"=\"e\"}| 1");
    EXPECT_EQ(read("a{b=\"} \\\"x\\\\ \\n\"}1"), "a{b=\"} \\\"x\\\\ \\n\"}|1");
    EXPECT_EQ(read("a{b=\"\\u00e9\\t\\x41\"} 1"), "a{b=\"\u00e9\tA\"}| 1");
}

TEST(SeriesText, SaysWhereALineBreaks) {
    const std::pair<const char*, std::size_t> cases[] = {
        {"", 0},       {"=", 0},           {"a{", 2},      {"a{b", 3},       {"a{b=", 4},
        {"a{b=c}", 4}, {"a{b=\"c\"", 7},   {"a{b=\"c", 4}, {"a{=\"c\"}", 2}, {"a{b=\"c\" d=\"e\"}", 8},
        {"a{,}", 2},   {"a{b=\"\\q\"}", 5}};
    for (const auto& [line, offset] : cases) {
        const auto series = SeriesText::read(line);
        ASSERT_FALSE(series) << line;
        EXPECT_EQ(series.error().offset, offset) << line;
    }
}

/// Text of the characters that are hard to quote.
std::string awkward(const std::vector<std::uint8_t>& choices) {
    static const std::vector<std::string> pieces{"a", "\"", "\\", "\n", "\u00e9", "{",  "}",   ",",
                                                 "=", "_",  ".",  "0",  " ",      "\t", "x41", "#"};
    std::string out;
    for (const std::uint8_t choice : choices) out += pieces[choice % pieces.size()];
    return out;
}

using Choices = std::vector<std::uint8_t>;

RC_GTEST_PROP(SeriesText, ReadsCanonicalTextBack, (const std::map<Choices, Choices>& choices, const Choices& metric)) {
    std::map<std::string, std::string> pairs{{"__name__", "n" + awkward(metric)}};
    for (const auto& [name, value] : choices) pairs.emplace("l" + awkward(name), "v" + awkward(value));
    Labels labels;
    for (const auto& [name, value] : pairs) labels.push_back({name, value});
    RC_ASSERT(!canonicalise(labels));
    const std::string text = canonical_text(labels);
    auto again = SeriesText::read(text);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->length() == text.size());
    RC_ASSERT(!canonicalise(again->labels()));
    RC_ASSERT(canonical_text(again->labels()) == text);
    RC_ASSERT(again->labels().size() == labels.size());
}

}  // namespace
}  // namespace plimsoll::ingest
