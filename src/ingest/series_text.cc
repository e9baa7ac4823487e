#include "ingest/series_text.h"

#include "promql/quoted.h"

namespace plimsoll::ingest {
namespace {

using promql::Problem;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// Positions in the text that holds all names and values, because it grows while it is filled.
struct Piece {
    std::size_t start = 0;
    std::size_t size = 0;
    [[nodiscard]] std::string_view of(const std::string& text) const {
        return std::string_view(text).substr(start, size);
    }
};

class Reader {
public:
    Reader(std::string_view line, std::string& text) : line_(line), text_(text) {}

    tl::expected<std::size_t, Problem> run(std::vector<std::pair<Piece, Piece>>& out) {
        const Piece name = word();
        if (name.size > 0) out.emplace_back(keep("__name__"), name);
        const std::size_t end_of_name = at_;
        skip_blank();
        if (!take('{')) {
            if (name.size == 0)
                return problem("a metric name or { is due here", "write name{label=\"value\"} value timestamp");
            return end_of_name;
        }
        for (skip_blank(); !take('}'); skip_blank()) {
            if (auto label = one(out); !label) return tl::unexpected(label.error());
            skip_blank();
            if (at_ < line_.size() && line_[at_] == '}') continue;
            if (!take(',')) return problem("a comma or } is due here", "separate labels by commas and close with }");
        }
        return at_;
    }

private:
    tl::unexpected<Problem> problem(std::string rule, std::string remedy) const {
        return tl::unexpected(Problem{at_, std::move(rule), std::move(remedy)});
    }
    bool take(char c) {
        if (at_ >= line_.size() || line_[at_] != c) return false;
        ++at_;
        return true;
    }
    void skip_blank() {
        while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    }
    Piece keep(std::string_view bytes) {
        text_ += bytes;
        return {text_.size() - bytes.size(), bytes.size()};
    }
    Piece word() {
        const std::size_t start = at_;
        while (at_ < line_.size() && is_word(line_[at_])) ++at_;
        return keep(line_.substr(start, at_ - start));
    }
    tl::expected<Piece, Problem> quoted() {
        auto read = promql::read_quoted(line_, at_);
        if (!read) return tl::unexpected(read.error());
        at_ += read->length;
        return keep(read->value);
    }
    [[nodiscard]] bool at_quote() const { return at_ < line_.size() && line_[at_] == '"'; }

    tl::expected<void, Problem> one(std::vector<std::pair<Piece, Piece>>& out) {
        const bool quoted_name = at_quote();
        tl::expected<Piece, Problem> name = quoted_name ? quoted() : word();
        if (!name) return tl::unexpected(name.error());
        if (name->size == 0) return problem("a label name is due here", "write label=\"value\"");
        skip_blank();
        if (!take('=')) {
            if (!quoted_name) return problem("= is due after the label's name", "write label=\"value\"");
            out.emplace_back(keep("__name__"), *name);
            return {};
        }
        skip_blank();
        if (!at_quote()) return problem("a value in double quotes is due here", "write label=\"value\"");
        const auto value = quoted();
        if (!value) return tl::unexpected(value.error());
        out.emplace_back(*name, *value);
        return {};
    }

    std::string_view line_;
    std::string& text_;
    std::size_t at_ = 0;
};

}  // namespace

tl::expected<SeriesText, Problem> SeriesText::read(std::string_view line) {
    SeriesText out;
    std::vector<std::pair<Piece, Piece>> pieces;
    const auto length = Reader(line, *out.text_).run(pieces);
    if (!length) return tl::unexpected(length.error());
    for (const auto& [name, value] : pieces) out.labels_.push_back({name.of(*out.text_), value.of(*out.text_)});
    out.length_ = *length;
    return out;
}

}  // namespace plimsoll::ingest
