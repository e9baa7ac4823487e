#include "log/snapshots.h"

#include <gtest/gtest.h>

#include <fstream>
#include <rapidcheck/gtest.h>

#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::append_and_wait;
using testing::facts;
using testing::settings_in;
using testing::TempFolder;

class Snapshotted : public ::testing::Test {
protected:
    void SetUp() override {
        log_ = testing::open(settings_in(folder_));
        ASSERT_TRUE(append_and_wait(*log_, facts(0, 10)));
    }
    Result<> save(Seq seq, const std::string& body, const std::string& schema = "schema") {
        return log_->save_snapshot({seq, log_->chain_hash(seq).value(), schema, body});
    }
    std::string load(const std::string& schema = "schema") {
        const auto loaded = log_->load_snapshot(schema);
        EXPECT_TRUE(loaded);
        return loaded && *loaded ? (*loaded)->body : "none";
    }
    std::vector<std::string> files() {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / "snapshots")) out.push_back(entry.path().filename());
        std::sort(out.begin(), out.end());
        return out;
    }
    std::filesystem::path newest() { return folder_ / "snapshots" / files().back(); }

    TempFolder folder_;
    std::unique_ptr<Log> log_;
};

TEST_F(Snapshotted, NoneIsThereAtFirst) { EXPECT_EQ(load(), "none"); }

TEST_F(Snapshotted, TheNewestIsLoadedAndTwoAreKept) {
    for (const Seq seq : {3U, 5U, 9U}) ASSERT_TRUE(save(seq, "state " + std::to_string(seq)));
    EXPECT_EQ(files().size(), 2U);
    const Snapshot loaded = log_->load_snapshot("schema")->value();
    EXPECT_EQ(loaded.seq, 9U);
    EXPECT_EQ(loaded.body, "state 9");
    EXPECT_EQ(loaded.chain_hash, log_->chain_hash(9).value());
    log_.reset();
    log_ = testing::open(settings_in(folder_));
    EXPECT_EQ(load(), "state 9");
}

TEST_F(Snapshotted, AnotherSchemaMeansFullReplay) {
    ASSERT_TRUE(save(5, "state"));
    EXPECT_EQ(load("another schema"), "none");
    EXPECT_EQ(load(), "state");
}

TEST_F(Snapshotted, AfterAStepBackTheOlderOneThatFitsIsTaken) {
    ASSERT_TRUE(save(5, "old version's", "old"));
    ASSERT_TRUE(save(9, "new version's", "new"));
    EXPECT_EQ(load("old"), "old version's");
}

TEST_F(Snapshotted, EveryDamagedByteMeansTheOlderOne) {
    ASSERT_TRUE(save(5, "older"));
    ASSERT_TRUE(save(9, "newer"));
    std::ifstream in(newest(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
        std::ofstream(newest(), std::ios::binary) << damaged;
        ASSERT_EQ(load(), "older") << i;
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        std::ofstream(newest(), std::ios::binary) << bytes.substr(0, size);
        ASSERT_EQ(load(), "older") << size;
    }
}

TEST_F(Snapshotted, OneOfAnotherLogIsNotUsed) {
    ASSERT_TRUE(save(5, "state"));
    TempFolder other;
    auto foreign = testing::open(settings_in(other));
    ASSERT_TRUE(append_and_wait(*foreign, facts(0, 10)));
    std::filesystem::copy(folder_ / "snapshots", other / "snapshots");
    EXPECT_FALSE(foreign->load_snapshot("schema")->has_value());
}

TEST_F(Snapshotted, OneBeyondTheEndOfARestoredLogIsNotUsedAndGoesWithTheNextSave) {
    TempFolder shorter;
    log_.reset();
    std::filesystem::copy_file(folder_ / "log.db", shorter / "log.db");
    log_ = testing::open(settings_in(folder_));
    ASSERT_TRUE(append_and_wait(*log_, facts(10, 10)));
    ASSERT_TRUE(save(20, "later"));
    std::filesystem::copy(folder_ / "snapshots", shorter / "snapshots");
    auto restored = testing::open(settings_in(shorter));
    EXPECT_FALSE(restored->load_snapshot("schema")->has_value());
    ASSERT_TRUE(restored->save_snapshot({10, restored->chain_hash(10).value(), "schema", "now"}));
    EXPECT_EQ(restored->load_snapshot("schema")->value().body, "now");
    EXPECT_FALSE(std::filesystem::exists(shorter / "snapshots" / "00000000000000000020.snapshot"));
}

TEST_F(Snapshotted, WhatDoesNotBelongToTheChainIsNotSaved) {
    EXPECT_FALSE(log_->save_snapshot({5, log_->chain_hash(6).value(), "schema", "state"}));
    EXPECT_FALSE(log_->save_snapshot({11, log_->chain_hash(10).value(), "schema", "state"}));
    EXPECT_TRUE(save(0, "empty state"));
}

TEST_F(Snapshotted, StrayFilesAreLeftAlone) {
    ASSERT_TRUE(save(5, "state"));
    { std::ofstream(folder_ / "snapshots" / "README") << "hello"; }
    { std::ofstream(folder_ / "snapshots" / "99.snapshot.part") << "half"; }
    EXPECT_EQ(load(), "state");
    ASSERT_TRUE(save(6, "state 6"));
    EXPECT_EQ(files().size(), 4U);
}

TEST_F(Snapshotted, ALargeStateIsCompressed) {
    ASSERT_TRUE(save(5, std::string(5'000'000, 'x')));
    EXPECT_LT(std::filesystem::file_size(newest()), 10'000U);
    EXPECT_EQ(load().size(), 5'000'000U);
}

RC_GTEST_PROP(SnapshotBytes, DecodeWhatWasEncoded, (const std::string& schema, const std::string& body, std::uint64_t seq)) {
    Snapshot snapshot{seq, crypto::sha256(body), schema, body};
    const auto back = decode_snapshot(encode_snapshot(snapshot));
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->seq == seq);
    RC_ASSERT(back->chain_hash == snapshot.chain_hash);
    RC_ASSERT(back->schema_hash == schema);
    RC_ASSERT(back->body == body);
}

}  // namespace
}  // namespace plimsoll::log
