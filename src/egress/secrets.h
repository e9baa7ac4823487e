// secrets.h: secrets from the environment and from files, read anew each time so that a rotated one is used at once.
#pragma once

#include <string>

#include "base/secrets.h"

namespace plimsoll::egress {

/// "env:NAME" reads the environment; "file:/path" the file, without the line end after it, at most 64 KiB.
/// Errors: invalid (not a reference, empty value, too large); not_found (no such variable); io (the file).
class EnvFileSecrets final : public SecretSource {
public:
    [[nodiscard]] Result<std::string> resolve(const std::string& reference) const override;
};

}  // namespace plimsoll::egress
