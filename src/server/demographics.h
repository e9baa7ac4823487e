// demographics.h: what candidates declared of themselves, in demographics.db of the data folder: apart from the log, the papers and every
// export, so that nothing joins it to a card.
//
// Rights     the file is the server's alone (0600); rows leave by all(), for sums, and by of(), for the candidate's own page.
// Erased     rows that go are overwritten (secure delete), and nothing of them is in the log.
// Back-ups   hold none of it: after a restore nobody has declared anything.
// Threads    any; one at a time inside.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/sqlite.h"
#include "domain/hiring/declared.h"

namespace plimsoll::server {

class Demographics {
public:
    /// Makes the file where there is none. Errors: io; corrupt.
    static Result<std::unique_ptr<Demographics>> open(const std::filesystem::path& file);

    /// In place of what was declared for the application before. Errors: io.
    Result<> declare(const hiring::DeclaredRow& row);
    /// Again: nothing happens. Errors: io.
    Result<> withdraw(const std::string& application);
    /// Everything of a candidate. Again: nothing happens. Errors: io.
    Result<> forget(const std::string& candidate);
    Result<std::optional<hiring::DeclaredRow>> of(const std::string& application);
    /// By application.
    Result<std::vector<hiring::DeclaredRow>> all();

private:
    explicit Demographics(sqlite::Db db) : db_(std::move(db)) {}
    Result<std::vector<hiring::DeclaredRow>> rows(const std::string& where, const std::string& value);

    std::mutex mutex_;  ///< guards what follows
    sqlite::Db db_;
};

}  // namespace plimsoll::server
