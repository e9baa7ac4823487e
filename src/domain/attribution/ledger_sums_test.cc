// Over a real ledger: what falls into episodes, background and charges is what the ledger counted, whatever level keeps it,
// whatever is excluded, and after history has come in late.
#include <gtest/gtest.h>

#include <cstdio>

#include "domain/attribution/fakes_for_tests.h"
#include "domain/attribution/reading.h"
#include "domain/slo/budget.h"
#include "domain/slo/ledger_counts.h"
#include "ledger/test_ledger.h"

namespace plimsoll::attribution {
namespace {

constexpr double kNow = 1'790'000'000;  // 2026-09-21T13:33:20Z
constexpr std::int64_t kDays = 110;
constexpr std::int64_t kHole = 30;      ///< hours ago, for ten of them: history that comes late

Timestamp now() { return Timestamp::from_seconds(static_cast<std::int64_t>(kNow)); }

/// A day's traffic, an outage of seven minutes every 31 hours, and now and then a bad event.
std::vector<ledger::Slot> hour_of(std::int64_t ago) {
    std::vector<ledger::Slot> out;
    for (std::int64_t i = 0; i < 360; ++i) {
        const std::int64_t valid = 50 + (ago * 37 + i) % 60;
        const bool outage = ago % 31 == 0 && i >= 100 && i < 142;
        const std::int64_t bad = outage ? valid / 2 : (ago * 360 + i) % 211 == 0 ? 1 : 0;
        out.push_back({valid, bad, 1, 1, 1});
    }
    return out;
}

class LedgerSums : public testing::Test {
protected:
    LedgerSums() {
        slo = &catalog->slos["checkout"];
        slo->period = Duration::days(30);
        sli = ledger.sli("checkout", slo::windows_of(*slo));
        const auto total = ledger.series("total", {{sli, 1, 0}});
        const auto bad = ledger.series("bad", {{sli, 0, 1}});
        for (int t = 0; t <= 120; t += 10) ledger.wrote({ledger::TestLedger::at(kNow + t, total, t * 7), ledger::TestLedger::at(kNow + t, bad, t)});
        fill(1, kHole);
        fill(kHole + 10, kDays * 24);
        counts = std::make_shared<slo::LedgerCounts>(slo::CountsPorts{
            ledger.ledger.get(), [this](const std::string& name) { return name == "checkout" ? std::optional(sli) : std::nullopt; },
            [this] { return catalog; }, [this](const catalog::Slo&, TimeRange range) { return touching(range); }, [] { return std::uint64_t{0}; }});
    }

    void fill(std::int64_t from, std::int64_t to) {
        std::vector<ledger::PastHour> hours;
        for (std::int64_t ago = to; ago-- > from;) hours.push_back({now().floor(Duration::hours(1)) - Duration::hours(ago), hour_of(ago)});
        ASSERT_TRUE(ledger.ledger->import_hours(sli, std::move(hours)).has_value());
    }
    [[nodiscard]] std::vector<slo::ExcludedRange> touching(TimeRange range) const {
        std::vector<slo::ExcludedRange> out;
        for (const slo::ExcludedRange& one : excluded) {
            if (one.range.start < range.end && range.start < one.range.end) out.push_back(one);
        }
        return out;
    }
    /// Reads a range, checks every sum of it against the ledger's, and gives it back.
    Spend checked(TimeRange range, std::vector<Charge> charges = {}) {
        auto series = read_series(*counts, *slo, range);
        EXPECT_TRUE(series.has_value()) << (series ? "" : series.error().report());
        const TimeRange whole{series->start, start_of(*series, series->slots.size())};
        const auto sums = counts->sums(*slo, {&whole, 1}, slo::Exclusions::left_out);
        EXPECT_TRUE(sums.has_value());
        const Spend out = spend_of(*std::move(series), slo::allowance_of(slo->objective), {1, sums->front().sum.valid}, range.end, std::move(charges));
        EXPECT_EQ(out.total.valid, sums->front().sum.valid);
        EXPECT_EQ(out.total.bad, sums->front().sum.bad);
        std::int64_t all = out.background;
        for (const Episode& e : out.episodes) all += e.bad;
        EXPECT_EQ(all, sums->front().sum.bad);
        return out;
    }
    [[nodiscard]] TimeRange back(Duration from, Duration to = Duration()) const { return {now() - from, now() + Duration::minutes(2) - to}; }

    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    catalog::Slo* slo = nullptr;
    ledger::TestLedger ledger;
    ledger::SliId sli = 0;
    std::vector<slo::ExcludedRange> excluded;
    std::shared_ptr<slo::LedgerCounts> counts;
};

TEST_F(LedgerSums, OfEveryLevelAreTheLedgers) {
    EXPECT_EQ(checked(back(Duration::hours(2))).series.step, Duration::minutes(1));
    EXPECT_EQ(checked(back(Duration::days(7))).series.step, Duration::minutes(1));
    EXPECT_EQ(checked(back(Duration::days(30))).series.step, Duration::minutes(1));
    EXPECT_EQ(checked(back(Duration::days(95))).series.step, Duration::minutes(1));
    EXPECT_EQ(checked(back(Duration::days(109))).series.step, Duration::minutes(5));
    EXPECT_EQ(checked(back(Duration::days(400))).series.step, Duration::minutes(5));  // from before the first slot
    checked(back(Duration::days(40), Duration::days(33)));
}

TEST_F(LedgerSums, OutagesAreEpisodes) {
    fill(kHole, kHole + 10);
    const Spend month = checked(back(Duration::days(30)));
    std::size_t outages = 0;
    for (const Episode& e : month.episodes) outages += e.bad > 500 ? 1 : 0;
    EXPECT_EQ(outages, 30U * 24 / 31);
    EXPECT_EQ(month.episodes.size(), outages + 1);  // and what is fed live; a bad event now and then is none
    for (const Episode& e : month.episodes) {
        if (e.bad <= 500) continue;
        EXPECT_TRUE(e.range.length() >= Duration::minutes(7) && e.range.length() <= Duration::minutes(13)) << e.begin;
    }
}

TEST_F(LedgerSums, HistoryThatComesLateMovesWhatChargesTake) {
    ChargeMade made;
    made.charge = "charge-1";
    made.range = back(Duration::hours(kHole + 12), Duration::hours(kHole - 2));
    made.cause = {CauseKind::incident, "INC-7", ""};
    made.parts = kWhole / 2;
    const std::vector<Charge> charges{{made, now(), 1}};
    const std::int64_t before = checked(back(Duration::days(3)), charges).in_all.taken.at(0).bad;
    fill(kHole, kHole + 10);  // with the outage of the 31st hour
    const Spend after = checked(back(Duration::days(3)), charges);
    EXPECT_GT(after.in_all.taken.at(0).bad, before + 500);
    EXPECT_EQ(after.in_all.taken.at(0).bad + after.in_all.unexplained, after.total.bad);
}

TEST_F(LedgerSums, WhatIsCorrectedAwayIsInNoEpisode) {
    const Spend with = checked(back(Duration::days(10)));
    const auto worst = std::max_element(with.episodes.begin(), with.episodes.end(), [](const Episode& a, const Episode& b) { return a.bad < b.bad; });
    ASSERT_NE(worst, with.episodes.end());
    excluded = {{{worst->range.start - Duration::minutes(1), worst->range.end + Duration::minutes(1)}, "ex-1"}};
    const Spend without = checked(back(Duration::days(10)));
    EXPECT_LE(without.total.bad, with.total.bad - worst->bad);
    for (const Episode& e : without.episodes) EXPECT_FALSE(e.range.contains(worst->range.start));
}

TEST_F(LedgerSums, AMonthIsReadInMilliseconds) {
    const SystemClock clock;
    const Duration began = clock.monotonic();
    const Spend month = checked(back(Duration::days(30)));
    const double took = (clock.monotonic() - began).in_seconds() * 1e3;
    RecordProperty("milliseconds", std::to_string(took));
    std::printf("30 days of minutes from blocks, %zu slots, %zu episodes: %.1f ms with its check\n", month.series.slots.size(), month.episodes.size(), took);
}

}  // namespace
}  // namespace plimsoll::attribution
