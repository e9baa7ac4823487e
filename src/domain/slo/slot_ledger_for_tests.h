// slot_ledger_for_tests.h: a ledger of plain slots in memory: what is written is what is read, by the naive way of adding up.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/slo/budget.h"
#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/ledger_counts.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo::fixture {

class SlotLedger final : public ledger::Ledger {
public:
    /// One SLI: slots from `since` on, the last of them open.
    struct Account {
        Timestamp since;
        std::vector<ledger::Slot> slots;
        std::vector<Duration> windows;
        std::optional<Timestamp> as_of;  ///< within the open slot; empty: at its end
        [[nodiscard]] Timestamp end() const { return since + ledger::kStep * static_cast<std::int64_t>(slots.size()); }
        /// Grows to the slot of `at`; what lies between is missing.
        ledger::Slot& at(Timestamp time) {
            if (slots.empty()) since = time.floor(ledger::kStep);
            while (end() <= time) slots.push_back({0, 0, 0, 0, 1});
            const auto place = static_cast<std::size_t>((time - since) / ledger::kStep);
            if (totals.size() > place + 1) totals.resize(place + 1);
            return slots[place];
        }
        void measure(Timestamp time, std::int64_t valid, std::int64_t bad) {
            ledger::Slot& slot = at(time);
            slot = {slot.valid + valid, slot.bad + bad, 1, 1, 1};
        }
        /// `range` is measured slot by slot, `valid` and `bad` in each.
        void steady(TimeRange range, std::int64_t valid, std::int64_t bad) {
            for (Timestamp time = range.start; time < range.end; time = time + ledger::kStep) measure(time, valid, bad);
        }
        [[nodiscard]] ledger::Slot before(Timestamp time) const {
            if (totals.empty()) totals.emplace_back();
            while (totals.size() <= slots.size()) totals.push_back(totals.back() + slots[totals.size() - 1]);
            return totals[static_cast<std::size_t>((std::clamp(time, since, end()) - since) / ledger::kStep)];
        }
        mutable std::vector<ledger::Slot> totals;
    };
    std::map<ledger::SliId, Account> accounts;
    bool broken = false;
    std::uint64_t revisions = 0;
    mutable std::int64_t edges_read = 0;

    [[nodiscard]] ledger::LiveWindows live(ledger::SliId sli) const override {
        const auto found = accounts.find(sli);
        if (found == accounts.end() || found->second.slots.empty()) return {Timestamp::min(), {}, {}};
        const Account& account = found->second;
        ledger::LiveWindows out{account.as_of.value_or(account.end() - Duration::ms(1)), account.since, {}};
        for (const Duration length : account.windows) out.windows.push_back(sum_of(account, {account.end() - length, account.end()}));
        return out;
    }
    Result<ledger::WindowSum> sum(ledger::SliId sli, TimeRange range) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        return sum_of(accounts.at(sli), range);
    }
    Result<std::vector<Running>> running(ledger::SliId sli, std::span<const Timestamp> instants) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        edges_read += static_cast<std::int64_t>(instants.size());
        std::vector<Running> out;
        const auto found = accounts.find(sli);
        for (const Timestamp at : instants) {
            if (found == accounts.end() || found->second.slots.empty()) {
                out.push_back({at, {}});
                continue;
            }
            const Account& account = found->second;
            const Timestamp there = std::clamp(at, account.since, account.end()).floor(ledger::kStep);
            out.push_back({there, account.before(there) - account.before(instants.front())});
        }
        return out;
    }
    Result<Series> slots(ledger::SliId sli, TimeRange range, std::size_t most) const override {
        if (broken) return fail(plimsoll::errors::io, "the disk is gone");
        for (const ledger::Level& level : ledger::kLevels) {
            if (range.length() / level.step + 2 > static_cast<std::int64_t>(most)) continue;
            Series out{range.start.floor(level.step), level.step, {}};
            for (Timestamp at = out.start; at < range.end; at = at + level.step) out.slots.push_back(sum_of(accounts.at(sli), {at, at + level.step}).sum);
            return out;
        }
        return fail(plimsoll::errors::invalid, "too many slots");
    }
    [[nodiscard]] std::uint64_t revision() const override { return revisions; }
    [[nodiscard]] ledger::SliStatus status(ledger::SliId sli) const override {
        const ledger::LiveWindows now = live(sli);
        ledger::SliStatus out{now.as_of, now.as_of};
        out.series = out.live_series = now.windows.empty() ? 0 : 1;
        return out;
    }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(ledger::SliId, std::size_t) const override { return {}; }

    Result<std::vector<ledger::SliId>> bind(std::vector<ledger::SliDefinition>,
                                            std::function<std::vector<ledger::Contribution>(const std::string&, const std::vector<ledger::SliId>&)>,
                                            Duration) override {
        return std::vector<ledger::SliId>{};
    }
    Result<ledger::SeriesId> intern(const ledger::SeriesIdentity&, std::vector<ledger::Contribution>) override { return ledger::SeriesId{0}; }
    void write(ledger::Batch, std::function<void(Result<ledger::WriteOutcome>)>) override {}
    void on_notice(std::function<void(const ledger::Notice&)>) override {}
    Result<std::int64_t> import_hour(ledger::SliId, Timestamp, std::vector<ledger::Slot>) override { return std::int64_t{0}; }
    Result<> checkpoint() override { return {}; }
    Result<> close(Duration) override { return {}; }

private:
    [[nodiscard]] static ledger::WindowSum sum_of(const Account& account, TimeRange range) {
        range.start = std::clamp(range.start, account.since, account.end()).floor(ledger::kStep);
        range.end = std::clamp(range.end, range.start, account.end()).floor(ledger::kStep);
        return {range, ledger::kStep, range.length() / ledger::kStep, account.before(range.end) - account.before(range.start)};
    }
};

/// A catalogue, its accounts by name, exclusions by SLO, and counts over all of them.
class CountedWorld {
public:
    CountedWorld() { restart(); }

    SlotLedger ledger;
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>();
    std::map<std::string, std::vector<ExcludedRange>> excluded;
    std::uint64_t exclusions_version = 0;
    std::unique_ptr<LedgerCounts> counts;

    /// Also after the catalogue was changed in place: an applied catalogue is always another object.
    void restart() { counts = std::make_unique<LedgerCounts>(ports()); }
    void add(catalog::Slo slo) {
        catalog = std::make_shared<catalog::Catalog>(*catalog);
        if (!slo.composite) account_of(slo);
        catalog->slos[slo.name] = std::move(slo);
    }
    [[nodiscard]] const catalog::Slo& slo(const std::string& name) const { return catalog->slos.at(name); }
    [[nodiscard]] ledger::LiveWindows live(const std::string& name, Exclusions exclusions = Exclusions::left_out) const {
        return counts->live(slo(name), exclusions);
    }
    /// What is known of the period's window.
    [[nodiscard]] Known period(const std::string& name, Exclusions exclusions = Exclusions::left_out) const {
        const ledger::LiveWindows now = live(name, exclusions);
        const ledger::WindowSum* window = find_window(slo(name), now, slo(name).period);
        return window == nullptr ? Known{} : known(*window, now.since);
    }
    [[nodiscard]] std::optional<double> left(const std::string& name, Exclusions exclusions = Exclusions::left_out) const {
        return budget_of(period(name, exclusions), slo(name).objective).remaining_share();
    }
    [[nodiscard]] ledger::Slot sum(const std::string& name, TimeRange range, Exclusions exclusions = Exclusions::left_out) const {
        const auto told = counts->sums(slo(name), {&range, 1}, exclusions);
        return told ? told->front().sum : ledger::Slot{-1, -1, -1, -1, -1};
    }
    SlotLedger::Account& account(const std::string& name) { return ledger.accounts.at(ids_.at(name)); }
    [[nodiscard]] ledger::SliId id(const std::string& name) const { return ids_.at(name); }
    void exclude(const std::string& slo, TimeRange range, std::string id = "e1") {
        excluded[slo].push_back({range, std::move(id)});
        ++exclusions_version;
    }
    /// Tells of a change of the past, as the ledger does of late samples.
    void late(const std::string& name, TimeRange range) {
        ledger::Notice notice;
        notice.revisions.push_back({1, "test", range, {ids_.at(name)}});
        counts->notice(notice);
    }
    [[nodiscard]] CountsPorts ports() {
        return {&ledger,
                [this](const std::string& name) -> std::optional<ledger::SliId> {
                    const auto found = ids_.find(name);
                    return found == ids_.end() ? std::nullopt : std::optional(found->second);
                },
                [this] { return catalog; },
                [this](const catalog::Slo& slo, TimeRange range) {
                    std::vector<ExcludedRange> out;
                    for (const ExcludedRange& one : excluded[slo.name]) {
                        const TimeRange part{std::max(one.range.start, range.start), std::min(one.range.end, range.end)};
                        if (part.start < part.end) out.push_back({part, one.exclusion});
                    }
                    return out;
                },
                [this] { return exclusions_version; }};
    }

private:
    void account_of(const catalog::Slo& slo) {
        const auto [found, fresh] = ids_.emplace(slo.name, static_cast<ledger::SliId>(ids_.size()));
        ledger.accounts[found->second].windows = kept_windows_of(slo);
    }
    std::map<std::string, ledger::SliId> ids_;
};

/// "checkout" by another name, judged by slices.
inline catalog::Slo sliced(std::string name, catalog::BudgetingMethod method, Duration length = Duration::minutes(5), Ratio target = ratio(999, 1000),
                           catalog::EmptySlice empty = catalog::EmptySlice::gap) {
    catalog::Slo slo = shop().slos.at("checkout");
    slo.name = std::move(name);
    slo.method = method;
    slo.slicing = catalog::Slicing{length, target, empty};
    return slo;
}

}  // namespace plimsoll::slo::fixture
