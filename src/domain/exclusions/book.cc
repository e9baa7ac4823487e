#include "domain/exclusions/book.h"

#include <unordered_set>

#include "domain/exclusions/recurrence.h"

namespace plimsoll::exclusions {
namespace {

/// What a timeline is made of: the engine waits while it is copied.
State of_use(const State& state) {
    State out{{}, {}, state.exclusions_made, state.annotations_made, state.events};
    for (const Exclusion& e : state.exclusions) {
        if (e.waits() || e.counts()) out.exclusions.push_back(e);
    }
    for (const Annotation& a : state.annotations) {
        if (!a.retracted) out.annotations.push_back(a);
    }
    return out;
}

}  // namespace

std::vector<TimeRange> all_occurrences(const ExclusionRequested& asked) {
    return asked.recurrence ? occurrences_of(*asked.recurrence, asked.range) : std::vector<TimeRange>{asked.range};
}

Book::Book(Read read, std::function<std::uint64_t()> folds) : read_(std::move(read)), folds_(std::move(folds)) { catch_up(); }

std::shared_ptr<const Timeline> Book::now() const {
    const std::lock_guard lock(mutex_);
    return now_;
}

bool Book::stale() const {
    std::uint64_t events = 0;
    const std::uint64_t fold = folds_();
    read_([&](const State& state) { events = state.events; });
    const std::lock_guard lock(mutex_);
    return fold != fold_ || events != now_->events();
}

/// A state that was folded anew may say something else under an id that was lost with a failed commit.
Occurrences Book::occurrences(const Exclusion& exclusion) {
    const ExclusionRequested& asked = exclusion.asked;
    {
        const std::lock_guard lock(known_mutex_);
        const auto found = known_.find(asked.id);
        const bool same = found != known_.end() && found->second.first.range == asked.range && found->second.first.recurrence == asked.recurrence;
        if (same) return found->second.second;
    }
    auto made = std::make_shared<const std::vector<TimeRange>>(all_occurrences(asked));
    if (!exclusion.waits() && !exclusion.counts()) return made;
    const std::lock_guard lock(known_mutex_);
    known_.insert_or_assign(asked.id, std::pair(asked, made));
    return made;
}

void Book::forget_over(const Timeline& timeline) {
    std::unordered_set<std::string> active;
    for (const Exclusion& e : timeline.active()) active.insert(e.asked.id);
    const std::lock_guard lock(known_mutex_);
    std::erase_if(known_, [&](const auto& entry) { return !active.contains(entry.first); });
}

bool Book::catch_up() {
    const std::lock_guard making(making_);
    State copy;
    const std::uint64_t fold = folds_();
    std::uint64_t known = 0;
    {
        const std::lock_guard lock(mutex_);
        known = fold == fold_ ? now_->events() : UINT64_MAX;
    }
    read_([&](const State& state) { copy = state.events == known ? State{{}, {}, 0, 0, known} : of_use(state); });
    if (copy.events == known) return false;
    auto made = std::make_shared<const Timeline>(copy, [this](const Exclusion& e) { return occurrences(e); });
    forget_over(*made);
    const std::lock_guard lock(mutex_);
    now_ = std::move(made);
    fold_ = fold;
    revision_.fetch_add(1);
    return true;
}

}  // namespace plimsoll::exclusions
