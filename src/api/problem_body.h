// problem_body.h: an error as problem+json, RFC 9457, for whoever answers with one.
#pragma once

#include <string>

#include "base/error.h"

namespace plimsoll::api {

/// `incident`: what a person tells support, so that the log's line is found; empty: there is none.
[[nodiscard]] std::string problem_body(const Error& error, const std::string& incident);

}  // namespace plimsoll::api
