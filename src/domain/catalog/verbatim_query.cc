#include "domain/catalog/verbatim_query.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <vector>

#include "domain/catalog/errors.h"
#include "domain/catalog/fields.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kLongest = 16 * 1024;
constexpr std::size_t npos = std::string_view::npos;
constexpr std::array<std::string_view, 2> kOtherSpellings{"{{.window}}", "{{ .window }}"};

struct Fault {
    std::size_t offset = 0;
    std::string rule;
    std::string remedy;
};

/// The byte after a quoted text that begins at `at`; npos when it does not end.
std::size_t after_text(std::string_view query, std::size_t at) {
    const char quote = query[at];
    for (++at; at < query.size() && query[at] != quote; ++at) {
        if (query[at] == '\\' && quote != '`') ++at;
    }
    return at < query.size() ? at + 1 : npos;
}

char opening(char closing) { return closing == ')' ? '(' : closing == ']' ? '[' : '{'; }

std::optional<Fault> fault_in(std::string_view query) {
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < query.size();) {
        const char c = query[at];
        if (c == '"' || c == '\'' || c == '`') {
            const std::size_t next = after_text(query, at);
            if (next == npos) return Fault{at, "has a text that does not end", "close the quote"};
            at = next;
            continue;
        }
        if (c == '#') return Fault{at, "has a comment, which would end a request that asks for several", "move it into the YAML"};
        if (c == ',' && open.empty()) return Fault{at, "is more than one expression", "write one expression"};
        if (c == '(' || c == '[' || c == '{') open.push_back(at);
        if (c == ')' || c == ']' || c == '}') {
            if (open.empty() || query[open.back()] != opening(c))
                return Fault{at, fmt::format("has a '{}' that nothing opened", c), "match the brackets"};
            open.pop_back();
        }
        ++at;
    }
    if (open.empty()) return std::nullopt;
    return Fault{open.back(), fmt::format("has a '{}' that is not closed", query[open.back()]), "match the brackets"};
}

std::string with_step(std::string query) {
    for (const std::string_view spelling : kOtherSpellings) {
        for (auto at = query.find(spelling); at != npos; at = query.find(spelling, at)) query.replace(at, spelling.size(), kStep);
    }
    return query;
}

bool is_per_second(std::string_view query) {
    for (auto at = query.find("rate("); at != npos; at = query.find("rate(", at + 1)) {
        const std::size_t start = at > 0 && query[at - 1] == 'i' ? at - 1 : at;
        const unsigned char before = start == 0 ? ' ' : static_cast<unsigned char>(query[start - 1]);
        if (std::isalnum(before) == 0 && before != '_' && before != ':') return true;
    }
    return false;
}

}  // namespace

bool is_verbatim(std::string_view query) {
    if (query.find(kStep) != npos) return true;
    return query.find(kOtherSpellings[0]) != npos || query.find(kOtherSpellings[1]) != npos;
}

void warn_of_rates(const yaml::Node& scalar, const std::string& path, Problems& problems) {
    if (!is_per_second(scalar.text())) return;
    problems.warn(errors::query, scalar.place(), fmt::format("`{}` is per second, while the events of a step are counted", path),
                  "write increase(...[$__step])");
}

std::optional<std::string> read_verbatim(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems) {
    const std::string& text = scalar.text();
    if (text.size() > kLongest) {
        problems.add(errors::query, scalar.place(), fmt::format("`{}` has {} bytes; {} are allowed", path, text.size(), kLongest),
                     "record a part of it as a series");
        return std::nullopt;
    }
    if (const auto fault = fault_in(text)) {
        const auto file = texts.find(scalar.place().file);
        const yaml::Place place = file == texts.end() ? scalar.place() : place_within(scalar, fault->offset, file->second);
        problems.add(errors::query, place, fmt::format("`{}` {}", path, fault->rule), fault->remedy);
        return std::nullopt;
    }
    return with_step(trimmed(text));
}

}  // namespace plimsoll::catalog
