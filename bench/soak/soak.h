// soak.h: the demo company lived through fast and under trouble, and what came of it.
//
// Order      the past is imported at the machine's pace; then the company's time starts, the plan runs, the feed ends, and when
//            the last body is taken the ledger's sums are compared with what was sent, and the chain of the log is verified.
// Judged     by the rules in verdicts.cc; each is written beside its answer.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "delivery.h"
#include "flat.h"
#include "plan.h"
#include "samples.h"

namespace plimsoll::soak {

struct Settings {
    std::uint64_t seed = 1;
    Duration run = Duration::hours(1);  ///< of the machine; 2 minutes at least
    int speed = 20;                     ///< how much faster the company lives
    std::filesystem::path folder;       ///< empty or missing; the caller removes it
    std::size_t disk_mib = 384;         ///< of the small disk that the company lives on, at least
    const std::atomic<bool>* interrupted = nullptr;
    std::function<void(const std::string&)> say;  ///< what happens, a line at a time; any thread
};

/// One account of the ledger beside what was sent.
struct Total {
    std::string slo;
    std::int64_t valid_sent = 0;
    std::int64_t valid_counted = 0;
    std::int64_t bad_sent = 0;
    std::int64_t bad_counted = 0;
    bool exact = false;
};
BOOST_DESCRIBE_STRUCT(Total, (), (slo, valid_sent, valid_counted, bad_sent, bad_counted, exact))

struct PlannedStep {
    double at_s = 0;
    double length_s = 0;
    std::string trouble;
};
BOOST_DESCRIBE_STRUCT(PlannedStep, (), (at_s, length_s, trouble))

struct Report {
    std::uint64_t seed = 0;
    int speed = 0;
    double hours = 0;          ///< of the machine
    double company_hours = 0;
    std::int64_t accounts = 0; ///< of the ledger, all compared
    std::uint64_t bodies = 0;
    std::uint64_t samples = 0;
    std::uint64_t repeated = 0;   ///< bodies taken once more
    std::uint64_t put_off = 0;    ///< answers that a body cannot be taken now
    std::uint64_t refused = 0;
    std::string refusal;
    std::int64_t restarts = 0;
    std::int64_t full_disks = 0;
    std::int64_t pages_received = 0;  ///< by the receiver, repetitions and ends of alerts included
    std::string audit;                ///< what `plimsoll audit verify` said, its first line
    bool chain_intact = false;
    Life judged;                      ///< in which flatness is judged: the longest life, less its first fifth
    std::vector<PlannedStep> plan;
    std::vector<Verdict> verdicts;
    std::vector<Total> totals;
    std::vector<SampledSeries> series;
    [[nodiscard]] bool holds() const;
};
BOOST_DESCRIBE_STRUCT(Report, (), (seed, speed, hours, company_hours, accounts, bodies, samples, repeated, put_off, refused, refusal, restarts, full_disks,
                                   pages_received, audit, chain_intact, judged, plan, verdicts, totals, series))

/// Errors: of the server, the folder, the demo's import; interrupted.
[[nodiscard]] Result<Report> run(const Settings& settings);

/// What the soak found, by rule: fills `report.judged` and `report.verdicts` from the rest of the report.
void judge(Report& report, const Sampler& sampler, const std::optional<Pages>& pages);

/// Verdicts, totals that are not exact and a line for each series, for people.
[[nodiscard]] std::string text_of(const Report& report);

}  // namespace plimsoll::soak
