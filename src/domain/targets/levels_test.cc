// Which objectives are compared, and which of them is affordable.
#include "domain/targets/levels.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace plimsoll::targets {
namespace {

Objective objective(const char* percent) { return *Objective::parse_percent(percent); }

std::string names(const std::vector<Objective>& levels) {
    std::string out;
    for (const Objective& level : levels) {
        std::string name = text::percent(level);
        out += (out.empty() ? "" : " ") + name.substr(0, name.find(' '));
    }
    return out;
}

Baseline delivered(std::optional<double> sli, std::optional<double> worst = std::nullopt) {
    Baseline b;
    b.sli = sli;
    b.window_worst = worst;
    return b;
}

TEST(Levels, LieAroundWhatWasDelivered) {
    EXPECT_EQ(names(levels_for(delivered(0.9993), objective("99.5"), {})), "99.5 99.8 99.9 99.95 99.99");
    EXPECT_EQ(names(levels_for(delivered(0.9993, 0.993), objective("99.5"), {})), "95 99 99.5 99.8 99.9 99.95 99.99") << "two at or below the worst window";
    EXPECT_EQ(names(levels_for(delivered(1.0), objective("99"), {})), "99 99.99 99.999");
    EXPECT_EQ(names(levels_for(delivered(0.5), objective("99"), {})), "90 95 99");
}

TEST(Levels, ThePresentOneAndThoseAskedForAreAlwaysAmongThem) {
    const std::vector<Objective> asked{objective("99.97"), objective("99.9"), objective("12.5")};
    EXPECT_EQ(names(levels_for(delivered(0.9993), objective("99.97"), asked)), "12.5 99.8 99.9 99.95 99.97 99.99");
    EXPECT_EQ(names(levels_for(delivered(std::nullopt), objective("99.97"), {})), "90 95 99 99.5 99.8 99.9 99.95 99.97 99.99 99.999") << "nothing counted: all";
}

backtest::VariantResult brought(std::uint64_t breaches, Duration in_freeze, double pages_per_month) {
    backtest::VariantResult v;
    v.period = Duration::days(30);
    v.score.breaches = breaches;
    v.score.in_breach = Duration::hours(static_cast<std::int64_t>(breaches));
    v.score.in_freeze = in_freeze;
    v.score.pages_per_month = pages_per_month;
    return v;
}

TEST(Levels, AreAffordableWithinTheLimitsAndSayWhyNot) {
    const Duration range = Duration::days(100);
    const auto level = [&](const backtest::VariantResult& v) { return level_of(v, objective("99.9"), range, 8); };
    EXPECT_TRUE(level(brought(0, {}, 8)).affordable);
    EXPECT_DOUBLE_EQ(*level(brought(0, {}, 0)).budget_minutes, 43.2);
    EXPECT_EQ(level(brought(0, Duration::days(5), 8)).why_not, "") << "a twentieth";
    EXPECT_EQ(level(brought(0, Duration::days(6), 0)).why_not, "6 d of freeze (6 % of the time)");
    EXPECT_EQ(level(brought(1, {}, 8.1)).why_not, "1 breach (1 h), 8.1 pages a month");
    EXPECT_FALSE(level(brought(2, {}, 0)).affordable);
}

TEST(Levels, OneThatAWindowsEventsCannotTellIsNotSuggested) {
    std::vector<Level> levels;
    for (const char* percent : {"99", "99.9", "99.99"}) levels.push_back(level_of(brought(0, {}, 0), objective(percent), Duration::days(90), 8));
    EXPECT_EQ(tightest_affordable(levels, 1'000'000), "99.99 %");
    EXPECT_EQ(tightest_affordable(levels, 10'000), "99.99 %") << "one bad event of budget";
    EXPECT_EQ(tightest_affordable(levels, 9'999), "99.9 %");
    EXPECT_EQ(tightest_affordable(levels, 10), std::nullopt);
    levels[0].affordable = levels[1].affordable = false;
    EXPECT_EQ(tightest_affordable(levels, 9'999), std::nullopt);
    EXPECT_EQ(too_few_events(levels, 10'000, "events"), "");
    EXPECT_EQ(too_few_events(levels, 4'200, "events"), "99.99 % needs at least 10,000 events in a window for one bad one of budget, and there are some 4,200: one bad event decides it");
    EXPECT_EQ(too_few_events(levels, 420, "events"), "99.9 % (and all that is tighter) needs at least 1,000 events in a window for one bad one of budget, and there are some 420: one bad event decides it");
}

}  // namespace
}  // namespace plimsoll::targets
