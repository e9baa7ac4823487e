// backup_files.h: the folder of a back-up: written beside and renamed when whole, its manifest, the hashes of its
// files.
#pragma once

#include "server/backup.h"

namespace plimsoll::server {

inline constexpr const char* kManifest = "manifest.json";

/// A folder under a name that says it is not whole yet; goes away unless finish() gave it its own.
class PartialFolder {
public:
    /// Makes `<final>.partial` (0700), and what stands above it. Errors: in_the_way; io.
    static Result<PartialFolder> make(const std::filesystem::path& final_name);
    PartialFolder(PartialFolder&& other) noexcept
        : final_(std::move(other.final_)), live_(std::exchange(other.live_, false)) {}
    PartialFolder& operator=(PartialFolder&&) = delete;
    ~PartialFolder();

    [[nodiscard]] std::filesystem::path path() const { return final_.string() + ".partial"; }
    /// Durable under its own name. Errors: io.
    Result<> finish();

private:
    explicit PartialFolder(std::filesystem::path final_name) : final_(std::move(final_name)) {}
    std::filesystem::path final_;
    bool live_ = true;
};

/// Errors: io.
[[nodiscard]] Result<BackupFile> describe_file(const std::filesystem::path& folder, const std::string& name);
/// Adds the files' hashes and writes the manifest. Errors: io.
[[nodiscard]] Result<> write_manifest(const std::filesystem::path& folder, BackupManifest& manifest,
                                      const std::vector<std::string>& files);
/// Reads the manifest and compares every file with it. Errors: not_a_backup; backup_newer; backup_damaged.
[[nodiscard]] Result<BackupManifest> checked_manifest(const std::filesystem::path& folder);

}  // namespace plimsoll::server
