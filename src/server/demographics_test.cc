// What was declared stands in a file of its own, and goes when it is to go.
#include "server/demographics.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "base/temp_folder_for_tests.h"

namespace plimsoll::server {
namespace {

class DemographicsFile : public testing::Test {
protected:
    void SetUp() override { store = *Demographics::open(file); }
    /// Whether the bytes stand anywhere in the file or beside it.
    bool holds(const std::string& bytes) {
        for (const char* end : {"", "-wal", "-shm"}) {
            std::ifstream in(file.string() + end, std::ios::binary);
            std::ostringstream all;
            all << in.rdbuf();
            if (all.str().find(bytes) != std::string::npos) return true;
        }
        return false;
    }
    TempFolder folder;
    std::filesystem::path file = folder.path() / "demographics.db";
    std::unique_ptr<Demographics> store;
    hiring::DeclaredRow eve{"person:eve", "ap-1", {{"sex", "quagga"}, {"origin", "okapi"}}, Timestamp::from_seconds(7)};
};

TEST_F(DemographicsFile, KeepsTheLastDeclarationOfAnApplication) {
    ASSERT_TRUE(store->declare(eve));
    hiring::DeclaredRow again = eve;
    again.values = {{"sex", "zebra"}};
    again.at = Timestamp::from_seconds(9);
    ASSERT_TRUE(store->declare(again));
    const auto kept = *store->of("ap-1");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->candidate, "person:eve");
    EXPECT_EQ(kept->values, again.values);
    EXPECT_EQ(kept->at, again.at);
    EXPECT_FALSE(*store->of("ap-2"));
    ASSERT_TRUE(store->declare({"person:cain", "ap-2", {{"sex", "zebra"}}, {}}));
    EXPECT_EQ(store->all()->size(), 2U);
}

TEST_F(DemographicsFile, ForgetsSomebodyInBytes) {
    ASSERT_TRUE(store->declare(eve));
    ASSERT_TRUE(store->declare({"person:cain", "ap-2", {{"sex", "zebra"}}, {}}));
    EXPECT_TRUE(holds("quagga"));
    ASSERT_TRUE(store->forget("person:eve"));
    ASSERT_TRUE(store->forget("person:eve")) << "again";
    EXPECT_FALSE(holds("quagga"));
    EXPECT_FALSE(holds("person:eve"));
    EXPECT_TRUE(holds("zebra"));
    ASSERT_TRUE(store->withdraw("ap-2"));
    EXPECT_FALSE(holds("zebra"));
    EXPECT_TRUE(store->all()->empty());
}

TEST_F(DemographicsFile, IsTheServersAloneAndIsThereAfterARestart) {
    ASSERT_TRUE(store->declare(eve));
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    store.reset();
    store = *Demographics::open(file);
    EXPECT_TRUE(*store->of("ap-1"));
}

}  // namespace
}  // namespace plimsoll::server
