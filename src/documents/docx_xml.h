// docx_xml.h: a part of XML as a tree whose prefixes are the usual ones ("w:", "mc:", "a:"), whatever the file calls them.
//
// Names      by namespace, transitional and strict alike; one that is not known keeps its own prefix, or gets "x:" where that is taken.
// Bounds     kDeepest levels, kMostNodes nodes, kMostPrefixes prefixes in force at once; no document type, so that nothing expands.
// Choice     the attribute Requires of mc:Choice reads "known" or "unknown".
// Threads    immutable once parsed.
#pragma once

#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "documents/pieces.h"

namespace plimsoll::documents {

inline constexpr int kDeepest = 256;               ///< levels; walks of the tree may recur
inline constexpr std::size_t kMostNodes = 1'000'000;
inline constexpr std::size_t kMostPrefixes = 128;  ///< declared around one element

class XmlPart {
public:
    /// UTF-8 or UTF-16. Errors: damaged (not XML, not its encoding, a document type, too deep); inflates (too many nodes).
    [[nodiscard]] static Result<XmlPart> parse(std::string_view bytes);

    /// The root element; a null node where the part holds none.
    [[nodiscard]] pugi::xml_node root() const { return tree_->document_element(); }

private:
    std::unique_ptr<pugi::xml_document> tree_;
};

/// Whether an element is called so: is(node, "w:p").
[[nodiscard]] inline bool is(pugi::xml_node node, std::string_view name) { return node.name() == name; }
/// The value of w:val of a child; empty where there is none.
[[nodiscard]] std::string_view value_of(pugi::xml_node parent, const char* child);
/// A switch such as w:vanish: there, and not said to be off. Nothing where the child is not there.
[[nodiscard]] std::optional<bool> flag_of(pugi::xml_node parent, const char* child);
/// A whole number, which may carry a sign and a fraction that is cut off; nothing where it is none, or beyond +-2^40.
[[nodiscard]] std::optional<long long> whole(std::string_view text);

}  // namespace plimsoll::documents
