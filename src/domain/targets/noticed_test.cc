// The loosest objective that tells when users notice: by hand, and against every window and stretch one by one.
#include "domain/targets/noticed.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "domain/targets/fixture_for_tests.h"
#include "domain/targets/levels.h"

namespace plimsoll::targets {
namespace {

using fixture::kMonday;
using Slots = std::vector<std::pair<std::int64_t, std::int64_t>>;

constexpr Duration kStep = Duration::minutes(5);
constexpr Duration kPeriod = Duration::hours(6);

std::vector<Objective> levels() { return all_levels(*Objective::parse_percent("99.9"), {}); }

Noticed noticed(const Slots& slots, const char* notice, Duration period = kPeriod) {
    const auto asked = notice_in(notice);
    EXPECT_TRUE(asked);
    return loosest_noticed(fixture::tape(slots, kStep), {kMonday, kMonday + kStep * static_cast<std::int64_t>(slots.size())}, period, *asked, levels());
}

TEST(Noticed, IsTheLevelAboveTheBestWindowThatHoldsAStretch) {
    // 12 hours of 1,000 events every five minutes; ten minutes of a tenth bad: 200 of the 72,000 of any window that holds them.
    Slots slots(144, {1000, 0});
    slots[100] = slots[101] = {1000, 100};
    const Noticed n = noticed(slots, "5% over 10m");
    ASSERT_TRUE(n.loosest) << n.why;
    EXPECT_EQ(text::percent(*n.loosest), "99.8 %") << "1 - 200 / 72,000 is 99.722 %";
    EXPECT_NE(n.why.find("once"), std::string::npos) << n.why;
    EXPECT_NE(n.why.find("99.722 %"), std::string::npos) << n.why;
}

TEST(Noticed, SaysWhyNothingFollows) {
    const Slots good(144, {1000, 0});
    EXPECT_NE(noticed(good, "1% over 10m").why.find("no stretch"), std::string::npos);
    Slots slots = good;
    slots[3] = {1000, 1000};
    EXPECT_NE(noticed(slots, "1% over 10m", Duration::days(7)).why.find("no whole window"), std::string::npos);
    EXPECT_FALSE(noticed(slots, "1% over 10m", Duration::days(7)).loosest);
    Slots rare(144, {1'000'000'000, 0});
    rare[3] = {1, 1};
    const Noticed none = noticed(rare, "50% over 5m");
    EXPECT_FALSE(none.loosest) << none.why;
    EXPECT_NE(none.why.find("better than every level"), std::string::npos) << none.why;
}

RC_GTEST_PROP(Noticed, CallsNoNoticedWindowKeptAndEveryLooserLevelDoes, ()) {
    const auto hours = *rc::gen::inRange<std::int64_t>(6, 20);
    const auto bad = *rc::gen::container<std::vector<std::int64_t>>(static_cast<std::size_t>(hours * 12), rc::gen::weightedOneOf<std::int64_t>({{20, rc::gen::just<std::int64_t>(0)}, {1, rc::gen::inRange<std::int64_t>(0, 1000)}}));
    const auto length = *rc::gen::inRange<std::int64_t>(1, 6);
    Slots slots;
    for (const std::int64_t b : bad) slots.push_back({1000, b});
    const Notice notice{*Ratio::of(*rc::gen::inRange<std::int64_t>(1, 50), 100), kStep * length};
    const Noticed n = loosest_noticed(fixture::tape(slots, kStep), {kMonday, kMonday + Duration::hours(hours)}, kPeriod, notice, levels());
    // One by one: the error ratio of each window that holds a stretch whole.
    std::vector<Ratio> errors;
    for (std::int64_t end = 72; end <= hours * 12; end += 12) {
        bool held = false;
        std::int64_t sum = 0;
        for (std::int64_t i = end - 72; i < end; ++i) sum += bad[static_cast<std::size_t>(i)];
        for (std::int64_t last = end - 72 + length; last <= end; ++last) {
            std::int64_t stretch = 0;
            for (std::int64_t i = last - length; i < last; ++i) stretch += bad[static_cast<std::size_t>(i)];
            held = held || *Ratio::of(stretch, 1000 * length) >= notice.share;
        }
        if (held) errors.push_back(*Ratio::of(sum, 72'000));
    }
    if (errors.empty()) {
        RC_ASSERT(!n.loosest.has_value());
        return;
    }
    for (const Objective& level : levels()) {
        const bool none_kept = std::all_of(errors.begin(), errors.end(), [&](const Ratio& e) { return e >= level.allowance(); });
        RC_ASSERT(none_kept == (n.loosest.has_value() && level.ratio() >= n.loosest->ratio()));
    }
}

}  // namespace
}  // namespace plimsoll::targets
