#include "ledger/same_time.h"

#include <gtest/gtest.h>

#include <string>

namespace plimsoll::ledger {
namespace {

std::string words(Counting counting, std::int64_t known, std::int64_t given) {
    const auto now = together(counting, {.at = 5, .value = known}, {.at = 5, .value = given});
    return now ? std::to_string(now->value) : "refused";
}

TEST(SameTime, ASecondValueForOneTime) {
    struct Row {
        std::int64_t known, given;
        const char *increase, *sample, *delta, *measured, *event;
    };
    const Row rows[] = {
        {3, 3, "3", "3", "3", "3", "6"},
        {3, 4, "refused", "refused", "refused", "4", "7"},
        {3, 0, "refused", "refused", "3", "0", "3"},
        {0, 4, "refused", "refused", "4", "4", "4"},
        {0, 0, "0", "0", "0", "0", "0"},
        {kMostValue, 1, "refused", "refused", "refused", "1", "refused"},
    };
    for (const Row& row : rows) {
        const std::string of = std::to_string(row.known) + " and " + std::to_string(row.given);
        EXPECT_EQ(words(Counting::increase, row.known, row.given), row.increase) << of;
        EXPECT_EQ(words(Counting::sample, row.known, row.given), row.sample) << of;
        EXPECT_EQ(words(Counting::delta, row.known, row.given), row.delta) << of;
        EXPECT_EQ(words(Counting::measured, row.known, row.given), row.measured) << of;
        EXPECT_EQ(words(Counting::event, row.known, row.given), row.event) << of;
    }
}

TEST(SameTime, AnEndAndAValueContradictEachOther) {
    const Point end{.at = 5, .stale = true}, value{.at = 5, .value = 1};
    for (const Counting counting : {Counting::increase, Counting::sample, Counting::delta, Counting::measured, Counting::event}) {
        EXPECT_EQ(together(counting, end, value), std::nullopt);
        EXPECT_EQ(together(counting, value, end), std::nullopt);
        EXPECT_EQ(together(counting, end, end), end);
    }
}

}  // namespace
}  // namespace plimsoll::ledger
