// row.h: a route of the usual kind in one line: JSON in and out, a small body.
#pragma once

#include <string>
#include <vector>

#include "api/route.h"

namespace plimsoll::api {

inline constexpr std::size_t kSmallBody = 64 << 10;

/// A row whose body is at most kSmallBody. Without a handler the caller gives one, or an async_handler.
[[nodiscard]] Route row(Method method, std::string path, std::string summary, Right right, TypeRef request, TypeRef reply,
                        std::vector<Parameter> parameters = {}, Handler handler = {});

/// A row that only reads: GET, for whoever may view.
[[nodiscard]] Route view_row(std::string path, std::string summary, TypeRef reply, std::vector<Parameter> parameters = {}, Handler handler = {});

}  // namespace plimsoll::api
