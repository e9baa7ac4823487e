#include "base/sqlite.h"

#include <gtest/gtest.h>

#include "base/temp_folder_for_tests.h"

namespace plimsoll::sqlite {
namespace {

TEST(Sqlite, RowsComeBackAsBound) {
    const TempFolder folder("sqlite");
    auto db = Db::open(folder / "a.db");
    ASSERT_TRUE(db);
    ASSERT_TRUE(db->exec("CREATE TABLE t(a, b, c)"));
    auto insert = db->prepare("INSERT INTO t VALUES(?, ?, ?)");
    ASSERT_TRUE(insert);
    const std::string bytes("\0\x01", 2);
    ASSERT_TRUE(insert->bind(1, std::int64_t{7}).bind(2, "text").bind_blob(3, bytes).run());
    auto select = db->prepare("SELECT * FROM t");
    ASSERT_TRUE(select->step().value());
    EXPECT_EQ(select->integer(0), 7);
    EXPECT_EQ(select->text(1), "text");
    EXPECT_EQ(select->blob(2), bytes);
    EXPECT_FALSE(select->step().value());
}

TEST(Sqlite, AnUncommittedTransactionLeavesNothing) {
    const TempFolder folder("sqlite");
    auto db = Db::open(folder / "a.db");
    ASSERT_TRUE(db->exec("CREATE TABLE t(a)"));
    {
        auto transaction = Transaction::begin(*db);
        ASSERT_TRUE(transaction);
        ASSERT_TRUE(db->exec("INSERT INTO t VALUES(1)"));
    }
    EXPECT_EQ(db->integer("SELECT count(*) FROM t").value().value(), 0);
}

TEST(Sqlite, AFullDiskIsItsOwnErrorAndReadsGoOn) {
    const TempFolder folder("sqlite");
    auto db = Db::open(folder / "a.db");
    ASSERT_TRUE(db->exec("CREATE TABLE t(a); PRAGMA max_page_count=4;"));
    const auto full = db->exec("INSERT INTO t VALUES(zeroblob(100000))");
    ASSERT_FALSE(full);
    EXPECT_TRUE(full.error().is(errors::disk_full)) << full.error().sentence();
    EXPECT_EQ(db->integer("SELECT count(*) FROM t").value().value(), 0);
}

TEST(Sqlite, ADamagedFileIsNamed) {
    const TempFolder folder("sqlite");
    const auto file = folder / "a.db";
    std::FILE* f = std::fopen(file.c_str(), "w");
    std::fputs("this is no database, and it is long enough to be looked at as one by SQLite", f);
    std::fclose(f);
    const auto db = Db::open(file);
    ASSERT_FALSE(db);
    EXPECT_TRUE(db.error().is(errors::corrupt)) << db.error().sentence();
}

}  // namespace
}  // namespace plimsoll::sqlite
