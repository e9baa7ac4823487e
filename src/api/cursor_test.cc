#include "api/cursor.h"

#include <gtest/gtest.h>

#include <map>

namespace plimsoll::api {
namespace {

Request asked(std::multimap<std::string, std::string> query) {
    Request request;
    request.query = std::move(query);
    return request;
}

TEST(Cursor, PagesMeetWithoutGapOrRepeat) {
    std::map<std::string, int> all;
    for (int i = 0; i < 25; ++i) all["name-" + std::to_string(i)] = i;
    std::vector<std::string> seen;
    std::string cursor;
    do {
        const auto page = page_of(asked({{"limit", "7"}, {"cursor", cursor}}));
        ASSERT_TRUE(page);
        cursor = each_on_page(all, *page, [&](const std::string& key, int) { seen.push_back(key); });
    } while (!cursor.empty());
    std::vector<std::string> keys;
    for (const auto& [key, value] : all) keys.push_back(key);
    EXPECT_EQ(seen, keys);
}

TEST(Cursor, AKeyRemovedBetweenPagesHidesNoOther) {
    std::map<std::string, int> all{{"a", 1}, {"b", 2}, {"c", 3}};
    const std::string cursor = each_on_page(all, Page{2, ""}, [](const std::string&, int) {});
    all.erase("b");
    std::vector<std::string> seen;
    EXPECT_EQ(each_on_page(all, *page_of(asked({{"cursor", cursor}})), [&](const std::string& k, int) { seen.push_back(k); }), "");
    EXPECT_EQ(seen, std::vector<std::string>{"c"});
}

TEST(Cursor, EveryBadParameterIsNamedAtOnce) {
    for (const char* limit : {"0", "1001", "-1", "ten", "", "99999999999999999999"}) {
        const auto page = page_of(asked({{"limit", limit}, {"cursor", "*"}}));
        ASSERT_FALSE(page) << limit;
        EXPECT_EQ(page.error().fields().size(), 2U) << limit;
    }
    EXPECT_FALSE(page_of(asked({{"cursor", std::string(1025, 'a')}})));
    EXPECT_EQ(page_of(asked({{"limit", "1000"}}))->limit, 1000U);
    EXPECT_EQ(page_of(asked({}))->limit, 100U);
}

TEST(Cursor, IsSafeInAUrlWhateverTheKey) {
    const std::string key("\xff\xfe\xfb?/ ", 6);
    const std::string cursor = cursor_after(key);
    EXPECT_EQ(cursor.find_first_of("+/=&? "), std::string::npos);
    EXPECT_EQ(page_of(asked({{"cursor", cursor}}))->after, key);
}

}  // namespace
}  // namespace plimsoll::api
