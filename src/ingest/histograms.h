// histograms.h: whether each histogram has the bucket that an indicator's bound needs. One that has not counts nothing:
// without that bucket every request of its total would look too slow.
//
// Histogram  the series of one metric of one target (of one label set, where series carry no instance), in one indicator.
//            It counts as long as one series of each bucket that the bound needs is alive. So a new label value counts from
//            its first sample on, whichever of its series arrives first.
// Members    total and buckets. While their histogram does not count, their samples are stored all the same, as series that
//            feed nothing. With the first sample after the bucket's first they begin together, after the newest sample that
//            any of them had then: shards of the sender may be ahead of each other.
// Deltas     of a histogram whose samples are counts of their own the parts of one time arrive together, in one delivery: so it
//            begins with the very first sample of its bucket, and that of its total at the same time counts with it.
// Assumed    a new target of a metric and job of which another target counts is taken to have the same buckets, so that a
//            roll-out costs nothing; if its total's second scrape comes before any bucket of the bound, it does not count.
// Ends       a bucket ends with its stale marker, or when totals went on for 10 minutes without it. The totals of that very
//            scrape count no more, unless another shard of the sender delivered them before.
// Threads    the atomics: any. All else under the Resolver's lock.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/binding.h"
#include "ingest/temporality.h"

namespace plimsoll::ingest {

/// One bucket's series.
struct Bucket {
    HistogramPart::Role role = HistogramPart::Role::good;
    std::atomic<bool> alive{false};
};

struct HistogramMember;

struct BoundHistogram {
    static constexpr std::int64_t kSilent_ms = 600'000;

    std::uint32_t indicator = 0;
    std::string family;     ///< metric and job
    ledger::SliId sli = 0;  ///< of the indicator, for anomalies
    BoundBucket bound;
    bool by_itself = false;  ///< its samples are counts of their own
    std::atomic<bool> assumed{false};  ///< from its family
    std::atomic<bool> counts{false};
    // Sample times in ms.
    std::atomic<std::int64_t> opened_at{INT64_MAX};  ///< its buckets are all there: what comes after this may count
    std::atomic<std::int64_t> ended_at{INT64_MAX};
    std::atomic<std::int64_t> counts_after{INT64_MIN};
    std::atomic<std::int64_t> bucket_at{INT64_MIN};
    std::atomic<std::int64_t> first_total_at{INT64_MAX};
    std::atomic<std::int64_t> last_total_at{INT64_MIN};

    std::unordered_map<std::string, std::shared_ptr<Bucket>> buckets;  ///< those of the bound, by labels
    std::optional<double> below;  ///< the nearest buckets beside the bound that were seen
    std::optional<double> above;
    std::vector<std::shared_ptr<HistogramMember>> members;

    enum class Turn { none, start, stop };
    /// What a total's sample makes of it.
    Turn total_at(std::int64_t at_ms);
    /// What a bucket's sample makes of it. Under the lock.
    Turn bucket_seen(Bucket& bucket, std::int64_t at_ms);
    Turn bucket_ended(Bucket& bucket, std::int64_t at_ms);
    /// "no bucket at 0.3: the nearest are 0.25 and 0.5".
    [[nodiscard]] std::string lack() const;

private:
    [[nodiscard]] std::int64_t newest() const;
    [[nodiscard]] bool complete() const;
};

/// A series that is part of histograms, of one or several indicators.
struct HistogramMember {
    std::string labels;
    std::string target;
    std::vector<Feed> feeds;
    std::map<std::uint32_t, std::shared_ptr<BoundHistogram>> histograms;  ///< by indicator
    /// Of the histograms that count now.
    [[nodiscard]] std::vector<ledger::Contribution> contributions() const;
};

class Histograms {
public:
    /// A series' part, as its decoder keeps it.
    struct Part {
        HistogramPart::Role role = HistogramPart::Role::total;
        std::shared_ptr<BoundHistogram> histogram;
        std::shared_ptr<Bucket> bucket;  ///< of buckets
    };
    struct Met {
        std::vector<Part> parts;
        std::shared_ptr<HistogramMember> member;
    };

    /// What a restart or a new binding must know before series come again: buckets that are alive. The rest is forgotten.
    using Alive = std::map<std::pair<std::uint32_t, std::string>, unsigned>;  ///< by indicator and key: bits of roles
    static void remember(Alive& alive, const std::string& key, const Feeds& feeds);
    /// The contributions that a known series has in a new binding.
    [[nodiscard]] static std::vector<ledger::Contribution> known(const Alive& alive, const BindingSet& set, const std::string& key,
                                                                 const Feeds& feeds);
    void begin(Alive alive);

    /// A series as it is resolved. Requires: feeds has parts.
    Met meet(const BindingSet& set, const Labels& labels, Temporality temporality, const std::string& text, const Feeds& feeds);
    /// The members whose contributions change because the histogram begins to count, or ceases.
    const std::vector<std::shared_ptr<HistogramMember>>& turn(BoundHistogram& histogram, BoundHistogram::Turn turn);

private:
    std::shared_ptr<BoundHistogram> histogram_of(const BindingSet& set, std::uint32_t indicator, const std::string& key, const Labels& labels,
                                                 Temporality temporality);

    Alive alive_;
    std::map<std::pair<std::uint32_t, std::string>, std::shared_ptr<BoundHistogram>> histograms_;
    std::map<std::pair<std::uint32_t, std::string>, std::size_t> counting_;  ///< by indicator and family
    std::unordered_map<std::string, std::shared_ptr<HistogramMember>> members_;
};

/// The metric without _bucket, _count or _sum, and its target; without an instance, all labels but le and the name. Each
/// temporality is a histogram of its own.
[[nodiscard]] std::string histogram_key(const Labels& labels, Temporality temporality = Temporality::cumulative);

}  // namespace plimsoll::ingest
