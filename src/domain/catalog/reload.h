// reload.h: one reading of the folder, for the worker and for `catalog apply`. Runs on a jobs thread: it reads the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "domain/catalog/git_author.h"
#include "domain/catalog/reading.h"
#include "domain/catalog/state.h"

namespace plimsoll::catalog {

struct FolderReading {
    Reading reading;
    std::optional<GitCommit> commit;
};

/// What is known already, so that equal files need no parsing: the content hash that applies, or nothing while something
/// was refused or is held.
[[nodiscard]] std::string known_content(const State& state);

/// Reads folder and commit; empty: the content is the known one. A Git that fails costs only the author.
/// Errors: io (there is no such folder).
[[nodiscard]] Result<std::optional<FolderReading>> read_if_changed(const std::filesystem::path& folder, const std::string& known);

}  // namespace plimsoll::catalog
