#include "promql/quoted.h"

#include <cstdint>
#include <optional>

#include "base/utf8.h"

namespace plimsoll::promql {
namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

std::optional<std::uint32_t> digits(std::string_view text, std::size_t count, int base) {
    if (text.size() < count) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : text.substr(0, count)) {
        if (digit_of(c) >= base) return std::nullopt;
        value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_of(c));
    }
    return value;
}

std::optional<char> simple_escape(char c, char quote) {
    switch (c) {
        case 'a':
            return '\a';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        case 'v':
            return '\v';
        case '\\':
            return '\\';
        default:
            return c == quote ? std::optional(c) : std::nullopt;
    }
}

/// An escape by number; `rest` starts after the backslash. Returns how many bytes of `rest` it took, 0 for none.
std::size_t numeric_escape(std::string_view rest, std::string& out) {
    const char kind = rest[0];
    if (kind >= '0' && kind <= '7') {
        const auto value = digits(rest, 3, 8);
        if (!value || *value > 0xFF) return 0;
        out += static_cast<char>(*value);
        return 3;
    }
    const std::size_t count = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (count == 0) return 0;
    const auto value = digits(rest.substr(1), count, 16);
    if (!value) return 0;
    if (kind == 'x') {
        out += static_cast<char>(*value);
        return 3;
    }
    const bool surrogate = *value >= 0xD800 && *value < 0xE000;
    if (surrogate || *value > 0x10FFFF) return 0;
    text::append_utf8(out, *value);
    return count + 1;
}

tl::expected<Quoted, Problem> read_raw(std::string_view text, std::size_t offset) {
    const std::size_t end = text.find('`', offset + 1);
    if (end == std::string_view::npos) {
        return tl::unexpected(Problem{offset, "this string has no end", "close it with `"});
    }
    return Quoted{std::string(text.substr(offset + 1, end - offset - 1)), end + 1 - offset};
}

}  // namespace

tl::expected<Quoted, Problem> read_quoted(std::string_view text, std::size_t offset) {
    const char quote = text[offset];
    if (quote == '`') return read_raw(text, offset);
    Quoted out;
    std::size_t i = offset + 1;
    while (i < text.size() && text[i] != '\n') {
        if (text[i] == quote) {
            out.length = i + 1 - offset;
            return out;
        }
        if (text[i] != '\\') {
            out.value += text[i++];
            continue;
        }
        const std::string_view rest = text.substr(i + 1);
        if (rest.empty()) break;
        if (const auto c = simple_escape(rest[0], quote)) {
            out.value += *c;
            i += 2;
            continue;
        }
        const std::size_t taken = numeric_escape(rest, out.value);
        if (taken == 0) {
            return tl::unexpected(Problem{i, "this escape is not one of PromQL's",
                                          "write \\\\ for a backslash, or quote with ` where nothing is escaped"});
        }
        i += 1 + taken;
    }
    return tl::unexpected(Problem{offset, "this string has no end on its line", std::string("close it with ") + quote});
}

std::string quote(std::string_view value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace plimsoll::promql
