#include "ingest/pull/step_slots.h"

#include <algorithm>

#include "ingest/series_labels.h"

namespace plimsoll::ingest::pull {
namespace {

constexpr Duration kHour = Duration::hours(1);
constexpr std::size_t kSlots = static_cast<std::size_t>(kHour / ledger::kStep);

class SlotsOfSteps {
public:
    explicit SlotsOfSteps(Duration step) : step_(step) {}

    void count(ledger::SliId sli, Timestamp end, std::int64_t valid, std::int64_t bad) {
        for (Timestamp at = end - step_; at < end; at = at + ledger::kStep) {
            ledger::Slot& slot = slot_at(sli, at);
            slot.measured = slot.reporting = 1;
            slot.live = 1;
        }
        ledger::Slot& last = slot_at(sli, end - ledger::kStep);
        last.valid += valid;
        last.bad += bad;
    }

    FilledSlots finish() {
        for (auto& [sli, hours] : out_.hours)
            for (auto& [start, slots] : hours)
                for (ledger::Slot& slot : slots) drop_contradiction(slot);
        return std::move(out_);
    }

private:
    void drop_contradiction(ledger::Slot& slot) {
        if (slot.bad >= 0 && slot.bad <= slot.valid) return;
        slot = {};
        ++out_.contradictions;
    }
    ledger::Slot& slot_at(ledger::SliId sli, Timestamp at) {
        const Timestamp hour = at.floor(kHour);
        auto& slots = out_.hours[sli][hour];
        if (slots.empty()) slots.resize(kSlots);
        return slots[static_cast<std::size_t>((at - hour) / ledger::kStep)];
    }

    Duration step_;
    FilledSlots out_;
};

Feeds feeds_of(const BindingSet& binding, const LabelledSample::Pairs& pairs) {
    Labels labels;
    for (const auto& [name, value] : pairs) labels.push_back({name, value});
    if (canonicalise(labels)) return {};  // an intake would refuse it likewise
    return binding.feeds(labels);
}

}  // namespace

std::vector<ledger::PastHour> FilledSlots::of(ledger::SliId sli) const {
    std::vector<ledger::PastHour> out;
    const auto found = hours.find(sli);
    if (found == hours.end()) return out;
    for (auto hour = found->second.rbegin(); hour != found->second.rend(); ++hour) out.push_back({hour->first, hour->second});
    return out;
}

FilledSlots slots_of_steps(const std::vector<CountedSeries>& series, const BindingSet& binding, Duration step, bool gauge, Timestamp after,
                           Timestamp until) {
    SlotsOfSteps filling(step);
    for (const CountedSeries& one : series) {
        const Feeds feeds = feeds_of(binding, one.labels);
        Rounding rounding;
        for (const StepValue& value : one.steps) {
            if (value.step <= after || value.step > until) continue;
            if (!gauge) {
                const std::int64_t count = rounding.take(value.value);
                for (const Feed& feed : feeds.counters)
                    filling.count(feed.contribution.sli, value.step, count * feed.contribution.valid, count * feed.contribution.bad);
                continue;
            }
            for (const GaugeFeed& reading : feeds.gauges) {
                const auto bad = reading.reading.bad_of(value.value, sample_time(value.step));
                if (!bad) continue;  // NaN, no share: live it would be an anomaly and not be counted either
                for (const Feed& feed : reading.feeds)
                    filling.count(feed.contribution.sli, value.step, feed.contribution.valid, *bad * feed.contribution.bad);
            }
        }
    }
    return filling.finish();
}

}  // namespace plimsoll::ingest::pull
