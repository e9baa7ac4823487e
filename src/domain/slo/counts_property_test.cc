// Counts that were kept up to date equal counts made anew, and those that the naive way adds up, over random histories with late
// samples, imports, exclusions that come and go, members that fall silent and restarts.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "base/random.h"
#include "base/text.h"
#include "domain/slo/slices.h"
#include "domain/slo/slot_ledger_for_tests.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using catalog::CompositeRule;
using catalog::EmptySlice;
using fixture::kNoon;
using fixture::ratio;
using fixture::sliced;
using ledger::kStep;

constexpr Timestamp kStart = kNoon - Duration::days(2);
const std::vector<std::string> kLeaves{"events", "day", "whole", "shares", "bad-when-empty", "a", "b"};

class History {
public:
    explicit History(std::uint64_t seed) : random_(seed) {
        catalog::Slo events = sliced("events", BudgetingMethod::occurrences);
        events.slicing.reset();
        catalog::Slo day = events;
        day.name = "day";
        day.calendar = catalog::CalendarWindow{catalog::CalendarUnit::day, 1, "2026-01-01 00:00:00", "Australia/Lord_Howe"};
        for (catalog::Slo slo : {events, day, with_name(events, "a"), with_name(events, "b"),
                                 sliced("whole", BudgetingMethod::timeslices, Duration::minutes(1 + static_cast<std::int64_t>(random_.below(20))), ratio(95, 100)),
                                 sliced("shares", BudgetingMethod::ratio_timeslices, Duration::minutes(5)),
                                 sliced("bad-when-empty", BudgetingMethod::timeslices, Duration::minutes(15), ratio(9, 10), EmptySlice::bad)}) {
            slo.period = Duration::hours(6 + static_cast<std::int64_t>(random_.below(30)));
            world.add(slo);
        }
        add_composite("all", CompositeRule::all, {{"a", 1}, {"shares", 1}});
        add_composite("nested", CompositeRule::weighted, {{"all", 2}, {"b", 1}, {"whole", 0.5}});
        add_composite("worst", CompositeRule::worst, {{"whole", 1}, {"bad-when-empty", 1}});
        add_composite("burn", CompositeRule::burn, {{"a", 1}, {"whole", 2}});
        for (const std::string& name : kLeaves) world.account(name).measure(kStart, 10, 0);
    }

    void step() {
        switch (random_.below(9)) {
            case 0: return late();
            case 1: return import();
            case 2: return exclude();
            case 3: return random_.below(3) == 0 ? world.restart() : include();
            default: return go_on();
        }
    }

    void same_as_made_anew() {
        const LedgerCounts anew(world.ports());
        for (const auto& [name, slo] : world.catalog->slos) {
            for (const Exclusions exclusions : {Exclusions::left_out, Exclusions::counted}) {
                const ledger::LiveWindows kept = world.counts->live(slo, exclusions);
                const ledger::LiveWindows fresh = anew.live(slo, exclusions);
                RC_ASSERT(kept.as_of == fresh.as_of);
                RC_ASSERT(kept.windows.size() == windows_of(slo).size());
                for (std::size_t i = 0; i < kept.windows.size(); ++i) same(name, kept.windows[i], fresh.windows[i]);
                const std::vector<TimeRange> ranges = some_ranges();
                const auto told = world.counts->sums(slo, ranges, exclusions);
                const auto told_anew = anew.sums(slo, ranges, exclusions);
                RC_ASSERT(told.has_value() && told_anew.has_value());
                for (std::size_t i = 0; i < ranges.size(); ++i) same(name, (*told)[i], (*told_anew)[i]);
            }
        }
    }

    void same_as_the_naive_way() {
        for (const std::string& name : kLeaves) {
            const catalog::Slo& slo = world.slo(name);
            for (const Exclusions exclusions : {Exclusions::left_out, Exclusions::counted}) {
                const TimeRange range = some_ranges().front();
                const auto told = world.counts->sums(slo, {&range, 1}, exclusions);
                RC_ASSERT(told.has_value());
                const ledger::Slot naive = slo.slicing ? naive_slices(slo, range, exclusions) : naive_events(slo, range, exclusions);
                RC_ASSERT(std::tuple(told->front().sum.valid, told->front().sum.bad, told->front().sum.measured, told->front().slots) ==
                          std::tuple(naive.valid, naive.bad, naive.measured, naive.live));
            }
        }
    }

    fixture::CountedWorld world;

private:
    static catalog::Slo with_name(catalog::Slo slo, std::string name) {
        slo.name = std::move(name);
        return slo;
    }
    void add_composite(const std::string& name, CompositeRule rule, std::vector<catalog::Member> members) {
        catalog::Slo slo = sliced(name, rule == CompositeRule::worst ? BudgetingMethod::timeslices : BudgetingMethod::ratio_timeslices, Duration::minutes(10));
        slo.composite = catalog::Composite{rule, std::move(members), ""};
        slo.objective = ratio(9, 10);
        slo.period = Duration::hours(10);
        if (rule == CompositeRule::burn) slo.slicing.reset();
        world.add(std::move(slo));
    }

    std::int64_t below(std::int64_t most) { return static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(most))); }
    const std::string& some_leaf() { return kLeaves[random_.below(kLeaves.size())]; }
    [[nodiscard]] Timestamp end() {
        Timestamp newest = kStart;
        for (const std::string& name : kLeaves) newest = std::max(newest, world.account(name).end());
        return newest;
    }
    TimeRange some_range(Duration most) {
        const Timestamp from = kStart + kStep * below((end() - kStart) / kStep);
        return {from, from + kStep * (1 + below(most / kStep))};
    }
    std::vector<TimeRange> some_ranges() {
        std::vector<TimeRange> out;
        for (int i = 0; i < 3; ++i) out.push_back(some_range(Duration::hours(5)));
        out.push_back({kStart - Duration::days(1), end() + Duration::hours(1)});
        return out;
    }
    /// Time goes on for all, but now and then one of them falls silent for a while.
    void go_on() {
        const Timestamp until = end() + kStep * (1 + below(100));
        const std::string silent = random_.below(3) == 0 ? some_leaf() : "";
        for (const std::string& name : kLeaves) {
            if (name == silent) continue;
            fixture::SlotLedger::Account& account = world.account(name);
            const bool stormy = random_.below(4) == 0;
            for (Timestamp at = account.end(); at < until; at = at + kStep) {
                if (random_.below(12) == 0) continue;  // missing
                const std::int64_t valid = random_.below(5) == 0 ? 0 : below(50);
                account.measure(at, valid, stormy ? below(valid + 1) : 0);
            }
            (void)account.at(until - kStep);
        }
    }
    /// What is late: events where there were none, or in a slot that nothing had measured.
    void late() {
        const std::string& name = some_leaf();
        fixture::SlotLedger::Account& account = world.account(name);
        const Timestamp at = account.since + kStep * below((account.end() - account.since) / kStep);
        account.measure(at, 40, below(41));
        world.late(name, {at, at + kStep});
    }
    void import() {
        const std::string& name = some_leaf();
        fixture::SlotLedger::Account& account = world.account(name);
        fixture::SlotLedger::Account older;
        older.steady({account.since - Duration::minutes(1 + below(600)), account.since}, 5, below(6));
        const Timestamp from = older.since;
        older.slots.insert(older.slots.end(), account.slots.begin(), account.slots.end());
        older.windows = account.windows;
        older.totals.clear();
        account = older;
        ledger::Notice notice;
        notice.imports.push_back({world.id(name), {from, account.end()}});
        world.counts->notice(notice);
    }
    void exclude() {
        auto at = world.catalog->slos.begin();
        std::advance(at, below(static_cast<std::int64_t>(world.catalog->slos.size())));
        world.exclude(at->first, some_range(Duration::hours(2)));
    }
    void include() {
        if (world.excluded.empty()) return;
        auto at = world.excluded.begin();
        std::advance(at, below(static_cast<std::int64_t>(world.excluded.size())));
        if (!at->second.empty()) at->second.pop_back();
        ++world.exclusions_version;
    }

    static std::string said(const ledger::WindowSum& sum) {
        return fmt::format("{} of {} bad in {} of {} slots, {} of {} reporting", sum.sum.bad, sum.sum.valid, sum.sum.measured, sum.slots, sum.sum.reporting, sum.sum.live);
    }
    static void same(const std::string& name, const ledger::WindowSum& kept, const ledger::WindowSum& fresh) {
        if (!(kept.range == fresh.range) || kept.slots != fresh.slots || !(kept.sum == fresh.sum)) {
            RC_LOG() << name << " from " << text::rfc3339(fresh.range.start) << " to " << text::rfc3339(fresh.range.end) << ": kept " << said(kept) << ", anew " << said(fresh) << "\n";
        }
        RC_ASSERT(kept.range == fresh.range);
        RC_ASSERT(kept.slots == fresh.slots);
        RC_ASSERT(kept.sum == fresh.sum);
    }

    bool left_out(const catalog::Slo& slo, Timestamp slot, Exclusions exclusions) {
        const std::vector<ExcludedRange>& all = world.excluded[slo.name];
        return exclusions == Exclusions::left_out && std::any_of(all.begin(), all.end(), [&](const ExcludedRange& one) { return one.range.contains(slot); });
    }
    /// valid, bad, measured; `live` counts the slots that were looked at.
    ledger::Slot naive_events(const catalog::Slo& slo, TimeRange range, Exclusions exclusions) {
        const fixture::SlotLedger::Account& account = world.account(slo.name);
        ledger::Slot out;
        for (std::size_t i = 0; i < account.slots.size(); ++i) {
            const Timestamp at = account.since + kStep * static_cast<std::int64_t>(i);
            if (!range.contains(at) || left_out(slo, at, exclusions)) continue;
            out += {account.slots[i].valid, account.slots[i].bad, account.slots[i].measured, 0, 1};
        }
        return out;
    }
    ledger::Slot naive_slices(const catalog::Slo& slo, TimeRange range, Exclusions exclusions) {
        const fixture::SlotLedger::Account& account = world.account(slo.name);
        const Duration length = slo.slicing->length;
        ledger::Slot out;
        for (Timestamp start = account.since.floor(length); start + length <= account.end() - kStep; start = start + length) {
            if (!range.contains(start)) continue;
            const ledger::Slot events = naive_events(slo, {start, start + length}, exclusions);
            std::int64_t slots = 0;
            for (Timestamp at = start; at < start + length; at = at + kStep) slots += left_out(slo, at, exclusions) ? 0 : 1;
            if (slots == 0) continue;
            const SliceOutcome outcome = slice_of_events(slo, events);
            out += {outcome.says ? worth_of_slice(slo) : 0, outcome.bad, outcome.says ? slots : 0, 0, slots};
        }
        return out;
    }

    SeededRandom random_;
};

TEST(CountsProperty, KeptCountsAreThoseOfTheWholeHistory) {
    setenv("RC_PARAMS", "max_success=60 noshrink=1", 0);
    EXPECT_TRUE(rc::check("kept up to date, made anew and added up naively are the same", [](std::uint64_t seed) {
        History history(seed);
        for (int i = 0; i < 40; ++i) {
            history.step();
            if (i % 4 == 3) history.same_as_made_anew();
            if (i % 8 == 7) history.same_as_the_naive_way();
        }
    }));
}

}  // namespace
}  // namespace plimsoll::slo
