#include "convert/tree.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace plimsoll::convert {

namespace {

constexpr std::size_t kWidth = 140;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Words that YAML readers, old ones among them, take for something else than text.
bool reads_otherwise(std::string_view text) {
    static const std::vector<std::string> kWords{"null", "~", "true", "false", "yes", "no", "on", "off", "y", "n"};
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c); });
    if (std::find(kWords.begin(), kWords.end(), lower) != kWords.end()) return true;
    return text.find_first_not_of("+-.0123456789eExXabcdefABCDEF_:TZ") == std::string_view::npos &&
           text.find_first_of("0123456789.") != std::string_view::npos;
}

bool is_plain(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || reads_otherwise(text)) return false;
    if (std::string_view("-?:,[]{}#&*!|>'\"%@`=<").find(text.front()) != std::string_view::npos) return false;
    if (text.find(": ") != std::string_view::npos || text.back() == ':' || text.find(" #") != std::string_view::npos) return false;
    if (text.find_first_of(",[]{}") != std::string_view::npos) return false;
    return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) || static_cast<unsigned char>(c) >= 0x80; });
}

std::string single_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
    return out + "'";
}

std::string quoted(std::string_view text) {
    const bool controls = std::any_of(text.begin(), text.end(), is_control);
    return controls ? json::quote(std::string(text)) : single_quoted(text);
}

std::string key_text(std::string_view key) { return is_plain(key) ? std::string(key) : quoted(key); }

bool is_blank(const std::vector<std::string>& lines) {
    return std::all_of(lines.begin(), lines.end(), [](const std::string& line) { return line.empty(); });
}

bool has_comment(const Tree& tree) {
    if (!is_blank(tree.above) || !tree.beside.empty()) return true;
    return std::any_of(tree.items.begin(), tree.items.end(), has_comment) ||
           std::any_of(tree.entries.begin(), tree.entries.end(), [](const Tree::Entry& e) { return has_comment(e.value); });
}

bool is_block(const Tree& tree) { return tree.is_scalar() && tree.text.find('\n') != std::string::npos; }

bool holds_block(const Tree& tree) {
    return is_block(tree) || std::any_of(tree.items.begin(), tree.items.end(), holds_block) ||
           std::any_of(tree.entries.begin(), tree.entries.end(), [](const Tree::Entry& e) { return holds_block(e.value); });
}

/// A plain scalar that may stand between braces.
std::string between_braces(const std::string& text) {
    const bool is_quoted = !text.empty() && (text.front() == '\'' || text.front() == '"');
    if (is_quoted || (!text.empty() && text.find_first_of(",[]{}") == std::string::npos)) return text;
    return text.empty() ? "null" : single_quoted(text);
}

std::string in_braces(const Tree& tree) {
    std::string out;
    if (tree.is_scalar()) return between_braces(tree.text);
    for (const Tree& item : tree.items) out += (out.empty() ? "" : ", ") + in_braces(item);
    for (const Tree::Entry& entry : tree.entries) out += (out.empty() ? "" : ", ") + key_text(entry.key) + ": " + in_braces(entry.value);
    return tree.kind == Tree::Kind::list ? "[" + out + "]" : "{" + out + "}";
}

/// Writes one document, line by line.
class Writer {
public:
    [[nodiscard]] std::string take() { return std::move(out_); }

    void document(const Tree& tree) {
        comments(tree.above, 0);
        if (on_one_line(tree, 0)) out_ += in_line(tree) + beside(tree) + "\n";
        else if (is_block(tree)) out_ += tree.text + "\n";
        else nested(tree, 0);
        comments(tree.below, 0);
    }

private:
    static bool empty(const Tree& tree) { return !tree.is_scalar() && tree.items.empty() && tree.entries.empty(); }
    static std::string beside(const Tree& tree) { return tree.beside.empty() ? "" : "  " + tree.beside; }
    static std::string in_line(const Tree& tree) { return tree.is_scalar() ? tree.text : in_braces(tree); }

    /// Whether the value stands behind its key or dash. `used`: the columns before it.
    static bool on_one_line(const Tree& tree, std::size_t used) {
        if (is_block(tree)) return false;
        if (tree.is_scalar() || empty(tree)) return true;
        if (!tree.braced || holds_block(tree)) return false;
        for (const Tree& item : tree.items) {
            if (has_comment(item)) return false;
        }
        for (const Tree::Entry& entry : tree.entries) {
            if (has_comment(entry.value)) return false;
        }
        return used + in_braces(tree).size() <= kWidth;
    }

    /// `first`: nothing stands before them that an empty line could keep them from.
    void comments(const std::vector<std::string>& lines, std::size_t indent, bool first = false) {
        for (const std::string& line : lines) {
            if (first && line.empty()) continue;
            first = false;
            out_ += (line.empty() ? "" : std::string(indent, ' ') + line) + "\n";
        }
    }

    void nested(const Tree& tree, std::size_t indent) {
        for (const Tree::Entry& entry : tree.entries) {
            comments(entry.value.above, indent, &entry == tree.entries.data());
            out_ += std::string(indent, ' ');
            this->entry(entry, indent);
        }
        for (const Tree& item : tree.items) {
            comments(item.above, indent, &item == tree.items.data());
            out_ += std::string(indent, ' ') + "-";
            this->item(item, indent);
        }
    }

    /// A key and its value; the indentation stands already.
    void entry(const Tree::Entry& entry, std::size_t indent) {
        const std::string key = key_text(entry.key) + ":";
        out_ += key;
        if (on_one_line(entry.value, indent + key.size() + 1)) {
            const std::string value = in_line(entry.value);
            out_ += (value.empty() ? "" : " " + value) + beside(entry.value) + "\n";
        } else if (is_block(entry.value)) {
            out_ += " ";
            block(entry.value, indent + 2);
        } else {
            out_ += beside(entry.value) + "\n";
            nested(entry.value, indent + 2);
        }
    }

    void item(const Tree& item, std::size_t indent) {
        if (on_one_line(item, indent + 2)) {
            const std::string value = in_line(item);
            out_ += (value.empty() ? "" : " " + value) + beside(item) + "\n";
        } else if (is_block(item)) {
            out_ += " ";
            block(item, indent + 2);
        } else if (item.kind == Tree::Kind::map && item.beside.empty() && is_blank(item.entries.front().value.above)) {
            out_ += " ";
            entry(item.entries.front(), indent + 2);
            for (std::size_t i = 1; i < item.entries.size(); ++i) {
                comments(item.entries[i].value.above, indent + 2);
                out_ += std::string(indent + 2, ' ');
                entry(item.entries[i], indent + 2);
            }
        } else {
            out_ += beside(item) + "\n";
            nested(item, indent + 2);
        }
    }

    void block(const Tree& tree, std::size_t indent) {
        std::size_t from = 0;
        bool first = true;
        while (from <= tree.text.size()) {
            const auto end = std::min(tree.text.find('\n', from), tree.text.size());
            const std::string line = tree.text.substr(from, end - from);
            out_ += (first || line.empty() ? "" : std::string(indent, ' ')) + line + (first ? beside(tree) : "") + "\n";
            first = false;
            from = end + 1;
        }
    }

    std::string out_;
};

}  // namespace

const Tree* Tree::find(std::string_view key) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
    return found == entries.end() ? nullptr : &found->value;
}

Tree* Tree::find(std::string_view key) { return const_cast<Tree*>(std::as_const(*this).find(key)); }

Tree& Tree::put(std::string key, Tree value) {
    entries.push_back({std::move(key), std::move(value)});
    return *this;
}

Tree& Tree::put_text(std::string key, std::string_view text) {
    if (!text.empty()) put(std::move(key), text_tree(text));
    return *this;
}

Tree& Tree::add(Tree item) {
    items.push_back(std::move(item));
    return *this;
}

void Tree::erase(std::string_view key) {
    std::erase_if(entries, [&](const Entry& e) { return e.key == key; });
}

Tree map_tree() {
    Tree out;
    out.kind = Tree::Kind::map;
    return out;
}

Tree list_tree() {
    Tree out;
    out.kind = Tree::Kind::list;
    return out;
}

Tree braced(Tree tree) {
    tree.braced = true;
    return tree;
}

Tree plain_tree(std::string text) {
    Tree out;
    out.text = std::move(text);
    return out;
}

Tree text_tree(std::string_view text) { return plain_tree(is_plain(text) ? std::string(text) : quoted(text)); }
Tree quoted_tree(std::string_view text) { return plain_tree(quoted(text)); }
Tree number_tree(double value) { return plain_tree(text::number(value)); }

Tree texts_tree(const std::vector<std::string>& texts) {
    Tree out = braced(list_tree());
    for (const std::string& text : texts) out.add(text_tree(text));
    return out;
}

Tree tree_of(const yaml::Node& node) {
    using Kind = yaml::Node::Kind;
    Tree out;
    switch (node.kind()) {
        case Kind::absent:
        case Kind::null: return plain_tree("null");
        case Kind::scalar:
            if (!node.quoted() && (node.as_bool() || node.as_double())) return plain_tree(node.text());
            return text_tree(node.text());
        case Kind::list:
            out = list_tree();
            for (const yaml::Node& item : node.items()) out.add(tree_of(item));
            return out;
        case Kind::map:
            out = map_tree();
            for (const auto& entry : node.entries()) out.put(entry.key, tree_of(entry.value));
            return out;
    }
    return out;
}

std::string plain_text(const Tree& scalar) {
    const std::string& t = scalar.text;
    const bool is_quoted = t.size() >= 2 && (t.front() == '\'' || t.front() == '"') && t.back() == t.front();
    return is_quoted ? t.substr(1, t.size() - 2) : t;
}

std::string written(const std::vector<Tree>& documents) {
    std::string out;
    for (const Tree& document : documents) {
        if (!out.empty()) out += "---\n";
        Writer writer;
        writer.document(document);
        out += writer.take();
    }
    return out;
}

}  // namespace plimsoll::convert
