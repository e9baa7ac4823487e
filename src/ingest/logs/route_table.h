// route_table.h: which route a request is of: the first declared whose method and path pattern fit.
//
// Path       as written in the log, with nginx's \xHH put back; percent signs are not decoded.
// Cost       one pass over the path for all patterns together, and none for one that was met lately: 16,384 paths of at most
//            256 bytes are remembered, each in the place of its hash, compared byte by byte.
// Threads    one.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/logs/logged_request.h"

namespace plimsoll::ingest::logs {

inline constexpr std::uint16_t kOtherRoute = 0;

class RouteTable {
public:
    /// Errors: invalid, with every rule that the routes break, at /routes/N.
    static Result<RouteTable> build(const std::vector<Route>& routes);

    /// An index into names(). An empty path is "other".
    [[nodiscard]] std::uint16_t route_of(Method method, std::string_view path);
    /// "other" first, then each name once.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

private:
    struct Pattern {
        std::uint16_t name = kOtherRoute;
        bool any_method = true;
        Method method = Method::other;
        std::unique_ptr<RE2> path;
    };
    struct Met {
        std::string key;  ///< the method's byte, then the path
        std::uint16_t route = kOtherRoute;
    };
    [[nodiscard]] std::uint16_t matched(Method method, std::string_view path);
    [[nodiscard]] bool fits(const Pattern& pattern, Method method) const { return pattern.any_method || pattern.method == method; }

    std::vector<std::string> names_{"other"};
    std::vector<Pattern> patterns_;
    std::unique_ptr<RE2::Set> all_;
    std::vector<Met> met_;
    std::vector<int> hits_;
    std::string plain_;
};

}  // namespace plimsoll::ingest::logs
