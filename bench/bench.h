// bench.h: one figure of docs/figures.md: what is measured, in what unit, and how.
//
// Measure    by CPU time and ratios in one run where the figure allows; machines are shared and noisy. Each function runs
//            its work often enough to be repeatable and returns the median.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace plimsoll::bench {

struct Figure {
    std::string id;    ///< "ledger.window_sum_us"
    double value = 0;
    std::string unit;  ///< "us", "ms", "samples/s"
};

struct Bench {
    std::string name;  ///< prefix of its ids, for choosing
    std::function<std::vector<Figure>()> run;
};

/// Every bench, in the order of docs/figures.md.
[[nodiscard]] std::vector<Bench> benches();

/// CPU seconds of this process, all threads; of this thread.
[[nodiscard]] double process_cpu_s();
[[nodiscard]] double thread_cpu_s();
[[nodiscard]] double wall_s();
[[nodiscard]] double median(std::vector<double> values);

}  // namespace plimsoll::bench
