// tls.h: OpenSSL contexts for both sides: TLS 1.2 and later.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "base/result.h"

namespace plimsoll::http {

/// Errors: tls (names the file and OpenSSL's reason).
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> server_tls(const std::string& certificate_file,
                                                                            const std::string& key_file);
/// Verifies the peer against `ca_file` or, if empty, the system's authorities. Errors: tls.
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> client_tls(const std::string& ca_file);

}  // namespace plimsoll::http
