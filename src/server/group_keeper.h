// group_keeper.h: groups of roll-ups as their series come and go: what ingest meets becomes events, and is bound.
//
// Batches    new groups are bound together, at most once a second; their senders wait and retry meanwhile, so that no sample
//            of a new group is lost. A group that cannot be recorded or bound keeps nobody waiting: until the next binding the
//            roll-up alone counts it.
// Forgetting once an hour: groups that were silent for 30 days of their source's time.
// Threads    the loop's.
#pragma once

#include <functional>
#include <memory>

#include "ingest/resolver.h"
#include "server/engine.h"
#include "server/loop.h"

namespace plimsoll::server {

struct Bound;

class GroupKeeper {
public:
    struct Ports {
        Engine& engine;
        const ledger::Ledger& ledger;
        ingest::Resolver& resolver;
        const Clock& clock;
        std::function<std::shared_ptr<const Bound>()> bound;
        std::function<Result<>()> bind;  ///< what the log says now
    };
    explicit GroupKeeper(Ports ports);

    [[nodiscard]] Duty duty();
    /// Records and binds what ingest waits for.
    void discover();
    void forget(Timestamp now);

private:
    [[nodiscard]] Timestamp next_due() const;
    Result<> record(const std::vector<ingest::GroupValues>& groups);
    [[nodiscard]] bool silent(const std::string& name, Timestamp seen_at, const Bound& bound, Timestamp now) const;

    Ports ports_;
    Duration discovered_ = Duration();  ///< monotonic
    Timestamp forget_at_;
};

}  // namespace plimsoll::server
