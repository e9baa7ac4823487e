#include "server/erasures.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <vector>

namespace plimsoll::server {

namespace {

Result<> wait_durable(log::Log& log, log::Seq seq) {
    std::promise<Result<>> told;
    log.when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
    return told.get_future().get();
}

}  // namespace

Result<> Erasures::finish(const std::string& candidate, Timestamp now) {
    {
        const std::lock_guard lock(mutex_);
        unfinished_.insert(candidate);
    }
    TRY(ports_.vault.erase(candidate, now));
    if (ports_.forget_declared) TRY(ports_.forget_declared(candidate));
    const std::lock_guard lock(mutex_);
    unfinished_.erase(candidate);
    return {};
}

std::optional<Timestamp> Erasures::finished_at(const std::string& candidate) {
    {
        const std::lock_guard lock(mutex_);
        if (unfinished_.contains(candidate)) return std::nullopt;
    }
    const auto at = ports_.vault.erased_at(candidate);
    return at ? *at : std::nullopt;
}

Result<> Erasures::tidy(Timestamp now) {
    TRY_ASSIGN(std::vector<std::string> keyed, ports_.vault.people(log::PersonKind::candidate));
    std::vector<std::string> to_forget;  // erased in the log, or never in it
    std::vector<std::string> erased;     // all whom the log calls erased: what was declared apart may still be there
    ports_.engine.read([&](const World& world) {
        for (const std::string& id : keyed) {
            const hiring::CandidateRow* row = hiring::find_candidate(world.hiring, id);
            if (row == nullptr || row->erased_at) to_forget.push_back(id);
        }
        for (const auto& [id, row] : world.hiring.candidates)
            if (row.erased_at) erased.push_back(id);
    });
    for (const std::string& id : to_forget) TRY(finish(id, now));
    if (!to_forget.empty()) spdlog::info("the papers of {} candidates were made away with, as the log says", to_forget.size());
    if (!ports_.forget_declared) return {};
    for (const std::string& id : erased) TRY(ports_.forget_declared(id));
    return {};
}

void Erasures::retry(Timestamp now) {
    std::set<std::string> again;
    {
        const std::lock_guard lock(mutex_);
        again = unfinished_;
    }
    for (const std::string& id : again)
        if (auto done = finish(id, now); !done) spdlog::warn("an erased candidate's key could not go yet: {}", done.error().sentence());
}

Result<> Erasures::erase_due(const std::string& candidate, Timestamp now) {
    TRY_ASSIGN(const log::Seq seq, ports_.engine.submit("system", "worker", hiring::Command(hiring::EraseCandidate{candidate, hiring::EraseReason::due})));
    TRY(wait_durable(ports_.log, seq));
    return finish(candidate, now);
}

void Erasures::sweep(Timestamp now) {
    hiring::DueNow due;
    ports_.engine.read([&](const World& world) { due = hiring::due_now(world.hiring, ports_.keep, now); });
    if (!due.held.empty()) spdlog::info("{} candidates would be due to be erased, and a legal hold stands on them", due.held.size());
    const std::size_t many = std::min(due.to_erase.size(), kMostAtOnce);
    for (std::size_t i = 0; i < many; ++i)
        if (auto done = erase_due(due.to_erase[i], now); !done) spdlog::warn("a candidate who is due could not be erased: {}", done.error().sentence());
    if (many > 0) spdlog::info("{} candidates whose time was over were erased", many);
    next_sweep_ = due.to_erase.size() > many ? now : now + kSweepEvery;
}

void Erasures::run(Timestamp now) {
    retry(now);
    if (now >= next_sweep_) sweep(now);
    next_run_ = std::min(now + kRetryEvery, std::max(next_sweep_, now + Duration::seconds(1)));
}

Duty Erasures::duty() {
    return {"erasing", [this] { return next_run_; }, [this](Timestamp now) { run(now); }};
}

}  // namespace plimsoll::server
