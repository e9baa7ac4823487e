#include "server/slo_preview.h"

#include <gtest/gtest.h>

#include "domain/slo/windows.h"
#include "server/tried_counts.h"

namespace plimsoll::server {
namespace {

const Timestamp kEnd = Timestamp::from_seconds(1'795'000'000).floor(Duration::minutes(5));
const Duration kAge = Duration::days(2);

/// Ten events each ten seconds for two days; within `bad` all of them are bad.
class SteadyCounts final : public slo::Counts {
public:
    explicit SteadyCounts(TimeRange bad) : bad_(bad) {}

    [[nodiscard]] ledger::LiveWindows live(const catalog::Slo& slo, slo::Exclusions) const override {
        ledger::LiveWindows out{kEnd - ledger::kStep, kEnd - kAge, {}};
        for (const Duration length : slo::rolling_windows_of(slo)) out.windows.push_back(sum({kEnd - length, kEnd}));
        if (forget_windows) out.windows.resize(1);
        return out;
    }
    Result<std::vector<ledger::WindowSum>> sums(const catalog::Slo&, std::span<const TimeRange> ranges, slo::Exclusions) const override {
        std::vector<ledger::WindowSum> out;
        for (const TimeRange& range : ranges) out.push_back(sum(range));
        return out;
    }
    Result<ledger::Ledger::Series> slots(const catalog::Slo&, TimeRange, std::size_t, slo::Exclusions) const override { return fail(plimsoll::errors::not_found); }
    [[nodiscard]] ledger::SliStatus status(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::vector<ledger::SeriesStatus> series(const catalog::Slo&, std::size_t) const override { return {}; }
    [[nodiscard]] std::vector<slo::ExcludedRange> excluded(const catalog::Slo&, TimeRange) const override { return {}; }
    [[nodiscard]] std::vector<std::string> missing_members(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::string worst_of(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] bool as_kept(const catalog::Slo&, TimeRange) const override { return false; }
    [[nodiscard]] std::vector<ledger::SliId> stands_on(const catalog::Slo&) const override { return {}; }
    [[nodiscard]] std::uint64_t revision() const override { return 1; }

    bool forget_windows = false;  ///< as of an SLO whose windows the ledger does not keep

private:
    [[nodiscard]] static std::int64_t overlap(TimeRange a, TimeRange b) {
        return std::max<std::int64_t>(0, (std::min(a.end, b.end) - std::max(a.start, b.start)) / ledger::kStep);
    }
    [[nodiscard]] ledger::WindowSum sum(TimeRange range) const {
        ledger::WindowSum out{range, ledger::kStep, range.length() / ledger::kStep, {}};
        out.sum.measured = overlap(range, {kEnd - kAge, kEnd});
        out.sum.valid = out.sum.measured * 10;
        out.sum.bad = overlap(range, bad_) * 10;
        out.sum.reporting = out.sum.live = out.sum.measured;
        return out;
    }
    TimeRange bad_;
};

catalog::Slo promise() {
    catalog::Slo slo;
    slo.name = slo.document = "checkout";
    slo.service = "shop";
    slo.objective = *Ratio::parse_decimal("0.999");
    slo.period = Duration::days(30);
    slo.rules = catalog::workbook_rules(slo.period);
    return slo;
}

TEST(SloDraft, SaysWhatWouldHavePagedFromWhenToWhen) {
    // Ten minutes of total outage a day ago: 1.44 % of an hour is reached after 52 s, the short window empties 5 minutes after.
    const TimeRange outage{kEnd - Duration::hours(24), kEnd - Duration::hours(24) + Duration::minutes(10)};
    const auto draft = draft_of(SteadyCounts(outage), {}, promise(), DraftHistory::own);
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->history, DraftHistory::own);
    EXPECT_EQ(draft->objective, "99.9 %");
    EXPECT_EQ(draft->pages, draft->would_have_paged.size());
    const auto fast = std::find_if(draft->would_have_paged.begin(), draft->would_have_paged.end(), [](const DraftPage& p) { return p.rule == "page-1h-5m"; });
    ASSERT_NE(fast, draft->would_have_paged.end());
    EXPECT_EQ(fast->severity, "page");
    EXPECT_EQ(fast->at, outage.start + Duration::minutes(1));
    ASSERT_TRUE(fast->until);
    EXPECT_EQ(*fast->until, outage.end + Duration::minutes(5));
    // Sixty slots of 17,280 were wholly bad.
    EXPECT_DOUBLE_EQ(*draft->budget_remaining, 1 - (60.0 / 17'280) / 0.001);
    ASSERT_TRUE(draft->chart);
    EXPECT_LE(draft->chart->at.size(), kDraftPoints);
    EXPECT_EQ(*draft->chart->remaining.back(), *draft->budget_remaining) << "a chart ends with the figure beside it";
}

TEST(SloDraft, AnOutageThatStillLastsHasNoEnd) {
    const auto draft = draft_of(SteadyCounts({kEnd - Duration::minutes(10), kEnd}), {}, promise(), DraftHistory::same_indicator);
    ASSERT_TRUE(draft);
    ASSERT_FALSE(draft->would_have_paged.empty());
    EXPECT_FALSE(draft->would_have_paged.front().until);
    EXPECT_EQ(draft->history, DraftHistory::same_indicator);
}

TEST(SloDraft, QuietTimesPageNobody) {
    const auto draft = draft_of(SteadyCounts({kEnd, kEnd}), {}, promise(), DraftHistory::own);
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->pages, 0U);
    EXPECT_DOUBLE_EQ(*draft->budget_remaining, 1);
}

TEST(SloDraft, WindowsThatTheLedgerDoesNotKeepAreSummed) {
    SteadyCounts counts({kEnd - Duration::minutes(10), kEnd});
    const auto kept = live_windows(counts, promise());
    counts.forget_windows = true;
    const auto summed = live_windows(counts, promise());
    ASSERT_TRUE(kept);
    ASSERT_TRUE(summed);
    ASSERT_EQ(summed->windows.size(), kept->windows.size());
    for (std::size_t i = 0; i < kept->windows.size(); ++i) {
        EXPECT_EQ(summed->windows[i].range, kept->windows[i].range);
        EXPECT_EQ(summed->windows[i].sum.bad, kept->windows[i].sum.bad);
    }
}

TEST(DraftProblems, OfAnotherFileHaveNoLineInTheText) {
    catalog::Reading reading;
    reading.errors = {{"a.yaml", 3, 5, "catalog.dangling", "there is no SLO `x`", "define it"},
                      {"(pasted)", 7, 9, "catalog.invalid", "`spec.objectives[0].target` must be above 0 and below 1", "write targetPercent: 99"}};
    reading.warnings = {{"b.yaml", 1, 1, "catalog.invalid", "old", ""}, {"(pasted)", 2, 0, "catalog.invalid", "SLO `x` has no burn alert", ""}};
    const auto told = draft_problems(reading, "(pasted)");
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0].field, "spec.objectives[0].target");
    EXPECT_EQ(told[0].line, 7);
    EXPECT_EQ(told[0].severity, "error");
    EXPECT_EQ(told[1].severity, "warning");
    EXPECT_EQ(told[1].field, "") << "a name in backticks is no field";
    EXPECT_EQ(told[2].rule, "a.yaml:3:5: there is no SLO `x`");
    EXPECT_EQ(told[2].line, 0);
}

TEST(TriedCounts, ReadAnotherSlosAccountWithTheSameIndicator) {
    Bound bound;
    auto applied = std::make_shared<catalog::Catalog>();
    applied->slos["old"] = promise();
    applied->slos["old"].name = "old";
    applied->slos["old"].sli_version = "v1";
    bound.catalog = bound.declared = applied;
    bound.slis["old"] = ledger::SliId{7};
    auto fresh = std::make_shared<catalog::Catalog>();
    for (const char* name : {"old", "same", "other"}) {
        fresh->slos[name] = promise();
        fresh->slos[name].name = name;
        fresh->slos[name].sli_version = std::string(name) == "other" ? "v2" : "v1";
    }
    EXPECT_EQ(tried_sli(*fresh, bound, "old"), ledger::SliId{7});
    EXPECT_EQ(tried_sli(*fresh, bound, "same"), ledger::SliId{7});
    EXPECT_EQ(tried_sli(*fresh, bound, "other"), std::nullopt) << "new queries have no history";
    EXPECT_EQ(tried_sli(*fresh, bound, "none"), std::nullopt);
    fresh->slos["old"].sli_version = "v2";
    EXPECT_EQ(tried_sli(*fresh, bound, "old"), std::nullopt) << "its own account is of other queries";
}

}  // namespace
}  // namespace plimsoll::server
