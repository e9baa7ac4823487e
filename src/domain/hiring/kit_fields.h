// kit_fields.h: what the readers of kits and of calibration sets have in common.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/fields.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"

namespace plimsoll::hiring {

/// 1 to 40 of a-z, 0-9 and '_', a letter first.
[[nodiscard]] bool is_part_id(std::string_view id);

/// The id of a part (a dimension, a round, a prompt, an item): needed, well formed, and not in `taken`, into which it goes.
[[nodiscard]] std::string read_part_id(const catalog::Fields& fields, std::set<std::string>& taken);

/// Each of at most `longest` characters.
[[nodiscard]] std::vector<std::string> read_texts(const catalog::Fields& fields, std::string_view key, std::size_t most, std::size_t longest);

/// The list's items that are maps, at most `most`; the others are problems.
[[nodiscard]] std::vector<catalog::Fields> read_maps(const catalog::Fields& fields, std::string_view key, const std::vector<std::string>& known, std::size_t most,
                                                     catalog::Need need);

/// Calls `read` with each document whose `kit` is `kind` and whose format is known. Documents of another kind are passed over; a file that
/// is not YAML is a problem.
void each_document(const std::vector<catalog::FileText>& files, std::string_view kind, catalog::Problems& problems,
                   const std::function<void(const yaml::Node& document, const std::string& path)>& read);

/// `format: 1` is there; else a problem.
[[nodiscard]] bool known_format(const catalog::Fields& head);

}  // namespace plimsoll::hiring
