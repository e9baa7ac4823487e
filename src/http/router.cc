#include "http/router.h"

#include <set>

#include "http/errors.h"

namespace plimsoll::http {

std::string_view method_name(api::Method method) {
    switch (method) {
        case api::Method::get: return "GET";
        case api::Method::post: return "POST";
        case api::Method::put: return "PUT";
        case api::Method::patch: return "PATCH";
        case api::Method::del: return "DELETE";
    }
    return "";
}

std::vector<std::string> path_pieces(std::string_view path) {
    std::vector<std::string> pieces;
    while (path.size() > 1) {
        path.remove_prefix(1);
        const auto slash = std::min(path.find('/'), path.size());
        pieces.emplace_back(path.substr(0, slash));
        path.remove_prefix(slash);
    }
    return pieces;
}

bool is_parameter(std::string_view piece) { return piece.size() > 2 && piece.front() == '{' && piece.back() == '}'; }

bool is_rest(std::string_view piece) { return is_parameter(piece) && piece.ends_with("...}"); }

namespace {

/// What a path's "{name}" and "{name...}" pieces stand for in these segments.
std::map<std::string, std::string> parameters_of(std::string_view path, const std::vector<std::string>& segments) {
    std::map<std::string, std::string> out;
    const auto pieces = path_pieces(path);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!is_parameter(pieces[i])) continue;
        std::string value = segments[i];
        if (is_rest(pieces[i]))
            for (std::size_t rest = i + 1; rest < segments.size(); ++rest) value += "/" + segments[rest];
        out[pieces[i].substr(1, pieces[i].size() - (is_rest(pieces[i]) ? 5 : 2))] = std::move(value);
    }
    return out;
}

}  // namespace

Result<Router> Router::of(std::vector<api::Route> rows) {
    Router router;
    router.rows_ = std::move(rows);
    std::vector<FieldError> wrong;
    for (std::size_t i = 0; i < router.rows_.size(); ++i) router.insert(i, wrong);
    if (!wrong.empty()) return fail(errors::rows, {}, std::move(wrong));
    return router;
}

void Router::insert(std::size_t row, std::vector<FieldError>& wrong) {
    const api::Route& route = rows_[row];
    const std::string name = std::string(method_name(route.method)) + " " + route.path;
    if (route.path.empty() || route.path.front() != '/') {
        wrong.push_back({name, "the path must start with `/`", ""});
        return;
    }
    Node* node = root_.get();
    std::set<std::string> names;
    const auto pieces = path_pieces(route.path);
    for (const std::string& piece : pieces) {
        const bool parameter = is_parameter(piece);
        if (is_rest(piece) && &piece != &pieces.back()) wrong.push_back({name, piece + " is not the last piece of the path", ""});
        if (parameter && !names.insert(piece).second) wrong.push_back({name, piece + " stands twice in the path", ""});
        if (!parameter && (piece.empty() || piece.find_first_of("{}") != std::string::npos))
            wrong.push_back({name, "`" + piece + "` is neither a literal nor a `{name}`", ""});
        std::unique_ptr<Node>& next = is_rest(piece) ? node->rest : parameter ? node->parameter : node->literals[piece];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    if (!node->rows.emplace(route.method, row).second)
        wrong.push_back({name, "the same method and path stand in the table twice", ""});
}

void Router::collect(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                     std::vector<const Node*>& found) {
    if (depth == segments.size()) {
        if (!node.rows.empty()) found.push_back(&node);
        return;
    }
    if (const auto literal = node.literals.find(segments[depth]); literal != node.literals.end())
        collect(*literal->second, segments, depth + 1, found);
    if (node.parameter && !segments[depth].empty()) collect(*node.parameter, segments, depth + 1, found);
    if (node.rest && !segments[depth].empty()) found.push_back(node.rest.get());
}

Result<Router::Match> Router::match(std::string_view method, const std::vector<std::string>& segments,
                                    std::string& allow) const {
    std::vector<const Node*> found;
    collect(*root_, segments, 0, found);
    if (found.empty()) return fail(errors::not_found);
    const bool head = method == "HEAD";
    const std::string_view wanted = head ? "GET" : method;
    std::set<std::string> allowed;
    for (const Node* node : found) {
        for (const auto& [row_method, row] : node->rows) {
            allowed.emplace(method_name(row_method));
            if (row_method == api::Method::get) allowed.emplace("HEAD");
            if (method_name(row_method) != wanted) continue;
            return Match{row, parameters_of(rows_[row].path, segments), head};
        }
    }
    for (const std::string& name : allowed) allow += (allow.empty() ? "" : ", ") + name;
    return fail(errors::method_not_allowed);
}

}  // namespace plimsoll::http
