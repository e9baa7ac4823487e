#include "convert/queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "domain/catalog/fields.h"
#include "promql/query.h"

namespace plimsoll::convert {

namespace {

using catalog::trimmed;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

/// "{{ .window }}" with any spaces.
void replace_templates(std::string& text, std::string_view window) {
    for (auto at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 1)) {
        const auto end = text.find("}}", at);
        if (end == std::string::npos) return;
        const std::string name = trimmed(std::string_view(text).substr(at + 2, end - at - 2));
        if (name == ".window") text.replace(at, end + 2 - at, window);
    }
}

/// The byte after a string literal that begins at `at`.
std::size_t after_string(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\' && quote != '`') ++at;
        else if (text[at] == quote) return at + 1;
    }
    return text.size();
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

/// Where `c` stands outside strings, brackets and braces; npos unless exactly once.
std::size_t only_outside(std::string_view text, char wanted) {
    std::size_t found = std::string_view::npos;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (is_quote(c)) {
            at = after_string(text, at);
            continue;
        }
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (c == wanted && depth == 0) {
            if (found != std::string_view::npos) return std::string_view::npos;
            found = at;
        }
        ++at;
    }
    return found;
}

/// Without the parentheses around all of it.
std::string_view unwrapped(std::string_view text) {
    while (true) {
        while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != std::string_view::npos) text.remove_prefix(1);
        while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
        if (text.size() < 2 || text.front() != '(' || text.back() != ')') return text;
        int depth = 0;
        for (std::size_t at = 0; at < text.size();) {
            if (is_quote(text[at])) {
                at = after_string(text, at);
                continue;
            }
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0 && at + 1 < text.size()) return text;
            ++at;
        }
        if (depth != 0) return text;
        text = text.substr(1, text.size() - 2);
    }
}

/// "sum(x) or vector(0)" and "sum(x) or on() vector(0)" without their ends.
std::string_view without_zero(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    const auto at = lower.rfind(" or ");
    if (at == std::string::npos) return text;
    std::string end = lower.substr(at);
    std::erase_if(end, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    return end == "orvector(0)" || end == "oron()vector(0)" ? text.substr(0, at) : text;
}

std::string_view simplified(std::string_view text) {
    while (true) {
        const std::string_view next = unwrapped(without_zero(unwrapped(text)));
        if (next.size() == text.size()) return next;
        text = next;
    }
}

std::optional<Quotient> plain_quotient(std::string_view text) {
    const auto at = only_outside(text, '/');
    if (at == std::string_view::npos) return std::nullopt;
    auto part = counts_of(text.substr(0, at));
    auto total = counts_of(text.substr(at + 1));
    if (!part || !total) return std::nullopt;
    return Quotient{*part, *total, false};
}

Result<promql::Selector> selector_of(std::string_view text) {
    TRY_ASSIGN(promql::Query query, promql::parse_gauge(text));
    return std::move(query.terms.front().selector);
}

}  // namespace

std::string with_window(std::string_view query, std::string_view window) {
    std::string out(query);
    replace_templates(out, window);
    const std::string range = fmt::format("[{}]", window);
    for (const char* placeholder :
         {"[window]", "[${window}]", "[$window]", "[$__rate_interval]", "[$__interval]", "[$__range]", "[${__rate_interval}]"}) {
        replace_all(out, placeholder, range);
    }
    return std::string(simplified(out));
}

Result<std::string> counts_of(std::string_view query) {
    std::string text = with_window(query);
    TRY(promql::parse(text));
    return text;
}

Result<std::string> counts_of_selector(std::string_view selector) {
    TRY_ASSIGN(const promql::Selector read, selector_of(trimmed(selector)));
    return fmt::format("sum(increase({}[5m]))", read.text());
}

Result<std::string> gauge_of(std::string_view query) {
    const std::string text = with_window(query);
    TRY_ASSIGN(const promql::Selector read, selector_of(text));
    return read.text();
}

std::optional<Quotient> quotient_of(std::string_view query) {
    const std::string windowed = with_window(query);
    const std::string_view text = simplified(windowed);
    const auto minus = only_outside(text, '-');
    if (minus != std::string_view::npos && (trimmed(text.substr(0, minus)) == "1" || trimmed(text.substr(0, minus)) == "1.0")) {
        auto rest = plain_quotient(simplified(text.substr(minus + 1)));
        if (rest) rest->inverted = true;
        return rest;
    }
    return plain_quotient(text);
}

Result<std::string> histogram_part(std::string_view selector, std::string_view le) {
    TRY_ASSIGN(promql::Selector read, selector_of(trimmed(selector)));
    std::erase_if(read.matchers, [](const promql::Matcher& m) { return m.label == "le"; });
    for (promql::Matcher& m : read.matchers) {
        if (m.label != "__name__") continue;
        for (const std::string_view part : {"_bucket", "_count", "_sum"}) {
            if (m.value.ends_with(part)) m.value.resize(m.value.size() - part.size());
        }
        m.value += le.empty() ? "_count" : "_bucket";
    }
    if (!le.empty()) read.matchers.push_back({"le", promql::Matcher::Op::equal, std::string(le)});
    return fmt::format("sum(increase({}[5m]))", read.text());
}

std::string reason(const Error& error) {
    if (error.fields().empty()) return error.sentence();
    const FieldError& first = error.fields().front();
    return first.where.empty() ? first.rule : fmt::format("{}: {}", first.where, first.rule);
}

std::string remedy(const Error& error) {
    if (!error.fields().empty() && !error.fields().front().remedy.empty()) return error.fields().front().remedy;
    return std::string(error.kind().remedy);
}

}  // namespace plimsoll::convert
