#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/json_codec.h"
#include "base/json_test_types.h"

PLIMSOLL_JSON(plimsoll::json_test::Everything)

namespace plimsoll::json_test {
namespace {

Everything sample() {
    Everything e;
    e.text = "a \"quoted\"\nline \x01";
    e.number = 0.1;
    e.big = UINT64_MAX;
    e.yes = true;
    e.colour = Colour::amber;
    e.list = {{1}, {-2}};
    e.map = {{"a/b", {3}}};
    e.what = Closed{true};
    e.at = Timestamp::from_ms(1'798'761'599'999);
    e.length = Duration::days(30);
    e.ratio = *Ratio::of(999, 1000);
    e.range = {Timestamp::from_seconds(0), Timestamp::from_seconds(60)};
    return e;
}

TEST(Json, WhatIsWrittenReadsBackEqual) {
    const std::string text = json::encode(sample());
    EXPECT_NE(text.find("\"number\":0.1,"), std::string::npos) << "no exponents: " << text;
    EXPECT_NE(text.find("\"what\":{\"type\":\"Closed\",\"well\":true}"), std::string::npos) << text;
    const auto back = json::decode_strict<Everything>(text);
    ASSERT_TRUE(back) << back.error().report();
    EXPECT_EQ(*back, sample());
}

RC_GTEST_PROP(Json, AnyTextSurvives, (const std::string& text, std::int64_t n, double d)) {
    RC_PRE(std::isfinite(d));
    Everything e = sample();
    e.text = text;
    e.list = {{n}};
    e.number = d;
    const auto back = json::decode<Everything>(json::encode(e));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->list.front().n == n);
    RC_ASSERT(back->number == d);
    if (text::is_utf8(text)) RC_ASSERT(back->text == text);
}

TEST(Json, EveryBrokenFieldIsNamedAtOnce) {
    std::string text = json::encode(sample());
    const auto swap = [&](const std::string& from, const std::string& to) {
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
    };
    swap("\"colour\":\"amber\"", "\"colour\":\"green\"");
    swap("{\"n\":-2}", "{\"n\":\"two\"}");
    swap("\"length\":\"30d\"", "\"length\":\"a month\"");
    swap("\"yes\":true,", "");
    const auto back = json::decode<Everything>(text);
    ASSERT_FALSE(back);
    std::vector<std::string> places;
    for (const FieldError& field : back.error().fields()) places.push_back(field.where);
    EXPECT_EQ(places, (std::vector<std::string>{"/yes", "/colour", "/list/1/n", "/length"}));
}

TEST(Json, AnUnknownFieldIsOldNewsForEventsAndAMistakeInRequests) {
    std::string text = json::encode(sample());
    text.insert(1, "\"surprise\":1,");
    EXPECT_TRUE(json::decode<Everything>(text));
    const auto strict = json::decode_strict<Everything>(text);
    ASSERT_FALSE(strict);
    EXPECT_EQ(strict.error().fields().front().where, "/surprise");
}

TEST(Json, DefaultsFillWhatIsMissingOnlyWhereTheTypeSaysSo) {
    std::string text = json::encode(sample());
    const std::string lenient = "\"lenient\":{\"limit\":50}";
    text.replace(text.find(lenient), lenient.size(), "\"lenient\":{}");
    const auto back = json::decode<Everything>(text);
    ASSERT_TRUE(back) << back.error().report();
    EXPECT_EQ(back->lenient.limit, 50);
}

TEST(Json, BrokenTextSaysWhere) {
    const auto back = json::decode<Everything>("{\n  \"text\": oops}");
    ASSERT_FALSE(back);
    EXPECT_TRUE(back.error().is(errors::malformed));
    EXPECT_NE(back.error().detail().find("line 2"), std::string::npos) << back.error().detail();
    EXPECT_FALSE(json::decode<Everything>("{} {}"));
    EXPECT_FALSE(json::decode<Everything>(""));
}

TEST(Json, TheSchemaNamesEveryField) {
    const std::string schema = json::schema<Everything>();
    for (const char* field : {"\"colour\"", "\"what\"", "\"oneOf\"", "\"date-time\"", "\"title\":\"Everything\""}) {
        EXPECT_NE(schema.find(field), std::string::npos) << field << " in " << schema;
    }
    EXPECT_TRUE(json::pretty(schema));
}

}  // namespace
}  // namespace plimsoll::json_test
