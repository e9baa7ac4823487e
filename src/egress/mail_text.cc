#include "egress/mail_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::egress {
namespace {

constexpr std::size_t max_recipients = 100;
constexpr std::size_t max_header_bytes = 2000;  // of one value, before encoding

bool plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

/// Longest prefix of at most `limit` bytes that does not cut a UTF-8 character.
std::size_t whole_characters(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text.size();
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return end == 0 ? limit : end;
}

/// RFC 2047: words of at most 75 characters, each on a line of its own.
std::string encoded_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t n = whole_characters(text, 42);
        out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", crypto::base64(text.substr(0, n)));
        text.remove_prefix(n);
    }
    return out;
}

/// Short ASCII as it is; anything else, also what looks like an encoded word already, as encoded words.
std::string header_text(std::string_view hostile) {
    std::string text = text::printable(hostile);
    text.resize(whole_characters(text, max_header_bytes));
    const bool short_and_plain = plain_ascii(text) && text.size() <= 60 && text.find("=?") == std::string::npos;
    return short_and_plain ? text : encoded_words(text);
}

bool token(std::string_view name) {
    return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return c > 0x20 && c < 0x7f && c != ':';
    });
}

std::string body_lines(std::string_view body) {
    std::string crlf;
    for (const char c : body) {
        if (c == '\r') continue;
        if (c == '\n') crlf += '\r';
        crlf += c;
    }
    const std::string coded = crypto::base64(crlf);
    std::string out;
    for (std::size_t at = 0; at < coded.size(); at += 76) out += coded.substr(at, 76) + "\r\n";
    return out;
}

Result<std::string> mailbox(std::string_view text) {
    TRY_ASSIGN(const std::string address, mail_address(text));
    const std::size_t bracket = text.rfind('<');
    if (bracket == std::string_view::npos) return address;
    std::string name = text::printable(text.substr(0, bracket));
    std::erase(name, '"');
    while (!name.empty() && name.back() == ' ') name.pop_back();
    if (name.empty()) return address;
    return fmt::format("{}\r\n <{}>", encoded_words(name), address);
}

}  // namespace

Result<std::string> mail_address(std::string_view text) {
    const bool printable = std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    const std::size_t open = text.rfind('<');
    if (open != std::string_view::npos && text.ends_with('>'))
        text = text.substr(open + 1, text.size() - open - 2);
    const bool clean = printable && plain_ascii(text) && text.find_first_of(" <>,;\"\\()") == std::string_view::npos;
    const std::size_t at = text.find('@');
    const bool two_parts = at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.rfind('@') == at;
    if (!clean || !two_parts || text.size() > 254)
        return fail(errors::invalid, fmt::format("\"{}\" is not a mail address", text::printable(text.substr(0, 80))));
    return std::string(text);
}

Result<std::string> compose(const MailMessage& message) {
    if (message.to.empty()) return fail(errors::invalid, "the mail has no recipient");
    if (message.to.size() > max_recipients)
        return fail(errors::invalid, fmt::format("{} recipients; at most {} are allowed", message.to.size(), max_recipients));
    TRY_ASSIGN(const std::string from, mailbox(message.from));
    std::string to;
    for (const std::string& recipient : message.to) {
        TRY_ASSIGN(const std::string one, mailbox(recipient));
        to += (to.empty() ? "" : ",\r\n ") + one;
    }
    std::string out = fmt::format("From: {}\r\nTo: {}\r\nSubject: {}\r\n", from, to, header_text(message.subject));
    if (!message.message_id.empty()) {
        TRY_ASSIGN(const std::string id, mail_address(message.message_id));
        out += fmt::format("Message-ID: <{}>\r\n", id);
    }
    for (const auto& [name, value] : message.headers) {
        if (!token(name)) return fail(errors::invalid, "a mail header's name holds characters that it must not");
        out += fmt::format("{}: {}\r\n", name, header_text(value));
    }
    out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return out + body_lines(message.body);
}

}  // namespace plimsoll::egress
