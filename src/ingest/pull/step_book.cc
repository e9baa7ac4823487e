#include "ingest/pull/step_book.h"

#include <algorithm>
#include <cmath>

namespace plimsoll::ingest::pull {

LabelledSample StepBook::sample(const CountedSeries& series, Timestamp step, double count) const {
    return {series.labels, sample_time(step), count, false, kind_ == Kind::gauge ? Temporality::cumulative : Temporality::measured, {}};
}

std::vector<LabelledSample> StepBook::first(const std::vector<CountedSeries>& series, Timestamp after, Timestamp until) {
    begun_ = std::min(begun_, after);
    std::vector<LabelledSample> out;
    for (const CountedSeries& one : series) {
        Series& known = series_[one.labels];
        for (const StepValue& step : one.steps) {
            if (step.step <= after || step.step > until) continue;
            const double count = kind_ == Kind::gauge ? step.value : static_cast<double>(known.rounding.take(step.value));
            known.steps[step.step] = {step.value, count};
            out.push_back(sample(one, step.step, count));
        }
    }
    return out;
}

std::vector<LabelledSample> StepBook::again(const std::vector<CountedSeries>& series) {
    std::vector<LabelledSample> out;
    for (const CountedSeries& one : series) {
        Series& known = series_[one.labels];
        for (const StepValue& step : one.steps) {
            if (step.step <= begun_ && kind_ != Kind::counts) continue;
            const auto told = known.steps.find(step.step);
            const bool is_new = told == known.steps.end();
            if (!is_new && (kind_ == Kind::gauge || told->second.value == step.value)) continue;
            double count = step.value;
            if (kind_ != Kind::gauge) {
                const double before = is_new ? 0 : told->second.count;
                const double differs = step.value - (is_new ? 0 : told->second.value);
                count = std::max(0.0, before + std::floor(differs + 0.5));
                if (!is_new && count == before) continue;
            }
            known.steps[step.step] = {step.value, count};
            out.push_back(sample(one, step.step, count));
        }
    }
    return out;
}

void StepBook::forget(Timestamp until) {
    for (auto& [labels, series] : series_) series.steps.erase(series.steps.begin(), series.steps.upper_bound(until));
    std::erase_if(series_, [](const auto& entry) { return entry.second.steps.empty(); });
}

}  // namespace plimsoll::ingest::pull
