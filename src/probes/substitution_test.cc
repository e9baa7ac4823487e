#include "probes/substitution.h"

#include <gtest/gtest.h>

namespace plimsoll::probes {
namespace {

const Values kValues{{"id", "7"}, {"token", "a/b?c&d e\xc3\xa9"}, {"nested", "${id}"}};

TEST(Substitution, PutsValuesInTheirPlaces) {
    EXPECT_EQ(*substitute("/orders/${id}/x${id}", kValues, Encoding::raw), "/orders/7/x7");
    EXPECT_EQ(*substitute("${token}", kValues, Encoding::raw), "a/b?c&d e\xc3\xa9");
    EXPECT_EQ(*substitute("/${token}", kValues, Encoding::url), "/a%2Fb%3Fc%26d%20e%C3%A9");
}

TEST(Substitution, AValueIsNotReadAgain) { EXPECT_EQ(*substitute("${nested}", kValues, Encoding::raw), "${id}"); }

TEST(Substitution, WhatIsNoNameStays) {
    for (const char* text : {"$", "${", "${}", "${1x}", "${a-b}", "$id", "{id}", "costs 5$", ""}) EXPECT_EQ(*substitute(text, kValues, Encoding::raw), text);
    EXPECT_EQ(*substitute("${}${id}", kValues, Encoding::raw), "${}7");
    EXPECT_EQ(*substitute("${${id}", kValues, Encoding::raw), "${7");
}

TEST(Substitution, ANameWithoutAValueIsSaid) {
    const auto missing = substitute("/${id}/${other}", kValues, Encoding::url);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().detail(), "${other} has no value: no step before it captured one");
}

TEST(Substitution, IsBounded) {
    const Values large{{"much", std::string(300'000, 'x')}};
    EXPECT_TRUE(substitute("${much}${much}${much}", large, Encoding::raw));
    EXPECT_FALSE(substitute("${much}${much}${much}${much}", large, Encoding::raw));
}

TEST(Substitution, TellsItsNames) {
    EXPECT_EQ(names_in("${a}/${b_2}?x=${a}"), (std::vector<std::string>{"a", "b_2", "a"}));
    EXPECT_TRUE(names_in("nothing ${-}").empty());
    EXPECT_FALSE(is_capture_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace plimsoll::probes
