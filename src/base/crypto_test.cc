#include "base/crypto.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll::crypto {
namespace {

TEST(Crypto, KnownAnswers) {
    // FIPS 180-2 appendix B.1; RFC 4231 test case 2; RFC 8032 section 7.1 test 1.
    EXPECT_EQ(text::hex(view(sha256("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(text::hex(view(hmac_sha256("Jefe", "what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const auto secret = *text::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    EXPECT_EQ(text::hex(ed25519_from_secret(secret).public_key),
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    EXPECT_EQ(text::hex(ed25519_sign(secret, "")).substr(0, 32), "e5564300c360ac729086e2cc806e828a");
}

TEST(Crypto, ASignatureFitsOnlyItsText) {
    SystemRandom random;
    const KeyPair pair = ed25519_generate(random);
    const std::string signature = ed25519_sign(pair.secret, "head 7");
    EXPECT_TRUE(ed25519_verify(pair.public_key, "head 7", signature));
    EXPECT_FALSE(ed25519_verify(pair.public_key, "head 8", signature));
    EXPECT_FALSE(ed25519_verify(pair.public_key, "head 7", signature.substr(1)));
}

TEST(Crypto, ASealOpensOnlyWithItsKeyInItsPlace) {
    SystemRandom random;
    const std::string key(32, 'k');
    const std::string sealed = seal(key, "person:1/name", "Ada", random);
    EXPECT_EQ(open(key, "person:1/name", sealed), "Ada");
    EXPECT_FALSE(open(key, "person:2/name", sealed)) << "moved to another row";
    EXPECT_FALSE(open(std::string(32, 'x'), "person:1/name", sealed));
    EXPECT_FALSE(open(key, "person:1/name", sealed.substr(0, 20)));
}

TEST(Crypto, Base64BothAlphabets) {
    for (const std::string& plain : {std::string(), std::string("f"), std::string("fo"), std::string("\xff\xfe\xfd", 3)}) {
        EXPECT_EQ(from_base64(base64(plain)), plain);
    }
    EXPECT_EQ(from_base64("_-79"), from_base64("/+79"));
    EXPECT_FALSE(from_base64("a"));
    EXPECT_FALSE(from_base64("ab!d"));
}

}  // namespace
}  // namespace plimsoll::crypto
