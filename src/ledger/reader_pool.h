// reader_pool.h: read-only connections for threads that sum blocks while the writer writes.
//
// Threads    take() is safe from any thread; what it returns belongs to one until it is destroyed.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "ledger/block_store.h"

namespace plimsoll::ledger {

class ReaderPool {
    struct Connection {
        sqlite::Db db;
        BlockReader reader;
        explicit Connection(sqlite::Db opened) : db(std::move(opened)), reader(db) {}
    };

public:
    explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

    class Lease {
    public:
        Lease(ReaderPool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
        Lease(Lease&&) noexcept = default;
        ~Lease() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        BlockReader* operator->() { return &connection_->reader; }
        sqlite::Db& db() { return connection_->db; }

    private:
        ReaderPool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Errors: io.
    Result<Lease> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                Lease lease(*this, std::move(idle_.back()));
                idle_.pop_back();
                return lease;
            }
        }
        TRY_ASSIGN(sqlite::Db db, sqlite::Db::open(file_, {.mode = sqlite::Mode::read_only}));
        return Lease(*this, std::make_unique<Connection>(std::move(db)));
    }

private:
    void give_back(std::unique_ptr<Connection> connection) {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(connection));
    }

    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace plimsoll::ledger
