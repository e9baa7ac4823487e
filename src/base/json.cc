#include "base/json.h"

#include <fmt/format.h>

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
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (u < 0x20 || u == 0x7f) {
                    out += "\\u00";
                    out += kHex[u >> 4];
                    out += kHex[u & 15];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void write_double(std::string& out, double value) {
    INVARIANT(std::isfinite(value), "a figure without a value is an empty optional, never NaN");
    out += text::number(value);
}

Result<bj::value> parse(std::string_view text, bj::storage_ptr storage) {
    boost::system::error_code ec;
    bj::stream_parser parser(storage);
    const std::size_t used = parser.write_some(text.data(), text.size(), ec);
    if (!ec && used < text.size()) {
        const auto rest = text.find_first_not_of(" \t\r\n", used);
        if (rest != std::string_view::npos) ec = bj::error::extra_data;
    }
    if (!ec) parser.finish(ec);
    if (ec) {
        const std::string_view before = text.substr(0, std::min(used, text.size()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const auto last = before.rfind('\n');
        const auto column = before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1;
        return fail(errors::malformed, fmt::format("not JSON at line {}, column {}: {}", line, column, ec.message()));
    }
    return parser.release();
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
