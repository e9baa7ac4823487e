#include "http/target.h"

#include <algorithm>

#include "base/text.h"
#include "http/errors.h"

namespace plimsoll::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_line_space(char c) { return c == '\t' || c == '\n' || c == '\r'; }

Result<> check_text(const std::string& decoded, bool line_spaces_allowed) {
    if (!text::is_utf8(decoded)) return fail(errors::bad_target, "it is not UTF-8");
    const bool bad = std::any_of(decoded.begin(), decoded.end(), [&](char c) {
        return is_control(c) && !(line_spaces_allowed && is_line_space(c));
    });
    if (bad) return fail(errors::bad_target, "it holds a control character");
    return {};
}

Result<std::string> decode_segment(std::string_view raw) {
    TRY_ASSIGN(std::string segment, percent_decode(raw));
    TRY(check_text(segment, false));
    if (segment == "." || segment == "..") return fail(errors::bad_target, "`.` and `..` are not allowed in the path");
    return segment;
}

Result<> parse_segments(std::string_view path, Target& into) {
    path.remove_prefix(1);
    if (path.empty()) return {};
    for (;;) {
        const auto slash = path.find('/');
        TRY_ASSIGN(std::string segment, decode_segment(path.substr(0, slash)));
        into.segments.push_back(std::move(segment));
        if (slash == std::string_view::npos) return {};
        path.remove_prefix(slash + 1);
    }
}

Result<> parse_pair(std::string_view pair, Target& into) {
    const auto equals = pair.find('=');
    TRY_ASSIGN(std::string key, percent_decode(pair.substr(0, equals), true));
    const auto raw_value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    TRY_ASSIGN(std::string value, percent_decode(raw_value, true));
    TRY(check_text(key, false));
    TRY(check_text(value, true));
    into.query.emplace(std::move(key), std::move(value));
    return {};
}

Result<> parse_query(std::string_view query, std::size_t limit, Target& into) {
    while (!query.empty()) {
        const auto ampersand = query.find('&');
        const auto pair = query.substr(0, ampersand);
        if (!pair.empty()) {
            if (into.query.size() >= limit)
                return fail(errors::bad_target, "more than " + std::to_string(limit) + " query parameters");
            TRY(parse_pair(pair, into));
        }
        if (ampersand == std::string_view::npos) break;
        query.remove_prefix(ampersand + 1);
    }
    return {};
}

/// Takes "http://authority" off the front of an absolute form.
void take_authority(std::string_view& text, Target& into) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.size() < scheme.size() ||
            !std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) { return a == (b | 0x20) || a == b; }))
            continue;
        text.remove_prefix(scheme.size());
        const auto end = std::min(text.find_first_of("/?"), text.size());
        into.authority = std::string(text.substr(0, end));
        text.remove_prefix(end);
        return;
    }
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out.push_back(' ');
        } else if (text[i] != '%') {
            out.push_back(text[i]);
        } else {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return fail(errors::bad_target, "`%` needs two hexadecimal digits after it");
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

Result<Target> parse_target(std::string_view text, std::size_t query_limit) {
    Target target;
    if (text == "*") return fail(errors::bad_target, "`*` names no resource");
    take_authority(text, target);
    if (text.find('#') != std::string_view::npos) return fail(errors::bad_target, "a fragment is not sent to a server");
    const auto question = text.find('?');
    std::string_view path = text.substr(0, question);
    if (path.empty() && !target.authority.empty()) path = "/";
    if (path.empty() || path.front() != '/') return fail(errors::bad_target, "the path must start with `/`");
    target.path = std::string(path);
    TRY(parse_segments(path, target));
    if (question != std::string_view::npos) TRY(parse_query(text.substr(question + 1), query_limit, target));
    return target;
}

}  // namespace plimsoll::http
