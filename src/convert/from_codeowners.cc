// CODEOWNERS: a line is a pattern of paths and its owners; the last line that matches wins. A pattern that names a folder
// names the service of that name: "/services/checkout/  @acme/team-shop".
#include <fmt/format.h>

#include <map>
#include <sstream>

#include "convert/from.h"

namespace plimsoll::convert {

namespace {

constexpr int kMostLines = 10'000;

struct Rule {
    int line = 0;
    std::string pattern;
    std::string owners;  ///< "acme/team-shop, acme/team-money"
};

/// Empty: a comment, a section's heading, or nothing.
std::optional<Rule> read_rule(const std::string& text, int line) {
    std::istringstream words(text.substr(0, text.find('#')));
    Rule out;
    out.line = line;
    if (!(words >> out.pattern) || out.pattern.front() == '[' || out.pattern.front() == '^') return std::nullopt;
    for (std::string owner; words >> owner;) {
        if (owner.starts_with('@')) owner.erase(0, 1);
        out.owners += (out.owners.empty() ? "" : ", ") + owner;
    }
    return out;
}

/// The folder that the pattern is about; empty where it is about kinds of files.
std::string folder_of(std::string pattern) {
    for (const std::string_view end : {"/**", "/*", "/"}) {
        if (pattern.ends_with(end)) pattern.resize(pattern.size() - end.size());
    }
    if (const auto slash = pattern.rfind('/'); slash != std::string::npos) pattern.erase(0, slash + 1);
    if (pattern.find_first_of("*?[.") != std::string::npos) return {};
    return catalog::as_dns_label(pattern);
}

}  // namespace

void from_codeowners(const Input& input, bool makes_services, Draft& draft, Losses& losses) {
    std::istringstream lines(input.text);
    int number = 0;
    std::map<std::string, Rule> last;  ///< by folder: the last line that matches wins
    const auto dropped = [&](const Rule& rule, std::string why, std::string instead) {
        losses.add({"codeowners", rule.pattern, rule.line, Fate::dropped, std::move(why), std::move(instead), input.name});
    };
    for (std::string line; std::getline(lines, line);) {
        if (++number > kMostLines) {
            losses.add({"codeowners", "", number, Fate::dropped, fmt::format("only the first {} lines are read", kMostLines),
                        "split the file", input.name});
            break;
        }
        const auto rule = read_rule(line, number);
        if (!rule) continue;
        const std::string folder = folder_of(rule->pattern);
        if (folder.empty()) {
            dropped(*rule, "the pattern names no folder, so that no service is meant", "write owner on the Service");
        } else if (!makes_services && !draft.services().contains(folder)) {
            dropped(*rule, fmt::format("no service is called `{}`", folder), "");
        } else {
            last[folder] = *rule;
        }
    }
    for (const auto& [folder, rule] : last) {
        ServiceDraft& service = draft.service_called(folder);
        if (service.owner.empty()) service.owner = rule.owners;
    }
}

}  // namespace plimsoll::convert
