// secrets.h: the port for secrets, which stand in the catalogue only as references and are read at the moment of use.
//
// References "env:NAME" and "file:/path". The real source is egress/; tests hand in others.
// Errors     not_found, io, invalid: the text names the reference, never the value.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll {

[[nodiscard]] inline bool is_secret_reference(std::string_view text) {
    return text.starts_with("env:") || text.starts_with("file:");
}

/// Threads: resolve() is safe from any thread.
class SecretSource {
public:
    virtual ~SecretSource() = default;
    [[nodiscard]] virtual Result<std::string> resolve(const std::string& reference) const = 0;
};

}  // namespace plimsoll
