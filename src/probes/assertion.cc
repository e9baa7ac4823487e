#include "probes/assertion.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "base/invariant.h"
#include "base/text.h"
#include "probes/json_path.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostShown = 80;
constexpr std::size_t kMostExcerpt = 500;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// At most `most` bytes, never within a character.
std::string_view cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return text.substr(0, most);
}

std::string shown(std::string_view value) {
    const bool whole = value.size() <= kMostShown;
    return "\"" + text::printable(cut(value, kMostShown)) + (whole ? "\"" : "…\"");
}

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

RE2 compiled(const std::string& pattern) {
    RE2::Options options;
    options.set_log_errors(false);
    return RE2(pattern, options);
}

bool equal(const std::string& value, const std::string& wanted) {
    if (value == wanted) return true;
    const auto a = number_of(value);
    const auto b = number_of(wanted);
    return a && b && *a == *b;
}

bool holds(const Assertion& a, const std::string& value) {
    if (a.at_least || a.at_most) {
        const auto number = number_of(value);
        return number && (!a.at_least || *number >= *a.at_least) && (!a.at_most || *number <= *a.at_most);
    }
    if (!a.equals.empty()) return equal(value, a.equals);
    if (!a.contains.empty()) return value.find(a.contains) != std::string::npos;
    return RE2::PartialMatch(value, compiled(a.matches));
}

std::string wanted_text(const Assertion& a) {
    if (a.at_least) return "at least " + text::number(*a.at_least);
    if (a.at_most) return "at most " + text::number(*a.at_most);
    if (!a.equals.empty()) return shown(a.equals);
    if (!a.contains.empty()) return "a text with " + shown(a.contains);
    return "a match of " + shown(a.matches);
}

std::string subject_text(const Assertion& a) {
    if (a.of == "header") return "header " + text::printable(a.key);
    if (a.of == "json") return text::printable(a.key);
    return a.of;
}

/// The body as JSON, read once however many ask.
class LazyJson {
public:
    explicit LazyJson(const std::string& body) : body_(body) {}
    /// Null: it is none.
    const boost::json::value* get() {
        if (!read_) {
            boost::json::parse_options options;
            options.max_depth = 64;
            boost::json::value value = boost::json::parse(body_, error_, {}, options);
            if (!error_) value_ = std::move(value);
            read_ = true;
        }
        return value_ ? &*value_ : nullptr;
    }

private:
    const std::string& body_;
    bool read_ = false;
    boost::system::error_code error_;
    std::optional<boost::json::value> value_;
};

/// The values that a subject has, or the failure to have any.
struct Found {
    std::vector<std::string> values;
    std::string why_none;
};

Found in_headers(const Facts& facts, const std::string& key) {
    Found found;
    const auto [first, last] = facts.headers.equal_range(lower(key));
    for (auto at = first; at != last; ++at) found.values.push_back(at->second);
    if (found.values.empty()) found.why_none = fmt::format("the answer has no header {}", text::printable(key));
    return found;
}

Found in_json(LazyJson& json, const std::string& path) {
    const auto parsed = JsonPath::parse(path);
    INVARIANT(parsed, "paths are read before a probe runs");
    const boost::json::value* document = json.get();
    if (document == nullptr) return {{}, "the body is not JSON"};
    const boost::json::value* value = parsed->find(*document);
    if (value == nullptr) return {{}, fmt::format("the body has no {}", text::printable(path))};
    return {{value_text(*value)}, {}};
}

Found values_of(const Assertion& a, const Facts& facts, LazyJson& json) {
    if (a.of == "header") return in_headers(facts, a.key);
    if (a.of == "body") return {{facts.body}, {}};
    if (a.of == "json") return in_json(json, a.key);
    const auto found = facts.values.find(a.of);
    if (found == facts.values.end() || found->second.empty()) return {{}, fmt::format("there is no {}", a.of)};
    return {found->second, {}};
}

std::string found_text(const Assertion& a, const std::vector<std::string>& values) {
    if (a.of == "body" || a.of == "banner") return {};
    std::string all;
    for (const std::string& value : values) all += (all.empty() ? "" : ", ") + (number_of(value) ? value : shown(value));
    return " is " + std::string(cut(all, 4 * kMostShown)) + ",";
}

Failure failure_of(const Assertion& a, const Found& found) {
    const std::string reason = a.of == "status" ? "status" : "assertion";
    if (!found.why_none.empty()) return {reason, found.why_none + "; wanted " + wanted_text(a)};
    return {reason, fmt::format("{}{} not {}", subject_text(a), found_text(a, found.values), wanted_text(a))};
}

Found in_body(const std::string& body, const std::string& pattern) {
    const RE2 regex = compiled(pattern);
    std::string value;
    if (!RE2::PartialMatch(body, regex, &value)) return {{}, fmt::format("nothing in the body matches {}", shown(pattern))};
    return {{std::move(value)}, {}};
}

}  // namespace

const std::vector<std::string>& subjects(Kind kind) {
    static const std::map<Kind, std::vector<std::string>> kSubjects{{Kind::http, {"status", "header", "body", "json", "size"}},
                                                                    {Kind::tcp, {"banner"}},
                                                                    {Kind::tls, {"protocol", "name"}},
                                                                    {Kind::dns, {"answer", "rcode"}}};
    return kSubjects.at(kind);
}

std::optional<Failure> check(const std::vector<Assertion>& assertions, const Facts& facts) {
    LazyJson json(facts.body);
    for (const Assertion& a : assertions) {
        const Found found = values_of(a, facts, json);
        const bool good = std::any_of(found.values.begin(), found.values.end(), [&](const std::string& value) { return holds(a, value); });
        if (!good) return failure_of(a, found);
    }
    return std::nullopt;
}

std::optional<Failure> capture(const std::vector<Capture>& captures, const Facts& facts, Values& values) {
    LazyJson json(facts.body);
    for (const Capture& c : captures) {
        Found found = c.from == "header" ? in_headers(facts, c.key) : c.from == "json" ? in_json(json, c.key) : in_body(facts.body, c.key);
        if (found.values.empty()) return Failure{"capture", fmt::format("{} cannot be captured: {}", c.name, found.why_none)};
        values[c.name] = std::move(found.values.front());
    }
    return std::nullopt;
}

std::string excerpt_of(std::string_view body) {
    std::string_view head = cut(body, kMostExcerpt);
    if (!text::is_utf8(head)) return fmt::format("({} bytes that are no text)", body.size());
    return text::printable(head);
}

}  // namespace plimsoll::probes
