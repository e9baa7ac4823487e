#include "base/private_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"

namespace plimsoll {
namespace {

namespace fs = std::filesystem;

constexpr fs::perms kOwner = fs::perms::owner_read | fs::perms::owner_write;

TEST(PrivateFile, IsItsOwnersAloneWhetherItWasThereOrNot) {
    const fs::path folder = fs::path(testing::TempDir()) / "private_file";
    fs::remove_all(folder);
    fs::create_directories(folder);
    const fs::path fresh = folder / "fresh.db";
    ASSERT_TRUE(make_private(fresh));
    EXPECT_EQ(fs::status(fresh).permissions(), kOwner);
    const fs::path old = folder / "old.db";
    std::ofstream(old) << "kept";
    fs::permissions(old, kOwner | fs::perms::group_read | fs::perms::others_read);
    ASSERT_TRUE(make_private(old));
    EXPECT_EQ(fs::status(old).permissions(), kOwner);
    EXPECT_EQ(fs::file_size(old), 4u);
    const auto refused = make_private(folder / "no such folder" / "x.db");
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(errors::io));
    fs::remove_all(folder);
}

}  // namespace
}  // namespace plimsoll
