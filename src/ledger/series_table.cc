#include "ledger/series_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/invariant.h"
#include "ledger/same_time.h"

namespace plimsoll::ledger {

std::uint32_t SeriesTable::target_id(const std::string& target) {
    return targets_.try_emplace(target, static_cast<std::uint32_t>(targets_.size())).first->second;
}

void SeriesTable::place(SeriesId id, const SeriesIdentity& series, std::vector<Contribution> contributions) {
    while (series_.size() <= id) series_.emplace_back();
    series_[id] = {series.labels, series.target, target_id(series.target), std::move(contributions)};
    by_labels_[series_[id].labels] = id;
    for (const Contribution& c : series_[id].contributions) ++counts_[c.sli];
}

Result<SeriesId> SeriesTable::intern(const SeriesIdentity& series, std::vector<Contribution> contributions) {
    const bool alike = std::all_of(contributions.begin(), contributions.end(), [&](const Contribution& c) {
        return c.counting == contributions.front().counting || !(counts_by_value(c.counting) || counts_by_value(contributions.front().counting));
    });
    INVARIANT(alike, "points of one time stand to each other in one way");
    const std::lock_guard lock(mutex_);
    const auto known = by_labels_.find(series.labels);
    if (known != by_labels_.end() && series_[known->second].contributions == contributions) return known->second;
    for (const Contribution& c : contributions) {
        const auto count = counts_.find(c.sli);
        if (known == by_labels_.end() && count != counts_.end() && count->second >= most_)
            return fail(errors::too_many_series, fmt::format("{} series; the limit is {}", count->second, most_));
    }
    if (known != by_labels_.end()) {
        Series& s = series_[known->second];
        for (const Contribution& c : s.contributions) --counts_[c.sli];
        for (const Contribution& c : contributions) ++counts_[c.sli];
        s.contributions = std::move(contributions);
        fresh_.emplace_back(known->second, false);
        return known->second;
    }
    const auto id = static_cast<SeriesId>(series_.size());
    place(id, series, std::move(contributions));
    fresh_.emplace_back(id, true);
    return id;
}

void SeriesTable::restore(SeriesId id, const SeriesIdentity& series, std::vector<Contribution> contributions) {
    const std::lock_guard lock(mutex_);
    place(id, series, std::move(contributions));
}

SeriesTable::Entry SeriesTable::entry(SeriesId id, bool is_new) const {
    const Series& s = series_[id];
    return {id, s.labels, s.target, s.target_id, s.contributions, is_new};
}

std::vector<SeriesTable::Entry> SeriesTable::take_fresh() {
    const std::lock_guard lock(mutex_);
    std::vector<Entry> entries;
    entries.reserve(fresh_.size());
    for (const auto& [id, is_new] : fresh_) entries.push_back(entry(id, is_new));
    fresh_.clear();
    return entries;
}

void SeriesTable::keep_fresh(const std::vector<Entry>& entries) {
    const std::lock_guard lock(mutex_);
    for (const Entry& e : entries) fresh_.emplace_back(e.id, e.is_new);
}

std::size_t SeriesTable::size() const {
    const std::lock_guard lock(mutex_);
    return series_.size();
}

std::string SeriesTable::labels(SeriesId id) const {
    const std::lock_guard lock(mutex_);
    return id < series_.size() ? series_[id].labels : std::string();
}

std::uint32_t SeriesTable::target(SeriesId id) const {
    const std::lock_guard lock(mutex_);
    return series_[id].target_id;
}

void SeriesTable::count(SeriesId id, bool counts) {
    const std::lock_guard lock(mutex_);
    for (const Contribution& c : series_[id].contributions) counts_[c.sli] += counts ? 1 : static_cast<std::size_t>(-1);
}

void SeriesTable::forget_bindings() {
    const std::lock_guard lock(mutex_);
    for (Series& s : series_) s.contributions.clear();
    counts_.clear();
}

std::size_t SeriesTable::rebind(SeriesId id, std::vector<Contribution>& contributions) {
    const std::lock_guard lock(mutex_);
    const std::size_t left_out = std::erase_if(contributions, [&](const Contribution& c) { return counts_[c.sli] >= most_; });
    for (const Contribution& c : contributions) ++counts_[c.sli];
    series_[id].contributions = contributions;
    return left_out;
}

}  // namespace plimsoll::ledger
