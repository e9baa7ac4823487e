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
    auto bank = std::make_shared<const people::BankReading>(std::move(reading));
    const std::lock_guard lock(mutex_);
    bank_ = std::move(bank);
    return {};
}

std::shared_ptr<const people::BankReading> QuestionBank::now() const {
    const std::lock_guard lock(mutex_);
    return bank_;
}

}  // namespace plimsoll::server
