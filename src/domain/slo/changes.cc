#include "domain/slo/changes.h"

#include <algorithm>

namespace plimsoll::slo {

void Changes::notice(const ledger::Notice& notice) {
    if (notice.revisions.empty() && notice.imports.empty()) return;
    const std::lock_guard lock(mutex_);
    ++number_;
    for (const ledger::Revision& revision : notice.revisions) {
        for (const ledger::SliId sli : revision.slis) add(sli, revision.range.start);
    }
    for (const ledger::Imported& imported : notice.imports) add(imported.sli, imported.range.start);
}

void Changes::add(ledger::SliId sli, Timestamp from) {
    std::vector<Change>& changes = by_sli_[sli];
    changes.push_back({number_, from});
    if (changes.size() <= kMost) return;
    changes[1].from = std::min(changes[0].from, changes[1].from);
    changes.erase(changes.begin());
}

std::uint64_t Changes::now() const {
    const std::lock_guard lock(mutex_);
    return number_;
}

std::optional<Timestamp> Changes::since(std::uint64_t seen, std::span<const ledger::SliId> slis) const {
    const std::lock_guard lock(mutex_);
    std::optional<Timestamp> out;
    if (seen == number_) return out;
    for (const ledger::SliId sli : slis) {
        const auto found = by_sli_.find(sli);
        if (found == by_sli_.end()) continue;
        for (const Change& change : found->second) {
            if (change.number > seen && (!out || change.from < *out)) out = change.from;
        }
    }
    return out;
}

}  // namespace plimsoll::slo
