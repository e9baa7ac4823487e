// measure.h: what one size costs: check, first start, samples, a change, a restart; each phase within a bound of its own.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "load.h"

namespace plimsoll::scale {

/// Empty: the size did not get so far; `stopped` says why.
struct Found {
    std::int64_t slos = 0;
    std::int64_t series = 0;
    std::string stopped;
    std::optional<double> catalogue_mib;
    std::optional<double> check_s;              ///< `plimsoll check`, wall clock
    std::optional<double> check_cpu_s;
    std::optional<double> check_peak_mib;
    std::optional<double> first_start_s;        ///< on an empty folder until /readyz: catalogue read, applied, bound
    std::optional<double> first_start_cpu_s;    ///< until nothing is left to do: every SLO's definition is in the log
    std::optional<double> first_settled_s;      ///< the wall clock of that
    std::optional<double> start_mib;            ///< resident then
    std::optional<double> history_rounds;       ///< of 15 s that were sent at once
    std::optional<double> history_cpu_s_a_minute;  ///< the server's, for a minute of those samples
    std::optional<double> cpu_s_a_minute;       ///< with samples as they come: all of the server
    std::optional<double> judging_lag_p99_s;
    std::optional<double> resident_mib;         ///< after all samples
    std::optional<double> ledger_mib_an_hour;   ///< growth of ledger.db, for an hour of the samples sent
    std::optional<double> change_s;             ///< one SLO's objective changed, until it is applied
    std::optional<double> stop_s;
    std::optional<double> restart_s;            ///< until /readyz
    std::optional<double> restart_mib;
};
BOOST_DESCRIBE_STRUCT(Found, (), (slos, series, stopped, catalogue_mib, check_s, check_cpu_s, check_peak_mib, first_start_s, first_start_cpu_s, first_settled_s,
                                  start_mib, history_rounds, history_cpu_s_a_minute, cpu_s_a_minute, judging_lag_p99_s, resident_mib, ledger_mib_an_hour,
                                  change_s, stop_s, restart_s, restart_mib))

struct Bounds {
    double phase_s = 120;        ///< each phase
    double memory_mib = 10'240;  ///< resident
    int rounds = 240;            ///< of history: an hour
    int live_s = 60;
};

/// `say`: a line of progress.
[[nodiscard]] Found measure(const Size& size, const Bounds& bounds, void (*say)(const std::string&));

struct Growth {
    std::string figure;
    std::int64_t from = 0;  ///< SLOs
    std::int64_t to = 0;
    double exponent = 0;    ///< log(value ratio) / log(size ratio): 1 is linear
};
BOOST_DESCRIBE_STRUCT(Growth, (), (figure, from, to, exponent))

/// Between neighbouring sizes of equal instances, where both have the figure above zero.
[[nodiscard]] std::vector<Growth> growth_of(const std::vector<Found>& found);

struct Report {
    int cores = 0;
    double memory_gib = 0;
    std::vector<Found> sizes;
    std::vector<Growth> growth;
};
BOOST_DESCRIBE_STRUCT(Report, (), (cores, memory_gib, sizes, growth))

[[nodiscard]] std::string text_of(const Report& report);

}  // namespace plimsoll::scale
