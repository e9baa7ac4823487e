#include "server/engine.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

#include "domain/access/access_codec.h"
#include "domain/attribution/attribution_codec.h"
#include "domain/catalog/catalog_codec.h"
#include "domain/exclusions/exclusions_codec.h"
#include "domain/hiring/hiring_codec.h"
#include "domain/paging/paging_codec.h"
#include "domain/policy/policy_codec.h"
#include "domain/slo/slo_codec.h"
#include "domain/targets/targets_codec.h"

namespace plimsoll::server {

Result<std::unique_ptr<Engine>> Engine::open(log::Log& log, const Clock& clock, Follow follow, FollowPolicy follow_policy) {
    std::unique_ptr<Engine> engine(new Engine(log, clock, std::move(follow), std::move(follow_policy)));
    TRY(engine->fold());
    return engine;
}

Result<> Engine::fold() {
    World world;
    log::Seq seq = 0;
    TRY_ASSIGN(const auto snapshot, log_.load_snapshot(world_schema_hash()));
    if (snapshot) {
        auto saved = world_of(snapshot->body);
        if (saved) {
            world = std::move(*saved);
            paging::restore(world.paging);
            seq = snapshot->seq;
        } else {
            spdlog::warn("the snapshot at #{} does not read ({}); replaying the whole log", snapshot->seq,
                         saved.error().sentence());
        }
    }
    snapshot_seq_ = seq;
    folded_ = 0;
    std::optional<Error> broken;
    TRY(log_.read(seq + 1, SIZE_MAX, [&](const log::Event& row) {
        auto event = understand(row.fact);
        if (!event) {
            broken = std::move(event).error().within("event #" + std::to_string(row.seq));
            return false;
        }
        apply(world, *event, {row.seq, row.fact.at, row.fact.actor});
        seq = row.seq;
        ++folded_;
        return true;
    }));
    if (broken) return *std::move(broken);
    world_ = std::move(world);
    applied_ = seq;
    ++folds_;
    return {};
}

Result<> Engine::recover_after_failure() {
    if (!log_.failed()) return {};
    if (applied_ != log_.durable()) {
        spdlog::warn("the log could not commit; folding again up to #{}", log_.durable());
        TRY(fold());
    }
    return log_.reopen_after_failure();
}

Result<> Engine::recover() {
    if (!log_.failed()) return {};
    const std::unique_lock lock(mutex_);
    return recover_after_failure();
}

log::Seq Engine::read(const std::function<void(const World&)>& look) const {
    const std::shared_lock lock(mutex_);
    look(world_);
    return applied_;
}

namespace {

template <class Event>
constexpr bool kHasFollowers = std::is_same_v<Event, slo::Event> || std::is_same_v<Event, policy::Event>;

}  // namespace

std::vector<paging::Event> Engine::followers(const slo::Event& event, const log::Issued& issued) const {
    return follow_(world_, event, issued);
}
std::vector<paging::Event> Engine::followers(const policy::Event& event, const log::Issued& issued) const {
    return follow_policy_ ? follow_policy_(world_, event, issued) : std::vector<paging::Event>();
}

template <class ModuleState, class ModuleCommand>
Result<log::Seq> Engine::run(const std::string& actor, const std::string& source, ModuleState World::*module,
                             const ModuleCommand& command) {
    const std::unique_lock lock(mutex_);
    TRY(recover_after_failure());
    const log::Issued issued{clock_.now(), actor};
    TRY_ASSIGN(const auto events, decide(world_.*module, command, issued));
    if (events.empty()) return applied_;
    using ModuleEvent = typename std::decay_t<decltype(events)>::value_type;
    std::vector<log::NewEvent> rows;
    std::vector<WorldEvent> decided;
    for (const ModuleEvent& event : events) {
        rows.push_back(encode(event, issued, source));
        decided.emplace_back(event);
        if constexpr (kHasFollowers<ModuleEvent>) {
            for (paging::Event& page : followers(event, issued)) {
                rows.push_back(encode(page, issued, source));
                decided.emplace_back(std::move(page));
            }
        }
    }
    TRY_ASSIGN(const log::Seq last, log_.append(std::move(rows)));
    log::Seq seq = last - decided.size();
    for (const WorldEvent& event : decided) apply(world_, event, {++seq, issued.at, issued.actor});
    applied_ = last;
    return last;
}

Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const access::Command& command) {
    return run(actor, source, &World::access, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const catalog::Command& command) {
    return run(actor, source, &World::catalog, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const slo::Command& command) {
    return run(actor, source, &World::slo, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const paging::Command& command) {
    return run(actor, source, &World::paging, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const exclusions::Command& command) {
    return run(actor, source, &World::exclusions, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const attribution::Command& command) {
    return run(actor, source, &World::attribution, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const policy::Command& command) {
    return run(actor, source, &World::policy, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const targets::Command& command) {
    return run(actor, source, &World::targets, command);
}
Result<log::Seq> Engine::submit(const std::string& actor, const std::string& source, const hiring::Command& command) {
    return run(actor, source, &World::hiring, command);
}

std::uint64_t Engine::events_since_snapshot() const {
    const std::shared_lock lock(mutex_);
    return applied_ - snapshot_seq_;
}

Result<> Engine::snapshot() {
    World world;
    log::Seq seq = 0;
    {
        const std::shared_lock lock(mutex_);
        if (applied_ == snapshot_seq_) return {};
        world = world_;
        seq = applied_;
    }
    // What is saved must be durable first, or a snapshot could know more than its log.
    std::mutex mutex;
    std::condition_variable told;
    std::optional<Result<>> durable;
    log_.when_durable(seq, [&](Result<> outcome) {
        const std::lock_guard guard(mutex);
        durable = std::move(outcome);
        told.notify_one();
    });
    {
        std::unique_lock guard(mutex);
        told.wait(guard, [&] { return durable.has_value(); });
    }
    TRY(std::move(*durable));
    TRY_ASSIGN(const crypto::Sha256 hash, log_.chain_hash(seq));
    TRY(log_.save_snapshot({seq, hash, world_schema_hash(), snapshot_text(world)}));
    const std::unique_lock lock(mutex_);
    snapshot_seq_ = std::max(snapshot_seq_, seq);
    return {};
}

}  // namespace plimsoll::server
