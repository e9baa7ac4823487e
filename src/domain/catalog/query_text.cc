#include "domain/catalog/query_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t npos = std::string_view::npos;

/// Walks a file's bytes beside the scalar that YAML made of them.
class Walk {
public:
    Walk(std::string_view text, const yaml::Place& start) : text_(text), line_(start.line), column_(start.column) {
        at_ = 0;
        for (int line = 1; line < start.line && at_ != npos; ++line) at_ = after_newline(at_);
        if (at_ == npos) at_ = text_.size();
        at_ = std::min(at_ + static_cast<std::size_t>(std::max(start.column, 1) - 1), text_.size());
    }
    [[nodiscard]] bool ended() const { return at_ >= text_.size(); }
    [[nodiscard]] char here() const { return ended() ? '\0' : text_[at_]; }
    [[nodiscard]] char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }
    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] int column() const { return column_; }
    void step(std::size_t bytes = 1) {
        for (; bytes > 0 && !ended(); --bytes, ++at_) {
            if (text_[at_] == '\n') {
                ++line_;
                column_ = 1;
            } else {
                ++column_;
            }
        }
    }
    void to_next_line() {
        while (!ended() && here() != '\n') step();
        step();
    }
    void skip(std::string_view set) {
        while (!ended() && set.find(here()) != npos) step();
    }

private:
    [[nodiscard]] std::size_t after_newline(std::size_t from) const {
        const auto newline = text_.find('\n', from);
        return newline == npos ? npos : newline + 1;
    }
    std::string_view text_;
    std::size_t at_ = 0;
    int line_;
    int column_;
};

/// Passes the source of one byte of a plain or quoted scalar; a line break there reads as one space.
void pass_flow(Walk& walk, char quote) {
    if (walk.here() == '\n' || walk.here() == '\r') return walk.skip(" \t\r\n");
    if (quote == '\'' && walk.here() == '\'') return walk.step(2);
    if (quote != '"' || walk.here() != '\\') return walk.step();
    const char escape = walk.next();
    if (escape == '\n') {
        walk.step(2);
        return walk.skip(" \t");
    }
    walk.step(escape == 'x' ? 4 : escape == 'u' ? 6 : escape == 'U' ? 10 : 2);
}

void skip_indent(Walk& walk, int indent) {
    while (walk.here() == ' ' && walk.column() < indent) walk.step();
}

/// The column at which the block's first line with text begins.
int block_indent(Walk walk) {
    for (walk.skip(" "); walk.here() == '\n' || walk.here() == '\r'; walk.skip(" ")) walk.step();
    return walk.column();
}

void pass_block(Walk& walk, int indent) {
    const bool newline = walk.here() == '\n';
    walk.step();
    if (newline) skip_indent(walk, indent);
}

/// The number after `word` in "line 2, column 7"; 1 where there is none.
std::size_t number_after(std::string_view where, std::string_view word) {
    std::size_t number = 1;
    const auto at = where.find(word);
    if (at == npos) return number;
    const std::string_view rest = where.substr(at + word.size());
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return std::max<std::size_t>(number, 1);
}

/// The byte of the query that "column 7" or "line 2, column 7" names; columns count characters.
std::size_t offset_of(std::string_view query, std::string_view where) {
    std::size_t offset = 0;
    for (std::size_t line = number_after(where, "line "); line > 1; --line) {
        const auto newline = query.find('\n', offset);
        if (newline == npos) return query.size();
        offset = newline + 1;
    }
    for (std::size_t column = number_after(where, "column "); column > 1 && offset < query.size(); --column) {
        ++offset;
        while (offset < query.size() && (static_cast<unsigned char>(query[offset]) & 0xc0) == 0x80) ++offset;
    }
    return offset;
}

}  // namespace

yaml::Place place_within(const yaml::Node& scalar, std::size_t offset, std::string_view file_text) {
    Walk walk(file_text, scalar.place());
    const auto result = [&] { return yaml::Place{scalar.place().file, walk.line(), walk.column()}; };
    while (walk.here() == '&' || walk.here() == '!') {  // an anchor or a tag stands before the value
        while (!walk.ended() && std::string_view(" \t\r\n").find(walk.here()) == npos) walk.step();
        walk.skip(" \t\r\n");
    }
    const char first = walk.here();
    if (first == '|' || first == '>') {
        walk.to_next_line();
        const int indent = block_indent(walk);
        skip_indent(walk, indent);
        for (; offset > 0 && !walk.ended(); --offset) pass_block(walk, indent);
        return result();
    }
    const char quote = first == '"' || first == '\'' ? first : '\0';
    if (quote != '\0') walk.step();
    for (; offset > 0 && !walk.ended(); --offset) pass_flow(walk, quote);
    return result();
}

std::string canonical(const promql::Query& query) {
    std::vector<std::string> terms;
    for (const promql::Term& term : query.terms) {
        promql::Selector selector = term.selector;
        std::sort(selector.matchers.begin(), selector.matchers.end(), [](const auto& a, const auto& b) {
            return std::tie(a.label, a.op, a.value) < std::tie(b.label, b.op, b.value);
        });
        std::vector<std::string> by = term.by;
        std::sort(by.begin(), by.end());
        std::string text = (term.sign < 0 ? "-" : "+") + selector.text();
        for (const std::string& label : by) text += " by " + label;
        terms.push_back(std::move(text));
    }
    std::sort(terms.begin(), terms.end());
    std::string out;
    for (const std::string& t : terms) out += (out.empty() ? "" : " ") + t;
    return out;
}

void tell(const Error& error, const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems,
          std::size_t prefix) {
    if (error.fields().empty()) {
        problems.add(errors::query, scalar.place(), fmt::format("`{}`: {}", path, error.sentence()),
                     std::string(error.kind().remedy));
    }
    const auto text = texts.find(scalar.place().file);
    const std::string read = std::string(prefix, ' ') + scalar.text();
    for (const FieldError& f : error.fields()) {
        const std::size_t offset = std::max(offset_of(read, f.where), prefix) - prefix;
        const yaml::Place place = text == texts.end() ? scalar.place() : place_within(scalar, offset, text->second);
        problems.add(errors::query, place, fmt::format("`{}`: {}", path, f.rule),
                     f.remedy.empty() ? std::string(error.kind().remedy) : f.remedy);
    }
}

std::optional<promql::Query> read_query(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems) {
    auto query = promql::parse(scalar.text());
    if (query) return std::move(*query);
    tell(query.error(), scalar, path, texts, problems);
    return std::nullopt;
}

}  // namespace plimsoll::catalog
