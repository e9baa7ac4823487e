#include "log/snapshots.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "base/invariant.h"
#include "log/chain.h"
#include "log/files.h"

namespace plimsoll::log {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "PLIMSNP1";
constexpr std::size_t hash_size = sizeof(crypto::Sha256);
constexpr std::size_t kept = 2;
constexpr std::uint64_t body_limit = std::uint64_t{2} << 30;  // a damaged length must not ask for all memory
constexpr int compression = 3;

void put_u64(std::string& out, std::uint64_t value) {
    for (int i = 0; i < 8; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
}

/// Takes bytes from the front; empty when there are not enough.
class Cursor {
public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}
    std::optional<std::string_view> take(std::uint64_t n) {
        if (n > rest_.size()) return std::nullopt;
        const std::string_view taken = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return taken;
    }
    std::optional<std::uint64_t> u64() {
        const auto bytes = take(8);
        if (!bytes) return std::nullopt;
        std::uint64_t value = 0;
        for (int i = 7; i >= 0; --i) value = (value << 8) | static_cast<unsigned char>((*bytes)[i]);
        return value;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

std::string compress(std::string_view body) {
    std::string out(ZSTD_compressBound(body.size()), '\0');
    const std::size_t n = ZSTD_compress(out.data(), out.size(), body.data(), body.size(), compression);
    INVARIANT(ZSTD_isError(n) == 0, "the buffer has the size that zstd asked for");
    out.resize(n);
    return out;
}

Error damaged(const std::string& how) { return fail(plimsoll::errors::malformed, how); }

Result<std::string> decompress(std::string_view frame, std::uint64_t size) {
    if (size > body_limit) return damaged("says it is larger than any snapshot");
    std::string out(size, '\0');
    const std::size_t n = ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size());
    if (ZSTD_isError(n) != 0) return damaged(std::string("zstd: ") + ZSTD_getErrorName(n));
    if (n != size) return damaged("is shorter than it says");
    return out;
}

fs::path file_of(const fs::path& folder, Seq seq) { return folder / fmt::format("{:020}.snapshot", seq); }

std::optional<Seq> seq_of(const fs::path& file) {
    const std::string name = file.stem().string();
    Seq seq = 0;
    const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), seq);
    if (file.extension() != ".snapshot" || code != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return seq;
}

/// Newest first.
std::vector<Seq> list(const fs::path& folder) {
    std::vector<Seq> found;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing))
        if (const auto seq = seq_of(entry.path())) found.push_back(*seq);
    std::sort(found.rbegin(), found.rend());
    return found;
}

/// Keeps `newest` and those just before it. Later ones belong to a log that was cut or restored since.
void remove_others(const fs::path& folder, Seq newest) {
    std::size_t left = kept;
    for (const Seq seq : list(folder)) {
        if (seq <= newest && left > 0) {
            --left;
            continue;
        }
        std::error_code refusal;
        fs::remove(file_of(folder, seq), refusal);
        if (refusal) spdlog::warn("log: an old snapshot could not be removed: {}", refusal.message());
    }
}

Result<Snapshot> load_one(const fs::path& path, Seq seq, const std::string& schema_hash,
                          const Snapshots::ChainHashAt& chain_hash_at) {
    TRY_ASSIGN(const std::string bytes, read_file(path));
    TRY_ASSIGN(Snapshot snapshot, decode_snapshot(bytes));
    if (snapshot.seq != seq) return damaged("is of another sequence than its name says");
    if (snapshot.schema_hash != schema_hash) return damaged("was made by a version with another state");
    TRY_ASSIGN(const crypto::Sha256 chain_hash, chain_hash_at(seq));
    if (chain_hash != snapshot.chain_hash) return damaged("belongs to another log");
    return snapshot;
}

}  // namespace

std::string encode_snapshot(const Snapshot& snapshot) {
    std::string out(magic);
    put_u64(out, snapshot.seq);
    out += crypto::view(snapshot.chain_hash);
    put_u64(out, snapshot.schema_hash.size());
    out += snapshot.schema_hash;
    put_u64(out, snapshot.body.size());
    out += compress(snapshot.body);
    out += crypto::view(crypto::sha256(out));
    return out;
}

Result<Snapshot> decode_snapshot(std::string_view bytes) {
    if (bytes.size() < magic.size() + hash_size) return damaged("is too short to be a snapshot");
    const std::string_view content = bytes.substr(0, bytes.size() - hash_size);
    if (crypto::view(crypto::sha256(content)) != bytes.substr(content.size())) return damaged("does not match its checksum");
    Cursor cursor(content);
    if (*cursor.take(magic.size()) != magic) return damaged("is not a snapshot of this version");
    Snapshot snapshot;
    const auto seq = cursor.u64();
    const auto chain_hash = cursor.take(hash_size);
    const auto schema_size = cursor.u64();
    const auto schema = cursor.take(schema_size.value_or(UINT64_MAX));
    const auto body_size = cursor.u64();
    if (!seq || !chain_hash || !schema || !body_size) return damaged("ends too early");
    snapshot.seq = *seq;
    std::copy(chain_hash->begin(), chain_hash->end(), snapshot.chain_hash.begin());
    snapshot.schema_hash = *schema;
    TRY_ASSIGN(snapshot.body, decompress(cursor.rest(), *body_size));
    return snapshot;
}

Snapshots::Snapshots(fs::path folder) : folder_(std::move(folder)) {}

Result<> Snapshots::save(const Snapshot& snapshot, const ChainHashAt& chain_hash_at) {
    if (snapshot.body.size() > body_limit) return fail(plimsoll::errors::invalid, "the snapshot is larger than 2 GiB");
    TRY_ASSIGN(const crypto::Sha256 chain_hash, chain_hash_at(snapshot.seq));
    if (chain_hash != snapshot.chain_hash) return fail(plimsoll::errors::invalid, "the snapshot is of another chain");
    const std::string bytes = encode_snapshot(snapshot);
    const std::lock_guard lock(mutex_);
    std::error_code code;
    fs::create_directories(folder_, code);
    if (code) return fail(plimsoll::errors::io, "creating " + folder_.string() + ": " + code.message());
    TRY(replace_file(file_of(folder_, snapshot.seq), bytes));
    remove_others(folder_, snapshot.seq);
    return {};
}

Result<std::optional<Snapshot>> Snapshots::load(const std::string& schema_hash, const ChainHashAt& chain_hash_at) const {
    const std::lock_guard lock(mutex_);
    for (const Seq seq : list(folder_)) {
        const fs::path path = file_of(folder_, seq);
        auto loaded = load_one(path, seq, schema_hash, chain_hash_at);
        if (loaded) return std::optional<Snapshot>(std::move(*loaded));
        spdlog::warn("log: the snapshot {} is not used: {}", path.filename().string(), loaded.error().detail());
    }
    return std::optional<Snapshot>();
}

}  // namespace plimsoll::log
