#include "cli/backtest_print.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll::cli {
namespace {

const Timestamp kStart = *text::parse_rfc3339("2026-11-01T00:00:00Z");

backtest::Backtest sample() {
    backtest::Backtest out;
    out.slo = "checkout";
    out.unit = {"events", 1};
    out.range = {kStart, kStart + Duration::days(10)};
    out.step = Duration::minutes(1);
    out.coverage = 1;
    out.losses.push_back({"loss-1", "", false, kStart + Duration::days(5), kStart + Duration::days(5) + Duration::hours(1), 1000, 100, 0.4, 20});
    backtest::VariantResult v;
    v.name = "as it is";
    v.objective = "99.9 %";
    v.window = "30 d rolling";
    v.score.losses = v.score.losses_without_page = 1;
    backtest::BacktestAlert page;
    page.rule = "page-1h-5m";
    page.severity = "page";
    page.fired_at = kStart + Duration::days(10);
    page.cost = 0.002;
    v.alerts.push_back(page);
    v.detections.push_back({"loss-1", std::nullopt, std::nullopt, std::nullopt, std::nullopt});
    for (int i = 0; i <= 40; ++i) v.course.push_back({kStart + Duration::hours(6 * i), 0.5, 1.0});
    out.variants.push_back(v);
    return out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

TEST(BacktestText, SaysWhatFiredAndWhatWasMissed) {
    const std::string shown = backtest_text(sample(), Terminal(false, 100));
    for (const char* part : {"checkout: 99.9 % of events over 30 d rolling; 2026-11-01 00:00 to 2026-11-11 00:00 UTC in steps of 1m; coverage 100.0 %\n", "cheap: 0.2 % of the budget",
                             "loss without a page", "1/1", "loss-1"})
        EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
}

TEST(BacktestText, MarksStandUnderTheCourseWhereTheyWere) {
    const auto lines = lines_of(backtest_text(sample(), Terminal(false, 100)));
    const auto marked = [&](const char* label) {
        for (const std::string& line : lines)
            if (line.find(std::string(label) + " ") == 9 - 1 - std::string(label).size()) return line;
        return std::string();
    };
    EXPECT_EQ(columns(marked("pages")), 100U) << "at the end of the range, the last column";
    EXPECT_TRUE(marked("pages").ends_with("▲"));
    EXPECT_EQ(columns(marked("losses")), 9U + 46U) << "in the middle";
}

TEST(BacktestText, ManyVariantsStandBelowEachOtherOnANarrowTerminal) {
    backtest::Backtest b = sample();
    for (int i = 0; i < 8; ++i) {
        b.variants.push_back(b.variants.front());
        b.variants.back().name = "variant " + std::to_string(i);
    }
    for (const int width : {60, 80, 160}) {
        const std::string shown = backtest_text(b, Terminal(false, width));
        const auto lines = lines_of(shown.substr(0, shown.find("losses: ")));
        for (std::size_t i = 1; i < lines.size(); ++i) EXPECT_LE(columns(lines[i]), static_cast<std::size_t>(width)) << lines[i];
        for (int i = 0; i < 8; ++i) EXPECT_NE(shown.find("variant " + std::to_string(i)), std::string::npos);
    }
}

TEST(BacktestText, NothingCountedSaysWhy) {
    backtest::Backtest b;
    b.slo = "new";
    b.why_empty = "Nothing is counted\x1b[31m yet";
    EXPECT_EQ(backtest_text(b, Terminal(false, 80)), "new\n  Nothing is counted[31m yet\n");
}

TEST(BacktestText, FrontsAreDrawnAndListed) {
    backtest::Backtest b = sample();
    catalog::BurnRule rule;
    rule.long_window = Duration::hours(1);
    rule.short_window = Duration::minutes(5);
    rule.factor = 10;
    b.front = {{{rule}, 0.01, 2, 0, 1.0, Duration::minutes(9), true, false}, {{rule}, 0.02, 8, 1, 0.5, Duration::minutes(12), false, true}};
    const std::string shown = backtest_text(b, Terminal(false, 80));
    EXPECT_NE(shown.find("The front of 2 other settings"), std::string::npos);
    EXPECT_NE(shown.find("●"), std::string::npos);
    EXPECT_NE(shown.find("1h and 5m above 10x"), std::string::npos);
    EXPECT_NE(shown.find("0 to 8 pages in 30 d"), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::cli
