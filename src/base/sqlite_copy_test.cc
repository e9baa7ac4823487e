#include "base/sqlite_copy.h"

#include <gtest/gtest.h>

#include "base/temp_folder_for_tests.h"

namespace plimsoll::sqlite {
namespace {

class SqliteCopy : public testing::Test {
protected:
    SqliteCopy() {
        db = *Db::open(folder / "live.db");
        EXPECT_TRUE(
            db.exec("CREATE TABLE t(n INTEGER, pad TEXT); "
                    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 50000) "
                    "INSERT INTO t SELECT n, hex(randomblob(100)) FROM c"));
    }
    static std::int64_t rows(const std::filesystem::path& file) {
        Db copy = *Db::open(file, {.mode = Mode::read_only});
        return **copy.integer("SELECT count(*) FROM t");
    }
    const TempFolder folder{"sqlite-copy"};
    Db db;
};

TEST_F(SqliteCopy, HoldsItsInstantWhileTheOwnerWrites) {
    auto instant = Instant::hold(folder / "live.db");
    ASSERT_TRUE(instant) << instant.error().report();
    ASSERT_TRUE(db.exec("INSERT INTO t VALUES (0, 'later')"));
    int told = 0;
    const auto copied = instant->copy_to(folder / "copy.db", [&](std::uint64_t done, std::uint64_t of) {
        ++told;
        EXPECT_LE(done, of);
        ASSERT_TRUE(db.exec("INSERT INTO t VALUES (0, 'later still')")) << "the owner is not kept from writing";
    });
    ASSERT_TRUE(copied) << copied.error().report();
    EXPECT_GE(told, 1);
    EXPECT_EQ(rows(folder / "copy.db"), 50000);
    EXPECT_TRUE(check_integrity(folder / "copy.db"));
}

TEST_F(SqliteCopy, IsOneFileOfItsOwnersAlone) {
    auto instant = Instant::hold(folder / "live.db");
    ASSERT_TRUE(instant->copy_to(folder / "copy.db"));
    EXPECT_EQ(rows(folder / "copy.db"), 50000);
    EXPECT_FALSE(std::filesystem::exists(folder / "copy.db-wal"));
    EXPECT_EQ(std::filesystem::status(folder / "copy.db").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SqliteCopy, DoesNotWriteOverAnything) {
    auto instant = Instant::hold(folder / "live.db");
    ASSERT_TRUE(instant->copy_to(folder / "copy.db"));
    EXPECT_FALSE(instant->copy_to(folder / "copy.db"));
}

TEST_F(SqliteCopy, DamageIsFound) {
    auto instant = Instant::hold(folder / "live.db");
    ASSERT_TRUE(instant->copy_to(folder / "copy.db"));
    std::filesystem::resize_file(folder / "copy.db", std::filesystem::file_size(folder / "copy.db") / 2);
    EXPECT_TRUE(check_integrity(folder / "copy.db").error().is(errors::corrupt));
}

}  // namespace
}  // namespace plimsoll::sqlite
