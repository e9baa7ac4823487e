// ledger_recorder.h: a ledger in memory that records what it is told, for tests, fuzzers and measurements of ingest.
//
// write() answers at once on the caller's thread with what `answer` says; by default everything is accepted.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace plimsoll::ingest {

class LedgerRecorder : public ledger::Ledger {
public:
    Result<std::vector<ledger::SliId>> bind(
        std::vector<ledger::SliDefinition> slis,
        std::function<std::vector<ledger::Contribution>(const std::string&, const std::vector<ledger::SliId>&)> resolve,
        Duration) override {
        const std::lock_guard lock(mutex);
        std::vector<ledger::SliId> ids;
        for (const auto& sli : slis) ids.push_back(sli_ids.try_emplace(sli.name, 100 + sli_ids.size()).first->second);
        for (auto& [labels, series] : interned) series.contributions = resolve(labels, ids);
        return ids;
    }

    Result<ledger::SeriesId> intern(const ledger::SeriesIdentity& series,
                                    std::vector<ledger::Contribution> contributions) override {
        const std::lock_guard lock(mutex);
        ++interns;
        if (intern_error) return *intern_error;
        if (!interned.contains(series.labels) && interned.size() >= series_limit) {
            return fail(ledger::errors::too_many_series);
        }
        const auto id = static_cast<ledger::SeriesId>(interned.size() + 1);
        auto& known = interned.try_emplace(series.labels, Interned{id, series.target, {}}).first->second;
        known.contributions = std::move(contributions);
        return known.id;
    }

    void write(ledger::Batch batch, std::function<void(Result<ledger::WriteOutcome>)> done) override {
        Result<ledger::WriteOutcome> out = answer(batch);
        {
            const std::lock_guard lock(mutex);
            if (out && keep_batches) batches.push_back(std::move(batch));
        }
        done(std::move(out));
    }

    void on_notice(std::function<void(const ledger::Notice&)>) override {}
    [[nodiscard]] ledger::LiveWindows live(ledger::SliId) const override { return {}; }
    void live_many(std::span<const ledger::SliId>,
                   const std::function<void(ledger::SliId, const ledger::LiveWindows&)>&) const override {}
    Result<ledger::WindowSum> sum(ledger::SliId, TimeRange) const override { return ledger::WindowSum{}; }
    Result<std::vector<Running>> running(ledger::SliId, std::span<const Timestamp>) const override { return std::vector<Running>{}; }
    [[nodiscard]] std::uint64_t revision() const override { return 0; }
    Result<ledger::Ledger::Series> slots(ledger::SliId, TimeRange, std::size_t) const override {
        return ledger::Ledger::Series{};
    }
    [[nodiscard]] ledger::SliStatus status(ledger::SliId) const override { return {}; }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(ledger::SliId, std::size_t) const override { return {}; }
    Result<std::int64_t> import_hour(ledger::SliId sli, Timestamp start, std::vector<ledger::Slot> slots) override {
        if (import_error) return *import_error;
        std::int64_t filled = 0;
        for (std::size_t i = 0; i < slots.size(); ++i) {
            if (slots[i].measured == 0) continue;
            const auto at = start + ledger::kStep * static_cast<std::int64_t>(i);
            if (imported[sli].try_emplace(at, slots[i]).second) ++filled;
        }
        return filled;
    }
    Result<> checkpoint() override { return {}; }
    Result<> close(Duration) override { return {}; }

    struct Interned {
        ledger::SeriesId id = 0;
        std::string target;
        std::vector<ledger::Contribution> contributions;
    };
    std::mutex mutex;
    std::map<std::string, ledger::SliId> sli_ids;
    std::map<std::string, Interned> interned;
    std::uint64_t interns = 0;
    std::size_t series_limit = SIZE_MAX;
    std::optional<Error> intern_error;
    std::optional<Error> import_error;
    bool keep_batches = true;
    std::vector<ledger::Batch> batches;
    std::map<ledger::SliId, std::map<Timestamp, ledger::Slot>> imported;
    std::function<Result<ledger::WriteOutcome>(const ledger::Batch&)> answer = [](const ledger::Batch& batch) {
        ledger::WriteOutcome out;
        out.accepted = static_cast<std::uint32_t>(batch.samples.size());
        return Result<ledger::WriteOutcome>(out);
    };
};

}  // namespace plimsoll::ingest
