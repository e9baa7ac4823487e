// count_query.h: PromQL that gives the exact increase of counters over one step, as whole numbers that add up.
//
// Growth     of one series in the step (t-s, t], asked for at t: its last value in the step minus its last value before
//            the step. The last value before is looked for up to kSilence back, so what grew while a target could not be
//            reached counts when it comes back. A value below the one before is a reset: it counts itself.
//            Sums over steps telescope: they are the difference of the counter's own values, whatever the scrape times.
// Begins     a series without a value before counts from zero if another series of the SLI on its target (job, instance)
//            went on meanwhile, so that the first error of a kind counts; otherwise its start is unknown and it counts from
//            its first value in the step. So it does where it had a value not above the present one at one of kLongBefore: it
//            was silent, and its growth meanwhile is not known.
// Left out   what a counter grew by in a step before it was reset in that step: no later value tells of it.
// Gaps       no sample in the step and no series that is alive: absent. Series that are alive and did not grow: 0.
// Engines    only what Prometheus, Thanos, Mimir and VictoriaMetrics evaluate alike. increase() is not among it: Prometheus
//            extrapolates. Nor is the staleness of a plain selector, which is asked for nothing but whether a series lives.
//            A range may be closed on its left (Prometheus 2) or open (3, VictoriaMetrics): the growth is the same.
// Names      a selector that matches several metrics keeps the metric's name as a label, because operators drop it and two
//            series would become one.
// Buckets    le="2" is asked for as le=~"2(\.0*)?": Prometheus 3 and OpenTelemetry write 2.0.
// Bounds     kMostWitnesses selectors are asked whether a target went on.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/units.h"
#include "promql/query.h"

namespace plimsoll::ingest::pull {

/// How far back the value before a step may lie. A series that is silent for longer begins anew.
inline constexpr Duration kSilence = Duration::hours(1);
/// Where a series is looked for that was silent for longer than kSilence. Instants, because a day's samples of every series at
/// every step would cost the engine too much.
inline constexpr std::array kLongBefore{Duration::hours(2), Duration::hours(6), Duration::hours(12), Duration::hours(24)};
/// A series whose value before the step is at most so old (or three steps) went on.
inline constexpr Duration kWentOn = Duration::minutes(5);
inline constexpr std::size_t kMostWitnesses = 4;

/// "90s"; PromQL knows no fraction of a millisecond.
[[nodiscard]] std::string promql_duration(Duration d);

/// As PromQL, with buckets by number.
[[nodiscard]] std::string asked_text(const promql::Selector& selector);

/// The sum of what the selector's series grew by in the step that ends when it is evaluated, by these labels.
/// `witnesses`: selectors of the SLI, whose series tell whether a target went on. Requires: step >= 1 s.
[[nodiscard]] std::string growth_of(const promql::Selector& selector, std::span<const promql::Selector> witnesses, Duration step,
                                    const std::vector<std::string>& by);

/// The gauge's series as they are, their name kept as label kNameLabel if the selector matches several metrics.
[[nodiscard]] std::string gauge_of(const promql::Selector& selector);

/// A query with $__step, or {{.window}}, in place of a duration.
[[nodiscard]] std::string with_step(std::string text, Duration step);

inline constexpr std::string_view kNameLabel = "plimsoll_name";

}  // namespace plimsoll::ingest::pull
