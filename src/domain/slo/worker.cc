#include "domain/slo/worker.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace plimsoll::slo {
namespace {

constexpr std::uint32_t kNoSlot = UINT32_MAX;
constexpr Duration kClockStep = Duration::seconds(10);
const api::Actor kSystem{"system", {}};

std::string name_of(ledger::Anomaly::Kind kind) {
    switch (kind) {
        case ledger::Anomaly::Kind::bad_above_valid: return "bad_above_valid";
        case ledger::Anomaly::Kind::unknown_start: return "unknown_start";
        case ledger::Anomaly::Kind::conflicting_duplicate: return "conflicting_duplicate";
        case ledger::Anomaly::Kind::counter_reset: return "counter_reset";
        case ledger::Anomaly::Kind::too_late: return "too_late";
        case ledger::Anomaly::Kind::implausible: return "implausible";
    }
    return "unknown";
}

/// Two revisions of one source that wait together are told as one.
void merge(ledger::Revision& into, const ledger::Revision& more) {
    into.batch = std::max(into.batch, more.batch);
    into.range = {std::min(into.range.start, more.range.start), std::max(into.range.end, more.range.end)};
    into.slis.insert(into.slis.end(), more.slis.begin(), more.slis.end());
    std::sort(into.slis.begin(), into.slis.end());
    into.slis.erase(std::unique(into.slis.begin(), into.slis.end()), into.slis.end());
}

void merge(std::map<std::string, ledger::Revision>& waiting, const ledger::Revision& revision) {
    const auto [at, fresh] = waiting.emplace(revision.source, revision);
    if (!fresh) merge(at->second, revision);
}

template <class Sum>
void add_up(Sum& sum, Timestamp at, std::int64_t count, const std::string& detail) {
    sum.at = at;
    sum.count += count;
    sum.detail = detail;
}

Phase phase_of(const SloRecord* record, const std::string& rule) {
    if (record == nullptr) return Phase::idle;
    if (record->pending.contains(rule)) return Phase::timed;
    const auto open = record->open.find(rule);
    if (open == record->open.end()) return Phase::idle;
    if (open->second.frozen()) return Phase::frozen;
    return open->second.clearing_since ? Phase::timed : Phase::firing;
}

bool says_something(const SloRecord& record) {
    return !record.open.empty() || !record.pending.empty() || record.stale.has_value();
}

}  // namespace

Worker::Worker(Ports ports)
    : ports_(std::move(ports)),
      now_(ports_.clock->now()),
      heard_since_(now_),
      last_monotonic_(ports_.clock->monotonic()) {}

void Worker::notice(const ledger::Notice& notice) {
    {
        const std::lock_guard lock(mutex_);
        if (!notice.settled.empty() && !inbox_.since) inbox_.since = ports_.clock->monotonic();
        for (const ledger::SliId sli : notice.settled) {
            if (sli >= waiting_.size()) waiting_.resize(sli + 1);
            if (waiting_[sli]) continue;
            waiting_[sli] = true;
            inbox_.settled.push_back(sli);
        }
        for (const ledger::Anomaly& a : notice.anomalies) {
            add_up(inbox_.anomalies[{a.sli, a.kind}], a.at, std::max<std::int64_t>(1, a.count), a.detail);
        }
        for (const ledger::Revision& revision : notice.revisions) merge(inbox_.revisions, revision);
    }
    wake_.notify_one();
}

void Worker::catalog_changed() {
    {
        const std::lock_guard lock(mutex_);
        inbox_.catalog_changed = true;
    }
    wake_.notify_one();
}

Worker::Inbox Worker::take_inbox() {
    const std::lock_guard lock(mutex_);
    Inbox out = std::move(inbox_);
    inbox_ = {};
    inbox_.catalog_changed = false;
    for (const ledger::SliId sli : out.settled) waiting_[sli] = false;
    judging_since_ = out.since;
    return out;
}

void Worker::tell_judged(std::optional<Duration> since) {
    {
        const std::lock_guard lock(mutex_);
        judging_since_.reset();
    }
    if (since && ports_.judged) ports_.judged(ports_.clock->monotonic() - *since);
}

Duration Worker::behind() const {
    const std::lock_guard lock(mutex_);
    const auto since = judging_since_ ? judging_since_ : inbox_.since;
    return since ? ports_.clock->monotonic() - *since : Duration();
}

Timestamp Worker::step() {
    const Inbox inbox = take_inbox();
    notice_clock_step();
    if (inbox.catalog_changed) compile();
    if (now_ >= resync_at_) {
        if (reconcile_again_) reconcile();
        mirror_all();
    }
    glance(inbox.settled);
    for (const std::size_t slot : std::exchange(again_, {})) look(slot);
    tell_judged(inbox.since);
    check_due_staleness();
    add_anomalies(inbox);
    log_anomalies();
    log_revisions(inbox);
    return resync_at_;
}

void Worker::run() {
    for (;;) {
        const Timestamp due = step();
        std::unique_lock lock(mutex_);
        const auto wait = std::chrono::milliseconds(std::max<std::int64_t>(1, (due - now_).in_ms()));
        wake_.wait_for(lock, wait, [this] {
            return stopping_ || inbox_.catalog_changed || !inbox_.settled.empty() || !inbox_.anomalies.empty() ||
                   !inbox_.revisions.empty();
        });
        if (stopping_) return;
    }
}

void Worker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
}

/// A wall clock that jumps (a resumed machine, a corrected clock) must not make every source look silent.
void Worker::notice_clock_step() {
    const Timestamp now = ports_.clock->now();
    const Duration monotonic = ports_.clock->monotonic();
    const Duration jump = (now - now_) - (monotonic - last_monotonic_);
    if (jump > kClockStep || jump < -kClockStep) {
        heard_since_ = now;
        resync_at_ = now;
    }
    now_ = now;
    last_monotonic_ = monotonic;
}

void Worker::compile() {
    judge_ = Judge(ports_.catalog());
    slots_.assign(judge_.size(), {});
    slot_by_sli_.clear();
    again_.clear();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        slots_[i].sli = ports_.sli(judge_.slo(i).name);
        if (!slots_[i].sli) continue;
        if (*slots_[i].sli >= slot_by_sli_.size()) slot_by_sli_.resize(*slots_[i].sli + 1, kNoSlot);
        slot_by_sli_[*slots_[i].sli] = static_cast<std::uint32_t>(i);
    }
    reconcile();
    mirror_all();
    for (std::size_t i = 0; i < slots_.size(); ++i) again_.insert(i);
}

void Worker::reconcile() {
    reconcile_again_ = false;
    std::vector<std::string> named;
    ports_.engine.read([&](const State& state) {
        for (const auto& [name, record] : state.slos) {
            if (says_something(record)) named.push_back(name);
        }
    });
    for (const std::string& name : named) {
        ReconcileRules command{name, true, {}, now_};
        if (const auto slot = judge_.index_of(name)) {
            const catalog::Slo& slo = judge_.slo(*slot);
            command.removed = false;
            for (const catalog::BurnRule& rule : slo.rules) command.conditions[rule.name] = condition_of(slo, rule);
        }
        if (!submit(std::move(command))) reconcile_again_ = true;
    }
}

/// Reads where every rule stands from the state, and looks again at whatever was not as it was thought to be.
void Worker::mirror_all() {
    resync_at_ = now_ + kResyncInterval;
    std::map<std::size_t, SloRecord> speaking;
    ports_.engine.read([&](const State& state) {
        for (const auto& [name, record] : state.slos) {
            if (!says_something(record)) continue;
            const auto slot = judge_.index_of(name);
            if (slot) speaking.emplace(*slot, SloRecord{record.open, record.stale, record.pending, {}, {}, {}});
        }
    });
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        const auto found = speaking.find(slot);
        if (found == speaking.end() && !slots_[slot].busy) continue;
        mirror(slot, found == speaking.end() ? nullptr : &found->second);
    }
}

void Worker::mirror(std::size_t slot, const SloRecord* record) {
    const std::vector<catalog::BurnRule>& rules = judge_.slo(slot).rules;
    slots_[slot].stale_open = record != nullptr && record->stale.has_value();
    slots_[slot].busy = slots_[slot].stale_open;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const Phase phase = phase_of(record, rules[i].name);
        if (phase != judge_.phase(slot, i)) again_.insert(slot);
        judge_.set_phase(slot, i, phase);
        slots_[slot].busy = slots_[slot].busy || phase != Phase::idle;
    }
}

void Worker::refresh(std::size_t slot) {
    SloRecord copy;
    ports_.engine.read([&](const State& state) {
        const SloRecord* record = find_record(state, judge_.slo(slot).name);
        if (record != nullptr) copy = {record->open, record->stale, record->pending, {}, {}, {}};
    });
    const bool waits = again_.contains(slot);
    mirror(slot, &copy);
    if (!waits) again_.erase(slot);  // the change was our own
}

/// The quick test for everything that settled; what does not pass is looked at again, exactly.
void Worker::glance(const std::vector<ledger::SliId>& settled) {
    ports_.ledger->live_many(settled, [this](ledger::SliId sli, const ledger::LiveWindows& live) {
        const auto slot = slot_of(sli);
        if (!slot) return;
        slots_[*slot].as_of = live.as_of;
        if (slots_[*slot].stale_open || !judge_.quiet(*slot, live, now_)) again_.insert(*slot);
    });
}

void Worker::look(std::size_t slot) {
    if (!slots_[slot].sli) return;
    const ledger::LiveWindows live = ports_.ledger->live(*slots_[slot].sli);
    slots_[slot].as_of = live.as_of;
    if (never_fed(live)) return;
    if (!judge_.quiet(slot, live, now_)) {
        const catalog::Slo& slo = judge_.slo(slot);
        if (submit(ApplyJudgement{facts_of(slo, *judge_.catalog()), judge(slo, live)})) {
            refresh(slot);
        } else {
            again_.insert(slot);
        }
    }
    if (slots_[slot].stale_open) check_staleness(slot);
}

void Worker::check_staleness(std::size_t slot) {
    const catalog::Slo& slo = judge_.slo(slot);
    if (submit(CheckStaleness{facts_of(slo, *judge_.catalog()), slots_[slot].as_of, slo.stale_after, slo.stale_channels,
                              heard_since_})) {
        refresh(slot);
    } else {
        again_.insert(slot);
    }
}

std::optional<Timestamp> Worker::stale_due(std::size_t slot) const {
    const Slot& s = slots_[slot];
    const Duration after = judge_.slo(slot).stale_after;
    if (s.stale_open || after <= Duration() || s.as_of == Timestamp::min()) return std::nullopt;
    return std::max(s.as_of, heard_since_) + after;
}

void Worker::check_due_staleness() {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        const auto due = stale_due(slot);
        if (!due) continue;
        if (*due <= now_) check_staleness(slot);
        else resync_at_ = std::min(resync_at_, *due);
    }
}

void Worker::add_anomalies(const Inbox& inbox) {
    for (const auto& [key, sum] : inbox.anomalies) {
        const auto slot = slot_of(key.first);
        if (!slot) continue;  // the SLO was removed meanwhile
        add_up(anomalies_[{judge_.slo(*slot).name, key.second}], sum.at, sum.count, sum.detail);
    }
}

void Worker::log_anomalies() {
    std::erase_if(anomaly_logged_, [&](const auto& entry) { return now_ - entry.second >= kAnomalyInterval; });
    for (auto at = anomalies_.begin(); at != anomalies_.end();) {
        const auto& [key, sum] = *at;
        const bool due = !anomaly_logged_.contains(key);
        if (!due || !submit(RecordAnomaly{key.first, name_of(key.second), sum.at, sum.count, sum.detail})) {
            ++at;
            continue;
        }
        anomaly_logged_[key] = now_;
        at = anomalies_.erase(at);
    }
}

void Worker::log_revisions(const Inbox& inbox) {
    for (const auto& [source, revision] : inbox.revisions) merge(revisions_again_, revision);
    for (auto at = revisions_again_.begin(); at != revisions_again_.end();) {
        RecordRevision command{at->second.batch, at->first, at->second.range, {}};
        for (const ledger::SliId sli : at->second.slis) {
            if (const auto slot = slot_of(sli)) command.slos.push_back(judge_.slo(*slot).name);
        }
        const bool done = command.slos.empty() || submit(std::move(command));
        at = done ? revisions_again_.erase(at) : std::next(at);
    }
}

bool Worker::submit(Command command) { return ports_.engine.submit(kSystem, std::move(command)).has_value(); }

std::optional<std::size_t> Worker::slot_of(ledger::SliId sli) const {
    if (sli >= slot_by_sli_.size() || slot_by_sli_[sli] == kNoSlot) return std::nullopt;
    return slot_by_sli_[sli];
}

}  // namespace plimsoll::slo
