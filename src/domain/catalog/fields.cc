#include "domain/catalog/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"

namespace plimsoll::catalog {

namespace {

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& w : words) out += (out.empty() ? "" : ", ") + w;
    return out;
}

bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

}  // namespace

bool is_dns_label(std::string_view text) {
    if (text.empty() || text.size() > 63) return false;
    if (text.front() == '-' || text.back() == '-') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || is_lower_alphanumeric(c); });
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string as_dns_label(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (is_lower_alphanumeric(lower)) out += lower;
        else if (!out.empty() && out.back() != '-') out += '-';
        if (out.size() == 63) break;
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out;
}

Fields::Fields(yaml::Node map, std::string path, std::vector<std::string> known, Problems& problems)
    : map_(std::move(map)), path_(std::move(path)), problems_(&problems) {
    using Kind = yaml::Node::Kind;
    if (map_.kind() == Kind::absent || map_.kind() == Kind::null) return;
    if (!map_.is_map()) {
        problems_->add(errors::invalid, map_.place(), fmt::format("`{}` must be a map", path_),
                       "write fields under it: " + joined(known));
        return;
    }
    refuse_unknown(known);
}

void Fields::refuse_unknown(const std::vector<std::string>& known) const {
    for (const auto& entry : map_.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
        problems_->add(errors::unknown_field, entry.key_place, fmt::format("`{}` is not a known field", path(entry.key)),
                       did_you_mean(entry.key, known, "known here: " + joined(known)));
    }
}

yaml::Node Fields::operator[](std::string_view key) const {
    if (!map_.is_map()) return {};
    yaml::Node node = map_[key];
    if (node.kind() == yaml::Node::Kind::null) return {};
    return node;
}

yaml::Place Fields::place(std::string_view key) const {
    const yaml::Node node = (*this)[key];
    return node ? node.place() : map_.place();
}

std::string Fields::path(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void Fields::wrong(const ErrorKind& kind, std::string_view key, std::string rule, std::string remedy) const {
    problems_->add(kind, place(key), fmt::format("`{}` {}", path(key), rule), std::move(remedy));
}

void Fields::invalid(std::string_view key, std::string rule, std::string remedy) const {
    wrong(errors::invalid, key, std::move(rule), std::move(remedy));
}

std::string Fields::text(std::string_view key, Need need, std::size_t longest) const {
    const yaml::Node node = (*this)[key];
    if (!node) {
        if (need == Need::required) invalid(key, "is missing");
        return {};
    }
    if (!node.is_scalar()) {
        invalid(key, "must be text");
        return {};
    }
    std::string value = trimmed(node.text());
    if (value.empty() && need == Need::required) invalid(key, "is empty");
    if (longest > 0 && characters(value) > longest) {
        invalid(key, fmt::format("has {} characters; {} are allowed", characters(value), longest));
        return {};
    }
    return value;
}

std::optional<bool> Fields::flag(std::string_view key) const {
    const yaml::Node node = (*this)[key];
    if (!node) return std::nullopt;
    const auto value = node.is_scalar() && !node.quoted() ? node.as_bool() : std::nullopt;
    if (!value) invalid(key, "must be true or false");
    return value;
}

std::optional<double> Fields::number(std::string_view key, Need need) const {
    const yaml::Node node = (*this)[key];
    if (!node) {
        if (need == Need::required) invalid(key, "is missing");
        return std::nullopt;
    }
    const auto value = node.is_scalar() && !node.quoted() ? node.as_double() : std::nullopt;
    if (!value || !std::isfinite(*value)) {
        invalid(key, "must be a number", node.quoted() ? "remove the quotes" : "");
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t least, std::int64_t most) const {
    const yaml::Node node = (*this)[key];
    if (!node) return std::nullopt;
    const auto value = node.is_scalar() && !node.quoted() ? node.as_int() : std::nullopt;
    if (value && *value >= least && *value <= most) return value;
    invalid(key, fmt::format("must be a whole number from {} to {}", least, most));
    return std::nullopt;
}

std::string Fields::one_of(std::string_view key, const std::vector<std::string>& choices, Need need, bool any_case) const {
    const std::string value = text(key, need);
    if (value.empty()) return {};
    for (const std::string& choice : choices) {
        if (value == choice || (any_case && same_letters(value, choice))) return choice;
    }
    invalid(key, "must be one of " + joined(choices), did_you_mean(value, choices, ""));
    return {};
}

std::string Fields::reference(std::string_view key, Need need) const {
    std::string value = text(key, need);
    if (value.empty() || is_dns_label(value)) return value;
    invalid(key, "must be a name: 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends");
    return {};
}

std::vector<yaml::Node> Fields::list(std::string_view key, Need need) const {
    const yaml::Node node = (*this)[key];
    if (!node) {
        if (need == Need::required) invalid(key, "is missing");
        return {};
    }
    if (!node.is_list()) {
        invalid(key, "must be a list", "begin each item with \"- \"");
        return {};
    }
    if (need == Need::required && node.items().empty()) invalid(key, "is empty");
    return node.items();
}

std::vector<std::string> Fields::texts(std::string_view key, std::size_t most) const {
    std::vector<std::string> out;
    const auto items = list(key);
    if (items.size() > most) {
        invalid(key, fmt::format("has {} items; {} are allowed", items.size(), most));
        return out;
    }
    for (const yaml::Node& item : items) {
        const std::string value = item.is_scalar() ? trimmed(item.text()) : "";
        if (!value.empty()) out.push_back(value);
        else problems_->add(errors::invalid, item.place(), fmt::format("an item of `{}` must be text", path(key)));
    }
    return out;
}

}  // namespace plimsoll::catalog
