#include "http/openapi.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "base/invariant.h"
#include "http/errors.h"
#include "http/problem.h"
#include "http/router.h"

namespace plimsoll::http {
namespace {

namespace bj = boost::json;

std::string row_name(const api::Route& row) { return std::string(method_name(row.method)) + " " + row.path; }

bool takes_body(api::Method method) {
    return method == api::Method::post || method == api::Method::put || method == api::Method::patch;
}

bool in_path(const std::string& path, const std::string& parameter) {
    const auto pieces = path_pieces(path);
    return std::find(pieces.begin(), pieces.end(), "{" + parameter + "}") != pieces.end();
}

class RowCheck {
public:
    void row(const api::Route& row) {
        name_ = row_name(row);
        need(!row.summary.empty(), "has no summary");
        need(static_cast<bool>(row.handler) != static_cast<bool>(row.async_handler), "needs exactly one of the two handlers");
        need(row.method != api::Method::get || !row.reply.name.empty(), "is a GET without a reply type");
        need(!takes_body(row.method) || !row.request.name.empty() || !row.reply.name.empty(), "has neither a request nor a reply type");
        need(row.method != api::Method::get || row.request.name.empty(), "is a GET with a request body");
        for (const api::Parameter& p : row.parameters) parameter(row, p);
        type(row.request);
        type(row.reply);
    }
    std::vector<FieldError> wrong;

private:
    void need(bool holds, std::string rule) {
        if (!holds) wrong.push_back({name_, std::move(rule), ""});
    }
    void parameter(const api::Route& row, const api::Parameter& p) {
        need(p.in == "query" || p.in == "path", "parameter `" + p.name + "` is neither in `query` nor in `path`");
        need(p.in != "path" || in_path(row.path, p.name), "parameter `" + p.name + "` is not in the path");
        need(!p.description.empty(), "parameter `" + p.name + "` has no description");
    }
    void type(const api::TypeRef& type) {
        if (type.name.empty()) return;
        bj::error_code ec;
        const bj::value schema = bj::parse(type.schema, ec);
        need(!ec && schema.is_object(), "type `" + type.name + "` has a schema that is not a JSON object");
        const auto [known, fresh] = schemas_.emplace(type.name, type.schema);
        need(fresh || known->second == type.schema, "type `" + type.name + "` has another schema in another row");
    }
    std::string name_;
    std::map<std::string, std::string> schemas_;
};

/// Members in the order of their names, so that the text does not depend on the rows' order.
bj::object sorted(const std::map<std::string, bj::value>& members) {
    bj::object out;
    for (const auto& [name, value] : members) out[name] = value;
    return out;
}

/// A schema's own "#/$defs/X" is found below its component.
void rebase_references(bj::value& value, const std::string& component) {
    if (value.is_array())
        for (bj::value& item : value.get_array()) rebase_references(item, component);
    if (!value.is_object()) return;
    for (auto& member : value.get_object()) {
        if (member.key() == "$ref" && member.value().is_string() && member.value().get_string().starts_with("#/$defs/"))
            member.value() = "#/components/schemas/" + component + std::string(member.value().get_string()).substr(1);
        else
            rebase_references(member.value(), component);
    }
}

bj::value reference(const api::TypeRef& type) {
    return bj::object{{"$ref", "#/components/schemas/" + type.name}};
}

bj::object content(const api::TypeRef& type) {
    return bj::object{{type.content_type, bj::object{{"schema", reference(type)}}}};
}

bj::value parameter(const api::Parameter& p) {
    return bj::object{{"name", p.name},
                      {"in", p.in},
                      {"description", p.description},
                      {"required", p.required || p.in == "path"},
                      {"schema", bj::object{{"type", "string"}}}};
}

bj::array parameters(const api::Route& row) {
    bj::array out;
    std::set<std::string> described;
    for (const api::Parameter& p : row.parameters) {
        out.push_back(parameter(p));
        if (p.in == "path") described.insert(p.name);
    }
    for (const std::string& piece : path_pieces(row.path)) {
        if (!is_parameter(piece)) continue;
        const std::string name = piece.substr(1, piece.size() - 2);
        if (!described.contains(name)) out.push_back(parameter({name, "path", "The " + name + ".", true}));
    }
    return out;
}

bj::object responses(const api::Route& row) {
    bj::object problem{{"description", "What went wrong"},
                       {"content", bj::object{{"application/problem+json",
                                               bj::object{{"schema", bj::object{{"$ref", "#/components/schemas/Problem"}}}}}}}};
    bj::object done{{"description", row.reply.name.empty() ? "Done; no body" : "Done"}};
    if (!row.reply.name.empty()) done["content"] = content(row.reply);
    return bj::object{{"2XX", std::move(done)}, {"default", std::move(problem)}};
}

/// "GET /api/v1/slos/{name}" to "get_slos__name_": unique, since rows are.
std::string operation_id(const api::Route& row) {
    std::string out(method_name(row.method));
    for (char& c : out) c = static_cast<char>(c | 0x20);
    for (std::string piece : path_pieces(row.path)) {
        if (piece == "api" || piece == "v1") continue;
        for (char& c : piece)
            if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
        out += "_" + piece;
    }
    return out;
}

bj::value operation(const api::Route& row) {
    const std::string right = boost::describe::enum_to_string(row.right, "?");
    bj::object out{{"operationId", operation_id(row)}, {"summary", row.summary}};
    if (auto list = parameters(row); !list.empty()) out["parameters"] = std::move(list);
    if (!row.request.name.empty()) out["requestBody"] = bj::object{{"required", true}, {"content", content(row.request)}};
    out["responses"] = responses(row);
    if (row.needs_no_right) {
        out["security"] = bj::array{};
    } else {
        out["security"] = bj::array{bj::object{{"bearer", bj::array{}}}, bj::object{{"session", bj::array{}}}};
        out["x-plimsoll-right"] = right;
    }
    return out;
}

bj::object security_schemes() {
    const char* cookie = "Set by POST /api/v1/session; changes need X-CSRF-Token as well.";
    return {{"bearer", bj::object{{"type", "http"}, {"scheme", "bearer"}}},
            {"session", bj::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "plimsoll_session"}, {"description", cookie}}}};
}

bj::object paths(const std::vector<api::Route>& rows) {
    std::map<std::string, std::map<std::string, bj::value>> by_path;
    for (const api::Route& row : rows) {
        if (!row.listed) continue;
        std::string method(method_name(row.method));
        for (char& c : method) c = static_cast<char>(c | 0x20);
        by_path[row.path][method] = operation(row);
    }
    std::map<std::string, bj::value> out;
    for (const auto& [path, methods] : by_path) out[path] = sorted(methods);
    return sorted(out);
}

bj::object schemas(const std::vector<api::Route>& rows) {
    std::map<std::string, bj::value> out;
    out["Problem"] = bj::parse(problem_schema());
    for (const api::Route& row : rows) {
        for (const api::TypeRef* type : {&row.request, &row.reply}) {
            if (type->name.empty() || !row.listed) continue;
            bj::value schema = bj::parse(type->schema);
            rebase_references(schema, type->name);
            out[type->name] = std::move(schema);
        }
    }
    return sorted(out);
}

}  // namespace

Result<> check_rows(const std::vector<api::Route>& rows) {
    RowCheck check;
    for (const api::Route& row : rows) check.row(row);
    if (!check.wrong.empty()) return fail(errors::rows, {}, std::move(check.wrong));
    return {};
}

std::string openapi(const std::vector<api::Route>& rows, std::string_view version) {
    const bj::object document{
        {"openapi", "3.1.0"},
        {"info", bj::object{{"title", "Plimsoll"}, {"version", std::string(version)}}},
        {"paths", paths(rows)},
        {"components",
         bj::object{{"schemas", schemas(rows)},
                    {"securitySchemes", security_schemes()}}}};
    auto text = json::pretty(bj::serialize(document));
    INVARIANT(text, "what Boost.JSON wrote is JSON");
    return *text + "\n";
}

}  // namespace plimsoll::http
