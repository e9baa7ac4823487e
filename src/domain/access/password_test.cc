#include "domain/access/password.h"

#include <gtest/gtest.h>

#include "domain/access/accounts.h"
#include "domain/access/fakes_for_tests.h"

namespace plimsoll::access {
namespace {

using testing::cheap;

TEST(Password, IsKeptAsAPhcStringWithASaltOfItsOwn) {
    SeededRandom random(1);
    const std::string one = hash_password("correct horse battery", cheap, random);
    const std::string two = hash_password("correct horse battery", cheap, random);
    EXPECT_TRUE(one.starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << one;
    EXPECT_NE(one, two);
    EXPECT_TRUE(verify_password(one, "correct horse battery"));
    EXPECT_FALSE(verify_password(one, "correct horse batterz"));
    EXPECT_FALSE(verify_password(one, ""));
}

TEST(Password, AStringOfAnotherMakerIsReadAndWhatIsNoneIsNot) {
    // Made by the reference implementation's command line: echo -n password | argon2 somesalt -id -t 2 -k 256 -p 1.
    const std::string known = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    EXPECT_TRUE(verify_password(known, "password"));
    for (const char* bad : {"", "x", "$argon2id$", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8"})
        EXPECT_FALSE(verify_password(bad, "password")) << bad;
}

TEST(Password, AnotherCostAsksForARehash) {
    SeededRandom random(1);
    const std::string phc = hash_password("correct horse battery", cheap, random);
    EXPECT_FALSE(needs_rehash(phc, cheap));
    EXPECT_TRUE(needs_rehash(phc, PasswordCost{}));
    EXPECT_TRUE(needs_rehash(phc, PasswordCost{64, 2, 1}));
    EXPECT_TRUE(needs_rehash("", cheap));
}

TEST(Password, TheCostIsWhatTheHeaderSays) {
    EXPECT_EQ(PasswordCost{}.memory_kib, 65'536u);
    EXPECT_EQ(PasswordCost{}.passes, 3u);
    EXPECT_EQ(PasswordCost{}.lanes, 1u);
}

TEST(Password, RulesNameTheFieldAndWhatToDo) {
    const auto faults = [](const std::string& password) { return password_faults(password, "/password", {"ada.lovelace", "Ada Lovelace!"}); };
    EXPECT_TRUE(faults("correct horse").empty());
    EXPECT_EQ(faults("12345678901").size(), 1u) << "eleven characters";
    EXPECT_TRUE(faults("123456789012").empty());
    EXPECT_EQ(faults("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4").size(), 1u) << "six characters in twelve bytes";
    EXPECT_TRUE(faults(std::string(1'024, 'x')).empty());
    EXPECT_EQ(faults(std::string(1'025, 'x')).size(), 1u);
    EXPECT_EQ(faults("ADA.lovelace").size(), 1u) << "the name";
    EXPECT_EQ(faults("ada lovelace!").size(), 1u) << "the display name";
    EXPECT_EQ(faults("long enough \xff").size(), 1u) << "not UTF-8";
    EXPECT_EQ(faults("").front().where, "/password");
}

TEST(AccountName, HasFewCharactersAndNoCapitals) {
    EXPECT_EQ(name_key("Ada@Example.COM"), "ada@example.com");
    for (const char* good : {"a", "ada", "ada.lovelace@example.com", "0x-y_z"}) EXPECT_TRUE(name_faults(good, "/name").empty()) << good;
    for (const std::string& bad : {std::string(), std::string("a b"), std::string(".ada"), std::string(65, 'a'), std::string("ad\xC3\xA4"), std::string("a/b")})
        EXPECT_EQ(name_faults(bad, "/name").size(), 1u) << bad;
    EXPECT_TRUE(display_name_faults("Ada L\xC3\xB6velace", "/d").empty());
    for (const std::string& bad : {std::string(), std::string(" x"), std::string("a\nb"), std::string(101, 'a'), std::string("\x1b[31m"), std::string("\xff")})
        EXPECT_EQ(display_name_faults(bad, "/d").size(), 1u) << bad;
}

}  // namespace
}  // namespace plimsoll::access
