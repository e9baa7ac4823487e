// files.h: the catalogue's folder as it stands on the disk: which file defines what, and what is wrong with it.
//
// Applied?   not asked here: a folder with errors is shown as it is, while the catalogue before it goes on applying.
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "api/route.h"
#include "domain/catalog/folder.h"
#include "domain/catalog/reading.h"

namespace plimsoll::catalog {

struct FileObject {
    std::string kind;
    std::string name;
    int line = 0;
};
BOOST_DESCRIBE_STRUCT(FileObject, (), (kind, name, line))

struct CatalogFile {
    std::string path;
    std::vector<FileObject> objects;  ///< in the file's order
    std::vector<Problem> problems;    ///< errors: they keep the whole folder from applying
    std::vector<Problem> warnings;
};
BOOST_DESCRIBE_STRUCT(CatalogFile, (), (path, objects, problems, warnings))

struct CatalogFiles {
    std::vector<CatalogFile> items;  ///< by path; one with an empty path holds what concerns no single file
};
BOOST_DESCRIBE_STRUCT(CatalogFiles, (), (items))

struct CatalogFileText {
    std::string path;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(CatalogFileText, (), (path, text))

[[nodiscard]] CatalogFiles list_files(FolderText folder);

/// GET /api/v1/catalog/files and /api/v1/catalog/file. `folder` is read at each request (the list again only when a name, size
/// or time changed); `run` runs work that reads the disk, one piece at a time, as an async handler.
using RunWork = std::function<api::AsyncHandler(std::function<Result<api::Reply>(const api::Request&)>)>;
[[nodiscard]] std::vector<api::Route> file_routes(const std::filesystem::path& folder, const RunWork& run);

}  // namespace plimsoll::catalog
