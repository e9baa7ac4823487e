#include "server/local_server.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "log/log_testing.h"

namespace plimsoll::server {
namespace {

namespace fs = std::filesystem;
using log::testing::TempFolder;

std::string text_of(const fs::path& file) {
    std::ostringstream out;
    out << std::ifstream(file).rdbuf();
    return out.str();
}

TEST(PrivateFile, IsItsOwnersAloneAndReplacesWhatWasThere) {
    TempFolder folder;
    const fs::path file = folder / "secret";
    ASSERT_TRUE(write_private_file(file, "one"));
    ASSERT_TRUE(write_private_file(file, "two"));
    EXPECT_EQ(text_of(file), "two");
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(PrivateFile, AFileOrLinkThatSomebodyLaidInTheWayReceivesNothing) {
    TempFolder folder;
    const fs::path file = folder / "secret";
    const fs::path readable = folder / "secret.new";
    std::ofstream(readable) << "";
    fs::permissions(readable, fs::perms::all);
    ASSERT_TRUE(write_private_file(file, "one"));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);

    std::ofstream(folder / "theirs") << "theirs";
    fs::create_symlink(folder / "theirs", folder / "secret.new");
    ASSERT_TRUE(write_private_file(file, "two"));
    EXPECT_EQ(text_of(file), "two");
    EXPECT_EQ(text_of(folder / "theirs"), "theirs");
}

}  // namespace
}  // namespace plimsoll::server
