// formats.h: files taken apart into objects, and which format each is of.
//
// Lists      a list of objects, Kubernetes' `kind: List` and Grafana's {"slos": [...]} are taken apart.
// Bounds     4 MiB a file, 1 MiB a document of it, 10,000 objects, 1,000 files.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "convert/convert.h"
#include "convert/from.h"

namespace plimsoll::convert {

inline constexpr std::size_t kMostFileBytes = 4u << 20;
inline constexpr std::size_t kMostObjects = 10'000;
inline constexpr std::size_t kMostFiles = 1'000;

/// Of one object. Empty: it is none of them.
[[nodiscard]] std::optional<Format> format_of(const yaml::Node& object);

/// CODEOWNERS is no YAML: its file's name tells it.
[[nodiscard]] bool is_codeowners(const Input& input);

/// Every object of a file. Errors: unreadable; its fields name every place.
[[nodiscard]] Result<std::vector<InputObject>> objects_of(const Input& input);

/// The formats that one reader reads are one family: Sloth's two, slo-generator's two, OpenSLO's three.
[[nodiscard]] Format family_of(Format format);

}  // namespace plimsoll::convert
