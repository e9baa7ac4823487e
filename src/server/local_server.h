// local_server.h: how a CLI on the same machine, run by the same user, finds the server that runs here.
#pragma once

#include <string>

#include "base/result.h"

namespace plimsoll::server {

/// `$XDG_CONFIG_HOME/plimsoll/server.json`, else `~/.config/plimsoll/server.json`; empty where there is no home.
[[nodiscard]] std::string local_server_file();
/// Writes {"url", "token_file"} there, mode 0600.
Result<> announce_local_server(const std::string& url, const std::string& token_file);

/// Writes a file that only its owner can read, replacing what was there. Errors: io.
Result<> write_private_file(const std::string& path, const std::string& content);

}  // namespace plimsoll::server
