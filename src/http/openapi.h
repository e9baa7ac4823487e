// openapi.h: the OpenAPI 3.1 document of the rows, and what a row must say to be in it.
//
// Shape      one operation per row; named types under components.schemas; every operation may answer with the problem
//            schema; rows that need a right carry the bearer scheme and "x-plimsoll-right".
// Invariant  the same rows give the same text, byte for byte, whatever their order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"

namespace plimsoll::http {

/// Errors: rows, with every fault: no summary, not exactly one handler, a GET without a reply type, a POST, PUT or PATCH
/// with neither a request nor a reply type, a schema that is not JSON, one type name with two schemas, a path parameter
/// described but not in the path.
[[nodiscard]] Result<> check_rows(const std::vector<api::Route>& rows);

/// Requires: check_rows(rows) passes. Indented JSON.
[[nodiscard]] std::string openapi(const std::vector<api::Route>& rows, std::string_view version);

}  // namespace plimsoll::http
