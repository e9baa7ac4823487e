// beginnings.h: when each cumulative series began to count, as its points say (start_time_unix_nano), so that a counter that
// began again is seen although it did not fall, and the first value of a new one is not lost.
//
// Zero       at its start a counter was zero. That is said to the ledger, as a sample that nobody sent, when a series is met for
//            the first time and began at most `first_within` before, when it began anew after the last point known of it, or
//            when an earlier life of it is told of late. The ledger counts sorted points, so saying it twice or late changes
//            nothing.
// Unknown    a point whose start is its own time says that nobody knows when it began (OpenTelemetry, metrics data model): no
//            zero. One that begins no later than the last point known is taken as going on: rather too few than too many.
// Writers    two processes that share one identity cannot be told apart by value. A point of an older start after a newer one
//            began is refused; late points from before it are not.
// Learned    only when the export was stored, so that one that is sent again says its zeros again.
// Bound      `most` series, about 50 bytes each; beyond it all are forgotten, at the cost of zeros that the ledger has.
// Threads    any; a mutex, held for one look-up.
#pragma once

#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>

#include "base/units.h"
#include "ingest/verdict_table.h"

namespace plimsoll::ingest::otlp {

/// For tables by series: the hash is one already.
struct OfSeriesHash {
    std::size_t operator()(const SeriesHash& hash) const { return hash.low ^ hash.high; }
};

class Beginnings {
public:
    Beginnings(Duration first_within, std::size_t most) : first_within_(first_within), most_(most) {}

    enum class Kind { goes_on, begins, another_writer };
    /// What a point at `at` of a series that counts since `start` is.
    [[nodiscard]] Kind kind_of(const SeriesHash& series, Timestamp start, Timestamp at) const;

    struct Seen {
        SeriesHash series;
        Timestamp start;
        Timestamp at;
    };
    void learn(std::span<const Seen> seen);
    [[nodiscard]] std::size_t size() const;

private:
    struct Life {
        Timestamp start;
        Timestamp last;
    };
    const Duration first_within_;
    const std::size_t most_;
    mutable std::mutex mutex_;  // guards what follows
    std::unordered_map<SeriesHash, Life, OfSeriesHash> lives_;
};

}  // namespace plimsoll::ingest::otlp
