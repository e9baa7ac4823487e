#include "domain/attribution/spend.h"

#include <algorithm>

#include "base/invariant.h"

namespace plimsoll::attribution {
namespace {

std::vector<Claim> claims_of(const std::vector<Charge>& charges) {
    std::vector<Claim> out;
    for (const Charge& c : charges) out.push_back({c.made.range, c.made.parts});
    return out;
}

std::vector<std::size_t> cuts_of(const std::vector<Episode>& episodes) {
    std::vector<std::size_t> out;
    for (const Episode& e : episodes) {
        out.push_back(e.begin);
        out.push_back(e.end);
    }
    return out;
}

void add(const Piece& piece, Explained& to) {
    to.unexplained += piece.unexplained;
    for (const Taken& taken : piece.taken) {
        const auto at = std::lower_bound(to.taken.begin(), to.taken.end(), taken.claim, [](const Taken& t, std::size_t c) { return t.claim < c; });
        if (at != to.taken.end() && at->claim == taken.claim) at->bad += taken.bad;
        else to.taken.insert(at, taken);
    }
}

std::int64_t sum_of(const Explained& explained) {
    std::int64_t sum = explained.unexplained;
    for (const Taken& taken : explained.taken) sum += taken.bad;
    return sum;
}

}  // namespace

Spend spend_of(ledger::Ledger::Series series, const Ratio& allowance, const Scale& scale, Timestamp end, std::vector<Charge> charges) {
    Spend out;
    out.series = std::move(series);
    out.allowance = allowance;
    out.charges = std::move(charges);
    out.range = {out.series.start, std::min(start_of(out.series, out.series.slots.size()), std::max(end, out.series.start))};
    std::erase_if(out.charges, [&](const Charge& c) {
        return slot_from(out.series, c.made.range.start) >= slot_from(out.series, c.made.range.end);
    });
    for (const ledger::Slot& slot : out.series.slots) out.total += slot;
    out.episodes = episodes_of(out.series, allowance, scale, end);
    out.of_episode.resize(out.episodes.size());
    out.background = out.total.bad;
    std::size_t next = 0;
    for (const Piece& piece : share_out(out.series, claims_of(out.charges), cuts_of(out.episodes))) {
        add(piece, out.in_all);
        while (next < out.episodes.size() && out.episodes[next].end <= piece.begin) ++next;
        if (next == out.episodes.size() || piece.begin < out.episodes[next].begin) continue;
        add(piece, out.of_episode[next]);
        out.background -= piece.bad;
    }
    INVARIANT(sum_of(out.in_all) == out.total.bad, "charges and what is unexplained add up to what was counted");
    return out;
}

}  // namespace plimsoll::attribution
