// debug.h: why an SLO has no data, or what it is made of: which series each selector of its queries matched.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/slo/state.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// In the order in which they are looked for.
BOOST_DEFINE_ENUM_CLASS(Diagnosis, not_bound, bound_between_buckets, unusable_samples, no_series, selector_without_series,
                        too_late, no_second_sample, all_stale, source_silent, flowing)

struct SeriesView {
    std::string labels;                        ///< printable; of a gauge, how it is read after " as ": "as good if <= 0.3"
    std::optional<Timestamp> last_at;          ///< null: no sample yet
    double last_value = 0;                     ///< of a gauge: what its last sample counted as bad
    bool live = false;
    std::optional<Duration> expected_interval; ///< null before the second sample
    int valid = 0;                             ///< what one unit of increase (of a gauge: one sample) adds to valid
    int bad = 0;                               ///< and to bad (of a gauge: of what is bad of the sample)
};
BOOST_DESCRIBE_STRUCT(SeriesView, (), (labels, last_at, last_value, live, expected_interval, valid, bad))

struct SelectorView {
    std::string query;     ///< "total", "good", "bad" or "above"
    int sign = 1;
    std::string selector;  ///< as PromQL
    std::size_t matched = 0;
    std::size_t live = 0;
    std::vector<SeriesView> examples;  ///< at most 20, the latest samples first
};
BOOST_DESCRIBE_STRUCT(SelectorView, (), (query, sign, selector, matched, live, examples))

struct SloDebug {
    std::string name;
    Diagnosis diagnosis = Diagnosis::not_bound;
    std::string why;     ///< one sentence
    std::string remedy;  ///< what to do; empty when data flows
    std::optional<Timestamp> watermark;  ///< latest sample time of the sources that feed it
    std::optional<Timestamp> complete;   ///< settled up to here
    std::size_t series = 0;
    std::size_t live_series = 0;
    std::uint64_t bad_above_valid = 0;
    std::uint64_t unknown_starts = 0;
    std::uint64_t resets = 0;
    std::vector<SelectorView> selectors;
};
BOOST_DESCRIBE_STRUCT(SloDebug, (), (name, diagnosis, why, remedy, watermark, complete, series, live_series,
                                     bad_above_valid, unknown_starts, resets, selectors))

/// Series looked at, at most; beyond it the counts of selectors say less than the truth.
inline constexpr std::size_t kDebugSeries = 20'000;

/// Of a composite: which of its members have something to say. Nothing else feeds it.
[[nodiscard]] SloDebug debug_of_members(const catalog::Slo& slo, const ledger::SliStatus& status, const std::vector<std::string>& missing);

/// `bound`: the ledger knows the SLI. `record` may be nullptr.
[[nodiscard]] SloDebug debug_of(const catalog::Slo& slo, bool bound, const ledger::SliStatus& status,
                                const std::vector<ledger::SeriesStatus>& series, const SloRecord* record, Timestamp now);

}  // namespace plimsoll::slo
