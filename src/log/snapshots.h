// snapshots.h: saved states beside the log, so that a start need not replay everything.
//
// Shape      snapshots/<seq>.snapshot, the two newest; docs/format/log.md gives the bytes.
// Trust      a snapshot is a shortcut, never a source: any doubt (checksum, chain, schema) and the next older one or a
//            full replay is taken, and the log says so.
// Threads    safe from any thread (one lock).
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "log/log.h"

namespace plimsoll::log {

class Snapshots {
public:
    /// Hash of the chain at a sequence; an error where there is none.
    using ChainHashAt = std::function<Result<crypto::Sha256>(Seq)>;

    explicit Snapshots(std::filesystem::path folder);

    /// Durable when it returns. Errors: io; base.invalid (its chain hash is not the log's; over the size bound).
    Result<> save(const Snapshot& snapshot, const ChainHashAt& chain_hash_at);
    /// The newest that fits.
    Result<std::optional<Snapshot>> load(const std::string& schema_hash, const ChainHashAt& chain_hash_at) const;

private:
    const std::filesystem::path folder_;
    mutable std::mutex mutex_;
};

/// The file's bytes, and back. decode errors: malformed (says what is wrong with them).
[[nodiscard]] std::string encode_snapshot(const Snapshot& snapshot);
[[nodiscard]] Result<Snapshot> decode_snapshot(std::string_view bytes);

}  // namespace plimsoll::log
