#include "base/yaml.h"

#include <gtest/gtest.h>

namespace plimsoll::yaml {
namespace {

TEST(Yaml, EveryValueKnowsItsPlace) {
    const auto docs = parse_documents("a: 1\nb:\n  - x\n  - {c: \"5\"}\n---\nsecond: true\n", "f.yaml");
    ASSERT_TRUE(docs) << docs.error().report();
    ASSERT_EQ(docs->size(), 2U);
    const Node& first = docs->front();
    EXPECT_EQ(first["a"].as_int(), 1);
    EXPECT_EQ(first["b"].items()[0].place().text(), "f.yaml:3:5");
    const Node c = first["b"].items()[1]["c"];
    EXPECT_EQ(c.text(), "5");
    EXPECT_TRUE(c.quoted());
    EXPECT_FALSE(c.as_int()) << "quoted digits are text";
    EXPECT_EQ((*docs)[1]["second"].as_bool(), true);
    EXPECT_EQ((*docs)[1]["second"].place().line, 6);
    EXPECT_FALSE(first["missing"]);
}

TEST(Yaml, ErrorsNameThePlace) {
    struct Row {
        const char* text;
        const char* where;
    };
    for (const Row& row : {Row{"a: [1, 2\nb: 3\n", "f.yaml:2:"}, Row{"a: 1\na: 2\n", "f.yaml:2:1"},
                           Row{"? [x]\n: 1\n", "f.yaml:1:"}, Row{"a: *nobody\n", "f.yaml:1:"}}) {
        const auto docs = parse_documents(row.text, "f.yaml");
        ASSERT_FALSE(docs) << row.text;
        ASSERT_EQ(docs.error().fields().size(), 1U);
        EXPECT_TRUE(docs.error().fields()[0].where.starts_with(row.where)) << docs.error().report();
    }
}

TEST(Yaml, BoundsAreErrorsNotCrashes) {
    EXPECT_FALSE(parse_documents(std::string(70, '['), "f.yaml"));
    EXPECT_FALSE(parse_documents(std::string(200'000, '['), "f.yaml"));
    EXPECT_FALSE(parse_documents(std::string((1 << 20) + 1, ' '), "f.yaml"));
    EXPECT_FALSE(parse_documents("a: \xff", "f.yaml"));
    std::string laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c <= 'h'; ++c) {
        laughs += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i) laughs += std::string(i == 0 ? "*" : ",*") + static_cast<char>(c - 1) + " ";
        laughs += "]\n";
    }
    const auto docs = parse_documents(laughs, "f.yaml");
    ASSERT_FALSE(docs) << "a billion laughs stay under 100,000 values";
    EXPECT_NE(docs.error().detail().find("100,000"), std::string::npos) << docs.error().report();
}

TEST(Yaml, ACommaBehindADocumentEndsReadingInsteadOfTheMemory) {
    for (const char* text : {"\"a\",\n", "{\"a\": 1},\n", "[a]]\n", "a: 1\n},\n", ",", "{a: b}\n, c\n"}) {
        const auto docs = parse_documents(text, "f.yaml");
        ASSERT_FALSE(docs) << text;
        EXPECT_TRUE(docs.error().fields()[0].where.starts_with("f.yaml:")) << docs.error().report();
    }
    const auto several = parse_documents("---\n---\na: 1\n...\n---\n[b]\n", "f.yaml");
    ASSERT_TRUE(several) << several.error().report();
    EXPECT_EQ(several->size(), 3U) << "empty documents are documents";
}

TEST(Yaml, WhatAnAbsentNodeGivesToLoopOverOutlivesIt) {
    const auto docs = parse_documents("a: 1\n", "f.yaml");
    ASSERT_TRUE(docs);
    const Node one = docs->front()["one"];
    const Node other = docs->front()["other"];
    EXPECT_EQ(&one.items(), &other.items()) << "neither is its own";
    EXPECT_EQ(&one.entries(), &other.entries());
}

TEST(Yaml, BecomesJson) {
    const auto docs = parse_documents("n: 5\nt: '5'\nd: 0.5\nb: true\nz: ~\nl: [a]\n", "f.yaml");
    ASSERT_TRUE(docs);
    EXPECT_EQ(docs->front().json(), R"({"n":5,"t":"5","d":0.5,"b":true,"z":null,"l":["a"]})");
}

TEST(Yaml, JsonIsYaml) {
    const auto docs = parse_documents(R"({"a": {"b": [1, 2, "x"]}})", "f.json");
    ASSERT_TRUE(docs) << docs.error().report();
    EXPECT_EQ(docs->front()["a"]["b"].items().size(), 3U);
}

}  // namespace
}  // namespace plimsoll::yaml
