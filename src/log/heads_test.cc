#include "log/heads.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cctype>
#include <fstream>

#include "base/crypto.h"
#include "base/text.h"
#include "log/chain.h"
#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::TempFolder;

const Timestamp noon = Timestamp::from_ms(1'760'000'000'123);
const std::string chain = "00112233445566778899aabbccddeeff";

SigningKey test_key() { return SigningKey::from_secret(std::string(32, 'k')); }

TEST(SignedHead, IsOneLineThatReadsBackAndVerifies) {
    const SigningKey key = test_key();
    const SignedHead head = key.sign(chain, 4711, genesis("x"), noon);
    const std::string line = to_text(head);
    EXPECT_TRUE(line.starts_with("plimsoll-head v1 " + chain + " 4711 "));
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(parse_head(line).value(), head);
    EXPECT_TRUE(verify_head(head, key.public_key()));
}

TEST(SignedHead, SurvivesMailThatWrapsAndQuotes) {
    const SignedHead head = test_key().sign(chain, 4711, genesis("x"), noon);
    std::string mailed = "> \"";
    for (const char c : to_text(head)) mailed += c == ' ' ? "\r\n> " : std::string(1, c);
    EXPECT_EQ(parse_head(mailed + "\"\r\n").value(), head);
}

TEST(SignedHead, EveryChangedCharacterIsRefused) {
    const SigningKey key = test_key();
    const std::string line = to_text(key.sign(chain, 4711, genesis("x"), noon));
    for (std::size_t i = 0; i < line.size(); ++i) {
        std::string changed = line;
        changed[i] = changed[i] == '1' ? '2' : '1';
        const auto head = parse_head(changed);
        EXPECT_FALSE(head && verify_head(*head, key.public_key())) << changed;
    }
}

TEST(SignedHead, AnotherKeyDoesNotVerify) {
    const SignedHead head = test_key().sign(chain, 1, genesis("x"), noon);
    const SigningKey other = SigningKey::from_secret(std::string(32, 'o'));
    EXPECT_TRUE(verify_head(head, other.public_key()).error().is(errors::bad_signature));
    SignedHead renamed = head;
    renamed.key_id = other.key_id();
    EXPECT_TRUE(verify_head(renamed, other.public_key()).error().is(errors::bad_signature));
}

TEST(SignedHead, WhatIsNoHeadIsRefusedWithTheReason) {
    const std::string good = to_text(test_key().sign(chain, 1, genesis("x"), noon));
    EXPECT_FALSE(parse_head(""));
    EXPECT_FALSE(parse_head("plimsoll-head v2" + good.substr(16)));
    EXPECT_FALSE(parse_head(good + " more"));
    EXPECT_FALSE(parse_head(good.substr(0, good.size() - 2)));
    EXPECT_FALSE(parse_head(good + std::string(5000, ' ')));
    EXPECT_FALSE(parse_head("plimsoll-head v1 " + chain + " -1 " + good.substr(good.find(" 1 ") + 3)));
    EXPECT_FALSE(parse_head("plimsoll-head v1 " + chain + " 99999999999999999999 " + good.substr(good.find(" 1 ") + 3)));
}

TEST(SigningKeyFile, IsMadeOnceForItsOwnerAloneWithThePublicKeyBeside) {
    TempFolder folder;
    SystemRandom random;
    const auto file = folder / "keys/signing.key";
    const auto key = SigningKey::load_or_create(file, folder / "data", random);
    ASSERT_TRUE(key) << key.error().report();
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(SigningKey::load_or_create(file, folder / "data", random)->public_key(), key->public_key());
    EXPECT_EQ(load_public_key(file.string() + ".pub").value(), key->public_key());
    EXPECT_EQ(parse_public_key(text::hex(key->public_key())).value(), key->public_key());
}

/// `audit verify-export --public-key 9f86…`, the key pasted from a mail: "there is no file".
TEST(PublicKey, IsTakenAsItIsWrittenInAMailToo) {
    TempFolder folder;
    SystemRandom random;
    const auto file = folder / "signing.key";
    const std::string key = SigningKey::load_or_create(file, folder / "data", random)->public_key();
    std::string capitals = text::hex(key);
    for (char& c : capitals) c = static_cast<char>(std::toupper(c));
    for (const std::string& given : {text::hex(key), capitals, crypto::base64(key), "plimsoll-public-key v1 " + text::hex(key), file.string() + ".pub"}) {
        const auto found = find_public_key(given);
        ASSERT_TRUE(found) << given << ": " << found.error().report();
        EXPECT_EQ(*found, key) << given;
    }
}

TEST(PublicKey, ThatIsNeitherKeyNorFileIsRefused) {
    const std::string digits(64, 'a');
    for (const std::string& given : {digits.substr(1), digits + "0", std::string("no-such-file.pub"), std::string(), std::string("QUJD")}) {
        const auto found = find_public_key(given);
        ASSERT_FALSE(found) << given;
        EXPECT_NE(found.error().report().find("neither a public key"), std::string::npos) << found.error().report();
    }
    EXPECT_FALSE(find_public_key("plimsoll-public-key v2 " + digits));
}

TEST(SigningKeyFile, IsRefusedWhenOthersCanReadIt) {
    TempFolder folder;
    SystemRandom random;
    const auto file = folder / "signing.key";
    ASSERT_TRUE(SigningKey::load_or_create(file, folder / "data", random));
    for (const unsigned mode : {0640U, 0604U, 0660U}) {
        ASSERT_EQ(::chmod(file.c_str(), mode), 0);
        EXPECT_TRUE(SigningKey::load_or_create(file, folder / "data", random).error().is(errors::key_exposed));
    }
}

TEST(SigningKeyFile, IsRefusedInsideTheDataFolder) {
    TempFolder folder;
    SystemRandom random;
    for (const auto& file : {folder / "signing.key", folder / "deep/signing.key", folder / "x/../signing.key"})
        EXPECT_TRUE(SigningKey::load_or_create(file, folder.path(), random).error().is(errors::key_misplaced));
    EXPECT_FALSE(std::filesystem::exists(folder / "signing.key"));
}

TEST(SigningKeyFile, IsRefusedWhenItIsSomethingElse) {
    TempFolder folder;
    SystemRandom random;
    const auto file = folder / "signing.key";
    { std::ofstream(file) << "hello"; }
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    EXPECT_TRUE(SigningKey::load_or_create(file, folder / "data", random).error().is(plimsoll::errors::malformed));
    { std::ofstream(file) << std::string(100'000, 'x'); }
    EXPECT_TRUE(SigningKey::load_or_create(file, folder / "data", random).error().is(plimsoll::errors::malformed));
}

TEST(SignedHead, IsTakenFromWhatIsDurable) {
    TempFolder folder;
    auto log = testing::open(testing::settings_in(folder));
    EXPECT_EQ(sign_head(*log, test_key(), noon)->seq, 0U);
    ASSERT_TRUE(testing::append_and_wait(*log, testing::facts(0, 3)));
    const SignedHead head = sign_head(*log, test_key(), noon).value();
    EXPECT_EQ(head.seq, 3U);
    EXPECT_EQ(head.hash, log->chain_hash(3).value());
    EXPECT_EQ(head.chain_id, log->chain_id());
}

TEST(HeadBook, KeepsWhatWasRecorded) {
    TempFolder folder;
    const HeadBook book(folder / "log.heads");
    EXPECT_TRUE(book.read()->heads.empty());
    for (Seq seq = 1; seq <= 3; ++seq) ASSERT_TRUE(book.record(test_key().sign(chain, seq, genesis("x"), noon)));
    const auto content = book.read().value();
    ASSERT_EQ(content.heads.size(), 3U);
    EXPECT_EQ(content.heads[2].seq, 3U);
    EXPECT_TRUE(content.unreadable_lines.empty());
}

TEST(HeadBook, ThinsItsOlderHalfWhenItIsFull) {
    TempFolder folder;
    const HeadBook book(folder / "log.heads");
    const SignedHead head = test_key().sign(chain, 1, genesis("x"), noon);
    std::string full;
    for (std::size_t i = 0; i < HeadBook::limit; ++i) full += to_text(head) + "\n";
    { std::ofstream(folder / "log.heads") << full; }
    const SignedHead newest = test_key().sign(chain, 2, genesis("x"), noon);
    ASSERT_TRUE(book.record(newest));
    const auto content = book.read().value();
    EXPECT_EQ(content.heads.size(), 1 + HeadBook::limit / 4 * 3);
    EXPECT_EQ(content.heads.back(), newest);
}

}  // namespace
}  // namespace plimsoll::log
