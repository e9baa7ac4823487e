#include "api/problem_body.h"

#include "base/json.h"

namespace plimsoll::api {
namespace {

void member(std::string& out, std::string_view name, std::string_view value) {
    if (out.back() != '{') out += ',';
    out += json::quote(name) + ":" + json::quote(value);
}

std::string field_json(const FieldError& field) {
    std::string out = "{";
    const bool pointer = field.where.empty() || field.where.front() == '/';
    member(out, pointer ? "pointer" : "place", field.where);
    member(out, "detail", field.rule);
    if (!field.remedy.empty()) member(out, "remedy", field.remedy);
    return out + "}";
}

}  // namespace

std::string problem_body(const Error& error, const std::string& incident) {
    std::string out = "{";
    member(out, "type", "urn:plimsoll:problem:" + std::string(error.code()));
    member(out, "title", error.kind().meaning);
    out += ",\"status\":" + std::to_string(error.kind().http_status);
    if (!error.detail().empty()) member(out, "detail", error.detail());
    member(out, "code", error.code());
    member(out, "remedy", error.kind().remedy);
    if (!incident.empty()) member(out, "incident", incident);
    if (!error.fields().empty()) {
        out += ",\"errors\":[";
        for (const FieldError& field : error.fields()) out += (out.back() == '[' ? "" : ",") + field_json(field);
        out += "]";
    }
    return out + "}";
}

}  // namespace plimsoll::api
