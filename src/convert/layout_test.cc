// `plimsoll fmt`: order and indentation change, comments and meaning do not.
#include "convert/layout.h"

#include <gtest/gtest.h>

#include "convert/tree_reading.h"

namespace plimsoll::convert {
namespace {

std::string laid(const std::string& text) {
    const auto out = laid_out(text, "f.yaml");
    EXPECT_TRUE(out) << (out ? "" : out.error().report());
    return out ? *out : "";
}

TEST(Layout, OrdersKeysIndentsAndKeepsComments) {
    const std::string got = laid(R"(---
# What the shop promises.
kind: SLO   # one promise
apiVersion: openslo/v1
spec:
    objectives:
    # three nines
    - target: 0.999
    service: shop
    timeWindow: [{isRolling: true,   duration: 30d}]  # a month, about
    budgetingMethod: Occurrences

    indicatorRef: "requests"
metadata:
      annotations: {z: '1', a: "two words"}
      name: requests
# the end
)");
    EXPECT_EQ(got, R"(apiVersion: openslo/v1
# What the shop promises.
kind: SLO  # one promise
metadata:
  name: requests
  annotations: {z: '1', a: "two words"}
spec:
  service: shop

  indicatorRef: "requests"
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]  # a month, about
  objectives:
    # three nines
    - target: 0.999
# the end
)");
    EXPECT_EQ(laid(got), got) << "once is enough";
}

TEST(Layout, BlocksKeepTheirLines) {
    const std::string got = laid(R"(kind: SLO
apiVersion: openslo/v1
metadata: {name: a}
spec:
    description: |
        One # no comment

          two
    service: s
---
apiVersion: openslo/v1
kind: Service
metadata: {name: s}
)");
    EXPECT_EQ(got, R"(apiVersion: openslo/v1
kind: SLO
metadata: {name: a}
spec:
  description: |
    One # no comment

      two
  service: s
---
apiVersion: openslo/v1
kind: Service
metadata: {name: s}
)");
}

TEST(Layout, OneEmptyLineStaysWhereThereWereSome) {
    const std::string got = laid("\n\napiVersion: openslo/v1\n\nkind: SLO\n\n\n# about\n\nmetadata:\n\n  name: a\nspec:\n  objectives:\n\n    - target: 0.9\n\n      displayName: A\n\n    - target: 0.8\n\n\n# end\n\n");
    EXPECT_EQ(got, "apiVersion: openslo/v1\n\nkind: SLO\n\n# about\n\nmetadata:\n  name: a\nspec:\n  objectives:\n    - displayName: A\n      target: 0.9\n\n    - target: 0.8\n\n# end\n");
    EXPECT_EQ(laid(got), got);
}

TEST(Layout, AHashInTextIsNoComment) {
    const std::string got = laid("apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: a}\nspec: {description: 'a # b', service: \"c # d\"}  # e\n");
    EXPECT_NE(got.find("'a # b'"), std::string::npos);
    EXPECT_NE(got.find("# e"), std::string::npos);
    EXPECT_EQ(comments_of(*read_trees(got, "f.yaml")), std::vector<std::string>{"# e"});
}

TEST(Layout, ObjectsOfOthersKeepTheirOrder) {
    const std::string text = "kind: Deployment\napiVersion: apps/v1\nspec: {b: 1, a: 2}\n";
    EXPECT_EQ(laid(text), text);
}

TEST(Layout, ListsOfObjectsAreLaidOutToo) {
    EXPECT_EQ(laid("- kind: Service\n  apiVersion: openslo/v1\n  metadata: {name: a}\n"), "- apiVersion: openslo/v1\n  kind: Service\n  metadata: {name: a}\n");
}

TEST(Layout, WhatCannotBeLaidOutForCertainStays) {
    const std::pair<const char*, const char*> cases[] = {{"a: &x 1\nb: *x\n", "anchor"},
                                                         {"a: !!str 1\n", "tag"},
                                                         {"%YAML 1.2\n---\na: 1\n", "directive"},
                                                         {"{\"a\": 1}\n", "JSON"},
                                                         {"a: one\n  two\n", "several lines"},
                                                         {"a: \"one\n  two\"\n", "several lines"},
                                                         {"a: |2\n   x\n", "indentation"}};
    for (const auto& [text, why] : cases) {
        const auto got = laid_out(text, "f.yaml");
        ASSERT_FALSE(got) << text;
        EXPECT_TRUE(got.error().is(errors::not_laid_out)) << got.error().report();
        EXPECT_NE(got.error().report().find(why), std::string::npos) << got.error().report();
        EXPECT_NE(got.error().report().find("f.yaml"), std::string::npos);
    }
    EXPECT_FALSE(laid_out("a: [", "f.yaml"));
}

TEST(Layout, NothingStaysNothing) {
    EXPECT_EQ(laid(""), "");
    EXPECT_EQ(laid("---\n"), "");
}

}  // namespace
}  // namespace plimsoll::convert
