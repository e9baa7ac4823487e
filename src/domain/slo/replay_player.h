// replay_player.h: plays the steps of a past through the judge: what replay() does, whatever its steps are read from.
//
// Past       gives the steps: start(), step(), steps(), since(); reach(n) makes step n readable; silent(n); calm(n) is true only
//            if every rule is surely below; rolling(n) and period(n) put windows into LiveWindows; sums() is for the course.
// Threads    one.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "domain/slo/budget.h"
#include "domain/slo/decide.h"
#include "domain/slo/errors.h"
#include "domain/slo/measures.h"
#include "domain/slo/phase.h"
#include "domain/slo/range_sums.h"
#include "domain/slo/replay.h"
#include "domain/slo/windows_at.h"

namespace plimsoll::slo {

/// How long before its range a replay begins.
[[nodiscard]] Duration run_up_of(const catalog::Slo& slo);

template <class Past>
class ReplayPlayer {
public:
    ReplayPlayer(const catalog::Slo& slo, const ReplayPlan& plan, Past past)
        : slo_(slo), plan_(plan), past_(std::move(past)), judge_(only(slo)), facts_{slo.name, slo.service, slo.objective, slo.definition_version, plan.service_channels} {
        live_.since = past_.since();
        live_.windows.resize(windows_of(slo).size());
    }

    Result<Replay> play() {
        const auto place = [&](Timestamp at) { return std::clamp<std::int64_t>(at <= past_.start() ? 0 : (at - past_.start()) / past_.step(), 0, past_.steps()); };
        first_ = place(plan_.range.start);
        last_ = std::max(first_, place(plan_.range.end));
        const std::int64_t begin = std::max<std::int64_t>(0, first_ - (run_up_of(slo_) / past_.step() + 1));
        TRY(steps(begin, first_, begin));
        begin_range();
        TRY(steps(first_, last_, begin));
        end_range();
        TRY(draw_course());
        return std::move(out_);
    }

private:
    static constexpr std::int64_t kTellEvery = 16'384;

    static std::shared_ptr<const catalog::Catalog> only(const catalog::Slo& slo) {
        auto out = std::make_shared<catalog::Catalog>();
        out->slos.emplace(slo.name, slo);
        return out;
    }
    [[nodiscard]] Timestamp end_of(std::int64_t step) const { return past_.start() + past_.step() * (step + 1); }

    Result<> steps(std::int64_t from, std::int64_t to, std::int64_t begin) {
        for (std::int64_t n = from; n < to;) {
            const std::int64_t until = std::min(to, n + kTellEvery);
            for (; n < until; ++n) {
                if (!passes(n)) TRY(step(n));
            }
            if (plan_.progress && !plan_.progress(n - begin, last_ - begin)) return fail(errors::cancelled);
        }
        return {};
    }

    /// Nearly every step: samples came, nothing is open, nothing burns.
    bool passes(std::int64_t n) {
        if (busy_ || !past_.calm(n) || past_.silent(n)) return false;
        heard_ = n;
        ++out_.judged;
        return true;
    }

    Result<> step(std::int64_t n) {
        TRY(past_.reach(n));
        ++out_.judged;
        if (past_.silent(n)) return check_due_staleness(end_of(n));
        heard_ = n;
        ++out_.looked;
        const Timestamp now = end_of(n);
        live_.as_of = now;
        past_.rolling(n, live_);
        if (!judge_.quiet(0, live_, now)) {
            past_.period(n, live_);
            TRY(submit(ApplyJudgement{facts_, judge(slo_, live_)}, now));
        }
        if (stale_open_) TRY(check_staleness(now));
        return {};
    }

    Result<> check_due_staleness(Timestamp now) {
        if (heard_ < 0 || stale_open_ || slo_.stale_after <= Duration() || now - end_of(heard_) < slo_.stale_after) return {};
        return check_staleness(now);
    }
    Result<> check_staleness(Timestamp now) {
        return submit(CheckStaleness{facts_, end_of(heard_), slo_.stale_after, slo_.stale_channels, Timestamp::min()}, now);
    }

    Result<> submit(const Command& command, Timestamp now) {
        TRY_ASSIGN(const std::vector<Event> events, decide(state_, command, {now, "replay"}));
        for (const Event& event : events) {
            apply(state_, event, {++seq_, now, "replay"});
            note(event);
        }
        const SloRecord* record = find_record(state_, slo_.name);
        stale_open_ = record != nullptr && record->stale.has_value();
        busy_ = mirror(judge_, 0, record).busy || stale_open_;
        return {};
    }

    void note(const Event& event) {
        if (const auto* fired = std::get_if<AlertFired>(&event)) {
            open_[fired->alert] = out_.alerts.size();
            out_.alerts.push_back({*fired, std::nullopt, {}, false});
        } else if (const auto* frozen = std::get_if<AlertFrozen>(&event)) {
            if (ReplayedAlert* alert = open(frozen->alert)) alert->frozen.push_back({frozen->as_of, Timestamp::max()});
        } else if (const auto* thawed = std::get_if<AlertThawed>(&event)) {
            if (ReplayedAlert* alert = open(thawed->alert)) end_frozen(*alert, thawed->as_of);
        } else if (const auto* resolved = std::get_if<AlertResolved>(&event)) {
            ReplayedAlert* alert = open(resolved->alert);
            if (alert == nullptr) return;
            end_frozen(*alert, resolved->as_of);
            alert->resolved = *resolved;
            open_.erase(resolved->alert);
        }
    }
    ReplayedAlert* open(const std::string& alert) {
        const auto found = open_.find(alert);
        return found == open_.end() ? nullptr : &out_.alerts[found->second];
    }
    static void end_frozen(ReplayedAlert& alert, Timestamp at) {
        if (!alert.frozen.empty() && alert.frozen.back().end == Timestamp::max()) alert.frozen.back().end = at;
    }

    /// What was over before the range is not told of.
    void begin_range() {
        std::erase_if(out_.alerts, [](const ReplayedAlert& alert) { return alert.resolved.has_value(); });
        open_.clear();
        for (std::size_t i = 0; i < out_.alerts.size(); ++i) {
            out_.alerts[i].began_open = true;
            open_[out_.alerts[i].fired.alert] = i;
        }
        out_.judged = 0;
        out_.looked = 0;
    }
    void end_range() {
        for (ReplayedAlert& alert : out_.alerts) end_frozen(alert, past_.start() + past_.step() * last_);
    }

    Result<> draw_course() {
        const std::int64_t steps = last_ - first_;
        const auto points = std::min<std::int64_t>(steps, static_cast<std::int64_t>(plan_.points));
        if (points <= 0) return {};
        const WindowsAt windows(slo_);
        std::vector<TimeRange> asked;
        Timestamp before = past_.start() + past_.step() * first_;
        for (std::int64_t i = 1; i <= points; ++i) {
            const Timestamp at = past_.start() + past_.step() * (first_ + steps * i / points);
            asked.push_back(windows.period(slo_, at));
            asked.push_back({windows.end(at) - windows.length(Duration::hours(1)), windows.end(at)});
            asked.push_back({std::exchange(before, at), at});
        }
        TRY_ASSIGN(const std::vector<ledger::WindowSum> told, past_.sums(asked));
        for (std::size_t i = 0; i + 2 < told.size(); i += 3) {
            BudgetPoint point{asked[i + 2].end, std::nullopt, std::nullopt, std::nullopt};
            if (point.at > past_.since()) {
                point.remaining = budget_of(known(told[i], past_.since()), slo_.objective).remaining_share();
                point.burn_1h = burn_of(known(told[i + 1], past_.since()), slo_.objective);
                point.coverage = coverage_of(told[i + 2], past_.since());
            }
            out_.course.push_back(point);
        }
        return {};
    }

    const catalog::Slo& slo_;
    const ReplayPlan& plan_;
    Past past_;
    Judge judge_;
    SloFacts facts_;
    State state_;
    ledger::LiveWindows live_;
    std::uint64_t seq_ = 0;
    std::int64_t first_ = 0;
    std::int64_t last_ = 0;
    std::int64_t heard_ = -1;  ///< the last step with a sample
    bool busy_ = false;        ///< some rule is not idle, or it is stale
    bool stale_open_ = false;
    std::map<std::string, std::size_t> open_;  ///< by id, into the alerts
    Replay out_;
};

}  // namespace plimsoll::slo
