#include "base/json.h"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>

#include "base/json_codec.h"

namespace plimsoll::json {

namespace codec {

void write_string(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string repaired;
    if (!text::is_utf8(text)) {
        repaired = text::printable(text);  // JSON is UTF-8; hostile bytes become U+FFFD
        text = repaired;
    }
    out += '"';
    std::size_t plain = 0;  // start of the run that needs no escape
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto u = static_cast<unsigned char>(c);
        if (u >= 0x20 && u != 0x7f && c != '"' && c != '\\') continue;
        out += text.substr(plain, i - plain);
        plain = i + 1;
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                out += "\\u00";
                out += kHex[u >> 4];
                out += kHex[u & 15];
        }
    }
    out += text.substr(plain);
    out += '"';
}

void write_double(std::string& out, double value) {
    INVARIANT(std::isfinite(value), "a figure without a value is an empty optional, never NaN");
    out += text::number(value);
}

namespace {

/// Builds values as Boost.JSON's own parser does, but reads doubles with std::from_chars: Boost 1.81 is off by a unit in
/// the last place now and then, and a figure must come back as it was written.
struct Handler {
    static constexpr std::size_t max_object_size = bj::object::max_size();
    static constexpr std::size_t max_array_size = bj::array::max_size();
    static constexpr std::size_t max_key_size = bj::string::max_size();
    static constexpr std::size_t max_string_size = bj::string::max_size();

    explicit Handler(bj::storage_ptr storage) : stack(std::move(storage)) {}

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }
    bool on_object_begin(bj::error_code&) { return true; }
    bool on_object_end(std::size_t n, bj::error_code&) { return stack.push_object(n), true; }
    bool on_array_begin(bj::error_code&) { return true; }
    bool on_array_end(std::size_t n, bj::error_code&) { return stack.push_array(n), true; }
    bool on_key_part(bj::string_view s, std::size_t, bj::error_code&) { return stack.push_chars(s), true; }
    bool on_key(bj::string_view s, std::size_t, bj::error_code&) { return stack.push_key(s), true; }
    bool on_string_part(bj::string_view s, std::size_t, bj::error_code&) { return stack.push_chars(s), true; }
    bool on_string(bj::string_view s, std::size_t, bj::error_code&) { return stack.push_string(s), true; }
    bool on_number_part(bj::string_view, bj::error_code&) { return true; }
    bool on_int64(std::int64_t i, bj::string_view, bj::error_code&) { return stack.push_int64(i), true; }
    bool on_uint64(std::uint64_t u, bj::string_view, bj::error_code&) { return stack.push_uint64(u), true; }
    bool on_double(double rough, bj::string_view text, bj::error_code&) {
        double exact = rough;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), exact);
        stack.push_double(ec == std::errc() && end == text.data() + text.size() ? exact : rough);
        return true;
    }
    bool on_bool(bool b, bj::error_code&) { return stack.push_bool(b), true; }
    bool on_null(bj::error_code&) { return stack.push_null(), true; }
    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }

    bj::value_stack stack;
};

Error not_json(std::string_view text, std::size_t used, const bj::error_code& ec) {
    const std::string_view before = text.substr(0, std::min(used, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto last = before.rfind('\n');
    const auto column = before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1;
    return fail(errors::malformed, fmt::format("not JSON at line {}, column {}: {}", line, column, ec.message()));
}

}  // namespace

Result<bj::value> parse(std::string_view text, bj::storage_ptr storage) {
    bj::basic_parser<Handler> parser(bj::parse_options(), storage);
    parser.handler().stack.reset(storage);
    bj::error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && text.find_first_not_of(" \t\r\n", used) != std::string_view::npos) ec = bj::error::extra_data;
    if (ec) return not_json(text, used, ec);
    return parser.handler().stack.release();
}

std::string short_name(std::string full) {
    const auto at = full.rfind("::");
    return at == std::string::npos ? full : full.substr(at + 2);
}

namespace {

void write_pretty(std::string& out, const bj::value& value, int depth) {
    const auto indent = [&](int d) {
        out += '\n';
        out.append(static_cast<std::size_t>(d) * 2, ' ');
    };
    if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
        out += '{';
        bool first = true;
        for (const auto& entry : *object) {
            if (!first) out += ',';
            first = false;
            indent(depth + 1);
            write_string(out, {entry.key().data(), entry.key().size()});
            out += ": ";
            write_pretty(out, entry.value(), depth + 1);
        }
        indent(depth);
        out += '}';
    } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
        out += '[';
        bool first = true;
        for (const auto& item : *array) {
            if (!first) out += ',';
            first = false;
            indent(depth + 1);
            write_pretty(out, item, depth + 1);
        }
        indent(depth);
        out += ']';
    } else if (value.is_double()) {
        write_double(out, value.get_double());
    } else if (value.is_string()) {
        write_string(out, {value.get_string().data(), value.get_string().size()});
    } else {
        out += bj::serialize(value);
    }
}

}  // namespace

}  // namespace codec

Result<std::string> pretty(std::string_view text) {
    TRY_ASSIGN(const codec::bj::value value, codec::parse(text, {}));
    std::string out;
    codec::write_pretty(out, value, 0);
    return out;
}

std::string quote(std::string_view text) {
    std::string out;
    codec::write_string(out, text);
    return out;
}

}  // namespace plimsoll::json
