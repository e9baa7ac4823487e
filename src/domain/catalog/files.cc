#include "domain/catalog/files.h"

#include <map>

namespace plimsoll::catalog {

namespace {

using Rows = std::map<std::string, CatalogFile>;

CatalogFile& row_of(Rows& rows, const std::string& path) {
    CatalogFile& row = rows[path];
    row.path = path;
    return row;
}

/// What list_files said last, and of which state of the folder.
struct Listed {
    std::string stamp;
    CatalogFiles files;
};

Result<api::Reply> get_files(const std::filesystem::path& folder, Listed& last) {
    std::string stamp = folder_stamp(folder);
    if (stamp.empty() || stamp != last.stamp) {
        TRY_ASSIGN(FolderText text, read_folder(folder));
        last.files = list_files(std::move(text));
        last.stamp = std::move(stamp);
    }
    return api::ok(last.files);
}

Result<api::Reply> get_file(const std::filesystem::path& folder, const api::Request& request) {
    const auto path = request.query_value("path");
    if (!path || path->empty()) return fail(plimsoll::errors::invalid, {}, {{"path", "is missing", "name a file as GET /api/v1/catalog/files does"}});
    TRY_ASSIGN(std::string text, read_one(folder, *path));
    return api::ok(CatalogFileText{*path, std::move(text)});
}

}  // namespace

CatalogFiles list_files(FolderText folder) {
    Rows rows;
    Problems ignored;  // read_catalog, below, says them
    for (const FileText& file : folder.files) {
        CatalogFile& row = row_of(rows, file.path);
        for (const Object& object : read_objects(file, ignored)) {
            row.objects.push_back({object.kind, object.metadata.name.name, object.metadata.name.place.line});
        }
    }
    const Reading reading = read_catalog(std::move(folder.files), folder.problems);
    for (const Problem& problem : reading.errors) row_of(rows, problem.file).problems.push_back(problem);
    for (const Problem& problem : reading.warnings) row_of(rows, problem.file).warnings.push_back(problem);
    CatalogFiles out;
    for (auto& [path, row] : rows) out.items.push_back(std::move(row));
    return out;
}

std::vector<api::Route> file_routes(const std::filesystem::path& folder, const RunWork& run) {
    api::Route files;
    files.path = "/api/v1/catalog/files";
    files.summary = "List the files of the catalogue's folder with their objects and problems";
    files.reply = api::type<CatalogFiles>("CatalogFiles");
    files.async_handler = run([folder, last = std::make_shared<Listed>()](const api::Request&) { return get_files(folder, *last); });
    api::Route file;
    file.path = "/api/v1/catalog/file";
    file.summary = "Show the text of one file of the catalogue's folder";
    file.reply = api::type<CatalogFileText>("CatalogFileText");
    file.parameters = {{"path", "query", "the file, as the list names it", true}};
    file.async_handler = run([folder](const api::Request& request) { return get_file(folder, request); });
    return {files, file};
}

}  // namespace plimsoll::catalog
