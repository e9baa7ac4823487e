#include "domain/catalog/inside.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "base/temp_folder_for_tests.h"
#include "domain/catalog/folder.h"

namespace plimsoll::catalog {
namespace {

namespace fs = std::filesystem;

class Inside : public testing::Test {
protected:
    void SetUp() override {
        root = base / "catalog";
        fs::create_directories(root / "a");
        fs::create_directories(base / "else");
        std::ofstream(root / "a/in.yaml") << "in";
        std::ofstream(base / "else/in.yaml") << "secret";
    }

    /// What stands in the file, or the error's number.
    [[nodiscard]] std::string read(const fs::path& path) const {
        const Opened opened = open_inside(path, root);
        if (opened.error != 0) return std::to_string(opened.error);
        char text[16];
        const ssize_t n = ::read(opened.file.get(), text, sizeof text);
        return {text, static_cast<std::size_t>(std::max<ssize_t>(n, 0))};
    }
    const std::string outside = std::to_string(EXDEV);

    const TempFolder scratch{"inside"};
    const fs::path& base = scratch.path();
    fs::path root;
};

TEST_F(Inside, AFileAndALinkToItAreOpened) {
    fs::create_symlink("a/in.yaml", root / "link.yaml");
    fs::create_directory_symlink("a", root / "b");
    EXPECT_EQ(read(root / "a/in.yaml"), "in");
    EXPECT_EQ(read(root / "link.yaml"), "in");
    EXPECT_EQ(read(root / "b/in.yaml"), "in");
    EXPECT_EQ(read(root / "a/gone.yaml"), std::to_string(ENOENT));
}

TEST_F(Inside, WhatLeadsOutIsNotByWhateverLink) {
    fs::create_symlink("../else/in.yaml", root / "out.yaml");
    fs::create_directory_symlink(base / "else", root / "out");
    EXPECT_EQ(read(root / "out.yaml"), outside);
    EXPECT_EQ(read(root / "out/in.yaml"), outside);
    EXPECT_EQ(read(root / "../else/in.yaml"), outside);
    EXPECT_EQ(read(base / "else/in.yaml"), outside);
}

/// Two that race: one swaps a folder for a link to another, the other reads. The other's text must never be seen.
TEST_F(Inside, ALinkThatTakesAFoldersPlaceMeanwhileLeadsNowhere) {
    const pid_t swapping = ::fork();
    ASSERT_GE(swapping, 0);
    if (swapping == 0) {
        const std::string a = (root / "a").string();
        const std::string kept = (base / "kept").string();
        const std::string link = (base / "link").string();
        if (::symlink((base / "else").c_str(), link.c_str()) != 0) ::_exit(1);
        for (;;) {
            ::rename(a.c_str(), kept.c_str());
            ::rename(link.c_str(), a.c_str());
            ::rename(a.c_str(), link.c_str());
            ::rename(kept.c_str(), a.c_str());
        }
    }
    int in = 0;
    bool leaked = false;
    for (int i = 0; i < 20'000; ++i) {
        const std::string seen = read(root / "a/in.yaml");
        if (seen == "in") ++in;
        if (seen == "secret") leaked = true;
    }
    ::kill(swapping, SIGKILL);
    ::waitpid(swapping, nullptr, 0);
    EXPECT_FALSE(leaked);
    EXPECT_GT(in, 0);
}

constexpr int kCannotMount = 77;  ///< an exit code that nothing else here has

/// "leads outside of the folder, and is not read", of every file, in a container without /proc.
TEST_F(Inside, ACatalogueIsReadWhereProcIsNotMounted) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const bool apart = ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWNS) == 0;
        if (!apart || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 || ::mount("none", "/proc", "tmpfs", 0, nullptr) != 0) ::_exit(kCannotMount);
        if (fs::exists("/proc/self")) ::_exit(kCannotMount);
        const auto folder = read_folder(root);
        ::_exit(folder && folder->problems.empty() && folder->files.size() == 1 && folder->files[0].text == "in" ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == kCannotMount) {
        // Among two thousand that pass nobody sees a skip: root, which CI runs as, is expected to be able to.
        if (::geteuid() != 0) GTEST_SKIP() << "only root may mount here; nobody knows whether a catalogue is read without /proc";
        FAIL() << "root may not mount here, so nobody knows whether a catalogue is read without /proc: give the container CAP_SYS_ADMIN "
                  "(docker run --cap-add SYS_ADMIN), or run the tests as somebody else";
    }
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace plimsoll::catalog
