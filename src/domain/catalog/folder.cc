#include "domain/catalog/folder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/inside.h"
#include "domain/catalog/reading.h"

namespace plimsoll::catalog {

namespace fs = std::filesystem;

namespace {

constexpr int kDeepest = 32;
constexpr const char* kKits = "kits";
constexpr std::size_t kLargestFile = 1u << 20;

bool is_hidden(const fs::path& name) { return name.native().starts_with('.'); }

bool is_catalogue_file(const fs::path& name) {
    const std::string extension = name.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

/// Lists the files of a folder. `wrong` hears of what stands there and cannot be read.
class Walker {
public:
    using Wrong = std::function<void(const std::string& path, std::string rule, std::string remedy)>;
    Walker(fs::path root, Wrong wrong) : root_(std::move(root)), wrong_(std::move(wrong)) {}

    Result<std::vector<fs::path>> files() {
        std::error_code ec;
        canonical_ = fs::canonical(root_, ec);
        if (ec) return fail(plimsoll::errors::io, fmt::format("{}: {}", root_.string(), ec.message()));
        if (fs::is_regular_file(canonical_, ec)) return std::vector<fs::path>{canonical_};
        TRY(enter(canonical_, 0));
        std::sort(found_.begin(), found_.end());
        return std::move(found_);
    }

    /// Where the folder really is. After files().
    [[nodiscard]] const fs::path& root() const { return canonical_; }
    [[nodiscard]] std::string name_of(const fs::path& file) const {
        return file == canonical_ ? file.filename().string() : file.lexically_relative(canonical_).generic_string();
    }

private:
    Result<> enter(const fs::path& folder, int depth) {
        std::error_code ec;
        fs::directory_iterator at(folder, ec);
        for (; !ec && at != fs::directory_iterator(); at.increment(ec)) TRY(visit(*at, depth));
        if (!ec || (depth > 0 && ec == std::errc::no_such_file_or_directory)) return {};
        if (depth > 0) {
            wrong_(name_of(folder), "the folder cannot be listed: " + ec.message(), "check its rights");
            return {};
        }
        return fail(plimsoll::errors::io, fmt::format("{}: {}", folder.string(), ec.message()));
    }

    Result<> visit(const fs::directory_entry& entry, int depth) {
        const fs::path name = entry.path().filename();
        if (is_hidden(name) || found_.size() > kMostFiles || (depth == 0 && name == kKits)) return {};
        std::error_code ec;
        const auto type = entry.symlink_status(ec).type();
        if (type == fs::file_type::directory) {
            if (depth < kDeepest) return enter(entry.path(), depth + 1);
            wrong_(name_of(entry.path()), fmt::format("folders are nested deeper than {}", kDeepest), "move it up");
        } else if (is_catalogue_file(name)) {
            take_file(entry.path(), type);
        }
        return {};
    }

    void take_file(const fs::path& path, fs::file_type type) {
        if (type == fs::file_type::regular) {
            found_.push_back(path);
        } else if (type == fs::file_type::symlink) {
            take_link(path);
        } else if (type != fs::file_type::not_found) {
            wrong_(name_of(path), "is not a regular file", "remove it");
        }
    }

    void take_link(const fs::path& path) {
        std::error_code ec;
        const fs::path target = fs::canonical(path, ec);
        if (ec) return wrong_(name_of(path), "is a symbolic link that leads nowhere: " + ec.message(), "remove it");
        if (!is_inside(target, canonical_)) {
            return wrong_(name_of(path), "is a symbolic link to outside of the folder, and is not followed", "put the file itself here");
        }
        if (!fs::is_regular_file(target, ec)) return wrong_(name_of(path), "is a symbolic link to what is not a file", "remove it");
        found_.push_back(path);
    }

    fs::path root_;
    fs::path canonical_;
    Wrong wrong_;
    std::vector<fs::path> found_;
};

enum class Outcome { read, vanished, too_large, outside, failed };

/// What was listed may have been replaced since.
Outcome outcome_of(int error) {
    if (error == ENOENT) return Outcome::vanished;
    if (error == EXDEV) return Outcome::outside;
    errno = error;
    return Outcome::failed;
}

Outcome read_file(const fs::path& path, const fs::path& root, std::string& text) {
    const auto [file, error] = open_inside(path, root);
    if (error != 0) return outcome_of(error);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return Outcome::failed;
    text.resize(kLargestFile + 1);
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t n = ::read(file.get(), text.data() + size, text.size() - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return Outcome::failed;
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    if (size > kLargestFile) return Outcome::too_large;
    text.resize(size);
    text.shrink_to_fit();
    return Outcome::read;
}

void take(const fs::path& path, const Walker& walker, FolderText& out, Problems& problems) {
    const std::string name = walker.name_of(path);
    std::string text;
    switch (read_file(path, walker.root(), text)) {
        case Outcome::read: out.files.push_back({name, std::move(text)}); break;
        case Outcome::vanished: break;
        case Outcome::too_large:
            problems.add(errors::too_large, {name, 0, 0}, "the file is larger than 1 MiB", "split it");
            break;
        case Outcome::outside:
            problems.add(errors::unreadable, {name, 0, 0}, "the file leads outside of the folder, and is not read", "put the file itself here");
            break;
        case Outcome::failed:
            problems.add(errors::unreadable, {name, 0, 0}, fmt::format("the file cannot be read: {}", std::strerror(errno)),
                         "check its rights");
            break;
    }
}

}  // namespace

Result<FolderText> read_folder(const fs::path& folder) {
    Problems problems;
    Walker walker(folder, [&](const std::string& path, std::string rule, std::string remedy) {
        problems.add(errors::unreadable, {path, 0, 0}, std::move(rule), std::move(remedy));
    });
    TRY_ASSIGN(const auto paths, walker.files());
    FolderText out;
    std::size_t bytes = 0;
    for (const fs::path& path : paths) {
        const std::size_t before = out.files.size();
        take(path, walker, out, problems);
        if (out.files.size() > before) bytes += out.files.back().text.size();
        if (bytes > kMostBytes || out.files.size() > kMostFiles) break;  // read_catalog says which bound it was
    }
    out.problems = problems.in_order_errors();
    out.content_hash = content_hash(out.files);
    return out;
}

Result<std::string> read_one(const fs::path& folder, const std::string& path) {
    Walker walker(folder, [](const std::string&, const std::string&, const std::string&) {});  // the list tells of the others
    TRY_ASSIGN(const auto paths, walker.files());
    const auto file = std::find_if(paths.begin(), paths.end(), [&](const fs::path& p) { return walker.name_of(p) == path; });
    const auto missing = [&] { return fail(errors::no_file, fmt::format("`{}`", text::printable(path))); };
    if (file == paths.end()) return missing();
    std::string text;
    const Outcome outcome = read_file(*file, walker.root(), text);
    if (outcome == Outcome::vanished || outcome == Outcome::outside) return missing();
    if (outcome == Outcome::too_large) return fail(errors::unreadable, fmt::format("`{}` is larger than 1 MiB", path));
    if (outcome == Outcome::failed) return fail(errors::unreadable, fmt::format("`{}`: {}", path, std::strerror(errno)));
    if (!text::is_utf8(text)) return fail(errors::unreadable, fmt::format("`{}` is not UTF-8", path));
    return text;
}

std::string folder_stamp(const fs::path& folder) {
    std::string out;
    Walker walker(folder, [&](const std::string& path, const std::string& rule, const std::string&) { out += path + rule + "\n"; });
    const auto paths = walker.files();
    if (!paths) return paths.error().sentence();
    for (const fs::path& path : *paths) {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) continue;
        out += fmt::format("{} {} {} {}.{}\n", path.string(), info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
    }
    return out;
}

}  // namespace plimsoll::catalog
