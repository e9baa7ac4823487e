// tree_reading.h: YAML text as Trees, with its comments and with its scalars spelled as they were.
//
// Bounds     those of base/yaml.h.
// Refused    what cannot be laid out anew for certain: anchors, aliases, tags, directives, scalars over several lines that are
//            no blocks, blocks that say their indentation, and text in JSON's manner. The text then stays as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "convert/tree.h"

namespace plimsoll::convert {

namespace errors {
inline constexpr ErrorKind not_laid_out{"convert.not_laid_out", 422,
                                        "The file stays as it is: it holds YAML that cannot be laid out anew for certain",
                                        "Write it in plain block style at the place named, if it shall be laid out"};
}  // namespace errors

/// Errors: those of yaml::parse_documents; not_laid_out.
[[nodiscard]] Result<std::vector<Tree>> read_trees(std::string_view text, const std::string& file);

/// Every comment of the text, without the space around it, sorted.
[[nodiscard]] std::vector<std::string> comments_of(const std::vector<Tree>& documents);

}  // namespace plimsoll::convert
