#include "domain/access/token_text.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::access {
namespace {

constexpr std::string_view prefix_of(SecretKind kind) {
    switch (kind) {
        case SecretKind::token: return "plm_";
        case SecretKind::session: return "pls_";
        case SecretKind::code: return "plc_";
        case SecretKind::copy: return "plk_";
    }
    return {};
}
constexpr std::size_t secret_digits = 43;  // 32 bytes in base64 without padding

std::string url_safe(std::string base64) {
    while (base64.ends_with('=')) base64.pop_back();
    std::replace(base64.begin(), base64.end(), '+', '-');
    std::replace(base64.begin(), base64.end(), '/', '_');
    return base64;
}

bool is_id(std::string_view text) {
    return text.size() >= 8 && text.size() <= 32 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

TokenText draw(Random& random) {
    TokenText token{random.id(8), std::string(secret_bytes, '\0')};
    random.fill(std::as_writable_bytes(std::span(token.secret.data(), token.secret.size())));
    return token;
}

std::string format(const TokenText& token, SecretKind kind) {
    return std::string(prefix_of(kind)) + token.id + "_" + url_safe(crypto::base64(token.secret));
}

std::optional<TokenText> parse_token(std::string_view text, SecretKind kind) {
    const std::string_view prefix = prefix_of(kind);
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    const auto end = text.find('_');
    if (end == std::string_view::npos || !is_id(text.substr(0, end))) return std::nullopt;
    const std::string_view digits = text.substr(end + 1);
    if (digits.size() != secret_digits) return std::nullopt;
    auto secret = crypto::from_base64(digits);
    // One secret has one spelling: what decodes alike but is written otherwise is refused.
    if (!secret || secret->size() != secret_bytes || url_safe(crypto::base64(*secret)) != digits) return std::nullopt;
    return TokenText{std::string(text.substr(0, end)), std::move(*secret)};
}

std::string secret_hash(std::string_view secret) { return text::hex(crypto::view(crypto::sha256(secret))); }

std::optional<TokenText> session_in(std::string_view cookie_header) {
    while (!cookie_header.empty()) {
        const auto end = std::min(cookie_header.find(';'), cookie_header.size());
        std::string_view pair = cookie_header.substr(0, end);
        cookie_header.remove_prefix(std::min(end + 1, cookie_header.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (!pair.starts_with(session_cookie) || pair.substr(session_cookie.size()).substr(0, 1) != "=") continue;
        return parse_token(pair.substr(session_cookie.size() + 1), SecretKind::session);
    }
    return std::nullopt;
}

std::string csrf_of(const TokenText& session) {
    return url_safe(crypto::base64(crypto::view(crypto::hmac_sha256(session.secret, "plimsoll csrf"))));
}

}  // namespace plimsoll::access
