#include "domain/catalog/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "domain/catalog/errors.h"
#include "domain/catalog/expression.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostAssertions = 20;
constexpr std::size_t kMostCaptures = 20;
constexpr std::size_t kLongestExpected = 4096;

bool is_identifier(std::string_view name) {
    if (name.empty() || name.size() > 63 || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

/// $, then .key, [0] or ['key'], as often as wanted.
bool is_json_path(std::string_view path) {
    if (!path.starts_with('$')) return false;
    path.remove_prefix(1);
    while (!path.empty()) {
        if (path.front() == '.') {
            const auto end = path.find_first_of(".[", 1);
            if (end == 1 || path.size() == 1) return false;
            path.remove_prefix(std::min(end, path.size()));
            continue;
        }
        const auto end = path.find(']');
        if (path.front() != '[' || end == std::string_view::npos || end < 2) return false;
        const std::string_view inside = path.substr(1, end - 1);
        const bool number = inside.size() <= 9 && std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
        const bool quoted = inside.size() > 2 && (inside.front() == '\'' || inside.front() == '"') && inside.back() == inside.front();
        if (!number && !quoted) return false;
        path.remove_prefix(end + 1);
    }
    return true;
}

/// Keys of what an answer is asked for: by a name (a header, a JSON path), by none.
enum class Keyed { no, header, json };
struct Subject {
    const char* of;
    Keyed keyed = Keyed::no;
    bool number = false;  ///< atLeast and atMost suit it
};
const std::vector<Subject>& subjects(ProbeKind kind) {
    static const std::vector<Subject> kHttp{
        {"status", Keyed::no, true}, {"header", Keyed::header}, {"body"}, {"json", Keyed::json, true}, {"size", Keyed::no, true}};
    static const std::vector<Subject> kTcp{{"banner"}};
    static const std::vector<Subject> kTls{{"protocol"}, {"name"}};
    static const std::vector<Subject> kDns{{"answer"}, {"rcode"}};
    switch (kind) {
        case ProbeKind::http: return kHttp;
        case ProbeKind::tcp: return kTcp;
        case ProbeKind::tls: return kTls;
        case ProbeKind::dns: return kDns;
    }
    return kHttp;
}

std::string read_key(const Fields& fields, std::string_view of, Keyed keyed) {
    if (keyed == Keyed::no) {
        if (fields.has("key")) fields.invalid("key", fmt::format("does not belong to {}", of), "remove it");
        return {};
    }
    if (!fields.has("key")) {
        fields.invalid("key", "is missing", keyed == Keyed::header ? "write the header's name" : "write a path such as $.status");
        return {};
    }
    std::string key = fields.text("key", Need::required, 500);
    if (keyed == Keyed::json && !key.empty() && !is_json_path(key)) fields.invalid("key", "is not a path into JSON", "write $.items[0].id");
    return key;
}

void read_assertion(const Fields& fields, ProbeKind kind, std::vector<Assertion>& out) {
    std::vector<std::string> known;
    for (const Subject& s : subjects(kind)) known.emplace_back(s.of);
    Assertion a;
    a.of = fields.one_of("of", known, Need::required);
    const auto subject = std::find_if(subjects(kind).begin(), subjects(kind).end(), [&](const Subject& s) { return a.of == s.of; });
    if (subject == subjects(kind).end()) return;
    a.key = read_key(fields, a.of, subject->keyed);
    int conditions = 0;
    for (const char* key : {"equals", "contains", "matches", "atLeast", "atMost"}) conditions += fields.has(key) ? 1 : 0;
    if (conditions != 1) {
        fields.invalid("equals", conditions == 0 ? "or contains, matches, atLeast, atMost is missing" : "and the other conditions exclude each other",
                       "write one condition an item");
        return;
    }
    a.equals = fields.text("equals", Need::optional, kLongestExpected);
    a.contains = fields.text("contains", Need::optional, kLongestExpected);
    a.matches = read_expression(fields, "matches", Need::optional);
    a.at_least = fields.number("atLeast");
    a.at_most = fields.number("atMost");
    const char* bound = a.at_least ? "atLeast" : "atMost";
    if ((a.at_least || a.at_most) && !subject->number)
        fields.invalid(bound, fmt::format("does not suit {}, which is text", a.of), "write equals, contains or matches");
    for (const auto& [key, value] : {std::pair{"equals", &a.equals}, std::pair{"contains", &a.contains}}) {
        if (fields.has(key) && value->empty() && fields[key].is_scalar())
            fields.invalid(key, "is empty, which every answer holds", "write what must stand there");
    }
    out.push_back(std::move(a));
}

void read_capture(const Fields& fields, std::vector<Capture>& out) {
    Capture c;
    c.name = fields.text("name", Need::required, 63);
    if (!c.name.empty() && !is_identifier(c.name))
        fields.invalid("name", "must be letters, digits and '_', not beginning with a digit", "write name: token");
    c.from = fields.one_of("from", {"header", "body", "json"}, Need::required);
    if (c.from == "body") c.key = read_expression(fields, "key", Need::required, 1);
    else if (!c.from.empty()) c.key = read_key(fields, c.from, c.from == "json" ? Keyed::json : Keyed::header);
    out.push_back(std::move(c));
}

/// Every ${name} in a text.
void each_use(std::string_view text, std::set<std::string>& out) {
    for (auto at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
        const auto end = text.find('}', at);
        const std::string name(text.substr(at + 2, end == std::string_view::npos ? 0 : end - at - 2));
        if (is_identifier(name)) out.insert(name);
    }
}

}  // namespace

void read_assertions(const Fields& check, ProbeStep& out) {
    const auto items = check.list("expect");
    if (items.size() > kMostAssertions) check.invalid("expect", fmt::format("has {} items; {} are allowed", items.size(), kMostAssertions));
    for (std::size_t i = 0; i < items.size() && i < kMostAssertions; ++i) {
        const Fields fields(items[i], fmt::format("{}[{}]", check.path("expect"), i),
                            {"of", "key", "equals", "contains", "matches", "atLeast", "atMost"}, check.problems());
        if (items[i].is_map()) read_assertion(fields, out.kind, out.assertions);
    }
}

void read_captures(const Fields& check, ProbeStep& out) {
    const auto items = check.list("capture");
    if (items.size() > kMostCaptures) check.invalid("capture", fmt::format("has {} items; {} are allowed", items.size(), kMostCaptures));
    for (std::size_t i = 0; i < items.size() && i < kMostCaptures; ++i) {
        const Fields fields(items[i], fmt::format("{}[{}]", check.path("capture"), i), {"name", "from", "key"}, check.problems());
        if (items[i].is_map()) read_capture(fields, out.captures);
    }
}

void check_captures(const std::vector<ProbeStep>& steps, const std::vector<yaml::Place>& places, Problems& problems) {
    std::set<std::string> captured;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        std::set<std::string> used;
        each_use(steps[i].target, used);
        each_use(steps[i].body, used);
        for (const auto& [name, value] : steps[i].headers) each_use(value, used);
        for (const std::string& name : used) {
            if (captured.contains(name)) continue;
            problems.add(errors::invalid, places[i], fmt::format("uses ${{{}}}, which no earlier step captures", name),
                         fmt::format("capture it in a step before: capture: [{{name: {}, from: json, key: $.{}}}]", name, name));
        }
        for (const Capture& c : steps[i].captures) {
            if (c.name.empty() || captured.insert(c.name).second) continue;
            problems.add(errors::duplicate, places[i], fmt::format("captures `{}` a second time", c.name), "give it another name");
        }
    }
}

}  // namespace plimsoll::catalog
