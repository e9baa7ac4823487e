// puller_lanes.cc: who is asked together, and for which steps next.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "ingest/pull/joined.h"
#include "ingest/pull/puller.h"

namespace plimsoll::ingest::pull {

void Puller::arrange() {
    lanes_.clear();
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < slis_.size(); ++i)
        if (!slis_[i].asked.terms().empty()) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return slis_[a].until < slis_[b].until; });
    lanes_of(order, Purpose::now);
    arrange_fill();
    tell_note();
}

void Puller::arrange_fill() {
    std::erase_if(lanes_, [](const LanePtr& lane) { return lane->purpose == Purpose::fill && !lane->busy; });
    std::vector<bool> asked_now(slis_.size());
    for (const LanePtr& lane : lanes_) {
        if (lane->purpose != Purpose::fill) continue;
        for (const std::size_t i : lane->slis) asked_now[i] = true;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < slis_.size(); ++i)
        if (slis_[i].fill.wanted() && !slis_[i].asked.terms().empty() && !asked_now[i]) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return slis_[a].fill.down_to() < slis_[b].fill.down_to(); });
    lanes_of(order, Purpose::fill);
}

/// As many SLIs in a lane as `batch` queries and the server's limit of text allow.
void Puller::lanes_of(const std::vector<std::size_t>& slis, Purpose purpose) {
    std::vector<std::size_t> some;
    std::size_t terms = 0;
    std::size_t bytes = 0;
    const auto flush = [&] {
        if (!some.empty()) lanes_.push_back(lane_of(std::exchange(some, {}), purpose));
        terms = bytes = 0;
    };
    for (const std::size_t i : slis) {
        std::size_t size = 0;
        for (const AskedTerm& term : slis_[i].asked.terms()) size += term.text.size() + 60;
        const std::size_t count = slis_[i].asked.terms().size();
        if (terms + count > static_cast<std::size_t>(source_.batch) || bytes + size > query_bytes_) flush();
        some.push_back(i);
        terms += count;
        bytes += size;
    }
    flush();
}

Puller::LanePtr Puller::lane_of(std::vector<std::size_t> slis, Purpose purpose) const {
    auto lane = std::make_shared<Lane>();
    lane->purpose = purpose;
    std::vector<const AskedTerm*> terms;
    std::unordered_map<std::string_view, std::size_t> known;  // several promises may stand on one indicator
    for (const std::size_t i : slis) {
        for (const AskedTerm& term : slis_[i].asked.terms()) {
            const auto [at, is_new] = known.try_emplace(term.text, terms.size());
            if (is_new) terms.push_back(&term);
            lane->places.push_back(at->second);
        }
    }
    lane->terms = terms.size();
    lane->form = form_of({{"query", joined(terms)}});
    lane->slis = std::move(slis);
    lane->most_steps = std::clamp<std::size_t>(kPointsWanted / std::max<std::size_t>(1, lane->terms), 1, kMostPoints - 1);
    return lane;
}

void Puller::part(const LanePtr& lane) {
    const auto half = lane->slis.begin() + static_cast<std::ptrdiff_t>(lane->slis.size() / 2);
    LanePtr first = lane_of({lane->slis.begin(), half}, lane->purpose);
    LanePtr second = lane_of({half, lane->slis.end()}, lane->purpose);
    for (const LanePtr& one : {first, second}) one->most_steps = std::min(one->most_steps, lane->most_steps);
    const auto at = std::find(lanes_.begin(), lanes_.end(), lane);
    if (at == lanes_.end()) return;
    *at = first;
    lanes_.push_back(second);
}

Timestamp Puller::until_of(const Lane& lane) const {
    Timestamp out = Timestamp::max();
    for (const std::size_t i : lane.slis) out = std::min(out, slis_[i].until);
    return out;
}

std::optional<Puller::Request> Puller::next(const LanePtr& lane, Look look, Timestamp due) const {
    const Duration step = source_.step;
    const auto most = step * static_cast<std::int64_t>(lane->most_steps);
    const Timestamp until = until_of(*lane);
    if (look == Look::first && lane->purpose == Purpose::now) {
        if (until >= due) return std::nullopt;
        return Request{lane, look, until + step, std::min(due, until + most)};
    }
    if (look == Look::again && lane->purpose == Purpose::now) {
        if (look_again_ <= Duration()) return std::nullopt;
        const Duration chunk = std::max(step, Timestamp::from_ms(look_again_.in_ms()).floor(step) - Timestamp());
        Timestamp looked = Timestamp::max();
        for (const std::size_t i : lane->slis) looked = std::min(looked, slis_[i].looked);
        looked = looked.floor(step);
        if (looked + chunk + look_again_ > until) return std::nullopt;
        return Request{lane, look, looked + step, looked + std::min(chunk, most)};
    }
    if (look != Look::past || lane->purpose != Purpose::fill) return std::nullopt;
    Timestamp down_to = Timestamp::min();
    Timestamp floor = Timestamp::max();
    for (const std::size_t i : lane->slis) {
        // What is live has to be first, so that the groups of a roll-up are bound when their past is filled.
        if (!slis_[i].heard && slis_[i].error.empty()) return std::nullopt;
        if (!slis_[i].fill.wanted()) continue;
        down_to = std::max(down_to, slis_[i].fill.down_to().floor(step));
        floor = std::min(floor, slis_[i].fill.floor());
    }
    if (down_to <= floor) return std::nullopt;
    return Request{lane, look, std::max(floor.floor(step), down_to - most) + step, down_to};
}

std::optional<Puller::Request> Puller::pick(Duration now) const {
    const Timestamp due = due_end();
    for (const Look look : {Look::first, Look::again, Look::past}) {
        std::optional<Request> best;
        for (const LanePtr& lane : lanes_) {
            if (lane->busy || lane->not_before > now) continue;
            auto request = next(lane, look, due);
            if (request && (!best || request->first < best->first)) best = std::move(request);
        }
        if (best) return best;
    }
    return std::nullopt;
}

}  // namespace plimsoll::ingest::pull
