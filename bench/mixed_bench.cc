// mixed_bench.cc: one slot of 10,000 SLOs of every kind, and of 1,000 groups beside 1,000 SLOs: the ledger's advance and the
// whole step of the judge's worker over a ledger that is fed.
//
// Load       of ten SLOs seven count events over 30 days; one in ten judges slices of 5 min, one in twenty averages them, one is
//            of a calendar month, one asks whether a burn is more than chance, and one is made of three others, slice by slice.
//            All is well: a burn of 0.5. An hour of history, then 20 minutes of slots, in which slices close four times.
// Counted    CPU time: the advance as slo.evaluate has it; the step's median, and its mean, since slices close all at once.
#include <cmath>
#include <future>
#include <numeric>

#include "base/clock.h"
#include "bench.h"
#include "bench_folder.h"
#include "domain/slo/ledger_counts.h"
#include "domain/slo/worker.h"

namespace plimsoll::bench {
namespace {

catalog::Slo plain(const std::string& name) {
    catalog::Slo slo;
    slo.name = name;
    slo.objective = *Ratio::of(999, 1000);
    slo.period = Duration::days(30);
    slo.rules = catalog::workbook_rules(slo.period);
    slo.definition_version = slo.sli_version = "1";
    slo.stale_after = Duration();
    return slo;
}

std::string numbered(std::size_t n) { return "slo-" + std::to_string(100'000 + n); }

catalog::Slo of_kind(std::size_t n) {
    catalog::Slo slo = plain(numbered(n));
    const std::size_t kind = n % 20;
    const catalog::Slicing slices{Duration::minutes(5), *Ratio::of(99, 100), catalog::EmptySlice::gap};
    if (kind == 14 || kind == 15 || kind == 16 || kind == 19) slo.slicing = slices;
    if (kind == 14 || kind == 15) slo.method = catalog::BudgetingMethod::timeslices;
    if (kind == 16 || kind == 19) slo.method = catalog::BudgetingMethod::ratio_timeslices;
    if (kind == 17) slo.calendar = catalog::CalendarWindow{catalog::CalendarUnit::month, 1, "2024-01-01 00:00:00", "UTC"};
    if (kind == 18) slo.low_traffic.interval = true;
    if (kind == 19) slo.objective = *Ratio::of(99, 100);  // three members' shortfalls add up
    if (kind == 19) slo.composite = catalog::Composite{catalog::CompositeRule::all, {{numbered(n - 19), 1}, {numbered(n - 18), 1}, {numbered(n - 17), 1}}, ""};
    return slo;
}

catalog::Catalog mixed(std::size_t count) {
    catalog::Catalog out;
    for (std::size_t n = 0; n < count; ++n) out.slos.emplace(numbered(n), of_kind(n));
    return out;
}

catalog::Catalog alone(std::size_t count) {
    catalog::Catalog out;
    for (std::size_t n = 0; n < count; ++n) out.slos.emplace(numbered(n), plain(numbered(n)));
    return out;
}

/// A roll-up, whose counts are those of all, and its groups.
catalog::Catalog grouped(std::size_t count) {
    catalog::Catalog out;
    out.slos["all"] = plain("all");
    out.slos["all"].grouping = catalog::Grouping{{"n"}, 1000, catalog::RollUp::summed};
    for (std::size_t n = 0; n < count; ++n) {
        catalog::Slo slo = plain("all@" + std::to_string(100'000 + n));
        slo.group_of = "all";
        slo.group = {{"n", std::to_string(n)}};
        out.slos.emplace(slo.name, slo);
    }
    return out;
}

/// A ledger, the worker over it, and a series pair for each SLO that has an indicator of its own.
class Fleet {
public:
    explicit Fleet(catalog::Catalog catalog) : catalog_(std::make_shared<const catalog::Catalog>(std::move(catalog))) {
        ledger::Settings settings;
        settings.file = folder_.path() / "ledger.db";
        ledger_ = std::move(*ledger::Ledger::open(settings, system_, metrics_));
        bind();
        counts_ = std::make_shared<slo::LedgerCounts>(slo::CountsPorts{ledger_.get(), sli_of(), [this] { return catalog_; }, {}, {}});
        ledger_->on_notice([this](const ledger::Notice& notice) {
            counts_->notice(notice);
            if (worker_) worker_->notice(notice);
        });
        slo::Ports ports{engine(), [this] { return catalog_; }, ledger_.get(), sli_of(), &clock_};
        ports.counts = counts_;
        worker_ = std::make_unique<slo::Worker>(std::move(ports));
    }
    ~Fleet() { (void)ledger_->close(Duration::seconds(10)); }

    double write_ms(Timestamp at) {
        ledger::Batch batch;
        batch.source = "bench";
        value_ += 1000;
        for (std::size_t i = 0; i < total_.size(); ++i) {
            batch.samples.push_back({total_[i], at, value_, false});
            batch.samples.push_back({bad_[i], at, std::floor(value_ / 2000), false});
        }
        std::promise<void> written;
        const double before = process_cpu_s();
        ledger_->write(std::move(batch), [&](Result<ledger::WriteOutcome>) { written.set_value(); });
        written.get_future().wait();
        const double ms = (process_cpu_s() - before) * 1e3;
        // The writer has told its listeners when it answers the next thing.
        (void)ledger_->import_hour(UINT32_MAX, Timestamp{}, {});
        return ms;
    }
    double step_ms() {
        const double start = thread_cpu_s();
        (void)worker_->step();
        return (thread_cpu_s() - start) * 1e3;
    }
    [[nodiscard]] Timestamp now() const { return clock_.now(); }
    void check() const {
        if (alerts_ > 0) std::fprintf(stderr, "%d judgements of a fleet in which all is well\n", alerts_);
    }

private:
    void bind() {
        std::vector<ledger::SliDefinition> definitions;
        std::vector<std::string> names;
        for (const auto& [name, slo] : catalog_->slos) {
            if (slo.composite) continue;
            definitions.push_back({name, "1", slo::kept_windows_of(slo)});
            names.push_back(name);
        }
        const auto ids = *ledger_->bind(definitions, [](const std::string&, const auto&) { return std::vector<ledger::Contribution>(); }, Duration::days(30));
        for (std::size_t i = 0; i < names.size(); ++i) slis_[names[i]] = ids[i];
        for (const std::string& name : names) {
            const catalog::Slo& slo = catalog_->slos.at(name);
            if (slo.grouping) continue;
            std::vector<ledger::Contribution> total{{slis_[name], 1, 0}};
            std::vector<ledger::Contribution> bad{{slis_[name], 0, 1}};
            if (!slo.group_of.empty()) {
                total.push_back({slis_[slo.group_of], 1, 0});
                bad.push_back({slis_[slo.group_of], 0, 1});
            }
            const std::string tail = "{job=\"j\",instance=\"a\",n=\"" + name + "\"}";
            total_.push_back(*ledger_->intern({"total" + tail, "j\0a"}, total));
            bad_.push_back(*ledger_->intern({"bad" + tail, "j\0a"}, bad));
        }
    }
    [[nodiscard]] std::function<std::optional<ledger::SliId>(const std::string&)> sli_of() {
        return [this](const std::string& name) -> std::optional<ledger::SliId> {
            const auto found = slis_.find(name);
            return found == slis_.end() ? std::nullopt : std::optional(found->second);
        };
    }
    /// Applies nothing: what is recorded of definitions is no part of a slot, and in a calm fleet nothing else is said.
    [[nodiscard]] api::Engine<slo::State, slo::Command> engine() {
        return {[this](const auto& look) {
                    look(state_);
                    return std::uint64_t{1};
                },
                [this](const api::Actor&, const slo::Command& command) -> Result<std::uint64_t> {
                    alerts_ += std::holds_alternative<slo::ApplyJudgement>(command) ? 1 : 0;
                    return std::uint64_t{1};
                }};
    }

    const BenchFolder folder_;
    SystemClock system_;
    ManualClock clock_{system_.now()};  // stands still: no re-reading of the state is counted
    Metrics metrics_;
    std::shared_ptr<const catalog::Catalog> catalog_;
    std::unique_ptr<ledger::Ledger> ledger_;
    std::map<std::string, ledger::SliId> slis_;
    std::vector<ledger::SeriesId> total_;
    std::vector<ledger::SeriesId> bad_;
    std::shared_ptr<slo::LedgerCounts> counts_;
    std::unique_ptr<slo::Worker> worker_;
    slo::State state_;
    int alerts_ = 0;
    double value_ = 0;
};

struct Cost {
    double advance_ms = 0;
    double judge_ms = 0;       ///< the usual slot
    double judge_mean_ms = 0;  ///< with the slots in which slices close
    [[nodiscard]] double both() const { return advance_ms + judge_ms; }
};

Cost cost_of(catalog::Catalog catalog) {
    Fleet fleet(std::move(catalog));
    Timestamp at = fleet.now().floor(Duration::seconds(10)) - Duration::minutes(80);
    for (; at < fleet.now() - Duration::minutes(20); at = at + Duration::minutes(1)) fleet.write_ms(at);
    fleet.step_ms();
    fleet.step_ms();
    std::vector<double> opening;
    std::vector<double> staying;
    std::vector<double> steps;
    for (int slot = 0; slot < 120; ++slot, at = at + Duration::seconds(10)) {
        opening.push_back(fleet.write_ms(at));
        steps.push_back(fleet.step_ms());
        staying.push_back(fleet.write_ms(at + Duration::seconds(5)));
    }
    fleet.check();
    const double mean = std::accumulate(steps.begin(), steps.end(), 0.0) / static_cast<double>(steps.size());
    return {std::max(0.0, median(opening) - median(staying)), median(steps), mean};
}

std::vector<Figure> evaluate_mixed() {
    const Cost all = cost_of(mixed(10'000));
    const Cost slos = cost_of(alone(1'000));
    const Cost groups = cost_of(grouped(1'000));
    return {{"slo.evaluate_mixed_10000_ms", all.both(), "ms"},   {"slo.judge_mixed_10000_ms", all.judge_ms, "ms"},
            {"slo.judge_mixed_mean_10000_ms", all.judge_mean_ms, "ms"},
            {"slo.evaluate_1000_slos_ms", slos.both(), "ms"},    {"slo.evaluate_1000_groups_ms", groups.both(), "ms"},
            {"slo.judge_1000_slos_ms", slos.judge_ms, "ms"},     {"slo.judge_1000_groups_ms", groups.judge_ms, "ms"}};
}

}  // namespace

Bench mixed_bench() { return {"slo.evaluate_mixed", evaluate_mixed}; }

}  // namespace plimsoll::bench
