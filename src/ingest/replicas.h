// replicas.h: of Prometheus servers that scrape and send the same, one is heard: the elected one of its cluster.
//
// Election   the first that delivers; another when the elected one has been silent for `failover`, by the server's clock.
// Twice      what the others deliver meanwhile is passed over, and once one takes over, its samples up to the newest that the
//            one before delivered are too: the two read the same counters, so its next sample tells of all that lies between.
//            Samples of both in between would need clocks that agree: where they do not, a counter seems to fall.
// Lost       nothing that a counter still tells: the increase over the silence belongs to the first sample after it. The slots
//            between are missing if the silence is longer than three scrape intervals.
// Bounds     1,000 clusters; beyond it the one silent for longest makes room.
// Kept       in memory only: after a restart the first that delivers is elected.
// Threads    any.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace plimsoll::ingest {

struct ReplicaRule {
    std::string cluster_label;
    std::string replica_label;
    Duration failover = Duration::seconds(30);
    friend bool operator==(const ReplicaRule&, const ReplicaRule&) = default;
};

/// What the first series of a body says of its sender; empty: it is no replica.
struct ReplicaName {
    std::string cluster;
    std::string replica;
    [[nodiscard]] bool is_replica() const { return !cluster.empty() && !replica.empty(); }
};

class Replicas {
public:
    static constexpr std::size_t kMostClusters = 1'000;

    explicit Replicas(ReplicaRule rule) : rule_(std::move(rule)) {}
    [[nodiscard]] const ReplicaRule& rule() const { return rule_; }

    struct Turn {
        bool elected = false;   ///< false: the body is passed over
        bool changed = false;   ///< it was elected just now
        Timestamp after = Timestamp::min();  ///< its samples up to here are passed over
        std::string elected_replica;
        Timestamp since;        ///< of the election
        std::string source_before;  ///< changed: who sent for the one before; empty: nobody
    };
    /// A body has come. `source`: who sends, in the words of the source book.
    Turn arrived(const ReplicaName& name, const std::string& source, Timestamp now);
    /// What the newest sample of a body was that is heard.
    void delivered(const ReplicaName& name, Timestamp latest);

private:
    struct Cluster {
        std::string elected;
        std::string source;
        Timestamp since;
        Timestamp heard_at;
        Timestamp newest = Timestamp::min();  ///< of all that were elected
        Timestamp after = Timestamp::min();   ///< `newest` when the present one was elected
    };
    void make_room();

    const ReplicaRule rule_;
    std::mutex mutex_;
    std::map<std::string, Cluster> clusters_;
};

}  // namespace plimsoll::ingest
