#include "ingest/logs/route_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plimsoll::ingest::logs {
namespace {

using ::testing::ElementsAre;

std::string name(RouteTable& table, Method method, std::string_view path) { return table.names()[table.route_of(method, path)]; }

TEST(Routes, TheFirstThatFitsNamesTheRequest) {
    auto table = RouteTable::build(
        {{"health", "/healthz", ""}, {"order", "/orders/[0-9]+", "GET"}, {"change order", "/orders/[0-9]+", ""}, {"order", "/o/.*", ""}});
    ASSERT_TRUE(table);
    EXPECT_THAT(table->names(), ElementsAre("other", "health", "order", "change order"));
    for (int again = 0; again < 2; ++again) {  // matched, then remembered
        EXPECT_EQ(name(*table, Method::get, "/orders/7"), "order");
        EXPECT_EQ(name(*table, Method::put, "/orders/7"), "change order");
        EXPECT_EQ(name(*table, Method::get, "/orders/7/items"), "other") << "a pattern fits the whole path";
        EXPECT_EQ(name(*table, Method::get, "/o/7"), "order") << "two patterns may name one route";
        EXPECT_EQ(name(*table, Method::other, ""), "other");
        EXPECT_EQ(name(*table, Method::get, "/orders/7" + std::string(1000, '1')), "order") << "too long to be remembered";
    }
}

TEST(Routes, PathsAreBytesAndEscapesArePutBack) {
    auto table = RouteTable::build({{"quote", "/a\"b", ""}, {"street", "/stra\xC3\x9F"
                                                                       "e",
                                                              ""}, {"any", "/x.+", ""}});
    ASSERT_TRUE(table);
    EXPECT_EQ(name(*table, Method::get, R"(/a\x22b)"), "quote");
    EXPECT_EQ(name(*table, Method::get, R"(/stra\xC3\x9Fe)"), "street");
    EXPECT_EQ(name(*table, Method::get, "/x\xFF\xFE"), "any") << "no UTF-8";
    EXPECT_EQ(name(*table, Method::get, R"(/x\x)"), "any") << "an escape that is cut off is text";
}

TEST(Routes, ManyMorePathsThanAreRememberedAreToldApart) {
    auto table = RouteTable::build({{"even", "/n/[0-9]*[02468]", ""}, {"odd", "/n/[0-9]*[13579]", ""}});
    ASSERT_TRUE(table);
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 50'000; ++i) ASSERT_EQ(name(*table, Method::get, "/n/" + std::to_string(i)), i % 2 == 0 ? "even" : "odd") << i;
}

TEST(Routes, FaultsNameTheirPlace) {
    const auto made = RouteTable::build({{"", "/a", ""}, {"b", "/b(", ""}, {"c", "/c", "FETCH"}});
    ASSERT_FALSE(made);
    std::vector<std::string> where;
    for (const FieldError& e : made.error().fields()) where.push_back(e.where);
    EXPECT_THAT(where, ElementsAre("/routes/0/name", "/routes/1/path", "/routes/2/method"));
}

TEST(Routes, WithoutRoutesAllIsOther) {
    auto table = RouteTable::build({});
    ASSERT_TRUE(table);
    EXPECT_EQ(name(*table, Method::get, "/"), "other");
}

}  // namespace
}  // namespace plimsoll::ingest::logs
