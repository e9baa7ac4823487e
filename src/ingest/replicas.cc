#include "ingest/replicas.h"

#include <algorithm>

namespace plimsoll::ingest {

Replicas::Turn Replicas::arrived(const ReplicaName& name, const std::string& source, Timestamp now) {
    const std::lock_guard lock(mutex_);
    if (!clusters_.contains(name.cluster)) make_room();
    Cluster& cluster = clusters_[name.cluster];
    Turn turn;
    const bool silent = cluster.elected.empty() || now - cluster.heard_at >= rule_.failover;
    if (cluster.elected != name.replica && silent) {
        turn.changed = true;
        turn.source_before = cluster.source;
        cluster.elected = name.replica;
        cluster.source = source;
        cluster.since = now;
        cluster.after = cluster.newest;
    }
    turn.elected = cluster.elected == name.replica;
    if (turn.elected) cluster.heard_at = now;
    turn.after = cluster.after;
    turn.elected_replica = cluster.elected;
    turn.since = cluster.since;
    return turn;
}

void Replicas::delivered(const ReplicaName& name, Timestamp latest) {
    const std::lock_guard lock(mutex_);
    const auto cluster = clusters_.find(name.cluster);
    if (cluster != clusters_.end()) cluster->second.newest = std::max(cluster->second.newest, latest);
}

void Replicas::make_room() {
    if (clusters_.size() < kMostClusters) return;
    clusters_.erase(std::min_element(clusters_.begin(), clusters_.end(),
                                     [](const auto& a, const auto& b) { return a.second.heard_at < b.second.heard_at; }));
}

}  // namespace plimsoll::ingest
