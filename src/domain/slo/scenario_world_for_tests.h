// scenario_world_for_tests.h: what scenarios run over: SLOs fed with plain slots, or one SLO fed by counters through the true
// ledger; the true worker, decide and apply on a simulated clock.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/scenario_for_tests.h"
#include "domain/slo/slot_ledger_for_tests.h"
#include "domain/slo/worker.h"
#include "ledger/test_ledger.h"

namespace plimsoll::slo::fixture {

/// Slots as the naive way keeps them: an interval's increase is in the later sample's slot, and every slot that the interval
/// touches is measured.
class NaiveSlots {
public:
    NaiveSlots(SlotLedger::Account& account, Timestamp start) : account_(&account), start_(start) {}

    /// The interval (from, to] was measured and held these events.
    void measured(Duration from, Duration to, std::int64_t valid, std::int64_t bad) {
        const std::int64_t last = to / ledger::kStep;
        for (std::int64_t i = std::max(from / ledger::kStep, next_); i <= last; ++i) slot(i) = {0, 0, 1, 1, 1};
        next_ = last + 1;
        slot(last) += {valid, bad, 0, 0, 0};
        account_->as_of = start_ + to;
    }
    /// Time went on, and nothing measured it.
    void missing(Duration to) {
        if (account_->slots.empty()) return;
        (void)slot(to / ledger::kStep);
        next_ = std::max(next_, to / ledger::kStep + 1);
        account_->as_of = start_ + to;
    }

private:
    ledger::Slot& slot(std::int64_t number) { return account_->at(start_ + ledger::kStep * number); }
    SlotLedger::Account* account_;
    Timestamp start_;
    std::int64_t next_ = 0;
};

/// Counters "total", "bad" and "good" of one target, through the true ledger.
class ScrapedCounters {
public:
    explicit ScrapedCounters(const catalog::Slo& slo) {
        sli_ = ledger_.sli(slo.name, kept_windows_of(slo));
        series_["total"] = ledger_.series("total", {{sli_, 1, 0}});
        series_["bad"] = ledger_.series("bad", {{sli_, 0, 1}});
    }
    /// Each counter that is named grew by so much; the others are not there.
    ledger::Notice scrape(Timestamp at, const std::vector<std::pair<std::string, std::int64_t>>& grew) {
        ledger::Batch batch{"prom", {}, at};
        for (const auto& [name, increase] : grew) {
            values_[name] += increase;
            batch.samples.push_back({series_.at(name), at, static_cast<double>(values_[name])});
        }
        const std::size_t before = ledger_.anomalies.size();
        (void)ledger_.wrote(std::move(batch.samples), static_cast<double>(at.in_ms()) / 1000, batch.source);
        return {{sli_}, {ledger_.anomalies.begin() + static_cast<std::ptrdiff_t>(before), ledger_.anomalies.end()}, {}};
    }
    void restart() { values_.clear(); }
    [[nodiscard]] const ledger::Ledger& ledger() const { return *ledger_.ledger; }
    [[nodiscard]] ledger::SliId sli() const { return sli_; }

private:
    ledger::TestLedger ledger_;
    ledger::SliId sli_ = 0;
    std::map<std::string, ledger::SeriesId> series_;
    std::map<std::string, std::int64_t> values_;
};

class ScenarioWorld {
public:
    explicit ScenarioWorld(const Scenario& scenario) : start_(scenario.start), clock_(scenario.start), engine_(clock_) {
        world_.catalog->services["shop"] = {};
        for (const catalog::Slo& slo : scenario.slos) {
            world_.add(slo);
            if (!slo.composite) slots_.emplace(slo.name, NaiveSlots(world_.account(slo.name), start_));
        }
        for (const Excluded& one : scenario.excluded) world_.exclude(one.slo, {start_ + one.from, start_ + one.to});
        const auto scrapes = [](const Step& step) { return std::holds_alternative<Scrape>(step); };
        if (std::any_of(scenario.steps.begin(), scenario.steps.end(), scrapes)) counters_ = std::make_unique<ScrapedCounters>(scenario.slos.front());
        counts_ = std::make_shared<LedgerCounts>(counts_ports());
        Ports ports{engine_.port(), [this] { return world_.catalog; }, counts_ports().ledger, counts_ports().sli, &clock_};
        ports.counts = counts_;
        worker_ = std::make_unique<Worker>(std::move(ports));
    }

    void load(Duration from, Duration to, const std::string& slo, std::int64_t good, std::int64_t valid) {
        for (auto& [name, slots] : slots_) {
            if (slo.empty() || slo == name) slots.measured(from, to, valid, valid - good);
        }
    }
    void scrape(Duration at, const std::vector<std::pair<std::string, std::int64_t>>& grew) {
        wall_to(at);
        const ledger::Notice notice = counters_->scrape(start_ + at, grew);
        counts_->notice(notice);
        worker_->notice(notice);
        worker_->step();
    }
    void restart_counters() { counters_->restart(); }
    void missing(Duration to) {
        for (auto& [name, slots] : slots_) slots.missing(to);
    }
    /// Samples up to `at` have settled. The wall clock never lags behind them.
    void settle(Duration at) {
        wall_to(at);
        ++world_.ledger.revisions;
        ledger::Notice notice;
        for (const auto& [name, slots] : slots_) notice.settled.push_back(world_.id(name));
        counts_->notice(notice);
        worker_->notice(notice);
        worker_->step();
    }
    void only_time(Duration at) {
        wall_to(at);
        worker_->step();
    }
    void edit(const std::function<void(catalog::Catalog&)>& change) {
        auto next = std::make_shared<catalog::Catalog>(*world_.catalog);
        change(*next);
        world_.catalog = std::move(next);
        worker_->catalog_changed();
        worker_->step();
    }

    [[nodiscard]] bool has(const std::string& name) const { return world_.catalog->slos.contains(name); }
    [[nodiscard]] const catalog::Slo& slo(const std::string& name) const { return world_.slo(name); }
    [[nodiscard]] ledger::LiveWindows live(const std::string& name, Exclusions exclusions = Exclusions::left_out) const {
        return counts_->live(slo(name), exclusions);
    }
    [[nodiscard]] const LedgerCounts& counts() const { return *counts_; }
    [[nodiscard]] const State& state() const { return engine_.state; }
    [[nodiscard]] const std::vector<Event>& log() const { return engine_.log; }
    [[nodiscard]] Duration wall() const { return clock_.now() - start_; }

private:
    void wall_to(Duration wall) {
        if (start_ + wall > clock_.now()) clock_.advance(start_ + wall - clock_.now());
    }
    [[nodiscard]] CountsPorts counts_ports() {
        CountsPorts ports = world_.ports();
        if (counters_ == nullptr) return ports;
        ports.ledger = &counters_->ledger();
        ports.sli = [this](const std::string&) -> std::optional<ledger::SliId> { return counters_->sli(); };
        return ports;
    }

    Timestamp start_;
    CountedWorld world_;
    std::map<std::string, NaiveSlots> slots_;
    std::unique_ptr<ScrapedCounters> counters_;
    ManualClock clock_;
    FakeEngine engine_;
    std::shared_ptr<LedgerCounts> counts_;
    std::unique_ptr<Worker> worker_;
};

}  // namespace plimsoll::slo::fixture
