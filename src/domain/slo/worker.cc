#include "domain/slo/worker.h"

#include <algorithm>
#include <utility>

#include "base/scaled_clock.h"
#include "domain/slo/budget.h"
#include "domain/slo/phase.h"

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
        case ledger::Anomaly::Kind::no_number: return "no_number";
        case ledger::Anomaly::Kind::not_a_share: return "not_a_share";
        case ledger::Anomaly::Kind::time_ahead: return "time_ahead";
        case ledger::Anomaly::Kind::bound_between_buckets: return "bound_between_buckets";
        case ledger::Anomaly::Kind::too_many_groups: return "too_many_groups";
        case ledger::Anomaly::Kind::label_lost: return "label_lost";
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

bool says_something(const SloRecord& record) {
    return !record.open.empty() || !record.pending.empty() || record.stale.has_value();
}

}  // namespace

Worker::Worker(Ports ports)
    : ports_(std::move(ports)),
      now_(ports_.clock->now()),
      heard_since_(now_),
      suspect_due_(now_ + kSuspectInterval),
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
    const bool resync = now_ >= resync_at_ || inbox.catalog_changed;
    if (now_ >= resync_at_) {
        if (reconcile_again_) reconcile();
        mirror_all();
        look_at_released();
    }
    glance(inbox.settled);
    look_again_at_revised(inbox);
    for (const std::size_t slot : std::exchange(again_, {})) look(slot);
    tell_judged(inbox.since);
    if (resync) check_due_staleness();  // resync_at_ is never later than the first that is due
    add_anomalies(inbox);
    log_anomalies();
    log_revisions(inbox);
    suspect_some();
    return resync_at_;
}

void Worker::run() {
    for (;;) {
        const Timestamp due = step();
        std::unique_lock lock(mutex_);
        const auto wait = machine_time(*ports_.clock, std::max(Duration::ms(1), due - now_));
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

/// A new indicator begins a new account: what the old one said last is read while it is still known here.
void Worker::remember_budgets(const catalog::Catalog& next) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const catalog::Slo& before = judge_.slo(i);
        const auto after = next.slos.find(before.name);
        if (after == next.slos.end() || after->second.sli_version == before.sli_version || !slots_[i].sli) continue;
        const ledger::LiveWindows live = ports_.ledger->live(*slots_[i].sli);
        if (never_fed(live)) continue;
        if (const auto left = judge(before, live).budget_remaining) left_before_[before.name] = *left;
    }
}

void Worker::compile() {
    const std::shared_ptr<const catalog::Catalog> next = ports_.catalog();
    remember_budgets(*next);
    judge_ = Judge(next);
    judge_.find_columns(*ports_.ledger);
    slots_.assign(judge_.size(), {});
    slot_by_sli_.clear();
    again_.clear();
    held_.clear();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        slots_[i].stale_after = judge_.slo(i).stale_after;
        slots_[i].sli = ports_.sli(judge_.slo(i).name);
        if (!slots_[i].sli) continue;
        if (*slots_[i].sli >= slot_by_sli_.size()) slot_by_sli_.resize(*slots_[i].sli + 1, kNoSlot);
        slot_by_sli_[*slots_[i].sli] = static_cast<std::uint32_t>(i);
    }
    rest_on_members();
    reconcile();
    mirror_all();
    for (std::size_t i = 0; i < slots_.size(); ++i) again_.insert(i);
}

void Worker::record_definitions() {
    std::map<std::string, VersionRecord> last;
    ports_.engine.read([&](const State& state) {
        for (const auto& [name, versions] : state.versions) last.emplace(name, versions.back());
    });
    for (const auto& [name, version] : last) {
        if (version.removed() || judge_.index_of(name)) continue;
        if (!submit(RecordDefinition{name, std::nullopt, now_, {}, {}, {}})) reconcile_again_ = true;
    }
    for (std::size_t i = 0; i < judge_.size(); ++i) {
        const catalog::Slo& slo = judge_.slo(i);
        const auto found = last.find(slo.name);
        const bool known = found != last.end() && !found->second.removed();
        if (known && found->second.definition().version == slo.definition_version) continue;
        const bool done = record_definition(slo, known ? std::optional(found->second) : std::nullopt);
        if (!done) reconcile_again_ = true;
    }
    if (!reconcile_again_) left_before_.clear();
}

/// What the counts say of the change goes with it: budgets under both versions, and the history that both judge.
bool Worker::record_definition(const catalog::Slo& slo, const std::optional<VersionRecord>& last) {
    RecordDefinition command{slo.name, definition_of(slo), now_, {}, {}, {}};
    if (!last) return submit(std::move(command));
    const Definition& before = last->definition();
    if (const auto left = left_before_.find(slo.name); left != left_before_.end()) command.budget_before = left->second;
    const ledger::LiveWindows live = ports_.counts->live(slo, Exclusions::left_out);
    const ledger::WindowSum* period = never_fed(live) ? nullptr : find_window(slo, live, slo.period);
    if (period == nullptr) return submit(std::move(command));
    const Known counts = known(*period, live.since);
    command.as_of = live.as_of;
    command.budget_after = budget_of(counts, slo.objective).remaining_share();
    command.rejudged = counts.range;
    const bool same_counts = before.sli_version == slo.sli_version && before.method == command.now->method;
    if (same_counts && before.window == command.now->window) {
        command.budget_before = budget_of(counts, before.objective).remaining_share();
    } else if (same_counts && before.window.ends_with(" rolling")) {
        const TimeRange range{std::max(period->range.end - before.period, live.since), period->range.end};
        const auto sums = ports_.counts->sums(slo, std::span(&range, 1), Exclusions::left_out);
        if (sums) command.budget_before = budget_of(known(sums->front(), live.since), before.objective).remaining_share();
    }
    return submit(std::move(command));
}

void Worker::reconcile() {
    reconcile_again_ = false;
    record_definitions();
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
    find_direct();
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
    const Mirrored told = slo::mirror(judge_, slot, record);
    if (told.changed) again_.insert(slot);
    slots_[slot].stale_open = record != nullptr && record->stale.has_value();
    slots_[slot].busy = told.busy || slots_[slot].stale_open;
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

/// Slices, members and exclusions make other counts of the ledger's events: those SLOs are looked at by their own counts.
void Worker::find_direct() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const catalog::Slo& slo = judge_.slo(i);
        Duration longest;
        for (const catalog::BurnRule& rule : slo.rules) longest = std::max(longest, rule.long_window);
        slots_[i].direct = ports_.counts->as_kept(slo, {now_ - longest - kHistoryAfter, now_ + kHistoryAfter});
    }
}

/// A glance at the counts for everything that settled. When it was last heard of is read when staleness would be due.
void Worker::glance(const std::vector<ledger::SliId>& settled) {
    uneasy_.clear();
    std::size_t seen = 0;
    ports_.ledger->glance(settled, [&](ledger::SliId sli, const ledger::Glance& glance) {
        ++seen;
        const auto slot = slot_of(sli);
        if (!slot) return;
        const Slot& s = slots_[*slot];
        const bool at_ease = s.direct && !s.busy && s.as_of != Timestamp::min() && judge_.at_ease(*slot, glance) && resting_on(sli).empty();
        if (!at_ease) uneasy_.push_back(sli);
    });
    read_windows(seen == 0 ? settled : uneasy_);
}

/// The quick test of whole windows; what does not pass is looked at again, exactly.
void Worker::read_windows(const std::vector<ledger::SliId>& settled) {
    ports_.ledger->live_many(settled, [this](ledger::SliId sli, const ledger::LiveWindows& live) {
        for (const std::uint32_t slot : resting_on(sli)) {
            if (worth_a_look(slot, live.as_of)) again_.insert(slot);
        }
        const auto slot = slot_of(sli);
        if (!slot) return;
        slots_[*slot].as_of = live.as_of;
        const bool quiet = slots_[*slot].direct ? judge_.quiet(*slot, live, now_) : !worth_a_look(*slot, live.as_of);
        if (slots_[*slot].stale_open || !quiet) again_.insert(*slot);
    });
}

/// Slices say something new when one closes; while a delay runs, time alone does.
bool Worker::worth_a_look(std::size_t slot, Timestamp as_of) const {
    const Slot& s = slots_[slot];
    if (s.busy || s.slice <= Duration() || as_of == Timestamp::min()) return true;
    return as_of.floor(ledger::kStep).floor(s.slice) > s.closed;
}

std::span<const std::uint32_t> Worker::resting_on(ledger::SliId sli) const {
    if (sli >= resting_.size()) return {};
    return resting_[sli];
}

/// Composites are judged when any of their members settles, and roll-ups by the worst group when any group does.
void Worker::rest_on_members() {
    resting_.clear();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const catalog::Slo& slo = judge_.slo(i);
        slots_[i].counted = slots_[i].sli.has_value() || slo.composite.has_value();
        if (slo.slicing) slots_[i].slice = slo.slicing->length;
        for (const ledger::SliId sli : ports_.counts->stands_on(slo)) {
            if (slots_[i].sli == sli) continue;
            if (sli >= resting_.size()) resting_.resize(sli + 1);
            resting_[sli].push_back(static_cast<std::uint32_t>(i));
        }
    }
}

/// Slices that closed long ago are judged anew by what came late.
void Worker::look_again_at_revised(const Inbox& inbox) {
    for (const auto& [source, revision] : inbox.revisions) {
        for (const ledger::SliId sli : revision.slis) {
            if (const auto slot = slot_of(sli)) again_.insert(*slot);
            again_.insert(resting_on(sli).begin(), resting_on(sli).end());
        }
    }
}

bool Worker::is_held(std::size_t slot) {
    if (!ports_.filling || !held(ports_, judge_.slo(slot))) return false;
    held_.insert(slot);
    return true;
}

void Worker::look_at_released() {
    for (const std::size_t slot : std::exchange(held_, {})) {
        if (!is_held(slot)) again_.insert(slot);
    }
}

void Worker::look(std::size_t slot) {
    if (!slots_[slot].counted || is_held(slot)) return;
    const ledger::LiveWindows live = ports_.counts->live(judge_.slo(slot), Exclusions::left_out);
    slots_[slot].as_of = live.as_of;
    if (never_fed(live)) return;
    if (slots_[slot].slice > Duration()) slots_[slot].closed = live.as_of.floor(ledger::kStep).floor(slots_[slot].slice);
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
    if (is_held(slot)) return;
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
    const Duration after = s.stale_after;
    if (s.stale_open || after <= Duration() || s.as_of == Timestamp::min()) return std::nullopt;
    return std::max(s.as_of, heard_since_) + after;
}

void Worker::check_due_staleness() {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        const auto due = stale_due(slot);
        if (!due) continue;
        if (*due > now_) resync_at_ = std::min(resync_at_, *due);
        else if (newest(slot); *stale_due(slot) <= now_) check_staleness(slot);
        else resync_at_ = std::min(resync_at_, *stale_due(slot));
    }
}

/// A glance does not tell how far an SLO's samples reach.
Timestamp Worker::newest(std::size_t slot) {
    Slot& s = slots_[slot];
    if (s.sli) s.as_of = std::max(s.as_of, ports_.ledger->live(*s.sli).as_of);
    else if (s.counted) s.as_of = std::max(s.as_of, ports_.counts->live(judge_.slo(slot), Exclusions::left_out).as_of);
    return slots_[slot].as_of;
}

/// An indicator's turn comes once in kSuspectInterval. After a pause nothing is made up for.
void Worker::suspect_some() {
    if (slots_.empty()) return;
    const Duration each = std::max(Duration::ms(1), kSuspectInterval / static_cast<std::int64_t>(slots_.size()));
    suspect_due_ = std::max(suspect_due_, now_ - Duration::seconds(10));
    for (; suspect_due_ <= now_; suspect_due_ = suspect_due_ + each) suspect(suspect_next_++ % slots_.size());
}

void Worker::suspect(std::size_t slot) {
    const catalog::Slo& slo = judge_.slo(slot);
    const Timestamp as_of = newest(slot);
    if (as_of == Timestamp::min() || now_ - as_of > kHistoryAfter) return;
    const Timestamp end = as_of.floor(ledger::kStep);
    const Timestamp since = ports_.counts->live(slo, Exclusions::left_out).since;
    if (since == Timestamp::min() || end - since < Duration::days(1) * static_cast<std::int64_t>(kSuspectDays)) return;
    std::vector<TimeRange> ranges{{std::max(end - kSuspectMonth, since), end}};
    for (std::int64_t day = kSuspectDays; day > 0; --day) {
        ranges.push_back({end - Duration::days(day), end - Duration::days(day - 1)});
    }
    const auto sums = ports_.counts->sums(slo, ranges, Exclusions::left_out);
    if (!sums) return;  // not bound yet, or its blocks cannot be read, which the ledger tells by itself
    std::vector<Known> counts;
    for (const ledger::WindowSum& sum : *sums) counts.push_back(known(sum, since));
    bool constant = false;
    bool none = false;
    ports_.engine.read([&](const State& state) {
        const SloRecord* record = find_record(state, slo.name);
        const auto lasts = [&](std::string_view kind) {
            if (record == nullptr) return false;
            const auto found = record->anomalies.find(std::string(kind));
            return found != record->anomalies.end() && found->second.lasts_since.has_value();
        };
        constant = lasts(kConstantBurn);
        none = lasts(kNoBurn);
    });
    tell_suspicion(slo.name, kConstantBurn, constant_burn(slo, std::span(counts).subspan(1), constant), constant, end);
    tell_suspicion(slo.name, kNoBurn, no_burn(slo, counts.front()), none, end);
}

/// A refusal is made up for at its next turn.
void Worker::tell_suspicion(const std::string& slo, std::string_view kind, const Suspicion& found, bool lasts, Timestamp at) {
    if (!found.decided || lasts == !found.words.empty()) return;
    if (lasts) {
        (void)submit(EndAnomaly{slo, std::string(kind), at});
    } else {
        (void)submit(RecordAnomaly{slo, std::string(kind), at, 1, found.words});
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
