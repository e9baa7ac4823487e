// readers.h: a few read-only connections to log.db, each lent out for one page of rows at a time.
//
// Why pages  a read transaction that stays open keeps the write-ahead log from being emptied, so it grows without end.
// Threads    safe from any thread; waits while all connections are lent out (each page takes about a millisecond).
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "log/row_pages.h"

namespace plimsoll::log {

class Readers {
public:
    explicit Readers(std::filesystem::path file, std::size_t connections = 4);
    ~Readers();

    /// Events with from <= seq <= to, in order, of one stream or of all, until `each` returns false or `limit` were read.
    /// No transaction is open while `each` runs. Errors: io; corrupt; tampered.
    Result<> read(Seq from, Seq to, std::size_t limit, const std::optional<std::string>& stream,
                  const std::function<bool(const Event&)>& each);
    /// Empty: there is no such event.
    Result<std::optional<crypto::Sha256>> hash_of(Seq seq);

private:
    class Lease;
    Result<Lease> lend();
    void give_back(std::unique_ptr<RowPages> connection);

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<RowPages>> idle_;
    std::size_t left_to_open_;
};

}  // namespace plimsoll::log
