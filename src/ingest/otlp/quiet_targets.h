// quiet_targets.h: the delta series that each target ever said, so that one which it leaves out of an export is known to have
// been zero: with deltas an application says nothing of a counter that did not move.
//
// Which      series that an SLI counts, of targets (job and instance) that export deltas. The first export that names one
//            makes it known; after a restart of this server each must be named again before its silence is zero.
// Zero       an export of the target says zero, at the target's newest time in it, of every known series that has said nothing
//            at or after that time. The ledger lets such a zero give way to a value.
// Bounds     `targets`, and `in_all` series of them: the target that was silent for longest is forgotten first; `series` of
//            each, further ones are not known. About 500 bytes each.
// Threads    any; one mutex for the targets, one in each.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/units.h"
#include "ingest/otlp/attributes.h"
#include "ingest/otlp/beginnings.h"
#include "ingest/verdict_table.h"

namespace plimsoll::ingest::otlp {

class QuietTarget {
public:
    /// `in_all` counts the series of all targets.
    QuietTarget(std::size_t most, std::shared_ptr<std::atomic<std::size_t>> in_all) : most_(most), in_all_(std::move(in_all)) {}
    ~QuietTarget() { *in_all_ -= words_.size(); }
    QuietTarget(const QuietTarget&) = delete;
    QuietTarget& operator=(const QuietTarget&) = delete;

    /// A series spoke. False: it is not known yet, and remember() should be called.
    bool spoke(const SeriesHash& series, Timestamp at);
    /// Its labels, by which it is met again when decoders have forgotten it.
    void remember(const SeriesHash& series, Timestamp at, Pairs labels);

    struct Known {
        SeriesHash series;
        std::shared_ptr<const Pairs> labels;
    };
    /// Those that said nothing at or after `at`.
    [[nodiscard]] std::vector<Known> silent_at(Timestamp at) const;

private:
    struct Word {
        Timestamp last;
        std::shared_ptr<const Pairs> labels;
    };
    const std::size_t most_;
    const std::shared_ptr<std::atomic<std::size_t>> in_all_;
    mutable std::mutex mutex_;  // guards what follows
    std::unordered_map<SeriesHash, Word, OfSeriesHash> words_;
};

class QuietTargets {
public:
    QuietTargets(std::size_t targets, std::size_t series, std::size_t in_all) : targets_(targets), series_(series), most_in_all_(in_all) {}

    /// nullptr: it never said deltas, or was forgotten. `target`: "job\0instance".
    [[nodiscard]] std::shared_ptr<QuietTarget> find(const std::string& target);
    [[nodiscard]] std::shared_ptr<QuietTarget> find_or_add(const std::string& target);
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t series() const { return *in_all_; }

private:
    using Order = std::list<std::pair<std::string, std::shared_ptr<QuietTarget>>>;

    const std::size_t targets_;
    const std::size_t series_;
    const std::size_t most_in_all_;
    const std::shared_ptr<std::atomic<std::size_t>> in_all_ = std::make_shared<std::atomic<std::size_t>>(0);
    mutable std::mutex mutex_;  // guards what follows
    Order order_;               ///< the one heard last in front
    std::unordered_map<std::string, Order::iterator> places_;
};

}  // namespace plimsoll::ingest::otlp
