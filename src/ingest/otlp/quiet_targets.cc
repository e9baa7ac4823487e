#include "ingest/otlp/quiet_targets.h"

#include <algorithm>

namespace plimsoll::ingest::otlp {

bool QuietTarget::spoke(const SeriesHash& series, Timestamp at) {
    const std::lock_guard lock(mutex_);
    const auto found = words_.find(series);
    if (found == words_.end()) return words_.size() >= most_;  // for the caller a series beyond the bound is as good as known
    found->second.last = std::max(found->second.last, at);
    return true;
}

void QuietTarget::remember(const SeriesHash& series, Timestamp at, Pairs labels) {
    const std::lock_guard lock(mutex_);
    if (words_.size() >= most_) return;
    if (words_.try_emplace(series, Word{at, std::make_shared<const Pairs>(std::move(labels))}).second) ++*in_all_;
}

std::vector<QuietTarget::Known> QuietTarget::silent_at(Timestamp at) const {
    const std::lock_guard lock(mutex_);
    std::vector<Known> out;
    for (const auto& [series, word] : words_) {
        if (word.last < at) out.push_back({series, word.labels});
    }
    return out;
}

std::shared_ptr<QuietTarget> QuietTargets::find(const std::string& target) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(target);
    if (found == places_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
}

std::shared_ptr<QuietTarget> QuietTargets::find_or_add(const std::string& target) {
    if (auto known = find(target)) return known;
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(target); found != places_.end()) return found->second->second;
    while (!order_.empty() && (order_.size() >= targets_ || *in_all_ >= most_in_all_)) {
        places_.erase(order_.back().first);
        order_.pop_back();
    }
    order_.emplace_front(target, std::make_shared<QuietTarget>(series_, in_all_));
    places_.emplace(target, order_.begin());
    return order_.front().second;
}

std::size_t QuietTargets::size() const {
    const std::lock_guard lock(mutex_);
    return order_.size();
}

}  // namespace plimsoll::ingest::otlp
