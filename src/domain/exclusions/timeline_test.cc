// timeline_test.cc: what is left out of which SLO, and that no moment is left out twice.
#include "domain/exclusions/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/exclusions/fixture_for_tests.h"
#include "domain/exclusions/notes.h"

namespace plimsoll::exclusions {
namespace {

using namespace fixture;
using testing::ElementsAre;
using testing::IsEmpty;

const TimeRange kAlways{kNoon - Duration::days(100), kNoon + Duration::days(100)};

class TimelineTest : public testing::Test {
protected:
    void approved(RequestExclusion c) {
        ASSERT_EQ(engine.outcome(std::move(c)), "ok");
        ASSERT_EQ(engine.outcome(ApproveExclusion{engine.last().asked.id, "", {false, 1}}, "person:bob"), "ok");
    }
    void covering(std::vector<std::string> slos, std::vector<std::string> services, TimeRange range = hours(1, 3)) {
        RequestExclusion c = maintenance();
        c.slos = std::move(slos);
        c.services = std::move(services);
        c.range = range;
        approved(std::move(c));
    }
    [[nodiscard]] std::vector<slo::ExcludedRange> of(const std::string& name, TimeRange range = kAlways) {
        return engine.book()->now()->of(catalog.slos.at(name), range);
    }
    Engine engine;
    const catalog::Catalog catalog = shop();
};

TEST_F(TimelineTest, NothingIsLeftOutBeforeAnybodyApproves) {
    ASSERT_EQ(engine.outcome(maintenance()), "ok");
    EXPECT_THAT(of("checkout"), IsEmpty());
    EXPECT_TRUE(engine.book()->now()->empty());
    EXPECT_EQ(engine.book()->now()->active().size(), 1U);
}

TEST_F(TimelineTest, AnSloIsMeantByItsNameDocumentRollUpAndService) {
    covering({"checkout"}, {});
    EXPECT_EQ(of("checkout").size(), 1U);
    EXPECT_THAT(of("search"), IsEmpty());
    covering({"latency"}, {});
    EXPECT_EQ(of("latency.p99"), of("latency.p50"));
    EXPECT_EQ(of("latency.p99").size(), 1U);
    covering({"per-region"}, {});
    EXPECT_EQ(of("per-region@eu").size(), 1U);
    EXPECT_EQ(of("per-region").size(), 1U);
    covering({}, {"shop"}, hours(5, 6));
    EXPECT_EQ(of("search").size(), 1U);
    EXPECT_EQ(of("checkout").size(), 2U);
}

TEST_F(TimelineTest, AGroupThatIsMeantLeavesTheRollUpAlone) {
    covering({"per-region@eu"}, {});
    EXPECT_EQ(of("per-region@eu").size(), 1U);
    EXPECT_THAT(of("per-region"), IsEmpty());
}

TEST_F(TimelineTest, OverlapsAreLeftOutOnceByWhatBeganFirst) {
    covering({"checkout"}, {}, hours(2, 5));
    covering({}, {"shop"}, hours(1, 3));
    covering({"checkout"}, {}, hours(4, 4.5));
    EXPECT_THAT(of("checkout"), ElementsAre(slo::ExcludedRange{hours(1, 3), "ex-2"}, slo::ExcludedRange{hours(3, 5), "ex-1"}));
}

TEST_F(TimelineTest, ARangeShowsWhatLiesWithinIt) {
    covering({"checkout"}, {}, hours(1, 100));
    covering({"checkout"}, {}, hours(101, 102));
    EXPECT_THAT(of("checkout", hours(50, 101.5)), ElementsAre(slo::ExcludedRange{hours(50, 100), "ex-1"}, slo::ExcludedRange{hours(101, 101.5), "ex-2"}));
    EXPECT_THAT(of("checkout", hours(100, 101)), IsEmpty()) << "half-open on both sides";
    EXPECT_THAT(of("checkout", hours(3, 2)), IsEmpty());
}

TEST_F(TimelineTest, WhatRecursComesAgainUntilItIsWithdrawn) {
    approved(recurring("FREQ=DAILY", hours(1, 2), kNoon + Duration::days(10)));
    EXPECT_EQ(of("checkout").size(), 10U);
    engine.until(hours(0, 24 * 3 + 1.5).end);
    ASSERT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "enough", {}}), "ok");
    ASSERT_EQ(of("checkout").size(), 4U);
    EXPECT_EQ(of("checkout").back().range.end, engine.clock.now()) << "the one that runs ends now";
}

TEST_F(TimelineTest, CorrectionsCanBeToldApart) {
    covering({"checkout"}, {});
    approved(correction());
    const auto timeline = engine.book()->now();
    EXPECT_THAT(timeline->of(catalog.slos.at("checkout"), kAlways, Timeline::Which::corrections), ElementsAre(slo::ExcludedRange{correction().range, "ex-2"}));
    EXPECT_THAT(timeline->of(catalog.slos.at("checkout"), kAlways, Timeline::Which::all, "ex-2"), ElementsAre(slo::ExcludedRange{hours(1, 3), "ex-1"}));
    EXPECT_EQ(timeline->counting("ex-2")->asked.title, "The probe was broken");
    EXPECT_EQ(timeline->counting("ex-3"), nullptr);
}

TEST_F(TimelineTest, AnnotationsAreFoundByTheirTimeAndName) {
    Annotate c;
    c.services = {"shop"};
    c.start = hours(1, 2).start;
    c.end = hours(1, 2).end;
    c.title = "Sale";
    ASSERT_EQ(engine.outcome(c), "ok");
    c.services = {};
    c.slos = {"latency"};
    c.end.reset();
    c.title = "Release";
    ASSERT_EQ(engine.outcome(c), "ok");
    const auto count = [&](const std::string& slo, TimeRange range) { return engine.book()->now()->annotations_of(catalog.slos.at(slo), range).size(); };
    EXPECT_EQ(count("checkout", hours(1.5, 1.6)), 1U);
    EXPECT_EQ(count("checkout", hours(2, 3)), 0U);
    EXPECT_EQ(count("latency.p99", hours(1, 1.1)), 1U);
    EXPECT_EQ(count("latency.p99", hours(1.1, 3)), 0U);
    EXPECT_EQ(count("per-region", kAlways), 0U);
    ASSERT_EQ(engine.outcome(RetractAnnotation{"an-1", "no"}), "ok");
    EXPECT_EQ(count("checkout", kAlways), 0U);
}

TEST_F(TimelineTest, AChartShowsWhatWasLeftOutAndNoted) {
    covering({"checkout"}, {}, hours(1, 3));
    approved(correction());
    Annotate c;
    c.services = {"shop"};
    c.start = hours(2, 2).start;
    c.category = AnnotationCategory::change;
    c.title = "Release 42";
    ASSERT_EQ(engine.outcome(c), "ok");
    const auto notes = notes_of(*engine.book()->now(), catalog.slos.at("checkout"), hours(-2, 3));
    ASSERT_EQ(notes.exclusions.size(), 2U);
    EXPECT_EQ(notes.exclusions[0].range, hours(-2, -1)) << "as far as the chart shows it";
    EXPECT_EQ(notes.exclusions[0].category, "measurement_error");
    std::vector<std::string> texts;
    for (const slo::ChartMark& mark : notes.marks) texts.push_back(mark.text);
    EXPECT_THAT(texts, ElementsAre("maintenance: Move the database", "change: Release 42"));
    EXPECT_TRUE(notes_of(*engine.book()->now(), catalog.slos.at("per-region"), hours(-2, 3)).marks.empty());
}

TEST_F(TimelineTest, TheBookTellsWhenItIsBehind) {
    const auto book = engine.book();
    EXPECT_FALSE(book->stale());
    EXPECT_FALSE(book->catch_up());
    const std::uint64_t before = book->revision();
    covering({"checkout"}, {});
    EXPECT_TRUE(book->stale());
    EXPECT_TRUE(book->now()->empty());
    EXPECT_TRUE(book->catch_up());
    EXPECT_GT(book->revision(), before);
    EXPECT_FALSE(book->now()->empty());
    EXPECT_FALSE(book->stale());
}

/// A failed commit: the same number of events, another story.
TEST(Book, AStateThatWasFoldedAnewIsReadAnew) {
    Engine engine;
    std::uint64_t folds = 1;
    Book book([&](const std::function<void(const State&)>& look) { look(engine.state); return std::uint64_t{0}; }, [&] { return folds; });
    ASSERT_EQ(engine.outcome(recurring("FREQ=DAILY", hours(1, 2), kNoon + Duration::days(10))), "ok");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", {false, 1}}), "ok");
    ASSERT_TRUE(book.catch_up());
    EXPECT_EQ(book.now()->of(shop().slos.at("checkout"), kAlways).size(), 10U);
    engine.state = State{};
    ASSERT_EQ(engine.outcome(recurring("FREQ=DAILY", hours(1, 2), kNoon + Duration::days(5))), "ok");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", {false, 1}}), "ok");
    EXPECT_FALSE(book.stale());
    ++folds;
    EXPECT_TRUE(book.stale());
    ASSERT_TRUE(book.catch_up());
    EXPECT_EQ(book.now()->of(shop().slos.at("checkout"), kAlways).size(), 5U);
}

std::vector<slo::ExcludedRange> some_ranges() {
    const auto n = *rc::gen::inRange(0, 20);
    std::vector<slo::ExcludedRange> out;
    for (int i = 0; i < n; ++i) {
        const std::int64_t start = *rc::gen::inRange(0, 60);
        out.push_back({{Timestamp::from_seconds(start), Timestamp::from_seconds(start + *rc::gen::inRange(0, 15))}, "ex-" + std::to_string(i)});
    }
    return out;
}
bool covers(const std::vector<slo::ExcludedRange>& ranges, Timestamp at) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const slo::ExcludedRange& r) { return r.range.contains(at); });
}

TEST(Disjoint, CoversTheSameMomentsEachOnce) {
    rc::check([] {
        const auto ranges = some_ranges();
        const auto parts = disjoint(ranges);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            RC_ASSERT(parts[i].range.start < parts[i].range.end);
            if (i > 0) RC_ASSERT(parts[i - 1].range.end <= parts[i].range.start);
        }
        for (int s = 0; s < 80; ++s) RC_ASSERT(covers(parts, Timestamp::from_seconds(s)) == covers(ranges, Timestamp::from_seconds(s)));
    });
}

TEST(Without, LeavesJustWhatIsNotTaken) {
    rc::check([] {
        const auto mine = disjoint(some_ranges());
        const auto taken = disjoint(some_ranges());
        const auto ranges = [](const auto& parts) {
            std::vector<TimeRange> out;
            for (const auto& part : parts) out.push_back(part.range);
            return out;
        };
        const auto left = without(ranges(mine), ranges(taken));
        for (int s = 0; s < 80; ++s) {
            const Timestamp at = Timestamp::from_seconds(s);
            const bool is_left = std::any_of(left.begin(), left.end(), [&](const TimeRange& r) { return r.contains(at); });
            RC_ASSERT(is_left == (covers(mine, at) && !covers(taken, at)));
        }
    });
}

}  // namespace
}  // namespace plimsoll::exclusions
