// resolver.h: what to do with a series that a decoder has not met: bound, unbound or refused.
//
// Generation counts changes of the binding; a decoder forgets its verdicts when it moves. A binding changes in three
//            steps: misses are answered `rebinding` (the sender retries), the ledger binds, the set is exchanged. So no
//            series is ever interned with the effects of an older binding after the ledger took the newer one.
// Groups     a series whose group is not bound yet is answered `new_group` (the sender retries) until the keeper has bound
//            it, or said that it cannot: then, and beyond the roll-up's limit, the roll-up alone counts it.
// Histograms see histograms.h.
// Temporality a series whose samples are counts of their own is a series of its own to the ledger: its labels, then " as " and
//            how it counts (temporality.h), as a gauge is for each way in which it is read (gauge_reading.h).
// Threads    every method from any thread. The lock is held for Ledger::intern, never while selectors are matched or
//            the ledger binds.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ingest/binding.h"
#include "ingest/histograms.h"
#include "ingest/refusal.h"
#include "ingest/series_labels.h"
#include "ingest/temporality.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

/// What becomes of a series' samples, in four bytes: the ledger's id; or that they are several things at once, and the place
/// where the decoder keeps which; or unbound; or refused with its reason.
class Verdict {
public:
    static constexpr Verdict bound(ledger::SeriesId id) { return Verdict(id); }
    static constexpr Verdict several(std::uint32_t place) { return Verdict(kSeveral + place); }
    static constexpr Verdict unbound() { return Verdict(kUnbound); }
    static constexpr Verdict refused(Reason reason) { return Verdict(kRefused + static_cast<std::uint32_t>(reason)); }

    [[nodiscard]] constexpr bool is_bound() const { return raw_ < kSeveral; }
    [[nodiscard]] constexpr bool is_several() const { return raw_ >= kSeveral && raw_ < kRefused; }
    [[nodiscard]] constexpr bool is_unbound() const { return raw_ == kUnbound; }
    [[nodiscard]] constexpr bool is_refused() const { return raw_ >= kRefused && raw_ != kUnbound; }
    [[nodiscard]] constexpr ledger::SeriesId id() const { return raw_; }
    [[nodiscard]] constexpr std::uint32_t place() const { return raw_ - kSeveral; }
    [[nodiscard]] constexpr Reason reason() const { return static_cast<Reason>(raw_ - kRefused); }

private:
    static constexpr std::uint32_t kSeveral = 0xC0000000;
    static constexpr std::uint32_t kRefused = 0xFFFFFF00;
    static constexpr std::uint32_t kUnbound = 0xFFFFFFFF;
    constexpr explicit Verdict(std::uint32_t raw) : raw_(raw) {}
    std::uint32_t raw_;
};

/// A series that is more than one counter: a gauge, which is a series of its own in each way it is read; a part of a
/// histogram that an indicator has a bound in.
struct Several {
    struct Gauge {
        GaugeReading reading;
        ledger::SeriesId id = 0;
        std::vector<ledger::SliId> slis;
    };
    std::optional<ledger::SeriesId> counter;
    std::vector<Gauge> gauges;
    std::vector<Histograms::Part> parts;
};

struct Resolution {
    Verdict verdict = Verdict::unbound();      ///< of `several` without its place
    std::shared_ptr<const Several> several;
    std::vector<ledger::SliId> slis;           ///< that it feeds as a counter
};

class MetricNames;

class Resolver {
public:
    explicit Resolver(ledger::Ledger& ledger, LabelLimits limits = {});

    /// How every series that the ledger knows enters the SLIs of `ids`: what Ledger::bind wants.
    using ResolveKnown = std::function<std::vector<ledger::Contribution>(const std::string&, const std::vector<ledger::SliId>&)>;
    /// Takes a new binding. `bind` makes the ledger take it (Ledger::bind) and gives the ids in the order of the set's
    /// indicators. When `bind` fails, the binding stays as it was. One call at a time; the second waits.
    Result<std::vector<ledger::SliId>> rebind(const std::shared_ptr<const BindingSet>& set,
                                              const std::function<Result<std::vector<ledger::SliId>>(ResolveKnown)>& bind);
    [[nodiscard]] std::shared_ptr<const BindingSet> binding() const;

    /// Moves with every binding, and when the ledger has forgotten series that decoders still know.
    [[nodiscard]] std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
    void forget() { generation_.fetch_add(1, std::memory_order_acq_rel); }

    /// `labels` in any order. Gauge indicators read cumulative samples alone: a sample that is a count of its own feeds
    /// counters and histograms.
    /// Errors: rebinding; new_group; what Ledger::intern says, other than too_many_series, which is a verdict.
    Result<Resolution> resolve(Labels labels, Temporality temporality);
    /// From when on all of them were measured; max() if one is not yet.
    [[nodiscard]] Timestamp measured_since(const std::vector<ledger::SliId>& slis) const;
    /// A sample of a histogram's part, before it is handed to the ledger. Errors: rebinding; what Ledger::intern says.
    Result<> seen(const Histograms::Part& part, Timestamp at, bool stale);
    /// Why its totals are not counted.
    [[nodiscard]] std::string lack_of(const BoundHistogram& histogram) const;

    /// `told` is called when there is a new group, without locks; it must be quick. Without a listener nobody waits.
    void on_new_group(std::function<void()> told);
    /// Whether somebody waits for groups.
    [[nodiscard]] bool has_new_groups() const { return asked_.load(std::memory_order_acquire); }
    /// Indicators are those of binding().
    [[nodiscard]] std::vector<GroupValues> new_groups() const;
    /// They could not be bound: until the next binding the roll-up alone counts them, and nobody waits.
    void let_pass(const std::vector<GroupValues>& groups);
    /// Label values beyond the limit that a roll-up met so far.
    [[nodiscard]] std::size_t outside(ledger::SliId roll_up) const;
    /// What was noticed since the last call.
    std::vector<ledger::Anomaly> take_anomalies();

    /// Who is told of every series that is met for the first time, bound or not. Before the first series; it outlives this.
    void tell(MetricNames& names) { names_ = &names; }

    /// The canonical labels of a bound series, for messages; "series 7" when they are no longer known.
    [[nodiscard]] std::string labels_of(ledger::SeriesId id) const;

private:
    Result<Resolution> enter(const Labels& labels, Temporality temporality, const Feeds& feeds, const std::shared_ptr<const BindingSet>& used);
    Result<Resolution> intern(const Labels& labels, Temporality temporality, const Feeds& feeds);
    Result<ledger::SeriesId> intern(std::string text, const std::string& target, std::vector<ledger::Contribution> effects);
    Result<> turn(BoundHistogram& histogram, BoundHistogram::Turn turn);
    bool must_wait(const Feeds& feeds);
    bool must_wait(const GroupValues& group);
    void outside_limit(const GroupValues& group, const std::string& why);

    ledger::Ledger& ledger_;
    const LabelLimits limits_;
    MetricNames* names_ = nullptr;
    std::atomic<std::uint64_t> generation_{1};
    std::atomic<bool> asked_{false};
    std::atomic<bool> noticed_{false};
    std::mutex one_rebind_;

    mutable std::mutex mutex_;  // guards what follows
    bool rebinding_ = false;
    std::shared_ptr<const BindingSet> set_;
    std::unordered_map<ledger::SeriesId, std::string> labels_;  // at most kMostRemembered
    Histograms histograms_;
    std::function<void()> told_;
    struct Waiting {
        std::set<std::vector<std::string>> asked;
        std::set<std::vector<std::string>> passing;
    };
    std::unordered_map<std::uint32_t, Waiting> waiting_;                               // by roll-up
    std::unordered_map<ledger::SliId, std::unordered_set<std::size_t>> outside_;       // hashes of values
    std::vector<ledger::Anomaly> anomalies_;
};

}  // namespace plimsoll::ingest
