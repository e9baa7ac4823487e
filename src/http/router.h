// router.h: rows to the row that a request means.
//
// Shape      a path is literal segments and "{name}" segments; a literal wins over a name at the same place, whatever
//            follows is tried both ways. A "{name}" never matches an empty segment. A last "{name...}" takes one or more
//            segments, joined by "/", where nothing else fits. HEAD finds GET rows.
// Invariant  no two rows have the same method and shape ("/a/{x}" and "/a/{y}" are the same shape).
// Threads    immutable once made.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"

namespace plimsoll::http {

[[nodiscard]] std::string_view method_name(api::Method method);

class Router {
public:
    struct Match {
        std::size_t row = 0;  ///< index into rows()
        std::map<std::string, std::string> parameters;
        bool head = false;  ///< HEAD: answer without a body
    };

    /// Errors: rows (every duplicate, every path that is not well formed).
    static Result<Router> of(std::vector<api::Route> rows);

    [[nodiscard]] const std::vector<api::Route>& rows() const { return rows_; }
    /// `allow` receives the value of the Allow header when the path exists but the method does not.
    /// Errors: not_found; method_not_allowed.
    [[nodiscard]] Result<Match> match(std::string_view method, const std::vector<std::string>& segments,
                                      std::string& allow) const;

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> parameter;
        std::unique_ptr<Node> rest;
        std::map<api::Method, std::size_t> rows;
    };
    Router() : root_(std::make_unique<Node>()) {}
    void insert(std::size_t row, std::vector<FieldError>& wrong);
    static void collect(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                        std::vector<const Node*>& found);

    std::vector<api::Route> rows_;
    std::unique_ptr<Node> root_;
};

/// "/a/{b}" to {"a", "{b}"}.
[[nodiscard]] std::vector<std::string> path_pieces(std::string_view path);
[[nodiscard]] bool is_parameter(std::string_view piece);
/// "{path...}"
[[nodiscard]] bool is_rest(std::string_view piece);

}  // namespace plimsoll::http
