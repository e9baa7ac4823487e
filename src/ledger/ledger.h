// ledger.h: the exact account of good and valid events per SLI and slot, as the rest of the program sees it.
//
// Life       samples -> redo (durable) -> increase per series -> slot -> windows -> closed slots become blocks.
// Threads    write() may be called from any thread and never blocks on disk; one writer thread commits in groups and
//            owns the counters. Listeners run on the writer thread and must be quick. Reads are safe from any thread.
// Durability `done` of write() comes after the commit: what was acknowledged survives a crash and never doubles.
// Time       slots close by the source's watermark (its latest sample time), never by the wall clock.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "ledger/slot.h"

namespace plimsoll::ledger {

namespace errors {
inline constexpr ErrorKind busy{"ledger.busy", 503, "Too many batches wait for the disk", "The sender retries by itself"};
inline constexpr ErrorKind unwritable{"ledger.unwritable", 503, "The ledger cannot be written now",
                                      "Check the disk of the data folder; the sender retries by itself"};
inline constexpr ErrorKind newer{"ledger.newer", 500, "The ledger was written by a newer version",
                                 "Run that version, or restore a back-up made by this one"};
inline constexpr ErrorKind too_many_series{"ledger.too_many_series", 422, "The SLI has more series than its limit",
                                           "Narrow the selector, or raise the limit of series per SLI"};
}  // namespace errors

/// What of a series is counted: the growth of a counter; every sample by itself; or the value of every sample, which is a
/// count of its own. Of the last three a second value for one time is refused (but a zero gives way), takes the place of the
/// first, or adds up.
enum class Counting : std::uint8_t { increase, sample, delta, measured, event };

/// How one series enters one SLI.
///   increase  an increase d adds valid*d to valid and bad*d to bad. A good series of an SLI that is defined by good events
///             has valid 0, bad -1, and the total has valid 1, bad 1. Both within -128..127.
///   sample    a sample of value v adds `valid` to valid and bad*v to bad. It measures its own slot, the first one too.
///   delta, measured, event   a sample of value v adds valid*v to valid and bad*v to bad; it measures as `sample` does.
struct Contribution {
    SliId sli = 0;
    std::int32_t valid = 0;
    std::int8_t bad = 0;
    Counting counting = Counting::increase;
    /// Points up to this one are not the SLI's, so that series which begin together do, however far each has come. It is asked
    /// when the series begins to feed the SLI, and makes no other contribution of it.
    Timestamp after = Timestamp::min();
    friend bool operator==(const Contribution& a, const Contribution& b) {
        return a.sli == b.sli && a.valid == b.valid && a.bad == b.bad && a.counting == b.counting;
    }
};

/// A series as the ledger knows it.
struct SeriesIdentity {
    std::string labels;  ///< canonical: sorted, protobuf-free text `name{a="b",c="d"}`
    std::string target;  ///< "job\0instance": series of one target are scraped together
};

/// An SLI to keep. The same name and version give the same id for ever; a new version starts a new account.
/// "a@b" is a group of the SLI "a" of the same version: its series are series of "a" too, and whether one of them starts
/// from zero is asked of all series of "a".
struct SliDefinition {
    std::string name;
    std::string version;             ///< hash of the queries
    std::vector<Duration> windows;   ///< whose sums are kept advancing; others are summed on demand
};

struct Sample {
    SeriesId series = 0;
    Timestamp at;
    double value = 0;    ///< a counter: whole, >= 0, < 2^53; checked by the caller
    bool stale = false;  ///< the series ended here; value is not read
};

/// What the ledger noticed about an SLI, gathered per commit.
struct Anomaly {
    enum class Kind {
        bad_above_valid, unknown_start, conflicting_duplicate, counter_reset, too_late, implausible,
        // Told by whoever hands samples in (Batch::anomalies).
        no_number,              ///< a gauge was NaN
        not_a_share,            ///< a ratio was below 0 or above 1
        time_ahead,             ///< a time lay in the future
        bound_between_buckets,  ///< a histogram has no bucket for the bound
        too_many_groups,        ///< label values beyond the limit of groups
        label_lost,             ///< a label value ceased to deliver while others went on
    };
    SliId sli = 0;
    Kind kind = Kind::unknown_start;
    Timestamp at;
    std::int64_t count = 0;
    std::string detail;  ///< a series, in words
};

/// Samples that count only if their key was not committed in the last 24 h.
struct KeyedSamples {
    std::uint64_t high = 0;  ///< of the key's 128-bit hash
    std::uint64_t low = 0;
    std::vector<std::uint32_t> samples;  ///< into Batch::samples
};

struct Batch {
    std::string source;  ///< who sends: each source has its own watermark
    std::vector<Sample> samples;
    /// The source's newest sample time, of series that feed no SLI too: its watermark moves on when its bound series end.
    Timestamp latest = Timestamp::min();
    /// What the sender's reader noticed. Listeners are told with the commit; it is not kept.
    std::vector<Anomaly> anomalies;
    /// Where the source will go on: committed with the samples, and read with Ledger::cursor().
    std::optional<std::string> cursor;
    std::vector<KeyedSamples> keys;
};

enum class Refusal { too_late, conflicting_duplicate, unknown_series, not_a_count };

struct WriteOutcome {
    std::uint64_t batch = 0;  ///< id of the commit
    std::uint32_t accepted = 0;
    std::uint32_t duplicates = 0;  ///< same series, time and value: already there
    struct Refused {
        std::uint32_t index;  ///< into Batch::samples
        Refusal why;
    };
    std::vector<Refused> refused;
    std::vector<std::uint32_t> repeated;  ///< into Batch::keys: those that were committed before
};

/// The kept windows of one SLI at one instant.
struct LiveWindows {
    Timestamp as_of;                ///< complete up to here; min() before the first sample
    Timestamp since;                ///< age: start of the first measured slot
    std::vector<WindowSum> windows; ///< in the order of SliDefinition::windows; each ends with the open slot
};

/// A late sample changed slots that were already judged: one per source and commit.
struct Revision {
    std::uint64_t batch = 0;
    std::string source;
    TimeRange range;
    std::vector<SliId> slis;
};

/// History that was filled in where nothing was measured.
struct Imported {
    SliId sli = 0;
    TimeRange range;
};

/// Called after each commit, on the writer thread.
struct Notice {
    std::vector<SliId> settled;  ///< SLIs whose windows moved
    std::vector<Anomaly> anomalies;
    std::vector<Revision> revisions;
    std::vector<Imported> imports;
};

/// For `slo debug` and `slo show`.
struct SeriesStatus {
    SeriesId id = 0;
    std::string labels;
    Contribution contribution;
    Timestamp last_at;
    double last_value = 0;
    bool live = false;
    Duration expected_interval;  ///< zero before the second sample
};
struct SliStatus {
    Timestamp watermark;   ///< of the sources that feed it
    Timestamp complete;    ///< settled up to here
    std::size_t series = 0;
    std::size_t live_series = 0;
    std::uint64_t bad_above_valid = 0;
    std::uint64_t unknown_starts = 0;
    std::uint64_t resets = 0;
    Timestamp newest = Timestamp::min();  ///< time of its newest sample; min() before the first
};

struct Settings {
    std::filesystem::path file;             ///< ledger.db
    Duration late_bound = Duration::hours(3);
    Duration wait_for_complete = Duration::seconds(10);
    Duration forget_series_after = Duration::hours(24);
    Duration checkpoint_every = Duration::minutes(1);
    std::size_t queue_limit = 256;          ///< batches waiting; beyond it write() answers busy
    std::size_t series_per_sli = 20'000;
};

/// An hour of history: 360 slots, those with measured == 0 are not told.
struct PastHour {
    Timestamp start;  ///< on the hour
    std::vector<Slot> slots;
};

class Ledger {
public:
    /// Opens or creates, replays the redo. Errors: newer; io; corrupt.
    static Result<std::unique_ptr<Ledger>> open(const Settings& settings, const Clock& clock, Metrics& metrics);
    virtual ~Ledger() = default;

    /// The SLIs to keep from now on, and how every series that is known enters them (`resolve` gets canonical labels).
    /// Blocks until the writer has applied it; ids are in the order of `slis`. SLIs no longer named are kept for
    /// `keep_removed` and then erased.
    virtual Result<std::vector<SliId>> bind(std::vector<SliDefinition> slis,
                                            std::function<std::vector<Contribution>(const std::string& labels,
                                                                                    const std::vector<SliId>& ids)> resolve,
                                            Duration keep_removed) = 0;

    /// The id of a series, new or known; contributions are those of the present binding. Any thread, takes a lock.
    /// Errors: too_many_series.
    virtual Result<SeriesId> intern(const SeriesIdentity& series, std::vector<Contribution> contributions) = 0;

    /// Queues a batch; `done` runs on the writer thread after the commit. Errors given to `done`: busy; unwritable.
    virtual void write(Batch batch, std::function<void(Result<WriteOutcome>)> done) = 0;
    virtual void on_notice(std::function<void(const Notice&)> listener) = 0;
    /// Every series that is known, with whether its last point was a value and no end.
    virtual void each_series(const std::function<void(const std::string& labels, bool alive)>&) const {}

    /// Where a source left off; empty: it never said. Errors: io.
    [[nodiscard]] virtual Result<std::optional<std::string>> cursor(const std::string& source) const {
        return (void)source, std::optional<std::string>();
    }
    /// Who delivers, how far each has come, and which SLIs its samples feed.
    struct SourceState {
        std::string name;
        Timestamp watermark;
        std::vector<SliId> slis;
    };
    [[nodiscard]] virtual std::vector<SourceState> sources() const { return {}; }

    [[nodiscard]] virtual LiveWindows live(SliId sli) const = 0;
    /// live() of many SLIs at once, for the judge: no allocation per SLI. `read` gets a value that the next call reuses;
    /// it must be quick and must not call the ledger. SLIs that are not known are passed over.
    virtual void live_many(std::span<const SliId> slis,
                           const std::function<void(SliId, const LiveWindows&)>& read) const {
        for (const SliId sli : slis) read(sli, live(sli));
    }
    /// Where windows of a length stand in a Glance, for as long as the ledger is open; empty: no SLI ever kept one.
    [[nodiscard]] virtual std::optional<std::uint16_t> window_column(Duration length) const { return (void)length, std::nullopt; }
    /// The least that can be read of many SLIs: nothing is copied, some nanoseconds each. As live_many() otherwise.
    virtual void glance(std::span<const SliId> slis, const std::function<void(SliId, const Glance&)>& read) const {
        (void)slis;
        (void)read;
    }
    /// Any window, exact: memory, else blocks. The range is widened to slot edges. Errors: not_found; io.
    virtual Result<WindowSum> sum(SliId sli, TimeRange range) const = 0;
    /// What had been counted when an instant was reached, of many at once: the difference of two is the sum between them.
    struct Running {
        Timestamp at;  ///< the instant, brought into [first measured slot, end of the open slot] and down to a slot edge of
                       ///< the finest level that still holds it
        Slot sum;      ///< since the first of the instants
    };
    /// For charts: some thousand window sums for the price of a few blocks. Requires: instants in rising order.
    /// Errors: not_found; io.
    virtual Result<std::vector<Running>> running(SliId sli, std::span<const Timestamp> instants) const = 0;
    /// Rises with every change that live(), sum(), running(), slots() or status() could show, before its writer is answered.
    /// Who keeps what follows from them reads it first. Cheap.
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
    /// Slots for a chart, at the finest level whose count is at most `most`. Errors: not_found; io.
    struct Series {
        Timestamp start;
        Duration step;
        std::vector<Slot> slots;
    };
    virtual Result<Series> slots(SliId sli, TimeRange range, std::size_t most) const = 0;
    [[nodiscard]] virtual SliStatus status(SliId sli) const = 0;
    [[nodiscard]] virtual std::vector<SeriesStatus> series(SliId sli, std::size_t limit) const = 0;

    /// History for slots that nothing measured yet: fills only missing slots, so that importing twice changes nothing.
    /// `hour.slots` with measured == 0 are left alone. Returns how many slots were filled.
    virtual Result<std::int64_t> import_hour(SliId sli, Timestamp hour_start, std::vector<Slot> slots) = 0;
    /// Many hours of one SLI, cheapest from new to old: those that are closed are committed together, or none of them.
    /// The writer does nothing else meanwhile, some 0.3 ms an hour.
    virtual Result<std::int64_t> import_hours(SliId sli, std::vector<PastHour> hours) {
        std::int64_t filled = 0;
        for (PastHour& hour : hours) {
            TRY_ASSIGN(const std::int64_t some, import_hour(sli, hour.start, std::move(hour.slots)));
            filled += some;
        }
        return filled;
    }

    /// Checkpoints now; for tests and orderly stops.
    virtual Result<> checkpoint() = 0;
    virtual Result<> close(Duration bound) = 0;
};

}  // namespace plimsoll::ledger
