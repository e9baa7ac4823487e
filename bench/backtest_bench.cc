// backtest_bench.cc: what it takes to play 90 days of an SLO through its own rules: counts read from blocks onto a tape, then the
// replay; for one SLO, for a thousand, and for one more variant over a tape that is made.
#include <cmath>
#include <cstdio>
#include <future>
#include <random>

#include "base/clock.h"
#include "base/invariant.h"
#include "bench_folder.h"
#include "domain/slo/ledger_counts.h"
#include "domain/slo/replay.h"
#include "domain/slo/windows.h"

namespace plimsoll::bench {
namespace {

constexpr std::size_t kSlis = 40;
constexpr std::size_t kSlos = 1'000;
constexpr std::int64_t kDays = 90;
constexpr Timestamp kNow = Timestamp::from_seconds(1'788'998'400);  // a midnight
constexpr TimeRange kRange{kNow - Duration::days(kDays), kNow};

/// Traffic of a day and a week, 0.02 % of it failing; some nights a failure of five minutes to an hour and a half.
class Weather {
public:
    explicit Weather(unsigned seed) : random_(seed), mean_(50 + static_cast<double>(seed * 37 % 400)) {
        for (int i = 0; i < 12; ++i) {
            const auto from = static_cast<std::int64_t>(random_() % (kDays * 8640));
            failures_.push_back({from, from + 30 + static_cast<std::int64_t>(random_() % 500), 0.003 * std::pow(100.0, static_cast<double>(random_() % 100) / 100.0)});
        }
    }
    ledger::Slot slot(std::int64_t number) {
        const double day = static_cast<double>(number % 8640) / 8640;
        const double mean = mean_ * (1.2 + std::sin(2 * M_PI * day)) * (number / 8640 % 7 < 5 ? 1 : 0.6);
        const auto valid = static_cast<std::int64_t>(mean + std::sqrt(mean) * normal_(random_));
        double failing = 0.0002;
        for (const Failure& failure : failures_) {
            if (failure.from <= number && number < failure.to) failing += failure.ratio;
        }
        const double expected = static_cast<double>(valid) * failing;
        const auto whole = static_cast<std::int64_t>(expected);
        const bool more = static_cast<double>(random_() % 1'000'000) < (expected - static_cast<double>(whole)) * 1e6;
        return {std::max<std::int64_t>(0, valid), std::clamp<std::int64_t>(whole + (more ? 1 : 0), 0, std::max<std::int64_t>(0, valid)), 1, 4, 4};
    }

private:
    struct Failure {
        std::int64_t from = 0;
        std::int64_t to = 0;
        double ratio = 0;
    };
    std::mt19937 random_;
    std::normal_distribution<double> normal_;
    double mean_;
    std::vector<Failure> failures_;
};

catalog::Slo slo_of(std::size_t number) {
    catalog::Slo slo;
    slo.name = "slo-" + std::to_string(number);
    slo.objective = *Ratio::of(std::vector{999, 9995, 998, 99}[number / kSlis % 4], std::vector{1000, 10'000, 1000, 100}[number / kSlis % 4]);
    slo.period = Duration::days(number / kSlis % 3 == 0 ? 28 : 30);
    slo.rules = catalog::workbook_rules(slo.period);
    slo.definition_version = "1";
    slo.sli_version = "sli-" + std::to_string(number % kSlis);
    return slo;
}

/// A ledger with 90 days of some indicators in its blocks, and a thousand SLOs over them.
class History {
public:
    History() : clock_(kNow) {
        ledger::Settings settings;
        settings.file = folder_.path() / "ledger.db";
        auto opened = ledger::Ledger::open(settings, clock_, metrics_);
        INVARIANT(opened.has_value(), "the ledger opens");
        ledger_ = std::move(*opened);
        for (std::size_t i = 0; i < kSlos; ++i) catalog_->slos.emplace(slo_of(i).name, slo_of(i));
        bind();
        feed();
        for (std::size_t i = 0; i < kSlis; ++i) import(i);
        counts_ = std::make_unique<slo::LedgerCounts>(slo::CountsPorts{
            ledger_.get(), [this](const std::string& name) { return std::optional(slis_.at(static_cast<std::size_t>(std::atoi(name.c_str() + 4)) % kSlis)); },
            [this] { return std::shared_ptr<const catalog::Catalog>(catalog_); }, [](const catalog::Slo&, TimeRange) { return std::vector<slo::ExcludedRange>(); },
            [] { return std::uint64_t{0}; }});
    }

    [[nodiscard]] const slo::Counts& counts() const { return *counts_; }
    [[nodiscard]] const catalog::Slo& slo(std::size_t number) const { return catalog_->slos.at("slo-" + std::to_string(number)); }

private:
    void bind() {
        std::vector<ledger::SliDefinition> definitions;
        for (std::size_t i = 0; i < kSlis; ++i) definitions.push_back({"sli-" + std::to_string(i), "1", slo::kept_windows_of(slo_of(0))});
        auto ids = ledger_->bind(definitions, [](const std::string&, const auto&) { return std::vector<ledger::Contribution>(); }, Duration::days(30));
        INVARIANT(ids.has_value(), "the ledger binds");
        slis_ = *ids;
    }
    /// The last seconds come as samples, so that the account has a present.
    void feed() {
        ledger::Batch batch{"bench", {}, kNow};
        for (std::size_t i = 0; i < kSlis; ++i) {
            const auto series = ledger_->intern({"total" + std::to_string(i), "job"}, {{slis_[i], 1, 0}});
            for (const Timestamp at : {kNow - Duration::seconds(5), kNow}) batch.samples.push_back({*series, at, 1});
        }
        std::promise<void> done;
        ledger_->write(std::move(batch), [&](const Result<ledger::WriteOutcome>& outcome) {
            INVARIANT(outcome.has_value(), "the ledger takes samples");
            done.set_value();
        });
        done.get_future().get();
    }
    void import(std::size_t sli) {
        Weather weather(static_cast<unsigned>(sli) + 1);
        std::vector<ledger::PastHour> hours;
        for (std::int64_t h = 0; h < kDays * 24; ++h) {
            ledger::PastHour& hour = hours.emplace_back(ledger::PastHour{kRange.start + Duration::hours(h), {}});
            for (std::int64_t i = 0; i < 360; ++i) hour.slots.push_back(weather.slot(h * 360 + i));
        }
        std::reverse(hours.begin(), hours.end());
        INVARIANT(ledger_->import_hours(slis_[sli], std::move(hours)).has_value(), "history is taken");
    }

    BenchFolder folder_;
    ManualClock clock_;
    Metrics metrics_;
    std::unique_ptr<ledger::Ledger> ledger_;
    std::vector<ledger::SliId> slis_;
    std::shared_ptr<catalog::Catalog> catalog_ = std::make_shared<catalog::Catalog>();
    std::unique_ptr<slo::LedgerCounts> counts_;
};

struct Cost {
    double tape_ms = 0;
    double replay_ms = 0;
    std::size_t alerts = 0;
};

Cost play(const History& history, std::size_t number) {
    const catalog::Slo& slo = history.slo(number);
    const double begun = thread_cpu_s();
    const auto tape = slo::Tape::of(history.counts(), slo, kRange, Duration::minutes(1), slo::Exclusions::left_out);
    INVARIANT(tape.has_value() && tape->steps() == kDays * 1440, "the whole past is on the tape");
    const double read = thread_cpu_s();
    const auto replay = slo::replay(slo, *tape, {kRange});
    INVARIANT(replay.has_value() && replay->judged == static_cast<std::uint64_t>(tape->steps()), "every step is judged");
    return {(read - begun) * 1000, (thread_cpu_s() - read) * 1000, replay->alerts.size()};
}

/// The same SLO with other objectives and factors over one tape.
double whatif_ms(const History& history) {
    std::vector<double> rounds;
    for (std::size_t number = 0; number < kSlis; ++number) {
        catalog::Slo slo = history.slo(number);
        const auto tape = slo::Tape::of(history.counts(), slo, kRange, Duration::minutes(1), slo::Exclusions::left_out);
        INVARIANT(tape.has_value(), "the past is read");
        slo.objective = *Ratio::of(9992, 10'000);
        slo.rules.front().factor *= 0.8;
        const double begun = thread_cpu_s();
        INVARIANT(slo::replay(slo, *tape, {kRange}).has_value(), "the past is replayed");
        rounds.push_back((thread_cpu_s() - begun) * 1000);
    }
    return median(rounds);
}

std::vector<Figure> backtests() {
    const History history;
    std::vector<double> tapes;
    std::vector<double> replays;
    std::vector<double> both;
    double all_s = 0;
    std::size_t alerts = 0;
    for (std::size_t i = 0; i < kSlos; ++i) {
        const Cost cost = play(history, i);
        tapes.push_back(cost.tape_ms);
        replays.push_back(cost.replay_ms);
        both.push_back(cost.tape_ms + cost.replay_ms);
        all_s += both.back() / 1000;
        alerts += cost.alerts;
    }
    std::fprintf(stderr, "   %zu alerts; tape %.2f ms, replay %.2f ms in the median\n", alerts, median(tapes), median(replays));
    return {{"slo.backtest_90d_ms", median(both), "ms"}, {"slo.backtest_1000_slos_s", all_s, "s"}, {"slo.whatif_90d_ms", whatif_ms(history), "ms"}};
}

}  // namespace

Bench backtest_bench() { return {"slo.backtest", backtests}; }

}  // namespace plimsoll::bench
