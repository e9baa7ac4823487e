// Agreement and habits over cards that can be counted by hand, and what an interviewer is not shown.
#include "domain/hiring/agreement_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "domain/hiring/scorecard_export.h"

namespace plimsoll::hiring {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

SampleCard card(const std::string& application, const std::string& rater, std::vector<std::pair<std::string, std::optional<int>>> ratings, std::int64_t at = 1) {
    SampleCard out;
    out.application = application;
    out.candidate = "person:c-" + application;
    out.opening = "op-1";
    out.interview = "iv-" + application;
    out.title = "A failing service";
    out.kit = "sre";
    out.round = "incident";
    out.rater = rater;
    out.submitted_at = Timestamp::from_ms(at * 1000);
    out.first.answers = {{"a1", "X1", "", "I would ask, \"what changed?\"", std::nullopt}, {"a2", "", "And then?", "=1+1", std::nullopt}};
    for (const auto& [dimension, points] : ratings) {
        CardDimension d;
        d.dimension = dimension;
        d.rating = points;
        if (points) d.evidence = {{"a1", "what changed?", ""}, {"", "", "drew the queue"}};
        else d.not_assessed = "no time was left";
        out.first.dimensions.push_back(d);
    }
    out.first.minutes = 60;
    out.first.recommendation = Recommendation::yes;
    out.last = out.first;
    return out;
}

class Agreement : public testing::Test {
protected:
    AgreementPage page(api::Rights rights, const std::string& viewer = "person:boss") {
        const AgreementParts parts{&sample, shelf.get(), "sre", {viewer, rights}, [](const std::string& id) { return PersonRef{id, id.substr(7)}; }};
        auto out = agreement_page_of(parts);
        EXPECT_TRUE(out) << (out ? "" : out.error().report());
        return out ? *out : AgreementPage{};
    }
    SampleOfCards sample;
    std::shared_ptr<const KitShelf> shelf = std::make_shared<const KitShelf>(*read_shelf({}));
};

TEST_F(Agreement, WithoutCardsThereIsAnAnswer) {
    const AgreementPage out = page({api::Right::hire});
    EXPECT_EQ(out.cards, 0);
    EXPECT_FALSE(out.overall.alpha.value);
    EXPECT_THAT(out.overall.alpha.why_undefined, Not(IsEmpty()));
    EXPECT_THAT(out.raters, IsEmpty());
}

/// The vectors of the coefficients are in agreement_test.cc; here cards become the table that they are of.
TEST_F(Agreement, IsTheCoefficientOfTheSameTable) {
    const std::vector<std::vector<int>> rows = {{1, 1, 0, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}};
    std::vector<people::RatingRow> table;
    for (std::size_t unit = 0; unit < rows.size(); ++unit) {
        people::RatingRow row;
        for (std::size_t rater = 0; rater < 4; ++rater) {
            const int points = rows[unit][rater];
            row.push_back(points == 0 ? std::nullopt : std::optional<double>(points));
            sample.cards.push_back(card("ap-" + std::to_string(unit), "person:r" + std::to_string(rater), {{"systems_thinking", points == 0 ? std::nullopt : std::optional(points)}}));
        }
        table.push_back(row);
    }
    const auto expected = people::agreement_of(*people::RatingTable::of(table), people::RatingScale::ordinal, {1, 2, 3, 4}, people::Bootstrap());
    const AgreementPage out = page({api::Right::hire});
    ASSERT_TRUE(out.overall.alpha.value);
    EXPECT_DOUBLE_EQ(*out.overall.alpha.value, *expected->alpha.value);
    EXPECT_DOUBLE_EQ(*out.overall.raw.value, *expected->raw.value);
    ASSERT_EQ(out.dimensions.size(), 1U);
    EXPECT_EQ(out.dimensions[0].name, "Systems thinking");
    EXPECT_EQ(out.applications, 9);
    ASSERT_EQ(out.raters.size(), 4U);
    EXPECT_EQ(out.raters[2].not_assessed, 1);
    EXPECT_EQ(out.raters[0].ratings, 9);
    ASSERT_TRUE(out.raters[3].leniency);
}

TEST_F(Agreement, FirstVersionsCountWhateverWasSaidLater) {
    for (int i = 0; i < 6; ++i) {
        const std::string id = "ap-" + std::to_string(i);
        sample.cards.push_back(card(id, "person:a", {{"systems_thinking", 1 + i % 4}}));
        SampleCard moved = card(id, "person:b", {{"systems_thinking", 4 - i % 4}});
        moved.last.dimensions[0].rating = 1 + i % 4;
        moved.versions = 2;
        moved.after_seeing_others = true;
        sample.cards.push_back(moved);
    }
    const AgreementPage out = page({api::Right::hire});
    EXPECT_LT(*out.overall.alpha.value, 0) << "last versions would agree fully";
    EXPECT_EQ(out.raters[1].changed, 6);
    EXPECT_EQ(out.raters[1].changed_after_seeing_others, 6);
}

TEST_F(Agreement, AnInterviewerSeesTheirOwnRowAlone) {
    for (int i = 0; i < 6; ++i)
        for (const char* rater : {"person:a", "person:b"}) sample.cards.push_back(card("ap-" + std::to_string(i), rater, {{"systems_thinking", 1 + i % 3}, {"observability", std::nullopt}}));
    const AgreementPage out = page({api::Right::interview}, "person:a");
    ASSERT_EQ(out.raters.size(), 1U);
    EXPECT_EQ(out.raters[0].rater.id, "person:a");
    EXPECT_DOUBLE_EQ(*out.raters[0].evidence_per_rating, 2);
    EXPECT_DOUBLE_EQ(*out.raters[0].minutes, 60);
    EXPECT_EQ(out.raters[0].kit_questions, 6) << "X1 of three, each time";
    EXPECT_EQ(out.raters[0].kit_questions_planned, 18);
    EXPECT_EQ(out.raters[0].other_questions, 6);
    for (const people::Marginal& m : out.overall.marginals) EXPECT_THAT(m.by_rater, IsEmpty());
}

ExportParts parts_of(const SampleOfCards& sample, const KitShelf& shelf, const people::Bank& bank) {
    return {&sample, &shelf, &bank, [](const std::string& id) { return PersonRef{id, "Ana"}; }, [](const std::string&) { return std::string("@Cato"); }};
}

TEST_F(Agreement, ScorecardsLeaveInGreenhousesShape) {
    sample.cards = {card("ap-1", "person:a", {{"systems_thinking", 1}, {"judgement_under_uncertainty", std::nullopt}})};
    const people::Bank bank = people::read_bank({})->bank;
    const std::string out = greenhouse_scorecards(parts_of(sample, *shelf, bank));
    EXPECT_THAT(out, HasSubstr(R"("overall_recommendation":"yes")"));
    EXPECT_THAT(out, HasSubstr(R"({"name":"Systems thinking","type":"Dimensions","note":"","rating":"no"})"));
    EXPECT_THAT(out, HasSubstr(R"("note":"no time was left","rating":"no_decision")"));
    EXPECT_THAT(out, HasSubstr(R"("no":["Systems thinking"])"));
    EXPECT_THAT(out, HasSubstr(R"("points":1)"));
    EXPECT_THAT(out, HasSubstr("connection pool exhausted")) << "the bank's words of X1";
    EXPECT_THAT(out, Not(HasSubstr("first_version")));
    sample.cards[0].last.dimensions[0].rating = 2;
    EXPECT_THAT(greenhouse_scorecards(parts_of(sample, *shelf, bank)), HasSubstr("first_version"));
}

TEST_F(Agreement, CsvHoldsNoFormula) {
    sample.cards = {card("ap-1", "person:a", {{"systems_thinking", 3}})};
    const std::string out = scorecards_csv(parts_of(sample, *shelf, people::Bank()));
    EXPECT_THAT(out, HasSubstr("'@Cato"));
    EXPECT_THAT(out, HasSubstr(",systems_thinking,3,3,,what changed? | drew the queue,"));
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2);
    EXPECT_EQ(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    for (const char* bad : {"=1", "+1", "-1", "@x", "\t=1"}) EXPECT_EQ(csv_cell(bad), std::string("'") + bad);
    EXPECT_EQ(csv_cell("1-2"), "1-2");
    EXPECT_EQ(csv_cell(""), "");
}

}  // namespace
}  // namespace plimsoll::hiring
