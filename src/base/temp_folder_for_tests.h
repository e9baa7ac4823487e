// temp_folder_for_tests.h: a folder of a test's or a bench's own, that goes away with all its content.
#pragma once

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

namespace plimsoll {

class TempFolder {
public:
    /// `what` stands in its name, for whoever finds one that a crash left behind.
    explicit TempFolder(const std::string& what = "test") {
        std::string name = (std::filesystem::temp_directory_path() / ("plimsoll-" + what + "-XXXXXX")).string();
        if (::mkdtemp(name.data()) == nullptr) throw std::filesystem::filesystem_error("no folder for a test", name, {errno, std::generic_category()});
        path_ = std::filesystem::canonical(name);
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace plimsoll
