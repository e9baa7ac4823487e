#include "server/import_routes.h"

#include <gtest/gtest.h>

namespace plimsoll::server {
namespace {

const Timestamp kHour = Timestamp::from_seconds(1'795'000'000).floor(Duration::hours(1));

TEST(ImportHours, BecomeSlotsWithWhatWasMeasured) {
    const auto slots = slots_of({kHour, {{0, 100, 2, 3, 4}, {359, 0, 0, 1, 1}}});
    ASSERT_TRUE(slots) << slots.error().report();
    ASSERT_EQ(slots->size(), 360U);
    EXPECT_EQ((*slots)[0], (ledger::Slot{100, 2, 1, 3, 4}));
    EXPECT_EQ((*slots)[1].measured, 0);
    EXPECT_EQ((*slots)[359], (ledger::Slot{0, 0, 1, 1, 1}));
}

TEST(ImportHours, WhatContradictsItselfIsRefused) {
    const std::vector<std::int64_t> rows[] = {{-1, 1, 0, 1, 1}, {360, 1, 0, 1, 1}, {0, 1, 2, 1, 1}, {0, -1, -1, 1, 1},
                                              {0, 1, 0, 0, 1},  {0, 1, 0, 2, 1},   {0, 1, 0, 1},    {}};
    for (const auto& row : rows) EXPECT_FALSE(slots_of({kHour, {row}}));
    EXPECT_FALSE(slots_of({kHour + Duration::seconds(10), {}})) << "not on the hour";
}

}  // namespace
}  // namespace plimsoll::server
