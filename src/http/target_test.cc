#include "http/target.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

TEST(Target, DecodesEachSegmentByItself) {
    const auto target = parse_target("/api/v1/slos/a%2Fb%20c");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "v1", "slos", "a/b c"}));
    EXPECT_EQ(target->path, "/api/v1/slos/a%2Fb%20c");
}

TEST(Target, AnEmptyPathHasNoSegmentAndATrailingSlashHasAnEmptyOne) {
    EXPECT_TRUE(parse_target("/")->segments.empty());
    EXPECT_EQ(parse_target("/a/")->segments, (std::vector<std::string>{"a", ""}));
    EXPECT_EQ(parse_target("//")->segments, (std::vector<std::string>{"", ""}));
}

TEST(Target, ReadsTheQueryWithRepeatsAndEmptyValues) {
    const auto target = parse_target("/x?a=1&b&a=2&c=&&d=x%3Dy%26z=1&e=one+two%2B");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->query, (std::multimap<std::string, std::string>{
                                 {"a", "1"}, {"a", "2"}, {"b", ""}, {"c", ""}, {"d", "x=y&z=1"}, {"e", "one two+"}}));
}

TEST(Target, ReadsTheAbsoluteForm) {
    const auto target = parse_target("HTTP://Example.com:80/a?b=c");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority, "Example.com:80");
    EXPECT_EQ(target->segments, std::vector<std::string>{"a"});
    EXPECT_EQ(parse_target("http://host")->path, "/");
}

TEST(Target, RefusesWhatCannotBeRead) {
    for (const char* bad : {"", "*", "a", "?a=b", "/%", "/%4", "/%zz", "/a%00", "/%c3%28", "/a/../b", "/%2e%2e/b", "/.", "/a#b",
                            "/a?x=%", "/a?%ff=1", "/a?x=%00", "host:80", "http:///.."})
        EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Target, BoundsTheNumberOfQueryParameters) {
    std::string text = "/a?";
    for (int i = 0; i < 256; ++i) text += "p=1&";
    EXPECT_TRUE(parse_target(text));
    EXPECT_FALSE(parse_target(text + "p=1"));
}

TEST(Target, EncodingThenDecodingGivesTheSameText) {
    EXPECT_TRUE(rc::check([](const std::string& text) {
        const auto decoded = percent_decode(percent_encode(text));
        RC_ASSERT(decoded && *decoded == text);
    }));
}

}  // namespace
}  // namespace plimsoll::http
