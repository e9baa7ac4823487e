// bench_folder.h: a scratch folder for one bench, removed with it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "bench.h"

namespace plimsoll::bench {

class BenchFolder {
public:
    BenchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "plimsoll-bench-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~BenchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    BenchFolder(const BenchFolder&) = delete;
    BenchFolder& operator=(const BenchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace plimsoll::bench
