// yesterday.h: every SLO's budget as it stood a day ago, so that lists can say what moved.
//
// Shape      the share that remained over the period that ended a day before `as_of`, brought down to five minutes: one
//            sum from blocks an SLO and five minutes, however many ask.
// Empty      no SLO that old; nothing measured then; or, for lists of more than 2,000 SLOs, not read yet: each question
//            reads so many at most, the rest with the questions that follow.
// Late       samples of more than a day ago show here within five minutes; an import, which makes an SLO older, at once.
// Threads    any; two that ask for the same at once both read it.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "domain/slo/counts.h"

namespace plimsoll::slo {

class Yesterday {
public:
    static constexpr Duration kBefore = Duration::hours(24);
    static constexpr Duration kEvery = Duration::minutes(5);
    static constexpr int kReadsAtOnce = 2'000;

    /// One question about one or many SLOs: how much it may still read.
    struct Question {
        int reads_left = kReadsAtOnce;
    };
    /// A block that cannot be read counts as not known: /explain tells what is wrong with it.
    [[nodiscard]] std::optional<double> budget(const Counts& counts, const catalog::Slo& slo, const ledger::LiveWindows& live,
                                               Question& question);
    /// Forgets SLOs that `catalog` does not hold.
    void keep(const catalog::Catalog& catalog);

private:
    struct Entry {
        Timestamp at;
        Timestamp since;
        std::string definition_version;
        std::optional<double> budget;
    };
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;  ///< by SLO; guarded by mutex_
};

}  // namespace plimsoll::slo
