#include "domain/slo/yesterday.h"

#include <algorithm>

#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

std::optional<double> read_budget(const Counts& counts, const catalog::Slo& slo, Timestamp since, Timestamp at) {
    const TimeRange period = period_until(slo, at);
    const TimeRange range{std::max(since, period.start), at};
    const auto sums = counts.sums(slo, {&range, 1}, Exclusions::left_out);
    if (!sums) return std::nullopt;
    return budget_of(known(sums->front(), since), slo.objective).remaining_share();
}

}  // namespace

std::optional<double> Yesterday::budget(const Counts& counts, const catalog::Slo& slo, const ledger::LiveWindows& live,
                                        Question& question) {
    if (never_fed(live)) return std::nullopt;
    const Timestamp at = (live.as_of - kBefore).floor(kEvery);
    if (at <= live.since) return std::nullopt;
    std::optional<double> before;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = entries_.find(slo.name); found != entries_.end()) {
            const Entry& e = found->second;
            const bool same = e.since == live.since && e.definition_version == slo.definition_version;
            if (same && e.at == at) return e.budget;
            if (same) before = e.budget;
        }
    }
    if (question.reads_left == 0) return before;
    --question.reads_left;
    Entry entry{at, live.since, slo.definition_version, read_budget(counts, slo, live.since, at)};
    const std::optional<double> budget = entry.budget;
    const std::lock_guard lock(mutex_);
    entries_[slo.name] = std::move(entry);
    return budget;
}

void Yesterday::keep(const catalog::Catalog& catalog) {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [&](const auto& entry) { return !catalog.slos.contains(entry.first); });
}

}  // namespace plimsoll::slo
