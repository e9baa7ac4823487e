#include "log/heads.h"

#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/text.h"
#include "log/chain.h"
#include "log/files.h"

namespace plimsoll::log {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view head_word = "plimsoll-head";
constexpr std::string_view secret_word = "plimsoll-signing-key";
constexpr std::string_view public_word = "plimsoll-public-key";
constexpr std::size_t text_limit = 4096;  // a head is some 300 characters; the rest is what mail put around it
constexpr std::uint64_t key_file_limit = 4096;

/// Split at white space and quoting marks; no field of ours holds either.
std::vector<std::string_view> words(std::string_view text) {
    constexpr std::string_view between = " \t\r\n>|\"'";
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t start = text.find_first_not_of(between);
        if (start == std::string_view::npos) return out;
        const std::size_t end = std::min(text.find_first_of(between, start), text.size());
        out.push_back(text.substr(start, end - start));
        text.remove_prefix(end);
    }
}

std::string signed_text(const SignedHead& head) {
    return std::string(head_word) + " v1 " + head.chain_id + " " + std::to_string(head.seq) + " " + hex(head.hash) + " " +
           text::rfc3339(head.at) + " " + head.key_id;
}

bool is_hex(std::string_view text, std::size_t bytes) {
    const auto read = text::from_hex(text);
    return read && read->size() == bytes;
}

std::optional<Seq> parse_seq(std::string_view text) {
    Seq seq = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (code != std::errc() || end != text.data() + text.size() || seq > INT64_MAX) return std::nullopt;
    return seq;
}

Error malformed(const std::string& what) { return fail(plimsoll::errors::malformed, what); }

/// "<word> v1 <64 hexadecimal digits>".
Result<std::string> parse_key(std::string_view text, std::string_view word) {
    const auto parts = words(text);
    if (parts.size() != 3 || parts[0] != word || parts[1] != "v1" || !is_hex(parts[2], 32))
        return malformed("expected \"" + std::string(word) + " v1 <64 hexadecimal digits>\"");
    return *text::from_hex(parts[2]);
}

Result<> check_rights(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return fail(plimsoll::errors::io, file.string() + ": " + std::generic_category().message(errno));
    if (!S_ISREG(status.st_mode) || status.st_size > static_cast<off_t>(key_file_limit))
        return malformed(file.string() + " is not a key file");
    if ((status.st_mode & 077U) != 0) return fail(errors::key_exposed, file.string());
    return {};
}

bool is_inside(const fs::path& file, const fs::path& folder) {
    std::error_code unknown;
    const fs::path inner = fs::weakly_canonical(fs::absolute(file), unknown);
    const fs::path outer = fs::weakly_canonical(fs::absolute(folder), unknown);
    const fs::path relative = inner.lexically_relative(outer);
    return !relative.empty() && *relative.begin() != "..";
}

Result<> create_key(const fs::path& file, Random& random) {
    const crypto::KeyPair pair = crypto::ed25519_generate(random);
    std::error_code code;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), code);
    TRY(create_file(file, std::string(secret_word) + " v1 " + text::hex(pair.secret) + "\n", 0600));
    return replace_file(file.string() + ".pub", std::string(public_word) + " v1 " + text::hex(pair.public_key) + "\n");
}

/// Thins the older half, so that a long life still has heads from its whole length.
std::vector<SignedHead> thinned(const std::vector<SignedHead>& heads) {
    std::vector<SignedHead> out;
    for (std::size_t i = 0; i < heads.size(); ++i)
        if (i >= heads.size() / 2 || i % 2 == 0) out.push_back(heads[i]);
    return out;
}

std::string lines_of(const std::vector<SignedHead>& heads) {
    std::string out;
    for (const SignedHead& head : heads) out += to_text(head) + "\n";
    return out;
}

}  // namespace

std::string key_id_of(std::string_view public_key32) {
    return text::hex(crypto::view(crypto::sha256(public_key32)).substr(0, 8));
}

Result<SigningKey> SigningKey::load_or_create(const fs::path& file, const fs::path& data_folder, Random& random) {
    if (is_inside(file, data_folder)) return fail(errors::key_misplaced, file.string());
    std::error_code unknown;
    if (!fs::exists(file, unknown)) TRY(create_key(file, random));
    TRY(check_rights(file));
    TRY_ASSIGN(const std::string content, read_file(file));
    auto secret = parse_key(content, secret_word);
    if (!secret) return std::move(secret).error().within("reading " + file.string());
    return from_secret(*secret);
}

SigningKey SigningKey::from_secret(std::string_view secret32) { return SigningKey(crypto::ed25519_from_secret(secret32)); }

SignedHead SigningKey::sign(std::string chain_id, Seq seq, const crypto::Sha256& hash, Timestamp at) const {
    SignedHead head{std::move(chain_id), seq, hash, at, key_id(), {}};
    head.signature = crypto::ed25519_sign(pair_.secret, signed_text(head));
    return head;
}

Result<std::string> parse_public_key(std::string_view text) {
    if (const auto parts = words(text); parts.size() == 1) {
        if (is_hex(parts[0], 32)) return *text::from_hex(parts[0]);
        if (auto bytes = crypto::from_base64(parts[0]); bytes && bytes->size() == 32) return *std::move(bytes);
    }
    return parse_key(text, public_word);
}

Result<std::string> find_public_key(const std::string& key_or_file) {
    const bool hexadecimal = is_hex(key_or_file, 32) || key_or_file.find(public_word) == 0;
    std::error_code unknown;
    if (!hexadecimal && fs::exists(key_or_file, unknown)) return load_public_key(key_or_file);
    auto key = parse_public_key(key_or_file);
    if (!key && !hexadecimal) {
        return malformed("neither a public key (64 hexadecimal digits, or base64) nor a file: " + text::printable(key_or_file.substr(0, 200)));
    }
    return key;
}

Result<std::string> load_public_key(const fs::path& file) {
    std::error_code unknown;
    if (fs::file_size(file, unknown) > key_file_limit && !unknown) return malformed(file.string() + " is not a key file");
    TRY_ASSIGN(const std::string content, read_file(file));
    auto key = parse_public_key(content);
    if (!key) return std::move(key).error().within("reading " + file.string());
    return key;
}

Result<SignedHead> sign_head(const Log& log, const SigningKey& key, Timestamp at) {
    const Seq seq = log.durable();
    TRY_ASSIGN(const crypto::Sha256 hash, log.chain_hash(seq));
    return key.sign(log.chain_id(), seq, hash, at);
}

std::string to_text(const SignedHead& head) { return signed_text(head) + " " + text::hex(head.signature); }

Result<SignedHead> parse_head(std::string_view text) {
    if (text.size() > text_limit) return malformed("a signed head is one line of some 300 characters");
    const auto parts = words(text);
    if (parts.size() != 8 || parts[0] != head_word) return malformed("expected \"plimsoll-head v1\" and six more fields");
    if (parts[1] != "v1") return malformed("the head is of another version: " + text::printable(parts[1]));
    const auto seq = parse_seq(parts[3]);
    const auto hash = hash_from_hex(parts[4]);
    const auto at = text::parse_rfc3339(parts[5]);
    if (!is_hex(parts[2], 16)) return malformed("the chain id is not 32 hexadecimal digits");
    if (!seq) return malformed("the sequence is not a number");
    if (!hash) return malformed("the hash is not 64 hexadecimal digits");
    if (!at) return malformed("the time is not RFC 3339");
    if (!is_hex(parts[6], 8)) return malformed("the key id is not 16 hexadecimal digits");
    if (!is_hex(parts[7], 64)) return malformed("the signature is not 128 hexadecimal digits");
    return SignedHead{std::string(parts[2]), *seq, *hash, *at, std::string(parts[6]), *text::from_hex(parts[7])};
}

Result<> verify_head(const SignedHead& head, std::string_view public_key32) {
    const std::string expected = key_id_of(public_key32);
    if (head.key_id != expected)
        return fail(errors::bad_signature, "it names key " + head.key_id + "; the public key given is " + expected);
    if (!crypto::ed25519_verify(public_key32, signed_text(head), head.signature))
        return fail(errors::bad_signature, "the head of event " + std::to_string(head.seq) + " was changed after signing");
    return {};
}

Result<> HeadBook::record(const SignedHead& head) const {
    TRY_ASSIGN(Content content, read());
    if (content.heads.size() < limit) return append_to_file(file_, (content.torn ? "\n" : "") + to_text(head) + "\n");
    content.heads.push_back(head);
    return replace_file(file_, lines_of(thinned(content.heads)));
}

Result<HeadBook::Content> HeadBook::read() const {
    Content content;
    std::error_code unknown;
    if (!fs::exists(file_, unknown)) return content;
    TRY_ASSIGN(const std::string text, read_file(file_));
    content.torn = !text.empty() && text.back() != '\n';
    std::size_t number = 0;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const auto head = parse_head(std::string_view(text).substr(start, end - start));
        ++number;
        if (head) content.heads.push_back(*head);
        else content.unreadable_lines.push_back(number);
        start = end + 1;
    }
    return content;
}

}  // namespace plimsoll::log
