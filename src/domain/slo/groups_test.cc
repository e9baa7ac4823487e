// groups_test.cc: names of groups, which of them are new, and the catalogue with them.
#include "domain/slo/groups.h"

#include <gtest/gtest.h>

namespace plimsoll::slo {
namespace {

const Timestamp kAt = Timestamp::from_seconds(1'790'000'000);

std::vector<GroupsSeen> record(const Groups& groups, std::vector<std::vector<std::string>> values, int limit = 10) {
    auto events = decide(groups, RecordGroups{"checkout", {"zone", "path"}, limit, std::move(values)});
    EXPECT_TRUE(events);
    return events ? *events : std::vector<GroupsSeen>{};
}

Groups with(std::vector<std::vector<std::string>> values) {
    Groups groups;
    for (const GroupsSeen& event : record(groups, std::move(values))) apply(groups, event, kAt);
    return groups;
}

catalog::Slo roll_up() {
    catalog::Slo slo;
    slo.name = "checkout";
    slo.display_name = "Checkout";
    slo.definition_version = "d1";
    slo.grouping = catalog::Grouping{{"zone", "path"}, 10, catalog::RollUp::worst};
    return slo;
}

TEST(Groups, NamesTellEveryTwoGroupsApart) {
    EXPECT_EQ(group_name("checkout", {"eu-1", "/cart"}), "checkout@eu-1,%2Fcart");
    EXPECT_EQ(group_name("checkout", {"a,b", "c"}), "checkout@a%2Cb,c");
    EXPECT_NE(group_name("checkout", {"a,b", "c"}), group_name("checkout", {"a", "b,c"}));
    EXPECT_EQ(group_name("checkout", {"100%"}), "checkout@100%25");
    EXPECT_EQ(group_name("checkout", {"ä @"}), "checkout@%C3%A4%20%40");
}

TEST(Groups, OnlyWhatIsNewIsRecordedAndOnlyUpToTheLimit) {
    const Groups groups = with({{"a", "/"}, {"b", "/"}});
    EXPECT_TRUE(record(groups, {{"a", "/"}, {"b", "/"}}).empty());
    const auto twice = record(groups, {{"c", "/"}, {"c", "/"}});
    ASSERT_EQ(twice.size(), 1u);
    EXPECT_EQ(twice[0].groups, (std::vector<SeenGroup>{{"checkout@c,%2F", {{"path", "/"}, {"zone", "c"}}}}));
    EXPECT_EQ(record(groups, {{"c", "/"}, {"d", "/"}, {"e", "/"}}, 4)[0].groups.size(), 2u);
    EXPECT_TRUE(record(groups, {{"c", "/"}}, 2).empty());
    EXPECT_FALSE(decide(groups, RecordGroups{"checkout", {"zone", "path"}, 10, {{"a"}}}));
}

TEST(Groups, AreForgottenByName) {
    Groups groups = with({{"a", "/"}, {"b", "/"}});
    const auto before = groups.changes;
    const auto events = decide(groups, ForgetGroups{"checkout", {"checkout@a,%2F", "checkout@x,%2F"}});
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].names, std::vector<std::string>{"checkout@a,%2F"});
    apply(groups, events[0]);
    EXPECT_EQ(groups.by_roll_up.at("checkout").size(), 1u);
    EXPECT_GT(groups.changes, before);
    EXPECT_TRUE(decide(groups, ForgetGroups{"checkout", {"checkout@a,%2F"}}).empty());
    EXPECT_TRUE(decide(groups, ForgetGroups{"other", {"checkout@b,%2F"}}).empty());
}

TEST(Groups, AreSlosOfTheirOwnInTheCatalogue) {
    catalog::Catalog declared;
    declared.slos["checkout"] = roll_up();
    const catalog::Catalog all = with_groups(declared, with({{"a", "/"}, {"b", "/"}}));
    ASSERT_EQ(all.slos.size(), 3u);
    const catalog::Slo& group = all.slos.at("checkout@a,%2F");
    EXPECT_EQ(group.group_of, "checkout");
    EXPECT_FALSE(group.grouping);
    EXPECT_EQ(group.group, (std::map<std::string, std::string>{{"zone", "a"}, {"path", "/"}}));
    EXPECT_EQ(group.display_name, "Checkout (path /, zone a)");
    EXPECT_EQ(group.definition_version, "d1");
    EXPECT_EQ(all.slos.at("checkout"), declared.slos.at("checkout"));
}

TEST(Groups, OfOtherLabelsOrARemovedRollUpWait) {
    catalog::Catalog declared;
    declared.slos["checkout"] = roll_up();
    const Groups groups = with({{"a", "/"}, {"b", "/"}, {"c", "/"}});
    declared.slos["checkout"].grouping->by = {"zone"};
    EXPECT_EQ(with_groups(declared, groups).slos.size(), 1u);
    declared.slos["checkout"].grouping->by = {"path", "zone"};
    EXPECT_EQ(with_groups(declared, groups).slos.size(), 4u) << "the order of labels does not matter to a group that is there";
    declared.slos["checkout"].grouping->limit = 2;
    EXPECT_EQ(with_groups(declared, groups).slos.size(), 3u);
    declared.slos["checkout"].grouping.reset();
    EXPECT_EQ(with_groups(declared, groups).slos.size(), 1u);
    declared.slos.clear();
    EXPECT_TRUE(with_groups(declared, groups).slos.empty());
}

}  // namespace
}  // namespace plimsoll::slo
