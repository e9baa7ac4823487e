#include "ingest/otlp/attributes.h"

#include <cmath>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "ingest/refusal.h"

namespace plimsoll::ingest::otlp {
namespace {

enum class As { label, json };

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    return text::number(value);
}

std::string text_as(As as, std::string text) {
    return as == As::json ? json::quote(text) : text;
}

Result<std::string> value_text(std::string_view bytes, As as, int depth);

Result<std::pair<std::string, std::string>> key_value(std::string_view bytes, As as, int depth) {
    std::pair<std::string, std::string> out;
    pbf_reader message(bytes);
    std::string_view value;
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(1, kBytes):
                out.first = message.get_view();
                break;
            case tag_and_type(2, kBytes):
                value = message.get_view();
                break;
            default:
                skip_unless<1, 2>(message);
        }
    }
    TRY_ASSIGN(out.second, value_text(value, as, depth));
    return out;
}

/// The fields 1 of an ArrayValue or a KeyValueList.
Result<std::string> list_text(std::string_view bytes, int depth) {
    std::string out = "[";
    pbf_reader message(bytes);
    while (message.next(1, kBytes)) {
        TRY_ASSIGN(const std::string value, value_text(message.get_view(), As::json, depth));
        if (out.size() > 1) out += ',';
        out += value;
    }
    return out + ']';
}

Result<std::string> map_text(std::string_view bytes, int depth) {
    std::string out = "{";
    pbf_reader message(bytes);
    while (message.next(1, kBytes)) {
        TRY_ASSIGN(const auto pair, key_value(message.get_view(), As::json, depth));
        if (out.size() > 1) out += ',';
        out += json::quote(pair.first) + ':' + pair.second;
    }
    return out + '}';
}

Result<std::string> value_text(std::string_view bytes, As as, int depth) {
    if (depth > kDeepest) return fail(plimsoll::errors::malformed, "an attribute nests deeper than " + std::to_string(kDeepest) + " times");
    std::string out = as == As::json ? "null" : "";
    pbf_reader message(bytes);
    while (message.next()) {  // one of them: the last that was sent
        switch (message.tag_and_type()) {
            case tag_and_type(1, kBytes):
                out = text_as(as, std::string(message.get_view()));
                break;
            case tag_and_type(2, kVarint):
                out = message.get_bool() ? "true" : "false";
                break;
            case tag_and_type(3, kVarint):
                out = std::to_string(message.get_int64());
                break;
            case tag_and_type(4, kFixed64):
                out = number(message.get_double());
                break;
            case tag_and_type(5, kBytes): {
                TRY_ASSIGN(out, list_text(message.get_view(), depth + 1));
                break;
            }
            case tag_and_type(6, kBytes): {
                TRY_ASSIGN(out, map_text(message.get_view(), depth + 1));
                break;
            }
            case tag_and_type(7, kBytes):
                out = text_as(as, crypto::base64(message.get_view()));
                break;
            default:
                skip_unless<1, 2, 3, 4, 5, 6, 7>(message);
        }
    }
    return out;
}

}  // namespace

Result<Pairs> attributes_of(std::string_view run, protozero::pbf_tag_type field) {
    Pairs out;
    pbf_reader message(run);
    while (message.next()) {
        if (message.tag() != field) {
            message.skip();
            continue;
        }
        if (message.wire_type() != kBytes) throw WrongType(field);
        TRY_ASSIGN(auto pair, key_value(message.get_view(), As::label, 0));
        out.push_back(std::move(pair));
    }
    return out;
}

}  // namespace plimsoll::ingest::otlp
