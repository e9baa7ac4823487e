// What goes into a history comes out again, also where one value was replaced by another.
#include "ledger/history.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace plimsoll::ledger {
namespace {

std::vector<Point> some_points(std::size_t count) {
    SeededRandom random(3);
    std::vector<Point> points;
    Millis at = 1'790'000'000'000;
    for (std::size_t i = 0; i < count; ++i) {
        at += 1 + static_cast<Millis>(random.below(20'000));
        const bool stale = random.below(10) == 0;
        points.push_back({at, stale ? 0 : static_cast<std::int64_t>(random.below(1'000'000)), stale});
    }
    return points;
}

TEST(History, FindsEveryPointAndNothingBetween) {
    for (const std::size_t count : {1, 63, 64, 65, 300}) {
        const std::vector<Point> points = some_points(count);
        History history;
        history.assign(points);
        for (const Point& p : points) EXPECT_EQ(history.find(p.at), p);
        EXPECT_EQ(history.find(points.front().at - 1), std::nullopt);
        EXPECT_EQ(history.find(points.back().at + 1), std::nullopt);
    }
    EXPECT_EQ(History().find(0), std::nullopt);
}

TEST(History, AReplacedValueLeavesAllOthersAndWhatIsAppendedLater) {
    const std::vector<Point> all = some_points(200);
    SeededRandom random(5);
    for (std::size_t count = 1; count < 199; count += 3) {
        std::vector<Point> points(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
        History history;
        history.assign(points);
        for (const std::size_t i : {std::size_t{0}, count / 2, count - 1}) {
            if (points[i].stale) continue;
            points[i].value = static_cast<std::int64_t>(random.below(std::uint64_t{1} << 53));
            history.replace(points[i]);
        }
        points.push_back(all[count]);
        history.append(all[count]);
        ASSERT_EQ(history.points(), points) << count;
    }
}

}  // namespace
}  // namespace plimsoll::ledger
