// question_bank.h: the interview questions, kits and calibration sets of this server: those that ship, those of `kits` in
// the catalogue's folder, and those of --kits, which go before the others.
//
// Failure    what is wrong is left out and named in the log and in the list; the rest is used. A folder of --kits that is
//            not there is an error of the start.
// Threads    now() from any; read() from one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "domain/hiring/kit_shelf.h"
#include "domain/people/bank.h"
#include "domain/practice/ask.h"

namespace plimsoll::server {

class QuestionBank {
public:
    /// `kits` may be empty: none.
    QuestionBank(std::filesystem::path catalog, std::filesystem::path kits)
        : catalog_(std::move(catalog)), kits_(std::move(kits)) {}

    /// Reads the folders anew. Errors: io; the bank before stays.
    Result<> read();
    /// Never null; empty before the first read().
    [[nodiscard]] std::shared_ptr<const people::BankReading> now() const;
    /// Questions to ask an employer, out of the same folders. Never null.
    [[nodiscard]] std::shared_ptr<const practice::AskList> asks() const;
    /// Interview kits and calibration sets, out of the same folders. Never null.
    [[nodiscard]] std::shared_ptr<const hiring::KitShelf> shelf() const;

private:
    std::filesystem::path catalog_;
    std::filesystem::path kits_;
    mutable std::mutex mutex_;
    std::shared_ptr<const people::BankReading> bank_ = std::make_shared<people::BankReading>();  // guarded by mutex_
    std::shared_ptr<const practice::AskList> asks_ = std::make_shared<practice::AskList>();      // guarded by mutex_
    std::shared_ptr<const hiring::KitShelf> shelf_ = std::make_shared<hiring::KitShelf>();       // guarded by mutex_
};

}  // namespace plimsoll::server
