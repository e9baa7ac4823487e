#include "ingest/resolver.h"

#include <algorithm>

#include "base/invariant.h"
#include "base/text.h"
#include "ingest/metric_names.h"
#include "ingest/series_text.h"

namespace plimsoll::ingest {
namespace {

/// Labels are remembered for messages only; beyond this many they start afresh.
constexpr std::size_t kMostRemembered = 1'000'000;
/// Groups that are counted as outside, each; beyond it the number says less than the truth.
constexpr std::size_t kMostOutside = 1'000'000;
/// Bytes of a group's values together: they become a name that people read and type.
constexpr std::size_t kLongestGroup = 200;
constexpr std::size_t kMostAnomalies = 1'000;

/// A series as the ledger knows it: labels, and how it is read where it is a gauge or no cumulative counter.
struct KnownSeries {
    SeriesText text;
    std::optional<GaugeReading> reading;
    Temporality temporality = Temporality::cumulative;
};

/// What follows the labels of a series whose samples are counts of their own.
std::string suffix_of(Temporality temporality) {
    if (temporality == Temporality::cumulative) return {};
    return std::string(kReadAs) + std::string(text(temporality));
}

bool read_suffix(std::string_view how, KnownSeries& known) {
    if (const auto temporality = temporality_of(how); temporality && *temporality != Temporality::cumulative) {
        known.temporality = *temporality;
        return true;
    }
    known.reading = GaugeReading::read(how);
    return known.reading.has_value();
}

/// The text comes from a disk: what cannot be read feeds nothing.
std::optional<KnownSeries> read_known(const std::string& canonical) {
    auto series = SeriesText::read(canonical);
    if (!series) return std::nullopt;
    KnownSeries known{std::move(*series), std::nullopt};
    std::string_view rest = std::string_view(canonical).substr(known.text.length());
    if (rest.starts_with(kReadAs)) {
        if (!read_suffix(rest.substr(kReadAs.size()), known)) return std::nullopt;
        rest = {};
    }
    if (!rest.empty() || canonicalise(known.text.labels())) return std::nullopt;
    return known;
}

/// What samples feed that are counts of their own: no gauge, and no group that only a gauge would be part of.
Feeds as_counts(Feeds feeds, Temporality temporality) {
    if (temporality == Temporality::cumulative) return feeds;
    feeds.gauges.clear();
    for (Feed& feed : feeds.counters) feed.contribution.counting = counting_of(temporality);
    std::erase_if(feeds.new_groups, [&](const GroupValues& group) {
        return std::none_of(feeds.counters.begin(), feeds.counters.end(), [&](const Feed& feed) { return feed.indicator == group.roll_up; });
    });
    return feeds;
}

std::vector<ledger::Contribution> contributions_of(const KnownSeries& known, const BindingSet& set, const Histograms::Alive& alive,
                                                   std::span<const ledger::SliId> ids) {
    const Labels& labels = known.text.labels();
    const Feeds feeds = as_counts(set.feeds(labels, ids), known.temporality);
    if (!known.reading) return Histograms::known(alive, set, histogram_key(labels, known.temporality), feeds);
    for (const GaugeFeed& gauge : feeds.gauges) {
        if (gauge.reading == *known.reading) return contributions_of(gauge.feeds);
    }
    return {};
}

}  // namespace

Resolver::Resolver(ledger::Ledger& ledger, LabelLimits limits) : ledger_(ledger), limits_(limits) {
    auto nothing = BindingSet::build({});
    INVARIANT(nothing.has_value(), "no indicators always build");
    set_ = *nothing;
}

Result<std::vector<ledger::SliId>> Resolver::rebind(const std::shared_ptr<const BindingSet>& set,
                                                    const std::function<Result<std::vector<ledger::SliId>>(ResolveKnown)>& bind) {
    const std::lock_guard alone(one_rebind_);
    {
        const std::lock_guard lock(mutex_);
        rebinding_ = true;
    }
    Histograms::Alive alive;
    if (set->has_histograms()) {
        ledger_.each_series([&](const std::string& text, bool is_alive) {
            const auto known = is_alive ? read_known(text) : std::nullopt;
            if (!known || known->reading) return;
            const Labels& labels = known->text.labels();
            Histograms::remember(alive, histogram_key(labels, known->temporality), set->feeds(labels));
        });
    }
    auto ids = bind([set, &alive](const std::string& text, const std::vector<ledger::SliId>& sli_ids) {
        const auto known = read_known(text);
        return known ? contributions_of(*known, *set, alive, sli_ids) : std::vector<ledger::Contribution>{};
    });
    const std::lock_guard lock(mutex_);
    rebinding_ = false;
    if (!ids) return ids;
    set_ = set->numbered(*ids);
    labels_.clear();
    histograms_.begin(std::move(alive));
    waiting_.clear();
    asked_ = false;
    forget();
    return ids;
}

std::shared_ptr<const BindingSet> Resolver::binding() const {
    const std::lock_guard lock(mutex_);
    return set_;
}

Result<Resolution> Resolver::resolve(Labels labels, Temporality temporality) {
    if (const auto fault = canonicalise(labels)) return Resolution{Verdict::refused(*fault), nullptr};
    if (names_ != nullptr) names_->met(labels);
    while (true) {
        const auto set = binding();
        const Feeds feeds = as_counts(set->feeds(labels), temporality);
        if (feeds.empty()) return Resolution{};
        if (const auto fault = over_limit(labels, limits_)) return Resolution{Verdict::refused(*fault), nullptr};
        auto resolution = enter(labels, temporality, feeds, set);
        if (resolution || !resolution.error().is(plimsoll::errors::conflict)) return resolution;
    }
}

Result<Resolution> Resolver::enter(const Labels& labels, Temporality temporality, const Feeds& feeds,
                                   const std::shared_ptr<const BindingSet>& used) {
    std::function<void()> told;
    {
        const std::lock_guard lock(mutex_);
        if (rebinding_) return fail(errors::rebinding);
        if (used != set_) return fail(plimsoll::errors::conflict, "the binding changed meanwhile");
        if (!must_wait(feeds)) return intern(labels, temporality, feeds);
        told = told_;
    }
    told();
    return fail(errors::new_group);
}

Result<Resolution> Resolver::intern(const Labels& labels, Temporality temporality, const Feeds& feeds) {
    const std::string text = canonical_text(labels) + suffix_of(temporality);
    const std::string target = target_of(labels);
    Several several;
    Histograms::Met met;
    std::vector<ledger::Contribution> effects = ingest::contributions_of(feeds.counters);
    std::vector<ledger::SliId> slis;
    for (const ledger::Contribution& c : effects) slis.push_back(c.sli);
    if (!feeds.parts.empty()) {
        met = histograms_.meet(*set_, labels, temporality, text, feeds);
        if (met.member) effects = met.member->contributions();
        several.parts = met.parts;
    }
    if (!feeds.counters.empty()) {
        const auto id = intern(text, target, std::move(effects));
        if (!id && id.error().is(ledger::errors::too_many_series)) return Resolution{Verdict::refused(Reason::too_many_series), nullptr};
        if (!id) return id.error();
        several.counter = *id;
    }
    for (const GaugeFeed& gauge : feeds.gauges) {
        auto contributions = ingest::contributions_of(gauge.feeds);
        std::vector<ledger::SliId> read_by;
        for (const ledger::Contribution& c : contributions) read_by.push_back(c.sli);
        const auto id = intern(text + std::string(kReadAs) + gauge.reading.text(), target, std::move(contributions));
        if (!id && id.error().is(ledger::errors::too_many_series)) return Resolution{Verdict::refused(Reason::too_many_series), nullptr};
        if (!id) return id.error();
        several.gauges.push_back({gauge.reading, *id, std::move(read_by)});
    }
    if (several.gauges.empty() && several.parts.empty()) {
        return Resolution{several.counter ? Verdict::bound(*several.counter) : Verdict::unbound(), nullptr, std::move(slis)};
    }
    return Resolution{Verdict::several(0), std::make_shared<const Several>(std::move(several)), std::move(slis)};
}

Result<ledger::SeriesId> Resolver::intern(std::string text, const std::string& target, std::vector<ledger::Contribution> effects) {
    TRY_ASSIGN(const ledger::SeriesId id, ledger_.intern({text, target}, std::move(effects)));
    if (labels_.size() >= kMostRemembered) labels_.clear();
    labels_.insert_or_assign(id, std::move(text));
    return id;
}

Timestamp Resolver::measured_since(const std::vector<ledger::SliId>& slis) const {
    Timestamp since = Timestamp::min();
    for (const ledger::SliId sli : slis) {
        const Timestamp one = ledger_.live(sli).since;
        since = std::max(since, one == Timestamp::min() ? Timestamp::max() : one);
    }
    return since;
}

/// The ledger is told again what its members feed.
Result<> Resolver::turn(BoundHistogram& histogram, BoundHistogram::Turn turn) {
    for (const auto& member : histograms_.turn(histogram, turn)) TRY(intern(member->labels, member->target, member->contributions()));
    return {};
}

Result<> Resolver::seen(const Histograms::Part& part, Timestamp at, bool stale) {
    using Turn = BoundHistogram::Turn;
    BoundHistogram& histogram = *part.histogram;
    const std::int64_t at_ms = at.in_ms();
    if (part.role == HistogramPart::Role::total) {
        const Turn turn = stale ? Turn::none : histogram.total_at(at_ms);
        if (turn == Turn::none) return {};
        const std::lock_guard lock(mutex_);
        if (rebinding_) return fail(errors::rebinding);
        return this->turn(histogram, turn);
    }
    if (!stale && part.bucket->alive && histogram.counts) {
        if (at_ms > histogram.bucket_at.load(std::memory_order_relaxed)) histogram.bucket_at.store(at_ms, std::memory_order_relaxed);
        return {};
    }
    const std::lock_guard lock(mutex_);
    if (rebinding_) return fail(errors::rebinding);
    return turn(histogram, stale ? histogram.bucket_ended(*part.bucket, at_ms) : histogram.bucket_seen(*part.bucket, at_ms));
}

std::string Resolver::lack_of(const BoundHistogram& histogram) const {
    const std::lock_guard lock(mutex_);
    return histogram.lack();
}

void Resolver::on_new_group(std::function<void()> told) {
    const std::lock_guard lock(mutex_);
    told_ = std::move(told);
}

bool Resolver::must_wait(const Feeds& feeds) {
    bool wait = false;
    for (const GroupValues& group : feeds.new_groups) wait |= must_wait(group);
    return wait;
}

bool Resolver::must_wait(const GroupValues& group) {
    if (!told_) return false;
    Waiting& waiting = waiting_[group.roll_up];
    if (waiting.asked.contains(group.values)) return true;
    if (waiting.passing.contains(group.values)) return false;
    std::size_t bytes = 0;
    for (const std::string& value : group.values) bytes += value.size();
    if (bytes > kLongestGroup) {
        outside_limit(group, "with values of more than " + std::to_string(kLongestGroup) + " bytes");
        return false;
    }
    const std::size_t most = set_->most_groups(group.roll_up);
    if (set_->groups(group.roll_up) + waiting.asked.size() >= most) {
        outside_limit(group, "beyond the limit of " + std::to_string(most));
        return false;
    }
    waiting.asked.insert(group.values);
    asked_ = true;
    return true;
}

void Resolver::outside_limit(const GroupValues& group, const std::string& why) {
    std::string values;
    for (const std::string& value : group.values) (values += values.empty() ? "" : ", ") += value;
    const ledger::SliId sli = set_->slis()[group.roll_up];
    auto& known = outside_[sli];
    if (known.size() >= kMostOutside || !known.insert(std::hash<std::string>()(values)).second) return;
    const std::string detail = std::to_string(known.size()) + " groups " + why + " count in the roll-up alone; the latest: " + text::printable(values);
    const auto same = std::find_if(anomalies_.begin(), anomalies_.end(), [&](const ledger::Anomaly& a) {
        return a.sli == sli && a.kind == ledger::Anomaly::Kind::too_many_groups;
    });
    if (same != anomalies_.end()) {
        ++same->count;
        same->detail = detail;
    } else if (anomalies_.size() < kMostAnomalies) {
        anomalies_.push_back({sli, ledger::Anomaly::Kind::too_many_groups, Timestamp(), 1, detail});
    }
    noticed_ = true;
}

std::vector<GroupValues> Resolver::new_groups() const {
    const std::lock_guard lock(mutex_);
    std::vector<GroupValues> out;
    for (const auto& [roll_up, waiting] : waiting_) {
        for (const auto& values : waiting.asked) out.push_back({roll_up, values});
    }
    return out;
}

void Resolver::let_pass(const std::vector<GroupValues>& groups) {
    const std::lock_guard lock(mutex_);
    for (const GroupValues& group : groups) {
        Waiting& waiting = waiting_[group.roll_up];
        waiting.asked.erase(group.values);
        waiting.passing.insert(group.values);
    }
    asked_ = std::any_of(waiting_.begin(), waiting_.end(), [](const auto& one) { return !one.second.asked.empty(); });
}

std::size_t Resolver::outside(ledger::SliId roll_up) const {
    const std::lock_guard lock(mutex_);
    const auto found = outside_.find(roll_up);
    return found == outside_.end() ? 0 : found->second.size();
}

std::vector<ledger::Anomaly> Resolver::take_anomalies() {
    if (!noticed_.load(std::memory_order_acquire)) return {};
    const std::lock_guard lock(mutex_);
    noticed_ = false;
    return std::exchange(anomalies_, {});
}

std::string Resolver::labels_of(ledger::SeriesId id) const {
    const std::lock_guard lock(mutex_);
    const auto found = labels_.find(id);
    return found == labels_.end() ? "series " + std::to_string(id) : found->second;
}

}  // namespace plimsoll::ingest
