#include "log/folder_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/log.h"
#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::TempFolder;

TEST(FolderLock, TwoServersOnOneDataFolderTheSecondIsToldWhoUsesIt) {
    TempFolder folder;
    const auto data = folder / "data";
    auto first = FolderLock::acquire(data);
    ASSERT_TRUE(first) << first.error().report();
    const auto second = FolderLock::acquire(data);
    ASSERT_TRUE(second.error().is(errors::in_use));
    EXPECT_EQ(second.error().detail(),
              "another plimsoll (pid " + std::to_string(::getpid()) + ") uses this data folder: " + data.string());
}

TEST(FolderLock, AFolderThatItMakesIsClosedToOthersAndOneThatWasThereIsLeftAsItIs) {
    TempFolder folder;
    const auto rights = [](const std::filesystem::path& path) { return std::filesystem::status(path).permissions(); };
    { ASSERT_TRUE(FolderLock::acquire(folder / "new" / "data")); }
    EXPECT_EQ(rights(folder / "new" / "data"), std::filesystem::perms::owner_all);
    const auto open = std::filesystem::perms(0750);
    std::filesystem::permissions(folder / "new" / "data", open);
    { ASSERT_TRUE(FolderLock::acquire(folder / "new" / "data")); }
    EXPECT_EQ(rights(folder / "new" / "data"), open);
}

TEST(FolderLock, IsFreeAgainAfterRelease) {
    TempFolder folder;
    { ASSERT_TRUE(FolderLock::acquire(folder.path())); }
    EXPECT_TRUE(FolderLock::acquire(folder.path()));
}

TEST(FolderLock, IsFreeAgainAfterItsProcessWasKilled) {
    TempFolder folder;
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FolderLock::acquire(folder.path());
        const char answer = lock ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) != 1) _exit(1);
        for (;;) ::pause();
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    const auto refused = FolderLock::acquire(folder.path());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail().find("pid " + std::to_string(child)), std::string::npos);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(FolderLock::acquire(folder.path()));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(FolderLock, MovesWithItsOwner) {
    TempFolder folder;
    auto lock = std::make_unique<FolderLock>(FolderLock::acquire(folder.path()).value());
    FolderLock moved = std::move(*lock);
    lock.reset();
    EXPECT_FALSE(FolderLock::acquire(folder.path()));
}

TEST(FolderLock, AFolderThatCannotBeMadeIsAnError) {
    EXPECT_TRUE(FolderLock::acquire("/proc/none/here").error().is(plimsoll::errors::io));
}

}  // namespace
}  // namespace plimsoll::log
