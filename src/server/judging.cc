#include "server/judging.h"

#include <spdlog/spdlog.h>

namespace plimsoll::server {

namespace {

constexpr Duration kCheckEvery = Duration::seconds(5);
constexpr Duration kGatherAnomalies = Duration::minutes(1);
constexpr std::size_t kMostRevisions = 10'000;

std::string kind_name(ledger::Anomaly::Kind kind) {
    switch (kind) {
        case ledger::Anomaly::Kind::bad_above_valid: return "bad_above_valid";
        case ledger::Anomaly::Kind::unknown_start: return "unknown_start";
        case ledger::Anomaly::Kind::conflicting_duplicate: return "conflicting_duplicate";
        case ledger::Anomaly::Kind::counter_reset: return "counter_reset";
        case ledger::Anomaly::Kind::too_late: return "too_late";
    }
    return "unknown";
}

slo::Phase phase_of(const slo::SloRecord* record, const std::string& rule) {
    if (record == nullptr) return slo::Phase::idle;
    if (const auto open = record->open.find(rule); open != record->open.end()) {
        if (open->second.clearing_since) return slo::Phase::timed;
        return open->second.frozen() ? slo::Phase::frozen : slo::Phase::firing;
    }
    return record->pending.contains(rule) ? slo::Phase::timed : slo::Phase::idle;
}

}  // namespace

Judging::Judging(Engine& engine, const ledger::Ledger& ledger, const Clock& clock, Metrics& metrics)
    : engine_(engine),
      ledger_(ledger),
      clock_(clock),
      judged_(metrics.counter("plimsoll_slo_judgements_total", "Judgements of SLOs that were more than a quick look")),
      refused_(metrics.counter("plimsoll_slo_judgements_refused_total", "Judgements that the log could not take yet")),
      started_(clock.now()) {}

void Judging::bound(std::shared_ptr<const catalog::Catalog> catalog, const std::map<std::string, ledger::SliId>& slis) {
    judge_ = slo::Judge(catalog);
    facts_.clear();
    slis_.clear();
    index_of_sli_.clear();
    again_.clear();
    for (std::size_t i = 0; i < judge_.size(); ++i) {
        const catalog::Slo& slo = judge_.slo(i);
        facts_.push_back(slo::facts_of(slo, *catalog));
        slis_.push_back(slis.at(slo.name));
        index_of_sli_[slis_.back()] = i;
        again_.insert(i);  // rules may have changed: judge everything once
    }
    std::vector<std::string> known;
    engine_.read([&](const World& world) {
        for (const auto& [name, record] : world.slo.slos) known.push_back(name);
    });
    for (const std::string& name : known) {
        slo::ReconcileRules command{name, !catalog->slos.contains(name), {}, clock_.now()};
        if (!command.removed) {
            const catalog::Slo& slo = catalog->slos.at(name);
            for (const catalog::BurnRule& rule : slo.rules) command.conditions[rule.name] = slo::condition_of(slo, rule);
        }
        if (auto done = engine_.submit("system", "catalog", slo::Command(command)); !done) {
            spdlog::warn("alerts of {} could not be matched to its new rules: {}", name, done.error().sentence());
        }
        refresh_phases(name);
    }
}

void Judging::refresh_phases(const std::string& name) {
    const auto index = judge_.index_of(name);
    if (!index) return;
    engine_.read([&](const World& world) {
        const slo::SloRecord* record = slo::find_record(world.slo, name);
        const auto& rules = judge_.slo(*index).rules;
        for (std::size_t r = 0; r < rules.size(); ++r) judge_.set_phase(*index, r, phase_of(record, rules[r].name));
    });
}

void Judging::judge(std::size_t index) {
    const ledger::LiveWindows live = ledger_.live(slis_[index]);
    if (slo::never_fed(live)) return;
    if (judge_.quiet(index, live, clock_.now())) {
        again_.erase(index);
        return;
    }
    judged_.add();
    const catalog::Slo& slo = judge_.slo(index);
    const auto done = engine_.submit("system", "worker", slo::Command(slo::ApplyJudgement{facts_[index], slo::judge(slo, live)}));
    if (!done) {
        refused_.add();
        again_.insert(index);
        return;
    }
    again_.erase(index);
    refresh_phases(slo.name);
}

void Judging::noticed(const ledger::Notice& notice) {
    for (const ledger::SliId sli : notice.settled) {
        if (const auto found = index_of_sli_.find(sli); found != index_of_sli_.end()) judge(found->second);
    }
    for (const ledger::Anomaly& anomaly : notice.anomalies) {
        const auto found = index_of_sli_.find(anomaly.sli);
        if (found == index_of_sli_.end()) continue;
        const std::string& name = judge_.slo(found->second).name;
        const std::string kind = kind_name(anomaly.kind);
        slo::RecordAnomaly& gathered = anomalies_[{name, kind}];
        gathered = {name, kind, anomaly.at, gathered.count + anomaly.count, anomaly.detail};
    }
    for (const ledger::Revision& revision : notice.revisions) {
        slo::RecordRevision command{revision.batch, revision.source, revision.range, {}};
        for (const ledger::SliId sli : revision.slis) {
            if (const auto found = index_of_sli_.find(sli); found != index_of_sli_.end()) {
                command.slos.push_back(judge_.slo(found->second).name);
            }
        }
        if (!command.slos.empty() && revisions_.size() < kMostRevisions) revisions_.push_back(std::move(command));
    }
}

void Judging::check_staleness(Timestamp now) {
    for (std::size_t i = 0; i < judge_.size(); ++i) {
        const ledger::LiveWindows live = ledger_.live(slis_[i]);
        if (slo::never_fed(live)) continue;
        const catalog::Slo& slo = judge_.slo(i);
        const slo::CheckStaleness command{facts_[i], live.as_of, slo.stale_after, slo.stale_channels, started_};
        if (!engine_.submit("system", "worker", slo::Command(command))) refused_.add();
    }
    next_check_ = now + kCheckEvery;
}

void Judging::flush_anomalies(Timestamp now) {
    next_flush_ = now + kGatherAnomalies;
    for (auto it = anomalies_.begin(); it != anomalies_.end();) {
        it = engine_.submit("system", "ledger", slo::Command(it->second)) ? anomalies_.erase(it) : std::next(it);
    }
}

Duty Judging::duty() {
    return {"judging",
            [this] {
                const bool waiting = !again_.empty() || !revisions_.empty();
                return waiting ? std::min(next_check_, clock_.now() + Duration::ms(200)) : std::min(next_check_, next_flush_);
            },
            [this](Timestamp now) {
                const std::set<std::size_t> again = again_;
                for (const std::size_t index : again) judge(index);
                while (!revisions_.empty() &&
                       engine_.submit("system", "ledger", slo::Command(revisions_.back()))) {
                    revisions_.pop_back();
                }
                if (now >= next_check_) check_staleness(now);
                if (now >= next_flush_) flush_anomalies(now);
            }};
}

}  // namespace plimsoll::server
