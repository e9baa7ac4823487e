#include "probes/json_path.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace plimsoll::probes {
namespace {

const char* const kDocument = R"({"items": [{"id": 7, "tags": ["new"]}, {"id": 8.5}], "a.b": {"it's": true}, "none": null, "text": "x"})";

std::string at(const std::string& path) {
    const auto parsed = JsonPath::parse(path);
    if (!parsed) return "malformed";
    const boost::json::value document = boost::json::parse(kDocument);
    const auto* value = parsed->find(document);
    return value == nullptr ? "nowhere" : value_text(*value);
}

TEST(JsonPath, FindsOnePlace) {
    EXPECT_EQ(at("$.items[0].id"), "7");
    EXPECT_EQ(at("$.items[1]['id']"), "8.5");
    EXPECT_EQ(at("$.items[0].tags"), R"(["new"])");
    EXPECT_EQ(at("$['a.b']['it\\'s']"), "true");
    EXPECT_EQ(at("$[\"text\"]"), "x");
    EXPECT_EQ(at("$.none"), "null");
}

TEST(JsonPath, APlaceThatIsNotThereIsNowhere) {
    for (const char* path : {"$.items[2]", "$.items.id", "$[0]", "$.text.more", "$.missing"}) EXPECT_EQ(at(path), "nowhere") << path;
}

TEST(JsonPath, WhatIsNoPathIsRefusedWithItsPlace) {
    for (const char* path : {"", "items", "$.", "$..id", "$.items[", "$.items[]", "$.items[x]", "$['open", "$['a'", "$.a b", "$.items[*]", "$['a\\n']", "$[1234567890]"})
        EXPECT_EQ(at(path), "malformed") << path;
    EXPECT_EQ(JsonPath::parse("$.items[x]").error().detail(), "\"$.items[x]\": a number or a quoted name is wanted at character 9");
    EXPECT_FALSE(JsonPath::parse("$" + std::string(600, 'a')));
    std::string deep = "$";
    for (int i = 0; i < 33; ++i) deep += ".a";
    EXPECT_FALSE(JsonPath::parse(deep));
}

TEST(JsonPath, WrittenOutItIsReadBackTheSame) {
    for (const char* path : {"$", "$.a[3].b", "$['it\\'s'][\"a\\\\b\"]", "$['']"}) {
        const auto once = JsonPath::parse(path);
        ASSERT_TRUE(once) << path;
        const auto twice = JsonPath::parse(once->text());
        ASSERT_TRUE(twice) << once->text();
        EXPECT_EQ(twice->text(), once->text());
    }
}

}  // namespace
}  // namespace plimsoll::probes
