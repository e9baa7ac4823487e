// chart.h: how an SLO's budget and burn rates went, column by column, for charts of up to 2,000 points.
//
// Shape      point i ends at at[i]; all columns have its length. Points lie on whole steps since 1970, so that a chart does
//            not flicker as time goes on; the last ends where the range does.
// Remaining  share of the budget that was left over the period that ends at t, clipped to the SLO's age, as burn_down.h.
// Burn       of each rule's windows that end at t, clipped likewise; empty without events.
// Counts     valid and bad events since the point before.
// Gaps       a point before which nothing was measured has no remaining share: it is drawn as a gap, not as a line. Gaps of
//            three slots and more are listed, as far as whole steps tell.
// Now        a chart that ends with the open slot ends with exactly the figures of /explain, gap or not.
// Steps      10 s where the ledger holds them (7 days back), else whole minutes, from 5 min on whole 5 minutes: an edge
//            never has to be moved to a coarser slot, and a month is read from some fifteen blocks.
// Cost       one reading of sums over all windows of all points.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/slo/chart_notes.h"
#include "domain/slo/measures.h"
#include "domain/slo/range_sums.h"
#include "domain/slo/thresholds.h"

namespace plimsoll::slo {

inline constexpr std::size_t kChartPoints = 1'000;
inline constexpr std::size_t kChartPointsMost = 2'000;
inline constexpr Duration kGapLeast = ledger::kStep * 3;

using Column = std::vector<std::optional<double>>;

struct ChartRule {
    std::string rule;
    std::string severity;
    double factor = 0;
    Duration long_window;
    Duration short_window;  ///< zero: a rule of one window
    Column long_burn;
    Column short_burn;      ///< empty list for a rule of one window
};
BOOST_DESCRIBE_STRUCT(ChartRule, (), (rule, severity, factor, long_window, short_window, long_burn, short_burn))

struct SloChart {
    std::string name;
    TimeRange range;
    Duration step;
    Duration period;
    Thresholds thresholds;
    std::optional<Timestamp> as_of;  ///< null: no data yet, and every column is empty
    std::optional<Timestamp> since;  ///< start of the first measured slot
    std::vector<std::int64_t> at;    ///< milliseconds since 1970
    Column remaining;
    std::vector<std::int64_t> valid;
    std::vector<std::int64_t> bad;
    Column coverage;                 ///< of the time since the point before
    std::vector<ChartRule> rules;
    std::vector<TimeRange> gaps;
    std::vector<ChartMark> marks;    ///< oldest first
    std::vector<ChartExclusion> exclusions;  ///< of the range, oldest first
};
BOOST_DESCRIBE_STRUCT(SloChart, (), (name, range, step, period, thresholds, as_of, since, at, remaining, valid, bad,
                                     coverage, rules, gaps, marks, exclusions))

/// The points of a chart: their ends, and the start of the first.
struct ChartGrid {
    Timestamp start;
    Duration step;
    std::vector<Timestamp> at;
    [[nodiscard]] TimeRange range() const { return {start, at.back()}; }
};

/// At most `points` points that cover `range`. `end`: end of the open slot, beyond which there is none.
/// `whole`: the length of slices, of which a step holds whole ones; zero where none are counted.
/// Requires: points above zero, start below end of the range and of the open slot.
[[nodiscard]] ChartGrid chart_grid(TimeRange range, Timestamp end, std::size_t points, Duration whole = Duration());

/// Where the definition changed: points left of such a mark were judged by what was asked then, and are drawn by what is asked
/// now as far as it judges them anew.
void add_definition_marks(const std::vector<VersionRecord>& versions, SloChart& chart);
void add_notes(ChartNotes notes, SloChart& chart);

/// Requires: a fed account. Errors: those of `sums`.
[[nodiscard]] Result<SloChart> chart_of(const Account& account, const ChartGrid& grid, const SumsOf& sums);

}  // namespace plimsoll::slo
