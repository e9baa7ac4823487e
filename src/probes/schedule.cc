#include "probes/schedule.h"

#include "base/invariant.h"

namespace plimsoll::probes {
namespace {

/// FNV-1a, then mixed so that names that differ in their last character lie far apart. The same on every machine, so that a
/// probe keeps its rhythm when the data folder moves.
std::uint64_t hash_of(const std::string& name) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdULL;
    return hash ^ (hash >> 33);
}

}  // namespace

Timestamp Schedule::first_due(const std::string& name, Duration interval, Timestamp now) {
    const auto offset = Duration::ms(static_cast<std::int64_t>(hash_of(name) % static_cast<std::uint64_t>(interval.in_ms())));
    return (now - offset).floor(interval) + offset + interval;
}

void Schedule::set(const std::vector<std::pair<std::string, Duration>>& probes, Timestamp now) {
    std::map<std::string, Entry> entries;
    for (const auto& [name, interval] : probes) {
        INVARIANT(interval.in_ms() > 0, "a probe without an interval is refused before");
        const auto old = entries_.find(name);
        if (old != entries_.end() && old->second.interval == interval) {
            entries.emplace(name, old->second);
        } else {
            const bool under_way = old != entries_.end() && old->second.under_way;
            entries.emplace(name, Entry{interval, first_due(name, interval, now), under_way});
        }
    }
    entries_ = std::move(entries);
    waiting_.clear();
    for (const auto& [name, entry] : entries_)
        if (!entry.under_way) waiting_.emplace(entry.due, name);
}

void Schedule::step_back(Timestamp now) {
    waiting_.clear();
    for (auto& [name, entry] : entries_) {
        if (entry.due - now > entry.interval) entry.due = first_due(name, entry.interval, now);
        if (!entry.under_way) waiting_.emplace(entry.due, name);
    }
}

std::optional<Schedule::Due> Schedule::take(Timestamp now) {
    if (now < latest_) step_back(now);
    latest_ = now;
    if (waiting_.empty() || waiting_.begin()->first > now) return std::nullopt;
    const auto [due, name] = *waiting_.begin();
    waiting_.erase(waiting_.begin());
    Entry& entry = entries_.at(name);
    const std::int64_t missed = (now - due) / entry.interval;
    const Timestamp at = due + entry.interval * missed;
    entry.due = at + entry.interval;
    entry.under_way = true;
    return Due{name, at, static_cast<std::uint64_t>(missed)};
}

void Schedule::finished(const std::string& name) {
    const auto found = entries_.find(name);
    if (found == entries_.end() || !found->second.under_way) return;
    found->second.under_way = false;
    waiting_.emplace(found->second.due, name);
}

std::optional<Timestamp> Schedule::next() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->first;
}

}  // namespace plimsoll::probes
