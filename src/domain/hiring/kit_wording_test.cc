// Words that have no place in what people are assessed by.
#include "domain/hiring/kit_wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plimsoll::hiring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> out;
    for (const Wording& wording : wording_of(text)) out.emplace_back(wording.words);
    return out;
}

TEST(KitWording, FindsWholeWordsInAnyLetterCase) {
    EXPECT_THAT(found("A YOUNG, energetic rockstar."), ElementsAre("young", "energetic", "rockstar"));
    EXPECT_THAT(found("He tells his story; she hers."), ElementsAre("he", "she", "his"));
    EXPECT_THAT(found("The theme was shed; this is there."), IsEmpty()) << "\"he\" stands in none of them as a word";
    EXPECT_THAT(found("10 years   of\nexperience"), ElementsAre("years of experience")) << "white space of any kind is one space";
    EXPECT_THAT(found("accented caf\xc3\xa9 heh\xc3\xa9"), IsEmpty()) << "a letter beyond A-Z binds";
    EXPECT_THAT(found("(young)"), ElementsAre("young"));
    EXPECT_THAT(found(""), IsEmpty());
}

TEST(KitWording, EachOfTheListSaysWhyAndWhatInstead) {
    for (const char* text : {"native speaker", "eye contact", "culture fit", "passion", "blacklist", "predicts performance", "years old", "man-hours"}) {
        const auto hits = wording_of(text);
        ASSERT_EQ(hits.size(), 1U) << text;
        EXPECT_FALSE(hits[0].why.empty());
        EXPECT_FALSE(hits[0].instead.empty());
    }
}

TEST(KitWording, SentencesEndAtAMarkBeforeASpace) {
    EXPECT_THAT(sentences_of("Reads 99.9 % rightly.  Asks why? Then\nstops"), ElementsAre("reads 99.9 % rightly", "asks why", "then stops"));
    EXPECT_THAT(sentences_of(" . "), IsEmpty());
    EXPECT_EQ(folded("  A  b\n"), "a b");
}

}  // namespace
}  // namespace plimsoll::hiring
