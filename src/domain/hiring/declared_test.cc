// Sums of what candidates declared: whole blocks, nobody in a group of a few.
#include "domain/hiring/declared.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/hiring/days.h"

namespace plimsoll::hiring {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<DeclaredAttribute> kAsked = {{"sex", "?", {{"female", "F"}, {"male", "M"}}}, {"origin", "?", {{"here", "H"}, {"there", "T"}}}};

class DeclaredSums : public testing::Test {
protected:
    /// Somebody who was rejected after the interview, or hired, a minute after whoever came before.
    void decided(bool hired, Declared values) {
        ApplicationRow a;
        a.number = ++n;
        a.id = "ap-" + std::to_string(n);
        a.made_at = Timestamp::from_seconds(0);
        const Timestamp at = Timestamp::from_seconds(static_cast<std::int64_t>(n) * 60);
        a.passages = {{Stage::applied, Stage::interview, {0, "", Timestamp::from_seconds(1)}}, {Stage::interview, hired ? Stage::hired : Stage::rejected, {0, "", at}}};
        a.stage = a.passages.back().to;
        facts.applications.push_back(a);
        if (!values.empty()) rows.push_back({"person:" + a.id, a.id, std::move(values), Timestamp::from_seconds(0)});
    }
    void several(int count, int hired, const Declared& values) {
        for (int i = 0; i < count; ++i) decided(i < hired, values);
    }
    FairnessPage page(std::optional<Stage> from = {}) {
        const auto out = fairness_of(facts, rows, kAsked, from);
        EXPECT_TRUE(out) << (out ? "" : out.error().report());
        return out ? *out : FairnessPage{};
    }
    const people::ImpactRow& row(const FairnessPage& page, const std::string& group) {
        for (const people::ImpactRow& r : page.tables.at(0).table.rows)
            if (r.group.at(0) == group) return r;
        static const people::ImpactRow kNone;
        ADD_FAILURE() << group;
        return kNone;
    }
    std::uint64_t n = 0;
    HiringFacts facts;
    std::vector<DeclaredRow> rows;
};

/// people.md 4.7: 48 of 80 against 12 of 40 is 0.500, p 0.0034.
TEST_F(DeclaredSums, AreTheVectorsThroughThePage) {
    several(80, 48, {{"sex", "male"}});
    several(40, 12, {{"sex", "female"}});
    const FairnessPage out = page();
    EXPECT_EQ(out.counted, 120);
    const people::ImpactRow& female = row(out, "female");
    EXPECT_EQ(female.counts.advanced, 12);
    EXPECT_NEAR(*female.ratio, 0.5, 1e-9);
    EXPECT_NEAR(*female.fisher_p, 0.0034, 0.00005);
    EXPECT_TRUE(*female.below_four_fifths);
    EXPECT_TRUE(row(out, "male").reference);
    EXPECT_FALSE(out.tables[0].totals_withheld);
    EXPECT_THAT(fairness_csv(out), HasSubstr("hired,sex,female,40,12,0.3,0.5,"));
}

TEST_F(DeclaredSums, OnlyWholeBlocksCount) {
    several(9, 3, {{"sex", "male"}});
    EXPECT_THAT(page().why_empty, HasSubstr("fewer than 10"));
    EXPECT_THAT(page().tables, IsEmpty());
    several(10, 3, {{"sex", "male"}});
    EXPECT_EQ(page().counted, 10) << "nine of nineteen wait for their block";
    decided(true, {{"sex", "male"}});
    EXPECT_EQ(page().counted, 20);
}

TEST_F(DeclaredSums, AGroupOfAFewTellsNothingAndNeitherDoTheTotals) {
    several(21, 10, {{"sex", "male"}});
    several(9, 1, {{"sex", "female"}});
    const FairnessPage out = page();
    EXPECT_EQ(row(out, "female").counts, people::GroupCounts{});
    EXPECT_THAT(row(out, "female").why_empty, HasSubstr("fewer than 10 people"));
    EXPECT_EQ(row(out, "male").counts.assessed, 21);
    EXPECT_TRUE(out.tables[0].totals_withheld);
    EXPECT_EQ(out.tables[0].table.known, people::GroupCounts{}) << "30 known less 21 would tell nine";
    EXPECT_THAT(fairness_csv(out), Not(HasSubstr(",9,1,")));
}

TEST_F(DeclaredSums, TwoAttributesTogetherAreWithheldWholeWhereOneGroupIsSmall) {
    several(15, 5, {{"sex", "male"}, {"origin", "here"}});
    several(15, 5, {{"sex", "female"}, {"origin", "here"}});
    several(15, 5, {{"sex", "female"}, {"origin", "there"}});
    several(5, 5, {{"sex", "male"}, {"origin", "there"}});
    const FairnessPage out = page();
    ASSERT_EQ(out.tables.size(), 3U);
    EXPECT_THAT(out.tables[2].table.rows, IsEmpty());
    EXPECT_THAT(out.tables[2].why_withheld, HasSubstr("worked out from the others"));
    EXPECT_EQ(row(out, "male").counts.assessed, 20);
}

TEST_F(DeclaredSums, ADeclarationAfterItsBlockWasFullIsNotCounted) {
    several(20, 10, {{"sex", "male"}});
    rows[0].at = Timestamp::from_seconds(10 * 60);
    EXPECT_EQ(row(page(), "male").counts.assessed, 20) << "at the very time";
    rows[0].at = Timestamp::from_seconds(10 * 60 + 1);
    EXPECT_EQ(row(page(), "male").counts.assessed, 19);
    EXPECT_EQ(page().tables[0].table.unknown.assessed, 1);
}

TEST_F(DeclaredSums, WhoeverIsErasedOrWithdrewCountsAsUnknown) {
    several(20, 10, {{"sex", "male"}});
    rows.erase(rows.begin(), rows.begin() + 5);
    EXPECT_EQ(page().counted, 20) << "blocks do not move";
    EXPECT_EQ(row(page(), "male").counts.assessed, 15);
}

TEST_F(DeclaredSums, AStageIsLeftForTheNextOrForGood) {
    several(10, 4, {{"sex", "male"}});
    EXPECT_EQ(row(page(Stage::applied), "male").counts.advanced, 10) << "all came to the interview";
    EXPECT_EQ(row(page(Stage::interview), "male").counts.advanced, 4);
    ApplicationRow waiting;
    waiting.id = "ap-x";
    waiting.stage = Stage::interview;
    waiting.passages = {{Stage::applied, Stage::interview, {0, "", Timestamp::from_seconds(1)}}};
    for (int i = 0; i < 10; ++i) facts.applications.push_back(waiting);
    EXPECT_EQ(page(Stage::interview).counted, 10) << "who waits there is not decided";
    EXPECT_EQ(page(Stage::applied).counted, 20);
}

TEST(DeclaredAttributes, ShipAndAreChecked) {
    const auto& shipped = shipped_attributes();
    ASSERT_EQ(shipped.size(), 2U);
    EXPECT_EQ(shipped[0].id, "sex");
    EXPECT_TRUE(check_declared(shipped, {}));
    EXPECT_TRUE(check_declared(shipped, {{"sex", "female"}}));
    const auto wrong = check_declared(shipped, {{"sex", "x"}, {"age", "41"}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields().size(), 2U);
}

TEST(DeclaredAttributes, OfATeamsOwnAreReadOrToldOf) {
    catalog::Problems problems;
    const auto own = read_attributes({{"a.yaml", "kit: fairness\nformat: 1\nattributes:\n  - {id: a, question: '?', choices: [{id: b, text: B}, {id: c, text: C}]}\n"}}, problems);
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].choices[1].text, "C");
    EXPECT_THAT(read_attributes({{"a.yaml", "kit: fairness\nformat: 1\nattributes:\n  - {id: a, question: '?', choices: [{id: b, text: B}]}\n"}}, problems), IsEmpty());
    EXPECT_EQ(problems.errors(), 1U);
    EXPECT_THAT(read_attributes({{"q.yaml", "kit: questions\n"}}, problems), IsEmpty());
}

}  // namespace
}  // namespace plimsoll::hiring
