// appender.h: the one place that writes events: a group of them, hashed, in one transaction.
//
// Threads    one at a time: the writer's thread, or whoever holds the writer while it has failed.
// Invariant  tail() is what the file holds, as far as this process knows; after a failed commit reopen() asks the file.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "log/chain.h"
#include "log/store.h"

namespace plimsoll::log {

class Appender {
public:
    /// Errors: as open_for_writing; tampered.
    static Result<Appender> open(const std::filesystem::path& file, Random& random);

    [[nodiscard]] const std::string& chain_id() const { return chain_id_; }
    [[nodiscard]] const Tail& tail() const { return tail_; }

    /// Writes all or none; fills in every event's hash. Requires: the first seq follows the tail's, no gaps.
    /// Errors: disk_full; io; corrupt.
    Result<> commit(std::span<Event> events);
    /// After a failed commit: opens the file anew and reads where its chain really ends.
    Result<> reopen();
    /// Writes one small transaction that changes no event, to see whether the disk takes it.
    Result<> probe();

private:
    Appender() = default;
    Result<> attach(Store store);
    Result<> settle(const Tail& before);
    Result<> insert(const Event& event);

    std::filesystem::path file_;
    std::string chain_id_;
    Tail tail_;
    ChainHasher hasher_;
    sqlite::Db db_;
    sqlite::Statement insert_;  // after db_, so that it is finalised before the file closes
};

}  // namespace plimsoll::log
