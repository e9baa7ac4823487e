#include "server/local_server.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/json.h"

namespace plimsoll::server {

std::string local_server_file() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    if (config != nullptr && *config != '\0') return std::string(config) + "/plimsoll/server.json";
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0') return {};
    return std::string(home) + "/.config/plimsoll/server.json";
}

Result<> write_private_file(const std::string& path, const std::string& content) {
    const std::string fresh = path + ".new";
    const auto refused = [&](const char* what) {
        return fail(plimsoll::errors::io, std::string(what) + " " + path + ": " + std::strerror(errno));
    };
    // Made anew: what stands there may be somebody's who reads along, or a link to elsewhere.
    if (::unlink(fresh.c_str()) != 0 && errno != ENOENT) return refused("removing what lies before");
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return refused("opening");
    const bool written = ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                         ::fsync(file) == 0;
    ::close(file);
    if (!written) return refused("writing");
    if (std::rename(fresh.c_str(), path.c_str()) != 0) return refused("renaming to");
    return {};
}

Result<> announce_local_server(const std::string& url, const std::string& token_file) {
    const std::string file = local_server_file();
    if (file.empty()) return {};
    std::error_code ec;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ec);
    if (ec) return fail(plimsoll::errors::io, "making the folder of " + file + ": " + ec.message());
    return write_private_file(file, "{\"url\":" + json::quote(url) + ",\"token_file\":" + json::quote(token_file) + "}\n");
}

}  // namespace plimsoll::server
