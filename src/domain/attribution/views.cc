#include "domain/attribution/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "domain/attribution/measures.h"

namespace plimsoll::attribution {
namespace {

class Teller {
public:
    explicit Teller(const Told& told) : told_(told), spend_(told.spend) {}

    EpisodesView tell() {
        out_.name = told_.slo.name;
        out_.as_of = told_.as_of;
        out_.range = spend_.range;
        out_.period = told_.period;
        out_.step = spend_.series.step;
        out_.unit = told_.unit;
        out_.allowance = spend_.allowance.as_double();
        out_.total = {spend_.total.valid, spend_.total.bad};
        out_.excluded = told_.excluded;
        out_.background_bad = spend_.background;
        out_.unexplained_bad = spend_.in_all.unexplained;
        if (spend_.total.bad > 0) out_.unexplained_share = share(spend_.in_all.unexplained);
        episodes();
        causes();
        for (const Measure& m : {charged_share(told_), unexplained_share(told_)}) out_.measures.push_back({m, defence_sheet(m)});
        out_.note = note();
        return std::move(out_);
    }

private:
    [[nodiscard]] double share(std::int64_t bad) const { return static_cast<double>(bad) / static_cast<double>(spend_.total.bad); }
    [[nodiscard]] std::optional<double> of_budget(std::int64_t bad) const {
        if (told_.period_valid <= 0) return std::nullopt;
        return burn_of(told_.period_valid, bad, spend_.allowance);
    }

    /// Those that spent most, in the order of time.
    [[nodiscard]] std::vector<std::size_t> largest() const {
        std::vector<std::size_t> order(spend_.episodes.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        if (order.size() <= kEpisodesMost) return order;
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return spend_.episodes[a].bad > spend_.episodes[b].bad; });
        order.resize(kEpisodesMost);
        std::sort(order.begin(), order.end());
        return order;
    }

    void episodes() {
        const std::vector<std::size_t> shown = largest();
        std::size_t next = 0;
        for (std::size_t i = 0; i < spend_.episodes.size(); ++i) {
            if (next < shown.size() && shown[next] == i) {
                ++next;
                out_.episodes.push_back(episode(spend_.episodes[i], spend_.of_episode[i]));
                continue;
            }
            ++out_.smaller.count;
            out_.smaller.bad += spend_.episodes[i].bad;
            out_.smaller.unexplained_bad += spend_.of_episode[i].unexplained;
        }
    }

    [[nodiscard]] EpisodeView episode(const Episode& e, const Explained& explained) const {
        EpisodeView out;
        out.id = fmt::format("{}/{}", told_.slo.name, e.range.start.in_ms());
        out.start = e.range.start;
        out.end = e.range.end;
        out.open = e.open;
        out.burn = burn_of(e.valid, e.bad, spend_.allowance);
        out.peak_burn = burn_of(e.peak.valid, e.peak.bad, spend_.allowance);
        out.peak_at = e.peak.range.end;
        out.valid = e.valid;
        out.bad = e.bad;
        out.budget_share = of_budget(e.bad);
        out.without_data = e.without_data;
        std::vector<Cause> charged;
        for (const Taken& taken : explained.taken) {
            const Charge& charge = spend_.charges[taken.claim];
            out.charges.push_back(view_of(charge, taken.bad, told_.slo.sli_version));
            charged.push_back(charge.made.cause);
        }
        out.unexplained_bad = explained.unexplained;
        if (explained.unexplained > 0) out.proposals = proposals_for(e, told_.around, charged);
        return out;
    }

    void causes() {
        std::map<std::pair<CauseKind, std::string>, CauseView> causes;
        for (const Taken& taken : spend_.in_all.taken) {
            const Charge& charge = spend_.charges[taken.claim];
            const Cause& cause = charge.made.cause;
            out_.charges.push_back(view_of(charge, taken.bad, told_.slo.sli_version));
            CauseView& view = causes.try_emplace({cause.kind, cause.ref}, CauseView{cause.kind, cause.ref, {}, 0, 0, {}}).first->second;
            view.bad += taken.bad;
            if (!cause.title.empty()) view.title = cause.title;
        }
        for (auto& [key, view] : causes) {
            if (spend_.total.bad > 0) view.share = share(view.bad);
            view.budget_share = of_budget(view.bad);
            out_.by_cause.push_back(std::move(view));
        }
        std::stable_sort(out_.by_cause.begin(), out_.by_cause.end(), [](const CauseView& a, const CauseView& b) { return a.bad > b.bad; });
        std::stable_sort(out_.charges.begin(), out_.charges.end(), [](const ChargeView& a, const ChargeView& b) { return a.start < b.start; });
    }

    [[nodiscard]] std::string note() const {
        std::string out = fmt::format("An episode is a run of slots of {} in which more went bad than the objective allows, and more than chance "
                                      "explains or a hundredth of the period's budget.", text::duration(spend_.series.step));
        if (out_.smaller.count > 0) out += fmt::format(" The {} smaller episodes are added up.", text::count(out_.smaller.count));
        if (out_.range.start != out_.period.start || out_.range.end != out_.period.end)
            out += fmt::format(" Shares of the budget are of the period from {} to {}.", text::rfc3339(out_.period.start), text::rfc3339(out_.period.end));
        return out;
    }

    const Told& told_;
    const Spend& spend_;
    EpisodesView out_;
};

}  // namespace

EpisodesView view_of(const Told& told) { return Teller(told).tell(); }

EpisodesView nothing_yet(const catalog::Slo& slo, CountUnit unit) {
    EpisodesView out;
    out.name = slo.name;
    out.unit = std::move(unit);
    out.note = "no data yet";
    return out;
}

ChargeView view_of(const Charge& charge, std::int64_t bad, const std::string& sli_version) {
    const ChargeMade& m = charge.made;
    return {m.charge, m.slo, m.range.start, m.range.end, m.cause, m.parts, bad, m.by, charge.at, m.reason, m.from_proposal,
            m.sli_version != sli_version};
}

}  // namespace plimsoll::attribution
