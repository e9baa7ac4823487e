#include "log/log.h"

#include <spdlog/spdlog.h>



#include "log/chain.h"
#include "log/folder_lock.h"
#include "log/readers.h"
#include "log/snapshots.h"
#include "log/writer.h"

namespace plimsoll::log {

namespace {

/// The log on SQLite: a writer, readers and snapshots around one file.
class SqliteLog final : public Log {
public:
    SqliteLog(FileLock lock, const Settings& settings, Appender appender, Metrics& metrics)
        : lock_(std::move(lock)),
          file_(settings.file),
          chain_id_(appender.chain_id()),
          snapshots_(settings.file.parent_path() / "snapshots"),
          writer_(settings, std::move(appender), metrics),
          readers_(settings.file) {}
    ~SqliteLog() override {
        if (auto closed = close(Duration::seconds(5)); !closed) spdlog::error("log: {}", closed.error().sentence());
    }

    Result<Seq> append(std::vector<NewEvent> events) override { return writer_.append(std::move(events)); }
    Seq appended() const override { return writer_.appended(); }
    Seq durable() const override { return writer_.durable(); }
    void when_durable(Seq seq, std::function<void(Result<>)> done) override { writer_.when_durable(seq, std::move(done)); }
    void on_commit(std::function<void(const std::vector<Event>&)> each) override { writer_.on_commit(std::move(each)); }
    bool failed() const override { return writer_.failed(); }
    Result<> reopen_after_failure() override { return writer_.reopen(); }
    const std::string& chain_id() const override { return chain_id_; }
    bool low_space() const override { return writer_.low_space(); }
    Result<> close(Duration bound) override { return writer_.close(bound); }

    Result<> read(Seq from, std::size_t limit, const std::function<bool(const Event&)>& each) const override {
        return readers_.read(from, durable(), limit, std::nullopt, each);
    }
    Result<> read_stream(const std::string& stream, Seq from, std::size_t limit,
                         const std::function<bool(const Event&)>& each) const override {
        return readers_.read(from, durable(), limit, stream, each);
    }

    Result<> save_snapshot(const Snapshot& snapshot) override {
        if (low_space()) return fail(plimsoll::errors::io, "too little disk space for a snapshot");
        return snapshots_.save(snapshot, [this](Seq seq) { return chain_hash(seq); });
    }
    Result<std::optional<Snapshot>> load_snapshot(const std::string& schema_hash) const override {
        return snapshots_.load(schema_hash, [this](Seq seq) { return chain_hash(seq); });
    }
    Result<crypto::Sha256> chain_hash(Seq seq) const override {
        if (seq == 0) return genesis(chain_id_);
        if (seq > durable()) return no_event(seq);
        TRY_ASSIGN(const auto hash, readers_.hash_of(seq));
        if (!hash) return no_event(seq);
        return *hash;
    }

private:
    static Error no_event(Seq seq) { return fail(plimsoll::errors::not_found, "no event " + std::to_string(seq)); }

    FileLock lock_;
    const std::filesystem::path file_;
    const std::string chain_id_;
    mutable Snapshots snapshots_;
    mutable Writer writer_;
    mutable Readers readers_;  // goes first: the writer's connection is then the last and empties the write-ahead log
};

/// Opening needs a little space too; what is kept for the log may be used for it.
Result<Appender> open_appender(const Settings& settings, Random& random) {
    auto opened = Appender::open(settings.file, random);
    if (opened || !opened.error().is(sqlite::errors::disk_full)) return opened;
    Reserve reserve(settings.file.parent_path() / "log.reserve", settings.reserve_bytes, settings.free_space);
    return reserve.release() ? Appender::open(settings.file, random) : std::move(opened);
}

}  // namespace

Result<std::unique_ptr<Log>> Log::open(const Settings& settings, Metrics& metrics) {
    TRY_ASSIGN(FileLock lock, FileLock::acquire(settings.file.parent_path() / "log.lock", settings.file.string()));
    SystemRandom system;
    TRY_ASSIGN(Appender appender, open_appender(settings, settings.random == nullptr ? system : *settings.random));
    return std::unique_ptr<Log>(
        std::make_unique<SqliteLog>(std::move(lock), settings, std::move(appender), metrics));
}

}  // namespace plimsoll::log
