// A workbook in the vault: sealed under its owner's key, and gone with it.
#include "server/workbook_shelf.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/temp_folder_for_tests.h"

namespace plimsoll::server {
namespace {

class WorkbookShelfTest : public testing::Test {
protected:
    [[nodiscard]] std::string bytes() const {
        std::ostringstream out;
        for (const auto& file : std::filesystem::directory_iterator(folder.path())) out << std::ifstream(file.path(), std::ios::binary).rdbuf();
        return out.str();
    }
    TempFolder folder;
    SystemRandom random;
    std::unique_ptr<log::PersonVault> vault = *log::PersonVault::open(folder.path() / "keys.db", random);
    WorkbookShelf shelf{*vault};
    Timestamp now = Timestamp::from_seconds(1'800'000'000);
};

TEST_F(WorkbookShelfTest, KeepsOnesOwnUnderOnesOwnKey) {
    const std::string ana = *vault->create(now);
    const std::string ben = *vault->create(now);
    EXPECT_EQ(*shelf.read(ana), std::nullopt);
    ASSERT_TRUE(shelf.write(ana, "a story that nobody else reads"));
    EXPECT_EQ(**shelf.read(ana), "a story that nobody else reads");
    EXPECT_EQ(*shelf.read(ben), std::nullopt);
    EXPECT_EQ(bytes().find("a story that nobody"), std::string::npos) << "it does not stand in the file in clear";
    ASSERT_TRUE(shelf.remove(ana));
    EXPECT_EQ(*shelf.read(ana), std::nullopt);
}

TEST_F(WorkbookShelfTest, ErasingThePersonErasesIt) {
    const std::string ana = *vault->create(now);
    ASSERT_TRUE(shelf.write(ana, "private"));
    ASSERT_TRUE(vault->erase(ana, now));
    EXPECT_TRUE(shelf.read(ana).error().is(log::errors::erased));
    EXPECT_FALSE(shelf.write(ana, "again"));
}

TEST_F(WorkbookShelfTest, HoldsTheLargestWorkbook) {
    const std::string ana = *vault->create(now);
    EXPECT_TRUE(shelf.write(ana, std::string(practice::kLongestWorkbook, 'x')));
    EXPECT_FALSE(shelf.write(ana, std::string(practice::kLongestWorkbook + 1, 'x')));
}

}  // namespace
}  // namespace plimsoll::server
