#include "domain/access/password.h"

#include <argon2.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/invariant.h"
#include "base/text.h"

namespace plimsoll::access {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return out;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string hash_password(std::string_view password, const PasswordCost& cost, Random& random) {
    std::array<std::byte, salt_bytes> salt{};
    random.fill(salt);
    std::string phc(argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
    const int code = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, password.data(), password.size(), salt.data(), salt.size(),
                                           hash_bytes, phc.data(), phc.size());
    INVARIANT(code == ARGON2_OK, "argon2id takes these costs, and there is memory for them");
    phc.resize(phc.find('\0'));
    return phc;
}

bool verify_password(const std::string& phc, std::string_view password) {
    return argon2id_verify(phc.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool needs_rehash(std::string_view phc, const PasswordCost& cost) {
    return !phc.starts_with(fmt::format("$argon2id$v={}$m={},t={},p={}$", static_cast<int>(ARGON2_VERSION_NUMBER), cost.memory_kib,
                                        cost.passes, cost.lanes));
}

std::vector<FieldError> password_faults(std::string_view password, const std::string& where, const std::vector<std::string>& forbidden) {
    std::vector<FieldError> faults;
    if (password.size() > password_bytes_max) faults.push_back({where, fmt::format("is longer than {} bytes", password_bytes_max), "shorten it"});
    if (!text::is_utf8(password)) faults.push_back({where, "is not UTF-8 text", ""});
    if (characters(password) < password_characters_min)
        faults.push_back({where, fmt::format("has fewer than {} characters", password_characters_min), "a few words in a row are easy to keep in mind"});
    const bool is_name = std::any_of(forbidden.begin(), forbidden.end(), [&](const std::string& name) { return lower(name) == lower(password); });
    if (is_name) faults.push_back({where, "is the name", "choose what nobody would try first"});
    return faults;
}

}  // namespace plimsoll::access
