#include "domain/catalog/reload.h"

#include <spdlog/spdlog.h>

#include "domain/catalog/folder.h"

namespace plimsoll::catalog {

std::string known_content(const State& state) {
    return state.refusal || state.hold ? std::string() : state.content_hash;
}

Result<std::optional<FolderReading>> read_if_changed(const std::filesystem::path& folder, const std::string& known) {
    TRY_ASSIGN(FolderText text, read_folder(folder));
    if (text.problems.empty() && text.content_hash == known) return std::optional<FolderReading>();
    FolderReading out;
    auto commit = git_commit(folder, text.files);
    if (commit) out.commit = std::move(*commit);
    else spdlog::warn("catalogue: no author from Git: {}", commit.error().sentence());
    out.reading = read_catalog(std::move(text.files), text.problems);
    out.reading.content_hash = std::move(text.content_hash);
    return std::optional<FolderReading>(std::move(out));
}

}  // namespace plimsoll::catalog
