#include "probes/json_path.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cctype>

#include "base/text.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostCharacters = 512;
constexpr std::size_t kMostSteps = 32;
constexpr std::size_t kMostDigits = 9;

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || (c & 0x80) != 0; }

Error wrong(std::string_view text, std::size_t at, std::string_view wanted) {
    return fail(errors::malformed, fmt::format("\"{}\": {} is wanted at character {}", text::printable(text), wanted, at + 1));
}

/// What is left of a path, and where it is.
struct Rest {
    std::string_view text;
    std::size_t at = 1;

    [[nodiscard]] bool done() const { return at >= text.size(); }
    [[nodiscard]] bool is(char c) const { return !done() && text[at] == c; }
    bool take(char c) {
        if (!is(c)) return false;
        ++at;
        return true;
    }
};

Result<std::string> plain_name(Rest& rest) {
    const std::size_t start = rest.at;
    while (!rest.done() && is_name(rest.text[rest.at])) ++rest.at;
    if (rest.at == start) return wrong(rest.text, start, "a name");
    return std::string(rest.text.substr(start, rest.at - start));
}

Result<std::string> quoted_name(Rest& rest) {
    const char quote = rest.text[rest.at++];
    std::string name;
    while (!rest.done() && !rest.is(quote)) {
        if (rest.take('\\') && !rest.is(quote) && !rest.is('\\')) return wrong(rest.text, rest.at, "a quote or a backslash");
        if (!rest.done()) name += rest.text[rest.at++];
    }
    if (!rest.take(quote)) return wrong(rest.text, rest.at, "the closing quote");
    return name;
}

Result<std::size_t> index(Rest& rest) {
    const std::size_t start = rest.at;
    std::size_t value = 0;
    while (!rest.done() && std::isdigit(static_cast<unsigned char>(rest.text[rest.at])) != 0 && rest.at - start < kMostDigits)
        value = value * 10 + static_cast<std::size_t>(rest.text[rest.at++] - '0');
    if (rest.at == start) return wrong(rest.text, start, "a number or a quoted name");
    return value;
}

}  // namespace

Result<JsonPath> JsonPath::parse(std::string_view text) {
    if (text.size() > kMostCharacters) return fail(errors::malformed, fmt::format("a JSON path has at most {} characters", kMostCharacters));
    if (text.empty() || text[0] != '$') return wrong(text, 0, "\"$\"");
    JsonPath path;
    Rest rest{text};
    while (!rest.done()) {
        if (path.steps_.size() == kMostSteps) return fail(errors::malformed, fmt::format("a JSON path has at most {} steps", kMostSteps));
        if (rest.take('.')) {
            TRY_ASSIGN(std::string name, plain_name(rest));
            path.steps_.emplace_back(std::move(name));
            continue;
        }
        if (!rest.take('[')) return wrong(text, rest.at, "\".\" or \"[\"");
        if (rest.is('\'') || rest.is('"')) {
            TRY_ASSIGN(std::string name, quoted_name(rest));
            path.steps_.emplace_back(std::move(name));
        } else {
            TRY_ASSIGN(const std::size_t n, index(rest));
            path.steps_.emplace_back(n);
        }
        if (!rest.take(']')) return wrong(text, rest.at, "\"]\"");
    }
    return path;
}

const boost::json::value* JsonPath::find(const boost::json::value& root) const {
    const boost::json::value* at = &root;
    for (const Step& step : steps_) {
        if (const auto* name = std::get_if<std::string>(&step)) {
            const auto* object = at->if_object();
            at = object == nullptr ? nullptr : object->if_contains(*name);
        } else {
            const auto* array = at->if_array();
            at = array == nullptr ? nullptr : array->if_contains(std::get<std::size_t>(step));
        }
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::string JsonPath::text() const {
    std::string out = "$";
    for (const Step& step : steps_) {
        if (const auto* n = std::get_if<std::size_t>(&step)) {
            out += fmt::format("[{}]", *n);
            continue;
        }
        out += "['";
        for (const char c : std::get<std::string>(step)) {
            if (c == '\'' || c == '\\') out += '\\';
            out += c;
        }
        out += "']";
    }
    return out;
}

std::string value_text(const boost::json::value& value) {
    if (const auto* text = value.if_string()) return {text->data(), text->size()};
    if (const auto* number = value.if_double()) return text::number(*number);
    return boost::json::serialize(value);
}

}  // namespace plimsoll::probes
