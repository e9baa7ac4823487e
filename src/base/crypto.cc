#include "base/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <cstring>
#include <memory>

#include "base/invariant.h"

namespace plimsoll::crypto {

namespace {

const unsigned char* bytes_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

struct Free {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Free>;

constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;

}  // namespace

Sha256 sha256(std::string_view bytes) {
    // OpenSSL 3's one-shot SHA256() looks the algorithm up under locks at every call, which costs more than an event's hash.
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const Digest context(EVP_MD_CTX_new());
    Sha256 out;
    const bool done = EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1;
    INVARIANT(done, "hashing memory cannot fail");
    return out;
}

std::string_view view(const Sha256& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
    Sha256 out;
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), out.data(), &length);
    INVARIANT(length == out.size(), "HMAC-SHA256 is 32 bytes");
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int n = EVP_EncodeBlock(bytes_of(out), bytes_of(bytes), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(n));
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    std::uint32_t bits = 0;
    int have = 0;
    for (const char c : text) {
        int value = 0;
        if (c >= 'A' && c <= 'Z') value = c - 'A';
        else if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
        else if (c >= '0' && c <= '9') value = c - '0' + 52;
        else if (c == '+' || c == '-') value = 62;
        else if (c == '/' || c == '_') value = 63;
        else return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out += static_cast<char>((bits >> have) & 0xffU);
        }
    }
    return out;
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

KeyPair ed25519_from_secret(std::string_view secret32) {
    INVARIANT(secret32.size() == 32, "an Ed25519 secret is 32 bytes");
    const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(secret32), secret32.size()));
    INVARIANT(key != nullptr, "OpenSSL reads any 32 bytes as an Ed25519 secret");
    KeyPair pair{std::string(secret32), std::string(32, '\0')};
    std::size_t length = 32;
    INVARIANT(EVP_PKEY_get_raw_public_key(key.get(), bytes_of(pair.public_key), &length) == 1, "a key has a public half");
    return pair;
}

KeyPair ed25519_generate(Random& random) {
    std::string secret(32, '\0');
    random.fill(std::as_writable_bytes(std::span(secret.data(), secret.size())));
    return ed25519_from_secret(secret);
}

std::string ed25519_sign(std::string_view secret32, std::string_view bytes) {
    const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(secret32), secret32.size()));
    const Digest context(EVP_MD_CTX_new());
    std::string signature(64, '\0');
    std::size_t length = signature.size();
    const bool ok = key != nullptr && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                    EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(bytes), bytes.size()) == 1;
    INVARIANT(ok && length == 64, "signing with a valid key cannot fail");
    return signature;
}

bool ed25519_verify(std::string_view public_key32, std::string_view bytes, std::string_view signature) {
    if (public_key32.size() != 32 || signature.size() != 64) return false;
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(public_key32), 32));
    const Digest context(EVP_MD_CTX_new());
    return key != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
}

std::string seal(std::string_view key32, std::string_view bound, std::string_view plain, Random& random) {
    INVARIANT(key32.size() == 32, "AES-256 keys are 32 bytes");
    std::string nonce(kNonce, '\0');
    random.fill(std::as_writable_bytes(std::span(nonce.data(), nonce.size())));
    std::string sealed(plain.size(), '\0');
    std::string tag(kTag, '\0');
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int n = 0;
    bool ok = EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key32), bytes_of(nonce)) == 1;
    ok = ok && EVP_EncryptUpdate(cipher.get(), nullptr, &n, bytes_of(bound), static_cast<int>(bound.size())) == 1;
    ok = ok && EVP_EncryptUpdate(cipher.get(), bytes_of(sealed), &n, bytes_of(plain), static_cast<int>(plain.size())) == 1;
    ok = ok && EVP_EncryptFinal_ex(cipher.get(), bytes_of(sealed) + n, &n) == 1;
    ok = ok && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag, tag.data()) == 1;
    INVARIANT(ok, "AES-GCM with a valid key cannot fail");
    return nonce + sealed + tag;
}

std::optional<std::string> open(std::string_view key32, std::string_view bound, std::string_view sealed) {
    if (key32.size() != 32 || sealed.size() < kNonce + kTag) return std::nullopt;
    const std::string_view nonce = sealed.substr(0, kNonce);
    const std::string_view body = sealed.substr(kNonce, sealed.size() - kNonce - kTag);
    std::string tag(sealed.substr(sealed.size() - kTag));
    std::string plain(body.size(), '\0');
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int n = 0;
    bool ok = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key32), bytes_of(nonce)) == 1;
    ok = ok && EVP_DecryptUpdate(cipher.get(), nullptr, &n, bytes_of(bound), static_cast<int>(bound.size())) == 1;
    ok = ok && EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &n, bytes_of(body), static_cast<int>(body.size())) == 1;
    ok = ok && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1;
    ok = ok && EVP_DecryptFinal_ex(cipher.get(), bytes_of(plain) + n, &n) == 1;
    if (!ok) return std::nullopt;
    return plain;
}

}  // namespace plimsoll::crypto
