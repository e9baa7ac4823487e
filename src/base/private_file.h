// private_file.h: a file that its owner alone may read.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace plimsoll {

/// Makes the file where it is missing, and takes every right from all but its owner. SQLite gives its side files the rights of the
/// main one, so that a database is private when this was called before it is opened. Errors: io.
[[nodiscard]] Result<> make_private(const std::filesystem::path& file);

}  // namespace plimsoll
