// baseline.h: what was delivered over a range, and how it varies by day and by hour of the week.
//
// Clocks     days and hours are those of a zone: a day has 23, 24 or 25 hours. A step of the tape (or a quarter of an hour,
//            where steps are shorter) belongs to the hour of its start.
// Windows    of the SLO's period, rolling also where the SLO's is a calendar's, ending every hour, all of them within the range.
// Median     the middle one; of an even number the mean of the two.
// Pattern    an hour of the week stands out if chance does not explain it and it comes again: were events bad whatever the
//            hour, so many of all bad ones would fall into it with a probability under 5 % / 168 (binomial, exact; Bonferroni
//            over the hours of a week); and it was worse than the rest in at least half of the weeks, three at least. One long
//            outage is no pattern.
// Pure       any thread.
#pragma once

#include <string>

#include "domain/catalog/model.h"
#include "domain/slo/tape.h"
#include "domain/targets/views.h"

namespace plimsoll::targets {

/// `per_one`: counts that make one event. Requires: slo::tapes(slo); a range within the tape; a zone that zones::check admits.
[[nodiscard]] Baseline baseline_of(const slo::Tape& tape, TimeRange range, const std::string& zone, Duration period, std::int64_t per_one);

/// P(X >= hits) of a binomial with so many trials and this chance for each. Exact up to rounding; 1 for hits <= 0.
[[nodiscard]] double binomial_tail(double hits, double trials, double chance);
/// Empty of none.
[[nodiscard]] std::optional<double> middle_of(std::vector<double> values);

}  // namespace plimsoll::targets
