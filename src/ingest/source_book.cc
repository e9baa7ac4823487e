#include "ingest/source_book.h"

#include <algorithm>

namespace plimsoll::ingest {
namespace {

constexpr std::size_t kMostEntries = 1000;
constexpr Duration kRateOver = Duration::minutes(1);

}  // namespace

SourceBook::Entry& SourceBook::entry(const std::string& name, const std::string& kind, const std::string& declared) {
    if (!entries_.contains(name) && entries_.size() >= kMostEntries) {
        entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
            return std::max(a.second.status.heard_at, a.second.status.failed_at) < std::max(b.second.status.heard_at, b.second.status.failed_at);
        }));
    }
    Entry& entry = entries_[name];
    entry.status.name = name;
    entry.status.kind = kind;
    entry.status.declared = declared;
    return entry;
}

void SourceBook::heard(const std::string& name, const std::string& kind, const std::string& declared, const Heard& heard) {
    const Timestamp now = clock_.now();
    const std::lock_guard lock(mutex_);
    Entry& e = entry(name, kind, declared);
    SourceStatus& s = e.status;
    s.total.samples += heard.samples;
    s.total.bound += heard.bound;
    s.total.unbound += heard.unbound;
    s.total.refused += heard.refused;
    s.total.bytes += heard.bytes;
    s.total.series = heard.series;
    s.total.latest = std::max(s.total.latest, heard.latest);
    ++s.deliveries;
    if (s.first_at == Timestamp::min()) s.first_at = now;
    s.heard_at = now;
    s.error.clear();
    s.failures = 0;
    if (e.rate_since == Timestamp::min()) e.rate_since = now;
    e.rate_samples += heard.samples;
    if (const Duration over = now - e.rate_since; over >= kRateOver) {
        s.samples_a_second = static_cast<double>(e.rate_samples) / over.in_seconds();
        e.rate_since = now;
        e.rate_samples = 0;
    } else if (s.samples_a_second == 0 && over > Duration::seconds(5)) {
        s.samples_a_second = static_cast<double>(e.rate_samples) / over.in_seconds();
    }
}

void SourceBook::failed(const std::string& name, const std::string& kind, const std::string& declared, std::string error) {
    const Timestamp now = clock_.now();
    const std::lock_guard lock(mutex_);
    SourceStatus& s = entry(name, kind, declared).status;
    s.error = std::move(error);
    s.failed_at = now;
    ++s.failures;
}

void SourceBook::note(const std::string& name, const std::string& kind, const std::string& declared, std::string note) {
    const std::lock_guard lock(mutex_);
    entry(name, kind, declared).status.note = std::move(note);
}

void SourceBook::forget(const std::string& name) {
    const std::lock_guard lock(mutex_);
    entries_.erase(name);
}

std::vector<SourceStatus> SourceBook::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<SourceStatus> out;
    out.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) out.push_back(entry.status);
    return out;
}

}  // namespace plimsoll::ingest
