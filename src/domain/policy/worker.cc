#include "domain/policy/worker.h"

#include <map>
#include <tuple>
#include <utility>

#include "domain/policy/reading.h"

namespace plimsoll::policy {

namespace {
const api::Actor kSystem{"system", {}};
}  // namespace

void Worker::step(Timestamp now) {
    next_ = now + kEvery;
    end_exceptions(now);
    const bool new_catalog = follow_catalog();
    const std::uint64_t revision = ports_.slo.counts->revision();
    if (!new_catalog && !again_ && revision == revision_) return;
    revision_ = revision;
    const bool anew = std::exchange(again_, false) || new_catalog;
    mirror();
    for (Watched& watched : watched_) look(watched, now, anew);
}

void Worker::end_exceptions(Timestamp now) {
    std::optional<Timestamp> due;
    ports_.engine.read([&](const State& state) { due = policy::next_due(state); });
    if (!due) return;
    if (*due > now) {
        next_ = std::min(next_, *due);
    } else {
        submit(EndDueExceptions{});
    }
}

bool Worker::follow_catalog() {
    std::shared_ptr<const catalog::Catalog> now = ports_.slo.catalog();
    if (now == catalog_) return false;
    catalog_ = std::move(now);
    watched_.clear();
    policies_.clear();
    by_name_.clear();
    std::map<std::string, std::size_t> of_service;
    for (const auto& [name, slo] : catalog_->slos) {
        if (!slo.group_of.empty()) continue;  // a roll-up speaks for its groups
        const auto [place, fresh] = of_service.emplace(slo.service, policies_.size());
        if (fresh) {
            Applied applied{policy_for(*catalog_, slo.service), slo::thresholds_of(*catalog_, slo.service).source, {}};
            applied.terms = terms_of(applied.policy, applied.source);
            policies_.push_back(std::move(applied));
        }
        by_name_.emplace(name, watched_.size());
        watched_.push_back({&slo, place->second});
    }
    mirrored_ = false;
    end_removed();
    return true;
}

void Worker::end_removed() {
    std::vector<std::string> gone;
    ports_.engine.read([&](const State& state) {
        for (const auto& [slo, standing] : state.standings) {
            if (!by_name_.contains(slo)) gone.push_back(slo);
        }
    });
    for (const std::string& slo : gone) submit(EndStanding{slo, "the SLO is no longer declared"});
}

/// Copies the states, unless none changed since. A failed commit may have taken some back: then the engine folded again.
void Worker::mirror() {
    const std::uint64_t folds = ports_.slo.folds ? ports_.slo.folds() : 0;
    if (std::exchange(folds_, folds) != folds) mirrored_ = false;
    std::vector<std::pair<std::size_t, std::pair<BudgetState, BudgetState>>> said;
    bool moved = false;
    ports_.engine.read([&](const State& state) {
        if (mirrored_ && state.standing_changes == standing_changes_) return;
        moved = true;
        standing_changes_ = state.standing_changes;
        for (const auto& [slo, standing] : state.standings) {
            const auto found = by_name_.find(slo);
            if (found != by_name_.end()) said.push_back({found->second, {standing.state, standing.known}});
        }
    });
    if (!moved) return;
    for (Watched& watched : watched_) watched.state = watched.known = BudgetState::healthy;  // of whom nothing was said
    for (const auto& [at, states] : said) std::tie(watched_[at].state, watched_[at].known) = states;
    mirrored_ = true;
}

void Worker::look(Watched& watched, Timestamp now, bool anew) {
    const catalog::Slo& slo = *watched.slo;
    const ledger::LiveWindows live = ports_.slo.counts->live(slo, slo::Exclusions::left_out);
    if (slo::never_fed(live) || live.as_of < now - kHistoryAfter) return;
    if (!anew && watched.looked_at > live.as_of - kMoved && watched.looked_at <= live.as_of) return;
    watched.looked_at = live.as_of;
    const Applied& applied = policies_[watched.policy];
    const Figure figure = figure_of(slo, live);
    const BudgetState state = state_after(watched.known, figure, applied.terms);
    if (state == watched.state) return;
    if (!submit(JudgeBudget{slo.name, slo.service, read_figure(*ports_.slo.counts, slo), applied.policy, applied.source})) return;
    watched.state = state;
    if (state != BudgetState::unknown) watched.known = state;
}

bool Worker::submit(Command command) {
    const bool done = ports_.engine.submit(kSystem, std::move(command)).has_value();
    if (!done) again_ = true;
    return done;
}

}  // namespace plimsoll::policy
