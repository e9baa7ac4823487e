#include "ingest/logs/route_table.h"

#include <xxhash.h>

#include <algorithm>

namespace plimsoll::ingest::logs {
namespace {

constexpr std::size_t kMet = 16'384;
constexpr std::size_t kLongestMet = 256;
constexpr std::size_t kMostRoutes = 1000;
constexpr std::size_t kLongestName = 200;

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// nginx writes quotes, backslashes, control characters and bytes above 126 as \xHH.
void unescape(std::string_view path, std::string& out) {
    out.clear();
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool escape = path[i] == '\\' && i + 3 < path.size() && path[i + 1] == 'x' && hex(path[i + 2]) >= 0 && hex(path[i + 3]) >= 0;
        if (escape) out += static_cast<char>(hex(path[i + 2]) * 16 + hex(path[i + 3]));
        else out += path[i];
        if (escape) i += 3;
    }
}

RE2::Options options() {
    RE2::Options out;
    out.set_log_errors(false);
    out.set_encoding(RE2::Options::EncodingLatin1);  // a path is bytes: hostile clients send what is no UTF-8
    return out;
}

}  // namespace

Result<RouteTable> RouteTable::build(const std::vector<Route>& routes) {
    RouteTable out;
    std::vector<FieldError> broken;
    const auto wrong = [&](std::size_t i, const char* field, std::string rule, std::string remedy) {
        broken.push_back({"/routes/" + std::to_string(i) + field, std::move(rule), std::move(remedy)});
    };
    if (routes.size() > kMostRoutes) broken.push_back({"/routes", "are more than " + std::to_string(kMostRoutes), "join patterns by |"});
    out.all_ = std::make_unique<RE2::Set>(options(), RE2::ANCHOR_BOTH);
    for (std::size_t i = 0; i < routes.size() && broken.size() < 10; ++i) {
        const Route& route = routes[i];
        if (route.name.empty() || route.name.size() > kLongestName)
            wrong(i, "/name", "is empty or longer than 200 bytes", "name what users do there");
        auto pattern = std::make_unique<RE2>(route.path, options());
        std::string why = pattern->ok() ? std::string() : pattern->error();
        if (why.empty() && out.all_->Add(route.path, &why) < 0 && why.empty()) why = "it is too large";
        if (!why.empty()) wrong(i, "/path", "is no pattern: " + why, "write RE2, such as /orders/[0-9]+");
        const Method method = method_of(route.method);
        if (!route.method.empty() && method == Method::other)
            wrong(i, "/method", "\"" + route.method + "\" is no HTTP method", "write GET, POST, ...");
        auto name = std::find(out.names_.begin(), out.names_.end(), route.name);
        if (name == out.names_.end()) name = out.names_.insert(out.names_.end(), route.name);
        out.patterns_.push_back({static_cast<std::uint16_t>(name - out.names_.begin()), route.method.empty(), method, std::move(pattern)});
    }
    if (broken.empty() && !routes.empty() && !out.all_->Compile())
        broken.push_back({"/routes", "are too large together", "write simpler patterns"});
    if (!broken.empty()) return fail(plimsoll::errors::invalid, {}, std::move(broken));
    out.met_.resize(routes.empty() ? 0 : kMet);
    return out;
}

std::uint16_t RouteTable::route_of(Method method, std::string_view path) {
    if (path.empty() || patterns_.empty()) return kOtherRoute;
    if (path.size() > kLongestMet) return matched(method, path);
    const std::uint64_t hash = XXH3_64bits_withSeed(path.data(), path.size(), static_cast<std::uint64_t>(method));
    Met& met = met_[hash % kMet];
    const char byte = static_cast<char>(static_cast<int>(method) + 1);
    if (met.key.size() == path.size() + 1 && met.key[0] == byte && std::string_view(met.key).substr(1) == path) return met.route;
    const std::uint16_t route = matched(method, path);
    met.key.assign(1, byte);
    met.key += path;
    met.route = route;
    return route;
}

std::uint16_t RouteTable::matched(Method method, std::string_view path) {
    if (path.find('\\') != std::string_view::npos) {
        unescape(path, plain_);
        path = plain_;
    }
    RE2::Set::ErrorInfo error{};
    if (all_->Match({path.data(), path.size()}, &hits_, &error)) {
        std::sort(hits_.begin(), hits_.end());
        for (const int hit : hits_) {
            const Pattern& pattern = patterns_[static_cast<std::size_t>(hit)];
            if (fits(pattern, method)) return pattern.name;
        }
        return kOtherRoute;
    }
    if (error.kind == RE2::Set::kNoError) return kOtherRoute;
    for (const Pattern& pattern : patterns_) {  // the patterns together took too much memory on this path
        if (fits(pattern, method) && RE2::FullMatch({path.data(), path.size()}, *pattern.path)) return pattern.name;
    }
    return kOtherRoute;
}

}  // namespace plimsoll::ingest::logs
