#include "ingest/gatherer.h"

#include <algorithm>

#include "base/text.h"
#include "ingest/counter_value.h"

namespace plimsoll::ingest {
namespace {

constexpr Duration kYoung = Duration::hours(1);  // a start that lies longer back may be too late for the ledger
constexpr std::size_t kLongestSeriesTold = 400;  // bytes of a series in a message

/// Labels for a message: hostile text, shortened.
std::string told_text(const LabelReader& reader) {
    auto labels = reader.labels();
    if (!labels) return "{}";
    (void)canonicalise(*labels);
    std::string out = text::printable(canonical_text(*labels));
    if (out.size() > kLongestSeriesTold) {
        std::size_t end = kLongestSeriesTold;
        while ((static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
        out = out.substr(0, end) + "…";
    }
    return out;
}

}  // namespace

Gatherer::Gatherer(Resolver& resolver, const DecodeLimits& limits) : resolver_(resolver), limits_(limits) {}
Gatherer::~Gatherer() = default;

void Gatherer::begin(Timestamp now, Timestamp after) {
    if (const auto generation = resolver_.generation(); generation != generation_) {
        forget_verdicts();
        generation_ = generation;
    }
    body_ = GatheredBody{};
    body_.samples.reserve(samples_expected_);
    horizon_ = now + limits_.future;
    after_ = after;
    met_now_ = false;
    new_groups_ = false;
    fault_.reset();
}

Result<GatheredBody> Gatherer::finish() {
    if (fault_) return std::move(*fault_);
    if (new_groups_) return fail(errors::new_group);
    samples_expected_ = body_.samples.size();
    return std::move(body_);
}

std::optional<Verdict> Gatherer::resolve(const SeriesHash& hash, Temporality temporality, const LabelReader& labels) {
    auto read = labels.labels();
    auto resolved = read ? resolver_.resolve(std::move(*read), temporality) : Result<Resolution>(std::move(read).error());
    if (!resolved && resolved.error().is(errors::new_group)) {
        new_groups_ = true;
        return Verdict::unbound();
    }
    if (!resolved) {
        fault_ = std::move(resolved).error();
        return std::nullopt;
    }
    met_now_ = true;
    met_slis_ = std::move(resolved->slis);
    if (verdicts_.size() >= limits_.verdicts) forget_verdicts();
    Verdict verdict = resolved->verdict;
    if (resolved->several) {
        verdict = Verdict::several(static_cast<std::uint32_t>(several_.size()));
        several_.push_back(std::move(resolved->several));
    }
    // Whether an SLI is full changes with time, so that verdict is not kept.
    const bool passing = verdict.is_refused() && verdict.reason() == Reason::too_many_series;
    if (!passing) verdicts_.insert(hash, verdict);
    return verdict;
}

void Gatherer::forget_verdicts() {
    verdicts_.clear();
    several_.clear();
}

void Gatherer::starts_from_zero(Timestamp created, Timestamp at, Verdict verdict) {
    std::optional<ledger::SeriesId> counter;
    if (verdict.is_bound()) counter = verdict.id();
    if (verdict.is_several()) counter = several_[verdict.place()]->counter;
    const bool plausible = created > Timestamp() && created < at && at <= horizon_ && at - created <= kYoung;
    if (!counter || !plausible || created <= after_ || met_slis_.empty() || created < resolver_.measured_since(met_slis_)) return;
    body_.starts.push_back(static_cast<std::uint32_t>(body_.samples.size()));
    body_.samples.push_back({*counter, created, 0, false});
}

bool Gatherer::judge_known(double value, Timestamp at, bool stale, Verdict verdict, const LabelReader& labels) {
    std::optional<Reason> fault;
    if (verdict.is_refused()) fault = verdict.reason();
    else if (at > horizon_) fault = Reason::in_the_future;
    else if (at < Timestamp()) fault = Reason::too_late;
    if (verdict.is_bound() && !stale) {
        if (const auto worse = fault_of(value)) fault = worse;
    }
    if (fault) {
        refuse(*fault, at, labels);
        return true;
    }
    if (verdict.is_several()) return judge_several(*several_[verdict.place()], value, at, stale, labels);
    body_.samples.push_back({verdict.id(), at, stale ? 0 : value, stale});
    return true;
}

bool Gatherer::judge_several(const Several& several, double value, Timestamp at, bool stale, const LabelReader& labels) {
    for (const Histograms::Part& part : several.parts) {
        if (auto seen = resolver_.seen(part, at, stale); !seen) {
            fault_ = std::move(seen).error();
            return false;
        }
        if (!stale && part.role == HistogramPart::Role::total) note_lack(part, at, labels);
    }
    if (several.counter) count(*several.counter, value, at, stale, labels);
    for (const Several::Gauge& gauge : several.gauges) read(gauge, value, at, stale, labels);
    return true;
}

void Gatherer::count(ledger::SeriesId id, double value, Timestamp at, bool stale, const LabelReader& labels) {
    const auto fault = stale ? std::nullopt : fault_of(value);
    if (fault) return refuse(*fault, at, labels);
    body_.samples.push_back({id, at, stale ? 0 : value, stale});
}

void Gatherer::read(const Several::Gauge& gauge, double value, Timestamp at, bool stale, const LabelReader& labels) {
    if (stale) {
        body_.samples.push_back({gauge.id, at, 0, true});
        return;
    }
    const auto bad = gauge.reading.bad_of(value, at);
    if (bad) {
        body_.samples.push_back({gauge.id, at, static_cast<double>(*bad), false});
        return;
    }
    ++body_.unusable;
    for (const ledger::SliId sli : gauge.slis) note(sli, bad.error(), at, labels);
}

/// At its first scrape a histogram's buckets may come after its total.
void Gatherer::note_lack(const Histograms::Part& part, Timestamp at, const LabelReader& labels) {
    const BoundHistogram& histogram = *part.histogram;
    if (histogram.counts || at.in_ms() <= histogram.first_total_at) return;
    ledger::Anomaly& anomaly = note(histogram.sli, ledger::Anomaly::Kind::bound_between_buckets, at, labels);
    if (anomaly.count == 1) anomaly.detail = resolver_.lack_of(histogram) + "; " + anomaly.detail;
}

ledger::Anomaly& Gatherer::note(ledger::SliId sli, ledger::Anomaly::Kind kind, Timestamp at, const LabelReader& labels) {
    const auto [found, added] = body_.anomalies.try_emplace({sli, kind});
    ledger::Anomaly& anomaly = found->second;
    if (added) anomaly = {sli, kind, at, 0, told_text(labels)};
    anomaly.at = std::max(anomaly.at, at);
    ++anomaly.count;
    return anomaly;
}

void Gatherer::refuse(Reason why, Timestamp at, const LabelReader& labels) {
    ++body_.refused[why];
    if (body_.told.size() < limits_.told) body_.told.push_back({told_text(labels), at, why});
}

}  // namespace plimsoll::ingest
