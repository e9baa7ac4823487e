#include "probes/assertion.h"

#include <gtest/gtest.h>

namespace plimsoll::probes {
namespace {

const Facts kFacts{{{"status", {"503"}}, {"size", {"2048"}}, {"answer", {"192.0.2.1", "192.0.2.2"}}, {"protocol", {"TLSv1.2"}}},
                   {{"content-type", "text/html"}, {"set-cookie", "a=1"}, {"set-cookie", "b=2"}},
                   R"({"ok": true, "n": 12, "items": [{"id": "x7"}]})"};

struct Row {
    Assertion assertion;
    std::string failure;  ///< empty: it holds
};

TEST(Assertion, HoldsOrSaysWhyNot) {
    const std::vector<Row> rows{
        {{"status", "", "503", "", "", {}, {}}, ""},
        {{"status", "", "200", "", "", {}, {}}, "status is 503, not \"200\""},
        {{"status", "", "", "", "", 200, {}}, ""},
        {{"status", "", "", "", "", {}, 399}, "status is 503, not at most 399"},
        {{"status", "", "", "", "^5", {}, {}}, ""},
        {{"size", "", "", "", "", 4096, {}}, "size is 2048, not at least 4096"},
        {{"header", "Content-Type", "text/html", "", "", {}, {}}, ""},
        {{"header", "SET-COOKIE", "b=2", "", "", {}, {}}, ""},
        {{"header", "X-None", "1", "", "", {}, {}}, "the answer has no header X-None; wanted \"1\""},
        {{"body", "", "", "\"ok\": true", "", {}, {}}, ""},
        {{"body", "", "", "absent", "", {}, {}}, "body not a text with \"absent\""},
        {{"json", "$.ok", "true", "", "", {}, {}}, ""},
        {{"json", "$.n", "12.0", "", "", {}, {}}, ""},
        {{"json", "$.n", "", "", "", {}, 11}, "$.n is 12, not at most 11"},
        {{"json", "$.items[0].id", "", "", "^x\\d$", {}, {}}, ""},
        {{"json", "$.items[0].id", "", "", "", 1, {}}, "$.items[0].id is \"x7\", not at least 1"},
        {{"json", "$.items[1].id", "x", "", "", {}, {}}, "the body has no $.items[1].id; wanted \"x\""},
        {{"answer", "", "192.0.2.2", "", "", {}, {}}, ""},
        {{"answer", "", "192.0.2.3", "", "", {}, {}}, "answer is \"192.0.2.1\", \"192.0.2.2\", not \"192.0.2.3\""},
        {{"protocol", "", "TLSv1.3", "", "", {}, {}}, "protocol is \"TLSv1.2\", not \"TLSv1.3\""},
        {{"banner", "", "x", "", "", {}, {}}, "there is no banner; wanted \"x\""},
    };
    for (const Row& row : rows) {
        const auto failure = check({row.assertion}, kFacts);
        EXPECT_EQ(failure ? failure->text : "", row.failure);
        EXPECT_EQ(failure ? failure->reason : "", row.failure.empty() ? "" : row.assertion.of == "status" ? "status" : "assertion");
    }
}

TEST(Assertion, TheFirstThatFailsIsTold) {
    const auto failure = check({{"size", "", "", "", "", 1, {}}, {"status", "", "1", "", "", {}, {}}, {"status", "", "2", "", "", {}, {}}}, kFacts);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->text, "status is 503, not \"1\"");
}

TEST(Assertion, ABodyThatIsNoJsonIsSaid) {
    Facts facts;
    facts.body = "<html>";
    EXPECT_EQ(check({{"json", "$.a", "1", "", "", {}, {}}}, facts)->text, "the body is not JSON; wanted \"1\"");
    facts.body = std::string(100, '[') + std::string(100, ']');
    EXPECT_TRUE(check({{"json", "$", "1", "", "", {}, {}}}, facts)) << "deep nesting is refused, not followed";
}

TEST(Capture, TakesAValueOrSaysWhyNot) {
    Values values;
    EXPECT_FALSE(capture({{"id", "json", "$.items[0].id"}, {"type", "header", "Content-Type"}, {"n", "body", "\"n\": (\\d+)"}}, kFacts, values));
    EXPECT_EQ(values, (Values{{"id", "x7"}, {"type", "text/html"}, {"n", "12"}}));
    EXPECT_EQ(capture({{"x", "body", "never=(\\w+)"}}, kFacts, values)->text, "x cannot be captured: nothing in the body matches \"never=(\\w+)\"");
    EXPECT_EQ(capture({{"x", "header", "X"}}, kFacts, values)->reason, "capture");
}

TEST(Excerpt, IsPrintableAndShort) {
    EXPECT_EQ(excerpt_of("hello"), "hello");
    EXPECT_LE(excerpt_of(std::string(10'000, 'x')).size(), 500U);
    std::string accents;
    for (int i = 0; i < 400; ++i) accents += "\xc3\xa9";
    EXPECT_LE(excerpt_of("x" + accents).size(), 500U);
    EXPECT_EQ(excerpt_of(std::string("\xff\xfe\x00", 3)), "(3 bytes that are no text)");
    EXPECT_EQ(excerpt_of("a\x1b[31mb").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::probes
