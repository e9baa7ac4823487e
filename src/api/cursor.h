// cursor.h: lists in pages. A cursor is opaque to clients: the last key they saw, in URL-safe base64.
//
// Order      by key; a key that is added or removed between two pages neither repeats nor hides another.
// Bounds     limit is 1 to 1,000, 100 when not given; a cursor has at most 1,024 characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"

namespace plimsoll::api {

struct Page {
    std::size_t limit = 100;
    std::string after;  ///< only keys above it; empty: from the start
};

/// Reads `limit` and `cursor` of a request's query. Errors: invalid, with every field.
[[nodiscard]] Result<Page> page_of(const Request& request);

/// The cursor that goes on after `key`.
[[nodiscard]] std::string cursor_after(std::string_view key);

/// Gives each entry of a sorted map that belongs to the page to `take(key, value)`; returns the next cursor, empty at the end.
template <class Map, class Take>
std::string each_on_page(const Map& map, const Page& page, const Take& take) {
    auto at = page.after.empty() ? map.begin() : map.upper_bound(page.after);
    std::string last;
    for (std::size_t n = 0; n < page.limit && at != map.end(); ++n, ++at) {
        take(at->first, at->second);
        last = at->first;
    }
    return at == map.end() ? std::string() : cursor_after(last);
}

/// The two query parameters, for a route's `parameters`.
[[nodiscard]] std::vector<Parameter> page_parameters();

}  // namespace plimsoll::api
