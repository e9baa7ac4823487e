#include "ingest/histograms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace plimsoll::ingest {
namespace {

using Role = HistogramPart::Role;

unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }

std::string_view metric_of(const Labels& labels) {
    std::string_view name = value_of(labels, "__name__");
    for (const std::string_view suffix : {"_bucket", "_count", "_sum"}) {
        if (!name.ends_with(suffix)) continue;
        name.remove_suffix(suffix.size());
        break;
    }
    return name;
}

bool is_bucket(Role role) { return role == Role::good || role == Role::above; }

/// The roles without which the bound cannot be told. A share of nothing is not needed.
unsigned needed(const BoundBucket& bound) {
    if (!bound.interpolated) return bit(Role::good);
    return (bound.percent < 100 ? bit(Role::good) : 0U) | (bound.percent > 0 ? bit(Role::above) : 0U);
}

void raise(std::atomic<std::int64_t>& value, std::int64_t to) {
    std::int64_t is = value.load(std::memory_order_relaxed);
    while (is < to && !value.compare_exchange_weak(is, to, std::memory_order_relaxed)) {}
}
void lower(std::atomic<std::int64_t>& value, std::int64_t to) {
    std::int64_t is = value.load(std::memory_order_relaxed);
    while (is > to && !value.compare_exchange_weak(is, to, std::memory_order_relaxed)) {}
}

}  // namespace

std::string histogram_key(const Labels& labels, Temporality temporality) {
    std::string key = std::string(metric_of(labels)) + '\0' + static_cast<char>(temporality);
    if (!value_of(labels, "instance").empty()) return key + target_of(labels);
    Labels rest;
    for (const promql::Label& label : labels) {
        if (label.name != "le" && label.name != "__name__") rest.push_back(label);
    }
    return key + canonical_text(rest);
}

BoundHistogram::Turn BoundHistogram::total_at(std::int64_t at_ms) {
    constexpr auto relaxed = std::memory_order_relaxed;
    const std::int64_t before = newest();
    lower(first_total_at, at_ms);
    raise(last_total_at, at_ms);
    if (!counts.load(relaxed)) {
        if (at_ms <= opened_at.load(relaxed)) return Turn::none;
        counts_after = before;
        return Turn::start;
    }
    const std::int64_t bucket = bucket_at.load(relaxed);
    const std::int64_t first = first_total_at.load(relaxed);
    const bool wrongly_assumed = assumed && bucket == INT64_MIN && at_ms > first;
    const bool silent = at_ms - kSilent_ms > std::max(bucket, first);
    return wrongly_assumed || silent || ended_at.load(relaxed) <= at_ms ? Turn::stop : Turn::none;
}

BoundHistogram::Turn BoundHistogram::bucket_seen(Bucket& bucket, std::int64_t at_ms) {
    const std::int64_t before = newest();
    raise(bucket_at, at_ms);
    bucket.alive = true;
    if (!complete()) return Turn::none;
    ended_at = INT64_MAX;
    if (counts) return Turn::none;
    if (by_itself) {
        // Buckets come before their total. So where no total was heard yet, none was left out, and an older one may still come.
        counts_after = first_total_at.load() == INT64_MAX ? INT64_MIN : at_ms - 1;
        return Turn::start;
    }
    if (at_ms > opened_at) {
        counts_after = before;
        return Turn::start;
    }
    if (opened_at == INT64_MAX) opened_at = at_ms;
    return Turn::none;
}

BoundHistogram::Turn BoundHistogram::bucket_ended(Bucket& bucket, std::int64_t at_ms) {
    bucket.alive = false;
    if (complete()) return Turn::none;
    opened_at = INT64_MAX;
    ended_at = at_ms;
    return counts && last_total_at >= at_ms ? Turn::stop : Turn::none;
}

std::int64_t BoundHistogram::newest() const {
    return std::max(bucket_at.load(std::memory_order_relaxed), last_total_at.load(std::memory_order_relaxed));
}

bool BoundHistogram::complete() const {
    unsigned roles = 0;
    for (const auto& [labels, bucket] : buckets) {
        if (bucket->alive) roles |= bit(bucket->role);
    }
    return (roles & needed(bound)) == needed(bound);
}

std::string BoundHistogram::lack() const {
    const std::string no = fmt::format("no bucket at {}: ", bound.bound);
    if (below && above) return no + fmt::format("it lies between {} and {}", *below, *above);
    if (below) return no + fmt::format("the nearest that came so far is {}", *below);
    if (above) return no + fmt::format("the nearest that came so far is {}", *above);
    return no + "no bucket of it was seen";
}

std::vector<ledger::Contribution> HistogramMember::contributions() const {
    std::vector<ledger::Contribution> out;
    for (const Feed& feed : feeds) {
        const auto histogram = histograms.find(feed.root);
        if (histogram != histograms.end() && !histogram->second->counts) continue;
        out.push_back(feed.contribution);
        if (histogram != histograms.end()) out.back().after = Timestamp::from_ms(histogram->second->counts_after);
    }
    return out;
}

void Histograms::remember(Alive& alive, const std::string& key, const Feeds& feeds) {
    for (const HistogramPart& part : feeds.parts) {
        if (is_bucket(part.role)) alive[{part.indicator, key}] |= bit(part.role);
    }
}

std::vector<ledger::Contribution> Histograms::known(const Alive& alive, const BindingSet& set, const std::string& key, const Feeds& feeds) {
    std::vector<ledger::Contribution> out;
    for (const Feed& feed : feeds.counters) {
        const bool is_part = std::any_of(feeds.parts.begin(), feeds.parts.end(), [&](const HistogramPart& part) {
            return part.role != Role::other && part.indicator == feed.root;
        });
        if (const BoundBucket* bound = set.bucket(feed.root); is_part && bound != nullptr) {
            const auto found = alive.find({feed.root, key});
            if (found == alive.end() || (found->second & needed(*bound)) != needed(*bound)) continue;
        }
        out.push_back(feed.contribution);
    }
    return out;
}

void Histograms::begin(Alive alive) {
    alive_ = std::move(alive);
    histograms_.clear();
    counting_.clear();
    members_.clear();
}

std::shared_ptr<BoundHistogram> Histograms::histogram_of(const BindingSet& set, std::uint32_t indicator, const std::string& key,
                                                         const Labels& labels, Temporality temporality) {
    std::shared_ptr<BoundHistogram>& histogram = histograms_[{indicator, key}];
    if (histogram) return histogram;
    histogram = std::make_shared<BoundHistogram>();
    histogram->indicator = indicator;
    histogram->family = std::string(metric_of(labels)) + '\0' + std::string(value_of(labels, "job"));
    histogram->sli = set.slis()[indicator];
    histogram->bound = *set.bucket(indicator);
    histogram->by_itself = temporality != Temporality::cumulative;
    const auto before = alive_.find({indicator, key});
    const unsigned wanted = needed(histogram->bound);
    std::size_t& counting = counting_[{indicator, histogram->family}];
    const bool known = before != alive_.end() && (before->second & wanted) == wanted;
    histogram->assumed = !known && counting > 0;
    histogram->counts = known || histogram->assumed;
    if (histogram->counts) ++counting;
    return histogram;
}

Histograms::Met Histograms::meet(const BindingSet& set, const Labels& labels, Temporality temporality, const std::string& text,
                                 const Feeds& feeds) {
    Met met;
    const std::string key = histogram_key(labels, temporality);
    for (const HistogramPart& part : feeds.parts) {
        if (set.bucket(part.indicator) == nullptr) continue;
        const std::shared_ptr<BoundHistogram> histogram = histogram_of(set, part.indicator, key, labels, temporality);
        if (part.role == Role::other) {
            if (std::isinf(part.le)) continue;
            const bool under = part.le < histogram->bound.bound;
            std::optional<double>& side = under ? histogram->below : histogram->above;
            if (!side || (under ? part.le > *side : part.le < *side)) side = part.le;
            continue;
        }
        std::shared_ptr<HistogramMember>& member = members_[text];
        if (!member) member = std::make_shared<HistogramMember>(HistogramMember{text, target_of(labels), feeds.counters, {}});
        if (member->histograms.emplace(part.indicator, histogram).second) histogram->members.push_back(member);
        met.member = member;
        std::shared_ptr<Bucket> bucket;
        if (part.role != Role::total) {
            bucket = histogram->buckets.try_emplace(text).first->second;
            if (!bucket) bucket = histogram->buckets[text] = std::make_shared<Bucket>();
            bucket->role = part.role;
        }
        met.parts.push_back({part.role, histogram, bucket});
    }
    return met;
}

const std::vector<std::shared_ptr<HistogramMember>>& Histograms::turn(BoundHistogram& histogram, BoundHistogram::Turn turn) {
    static const std::vector<std::shared_ptr<HistogramMember>> none;
    const bool counts = turn == BoundHistogram::Turn::start;
    if (turn == BoundHistogram::Turn::none || histogram.counts == counts) return none;
    histogram.counts = counts;
    histogram.opened_at = INT64_MAX;
    histogram.ended_at = INT64_MAX;
    histogram.assumed = false;
    std::size_t& counting = counting_[{histogram.indicator, histogram.family}];
    counting += counts ? 1 : counting > 0 ? static_cast<std::size_t>(-1) : 0;
    return histogram.members;
}

}  // namespace plimsoll::ingest
