// yaml.h: YAML (and so JSON) documents as a tree that remembers file, line and column of every value.
//
// Shape      a Node is a scalar, a list or a map (keys in file order); an absent node is a missing key.
// Bounds     1 MiB a file, 64 levels, 100,000 nodes after aliases; more is an error that says so.
// Threads    immutable once parsed; a Node keeps its document alive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace plimsoll::yaml {

/// 1-based; a file's name as given by the caller.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    [[nodiscard]] std::string text() const;  ///< "slo.yaml:12:5"
};

class Node {
public:
    enum class Kind { absent, null, scalar, list, map };

    Node() = default;
    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is_map() const { return kind_ == Kind::map; }
    [[nodiscard]] bool is_list() const { return kind_ == Kind::list; }
    [[nodiscard]] bool is_scalar() const { return kind_ == Kind::scalar; }
    [[nodiscard]] explicit operator bool() const { return kind_ != Kind::absent; }
    [[nodiscard]] const Place& place() const;

    /// The scalar's text as written, without quotes; empty for others.
    [[nodiscard]] const std::string& text() const;
    /// True if the scalar was quoted, so "5" is text and never a number.
    [[nodiscard]] bool quoted() const { return quoted_; }
    [[nodiscard]] std::optional<std::int64_t> as_int() const;
    [[nodiscard]] std::optional<double> as_double() const;
    [[nodiscard]] std::optional<bool> as_bool() const;  ///< YAML 1.2 core: true and false only

    /// Absent node when there is no such key. The Place of an absent node is its parent's.
    [[nodiscard]] Node operator[](std::string_view key) const;
    /// Items of a list; empty for others.
    [[nodiscard]] const std::vector<Node>& items() const;
    struct Entry;
    [[nodiscard]] const std::vector<Entry>& entries() const;
    /// The tree as compact JSON text (scalars unquoted in YAML become JSON numbers, booleans or null where they are).
    [[nodiscard]] std::string json() const;

private:
    friend class Builder;
    Kind kind_ = Kind::absent;
    bool quoted_ = false;
    std::shared_ptr<const struct NodeBody> body_;
};

struct Node::Entry {
    std::string key;
    Place key_place;
    Node value;
};

/// All documents of a text. Errors: malformed, with the place in `fields`; invalid (a bound was passed, a key stands
/// twice in one map).
[[nodiscard]] Result<std::vector<Node>> parse_documents(std::string_view text, const std::string& file);

}  // namespace plimsoll::yaml
