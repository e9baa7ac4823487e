#include "domain/backtest/report.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/backtest/report_charts.h"
#include "domain/backtest/words.h"

namespace plimsoll::backtest {
namespace {

const Timestamp kStart = *text::parse_rfc3339("2026-11-01T00:00:00Z");

Backtest sample(const std::string& name = "checkout") {
    Backtest out;
    out.slo = name;
    out.service = "shop";
    out.unit = {"events", 1};
    out.range = {kStart, kStart + Duration::days(10)};
    out.step = Duration::minutes(1);
    out.coverage = 0.987;
    out.judged = 14'400;
    out.losses.push_back({"loss-1", "", false, kStart + Duration::days(2), kStart + Duration::days(2) + Duration::hours(1), 1000, 100, 0.4, 20});
    VariantResult v;
    v.name = "as it is";
    v.objective = "99.9 %";
    v.window = "30 d rolling";
    v.period = Duration::days(30);
    v.rules = catalog::workbook_rules(v.period);
    v.budget_remaining = 0.55;
    v.score.pages = 2;
    v.score.losses = 1;
    BacktestAlert page;
    page.rule = "page-1h-5m";
    page.severity = "page";
    page.fired_at = kStart + Duration::days(2) + Duration::minutes(4);
    page.resolved_at = page.fired_at + Duration::hours(1);
    page.worth = Worth::answers;
    page.answers = {"loss-1"};
    page.detected_after = Duration::minutes(4);
    v.alerts.push_back(page);
    page.worth = Worth::cheap;
    page.answers.clear();
    page.cost = 0.002;
    page.fired_at = kStart + Duration::days(9);
    page.resolved_at.reset();
    v.alerts.push_back(page);
    v.detections.push_back({"loss-1", kStart + Duration::days(2) + Duration::minutes(4), Duration::minutes(4), 0.03, std::nullopt});
    for (int i = 0; i <= 100; ++i) v.course.push_back({kStart + Duration::minutes(144 * i), i == 50 ? std::nullopt : std::optional(1 - i / 200.0), 1.0});
    out.variants.push_back(v);
    return out;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
    return n;
}

std::string page_of(const std::vector<Backtest>& backtests) { return html_report(backtests, "plimsoll test"); }

TEST(Report, StandsAlone) {
    const std::string page = page_of({sample()});
    EXPECT_EQ(count(page, "<script"), 0U);
    EXPECT_EQ(count(page, "http:"), 0U) << "no address";
    EXPECT_EQ(count(page, "https:"), 0U);
    EXPECT_EQ(count(page, "src="), 0U);
    EXPECT_EQ(count(page, "url("), 0U);
    EXPECT_TRUE(page.starts_with("<!doctype html>"));
    EXPECT_TRUE(page.ends_with("</html>\n"));
    for (const char* tag : {"table", "svg", "section", "div", "details", "figure", "g"})
        EXPECT_EQ(count(page, "<" + std::string(tag) + ">") + count(page, "<" + std::string(tag) + " "), count(page, "</" + std::string(tag) + ">")) << tag;
}

TEST(Report, TellsWhatFiredAndWhatItWasWorth) {
    const std::string page = page_of({sample()});
    EXPECT_NE(page.find("99.9 % of events over 30 d rolling"), std::string::npos);
    EXPECT_NE(page.find("2026-11-03 00:04"), std::string::npos) << "when the page fired";
    EXPECT_NE(page.find("answers loss-1"), std::string::npos);
    EXPECT_NE(page.find("cheap: 0.2 % of the budget"), std::string::npos);
    EXPECT_NE(page.find("1 d, still open"), std::string::npos) << "up to the end of the range";
    EXPECT_NE(page.find("page after 4 min, 3.0 % spent"), std::string::npos);
    EXPECT_EQ(count(page, "<g class=\"page answers\">"), 1U);
    EXPECT_EQ(count(page, "<g class=\"page cheap\">"), 1U);
    EXPECT_EQ(count(page, "<rect class=\"loss\""), 1U);
    EXPECT_EQ(count(page, "<path class=\"course\""), 2U) << "a gap parts the line";
}

TEST(Report, EscapesEverythingThatSomebodyElseNamed) {
    const std::string evil = "<img src=x onerror=\"alert('1')\">&";
    Backtest b = sample(evil);
    b.service = b.why_empty = evil;
    b.unit.noun = evil;
    b.caveats = {evil};
    b.losses[0].id = b.losses[0].title = evil;
    VariantResult& v = b.variants[0];
    v.name = v.objective = v.window = v.rules[0].name = evil;
    v.alerts[0].rule = v.alerts[0].severity = evil;
    v.alerts[0].answers = {evil};
    FrontPoint point;
    point.rules = {v.rules[0]};
    point.detect_mean = Duration::minutes(3);
    point.on_front = true;
    b.front = {point};
    const std::string page = html_report(std::vector<Backtest>{b, b}, evil);
    EXPECT_EQ(count(page, "<img"), 0U);
    EXPECT_EQ(count(page, "onerror=\""), 0U);
    EXPECT_GT(count(page, "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;"), 10U);
    EXPECT_EQ(html("a\x1b[31m\u202e"), "a[31m") << "nor do control characters pass";
}

TEST(Report, NothingCountedSaysWhyAndDrawsNothing) {
    Backtest b;
    b.slo = "new";
    b.why_empty = "Nothing is counted under these queries yet";
    const std::string page = page_of({b});
    EXPECT_NE(page.find("Nothing is counted under these queries yet"), std::string::npos);
    EXPECT_EQ(count(page, "<svg"), 0U);
    EXPECT_NE(page_of({}).find("There was no SLO to test."), std::string::npos);
}

TEST(Report, ManyVariantsEachHaveARowAChartAndAColumnOfLosses) {
    Backtest b = sample();
    for (std::size_t i = 0; i < kMostVariants; ++i) {
        b.variants.push_back(b.variants.front());
        b.variants.back().name = "variant " + std::to_string(i);
    }
    const std::string page = page_of({b});
    EXPECT_EQ(count(page, "<svg"), kMostVariants + 1);
    EXPECT_EQ(count(page, "<th class=\"\">variant "), kMostVariants);
    EXPECT_EQ(count(page, "<details open>"), 1U) << "the alerts of the first alone lie open";
}

TEST(Report, AnOverspentBudgetIsCutAtTheFrameAndStillNamed) {
    Backtest b = sample();
    b.variants[0].budget_remaining = -12.5;
    b.variants[0].course.push_back({b.range.end, -12.5, 1.0});
    const std::string page = page_of({b});
    EXPECT_NE(page.find("<span class=\"alarm\">-1250.0 %</span>"), std::string::npos);
    EXPECT_NE(page.find(">-100 %</text>"), std::string::npos);
    EXPECT_EQ(page.find(">-1250 %</text>"), std::string::npos);
}

TEST(Report, SweepsShowTheFrontAndWhatItIsNow) {
    Backtest b = sample();
    const auto rule = [](std::int64_t hours, double factor) {
        catalog::BurnRule out;
        out.long_window = Duration::hours(hours);
        out.short_window = out.long_window / 12;
        out.factor = factor;
        return out;
    };
    b.front = {{{rule(1, 10)}, 0.01, 1, 0, 1.0, Duration::minutes(9), true, false},
               {{rule(1, 14.4), rule(6, 6)}, 0.02, 2, 1, 0.5, Duration::minutes(12), false, true},
               {{rule(3, 5)}, 0.02, 3, 1, 0.5, std::nullopt, false, false}};
    const std::string page = page_of({b});
    EXPECT_EQ(count(page, "<circle class=\"on-front\""), 1U);
    EXPECT_EQ(count(page, "<rect class=\"as-it-is\""), 1U);
    EXPECT_EQ(count(page, "<circle class=\"behind\""), 0U) << "what never detects has no place";
    EXPECT_NE(page.find("<td class=\"\">1h and 5m above 14.4x; 6h and 30m above 6x</td>"), std::string::npos);
    EXPECT_EQ(count(page, "3h and 15m"), 0U) << "what is beaten is in the picture alone";
}

TEST(BacktestWords, AreShort) {
    EXPECT_EQ(rate_words(0), "0");
    EXPECT_EQ(rate_words(10), "10");
    EXPECT_EQ(rate_words(0.254), "0.25");
    EXPECT_EQ(minute_words(kStart), "2026-11-01 00:00");
    catalog::BurnRule rule;
    rule.long_window = Duration::hours(1);
    rule.factor = 10;
    rule.at_or_above = true;
    rule.entry_delay = Duration::minutes(2);
    EXPECT_EQ(rule_words(rule), "1h at least 10x, for 2m");
}

}  // namespace
}  // namespace plimsoll::backtest
