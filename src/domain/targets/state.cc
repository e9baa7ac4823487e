#include "domain/targets/state.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <charconv>

namespace plimsoll::targets {
namespace {

/// "tg-12": 12; 0: not an id.
std::uint64_t number_of(std::string_view id) {
    constexpr std::string_view kPrefix = "tg-";
    if (!id.starts_with(kPrefix)) return 0;
    std::uint64_t number = 0;
    const char* const last = id.data() + id.size();
    const auto [end, error] = std::from_chars(id.data() + kPrefix.size(), last, number);
    return error == std::errc() && end == last ? number : 0;
}

template <class Proposals>
auto find_in(Proposals& proposals, std::uint64_t number) -> decltype(&proposals.front()) {
    const auto found = std::lower_bound(proposals.begin(), proposals.end(), number, [](const Proposal& p, std::uint64_t n) { return p.number < n; });
    return found == proposals.end() || found->number != number ? nullptr : &*found;
}

const Proposal* find_of(const State& state, std::string_view slo, TargetState wanted) {
    const auto found = std::find_if(state.proposals.rbegin(), state.proposals.rend(), [&](const Proposal& p) { return p.state == wanted && p.made.slo == slo; });
    return found == state.proposals.rend() ? nullptr : &*found;
}

void forget_old(State& state, const std::string& slo) {
    const auto over = [&](const Proposal& p) { return p.made.slo == slo && !p.waits() && p.state != TargetState::approved; };
    auto surplus = static_cast<std::int64_t>(std::count_if(state.proposals.begin(), state.proposals.end(), over)) - static_cast<std::int64_t>(kClosedPerSlo);
    if (surplus > 0) std::erase_if(state.proposals, [&](const Proposal& p) { return over(p) && surplus-- > 0; });
}

struct Fold {
    State& state;
    const log::Stamp& stamp;

    [[nodiscard]] Proposal* touched(const std::string& id) const {
        Proposal* p = find_in(state.proposals, number_of(id));
        if (p != nullptr) p->seq = stamp.seq;
        return p;
    }
    Proposal* decided(const std::string& id, TargetState to, const std::string& comment) const {
        Proposal* p = touched(id);
        if (p == nullptr) return nullptr;
        p->state = to;
        p->decided_by = stamp.actor;
        p->decided_at = stamp.at;
        p->decision = comment;
        return p;
    }
    void closed(const std::string& id, TargetState to, const std::string& comment) const {
        const Proposal* p = decided(id, to, comment);
        if (p != nullptr) forget_old(state, std::string(p->made.slo));
    }

    void operator()(const TargetProposed& event) const {
        Proposal p;
        p.number = ++state.proposals_made;
        p.made = event;
        p.by = stamp.actor;
        p.at = stamp.at;
        p.basis = event.basis;
        p.seq = stamp.seq;
        state.proposals.push_back(std::move(p));
    }
    void operator()(const TargetReviewed& event) const {
        if (Proposal* p = touched(event.id)) p->reviews.push_back({stamp.actor, stamp.at, boost::describe::enum_to_string(event.verdict, ""), event.comment});
    }
    void operator()(const TargetApproved& event) const {
        Proposal* p = find_in(state.proposals, number_of(event.id));
        if (p == nullptr) return;
        for (Proposal& other : state.proposals) {
            if (other.state == TargetState::approved && other.made.slo == p->made.slo) other.state = TargetState::superseded;
        }
        decided(event.id, TargetState::approved, event.comment);
        p->review_on = event.review_on;
        p->self_approved = event.self_approved;
        p->basis = event.basis;
        forget_old(state, std::string(p->made.slo));
    }
    void operator()(const TargetDeclined& event) const { closed(event.id, TargetState::declined, event.comment); }
    void operator()(const TargetWithdrawn& event) const { closed(event.id, TargetState::withdrawn, event.comment); }
};

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) { std::visit(Fold{state, stamp}, event); }

const Proposal* find_proposal(const State& state, std::string_view id) { return find_in(state.proposals, number_of(id)); }
const Proposal* waiting_of(const State& state, std::string_view slo) { return find_of(state, slo, TargetState::proposed); }
const Proposal* approved_of(const State& state, std::string_view slo) { return find_of(state, slo, TargetState::approved); }

}  // namespace plimsoll::targets
