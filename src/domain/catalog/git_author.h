// git_author.h: whose commit the catalogue's files are, when they are exactly one.
//
// Process    `git` is run directly, without a shell, with no configuration but the repository's own, no network, no hooks,
//            no pager, at most 5 s and 4 MiB of output a run. It reads; it changes nothing.
// Trust      a repository that belongs to another user is read all the same (safe.directory for that folder alone), because
//            a server seldom owns the checkout it serves; only `rev-parse`, `log` and `ls-tree` are run there, which
//            call no program that the repository names.
// People     name and mail are returned as Git has them and must not reach the log: the caller maps them to an opaque id.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/catalog/object.h"

namespace plimsoll::catalog {

struct GitCommit {
    std::string commit;  ///< full hash of the last commit that touched the folder
    std::string author_name;
    std::string author_mail;
};

/// Empty when the folder is not in a Git work tree, has no commit, or when `files` differ from the commit: then nobody's
/// commit says what they say. Errors: unavailable (git is missing, failed or took too long).
[[nodiscard]] Result<std::optional<GitCommit>> git_commit(const std::filesystem::path& folder, const std::vector<FileText>& files);

/// The hash under which Git stores a file: SHA-1 (40 digits), or SHA-256 (64), of "blob <size>\0" and the bytes.
[[nodiscard]] std::string git_blob_hash(std::string_view bytes, std::size_t digits);

}  // namespace plimsoll::catalog
