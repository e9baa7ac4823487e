#include "domain/exclusions/state.h"

#include <algorithm>
#include <charconv>

namespace plimsoll::exclusions {
namespace {

/// "ex-12": 12; 0: not an id of this prefix.
std::uint64_t number_of(std::string_view id, std::string_view prefix) {
    if (!id.starts_with(prefix)) return 0;
    std::uint64_t number = 0;
    const char* const last = id.data() + id.size();
    const auto [end, error] = std::from_chars(id.data() + prefix.size(), last, number);
    return error == std::errc() && end == last ? number : 0;
}

template <class Items>
auto find_in(Items& items, std::uint64_t number) -> decltype(&items.front()) {
    const auto found = std::lower_bound(items.begin(), items.end(), number, [](const auto& item, std::uint64_t n) { return item.number < n; });
    return found == items.end() || found->number != number ? nullptr : &*found;
}

void forget_old(State& state, Timestamp now) {
    std::erase_if(state.exclusions, [&](const Exclusion& e) { return e.counts() && e.end() < now - kKeepCounting; });
    const auto over = [](const Exclusion& e) { return !e.waits() && !e.counts(); };
    auto surplus = static_cast<std::int64_t>(std::count_if(state.exclusions.begin(), state.exclusions.end(), over)) - static_cast<std::int64_t>(kOverKept);
    if (surplus > 0) std::erase_if(state.exclusions, [&](const Exclusion& e) { return over(e) && surplus-- > 0; });
    if (state.annotations.size() > kAnnotationsKept) state.annotations.erase(state.annotations.begin());
}

struct Fold {
    State& state;
    const log::Stamp& stamp;

    [[nodiscard]] Exclusion* exclusion(const std::string& id) const { return find_in(state.exclusions, number_of(id, "ex-")); }
    void decided(Exclusion& e, ExclusionState to, const std::string& reason) const {
        e.state = to;
        e.decided_by = stamp.actor;
        e.decided_at = stamp.at;
        e.decision_reason = reason;
    }

    void operator()(const ExclusionRequested& event) const {
        Exclusion e;
        e.number = ++state.exclusions_made;
        e.asked = event;
        e.requested_by = stamp.actor;
        e.requested_at = stamp.at;
        e.requested_seq = stamp.seq;
        state.exclusions.push_back(std::move(e));
        forget_old(state, stamp.at);
    }
    void operator()(const ExclusionApproved& event) const {
        Exclusion* e = exclusion(event.id);
        if (e == nullptr) return;
        decided(*e, ExclusionState::approved, event.reason);
        e->approved = true;
        e->self_approved = event.self_approved;
    }
    void operator()(const ExclusionRefused& event) const {
        if (Exclusion* e = exclusion(event.id)) decided(*e, ExclusionState::refused, event.reason);
    }
    void operator()(const ExclusionWithdrawn& event) const {
        Exclusion* e = exclusion(event.id);
        if (e == nullptr) return;
        e->state = ExclusionState::withdrawn;
        e->withdrawn_by = stamp.actor;
        e->withdrawn_at = stamp.at;
        e->withdrawal_reason = event.reason;
        e->counts_again_from = event.from;
    }
    void operator()(const ExclusionExpired& event) const {
        if (Exclusion* e = exclusion(event.id)) e->state = ExclusionState::expired;
    }
    void operator()(const AnnotationMade& event) const {
        state.annotations.push_back({++state.annotations_made, event, stamp.actor, stamp.at, stamp.seq, false, {}, {}});
        forget_old(state, stamp.at);
    }
    void operator()(const AnnotationRetracted& event) const {
        Annotation* a = find_in(state.annotations, number_of(event.id, "an-"));
        if (a == nullptr) return;
        a->retracted = true;
        a->retracted_by = stamp.actor;
        a->retraction_reason = event.reason;
    }
};

}  // namespace

Timestamp Exclusion::end() const {
    const Timestamp last = asked.recurrence ? asked.recurrence->until + asked.range.length() : asked.range.end;
    return counts_again_from ? std::min(*counts_again_from, last) : last;
}

std::optional<Timestamp> Exclusion::due() const {
    if (state == ExclusionState::requested) return asked.expires;
    if (state == ExclusionState::approved && asked.recurrence) return asked.recurrence->until;
    return std::nullopt;
}

void apply(State& state, const Event& event, const log::Stamp& stamp) {
    ++state.events;
    std::visit(Fold{state, stamp}, event);
}

const Exclusion* find_exclusion(const State& state, std::string_view id) { return find_in(state.exclusions, number_of(id, "ex-")); }
const Annotation* find_annotation(const State& state, std::string_view id) { return find_in(state.annotations, number_of(id, "an-")); }

}  // namespace plimsoll::exclusions
