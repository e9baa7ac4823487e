// intake.h: the one way of samples into the ledger, whoever brought them: resolved, judged, committed, answered.
//
// Two doors  deliver() takes samples with their labels, for sources that bring thousands a second (pulls, scrapes, logs,
//            events, probes). A decoder that must be quick keeps a Gatherer, which remembers verdicts by hash, and hands
//            what it gathered to commit() (remote write, OTLP).
// Durable    `done` comes after the commit: what was acknowledged survives a crash and never doubles. The cursor of a
//            delivery is committed with its samples, and so are its keys: a source that begins again at cursor() loses
//            nothing and counts nothing twice; a key that was committed in the last 24 h brings nothing again.
// Busy       errors of status 503 (rebinding, new_group, ledger busy, no_room) mean: nothing was kept, try again soon.
// Threads    any; `done` is called exactly once, on the ledger's writer thread or, when nothing was to be written, the
//            caller's. It must be quick.
// Lifetime   close the ledger first, then destroy this.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "ingest/gatherer.h"
#include "ingest/resolver.h"
#include "ingest/temporality.h"

namespace plimsoll::ingest {

/// One sample with everything that says what it is.
struct LabelledSample {
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    Pairs labels;      ///< with __name__, in any order
    Timestamp at;
    double value = 0;
    bool stale = false;  ///< the series ends here; cumulative only
    Temporality temporality = Temporality::cumulative;
    std::string key;     ///< events: this sample counts only if no sample with this key was ever committed; empty: always.
                         ///< Samples of one delivery with the same key count together or not at all
};

inline constexpr std::size_t kLongestCursor = 64 << 10;  ///< bytes

struct Delivery {
    std::string source;   ///< whose watermark moves, and whose cursor it is: "access_log shop", "probes"
    std::vector<LabelledSample> samples;
    Timestamp latest = Timestamp::min();  ///< the source is complete up to here; min(): its newest sample
    std::optional<std::string> cursor;    ///< where it will go on; at most 64 KiB
};

struct DeliveryOutcome {
    std::uint64_t accepted = 0;
    std::uint64_t duplicates = 0;  ///< samples that were there, and events whose key was
    std::uint64_t unbound = 0;
    ReasonCounts refused;
    std::vector<RefusedSample> told;          ///< the first ten of them
    std::vector<std::string> repeated_keys;   ///< events that were there already
};

class Intake {
public:
    /// `has_room`: whether the data folder's disk can take more (disk_room.h); asked for each delivery.
    Intake(ledger::Ledger& ledger, Resolver& resolver, const Clock& clock, Metrics& metrics, std::function<bool()> has_room,
           DecodeLimits limits = {});
    ~Intake();

    /// Errors given to `done`: 503s (above); invalid (a cursor too long); what the ledger says.
    void deliver(Delivery delivery, std::function<void(Result<DeliveryOutcome>)> done);
    /// The same, and waits. Not for threads of the ledger or of I/O.
    Result<DeliveryOutcome> deliver_and_wait(Delivery delivery);
    /// Where a source left off; empty: it never said. Errors: io.
    Result<std::optional<std::string>> cursor(const std::string& source) const;

    [[nodiscard]] bool has_room() const { return has_room_(); }
    /// What a decoder gathered. `done` gets the outcome with the samples the ledger refused among `refused`.
    void commit(std::string source, GatheredBody gathered, std::function<void(Result<DeliveryOutcome>)> done);

private:
    struct Meters;
    void commit(std::string source, GatheredBody gathered, std::optional<std::string> cursor, std::vector<ledger::KeyedSamples> keys,
                std::vector<std::string> key_texts, std::function<void(Result<DeliveryOutcome>)> done);
    Result<DeliveryOutcome> outcome_of(const GatheredBody& gathered, Result<ledger::WriteOutcome> outcome, const std::vector<std::string>& key_texts);
    Result<GatheredBody> gather(const Delivery& delivery, std::map<std::string, std::vector<std::uint32_t>>& keys);
    std::unique_ptr<Gatherer> take_spare();

    ledger::Ledger& ledger_;
    Resolver& resolver_;
    const Clock& clock_;
    const std::function<bool()> has_room_;
    const DecodeLimits limits_;
    std::unique_ptr<Meters> meters_;
    std::mutex mutex_;  // guards spare_
    std::vector<std::unique_ptr<Gatherer>> spare_;  ///< of deliver()
};

}  // namespace plimsoll::ingest
