#include "base/measure.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace plimsoll {
namespace {

Measure budget() {
    Measure m;
    m.id = "slo.budget_remaining";
    m.value = 0.124;
    m.formula = "1 - bad / ((1 - objective) x valid); SRE Workbook, ch. 5";
    m.inputs = {{"bad", 4117, 1, ""}, {"valid", 4'700'120, 1, ""}, {"objective", 999, 1000, ""}};
    m.window = {Timestamp::from_seconds(1'700'000'000), Timestamp::from_seconds(1'702'592'000)};
    m.as_of = m.window.end;
    m.step = Duration::seconds(10);
    m.coverage = 0.992;
    return m;
}

TEST(Measure, TheDefenceSheetCanBeReadAloud) {
    const std::string sheet = defence_sheet(budget());
    for (const char* fact : {"12.4 %", "bad 4,117", "valid 4,700,120", "objective 999/1,000", "30d", "99.20 %"}) {
        EXPECT_NE(sheet.find(fact), std::string::npos) << fact << "\n" << sheet;
    }
}

TEST(Measure, NothingKnownIsAValueOfItsOwn) {
    Measure m = budget();
    m.value.reset();
    m.why_empty = "no traffic in the window";
    EXPECT_EQ(shown(m), "no value: no traffic in the window");
}

TEST(Measure, SurvivesJson) {
    const auto back = json::decode_strict<Measure>(json::encode(budget()));
    ASSERT_TRUE(back) << back.error().report();
    EXPECT_EQ(json::encode(*back), json::encode(budget()));
}

}  // namespace
}  // namespace plimsoll
