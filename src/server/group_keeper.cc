#include "server/group_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "domain/slo/groups.h"
#include "server/catalog_keeper.h"

namespace plimsoll::server {
namespace {

constexpr Duration kPace = Duration::seconds(1);
constexpr Duration kForgetEvery = Duration::hours(1);

}  // namespace

GroupKeeper::GroupKeeper(Ports ports) : ports_(std::move(ports)), forget_at_(ports_.clock.now() + kForgetEvery) {
    discovered_ = ports_.clock.monotonic() - kPace;
}

Timestamp GroupKeeper::next_due() const {
    if (!ports_.resolver.has_new_groups()) return forget_at_;
    const Duration since = ports_.clock.monotonic() - discovered_;
    return ports_.clock.now() + std::max(Duration(), kPace - since);
}

Duty GroupKeeper::duty() {
    return {"groups", [this] { return next_due(); }, [this](Timestamp now) {
                if (ports_.resolver.has_new_groups()) discover();
                if (now >= forget_at_) forget(now);
            }};
}

void GroupKeeper::discover() {
    discovered_ = ports_.clock.monotonic();
    const std::vector<ingest::GroupValues> asked = ports_.resolver.new_groups();
    auto done = record(asked);
    if (done) done = ports_.bind();
    if (!done) spdlog::warn("{} new groups could not be bound, their roll-ups count them: {}", asked.size(), done.error().sentence());
    // A binding forgets who waited; whoever still does would wait for ever.
    std::vector<ingest::GroupValues> left = ports_.resolver.new_groups();
    std::erase_if(left, [&](const ingest::GroupValues& group) { return std::find(asked.begin(), asked.end(), group) == asked.end(); });
    ports_.resolver.let_pass(left);
}

Result<> GroupKeeper::record(const std::vector<ingest::GroupValues>& groups) {
    const std::shared_ptr<const Bound> bound = ports_.bound();
    std::map<std::string, slo::RecordGroups> commands;
    for (const ingest::GroupValues& group : groups) {
        if (group.roll_up >= bound->indicators.size()) continue;
        const std::string& name = bound->indicators[group.roll_up];
        const auto roll_up = bound->catalog->slos.find(name);
        if (roll_up == bound->catalog->slos.end() || !roll_up->second.grouping) continue;
        slo::RecordGroups& command = commands[name];
        command.slo = name;
        command.by = roll_up->second.grouping->by;
        command.limit = roll_up->second.grouping->limit;
        command.values.push_back(group.values);
    }
    for (const auto& [name, command] : commands) TRY(ports_.engine.submit("system", "ingest", slo::Command(command)));
    return {};
}

bool GroupKeeper::silent(const std::string& name, Timestamp seen_at, const Bound& bound, Timestamp now) const {
    const auto sli = bound.slis.find(name);
    if (sli == bound.slis.end()) return now - seen_at >= slo::kForgetGroupsAfter;
    const ledger::SliStatus status = ports_.ledger.status(sli->second);
    if (status.newest == Timestamp::min()) return now - seen_at >= slo::kForgetGroupsAfter;
    return status.watermark - status.newest >= slo::kForgetGroupsAfter;
}

void GroupKeeper::forget(Timestamp now) {
    forget_at_ = now + kForgetEvery;
    const std::shared_ptr<const Bound> bound = ports_.bound();
    slo::Groups groups;
    ports_.engine.read([&](const World& world) { groups = world.slo.groups; });
    bool forgotten = false;
    for (const auto& [roll_up, of_it] : groups.by_roll_up) {
        slo::ForgetGroups command{roll_up, {}};
        for (const auto& [name, group] : of_it) {
            if (silent(name, group.seen_at, *bound, now)) command.names.push_back(name);
        }
        if (command.names.empty()) continue;
        const auto done = ports_.engine.submit("system", "worker", slo::Command(command));
        if (!done) spdlog::warn("groups of {} could not be forgotten: {}", roll_up, done.error().sentence());
        forgotten = forgotten || done;
    }
    if (!forgotten) return;
    if (const auto done = ports_.bind(); !done) spdlog::warn("the catalogue could not be bound without its silent groups: {}", done.error().sentence());
}

}  // namespace plimsoll::server
