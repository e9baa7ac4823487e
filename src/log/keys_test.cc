#include "log/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/crypto.h"
#include "log/log.h"
#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::TempFolder;

const Timestamp noon = Timestamp::from_seconds(1'760'000'000);

class Vault : public ::testing::Test {
protected:
    void SetUp() override { reopen(); }
    void reopen() {
        vault_.reset();
        auto opened = PersonVault::open(folder_ / "keys.db", random_);
        ASSERT_TRUE(opened) << opened.error().report();
        vault_ = std::move(*opened);
    }
    /// Every byte of the vault's files.
    std::string bytes() {
        std::string out;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            std::ifstream in(entry.path(), std::ios::binary);
            out.append(std::istreambuf_iterator<char>(in), {});
        }
        return out;
    }

    TempFolder folder_;
    SystemRandom random_;
    std::unique_ptr<PersonVault> vault_;
};

TEST_F(Vault, KeepsFieldsUnderAnOpaqueId) {
    const std::string ada = vault_->create(noon).value();
    EXPECT_EQ(ada.substr(0, 7), "person:");
    EXPECT_EQ(ada.size(), 39U);
    ASSERT_TRUE(vault_->put(ada, "name", "Ada Lovelace"));
    ASSERT_TRUE(vault_->put(ada, "mail", "ada@example.org"));
    ASSERT_TRUE(vault_->put(ada, "mail", "ada@example.com"));
    reopen();
    EXPECT_EQ(vault_->get(ada, "name").value(), "Ada Lovelace");
    EXPECT_EQ(vault_->get(ada, "phone").value(), std::nullopt);
    EXPECT_EQ(vault_->fields(ada).value(),
              (std::map<std::string, std::string>{{"name", "Ada Lovelace"}, {"mail", "ada@example.com"}}));
    EXPECT_EQ(bytes().find("Lovelace"), std::string::npos);
}

TEST_F(Vault, AnErasedPersonCannotBeReadByAnybodyAgain) {
    const std::string ada = vault_->create(noon).value();
    const std::string bob = vault_->create(noon).value();
    ASSERT_TRUE(vault_->put(ada, "name", "Ada"));
    ASSERT_TRUE(vault_->put(bob, "name", "Bob"));
    std::string key;
    std::string sealed;
    {
        auto db = sqlite::Db::open(folder_ / "keys.db").value();
        auto row = db.prepare("SELECT key, sealed FROM people JOIN fields ON person = id WHERE id = ?1").value();
        ASSERT_TRUE(row.bind(1, ada).step().value());
        key = row.blob(0);
        sealed = row.blob(1);
    }
    ASSERT_NE(bytes().find(key), std::string::npos);
    ASSERT_TRUE(vault_->erase(ada, noon));
    EXPECT_EQ(bytes().find(key), std::string::npos);
    EXPECT_EQ(bytes().find(sealed), std::string::npos);
    EXPECT_TRUE(vault_->get(ada, "name").error().is(errors::erased));
    EXPECT_TRUE(vault_->put(ada, "name", "Ada").error().is(errors::erased));
    EXPECT_EQ(vault_->people().value(), std::vector<std::string>{bob});
    EXPECT_EQ(vault_->get(bob, "name").value(), "Bob");
    EXPECT_TRUE(vault_->erase(ada, noon + Duration::hours(1)));  // again: nothing happens
    EXPECT_EQ(vault_->erased_at(ada).value(), noon);
    EXPECT_EQ(vault_->erased_at(bob).value(), std::nullopt);
}

TEST_F(Vault, WhatAKillLeftInTheWriteAheadLogIsCutAtTheNextStart) {
    const std::string ada = vault_->create(noon).value();
    ASSERT_TRUE(vault_->put(ada, "name", "Ada"));
    std::string key;
    TempFolder killed;
    {
        auto reader = sqlite::Db::open(folder_ / "keys.db").value();
        ASSERT_TRUE(reader.exec("BEGIN"));
        auto row = reader.prepare("SELECT key FROM people").value();
        ASSERT_TRUE(row.step().value());
        key = row.blob(0);
        EXPECT_TRUE(vault_->erase(ada, noon).error().is(plimsoll::errors::io)) << "somebody reads the old pages";
        for (const char* name : {"keys.db", "keys.db-wal"}) std::filesystem::copy_file(folder_ / name, killed / name);
    }
    const auto bytes_in = [](const TempFolder& folder) {
        std::string out;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
            std::ifstream in(entry.path(), std::ios::binary);
            out.append(std::istreambuf_iterator<char>(in), {});
        }
        return out;
    };
    ASSERT_NE(bytes_in(killed).find(key), std::string::npos) << "as a process leaves it that dies here";
    const auto opened = PersonVault::open(killed / "keys.db", random_);
    ASSERT_TRUE(opened) << opened.error().report();
    EXPECT_EQ(bytes_in(killed).find(key), std::string::npos);
    EXPECT_TRUE((*opened)->get(ada, "name").error().is(errors::erased));
}

TEST_F(Vault, ARemovedFieldLeavesNoBytesBehind) {
    const std::string ada = vault_->create(noon).value();
    ASSERT_TRUE(vault_->put(ada, "name", "Ada"));
    std::string sealed;
    {
        auto db = sqlite::Db::open(folder_ / "keys.db").value();
        auto row = db.prepare("SELECT sealed FROM fields").value();
        ASSERT_TRUE(row.step().value());
        sealed = row.blob(0);
    }
    ASSERT_TRUE(vault_->remove(ada, "name"));
    EXPECT_EQ(bytes().find(sealed), std::string::npos);
    EXPECT_EQ(vault_->get(ada, "name").value(), std::nullopt);
}

TEST_F(Vault, ASealedFieldMovedToAnotherPersonDoesNotOpen) {
    const std::string ada = vault_->create(noon).value();
    ASSERT_TRUE(vault_->put(ada, "name", "Ada"));
    ASSERT_TRUE(vault_->put(ada, "mail", "ada@example.org"));
    ASSERT_TRUE(sqlite::Db::open(folder_ / "keys.db")
                    ->exec("UPDATE fields SET sealed = (SELECT sealed FROM fields WHERE field = 'mail') WHERE field = 'name'"));
    EXPECT_TRUE(vault_->get(ada, "name").error().is(errors::unsealable));
    EXPECT_EQ(vault_->get(ada, "mail").value(), "ada@example.org");
}

TEST_F(Vault, StrangersAndBoundsAreRefused) {
    EXPECT_TRUE(vault_->get("person:0", "name").error().is(plimsoll::errors::not_found));
    EXPECT_TRUE(vault_->erase("person:0", noon).error().is(plimsoll::errors::not_found));
    const std::string ada = vault_->create(noon).value();
    EXPECT_FALSE(vault_->put(ada, "", "x"));
    EXPECT_FALSE(vault_->put(ada, "Name", "x"));
    EXPECT_FALSE(vault_->put(ada, std::string(65, 'a'), "x"));
    EXPECT_TRUE(vault_->put(ada, "paper", std::string(PersonVault::value_limit, 'x')));
    EXPECT_FALSE(vault_->put(ada, "paper", std::string(PersonVault::value_limit + 1, 'x')));
    for (std::size_t i = 1; i < PersonVault::fields_limit; ++i) ASSERT_TRUE(vault_->put(ada, "f" + std::to_string(i), ""));
    EXPECT_FALSE(vault_->put(ada, "one_more", "x"));
    EXPECT_TRUE(vault_->put(ada, "paper", "shorter"));
}

TEST_F(Vault, OnlyItsOwnerMayReadTheFiles) {
    ASSERT_TRUE(vault_->create(noon));
    for (const char* name : {"keys.db", "keys.db-wal", "keys.db-shm"}) {
        struct stat status {};
        ASSERT_EQ(::stat((folder_ / name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
}

TEST_F(Vault, OpensAFileOfTheFirstVersionWhereEverybodyIsAMember) {
    const std::string ada = vault_->create(noon).value();
    ASSERT_TRUE(vault_->put(ada, "name", "Ada"));
    vault_.reset();
    {
        auto db = sqlite::Db::open(folder_ / "keys.db").value();
        ASSERT_TRUE(db.exec("ALTER TABLE people DROP COLUMN kind; UPDATE meta SET value = 1"));
    }
    reopen();
    EXPECT_EQ(vault_->get(ada, "name").value(), "Ada");
    EXPECT_EQ(vault_->kind(ada).value(), PersonKind::member);
    EXPECT_TRUE(vault_->create(noon, PersonKind::candidate));
    reopen();
    EXPECT_EQ(vault_->people().value(), std::vector<std::string>{ada});
}

TEST_F(Vault, CandidatesAreNotAmongTheMembers) {
    const std::string ada = vault_->create(noon).value();
    const std::string eve = vault_->create(noon, PersonKind::candidate).value();
    EXPECT_EQ(vault_->people().value(), std::vector<std::string>{ada});
    EXPECT_EQ(vault_->people(PersonKind::candidate).value(), std::vector<std::string>{eve});
    EXPECT_EQ(vault_->kind(eve).value(), PersonKind::candidate);
    EXPECT_EQ(vault_->kind("person:0").value(), std::nullopt);
    ASSERT_TRUE(vault_->erase(eve, noon));
    EXPECT_TRUE(vault_->people(PersonKind::candidate)->empty());
    EXPECT_EQ(vault_->kind(eve).value(), PersonKind::candidate) << "of somebody erased too";
}

TEST_F(Vault, SealsTextForTheLogThatOpensForThisPersonAndLabelAlone) {
    const std::string ada = vault_->create(noon, PersonKind::candidate).value();
    const std::string bob = vault_->create(noon, PersonKind::candidate).value();
    const std::string words = "drew the queue before naming a cause";
    const std::string sealed = vault_->seal(ada, "hiring.CardSubmitted/iv-1/2", words).value();
    EXPECT_EQ(sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="), std::string::npos) << "fit for JSON";
    EXPECT_EQ(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/2", sealed).value(), words);
    EXPECT_NE(vault_->seal(ada, "hiring.CardSubmitted/iv-1/2", words).value(), sealed) << "alike texts cannot be told alike";
    reopen();
    EXPECT_EQ(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/2", sealed).value(), words);
    EXPECT_TRUE(vault_->unseal(bob, "hiring.CardSubmitted/iv-1/2", sealed).error().is(errors::unsealable));
    EXPECT_TRUE(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/3", sealed).error().is(errors::unsealable));
    EXPECT_TRUE(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/2", "").error().is(errors::unsealable));
    EXPECT_TRUE(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/2", "not base64!").error().is(errors::unsealable));
    std::string changed = sealed;
    changed[20] = changed[20] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/2", changed).error().is(errors::unsealable));
    EXPECT_EQ(bytes().find(words), std::string::npos) << "the vault keeps nothing of it";
    ASSERT_TRUE(vault_->erase(ada, noon));
    EXPECT_TRUE(vault_->unseal(ada, "hiring.CardSubmitted/iv-1/2", sealed).error().is(errors::erased));
    EXPECT_TRUE(vault_->seal(ada, "hiring.CardSubmitted/iv-1/2", words).error().is(errors::erased));
}

TEST_F(Vault, ASealedTextIsNoFieldAndAFieldIsNoSealedText) {
    const std::string ada = vault_->create(noon).value();
    const std::string sealed = vault_->seal(ada, "name", "Ada").value();
    {
        auto db = sqlite::Db::open(folder_ / "keys.db").value();
        auto insert = db.prepare("INSERT INTO fields VALUES (?1, 'name', ?2)").value();
        ASSERT_TRUE(insert.bind(1, ada).bind_blob(2, crypto::from_base64(sealed).value()).run());
    }
    EXPECT_TRUE(vault_->get(ada, "name").error().is(errors::unsealable));
}

TEST_F(Vault, ABackUpOfTheLogWithoutItsKeysOpensNothing) {
    const std::string ada = vault_->create(noon, PersonKind::candidate).value();
    const std::string sealed = vault_->seal(ada, "hiring.DebriefNoted/ap-1", "calm").value();
    TempFolder elsewhere;
    auto other = PersonVault::open(elsewhere / "keys.db", random_).value();
    EXPECT_TRUE(other->unseal(ada, "hiring.DebriefNoted/ap-1", sealed).error().is(plimsoll::errors::not_found));
}

TEST_F(Vault, BoundsOfSealedTextsAreKept) {
    const std::string ada = vault_->create(noon).value();
    EXPECT_FALSE(vault_->seal(ada, "", "x"));
    EXPECT_FALSE(vault_->seal(ada, "a\nb", "x"));
    EXPECT_TRUE(vault_->seal(ada, std::string(PersonVault::label_limit, 'a'), "x"));
    EXPECT_FALSE(vault_->seal(ada, std::string(PersonVault::label_limit + 1, 'a'), "x"));
    const std::string most(PersonVault::value_limit, 'x');
    EXPECT_EQ(vault_->unseal(ada, "paper", vault_->seal(ada, "paper", most).value()).value(), most);
    EXPECT_FALSE(vault_->seal(ada, "paper", most + "x"));
    EXPECT_EQ(vault_->unseal(ada, "empty", vault_->seal(ada, "empty", "").value()).value(), "");
    EXPECT_TRUE(vault_->seal("person:0", "name", "x").error().is(plimsoll::errors::not_found));
}

TEST_F(Vault, RefusesAFileOfANewerVersion) {
    ASSERT_TRUE(sqlite::Db::open(folder_ / "keys.db")->exec("UPDATE meta SET value = 3"));
    EXPECT_TRUE(PersonVault::open(folder_ / "keys.db", random_).error().is(errors::newer));
}

}  // namespace
}  // namespace plimsoll::log
