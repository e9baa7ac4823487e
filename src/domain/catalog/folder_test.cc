#include "domain/catalog/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "base/temp_folder_for_tests.h"
#include "domain/catalog/git_author.h"
#include "domain/catalog/reading.h"
#include "domain/catalog/reload.h"
#include "domain/catalog/watch.h"

namespace plimsoll::catalog {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Folder : public testing::Test {
protected:
    void SetUp() override {
        root = base / "catalog";
        fs::create_directories(root);
    }

    void write(const fs::path& path, const std::string& text = "") const {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path) << text;
    }
    std::vector<std::string> names() const {
        const auto folder = read_folder(root);
        EXPECT_TRUE(folder);
        std::vector<std::string> out;
        for (const FileText& file : folder->files) out.push_back(file.path);
        return out;
    }
    std::vector<std::string> problems() const {
        std::vector<std::string> out;
        const auto folder = read_folder(root);
        EXPECT_TRUE(folder);
        for (const Problem& p : folder->problems) out.push_back(p.where() + ": " + p.rule);
        return out;
    }
    int run(const std::string& command) const { return std::system(("cd '" + root.string() + "' && " + command + " >/dev/null 2>&1").c_str()); }

    const TempFolder scratch{"catalog"};
    const fs::path& base = scratch.path();
    fs::path root;
};

TEST_F(Folder, ReadsYamlAndJsonAtAnyDepthSortedByPath) {
    write("b.yaml", "B");
    write("a/z.yml", "Z");
    write("a/b/c.json", "C");
    write("readme.md");
    write("x.yaml.bak");
    write(".hidden.yaml");
    write(".git/config.yaml");
    EXPECT_THAT(names(), ElementsAre("a/b/c.json", "a/z.yml", "b.yaml"));
    EXPECT_EQ(read_folder(root)->files[0].text, "C");
    EXPECT_THAT(problems(), IsEmpty());
    EXPECT_EQ(read_folder(root)->content_hash, content_hash(read_folder(root)->files));
}

TEST_F(Folder, KitsOfQuestionsAtItsTopAreNotTheCatalogues) {
    write("a.yaml");
    write("kits/own.yaml");
    write("teams/kits/b.yaml");
    EXPECT_THAT(names(), ElementsAre("a.yaml", "teams/kits/b.yaml"));
    const auto kits = read_folder(root / "kits");
    ASSERT_TRUE(kits);
    EXPECT_EQ(kits->files.size(), 1U) << "asked for by name, it is read";
}

TEST_F(Folder, ReadsOneFileToo) {
    write("b.yaml", "B");
    const auto one = read_folder(root / "b.yaml");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->files.at(0).path, "b.yaml");
}

TEST_F(Folder, FollowsLinksInsideAndRefusesThoseThatLeadOut) {
    write("..data/a.yaml", "A");  // as Kubernetes mounts a ConfigMap
    fs::create_symlink("..data/a.yaml", root / "a.yaml");
    std::ofstream(base / "outside.yaml") << "secret";
    fs::create_symlink("../outside.yaml", root / "out.yaml");
    fs::create_symlink("nowhere", root / "none.yaml");
    fs::create_directory_symlink(base, root / "loop");
    EXPECT_THAT(names(), ElementsAre("a.yaml"));
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("none.yaml: is a symbolic link that leads nowhere"),
                                        "out.yaml: is a symbolic link to outside of the folder, and is not followed"));
}

TEST_F(Folder, AFileThatIsTooLargeOrNoFileIsAProblem) {
    write("big.yaml", std::string((1 << 20) + 1, '#'));
    write("largest.yaml", std::string(1 << 20, '#'));
    ASSERT_EQ(::mkfifo((root / "pipe.yaml").c_str(), 0600), 0);
    EXPECT_THAT(names(), ElementsAre("largest.yaml"));
    EXPECT_THAT(problems(), ElementsAre("big.yaml: the file is larger than 1 MiB", "pipe.yaml: is not a regular file"));
}

TEST_F(Folder, FoldersNestedTooDeepAreAProblem) {
    fs::path deep;
    for (int i = 0; i < 40; ++i) deep /= "d";
    write(deep / "a.yaml");
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_THAT(problems(), ElementsAre(HasSubstr("folders are nested deeper than 32")));
}

TEST_F(Folder, AFolderThatIsGoneIsAnErrorAndNotAnEmptyCatalogue) {
    fs::remove_all(root);
    const auto folder = read_folder(root);
    ASSERT_FALSE(folder);
    EXPECT_TRUE(folder.error().is(plimsoll::errors::io));
    EXPECT_FALSE(read_if_changed(root, ""));
}

TEST_F(Folder, EqualContentIsNotReadAgain) {
    write("a.yaml", "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: a}\n");
    const auto first = read_if_changed(root, "");
    ASSERT_TRUE(first);
    ASSERT_TRUE(first->has_value());
    EXPECT_EQ((*first)->reading.catalog.services.size(), 1U);
    const std::string hash = (*first)->reading.content_hash;
    EXPECT_FALSE(read_if_changed(root, hash)->has_value());
    write("a.yaml", "# other\n");
    EXPECT_TRUE(read_if_changed(root, hash)->has_value());
    fs::create_symlink("nowhere", root / "none.yaml");
    EXPECT_FALSE((*read_if_changed(root, ""))->reading.errors.empty());
}

TEST_F(Folder, TheStampDiffersWhenAFileDoes) {
    write("a.yaml", "1");
    const std::string before = folder_stamp(root);
    EXPECT_EQ(folder_stamp(root), before);
    write("a.yaml", "12");
    EXPECT_NE(folder_stamp(root), before);
    fs::remove_all(root);
    EXPECT_NE(folder_stamp(root), before);
}

/// Waits until a watch has called `count` times.
struct Calls {
    std::mutex mutex;
    std::condition_variable changed;
    int count = 0;
    void call() {
        const std::lock_guard lock(mutex);
        ++count;
        changed.notify_all();
    }
    bool reach(int n) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(20), [&] { return count >= n; });
    }
};

TEST_F(Folder, TheWatchTellsOfAChangeInANewSubfolder) {
    Calls calls;
    const auto watch = Watch::start(root, [&] { calls.call(); }, Duration::hours(1));
    ASSERT_TRUE(watch);
    fs::create_directories(root / "sub");
    ASSERT_TRUE(calls.reach(1));
    const int before = calls.count;
    write("sub/a.yaml", "1");
    EXPECT_TRUE(calls.reach(before + 1));
}

TEST_F(Folder, TheWatchFindsAFolderThatWasMadeAnew) {
    write("a.yaml", "1");
    Calls calls;
    const auto watch = Watch::start(root, [&] { calls.call(); }, Duration::ms(20));
    ASSERT_TRUE(watch);
    fs::remove_all(root);
    ASSERT_TRUE(calls.reach(1));
    const int before = calls.count;
    write("b.yaml", "2");
    EXPECT_TRUE(calls.reach(before + 1));
}

class Git : public Folder {
protected:
    void SetUp() override {
        Folder::SetUp();
        ASSERT_EQ(run("git init -q ."), 0) << "git is in packages.txt";
    }
    void commit(const std::string& author, const std::string& mail) const {
        ASSERT_EQ(run("git add -A . && git -c user.name='" + author + "' -c user.email=" + mail + " commit -q -m change"), 0);
    }
    std::optional<GitCommit> author() const {
        const auto commit = git_commit(root, read_folder(root)->files);
        EXPECT_TRUE(commit) << commit.error().report();
        return commit ? *commit : std::nullopt;
    }
};

TEST_F(Git, TheLastCommitsAuthorIsNamed) {
    EXPECT_EQ(git_blob_hash("hello\n", 40), "ce013625030ba8dba906f756967f9e9ca394464a");
    write("a b.yaml", "x: 1\n");
    write("sub/\xc3\xa9.yaml", "x: 2\n");
    write("notes.txt", "n");
    commit("Ada L", "ada@example.com");
    const auto found = author();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->author_name, "Ada L");
    EXPECT_EQ(found->author_mail, "ada@example.com");
    EXPECT_EQ(found->commit.size(), 40U);
}

TEST_F(Git, AnEditThatIsNotCommittedHasNoAuthor) {
    EXPECT_FALSE(author()) << "no commit yet";
    write("a.yaml", "x: 1\n");
    write("b.yaml", "x: 1\n");
    commit("Ada", "ada@example.com");
    ASSERT_TRUE(author());
    write("a.yaml", "x: 2\n");
    EXPECT_FALSE(author()) << "edited";
    write("a.yaml", "x: 1\n");
    EXPECT_TRUE(author());
    write("c.yaml", "x: 1\n");
    EXPECT_FALSE(author()) << "added";
    fs::remove(root / "c.yaml");
    fs::remove(root / "b.yaml");
    EXPECT_FALSE(author()) << "removed";
}

TEST_F(Git, AFolderBelowTheWorkTreesTopIsJudgedByItself) {
    write("catalogue/a.yaml", "x: 1\n");
    write("code/b.yaml", "x: 1\n");
    commit("Ada", "ada@example.com");
    write("code/b.yaml", "x: 2\n");
    commit("Bob", "bob@example.com");
    const auto found = git_commit(root / "catalogue", read_folder(root / "catalogue")->files);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->author_name, "Ada");
}

TEST_F(Git, ARepositorysOwnConfigurationRunsNoProgram) {
    write("a.yaml", "x: 1\n");
    commit("Ada", "ada@example.com");
    for (const char* key : {"core.fsmonitor", "gpg.program", "core.pager", "diff.external", "core.sshCommand"}) {
        ASSERT_EQ(run("git config " + std::string(key) + " 'touch " + (base / "ran").string() + "'"), 0);
    }
    ASSERT_EQ(run("git config log.showSignature true"), 0);
    EXPECT_TRUE(author());
    EXPECT_FALSE(fs::exists(base / "ran"));
}

TEST_F(Folder, WithoutGitThereIsNoAuthor) {
    write("a.yaml", "x: 1\n");
    const auto commit = git_commit(root, read_folder(root)->files);
    ASSERT_TRUE(commit);
    EXPECT_FALSE(commit->has_value());
}

}  // namespace
}  // namespace plimsoll::catalog
