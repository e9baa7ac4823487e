#include "server/backup.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/clock.h"
#include "ledger/ledger.h"
#include "log/keys.h"
#include "log/log_testing.h"
#include "log/verify.h"

namespace plimsoll::server {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

/// A data folder whose owner has it open, as a server does.
class BackupTest : public testing::Test {
protected:
    BackupTest() {
        fs::create_directory(data);
        log::Settings settings;
        settings.file = data / "log.db";
        settings.reserve_bytes = 0;
        owner = log::testing::open(settings);
        vault = *log::PersonVault::open(data / "keys.db", random);
        ledger::Settings ledger_settings;
        ledger_settings.file = data / "ledger.db";
        counts = *ledger::Ledger::open(ledger_settings, clock, metrics);
        EXPECT_TRUE(log::testing::append_and_wait(*owner, log::testing::facts(1, 500)));
    }
    Result<Backup> back_up_now(bool with_keys = false) {
        return back_up({data,
                        folder / "backups",
                        with_keys ? folder / "safe" : fs::path(),
                        Timestamp::from_ms(1'790'000'000'000),
                        {}});
    }
    log::testing::TempFolder folder;
    fs::path data = folder / "data";
    SystemClock clock;
    SystemRandom random;
    Metrics metrics;
    std::unique_ptr<log::Log> owner;
    std::unique_ptr<log::PersonVault> vault;
    std::unique_ptr<ledger::Ledger> counts;
};

TEST_F(BackupTest, IsOfAnInstantWhileTheOwnerGoesOn) {
    const auto made = back_up_now();
    ASSERT_TRUE(made) << made.error().report();
    ASSERT_TRUE(log::testing::append_and_wait(*owner, log::testing::facts(501, 100)));
    EXPECT_EQ(made->manifest.seq, 500u);
    EXPECT_EQ(made->folder.filename(), "plimsoll-20260921T141320Z");
    const auto restored = restore({made->folder, {}, folder / "again"});
    ASSERT_TRUE(restored) << restored.error().report();
    const auto report = log::verify_log(folder / "again" / "log.db", {});
    EXPECT_TRUE(report->intact);
    EXPECT_EQ(report->last_seq, 500u);
    EXPECT_EQ(report->chain_id, owner->chain_id());
}

TEST_F(BackupTest, PeopleAreInItOnlyWhenAskedForAndThenApart) {
    const auto without = back_up_now();
    ASSERT_TRUE(without);
    EXPECT_FALSE(fs::exists(without->folder / "keys.db"));
    fs::remove_all(without->folder);
    const auto made = back_up_now(true);
    ASSERT_TRUE(made) << made.error().report();
    EXPECT_FALSE(fs::exists(made->folder / "keys.db"));
    EXPECT_TRUE(fs::exists(made->keys / "keys.db"));
    ASSERT_TRUE(restore({made->folder, made->keys, folder / "again"}));
    EXPECT_EQ(text_of(folder / "again" / "keys.db"), text_of(made->keys / "keys.db"));
}

TEST_F(BackupTest, NothingIsWrittenOver) {
    const auto made = back_up_now();
    ASSERT_TRUE(made);
    EXPECT_TRUE(back_up_now().error().is(errors::in_the_way)) << "the same second";
    EXPECT_TRUE(restore({made->folder, {}, data}).error().is(errors::in_the_way));
    fs::create_directory(folder / "empty");
    EXPECT_TRUE(restore({made->folder, {}, folder / "empty"})) << "an empty folder is no obstacle";
}

TEST_F(BackupTest, OneOfANewerVersionIsRefused) {
    const auto made = back_up_now();
    const std::string manifest = text_of(made->folder / "manifest.json");
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = manifest;
        text.replace(text.find(from), from.size(), to);
        write(made->folder / "manifest.json", text);
        return restore({made->folder, {}, folder / "again"});
    };
    EXPECT_TRUE(with("\"version\": \"", "\"version\": \"9").error().is(errors::backup_newer));
    EXPECT_TRUE(with("\"format\": 1", "\"format\": 2").error().is(errors::backup_newer));
    EXPECT_TRUE(with("\"log.db\"", "\"../log.db\"").error().is(errors::not_a_backup)) << "names stay inside";
    EXPECT_FALSE(fs::exists(folder / "again"));
}

TEST_F(BackupTest, OneThatWasChangedIsRefusedAndLeavesNothing) {
    const auto made = back_up_now();
    std::string bytes = text_of(made->folder / "ledger.db");
    bytes[bytes.size() / 2] ^= 1;
    write(made->folder / "ledger.db", bytes);
    EXPECT_TRUE(restore({made->folder, {}, folder / "again"}).error().is(errors::backup_damaged));
    EXPECT_FALSE(fs::exists(folder / "again"));
    EXPECT_FALSE(fs::exists(folder / "again.partial"));
}

TEST_F(BackupTest, AFolderThatIsNoBackupIsSaidToBeNone) {
    EXPECT_TRUE(restore({data, {}, folder / "again"}).error().is(errors::not_a_backup));
    EXPECT_TRUE(restore({folder / "nowhere", {}, folder / "again"}).error().is(errors::not_a_backup));
    const auto made = back_up_now(true);
    EXPECT_TRUE(restore({made->keys, {}, folder / "again"}).error().is(errors::not_a_backup)) << "keys alone";
    EXPECT_TRUE(back_up({folder / "nowhere", folder / "backups", {}, Timestamp::from_ms(0), {}})
                    .error()
                    .is(plimsoll::errors::not_found));
}

TEST_F(BackupTest, DataThatIsDamagedIsNotTakenForABackup) {
    counts.reset();
    owner.reset();
    std::string bytes = text_of(data / "log.db");
    // A flipped byte in the body of an event: the pages are sound, the chain is not.
    const auto at = bytes.find("{\"n\":7}");
    ASSERT_NE(at, std::string::npos);
    bytes[at + 5] = '8';
    write(data / "log.db", bytes);
    const auto made = back_up_now();
    EXPECT_TRUE(made.error().is(errors::backup_damaged)) << made.error().report();
    EXPECT_TRUE(fs::is_empty(folder / "backups"));
}

}  // namespace
}  // namespace plimsoll::server
