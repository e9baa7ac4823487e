// problem.h: the one place where an Error becomes an HTTP answer: application/problem+json (RFC 9457).
//
// Shape      type (urn:plimsoll:problem:<code>), title, status, detail, code, remedy, errors[{pointer or place, detail,
//            remedy}], incident (of a 500 only).
// Headers    401 carries WWW-Authenticate: Bearer; 429 and 503 carry Retry-After.
#pragma once

#include <string>
#include <string_view>

#include "api/route.h"
#include "base/error.h"

namespace plimsoll::http {

[[nodiscard]] api::Reply problem(const Error& error);
/// The same, with a Retry-After that says exactly how long.
[[nodiscard]] api::Reply problem(const Error& error, Duration retry_after);
/// A mistake of ours. The reply names only the incident; what happened is in the log under the same id.
[[nodiscard]] api::Reply internal_problem(const std::string& incident);
/// Its JSON Schema, for OpenAPI.
[[nodiscard]] std::string_view problem_schema();

}  // namespace plimsoll::http
