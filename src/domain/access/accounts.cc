#include "domain/access/accounts.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::access {
namespace {

constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t display_name_bytes_max = 100;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string name_key(std::string_view name) {
    std::string key(name);
    for (char& c : key)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return key;
}

std::vector<FieldError> name_faults(std::string_view key, const std::string& where) {
    const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-' || c == '@'; };
    if (!key.empty() && key.size() <= name_bytes_max && is_letter_or_digit(key.front()) && std::all_of(key.begin(), key.end(), allowed)) return {};
    return {{where, "must be 1 to 64 of a-z, 0-9 and . _ - @, with a letter or digit in front", "such as ada or ada@example.com"}};
}

std::vector<FieldError> display_name_faults(std::string_view name, const std::string& where) {
    const bool fits = !name.empty() && name.size() <= display_name_bytes_max && text::is_utf8(name) && text::printable(name) == name &&
                      name.find('\n') == std::string_view::npos && name.front() != ' ' && name.back() != ' ';
    if (fits) return {};
    return {{where, "must be 1 to 100 bytes of printable text without spaces around it", "such as Ada Lovelace"}};
}

}  // namespace plimsoll::access
