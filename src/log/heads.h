// heads.h: signed heads: where the chain stood at a time, said by somebody who holds a key that the data folder does not.
//
// Why        whoever can write log.db can also compute its hashes anew. A head that went out (by mail, with a heartbeat,
//            into a safe) cannot be changed afterwards, so a cut tail and a rewritten log are found by comparing.
// Text       one line that survives mail, also when a mail program wraps or quotes it:
//            plimsoll-head v1 <chain> <seq> <hash> <rfc3339> <key id> <signature>
//            chain, hash, key id and signature in hexadecimal. The signature is Ed25519 over the line before it,
//            without the space. The key id is the first 8 bytes of the public key's SHA-256.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "log/log.h"

namespace plimsoll::log {

namespace errors {
inline constexpr ErrorKind key_exposed{"log.key_exposed", 500, "The signing key can be read by others",
                                       "chmod 600 the key file; if others had access to it, make a new one"};
inline constexpr ErrorKind key_misplaced{"log.key_misplaced", 500, "The signing key stands inside the data folder",
                                         "Move it elsewhere: whoever can change the log must not be able to sign it"};
inline constexpr ErrorKind bad_signature{"log.bad_signature", 422, "The signed head does not verify",
                                         "Compare the head with another copy, and the public key with its owner's"};
}  // namespace errors

struct SignedHead {
    std::string chain_id;
    Seq seq = 0;
    crypto::Sha256 hash{};
    Timestamp at;
    std::string key_id;
    std::string signature;  ///< 64 bytes
    friend bool operator==(const SignedHead&, const SignedHead&) = default;
};

/// First 8 bytes of the key's SHA-256 in hexadecimal.
[[nodiscard]] std::string key_id_of(std::string_view public_key32);

/// An Ed25519 key in a file that only its owner can read.
class SigningKey {
public:
    /// Reads the file, or makes it (0600) and `<file>.pub` beside it when missing. Errors: key_exposed (group or others
    /// may read it); key_misplaced (inside data_folder); malformed; io.
    static Result<SigningKey> load_or_create(const std::filesystem::path& file, const std::filesystem::path& data_folder,
                                             Random& random);
    static SigningKey from_secret(std::string_view secret32);

    [[nodiscard]] const std::string& public_key() const { return pair_.public_key; }
    [[nodiscard]] std::string key_id() const { return key_id_of(pair_.public_key); }
    [[nodiscard]] SignedHead sign(std::string chain_id, Seq seq, const crypto::Sha256& hash, Timestamp at) const;

private:
    explicit SigningKey(crypto::KeyPair pair) : pair_(std::move(pair)) {}
    crypto::KeyPair pair_;
};

/// Reads a public key: `<key file>.pub` ("plimsoll-public-key v1 <hex>"), bare hexadecimal, or base64 of its 32 bytes.
/// Errors: malformed; io.
[[nodiscard]] Result<std::string> load_public_key(const std::filesystem::path& file);
[[nodiscard]] Result<std::string> parse_public_key(std::string_view text);
/// As a person gives it: the key itself as above, or a file that holds it. Hexadecimal is always a key, base64 unless there
/// is a file of that name. Errors: malformed (neither of both); io.
[[nodiscard]] Result<std::string> find_public_key(const std::string& key_or_file);

/// Signs what is durable now.
[[nodiscard]] Result<SignedHead> sign_head(const Log& log, const SigningKey& key, Timestamp at);

[[nodiscard]] std::string to_text(const SignedHead& head);
/// Takes surrounding text off: quoting marks, line wraps, spaces. Errors: malformed (says which part).
[[nodiscard]] Result<SignedHead> parse_head(std::string_view text);
/// Errors: bad_signature (another key; or the line was changed).
[[nodiscard]] Result<> verify_head(const SignedHead& head, std::string_view public_key32);

/// The heads signed here, one line each, in a text file beside log.db. It helps against accidents and clumsy hands;
/// copies that went out help against the others.
class HeadBook {
public:
    explicit HeadBook(std::filesystem::path file) : file_(std::move(file)) {}
    /// `log.heads` beside the log.
    static HeadBook beside(const std::filesystem::path& log_file) { return HeadBook(log_file.parent_path() / "log.heads"); }
    /// Lines kept: beyond it every second one of the older half is dropped.
    static constexpr std::size_t limit = 4096;

    /// Appends and syncs. One thread at a time. Errors: io.
    Result<> record(const SignedHead& head) const;

    struct Content {
        std::vector<SignedHead> heads;
        std::vector<std::size_t> unreadable_lines;  ///< 1-based
        bool torn = false;                          ///< the last line was not finished: a crash while writing it
    };
    /// Everything in it; empty when there is no file. Errors: io.
    [[nodiscard]] Result<Content> read() const;

private:
    std::filesystem::path file_;
};

}  // namespace plimsoll::log
