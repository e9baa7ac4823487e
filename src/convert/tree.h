// tree.h: a YAML document as it is going to be written, comments and all.
//
// Shape      a Tree is a scalar (its text as it stands in YAML, quotes included; a block scalar has its header as first line
//            and its lines without indentation), a list or a map. Comments stand above a value or beside it.
// Layout     two spaces a level, items of a list two deeper than their key, at most 140 columns where braces are used.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/yaml.h"

namespace plimsoll::convert {

struct Tree {
    enum class Kind { scalar, list, map };
    struct Entry;

    Kind kind = Kind::scalar;
    std::string text;                ///< of a scalar
    bool braced = false;             ///< list, map: on one line, if it fits and holds no comment
    std::vector<std::string> above;  ///< whole lines, each with its '#'; an empty one is an empty line
    std::string beside;              ///< behind the value, or behind the key of a list or map
    std::vector<Tree> items;
    std::vector<Entry> entries;
    std::vector<std::string> below;  ///< of a document: comments after its last value

    [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
    [[nodiscard]] const Tree* find(std::string_view key) const;
    [[nodiscard]] Tree* find(std::string_view key);
    /// Appends; what is already there stays. Returns *this, so that maps can be made in one expression.
    Tree& put(std::string key, Tree value);
    /// The same for text that may be missing: nothing is written for an empty one.
    Tree& put_text(std::string key, std::string_view text);
    Tree& add(Tree item);
    void erase(std::string_view key);
};

struct Tree::Entry {
    std::string key;
    Tree value;
};

[[nodiscard]] Tree map_tree();
[[nodiscard]] Tree list_tree();
/// In braces or brackets where it fits.
[[nodiscard]] Tree braced(Tree tree);
/// Text, quoted if it would otherwise read as something else.
[[nodiscard]] Tree text_tree(std::string_view text);
/// A word, number or boolean that is written without quotes.
[[nodiscard]] Tree plain_tree(std::string text);
[[nodiscard]] Tree number_tree(double value);
[[nodiscard]] Tree texts_tree(const std::vector<std::string>& texts);
/// Quoted text: 'sum(rate(x{job="a"}[5m]))'.
[[nodiscard]] Tree quoted_tree(std::string_view text);
/// What was read, without its comments and quotes: numbers and booleans stay such.
[[nodiscard]] Tree tree_of(const yaml::Node& node);

/// The scalar's value: `text` without quotes and escapes is not undone; for names and references, which need none.
[[nodiscard]] std::string plain_text(const Tree& scalar);

/// Documents with "---" between them.
[[nodiscard]] std::string written(const std::vector<Tree>& documents);

}  // namespace plimsoll::convert
