// files.h: whole small files, written so that a crash leaves the old one or the new one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll::log {

/// Writes beside, syncs, renames. Errors: io.
[[nodiscard]] Result<> replace_file(const std::filesystem::path& path, std::string_view bytes);
/// Adds to the end and syncs; creates it when missing. Errors: io.
[[nodiscard]] Result<> append_to_file(const std::filesystem::path& path, std::string_view bytes);
/// Makes a file that must not exist, with these rights, and syncs. Errors: io.
[[nodiscard]] Result<> create_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode);
/// Errors: io.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace plimsoll::log
