#include "api/route.h"

namespace plimsoll::api {

std::optional<std::string> Request::query_value(const std::string& key) const {
    const auto found = query.find(key);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

std::string Request::header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string() : found->second;
}

TypeRef opaque(std::string name, std::string content_type) {
    return {std::move(name), R"({"type":"string"})", std::move(content_type)};
}

}  // namespace plimsoll::api
