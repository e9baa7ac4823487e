// query_text.h: PromQL inside YAML. A query is read with promql::parse, and what is wrong with it is told at the line and
// column of the file, not of the query.
//
// Places     exact for plain, single-quoted and double-quoted scalars and for `|` blocks; for folded (`>`) blocks the
//            line is exact and the column too unless blank lines were folded before it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/yaml.h"
#include "domain/catalog/problem.h"
#include "promql/query.h"

namespace plimsoll::catalog {

/// File name to its text, for as long as reading lasts.
using Texts = std::map<std::string, std::string_view>;

/// Where byte `offset` (0-based) of a scalar's text stands in its file.
[[nodiscard]] yaml::Place place_within(const yaml::Node& scalar, std::size_t offset, std::string_view file_text);

/// Reads a query that counts events, or tells a problem.
std::optional<promql::Query> read_query(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems);
/// Equal for queries that count the same events.
[[nodiscard]] std::string canonical(const promql::Query& query);

/// What PromQL says against a scalar, told at the lines and columns of its file. `prefix`: how many bytes were read before
/// the scalar's own.
void tell(const Error& error, const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems,
          std::size_t prefix = 0);

}  // namespace plimsoll::catalog
