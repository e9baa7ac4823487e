#include "bench/slo_evaluate.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "base/invariant.h"
#include "domain/slo/judge.h"

namespace plimsoll::bench {
namespace {

constexpr std::size_t kSlos = 10'000;
constexpr int kRounds = 21;
constexpr Timestamp kNow = Timestamp::from_seconds(1'800'000'000);

std::shared_ptr<const catalog::Catalog> catalog_of_10000() {
    auto out = std::make_shared<catalog::Catalog>();
    for (std::size_t i = 0; i < kSlos; ++i) {
        catalog::Slo slo;
        slo.name = "slo-" + std::to_string(i);
        slo.objective = *Ratio::of(999, 1000);
        slo.period = Duration::days(30);
        slo.rules = catalog::workbook_rules(slo.period);
        out->slos.emplace(slo.name, std::move(slo));
    }
    return out;
}

/// Bad of a thousand events, by window, such that every short window exceeds its factor and no long one does: 6 h is the
/// long window of one rule (6) and the short window of another (1), so it burns 3.
std::int64_t bad_per_slot(Duration length) {
    if (length == Duration::hours(6)) return 3;
    if (length == Duration::minutes(5) || length == Duration::minutes(30) || length == Duration::hours(2)) return 20;
    return 0;
}

ledger::LiveWindows windows_of_one(const catalog::Slo& slo, bool calm) {
    ledger::LiveWindows live{kNow, kNow - Duration::days(400), {}};
    for (const Duration length : slo::windows_of(slo)) {
        const std::int64_t slots = length / ledger::kStep;
        const std::int64_t bad = calm ? slots / 10 + 1 : slots * bad_per_slot(length) + 1;
        live.windows.push_back({{kNow - length, kNow}, ledger::kStep, slots, {slots * 1000, bad, slots, slots, slots}});
    }
    return live;
}

double compare_ms(bool calm) {
    const slo::Judge judge(catalog_of_10000());
    std::vector<ledger::LiveWindows> live;
    for (std::size_t i = 0; i < judge.size(); ++i) live.push_back(windows_of_one(judge.slo(i), calm));
    std::vector<double> rounds;
    for (int round = 0; round < kRounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        std::size_t quiet = 0;
        for (std::size_t i = 0; i < live.size(); ++i) quiet += judge.quiet(i, live[i], kNow) ? 1 : 0;
        rounds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        INVARIANT(quiet == kSlos, "nothing fires in this load");
    }
    std::nth_element(rounds.begin(), rounds.begin() + kRounds / 2, rounds.end());
    return rounds[kRounds / 2];
}

}  // namespace

double slo_compare_10000_ms() { return compare_ms(false); }
double slo_compare_calm_10000_ms() { return compare_ms(true); }

}  // namespace plimsoll::bench
