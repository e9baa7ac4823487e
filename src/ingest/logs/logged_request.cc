#include "ingest/logs/logged_request.h"

#include <array>

namespace plimsoll::ingest::logs {
namespace {

constexpr std::array<std::string_view, 10> kMethods = {"GET",     "HEAD",    "POST",  "PUT",   "DELETE",
                                                       "CONNECT", "OPTIONS", "TRACE", "PATCH", "other"};

}  // namespace

std::string_view text(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

Method method_of(std::string_view written) {
    for (std::size_t i = 0; i + 1 < kMethods.size(); ++i) {
        if (written == kMethods[i]) return static_cast<Method>(i);
    }
    return Method::other;
}

std::string_view path_of(std::string_view target) {
    if (!target.starts_with('/')) {
        if (const std::size_t scheme = target.substr(0, 10).find("://"); scheme != std::string_view::npos) {
            const std::size_t path = target.find('/', scheme + 3);
            if (path == std::string_view::npos) return "/";
            target.remove_prefix(path);
        }
    }
    return target.substr(0, target.find_first_of("?#"));
}

void read_request_line(std::string_view written, LoggedRequest& out) {
    const std::size_t method_end = written.find(' ');
    out.method = method_end == std::string_view::npos ? Method::other : method_of(written.substr(0, method_end));
    out.path = {};
    if (out.method == Method::other) return;
    const std::string_view target = written.substr(method_end + 1);
    out.path = path_of(target.substr(0, target.find(' ')));
}

std::optional<int> status_of(std::string_view written) {
    if (written == "-") return 0;
    if (written.size() != 3) return std::nullopt;
    int status = 0;
    for (const char c : written) {
        if (c < '0' || c > '9') return std::nullopt;
        status = status * 10 + (c - '0');
    }
    return status >= 100 && status <= 599 ? status : 0;
}

}  // namespace plimsoll::ingest::logs
