#include "ingest/intake.h"

#include <xxhash.h>

#include <algorithm>
#include <future>

#include "base/invariant.h"
#include "base/text.h"

namespace plimsoll::ingest {
namespace {

class DeliveredLabels final : public LabelReader {
public:
    explicit DeliveredLabels(const LabelledSample::Pairs& pairs) : pairs_(&pairs) {}
    [[nodiscard]] Result<Labels> labels() const override {
        Labels out;
        out.reserve(pairs_->size());
        for (const auto& [name, value] : *pairs_) out.push_back({name, value});
        return out;
    }

private:
    const LabelledSample::Pairs* pairs_;
};

void append_sized(std::string& bytes, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
    bytes += text;
}

/// Of labels in the order given: another order is resolved once more, to the same series.
SeriesHash hash_of(const LabelledSample& sample, std::string& bytes) {
    bytes.assign(1, static_cast<char>(sample.temporality));
    for (const auto& [name, value] : sample.labels) {
        append_sized(bytes, name);
        append_sized(bytes, value);
    }
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return SeriesHash::of(hash.low64, hash.high64);
}

Reason reason_of(ledger::Refusal refusal) {
    return refusal == ledger::Refusal::too_late ? Reason::too_late : Reason::conflicting_duplicate;
}

}  // namespace

struct Intake::Meters {
    explicit Meters(Metrics& metrics)
        : received(metrics.counter("plimsoll_ingest_samples_total", "Samples received.")),
          bound(metrics.counter("plimsoll_ingest_bound_samples_total", "Samples stored because an SLI counts their series.")),
          unbound(metrics.counter("plimsoll_ingest_unbound_samples_total", "Samples dropped because no SLI counts their series.")),
          duplicates(metrics.counter("plimsoll_ingest_duplicate_samples_total", "Samples that were stored before.")),
          histograms(metrics.counter("plimsoll_ingest_native_histograms_total", "Native histograms of bound series: skipped.")),
          unusable(metrics.counter("plimsoll_ingest_unusable_gauge_samples_total",
                                   "Samples of gauges that are no number, no share or ahead of time: an anomaly of their SLI.")) {
        for (std::size_t i = 0; i < kReasons; ++i) {
            refused.push_back(&metrics.counter("plimsoll_ingest_refused_samples_total", "Samples that will never be good, by reason.",
                                               {{"reason", std::string(key(static_cast<Reason>(i)))}}));
        }
    }
    void count(const GatheredBody& body, const DeliveryOutcome& outcome) {
        received.add(body.received);
        unbound.add(body.unbound);
        histograms.add(body.histograms);
        unusable.add(body.unusable);
        bound.add(outcome.accepted);
        duplicates.add(outcome.duplicates);
        for (std::size_t i = 0; i < kReasons; ++i) refused[i]->add(outcome.refused.by_reason[i]);
    }

    Counter& received;
    Counter& bound;
    Counter& unbound;
    Counter& duplicates;
    Counter& histograms;
    Counter& unusable;
    std::vector<Counter*> refused;
};

Intake::Intake(ledger::Ledger& ledger, Resolver& resolver, const Clock& clock, Metrics& metrics, std::function<bool()> has_room,
               DecodeLimits limits)
    : ledger_(ledger), resolver_(resolver), clock_(clock), has_room_(std::move(has_room)), limits_(limits),
      meters_(std::make_unique<Meters>(metrics)) {}

Intake::~Intake() = default;

void Intake::deliver(Delivery delivery, std::function<void(Result<DeliveryOutcome>)> done) {
    if (delivery.cursor && delivery.cursor->size() > kLongestCursor) {
        return done(fail(plimsoll::errors::invalid, "a cursor of " + std::to_string(delivery.cursor->size()) + " bytes; the limit is " +
                                                        std::to_string(kLongestCursor)));
    }
    if (!has_room_()) return done(fail(errors::no_room));
    std::map<std::string, std::vector<std::uint32_t>> samples_by_key;
    auto gathered = gather(delivery, samples_by_key);
    if (!gathered) return done(std::move(gathered).error());
    if (delivery.latest != Timestamp::min()) gathered->latest = std::min(delivery.latest, clock_.now() + limits_.future);
    std::vector<ledger::KeyedSamples> keys;
    std::vector<std::string> key_texts;
    for (auto& [key, samples] : samples_by_key) {
        const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
        keys.push_back({hash.high64, hash.low64, std::move(samples)});
        key_texts.push_back(key);
    }
    commit(std::move(delivery.source), std::move(*gathered), std::move(delivery.cursor), std::move(keys), std::move(key_texts), std::move(done));
}

Result<DeliveryOutcome> Intake::deliver_and_wait(Delivery delivery) {
    auto answered = std::make_shared<std::promise<Result<DeliveryOutcome>>>();
    auto outcome = answered->get_future();
    deliver(std::move(delivery), [answered](Result<DeliveryOutcome> result) { answered->set_value(std::move(result)); });
    return outcome.get();
}

Result<std::optional<std::string>> Intake::cursor(const std::string& source) const { return ledger_.cursor(source); }

std::unique_ptr<Gatherer> Intake::take_spare() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return std::make_unique<Gatherer>(resolver_, limits_);
    auto gatherer = std::move(spare_.back());
    spare_.pop_back();
    return gatherer;
}

Result<GatheredBody> Intake::gather(const Delivery& delivery, std::map<std::string, std::vector<std::uint32_t>>& keys) {
    auto gatherer = take_spare();
    const Timestamp now = clock_.now();
    gatherer->begin(now);
    Timestamp newest = Timestamp::min();
    std::string bytes;
    for (const LabelledSample& sample : delivery.samples) {
        const DeliveredLabels labels(sample.labels);
        const auto verdict = gatherer->verdict(hash_of(sample, bytes), sample.temporality, labels);
        const auto first = static_cast<std::uint32_t>(gatherer->gathered());
        const Timestamp at = moment_of(sample.temporality, sample.at);
        if (!verdict || !gatherer->judge(sample.value, at, sample.stale, *verdict, labels)) break;
        if (sample.at <= now + limits_.future) newest = std::max(newest, sample.at);
        if (sample.key.empty()) continue;
        for (auto n = first; n < gatherer->gathered(); ++n) keys[sample.key].push_back(n);
    }
    auto gathered = gatherer->finish();
    if (gathered) gathered->latest = newest;  // of events it is not the start of their slot
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(gatherer));
    return gathered;
}

void Intake::commit(std::string source, GatheredBody gathered, std::function<void(Result<DeliveryOutcome>)> done) {
    commit(std::move(source), std::move(gathered), std::nullopt, {}, {}, std::move(done));
}

void Intake::commit(std::string source, GatheredBody gathered, std::optional<std::string> cursor, std::vector<ledger::KeyedSamples> keys,
                    std::vector<std::string> key_texts, std::function<void(Result<DeliveryOutcome>)> done) {
    std::vector<ledger::Anomaly> anomalies = resolver_.take_anomalies();
    for (ledger::Anomaly& a : anomalies) a.at = std::max(gathered.latest, Timestamp());
    for (auto& [key, anomaly] : gathered.anomalies) anomalies.push_back(std::move(anomaly));
    // Without any SLI there is no watermark to move either.
    const bool says_time = gathered.latest != Timestamp::min() && !resolver_.binding()->slis().empty();
    if (gathered.samples.empty() && anomalies.empty() && !says_time && !cursor) return done(outcome_of(gathered, ledger::WriteOutcome{}, {}));
    ledger::Batch batch;
    batch.source = std::move(source);
    batch.latest = gathered.latest;
    batch.samples = gathered.samples;
    batch.anomalies = std::move(anomalies);
    batch.cursor = std::move(cursor);
    batch.keys = std::move(keys);
    ledger_.write(std::move(batch), [this, gathered = std::move(gathered), key_texts = std::move(key_texts),
                                     done = std::move(done)](Result<ledger::WriteOutcome> outcome) {
        done(outcome_of(gathered, std::move(outcome), key_texts));
    });
}

Result<DeliveryOutcome> Intake::outcome_of(const GatheredBody& gathered, Result<ledger::WriteOutcome> outcome,
                                           const std::vector<std::string>& key_texts) {
    if (!outcome) return std::move(outcome).error();
    DeliveryOutcome out;
    out.accepted = outcome->accepted;
    out.duplicates = outcome->duplicates + gathered.overlapping;
    out.unbound = gathered.unbound;
    out.refused = gathered.refused;
    out.told = gathered.told;
    for (const auto& [index, why] : outcome->refused) {
        if (why == ledger::Refusal::unknown_series) {
            // The ledger forgot a series that was silent for long; sent again it is met as new.
            resolver_.forget();
            return fail(ledger::errors::busy, "a series came back that was forgotten");
        }
        INVARIANT(index < gathered.samples.size(), "the ledger refuses samples of this batch");
        if (std::binary_search(gathered.starts.begin(), gathered.starts.end(), index)) continue;  // no sender sent it
        ++out.refused[reason_of(why)];
        if (out.told.size() >= limits_.told) continue;
        const ledger::Sample& sample = gathered.samples[index];
        out.told.push_back({text::printable(resolver_.labels_of(sample.series)), sample.at, reason_of(why)});
    }
    for (const std::uint32_t index : outcome->repeated) out.repeated_keys.push_back(key_texts.at(index));
    meters_->count(gathered, out);
    return out;
}

}  // namespace plimsoll::ingest
