// folder.h: the catalogue's folder on disk, read whole.
//
// Which      *.yaml, *.yml and *.json at any depth to 32, sorted by path. Names that begin with '.' are skipped. A symbolic
//            link to a file inside the folder is read; one that leads outside, or nowhere, is a problem; linked folders are
//            not entered. The folder `kits` at its top holds interview questions, which are not the catalogue's, and is passed over.
// Bounds     those of reading.h; a file beyond 1 MiB is a problem, not read.
// Failure    a file that vanishes while the folder is read counts as never there; one that cannot be read is a problem, so
//            that nothing is changed rather than its objects removed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"

namespace plimsoll::catalog {

struct FolderText {
    std::vector<FileText> files;    ///< paths relative to the folder
    std::vector<Problem> problems;
    std::string content_hash;       ///< of reading.h
};

/// Reads the folder, or a single file. Errors: io (there is no such folder, or it may not be listed).
[[nodiscard]] Result<FolderText> read_folder(const std::filesystem::path& folder);

/// The text of one of the folder's files, named as in FolderText. Only what read_folder would read is read: nothing that is
/// hidden, of another kind, or outside, by whatever path or link. Errors: catalog.no_file; catalog.unreadable; io.
[[nodiscard]] Result<std::string> read_one(const std::filesystem::path& folder, const std::string& path);

/// Names, sizes and times of the folder's files, as text that differs when they do. Reads no file.
[[nodiscard]] std::string folder_stamp(const std::filesystem::path& folder);

}  // namespace plimsoll::catalog
