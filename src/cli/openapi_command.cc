#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <filesystem>

#include "base/random.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "server/server.h"

namespace plimsoll::cli {

namespace {

/// A folder of ours alone, gone with it.
class Scratch {
public:
    Scratch() : path_(std::filesystem::temp_directory_path() / ("plimsoll-openapi-" + SystemRandom().id(8))) {
        std::filesystem::create_directory(path_);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    ~Scratch() {
        std::error_code left_behind;  // in the folder for temporary files: the system clears it
        std::filesystem::remove_all(path_, left_behind);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

int openapi() {
    // Standard output is the document's alone.
    spdlog::set_default_logger(spdlog::stderr_logger_mt("plimsoll"));
    spdlog::set_level(spdlog::level::warn);
    const Scratch scratch;
    const auto document = server::Server::open_api(scratch.path());
    if (!document) return report(document.error());
    fmt::print("{}", *document);
    return kOk;
}

}  // namespace plimsoll::cli
