// opening.cc: from disk to memory: the checkpoint, and the redo after it through the same apply().
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ledger/core.h"
#include "ledger/state_codec.h"

namespace plimsoll::ledger {

Core::Core(const Settings& settings, const Clock& clock, Metrics& metrics, Tables tables)
    : settings_(settings),
      clock_(&clock),
      refused_series_(&metrics.counter("plimsoll_ledger_series_refused_total", "Series left out of an SLI that has as many as its limit")),
      batches_(&metrics.counter("plimsoll_ledger_batches_total", "Batches committed")),
      checkpoint_seconds_(&metrics.histogram("plimsoll_ledger_checkpoint_seconds", "Length of a checkpoint", {0.005, 0.015, 0.05, 0.2, 1})),
      tables_(std::move(tables)),
      blocks_(std::make_unique<BlockStore>(tables_.db())),
      account_(std::make_unique<Account>(Account::Rules{settings.wait_for_complete.in_ms(), 3'600'000}, *blocks_)),
      counters_(std::make_unique<Counters>(Counters::Rules{settings.late_bound.in_ms(), settings.forget_series_after.in_ms(), 3'600'000}, *account_)),
      series_(std::make_unique<SeriesTable>(std::min<std::size_t>(settings.series_per_sli, 30'000))) {}

Result<std::unique_ptr<Core>> Core::open(const Settings& settings, const Clock& clock, Metrics& metrics) {
    TRY_ASSIGN(Tables tables, Tables::open(settings.file));
    std::unique_ptr<Core> core(new Core(settings, clock, metrics, std::move(tables)));
    TRY(core->restore());
    TRY(core->replay());
    if (const auto fault = core->refused()) return *fault;
    for (const Source& s : core->account_->sources()) core->rotation_start_.push_back(s.watermark);
    return core;
}

Result<> Core::restore() {
    TRY_ASSIGN(const std::int64_t finalised, tables_.meta("finalised", INT64_MIN));
    account_->set_finalised(finalised);
    finalise_to_ = finalised;
    TRY_ASSIGN(next_sli_, tables_.meta("next_sli", 1));
    TRY(tables_.each_source([&](const std::string& name, Millis watermark) { account_->restore_source(name, watermark); }));
    sources_saved_ = account_->sources().size();
    std::map<SliId, SliRow> states;
    TRY(tables_.each_state("sli_state", [&](std::string_view bytes) {
        ByteReader in(bytes);
        while (!in.rest().empty()) {
            SliRow row;
            if (!decode_sli(in, row)) return false;
            for (const std::uint32_t source : row.sources)
                if (source >= account_->sources().size()) return false;
            states[row.id] = std::move(row);
        }
        return true;
    }));
    TRY_ASSIGN(slis_, tables_.slis());
    for (const SliRecord& record : slis_) {
        const auto state = states.find(record.id);
        account_->restore_row(state == states.end() ? SliRow{.id = record.id} : std::move(state->second), record.definition.windows);
    }
    relate_groups();
    account_->on_load([this](SliRow& row, std::int64_t hour, SlotPages::Chunk& chunk) -> Result<> {
        TRY_ASSIGN(const std::string patch, tables_.raw(hour, row.id));
        if (patch.empty()) return {};
        const std::uint32_t index = *account_->row_of(row.id);
        if (!decode_patch(patch, [&](SlotNumber i, const RawSlot& raw) { account_->pages().set(chunk, hour * kSlotsPerHour + i, index, raw); }))
            return fail(sqlite::errors::corrupt, "slot_raw of ledger.db cannot be read");
        return {};
    });
    TRY(restore_series());
    TRY(tables_.each_journal(finalised, [&](std::int64_t hour, std::string_view bytes) {
        return decode_journal(bytes, hour, [&](SliId sli, SlotNumber slot, const RawSlot& raw) {
            const auto row = account_->row_of(sli);
            if (!row) return;
            if (SlotPages::Chunk* chunk = account_->chunk(hour, *row)) account_->pages().set(*chunk, slot, *row, raw);
        });
    }));
    TRY(account_->restored());
    return {};
}

Result<> Core::restore_series() {
    std::map<SeriesId, std::vector<Contribution>> bare;  // interned after the checkpoint
    TRY(tables_.each_series([&](SeriesId id, const SeriesIdentity& identity, std::vector<Contribution> contributions) {
        bare[id] = contributions;
        series_->restore(id, identity, std::move(contributions));
        counters_->define(id, series_->target(id));
    }));
    std::vector<std::pair<SeriesId, std::vector<SavedMember>>> members;
    TRY(tables_.each_state("series_state", [&](std::string_view bytes) {
        ByteReader in(bytes);
        while (!in.rest().empty()) {
            SavedSeries saved;
            if (!decode_series(in, saved)) return false;
            if (counters_->find(saved.id) == nullptr) return false;
            if (saved.series.walk.has_value() && saved.series.source >= account_->sources().size()) return false;
            CounterSeries& series = counters_->all()[saved.id];
            saved.series.known = true;
            saved.series.target = series.target;
            series = std::move(saved.series);
            bare.erase(saved.id);
            for (const SavedMember& m : saved.members) {
                const auto row = account_->row_of(m.sli);
                if (!row) continue;
                Member member = m.member;
                member.row = *row;
                counters_->restore_member(saved.id, member);
            }
            series.dirty = false;
            if (series.asleep) series_->count(saved.id, false);
        }
        return true;
    }));
    for (const auto& [id, contributions] : bare) counters_->bind(id, contributions);
    counters_->on_rebuild([this](Counters& counters) { return rebuild(counters); });
    counters_->set_histories_complete(bare.size() == counters_->all().size());
    return {};
}

Result<> Core::replay() {
    TRY_ASSIGN(const std::int64_t done, tables_.meta("redo_done", 0));
    seq_ = restored_to_ = static_cast<std::uint64_t>(done);
    Notice unheard;
    TRY(tables_.each_redo(seq_, UINT64_MAX, [&](RedoRow row) {
        if (row.source >= account_->sources().size()) return false;
        apply(row, nullptr, unheard);
        return true;
    }));
    account_->take_moved();
    account_->take_anomalies();
    counters_->take_anomalies();
    return {};
}

/// Histories as they would be had there been no restart: the bases of the checkpoint, the redo up to it, and what was
/// taken since. The redo holds refused points too; they are passed over by the rules that refused them.
Result<> Core::rebuild(Counters& counters) {
    std::vector<CounterSeries>& all = counters.all();
    std::vector<std::vector<Point>> points(all.size());
    for (SeriesId id = 0; id < all.size(); ++id) points[id] = all[id].base;
    TRY(tables_.each_redo(0, restored_to_, [&](const RedoRow& row) {
        const Millis floor = row.watermark == kNever ? kNever : row.watermark - counters.rules().late;
        for (const RedoPoint& p : row.points) {
            if (p.series >= all.size() || !all[p.series].known || p.point.at < floor || p.point.at < 0) continue;
            const auto& base = all[p.series].base;
            if (base.empty() || p.point.at > base.back().at) points[p.series].push_back(p.point);
        }
        return true;
    }));
    for (SeriesId id = 0; id < all.size(); ++id) counters.adopt_history(id, std::move(points[id]));
    return {};
}

}  // namespace plimsoll::ledger
