#include "domain/attribution/share_out.h"

#include <algorithm>
#include <numeric>

#include "base/invariant.h"
#include "domain/attribution/state.h"

namespace plimsoll::attribution {
namespace {

using U128 = unsigned __int128;

/// Claims that begin and end at each cut.
class Sweep {
public:
    Sweep(const ledger::Ledger::Series& series, std::span<const Claim> claims) {
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const std::size_t begin = slot_from(series, claims[i].range.start);
            const std::size_t end = slot_from(series, claims[i].range.end);
            if (begin >= end) continue;
            begins_.push_back({begin, i});
            ends_.push_back({end, i});
        }
        std::sort(begins_.begin(), begins_.end());
        std::sort(ends_.begin(), ends_.end());
    }

    void add_cuts(std::vector<std::size_t>& cuts) const {
        for (const auto& [slot, claim] : begins_) cuts.push_back(slot);
        for (const auto& [slot, claim] : ends_) cuts.push_back(slot);
    }

    /// Indexes of the claims that hold at the slot, in their order. Requires: slots in rising order.
    const std::vector<std::size_t>& at(std::size_t slot) {
        for (; next_begin_ < begins_.size() && begins_[next_begin_].first <= slot; ++next_begin_) {
            const std::size_t claim = begins_[next_begin_].second;
            active_.insert(std::lower_bound(active_.begin(), active_.end(), claim), claim);
        }
        for (; next_end_ < ends_.size() && ends_[next_end_].first <= slot; ++next_end_) {
            active_.erase(std::lower_bound(active_.begin(), active_.end(), ends_[next_end_].second));
        }
        return active_;
    }

private:
    using Edge = std::pair<std::size_t, std::size_t>;  // slot, claim
    std::vector<Edge> begins_;
    std::vector<Edge> ends_;
    std::size_t next_begin_ = 0;
    std::size_t next_end_ = 0;
    std::vector<std::size_t> active_;
};

Piece piece_of(std::size_t begin, std::size_t end, std::int64_t bad, const std::vector<std::size_t>& active, std::span<const Claim> claims) {
    Piece out{begin, end, bad, {}, 0};
    std::vector<std::int64_t> parts;
    for (const std::size_t claim : active) parts.push_back(claims[claim].parts);
    const std::vector<std::int64_t> divided = divide(bad, parts);
    for (std::size_t i = 0; i < active.size(); ++i) out.taken.push_back({active[i], divided[i]});
    out.unexplained = divided.back();
    return out;
}

}  // namespace

std::vector<std::int64_t> divide(std::int64_t bad, std::span<const std::int64_t> parts) {
    const std::int64_t charged = std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
    INVARIANT(charged >= 0 && charged <= kWhole, "no more than all of it is charged");
    std::vector<std::int64_t> all(parts.begin(), parts.end());
    all.push_back(kWhole - charged);
    const bool negative = bad < 0;
    const U128 whole = static_cast<U128>(negative ? -static_cast<__int128>(bad) : static_cast<__int128>(bad));
    std::vector<std::pair<std::uint64_t, std::size_t>> remainders;
    U128 given = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const U128 exact = whole * static_cast<std::uint64_t>(all[i]);
        const U128 floor = exact / static_cast<std::uint64_t>(kWhole);
        remainders.emplace_back(static_cast<std::uint64_t>(exact % static_cast<std::uint64_t>(kWhole)), i);
        given += floor;
        all[i] = static_cast<std::int64_t>(floor);
    }
    std::stable_sort(remainders.begin(), remainders.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; given < whole; ++i, ++given) ++all[remainders[i].second];
    if (negative) {
        for (std::int64_t& part : all) part = -part;
    }
    INVARIANT(std::accumulate(all.begin(), all.end(), std::int64_t{0}) == bad, "the parts are the whole");
    return all;
}

std::size_t slot_from(const ledger::Ledger::Series& series, Timestamp at) {
    if (at <= series.start) return 0;
    const std::int64_t slot = (at - series.start + series.step - Duration::ms(1)) / series.step;
    return std::min(static_cast<std::size_t>(slot), series.slots.size());
}

std::vector<Piece> share_out(const ledger::Ledger::Series& series, std::span<const Claim> claims, std::vector<std::size_t> cuts) {
    Sweep sweep(series, claims);
    sweep.add_cuts(cuts);
    cuts.push_back(0);
    cuts.push_back(series.slots.size());
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<Piece> out;
    out.reserve(cuts.size());
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        std::int64_t bad = 0;
        for (std::size_t slot = cuts[i]; slot < cuts[i + 1]; ++slot) bad += series.slots[slot].bad;
        out.push_back(piece_of(cuts[i], cuts[i + 1], bad, sweep.at(cuts[i]), claims));
    }
    return out;
}

}  // namespace plimsoll::attribution
