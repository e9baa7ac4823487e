#include "server/question_bank.h"

#include <spdlog/spdlog.h>

#include "base/text.h"

namespace plimsoll::server {

Result<> QuestionBank::read() {
    std::vector<std::filesystem::path> folders;
    std::error_code unseen;
    if (const auto beside = catalog_ / "kits"; std::filesystem::is_directory(beside, unseen)) folders.push_back(beside);
    if (!kits_.empty()) folders.push_back(kits_);
    TRY_ASSIGN(people::BankReading reading, people::read_bank(folders));
    for (const catalog::Problem& problem : reading.problems)
        spdlog::warn("a question is left out: {}: {}", text::printable(problem.where()), text::printable(problem.rule));
    for (const people::Replacement& r : reading.replaced)
        spdlog::info("question {} is that of {} now", r.id, text::printable(r.origin));
    TRY_ASSIGN(practice::AskList read_asks, practice::read_asks(folders));
    for (const catalog::Problem& problem : read_asks.problems) spdlog::warn("a question to ask back is left out: {}: {}", text::printable(problem.where()), text::printable(problem.rule));
    TRY_ASSIGN(hiring::KitShelf read_kits, hiring::read_shelf(folders));
    for (const catalog::Problem& problem : read_kits.problems) spdlog::warn("an interview kit or a calibration set is left out: {}: {}", text::printable(problem.where()), text::printable(problem.rule));
    for (const people::Replacement& r : read_kits.replaced) spdlog::info("interview kit or calibration set {} is that of {} now", r.id, text::printable(r.origin));
    auto bank = std::make_shared<const people::BankReading>(std::move(reading));
    auto asks = std::make_shared<const practice::AskList>(std::move(read_asks));
    auto shelf = std::make_shared<const hiring::KitShelf>(std::move(read_kits));
    const std::lock_guard lock(mutex_);
    bank_ = std::move(bank);
    asks_ = std::move(asks);
    shelf_ = std::move(shelf);
    return {};
}

std::shared_ptr<const people::BankReading> QuestionBank::now() const {
    const std::lock_guard lock(mutex_);
    return bank_;
}

std::shared_ptr<const practice::AskList> QuestionBank::asks() const {
    const std::lock_guard lock(mutex_);
    return asks_;
}

std::shared_ptr<const hiring::KitShelf> QuestionBank::shelf() const {
    const std::lock_guard lock(mutex_);
    return shelf_;
}

}  // namespace plimsoll::server
