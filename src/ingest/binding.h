// binding.h: which series feed which SLIs, and how: every indicator's selectors, compiled once and indexed.
//
// Effect     an increase d of a series adds valid*d and bad*d. For a term of sign s:
//              total of an SLI defined by good   valid +s, bad +s     good   valid 0, bad -s
//              total of an SLI defined by bad    valid +s, bad 0      bad    valid 0, bad +s
//            A series that several terms match adds their effects up.
// Histogram  `le` compares as a number. total  valid +1, bad +1   good, the bucket of the bound  bad -1
//            With the bound between two buckets, p hundredths of the way up: total +100, +100; good bad -(100-p); above bad -p.
// Gauges     each sample counts by itself (gauge_reading.h).
// Groups     of a roll-up that is grouped by labels: a series enters the group of its values as it enters the roll-up. One
//            that lacks one of the labels is the roll-up's alone. Groups cost a look-up each series, however many they are.
// Threads    immutable: any thread.
// Cost       equal selectors are matched once for all SLIs; a series meets only the selectors of its metric name that
//            ask for one of its label values or for none, so 10,000 SLOs on one metric cost no scan of 10,000.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/gauge_reading.h"
#include "ingest/series_labels.h"
#include "ledger/ledger.h"
#include "promql/query.h"

namespace plimsoll::ingest {

/// A bound's place among a histogram's buckets.
struct BoundBucket {
    bool interpolated = false;
    int percent = 0;  ///< interpolated: how far up from the bucket of `good` to that of `above` the bound lies, 0 to 100
    double bound = 0; ///< seconds, for messages
};

/// The queries of one SLI.
struct IndicatorQueries {
    ledger::SliId sli = 0;
    promql::Query total;
    std::optional<promql::Query> good;   ///< counters, histograms: exactly one of good and bad
    std::optional<promql::Query> bad;    ///< alerts: what fires
    std::optional<BoundBucket> bucket;   ///< a histogram's: good is the bucket of the bound
    std::optional<promql::Query> above;  ///< interpolated
    std::optional<GaugeReading> gauge;   ///< total is read sample by sample, and bad, where there is one, as firing

    std::vector<std::string> by;             ///< of a roll-up: the labels that part it
    std::size_t most_groups = 0;
    std::optional<std::size_t> roll_up;      ///< of a group: which of the indicators it is a part of; it has no queries
    std::vector<std::string> group;          ///< its values, in the order of the roll-up's `by`
};

/// What a series does to one indicator. `root` is the roll-up of a group, else the same as `indicator`.
struct Feed {
    std::uint32_t indicator = 0;
    std::uint32_t root = 0;
    ledger::Contribution contribution;
};
struct GaugeFeed {
    GaugeReading reading;
    std::vector<Feed> feeds;
};
/// A part of a histogram that an indicator has a bound in.
struct HistogramPart {
    enum class Role : std::uint8_t { total, good, above, other };  ///< other: a bucket that the bound is not in
    std::uint32_t indicator = 0;
    Role role = Role::other;
    double le = 0;  ///< of buckets
};
/// Values of a grouped roll-up that have no group yet.
struct GroupValues {
    std::uint32_t roll_up = 0;  ///< the indicator
    std::vector<std::string> values;
    friend bool operator==(const GroupValues&, const GroupValues&) = default;
};

struct Feeds {
    std::vector<Feed> counters;  ///< in the order of the indicators
    std::vector<GaugeFeed> gauges;
    std::vector<HistogramPart> parts;
    std::vector<GroupValues> new_groups;
    [[nodiscard]] bool empty() const { return counters.empty() && gauges.empty() && parts.empty(); }
};

class BindingSet {
public:
    /// Errors: invalid (not exactly one of good and bad; more than 127 terms; a group of what is no roll-up); promql
    /// malformed (an expression).
    static Result<std::shared_ptr<const BindingSet>> build(const std::vector<IndicatorQueries>& indicators);

    /// The same set with these groups in place of those it has: nothing is compiled anew. Groups come after all others.
    /// Errors: invalid (a group of what is no roll-up).
    Result<std::shared_ptr<const BindingSet>> regrouped(std::span<const IndicatorQueries> groups) const;
    /// The same set with the n-th indicator's SLI called ids[n]: the ledger gives ids only when it binds.
    [[nodiscard]] std::shared_ptr<const BindingSet> numbered(std::span<const ledger::SliId> ids) const;

    /// How a series enters its SLIs, in the order of the indicators; empty: it is unbound. `labels` sorted by name.
    [[nodiscard]] Feeds feeds(const Labels& labels) const { return feeds(labels, slis_); }
    [[nodiscard]] Feeds feeds(const Labels& labels, std::span<const ledger::SliId> ids) const;
    /// Of a counter alone, as if every histogram had the buckets it is asked for.
    [[nodiscard]] std::vector<ledger::Contribution> contributions(const Labels& labels) const;
    [[nodiscard]] const std::vector<ledger::SliId>& slis() const { return slis_; }
    /// How many groups a roll-up has, and may have.
    [[nodiscard]] std::size_t groups(std::uint32_t roll_up) const;
    [[nodiscard]] std::size_t most_groups(std::uint32_t roll_up) const;
    /// The bound of a histogram's indicator; nullptr: it has none.
    [[nodiscard]] const BoundBucket* bucket(std::uint32_t indicator) const;
    [[nodiscard]] bool has_histograms() const;

private:
    struct Selectors;
    struct Index;
    struct Builder;
    class Gathering;
    BindingSet(std::shared_ptr<const Index> index, std::vector<ledger::SliId> slis);

    std::shared_ptr<const Index> index_;
    std::vector<ledger::SliId> slis_;
};

/// The contributions alone.
[[nodiscard]] std::vector<ledger::Contribution> contributions_of(const std::vector<Feed>& feeds);

}  // namespace plimsoll::ingest
