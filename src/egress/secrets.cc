#include "egress/secrets.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace plimsoll::egress {
namespace {

constexpr std::size_t max_bytes = 64 << 10;

Result<std::string> from_environment(const std::string& reference, const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) return fail(errors::not_found, fmt::format("{}: the variable is not set", reference));
    return std::string(value);
}

Result<std::string> from_file(const std::string& reference, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(errors::io, fmt::format("{}: {}", reference, std::strerror(errno)));
    std::string text(max_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return fail(errors::io, fmt::format("{}: cannot be read", reference));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > max_bytes) return fail(errors::invalid, fmt::format("{}: longer than 64 KiB", reference));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

}  // namespace

Result<std::string> EnvFileSecrets::resolve(const std::string& reference) const {
    // A text that is no reference may be a secret written out by mistake: it is not repeated.
    if (!is_secret_reference(reference))
        return fail(errors::invalid, "a secret is not a reference; write env:NAME or file:/path");
    auto value = reference.starts_with("env:") ? from_environment(reference, reference.c_str() + 4)
                                               : from_file(reference, reference.substr(5));
    if (value && value->empty()) return fail(errors::invalid, fmt::format("{}: is empty", reference));
    return value;
}

}  // namespace plimsoll::egress
