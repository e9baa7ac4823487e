// asked_sli.h: the queries of one SLI as they are asked for, and what the answers to them count.
//
// Terms      a query is a sum of terms, each asked for by itself, because PromQL's + drops what one side lacks. What lacks is
//            0 as long as another term of the SLI has an answer; where none has, the step is a gap.
// Together   parts of one histogram count only together.
// Verbatim   values are rounded, and what rounding leaves is carried to the series' next step. NaN and infinities are gaps;
//            below zero is not counted and told.
// Gauges     each series of a selector is a sample of its own with its own labels.
// Labels     of what enters the ledger: __name__ (pull.h), slo, and those of the group or gauge. A label called slo becomes
//            exported_slo.
// Pure       no clock, no network.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/intake.h"
#include "ingest/pull/answer.h"
#include "ingest/pull/pull.h"

namespace plimsoll::ingest::pull {

struct AskedTerm {
    std::string series;  ///< kTotal, ...
    int weight = 1;      ///< sign and weight
    std::string text;    ///< an instant vector
};

/// What one step of one series counts. A step is named by its end.
struct StepValue {
    Timestamp step;
    double value = 0;
};
/// A series as it enters the ledger.
struct CountedSeries {
    LabelledSample::Pairs labels;
    std::vector<StepValue> steps;  ///< in their order
};

class AskedSli {
public:
    /// Errors: promql's, within the SLO's name.
    static Result<AskedSli> of(const PulledSli& sli, Duration step);

    [[nodiscard]] const PulledSli& declared() const { return declared_; }
    [[nodiscard]] const std::vector<AskedTerm>& terms() const { return terms_; }

    /// `answers`: series by term, in the order of terms(), without kQueryLabel. Of counts all that is whole or can be made whole.
    /// Errors: invalid (more than kMostSeries; a value below zero, which is told once and not counted).
    struct Read {
        std::vector<CountedSeries> series;
        std::string told;  ///< what is wrong but not in the way
    };
    Result<Read> read(std::vector<std::vector<AnsweredSeries>> answers) const;

private:
    /// What one term has in one step.
    struct Sum {
        double value = 0;
        bool any = false;
    };
    using Steps = std::map<Timestamp, std::vector<Sum>>;  ///< by term

    [[nodiscard]] LabelledSample::Pairs group_of(const LabelledSample::Pairs& labels) const;
    void add(const AnsweredSeries& series, std::size_t term, Steps& steps) const;
    [[nodiscard]] std::vector<CountedSeries> counted(const LabelledSample::Pairs& group, const Steps& steps, std::string& told) const;
    Result<Read> read_gauges(std::vector<std::vector<AnsweredSeries>> answers) const;
    [[nodiscard]] LabelledSample::Pairs labels_of(const std::string& series, const LabelledSample::Pairs& of_series) const;

    PulledSli declared_;
    std::vector<AskedTerm> terms_;
};

/// Whole counts of a series whose values are not, one step after the other.
class Rounding {
public:
    /// The count of the next step; what is left goes to the one after.
    std::int64_t take(double value);

private:
    double left_ = 0;
};

/// When a step's count enters the ledger: just before its end, so that it lies in the step's last slot.
[[nodiscard]] constexpr Timestamp sample_time(Timestamp step_end) { return step_end - Duration::ms(1); }

}  // namespace plimsoll::ingest::pull
