// engine.h: decides, applies, and hands to the log; the one place where state changes.
//
// Threads    read() and submit() are safe from any thread; a lock is held for as long as one decision takes. The disk is
//            never touched under it: the log's writer thread does that.
// Durability submit() returns before its events are durable. Whoever shows or sends what follows from them waits for
//            the returned sequence number first (Log::when_durable, Reply::after_seq).
// Failure    when the log could not commit, the engine folds again what is durable before the next decision, or when it is
//            told to recover(); what was decided on the lost events is gone, and its waiters were told so by the log.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include "api/rights.h"
#include "base/clock.h"
#include "log/log.h"
#include "server/world.h"

namespace plimsoll::server {

class Engine {
public:
    /// What other modules append together with a module's events: pages with the alert that they tell of.
    using Follow = std::function<std::vector<paging::Event>(const World&, const slo::Event&, const log::Issued&)>;
    /// The same for budgets that enter a state. May be left out.
    using FollowPolicy = std::function<std::vector<paging::Event>(const World&, const policy::Event&, const log::Issued&)>;

    /// Folds the newest fitting snapshot and the tail. `folded` tells how many events the tail had.
    /// Errors: io; tampered; unknown_event.
    static Result<std::unique_ptr<Engine>> open(log::Log& log, const Clock& clock, Follow follow, FollowPolicy follow_policy = {});

    /// Calls `look` under the lock; returns the sequence that the state reflects.
    log::Seq read(const std::function<void(const World&)>& look) const;

    /// Errors: whatever decide refuses; log full or failed. Returns the last event's sequence; when nothing was to be
    /// said, the sequence of the state that already has it so.
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const access::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const catalog::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const slo::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const paging::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const exclusions::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const attribution::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const policy::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const targets::Command& command);
    Result<log::Seq> submit(const std::string& actor, const std::string& source, const hiring::Command& command);

    /// After a commit that failed: shows what is durable again, and asks the disk whether it takes writes. Call it now and
    /// then, or readers wait in vain for events that are gone, until somebody decides something. Nothing to do: cheap.
    /// Errors: log failed (the disk still refuses; reads go on); what a fold says.
    Result<> recover();

    /// Saves the state as of the last durable event. Blocks on the disk: not for I/O threads.
    Result<> snapshot();
    [[nodiscard]] std::uint64_t events_since_snapshot() const;
    [[nodiscard]] std::uint64_t folded() const { return folded_; }
    /// How often the state was folded: within one fold a sequence number means one state. Any thread.
    [[nodiscard]] std::uint64_t folds() const { return folds_.load(); }

private:
    Engine(log::Log& log, const Clock& clock, Follow follow, FollowPolicy follow_policy)
        : log_(log), clock_(clock), follow_(std::move(follow)), follow_policy_(std::move(follow_policy)) {}
    [[nodiscard]] std::vector<paging::Event> followers(const slo::Event& event, const log::Issued& issued) const;
    [[nodiscard]] std::vector<paging::Event> followers(const policy::Event& event, const log::Issued& issued) const;

    Result<> fold();
    template <class ModuleState, class ModuleCommand>
    Result<log::Seq> run(const std::string& actor, const std::string& source, ModuleState World::*module,
                         const ModuleCommand& command);
    Result<> recover_after_failure();

    log::Log& log_;
    const Clock& clock_;
    const Follow follow_;
    const FollowPolicy follow_policy_;
    std::uint64_t folded_ = 0;
    std::atomic<std::uint64_t> folds_{0};

    mutable std::shared_mutex mutex_;  // guards what follows
    World world_;
    log::Seq applied_ = 0;
    log::Seq snapshot_seq_ = 0;
};

}  // namespace plimsoll::server
