// measure.h: a figure that can defend itself. No bare number leaves the system.
//
// Invariant  value is empty exactly when why_empty is not; inputs are enough to compute the value again by hand.
// Interval   only on inferences (a rate from a sample, a forecast); a count of all events needs none.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll {

BOOST_DEFINE_ENUM_CLASS(Unit, ratio, events, seconds, minutes, burn_rate, per_week, count, bytes, currency, slices, samples)

/// One number that went into a figure: an exact integer or rational, and where it came from.
struct MeasureInput {
    std::string name;                        ///< "bad"
    std::int64_t numerator = 0;              ///< exact; the value itself when denominator is 1
    std::int64_t denominator = 1;
    std::string evidence;                    ///< "ledger slo/checkout 10s 2026-11-21T08:00:00Z..2026-11-21T09:00:00Z"
};
BOOST_DESCRIBE_STRUCT(MeasureInput, (), (name, numerator, denominator, evidence))

struct Interval {
    double low = 0;
    double high = 0;
    std::string method;  ///< "Wilson 95 %"
};
BOOST_DESCRIBE_STRUCT(Interval, (), (low, high, method))

/// What was left out of a figure, by whom allowed, and what the figure would be with it in.
struct Exclusion {
    std::string reason;
    TimeRange range;
    std::optional<double> value_without;
};
BOOST_DESCRIBE_STRUCT(Exclusion, (), (reason, range, value_without))

/// A range of ledger slots or a log event that the figure stands on.
struct EvidenceRef {
    std::string kind;               ///< "ledger" or "log"
    std::string subject;            ///< SLI name, or stream
    std::optional<TimeRange> range; ///< of slots
    std::optional<std::uint64_t> seq;
};
BOOST_DESCRIBE_STRUCT(EvidenceRef, (), (kind, subject, range, seq))

struct Measure {
    std::string id;                 ///< "slo.budget_remaining"
    std::optional<double> value;    ///< empty: see why_empty
    Unit unit = Unit::ratio;
    std::string formula;            ///< in words and symbols, with the source it follows
    std::vector<MeasureInput> inputs;
    TimeRange window;
    Timestamp as_of;                ///< one instant per report
    Duration step;                  ///< of the ledger level that was used
    std::string definition_version;
    std::uint64_t sample_size = 0;
    std::optional<double> coverage; ///< share of the window that was measured, 0..1; empty where nothing is sampled
    std::optional<Interval> interval;
    std::vector<Exclusion> excluded;
    std::vector<std::string> caveats;
    std::vector<EvidenceRef> evidence;
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(Measure, (), (id, value, unit, formula, inputs, window, as_of, step, definition_version,
                                    sample_size, coverage, interval, excluded, caveats, evidence, why_empty))

/// The defence sheet as text that a person can read aloud (one fact a line, no colour).
[[nodiscard]] std::string defence_sheet(const Measure& measure);
/// The value with its unit for people: "12.4 %", "4,117 events", "3 d 4 h", "14.9x", "no value: no events in the window".
[[nodiscard]] std::string shown(const Measure& measure);

}  // namespace plimsoll
