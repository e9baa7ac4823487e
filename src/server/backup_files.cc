#include "server/backup_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "log/files.h"
#include "server/version.h"

namespace plimsoll::server {

namespace fs = std::filesystem;

namespace {

Error refused(const std::string& doing, const fs::path& path, const std::error_code& why) {
    return fail(plimsoll::errors::io, doing + " " + path.string() + ": " + why.message());
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

/// A whole file's bytes as the page cache has them: databases may be larger than memory.
class Mapped {
public:
    static Result<Mapped> open(const fs::path& file) {
        std::error_code ec;
        const std::uintmax_t size = fs::file_size(file, ec);
        if (ec) return refused("reading", file, ec);
        if (size == 0) return Mapped(nullptr, 0);
        const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) return refused("opening", file, last_error());
        void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
        const std::error_code why = last_error();
        ::close(fd);
        if (at == MAP_FAILED) return refused("reading", file, why);
        return Mapped(at, size);
    }
    Mapped(Mapped&& other) noexcept : at_(std::exchange(other.at_, nullptr)), size_(other.size_) {}
    Mapped& operator=(Mapped&&) = delete;
    ~Mapped() {
        if (at_ != nullptr) ::munmap(at_, size_);
    }
    [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(at_), size_}; }

private:
    Mapped(void* at, std::size_t size) : at_(at), size_(size) {}
    void* at_;
    std::size_t size_;
};

/// Of a file or a folder.
Result<> sync(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refused("opening", path, last_error());
    const bool synced = ::fsync(fd) == 0;
    const std::error_code why = last_error();
    ::close(fd);
    if (!synced) return refused("syncing", path, why);
    return {};
}

fs::path parent_of(const fs::path& path) {
    const fs::path parent = fs::absolute(path).lexically_normal().parent_path();
    return parent.empty() ? fs::path("/") : parent;
}

/// "0.2.0" as numbers, for comparing.
std::array<int, 3> numbers_of(std::string_view version) {
    std::array<int, 3> out{};
    const char* at = version.data();
    const char* const end = at + version.size();
    for (int& number : out) {
        const auto [rest, error] = std::from_chars(at, end, number);
        if (error != std::errc() || rest == end) break;
        at = rest + 1;
    }
    return out;
}

Result<> compare(const fs::path& folder, const BackupFile& expected) {
    if (fs::path(expected.name).filename() != expected.name)
        return fail(errors::not_a_backup, "its manifest names `" + expected.name + "`");
    auto found = describe_file(folder, expected.name);
    if (!found) return fail(errors::backup_damaged, expected.name + " cannot be read: " + found.error().detail());
    if (found->sha256 != expected.sha256)
        return fail(errors::backup_damaged,
                    fmt::format("{} has {} bytes with another hash than the manifest's {} bytes", expected.name,
                                found->bytes, expected.bytes));
    return {};
}

}  // namespace

Result<PartialFolder> PartialFolder::make(const fs::path& final_name) {
    std::error_code ec;
    if (fs::exists(final_name, ec) && !fs::is_empty(final_name, ec))
        return fail(errors::in_the_way, final_name.string());
    PartialFolder folder(fs::absolute(final_name).lexically_normal());
    fs::remove_all(folder.path(), ec);  // of one that was interrupted
    fs::create_directories(folder.path(), ec);
    if (ec) return refused("making", folder.path(), ec);
    fs::permissions(folder.path(), fs::perms::owner_all, ec);
    if (ec) return refused("closing to others", folder.path(), ec);
    return folder;
}

PartialFolder::~PartialFolder() {
    if (!live_) return;
    std::error_code left_behind;  // says itself that it is not whole, and the next one begins by removing it
    fs::remove_all(path(), left_behind);
}

Result<> PartialFolder::finish() {
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(path(), ec)) TRY(sync(entry.path()));
    TRY(sync(path()));
    fs::remove(final_, ec);  // an empty folder at most: make() looked
    fs::rename(path(), final_, ec);
    if (ec) return refused("renaming to", final_, ec);
    live_ = false;
    return sync(parent_of(final_));
}

Result<BackupFile> describe_file(const fs::path& folder, const std::string& name) {
    TRY_ASSIGN(const Mapped file, Mapped::open(folder / name));
    return BackupFile{name, file.bytes().size(), text::hex(crypto::view(crypto::sha256(file.bytes())))};
}

Result<> write_manifest(const fs::path& folder, BackupManifest& manifest, const std::vector<std::string>& files) {
    manifest.files.clear();
    for (const std::string& name : files) {
        TRY_ASSIGN(BackupFile file, describe_file(folder, name));
        manifest.files.push_back(std::move(file));
    }
    TRY_ASSIGN(const std::string text, json::pretty(json::encode(manifest)));
    return log::create_file(folder / kManifest, text + "\n", 0600);
}

Result<BackupManifest> checked_manifest(const fs::path& folder) {
    std::error_code ec;
    if (!fs::exists(folder / kManifest, ec))
        return fail(errors::not_a_backup, "there is no " + (folder / kManifest).string());
    TRY_ASSIGN(const std::string text, log::read_file(folder / kManifest));
    auto manifest = json::decode<BackupManifest>(text);
    if (!manifest) return fail(errors::not_a_backup, "its manifest: " + manifest.error().sentence());
    if (manifest->format > BackupManifest().format || numbers_of(manifest->version) > numbers_of(kVersion))
        return fail(errors::backup_newer, fmt::format("it is of {}, this is {}", manifest->version, kVersion));
    for (const BackupFile& file : manifest->files) TRY(compare(folder, file));
    return *manifest;
}

}  // namespace plimsoll::server
