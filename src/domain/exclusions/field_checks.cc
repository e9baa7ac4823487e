#include "domain/exclusions/field_checks.h"

#include <algorithm>

#include "base/text.h"
#include "domain/exclusions/decide.h"

namespace plimsoll::exclusions {
namespace {

constexpr Timestamp kLatest = Timestamp::from_seconds(32'472'144'000);  // 2999-01-01

std::string without_line_breaks(std::string text) {
    std::erase_if(text, [](char c) { return c == '\n' || c == '\t'; });
    return text;
}

/// The joiners U+200C and U+200D stand in Persian and Indic words and in emoji.
std::string without_joiners(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view here = text.substr(at, 3);
        if (here == "\xE2\x80\x8C" || here == "\xE2\x80\x8D") at += here.size();
        else out += text[at++];
    }
    return out;
}

bool blank(const std::string& text) { return without_joiners(text).find_first_not_of(" \t\r\n") == std::string::npos; }

bool clean(const std::string& text) {
    if (!text::is_utf8(text)) return false;
    const std::string shown = without_joiners(text);
    return text::printable(shown) == shown;
}

std::string at_most(std::size_t limit) { return "must be at most " + text::count(static_cast<std::int64_t>(limit)) + " bytes"; }

constexpr const char* kControls = "must not hold control characters";

}  // namespace

void FieldChecks::line(const std::string& field, const std::string& text, std::size_t limit) {
    if (blank(text)) complain(field, "must say in a few words what it is about");
    if (text.size() > limit) complain(field, at_most(limit));
    if (!clean(text)) complain(field, kControls, "remove line breaks and other characters that do not print");
}

void FieldChecks::prose(const std::string& field, const std::string& text, std::size_t limit, Empty empty) {
    if (empty == Empty::refused && blank(text)) complain(field, "must say why", "somebody will read it a year from now");
    if (text.size() > limit) complain(field, at_most(limit));
    if (!clean(without_line_breaks(text))) complain(field, kControls, "remove characters that do not print; line breaks may stay");
}

void FieldChecks::web_address(const std::string& field, const std::string& text, std::size_t limit) {
    if (text.empty()) return;
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    if (!web || text.find_first_of(" \t\r\n\"<>") != std::string::npos) complain(field, "must be an address that begins with https:// or http://");
    if (text.size() > limit) complain(field, at_most(limit));
    if (!clean(text) || without_joiners(text) != text) complain(field, kControls);
}

void FieldChecks::targets(const std::vector<std::string>& slos, const std::vector<std::string>& services,
                          const std::set<std::string>& unknown_slos, const std::set<std::string>& unknown_services) {
    const std::size_t n = slos.size() + services.size();
    if (n == 0) complain("/slos", "must name at least one SLO, or /services a service");
    if (n > kTargetsLimit) return complain("/slos", "must be at most 30 with /services", "name the services instead of each of their SLOs");
    names("/slos", slos, unknown_slos, "`plimsoll slo list` shows every SLO");
    names("/services", services, unknown_services, "`plimsoll catalog show` lists the services");
}

void FieldChecks::names(const char* field, const std::vector<std::string>& given, const std::set<std::string>& unknown, const char* remedy) {
    for (std::size_t i = 0; i < given.size(); ++i) {
        const std::string where = std::string(field) + "/" + std::to_string(i);
        if (unknown.contains(given[i])) complain(where, "must be in the catalogue: \"" + text::printable(given[i].substr(0, 100)) + "\" is not", remedy);
        if (std::find(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(i), given[i]) != given.begin() + static_cast<std::ptrdiff_t>(i))
            complain(where, "must be named once");
    }
}

Result<> FieldChecks::checked(const ErrorKind& kind) {
    if (fields.empty()) return {};
    return fail(kind, {}, std::move(fields));
}

bool FieldChecks::bearable(Timestamp at) { return at >= Timestamp() && at < kLatest; }

}  // namespace plimsoll::exclusions
