// The cards side by side: the widest spread first, first versions beside last, and who is missing.
#include "domain/hiring/debrief.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/hiring/hiring_for_tests.h"

namespace plimsoll::hiring {
namespace {

using namespace fixture;

OpenedCard opened(const std::string& rater, Card first, std::optional<Card> last = std::nullopt, const std::string& interview = "iv-1") {
    return {interview, {rater, rater}, first, last.value_or(first)};
}

TEST(Debrief, WeightsComeFromTheKitAndTheWidestSpreadComesFirst) {
    const InterviewKit kit = whole_kit();  // systems_thinking weighs 2, care 1
    const auto view = debrief_of({&kit, {opened("ana", card(3, 1)), opened("bob", card(4, 4))}, {}});
    ASSERT_TRUE(view) << view.error().report();
    EXPECT_EQ(view->cards, 2);
    ASSERT_EQ(view->dimensions.size(), 2u);
    EXPECT_EQ(view->dimensions[0].id, "care");
    EXPECT_EQ(view->dimensions[0].result.spread, 3);
    EXPECT_EQ(view->dimensions[0].note, "Raters are 3 points apart: read both pieces of evidence");
    EXPECT_EQ(view->dimensions[1].note, "") << "one point apart";
    EXPECT_DOUBLE_EQ(*view->composite.value, (2 * 3.5 + 1 * 2.5) / 3);
    EXPECT_DOUBLE_EQ(view->composite.coverage, 1);
    EXPECT_EQ(view->recommendations.size(), 2u);
}

TEST(Debrief, ACellHasTheWordsThatItsEvidenceStandsOn) {
    const InterviewKit kit = whole_kit();
    Card seen = card();
    seen.dimensions[0].evidence.push_back({"", "", "Drew the path"});
    const auto view = debrief_of({&kit, {opened("ana", seen)}, {}});
    ASSERT_TRUE(view);
    const DebriefCell& cell = view->dimensions[0].cells.at(0);
    EXPECT_EQ(cell.words, (std::vector<std::string>{"First I asked since when\nthe terminals fail.", ""}));
    EXPECT_EQ(cell.evidence[1].observed, "Drew the path");
    EXPECT_EQ(view->dimensions[0].note, "One rater alone assessed it");
}

TEST(Debrief, AChangedCardKeepsItsFirstVersionBesideIt) {
    const InterviewKit kit = whole_kit();
    const auto view = debrief_of({&kit, {opened("ana", card(1, 2), card(4, 2)), opened("bob", card(4, 2))}, {}});
    ASSERT_TRUE(view);
    const auto& systems = view->dimensions[0];
    EXPECT_EQ(systems.id, "systems_thinking");
    EXPECT_EQ(systems.result.spread, 3) << "of first versions, which nobody's talk moved";
    EXPECT_TRUE(systems.cells[0].changed);
    EXPECT_EQ(systems.cells[0].rating, 4);
    EXPECT_EQ(systems.cells[0].first_rating, 1);
    EXPECT_FALSE(systems.cells[1].changed);
    EXPECT_DOUBLE_EQ(*view->composite.value, (2 * 2.5 + 2) / 3);
    EXPECT_DOUBLE_EQ(*view->composite_last.value, (2 * 4.0 + 2) / 3);
}

TEST(Debrief, NotAssessedIsNoNumberAndIsNamed) {
    const InterviewKit kit = whole_kit();
    InterviewRow interview;
    interview.dimensions = {"care"};
    const auto view = debrief_of({&kit, {opened("ana", card(3, std::nullopt))}, {&interview}});
    ASSERT_TRUE(view);
    EXPECT_DOUBLE_EQ(*view->composite.value, 3) << "never as if it were rated 0 or 1";
    EXPECT_DOUBLE_EQ(view->composite.coverage, 2.0 / 3);
    ASSERT_EQ(view->not_assessed.size(), 1u);
    EXPECT_EQ(view->not_assessed[0].text, "Care was not assessed, though one interview was to");
    EXPECT_EQ(view->dimensions[1].cells[0].not_assessed, "No time was left");
}

TEST(Debrief, WithoutACardNothingIsClaimed) {
    const InterviewKit kit = whole_kit();
    const auto view = debrief_of({&kit, {}, {}});
    ASSERT_TRUE(view);
    EXPECT_FALSE(view->composite.value);
    EXPECT_NE(view->composite.why_empty, "");
    EXPECT_EQ(view->not_assessed.size(), 2u);
    EXPECT_EQ(view->not_assessed[0].text, "Systems thinking was in no interview");
    EXPECT_TRUE(debrief_of({nullptr, {}, {}})) << "nor without a kit";
}

TEST(Debrief, WhatAKitNoLongerHasStandsByItsId) {
    const auto view = debrief_of({nullptr, {opened("ana", card(3, 1))}, {}});
    ASSERT_TRUE(view);
    EXPECT_EQ(view->dimensions[0].name, "systems_thinking");
    EXPECT_DOUBLE_EQ(*view->composite.value, 2) << "each with weight 1";
}

TEST(Debrief, OneRaterInTwoInterviewsCountsTwice) {
    const InterviewKit kit = whole_kit();
    const auto view = debrief_of({&kit, {opened("ana", card(4, 2)), opened("ana", card(2, 2), std::nullopt, "iv-2")}, {}});
    ASSERT_TRUE(view) << view.error().report();
    EXPECT_EQ(view->dimensions[0].result.assessed, 2);
    EXPECT_EQ(view->dimensions[0].result.spread, 2);
}

TEST(Debrief, FlagsStandWithWhatSpeaksAgainstThem) {
    const InterviewKit kit = whole_kit();
    Card c = card();
    c.flags = {{"hero", "Saved the night alone", "Mended it for good"}};
    const auto view = debrief_of({&kit, {opened("ana", c)}, {}});
    ASSERT_TRUE(view);
    ASSERT_EQ(view->flags.size(), 1u);
    EXPECT_EQ(view->flags[0].text, "Rescues only");
    EXPECT_EQ(view->flags[0].against, "Mended it for good");
}

/// Composite, spread and order against arithmetic that is written down a second time.
TEST(DebriefProperty, AgreesWithNaiveArithmetic) {
    rc::check([] {
        const InterviewKit kit = whole_kit();
        DebriefParts parts{&kit, {}, {}};
        const int raters = *rc::gen::inRange(0, 6);
        std::map<std::string, std::vector<int>> rated;
        for (int i = 0; i < raters; ++i) {
            const auto points = [] {
                const int drawn = *rc::gen::inRange(0, 5);
                return drawn == 0 ? std::optional<int>() : drawn;
            };
            const auto systems = points();
            const auto care = points();
            if (systems) rated["systems_thinking"].push_back(*systems);
            if (care) rated["care"].push_back(*care);
            parts.cards.push_back(opened("r" + std::to_string(i), card(systems, care)));
        }
        const auto view = debrief_of(parts);
        RC_ASSERT(view.has_value());
        double sum = 0;
        double weight = 0;
        for (const auto& [id, points] : rated) {
            const double w = id == "care" ? 1 : 2;
            double total = 0;
            for (const int p : points) total += p;
            sum += w * total / static_cast<double>(points.size());
            weight += w;
        }
        RC_ASSERT(view->composite.value.has_value() == (weight > 0));
        if (weight > 0) RC_ASSERT(std::abs(*view->composite.value - sum / weight) < 1e-9);
        RC_ASSERT(std::abs(view->composite.coverage - weight / 3) < 1e-9);
        RC_ASSERT(view->dimensions[0].result.spread.value_or(-1) >= view->dimensions[1].result.spread.value_or(-1));
        for (const DebriefDimension& d : view->dimensions) {
            const auto& points = rated[d.id];
            RC_ASSERT(d.result.assessed == static_cast<std::int64_t>(points.size()));
            RC_ASSERT(d.result.not_assessed == raters - static_cast<std::int64_t>(points.size()));
            if (points.size() > 1) RC_ASSERT(*d.result.spread == *std::max_element(points.begin(), points.end()) - *std::min_element(points.begin(), points.end()));
        }
    });
}

}  // namespace
}  // namespace plimsoll::hiring
