#include <algorithm>
#include <ctime>

#include "bench.h"

namespace plimsoll::bench {

namespace {
double seconds(clockid_t clock) {
    timespec t{};
    clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
}  // namespace

double process_cpu_s() { return seconds(CLOCK_PROCESS_CPUTIME_ID); }
double thread_cpu_s() { return seconds(CLOCK_THREAD_CPUTIME_ID); }
double wall_s() { return seconds(CLOCK_MONOTONIC); }

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace plimsoll::bench
