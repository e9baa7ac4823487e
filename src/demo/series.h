// series.h: the counters that the company's services expose, as PromQL selects them and as remote write carries them.
//
// Shape      two series for each SLO and instance: all events and a part of them (bad ones; of latency, the good ones),
//            or, where labels tell results apart, good and bad.
// Samples    one a slot, kSampleAfter after its start, so that each slot gets its own increase.
// Threads    belongs to one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "demo/company.h"
#include "demo/counts.h"

namespace plimsoll::demo {

inline constexpr Duration kSampleAfter = Duration::seconds(5);

/// PromQL selectors without range.
struct Selectors {
    std::string part;   ///< bad events; of latency, good ones
    std::string total;
};
[[nodiscard]] Selectors selectors_of(const CompanyService& service, const PromisedSlo& slo);

using Labels = std::vector<std::pair<std::string, std::string>>;

/// The two series of an instance in the order of LiveSeries: good and bad events; of latency, good and all. Sorted by name.
[[nodiscard]] std::pair<Labels, Labels> labels_of(const CompanyService& service, const PromisedSlo& slo, int instance);

/// At least which share of a service's events is bad now; 0 for a service that nobody broke.
using LeastBad = std::function<double(const std::string& service)>;

/// The running counters of some SLOs, from zero at the start of their first slot, as after a restart.
class LiveSeries {
public:
    /// `wanted` chooses the SLOs.
    LiveSeries(const Counts& counts, Timestamp first_slot, const std::function<bool(const PromisedSlo&)>& wanted);

    /// A packed remote-write body of every series' samples of the slots from the next one until `until` (exclusive), and
    /// of the zeros at the start before the first of them. Moves on.
    std::string write(Timestamp until, const LeastBad& least_bad);
    /// The first slot that write() did not tell yet.
    [[nodiscard]] Timestamp next() const { return next_; }
    /// Leaves out what lies before `slot`: counters go on from where they stand.
    void skip_to(Timestamp slot) { next_ = slot; }

private:
    struct Pair {
        const CompanyService* service;
        const PromisedSlo* slo;
        int instance;
        std::string labels[2];      ///< encoded
        std::int64_t value[2] = {0, 0};
    };
    void add(Pair& pair, const EventCount& count);

    Counts counts_;
    Timestamp next_;
    bool begun_ = false;
    std::vector<Pair> pairs_;
};

}  // namespace plimsoll::demo
