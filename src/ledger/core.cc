#include "ledger/core.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace plimsoll::ledger {
namespace {

std::optional<Point> point_of(const Sample& s) {
    if (!in_time(s.at.in_ms())) return std::nullopt;
    if (s.stale) return Point{.at = s.at.in_ms(), .stale = true};
    if (!(s.value >= 0 && s.value <= static_cast<double>(kMostValue))) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(s.value);
    if (static_cast<double>(whole) != s.value) return std::nullopt;
    return Point{.at = s.at.in_ms(), .value = whole};
}

Refusal refusal_of(Taken taken) {
    switch (taken) {
        case Taken::too_late: return Refusal::too_late;
        case Taken::conflicting: return Refusal::conflicting_duplicate;
        default: return Refusal::unknown_series;
    }
}

void answer_all(std::vector<Incoming>& group, const Error& error) {
    for (Incoming& incoming : group) incoming.done(Error(errors::unwritable, std::string(error.sentence())));
}

}  // namespace

std::optional<Error> Core::refused() const {
    if (account_->fault()) return account_->fault();
    return counters_->fault();
}

/// Which of a batch's keys count now: `taken` holds those of the batches before it.
Result<> Core::find_repeated(const Batch& batch, std::set<Key>& taken, WriteOutcome& outcome) {
    const Millis since = (clock_->now() - kKeysLast).in_ms();
    for (std::uint32_t i = 0; i < batch.keys.size(); ++i) {
        const Key key{batch.keys[i].high, batch.keys[i].low};
        TRY_ASSIGN(const bool known, tables_.has_key(key, since));
        if (known || !taken.insert(key).second) outcome.repeated.push_back(i);
    }
    return {};
}

/// Those of keys that came before, in the order of the batch.
std::vector<bool> Core::left_out(const Batch& batch, WriteOutcome& outcome) {
    std::vector<bool> out(outcome.repeated.empty() ? 0 : batch.samples.size());
    for (const std::uint32_t key : outcome.repeated) {
        for (const std::uint32_t index : batch.keys[key].samples) {
            if (index >= out.size() || out[index]) continue;
            out[index] = true;
            ++outcome.duplicates;
        }
    }
    return out;
}

/// What the redo will say of each batch. Samples that are no counts are refused before, those of repeated keys left out.
std::vector<RedoRow> Core::rows_of(std::vector<Incoming>& group, std::vector<WriteOutcome>& outcomes, std::vector<std::vector<std::uint32_t>>& places) {
    std::vector<RedoRow> rows;
    std::vector<Millis> watermarks;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const Batch& batch = group[i].batch;
        const std::vector<bool> repeated = left_out(batch, outcomes[i]);
        RedoRow row{.seq = seq_ + 1 + i, .source = account_->source_of(batch.source)};
        for (std::size_t s = watermarks.size(); s < account_->sources().size(); ++s) watermarks.push_back(account_->sources()[s].watermark);
        row.watermark = watermarks[row.source];
        row.latest = std::max(row.watermark, std::min(batch.latest.in_ms(), kFarthest));
        row.points.reserve(batch.samples.size());
        places[i].reserve(batch.samples.size());
        for (std::uint32_t index = 0; index < batch.samples.size(); ++index) {
            const auto point = point_of(batch.samples[index]);
            if (!repeated.empty() && repeated[index]) continue;
            if (!point) {
                outcomes[i].refused.push_back({index, Refusal::not_a_count});
                continue;
            }
            row.points.push_back({batch.samples[index].series, *point});
            places[i].push_back(index);
            row.latest = std::max(row.latest, point->at);
        }
        watermarks[row.source] = row.latest;
        outcomes[i].batch = row.seq;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<> Core::persist(const std::vector<RedoRow>& rows, std::span<const Incoming> group, const std::vector<SeriesTable::Entry>& fresh) {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(tables_.db()));
    for (const SeriesTable::Entry& entry : fresh) TRY(tables_.put_series(entry));
    for (std::size_t i = sources_saved_; i < account_->sources().size(); ++i)
        TRY(tables_.put_source(static_cast<std::uint32_t>(i), account_->sources()[i].name, kNever));
    std::string bytes;
    for (const RedoRow& row : rows) {
        bytes.clear();
        encode_redo(row.points, row.watermark, bytes);
        TRY(tables_.put_redo(row, bytes));
    }
    const Timestamp now = clock_->now();
    for (const Incoming& incoming : group) {
        if (incoming.batch.cursor) TRY(tables_.put_cursor(incoming.batch.source, *incoming.batch.cursor));
        for (const KeyedSamples& key : incoming.batch.keys) TRY(tables_.put_key({key.high, key.low}, now.in_ms(), (now - kKeysLast).in_ms()));
    }
    TRY(transaction.commit());
    sources_saved_ = account_->sources().size();
    return {};
}

void Core::adopt(const std::vector<SeriesTable::Entry>& fresh) {
    for (const SeriesTable::Entry& entry : fresh) {
        counters_->define(entry.id, entry.target_id);
        counters_->bind(entry.id, entry.contributions);
    }
}

Notice Core::write(std::vector<Incoming> group) {
    if (const auto error = refused()) return answer_all(group, *error), Notice{};
    std::vector<SeriesTable::Entry> fresh = series_->take_fresh();
    std::vector<WriteOutcome> outcomes(group.size());
    std::set<Key> taken;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto looked = find_repeated(group[i].batch, taken, outcomes[i]);
        if (!looked) return series_->keep_fresh(fresh), answer_all(group, looked.error()), Notice{};
    }
    std::unique_lock lock(lock_);
    if (must_checkpoint_ || std::any_of(fresh.begin(), fresh.end(), [](const auto& e) { return !e.is_new; })) {
        // A series that is known already changed its SLIs: the replay of what follows must know that.
        const auto saved = persist({}, {}, fresh);
        if (!saved) return series_->keep_fresh(fresh), answer_all(group, saved.error()), Notice{};
        adopt(fresh);
        fresh.clear();
        must_checkpoint_ = true;
        lock.unlock();
        if (const auto checked = save(false); !checked) return answer_all(group, checked.error()), Notice{};
        lock.lock();
    }
    std::vector<std::vector<std::uint32_t>> places(group.size());  // of each point in its batch
    const std::vector<RedoRow> rows = rows_of(group, outcomes, places);
    lock.unlock();
    if (const auto committed = persist(rows, group, fresh); !committed) {
        series_->keep_fresh(fresh);
        answer_all(group, committed.error());
        return {};
    }
    Notice notice;
    lock.lock();
    adopt(fresh);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::vector<WriteOutcome::Refused> before = std::exchange(outcomes[i].refused, {});
        apply(rows[i], &outcomes[i], notice);
        for (auto& refused : outcomes[i].refused) refused.index = places[i][refused.index];
        outcomes[i].refused.insert(outcomes[i].refused.end(), before.begin(), before.end());
    }
    for (Incoming& incoming : group)
        for (Anomaly& a : incoming.batch.anomalies) notice.anomalies.push_back(std::move(a));
    changed();
    lock.unlock();
    batches_->add(group.size());
    for (std::size_t i = 0; i < group.size(); ++i) group[i].done(std::move(outcomes[i]));
    return notice;
}

/// Hours that can still change are the journal's; those before the first sample's late bound are blocks from the start.
void Core::begin_hours(const RedoRow& row) {
    if (account_->finalised() != INT64_MIN || row.points.empty()) return;
    Millis first = INT64_MAX;
    for (const RedoPoint& p : row.points) first = std::min(first, p.point.at);
    account_->set_finalised(hour_of(slot_at(std::max<Millis>(0, first) - counters_->rules().late)));
    finalise_to_ = account_->finalised();
}

void Core::apply(const RedoRow& row, WriteOutcome* outcome, Notice& notice) {
    begin_hours(row);
    const Millis floor = row.watermark == kNever ? kNever : row.watermark - counters_->rules().late;
    for (std::uint32_t i = 0; i < row.points.size(); ++i) {
        const Taken taken = counters_->take(row.source, row.points[i].series, row.points[i].point, floor);
        if (outcome == nullptr) continue;
        if (taken == Taken::accepted) ++outcome->accepted;
        else if (taken == Taken::duplicate) ++outcome->duplicates;
        else outcome->refused.push_back({i, refusal_of(taken)});
    }
    account_->settle(row.source, row.latest);
    counters_->expire(account_->take_expired());
    for (const SeriesId id : counters_->take_woken()) series_->count(id, true);
    seq_ = row.seq;
    const Counters::Revised revised = counters_->take_revised();
    if (outcome == nullptr) return;
    if (!revised.slis.empty())
        notice.revisions.push_back({row.seq, account_->sources()[row.source].name,
                                    {Timestamp::from_ms(start_of(revised.from)), Timestamp::from_ms(start_of(revised.to))}, revised.slis});
    for (const SliId sli : account_->take_moved()) notice.settled.push_back(sli);
    for (Anomaly& a : counters_->take_anomalies()) {
        SeriesId id = 0;
        std::from_chars(a.detail.data(), a.detail.data() + a.detail.size(), id);
        a.detail = series_->labels(id);
        notice.anomalies.push_back(std::move(a));
    }
    for (Anomaly& a : account_->take_anomalies()) notice.anomalies.push_back(std::move(a));
}

}  // namespace plimsoll::ledger
