#include "probes/substitution.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostName = 64;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_letter_or_digit(char c) { return is_letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// One "${name}" of a text: [start, end) with the name within.
struct Reference {
    std::size_t start = std::string_view::npos;
    std::size_t end = std::string_view::npos;
    std::string_view name;
};

Reference next_reference(std::string_view text, std::size_t from) {
    for (std::size_t start = text.find("${", from); start != std::string_view::npos; start = text.find("${", start + 2)) {
        const std::size_t end = text.find('}', start);
        if (end == std::string_view::npos) return {};
        const std::string_view name = text.substr(start + 2, end - start - 2);
        if (is_capture_name(name)) return {start, end + 1, name};
    }
    return {};
}

std::string url_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unreserved = byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~');
        out += unreserved ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return out;
}

}  // namespace

bool is_capture_name(std::string_view name) {
    return !name.empty() && name.size() <= kMostName && is_letter(name[0]) && std::all_of(name.begin(), name.end(), is_letter_or_digit);
}

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    for (Reference r = next_reference(text, 0); r.start != std::string_view::npos; r = next_reference(text, r.end)) names.emplace_back(r.name);
    return names;
}

Result<std::string> substitute(std::string_view text, const Values& values, Encoding encoding) {
    std::string out;
    std::size_t at = 0;
    for (Reference r = next_reference(text, 0); r.start != std::string_view::npos; r = next_reference(text, at)) {
        const auto found = values.find(std::string(r.name));
        if (found == values.end()) return fail(errors::invalid, fmt::format("${{{}}} has no value: no step before it captured one", r.name));
        out += text.substr(at, r.start - at);
        out += encoding == Encoding::url ? url_encoded(found->second) : found->second;
        if (out.size() > kMostBytes) return fail(errors::invalid, "with the captured values it is longer than 1 MiB");
        at = r.end;
    }
    out += text.substr(at);
    return out;
}

}  // namespace plimsoll::probes
