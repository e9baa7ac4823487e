// What a calibration set may say.
#include "domain/hiring/calibration_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/hiring/interview_kit_for_tests.h"

namespace plimsoll::hiring {
namespace {

using fixture::changed;
using fixture::told;
using fixture::whole_set;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> after(const std::string& from, const std::string& to) {
    const auto read = fixture::read_sets(changed(whole_set(), from, to));
    EXPECT_EQ(read.sets.empty(), !read.errors.empty());
    return told(read.errors);
}

TEST(CalibrationReader, ReadsEveryField) {
    const auto read = fixture::read_sets(whole_set());
    ASSERT_THAT(told(read.errors), IsEmpty());
    ASSERT_EQ(read.sets.size(), 1U);
    const CalibrationSet& set = read.sets[0];
    EXPECT_EQ(set.id, "acme-set");
    EXPECT_EQ(set.version, 2);
    EXPECT_EQ(set.interview_kit, "acme");
    EXPECT_EQ(set.origin, "set.yaml");
    ASSERT_EQ(set.items.size(), 6U);
    const CalibrationItem* third = find_item(set, "i3");
    ASSERT_NE(third, nullptr);
    const KnownRating* known = find_known(*third, "systems_thinking");
    ASSERT_NE(known, nullptr);
    EXPECT_EQ(known->points, 3);
    EXPECT_THAT(known->also, ElementsAre(2, 4));
    EXPECT_EQ(find_known(*find_item(set, "i6"), "systems_thinking")->points, std::nullopt);
    EXPECT_EQ(find_item(set, "i7"), nullptr);
    EXPECT_EQ(find_known(*third, "other"), nullptr);
}

TEST(CalibrationReader, AKnownRatingIsPointsOrNotAssessedWithAReason) {
    EXPECT_THAT(after("points: 1,", "points: 0,"), testing::Contains(HasSubstr("`items[0].known[0].points`")));
    EXPECT_THAT(after("points: 1,", "points: 5,"), testing::Contains(HasSubstr("`items[0].known[0].points`")));
    EXPECT_THAT(after("points: 1,", ""), ElementsAre(HasSubstr("must stand where `not_assessed: true` does not")));
    EXPECT_THAT(after("not_assessed: true", "not_assessed: true, points: 2"), ElementsAre(HasSubstr("must stand where")));
    EXPECT_THAT(after(", reason: it stands on six words here", ""), ElementsAre(HasSubstr("`items[0].known[0].reason` is missing")));
    EXPECT_THAT(after("dimension: care", "dimension: systems_thinking"), ElementsAre(HasSubstr("is rated above")));
}

TEST(CalibrationReader, NeighboursStandBesideTheKnownPoints) {
    EXPECT_THAT(after("also: [3]", "also: [2]"), ElementsAre(HasSubstr("points beside the known ones")));
    EXPECT_THAT(after("also: [3]", "also: [5]"), ElementsAre(HasSubstr("points beside"))) << "5 is beside 4 and no rating";
    EXPECT_THAT(after("also: [3]", "also: [x]"), ElementsAre(HasSubstr("points beside")));
    EXPECT_THAT(after("not_assessed: true", "not_assessed: true, also: [1]"), ElementsAre(HasSubstr("points beside")));
    const auto twice = fixture::read_sets(changed(whole_set(), "also: [2, 4]", "also: [4, 2, 4]"));
    ASSERT_EQ(twice.sets.size(), 1U);
    EXPECT_THAT(twice.sets[0].items[2].known[0].also, ElementsAre(2, 4)) << "ascending, each once";
}

TEST(CalibrationReader, IdsAreOnceAndBoundsHold) {
    EXPECT_THAT(after("id: i2", "id: i1"), ElementsAre(HasSubstr("`items[1].id` is `i1`")));
    EXPECT_THAT(after("format: 1", "format: 7"), ElementsAre(HasSubstr("`format`")));
    EXPECT_THAT(after("answer: so", "answer: " + std::string(kLongestTranscript, 'x')), ElementsAre(HasSubstr("`items[0].answer`")));
    catalog::Problems problems;
    const auto sets = read_calibration_sets({{"a.yaml", whole_set()}, {"b.yaml", whole_set()}}, problems);
    EXPECT_EQ(sets.size(), 1U);
    EXPECT_THAT(told(problems.in_order_errors()), ElementsAre(HasSubstr("as that of the set at a.yaml:1:1 is")));
    std::string many = "kit: calibration\nformat: 1\nid: a\ntitle: A\ninterview_kit: b\nitems:\n";
    for (std::size_t i = 0; i <= kMostItems; ++i)
        many += "  - {id: i" + std::to_string(i) + ", question: T1, answer: a, known: [{dimension: d, points: 1, reason: r}]}\n";
    EXPECT_THAT(told(fixture::read_sets(many).errors), ElementsAre(HasSubstr("`items` has 31 items; 30 are allowed")));
}

}  // namespace
}  // namespace plimsoll::hiring
