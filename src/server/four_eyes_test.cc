#include "server/four_eyes.h"

#include <gtest/gtest.h>

namespace plimsoll::server {
namespace {

class FourEyes : public testing::Test {
protected:
    void person(const std::string& id, access::Role role, access::PersonState is = access::PersonState::active) {
        state.people[id] = {id, role, access::HiringRole::none, is, {}, {}, {}};
    }
    void token(const std::string& id, const std::string& made_by) {
        state.tokens[id].id = id;
        state.tokens[id].created_by = made_by;
    }
    [[nodiscard]] bool may(const std::string& requester, const std::string& actor) const { return standing_of(state, requester, actor).may_decide(); }
    access::State state;
};

TEST_F(FourEyes, SomebodyElseDecides) {
    person("person:ana", access::Role::admin);
    person("person:bob", access::Role::admin);
    EXPECT_TRUE(may("person:ana", "person:bob"));
    EXPECT_FALSE(standing_of(state, "person:ana", "person:bob").same_person);
    EXPECT_FALSE(may("person:ana", "person:ana"));
}

TEST_F(FourEyes, WhoIsAloneDecidesAlone) {
    person("person:ana", access::Role::admin);
    person("person:eve", access::Role::editor);
    person("person:gone", access::Role::admin, access::PersonState::disabled);
    person("person:new", access::Role::admin, access::PersonState::invited);
    EXPECT_TRUE(may("person:ana", "person:ana"));
    EXPECT_TRUE(standing_of(state, "person:ana", "person:ana").same_person) << "and it is marked";
    person("person:new", access::Role::admin);
    EXPECT_FALSE(may("person:ana", "person:ana")) << "as soon as another could";
}

TEST_F(FourEyes, ATokenIsWhoeverMadeIt) {
    person("person:ana", access::Role::admin);
    person("person:bob", access::Role::admin);
    token("a1", "person:ana");
    token("a2", "token:a1");
    token("b1", "person:bob");
    EXPECT_FALSE(may("token:a2", "person:ana"));
    EXPECT_FALSE(may("person:ana", "token:a2"));
    EXPECT_TRUE(may("token:a1", "token:b1"));
    EXPECT_EQ(person_behind(state, "token:a2"), "person:ana");
}

TEST_F(FourEyes, AMachinesTokenIsNobodyElseForSure) {
    token("cli", "system");
    token("circle", "token:circle");
    EXPECT_TRUE(may("token:cli", "token:cli")) << "nobody can sign in yet";
    EXPECT_TRUE(standing_of(state, "token:cli", "token:cli").same_person);
    person("person:ana", access::Role::admin);
    EXPECT_FALSE(may("token:cli", "token:cli")) << "ana can";
    EXPECT_TRUE(may("token:cli", "person:ana"));
    EXPECT_TRUE(may("person:ana", "token:cli")) << "nobody but ana could: it counts as her own";
    EXPECT_TRUE(standing_of(state, "person:ana", "token:cli").same_person);
    person("person:bob", access::Role::admin);
    EXPECT_FALSE(may("person:ana", "token:cli"));
    EXPECT_EQ(person_behind(state, "token:circle"), "");
    EXPECT_EQ(person_behind(state, "token:unknown"), "");
    EXPECT_EQ(person_behind(state, "loopback"), "");
}

TEST_F(FourEyes, AnEditorMayApproveAnothersTarget) {
    person("person:ana", access::Role::admin);
    person("person:eve", access::Role::editor);
    person("person:vic", access::Role::viewer);
    EXPECT_TRUE(target_standing_of(state, "person:ana", "person:eve").may_decide());
    EXPECT_FALSE(target_standing_of(state, "person:ana", "person:ana").may_decide()) << "eve can";
    EXPECT_FALSE(target_standing_of(state, "person:eve", "person:eve").may_decide()) << "ana can";
    person("person:eve", access::Role::editor, access::PersonState::disabled);
    EXPECT_TRUE(target_standing_of(state, "person:ana", "person:ana").may_decide()) << "a viewer cannot";
}

}  // namespace
}  // namespace plimsoll::server
