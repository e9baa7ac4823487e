#include "convert/tree_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace plimsoll::convert {

namespace {

/// Leaves the reading; becomes a Result at its edge.
struct Refused {
    yaml::Place place;
    std::string why;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string without_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

/// The lines of a file and which bytes of them belong to scalars, where '#' is no comment.
class Page {
public:
    explicit Page(std::string_view text) {
        while (true) {
            const auto end = text.find('\n');
            std::string line(text.substr(0, end));
            if (!line.empty() && line.back() == '\r') line.pop_back();
            lines_.push_back(std::move(line));
            if (end == std::string_view::npos) break;
            text.remove_prefix(end + 1);
        }
        if (lines_.back().empty()) lines_.pop_back();
        covered_.resize(lines_.size());
    }

    [[nodiscard]] int count() const { return static_cast<int>(lines_.size()); }
    [[nodiscard]] const std::string& line(int number) const {
        static const std::string kNone;
        return number >= 1 && number <= count() ? lines_[static_cast<std::size_t>(number - 1)] : kNone;
    }
    /// Bytes [from, to) of the line are a scalar's.
    void cover(int number, std::size_t from, std::size_t to) {
        if (number >= 1 && number <= count()) covered_[static_cast<std::size_t>(number - 1)].emplace_back(from, to);
    }
    /// Empty, and no line of a block.
    [[nodiscard]] bool is_empty(int number) const {
        return line(number).find_first_not_of(" \t") == std::string::npos && covered_[static_cast<std::size_t>(number - 1)].empty();
    }
    /// Where the line's comment begins; npos: it has none.
    [[nodiscard]] std::size_t comment_at(int number) const {
        const std::string& text = line(number);
        for (auto at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
            if (at > 0 && !is_blank(text[at - 1])) continue;
            const auto& spans = covered_[static_cast<std::size_t>(number - 1)];
            const bool inside = std::any_of(spans.begin(), spans.end(), [&](const auto& s) { return at >= s.first && at < s.second; });
            if (!inside) return at;
        }
        return std::string::npos;
    }

private:
    std::vector<std::string> lines_;
    std::vector<std::vector<std::pair<std::size_t, std::size_t>>> covered_;
};

/// Where values begin, in the order of the file, so that comments find theirs.
struct Spot {
    int line = 0;
    Tree* tree = nullptr;
};

class TreeReader {
public:
    TreeReader(Page& page) : page_(page) {}

    Tree read(const yaml::Node& node, int parent_indent) {
        const yaml::Place& place = node.place();
        if (node.is_scalar() || node.kind() == yaml::Node::Kind::null) return scalar(node, parent_indent);
        const char first = at(place);
        const bool braces = first == '{' || first == '[';
        if (first == '&' || first == '*' || first == '!') throw Refused{place, "has an anchor, an alias or a tag"};
        Tree out = node.is_map() ? map_tree() : list_tree();
        const bool empty = node.items().empty() && node.entries().empty();
        out.braced = braces || empty;
        const int indent = braces ? parent_indent : place.column - 1;
        for (const auto& entry : node.entries()) {
            const yaml::Place& key = entry.key_place;
            const std::string& line = page_.line(key.line);
            const std::size_t column = static_cast<std::size_t>(std::max(key.column, 1) - 1);
            cover_key(line, key.line, column);
            out.put(entry.key, read(entry.value, indent));
        }
        for (const yaml::Node& item : node.items()) out.add(read(item, indent));
        return out;
    }

private:
    [[nodiscard]] char at(const yaml::Place& place) const {
        const std::string& line = page_.line(place.line);
        const auto column = static_cast<std::size_t>(std::max(place.column, 1) - 1);
        return column < line.size() ? line[column] : '\0';
    }

    static std::size_t after_quoted(const std::string& line, std::size_t from) {
        const char quote = line[from];
        for (std::size_t i = from + 1; i < line.size(); ++i) {
            if (quote == '"' && line[i] == '\\') {
                ++i;
            } else if (line[i] == quote) {
                if (quote == '\'' && i + 1 < line.size() && line[i + 1] == '\'') ++i;
                else return i + 1;
            }
        }
        return std::string::npos;
    }

    void cover_key(const std::string& line, int number, std::size_t column) {
        if (column >= line.size() || (line[column] != '"' && line[column] != '\'')) return;
        const auto end = after_quoted(line, column);
        page_.cover(number, column, end == std::string::npos ? line.size() : end);
    }

    Tree scalar(const yaml::Node& node, int parent_indent) {
        const yaml::Place& place = node.place();
        const std::string& line = page_.line(place.line);
        const auto column = static_cast<std::size_t>(std::max(place.column, 1) - 1);
        const char first = column < line.size() ? line[column] : '\0';
        if (node.kind() == yaml::Node::Kind::null && node.text().empty()) return plain_tree("");
        if (first == '&' || first == '*' || first == '!') throw Refused{place, "has an anchor, an alias or a tag"};
        if (first == '|' || first == '>') return block(place, column, parent_indent);
        if (first == '"' || first == '\'') {
            const auto end = after_quoted(line, column);
            if (end == std::string::npos) throw Refused{place, "is quoted text over several lines"};
            page_.cover(place.line, column, end);
            return plain_tree(line.substr(column, end - column));
        }
        const std::string& text = node.text();
        if (line.compare(column, text.size(), text) != 0) throw Refused{place, "is plain text over several lines"};
        page_.cover(place.line, column, column + text.size());
        return plain_tree(text);
    }

    Tree block(const yaml::Place& place, std::size_t column, int parent_indent) {
        const std::string& line = page_.line(place.line);
        const auto comment = line.find(" #", column);
        const std::string header = without_blanks(line.substr(column, comment == std::string::npos ? comment : comment - column));
        if (header.find_first_of("123456789") != std::string::npos) throw Refused{place, "is a block that says its indentation"};
        std::string out = header;
        std::optional<std::size_t> indent;
        std::vector<int> blank;
        for (int number = place.line + 1; number <= page_.count(); ++number) {
            const std::string& next = page_.line(number);
            const auto text_at = next.find_first_not_of(' ');
            if (text_at == std::string::npos) {
                if (indent && next.size() > *indent) throw Refused{{place.file, number, 1}, "is a block with a line of spaces"};
                blank.push_back(number);
                continue;
            }
            if (!indent) indent = text_at;
            if (static_cast<int>(text_at) <= parent_indent || text_at < *indent) break;
            for (const int b : blank) {
                out += "\n";
                page_.cover(b, 0, 1);
            }
            blank.clear();
            out += "\n" + next.substr(*indent);
            page_.cover(number, 0, next.size() + 1);
        }
        if (header.find('+') != std::string::npos && !blank.empty()) throw Refused{place, "is a block that keeps the lines behind it"};
        if (!indent) throw Refused{place, "is an empty block"};
        return plain_tree(out);
    }

    Page& page_;
};

/// The values of a tree with the lines on which they begin, as comments see them: what stands between braces on one line is
/// one value.
void spots(Tree& tree, const yaml::Node& node, std::vector<Spot>& out) {
    const auto in_one_line = [](const yaml::Node& n, const auto& self) -> int {
        int last = n.place().line;
        for (const auto& entry : n.entries()) last = std::max(last, self(entry.value, self));
        for (const yaml::Node& item : n.items()) last = std::max(last, self(item, self));
        return last;
    };
    if (tree.braced && in_one_line(node, in_one_line) == node.place().line) return;
    const auto& entries = node.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        out.push_back({entries[i].key_place.line, &tree.entries[i].value});
        spots(tree.entries[i].value, entries[i].value, out);
    }
    const auto& items = node.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].place().line > 0) out.push_back({items[i].place().line, &tree.items[i]});
        spots(tree.items[i], items[i], out);
    }
}

/// Of several empty lines one stays.
void add_line(std::vector<std::string>& pending, const std::string& line) {
    if (!line.empty() || pending.empty() || !pending.back().empty()) pending.push_back(line);
}

void put_below(Tree& document, std::vector<std::string>& pending) {
    while (!pending.empty() && pending.back().empty()) pending.pop_back();
    document.below.insert(document.below.end(), pending.begin(), pending.end());
    pending.clear();
}

/// A comment that stands alone belongs to the value below it, the last ones to the end of the document; one behind a value
/// to that.
void attach(const Page& page, std::vector<std::vector<Spot>>& documents, std::vector<Tree>& trees, const std::vector<int>& ends) {
    std::vector<std::string> pending;
    for (int number = 1; number <= page.count(); ++number) {
        std::size_t doc = 0;
        while (doc + 1 < documents.size() && number > ends[doc]) ++doc;
        if (doc > 0 && number == ends[doc - 1] + 1) put_below(trees[doc - 1], pending);
        const auto& here = documents[doc];
        const auto on_line = [&](const Spot& s) { return s.line == number; };
        const auto first = std::find_if(here.begin(), here.end(), on_line);
        if (first != here.end() && !pending.empty()) {
            first->tree->above = std::move(pending);
            pending.clear();
        }
        const auto at = page.comment_at(number);
        if (page.is_empty(number)) add_line(pending, "");
        if (at == std::string::npos) continue;
        const std::string comment = without_blanks(std::string_view(page.line(number)).substr(at));
        const bool alone = page.line(number).find_first_not_of(" \t") == at;
        if (alone) {
            add_line(pending, comment);
            continue;
        }
        const auto last = std::find_if(here.rbegin(), here.rend(), on_line);
        if (last == here.rend() || !last->tree->beside.empty()) {
            if (last == here.rend()) add_line(pending, comment);
            else last->tree->above.push_back(comment);
            continue;
        }
        last->tree->beside = comment;
    }
    if (!trees.empty()) put_below(trees.back(), pending);
}

void collect(const Tree& tree, std::vector<std::string>& out) {
    for (const auto* lines : {&tree.above, &tree.below}) {
        std::copy_if(lines->begin(), lines->end(), std::back_inserter(out), [](const std::string& line) { return !line.empty(); });
    }
    if (!tree.beside.empty()) out.push_back(tree.beside);
    for (const Tree& item : tree.items) collect(item, out);
    for (const Tree::Entry& entry : tree.entries) collect(entry.value, out);
}

Error refusal(const Refused& refused) {
    return fail(errors::not_laid_out, refused.place.text() + " " + refused.why, {{refused.place.text(), refused.why, ""}});
}

bool is_marker(const std::string& line) { return line.starts_with("---") && (line.size() == 3 || line[3] == ' '); }

}  // namespace

Result<std::vector<Tree>> read_trees(std::string_view text, const std::string& file) {
    TRY_ASSIGN(std::vector<yaml::Node> nodes, yaml::parse_documents(text, file));
    Page page(text);
    std::vector<int> ends;  // the last line of each document
    bool seen_content = false;
    for (int number = 1; number <= page.count(); ++number) {
        const std::string& line = page.line(number);
        const auto first = line.find_first_not_of(" \t");
        if (line.starts_with('%')) return refusal({{file, number, 1}, "is a directive"});
        if (line == "..." ||
            (is_marker(line) && line.find_first_not_of(" -") != std::string::npos && line[line.find_first_not_of(" -")] != '#')) {
            return refusal({{file, number, 1}, "is a marker with content"});
        }
        if (is_marker(line) && seen_content) ends.push_back(number);
        else if (first != std::string::npos && line[first] != '#' && !is_marker(line)) {
            if (!seen_content && (line[first] == '{' || line[first] == '[')) return refusal({{file, number, 1}, "is JSON"});
            seen_content = true;
        }
    }
    std::erase_if(nodes, [](const yaml::Node& n) { return n.kind() == yaml::Node::Kind::null && n.text().empty(); });
    std::vector<Tree> trees;
    try {
        TreeReader reader(page);
        for (const yaml::Node& node : nodes) trees.push_back(reader.read(node, -1));
    } catch (const Refused& refused) {
        return refusal(refused);
    }
    if (!ends.empty() && ends.size() == trees.size()) ends.pop_back();  // a marker behind the last document
    if (!trees.empty() && ends.size() + 1 != trees.size()) return refusal({{file, 0, 0}, "has empty documents"});
    ends.push_back(page.count());
    std::vector<std::vector<Spot>> documents(trees.size());
    for (std::size_t i = 0; i < trees.size(); ++i) spots(trees[i], nodes[i], documents[i]);
    if (!trees.empty()) attach(page, documents, trees, ends);
    return trees;
}

std::vector<std::string> comments_of(const std::vector<Tree>& documents) {
    std::vector<std::string> out;
    for (const Tree& document : documents) collect(document, out);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace plimsoll::convert
