// layout.h: OpenSLO and plimsoll documents as `plimsoll fmt` writes them: keys in one order, two spaces a level, comments kept.
//
// Does       orders the keys of objects of known kinds as docs/catalogue.md lists them (unknown ones stay behind, in their order);
//            indents; takes "---" from the first line and trailing space from every line; one line behind braces that fit.
// Does not   change a value's spelling, the order of lists or of labels, or break long lines. Of several empty lines one stays.
// Checked    what is written is read again: if it does not say the same, with the same comments, the file stays as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/yaml.h"
#include "convert/tree.h"

namespace plimsoll::convert {

/// Keys of an object in canonical order, at every level.
void put_in_order(Tree& object);
/// An object without its comments, in canonical order.
[[nodiscard]] Tree ordered_tree(const yaml::Node& object);

/// Where objects of a kind stand in a catalogue that Plimsoll writes: "slos", "services", "burn-policies".
[[nodiscard]] std::string folder_of(const std::string& kind);

/// A file laid out. Errors: those of read_trees; not_laid_out also where writing would lose something.
[[nodiscard]] Result<std::string> laid_out(std::string_view text, const std::string& file);
/// The same of Trees that were made of `text` and changed.
[[nodiscard]] std::string laid_out(std::vector<Tree> documents);

}  // namespace plimsoll::convert
