// Files of stories and sheets, as people write them.
#include "domain/practice/sheet_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plimsoll::practice {
namespace {

TEST(SheetReader, OneMapAListOrSeveralDocuments) {
    const auto one = read_stories({"s.yaml", "kind: influence\ncontext: A\naction: I did it\n"});
    ASSERT_TRUE(one) << one.error().report();
    EXPECT_EQ(one->at(0).kind, StoryKind::influence);
    EXPECT_EQ(one->at(0).action, "I did it");
    EXPECT_EQ(read_stories({"s.yaml", "- context: A\n- context: B\n---\ncontext: C\n"})->size(), 3U);
    EXPECT_EQ(read_figures({"f.json", R"({"claim": "Cut pages by 40 %", "baseline": 12, "after": "8"})"})->at(0).baseline, "12");
}

TEST(SheetReader, EveryProblemAtItsPlace) {
    const auto bad = read_stories({"s.yaml", "kind: heroic\ncolour: red\ncontext: A\n"});
    ASSERT_FALSE(bad);
    ASSERT_EQ(bad.error().fields().size(), 2U);
    EXPECT_THAT(bad.error().fields()[0].where, testing::StartsWith("s.yaml:1"));
    EXPECT_FALSE(read_stories({"s.yaml", "just text\n"}));
    EXPECT_FALSE(read_stories({"s.yaml", ""}));
    EXPECT_FALSE(read_figures({"f.yaml", "claim: [a\n"}));
    EXPECT_FALSE(read_figures({"f.yaml", "claim: " + std::string(kLongestLine + 1, 'x') + "\n"}));
    EXPECT_TRUE(read_figures({"f.yaml", "claim: " + std::string(kLongestLine, 'x') + "\n"}));
}

}  // namespace
}  // namespace plimsoll::practice
