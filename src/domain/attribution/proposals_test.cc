// What is proposed, how strongly and in which words; and what is not.
#include "domain/attribution/proposals.h"

#include <gtest/gtest.h>

#include "domain/attribution/fakes_for_tests.h"
#include "domain/attribution/notes.h"

namespace plimsoll::attribution {
namespace {

using fixture::minute;

/// 14:00 to 14:20 of 1 January.
constexpr std::int64_t kBegan = 14 * 60;

Episode episode() {
    Episode out;
    out.range = {minute(kBegan), minute(kBegan + 20)};
    out.valid = 1000;
    out.bad = 100;
    return out;
}

std::vector<Proposal> proposed(const Surroundings& around, const std::vector<Cause>& charged = {}) {
    return proposals_for(episode(), around, charged);
}

Surroundings of_edit(const std::string& kind, const std::string& name, std::vector<std::string> fields, std::int64_t at) {
    Surroundings out;
    out.slo = "checkout";
    out.edits = {{kind, name, std::move(fields), 12, "4f3a9c0d77aa11", minute(at)}};
    return out;
}

Surroundings of_note(CauseKind kind, std::int64_t from, std::int64_t to) {
    Surroundings out;
    out.slo = "checkout";
    out.notes = {{{kind, "an-1", "release 41"}, {minute(from), minute(to)}}};
    return out;
}

Surroundings of_upstream(std::int64_t from, std::int64_t to) {
    Surroundings out;
    out.slo = "checkout";
    out.upstream = {{"payments", "pay", {minute(from), minute(to)}, 8.24}};
    return out;
}

TEST(Proposals, AnUpstreamThatBurntThroughIt) {
    const auto all = proposed(of_upstream(kBegan - 1, kBegan + 18));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].reason, "payments (pay) burnt 8.2x from 13:59 to 14:18 UTC, 90 % of this episode");
    EXPECT_EQ(all[0].strength, Strength::strong);
    EXPECT_EQ(all[0].cause, (Cause{CauseKind::dependency, "payments", ""}));
}

TEST(Proposals, AnUpstreamMustOverlapHalfAndNotComeLater) {
    EXPECT_EQ(proposed(of_upstream(kBegan, kBegan + 10)).at(0).strength, Strength::weak);  // exactly half
    EXPECT_TRUE(proposed(of_upstream(kBegan, kBegan + 9)).empty());
    EXPECT_EQ(proposed(of_upstream(kBegan, kBegan + 16)).at(0).strength, Strength::strong);  // 80 %
    EXPECT_EQ(proposed(of_upstream(kBegan + 2, kBegan + 20)).size(), 1U);
    EXPECT_TRUE(proposed(of_upstream(kBegan + 3, kBegan + 20)).empty());
    EXPECT_EQ(proposed(of_upstream(kBegan - 600, kBegan + 600)).size(), 1U);  // it burns all day
    EXPECT_TRUE(proposed(of_upstream(kBegan - 60, kBegan)).empty());
}

TEST(Proposals, AnEditOfTheSloItselfJudgesAnew) {
    const auto all = proposed(of_edit("SLO", "checkout", {"definition_version", "objective"}, kBegan - 8));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].reason, "catalogue version 12 changed objective of this SLO at 13:52 UTC, 8 min before this episode began");
    EXPECT_EQ(all[0].strength, Strength::strong);
    EXPECT_EQ(all[0].cause, (Cause{CauseKind::change, "4f3a9c0d77aa", "catalogue version 12"}));
    EXPECT_TRUE(proposed(of_edit("SLO", "checkout", {"description"}, kBegan - 8)).empty());  // words explain no burn
    EXPECT_EQ(proposed(of_edit("SLO", "pay", {"definition_version"}, kBegan - 8)).at(0).strength, Strength::weak);
    EXPECT_EQ(proposed(of_edit("Service", "payments", {"dependencies"}, kBegan - 8)).at(0).reason,
              "catalogue version 12 changed dependencies of service payments at 13:52 UTC, 8 min before this episode began");
}

TEST(Proposals, NearIsHalfAnHourBeforeToTwoMinutesAfter) {
    for (const auto& [at, count] : std::vector<std::pair<std::int64_t, std::size_t>>{{-31, 0}, {-30, 1}, {0, 1}, {2, 1}, {3, 0}}) {
        EXPECT_EQ(proposed(of_edit("SLO", "checkout", {"definition_version"}, kBegan + at)).size(), count) << at;
        EXPECT_EQ(proposed(of_note(CauseKind::change, kBegan + at, kBegan + at)).size(), count) << at;
    }
}

TEST(Proposals, AChangeIsStrongWhenItWasJustBefore) {
    EXPECT_EQ(proposed(of_note(CauseKind::change, kBegan - 10, kBegan - 10)).at(0).strength, Strength::strong);
    EXPECT_EQ(proposed(of_note(CauseKind::change, kBegan - 11, kBegan - 11)).at(0).strength, Strength::weak);
    EXPECT_EQ(proposed(of_note(CauseKind::change, kBegan - 5, kBegan - 5)).at(0).reason,
              "change an-1 “release 41” at 13:55 UTC, 5 min before this episode began");
    EXPECT_EQ(proposed(of_note(CauseKind::change, kBegan, kBegan)).at(0).reason,
              "change an-1 “release 41” at 14:00 UTC, just as this episode began");
}

TEST(Proposals, AnIncidentIsOftenDeclaredLate) {
    EXPECT_EQ(proposed(of_note(CauseKind::incident, kBegan + 15, kBegan + 15)).at(0).strength, Strength::strong);
    EXPECT_TRUE(proposed(of_note(CauseKind::incident, kBegan + 20, kBegan + 20)).empty());
    EXPECT_EQ(proposed(of_note(CauseKind::incident, kBegan + 5, kBegan + 60)).at(0).reason,
              "incident an-1 “release 41” from 14:05 to 15:00 UTC covers 75 % of this episode");
}

TEST(Proposals, AMaintenanceIsFeltAfterwards) {
    const auto after = proposed(of_note(CauseKind::maintenance, kBegan - 120, kBegan - 3));
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].reason, "maintenance an-1 “release 41” ended at 13:57 UTC, 3 min before this episode began");
    EXPECT_EQ(after[0].strength, Strength::strong);
    EXPECT_TRUE(proposed(of_note(CauseKind::maintenance, kBegan - 120, kBegan - 31)).empty());
    EXPECT_EQ(proposed(of_note(CauseKind::maintenance, kBegan - 120, kBegan + 9)).at(0).strength, Strength::weak);
    EXPECT_EQ(proposed(of_note(CauseKind::maintenance, kBegan - 120, kBegan + 10)).at(0).strength, Strength::strong);
}

TEST(Proposals, EachCauseOnceStrongFirstAndFiveAtMost) {
    Surroundings around = of_upstream(kBegan, kBegan + 11);
    around.upstream.push_back({"payments", "refund", {minute(kBegan), minute(kBegan + 20)}, 3});
    for (int i = 0; i < 9; ++i) around.notes.push_back({{CauseKind::change, "an-" + std::to_string(i), ""}, {minute(kBegan - 20 - i), minute(kBegan - 20 - i)}});
    const auto all = proposed(around);
    ASSERT_EQ(all.size(), kProposalsMost);
    EXPECT_EQ(all[0].reason.substr(0, 17), "payments (refund)");  // the better of the two reasons for one cause
    EXPECT_EQ(all[1].cause.ref, "an-0");
    const auto rest = proposed(around, {{CauseKind::dependency, "payments", "whatever"}});
    EXPECT_EQ(rest.at(0).cause.ref, "an-0");
}

TEST(Notes, AreWhatConcernsTheSloAndNamesACause) {
    exclusions::State state;
    const auto annotate = [&](std::vector<std::string> slos, std::vector<std::string> services, exclusions::AnnotationCategory category, bool retracted = false) {
        exclusions::Annotation a;
        a.made.id = "an-" + std::to_string(state.annotations.size() + 1);
        a.made.slos = std::move(slos);
        a.made.services = std::move(services);
        a.made.start = minute(10);
        a.made.category = category;
        a.retracted = retracted;
        state.annotations.push_back(a);
    };
    using enum exclusions::AnnotationCategory;
    annotate({"checkout"}, {}, change);         // 1
    annotate({"other"}, {}, change);            // 2: of somebody else
    annotate({}, {"shop"}, incident);           // 3
    annotate({}, {"payments"}, dependency);     // 4: an upstream's
    annotate({"checkout"}, {}, note);           // 5: names no cause
    annotate({"checkout"}, {}, maintenance, true);  // 6: retracted
    exclusions::Exclusion exclusion;
    exclusion.number = 1;
    exclusion.asked.id = "ex-1";
    exclusion.asked.kind = exclusions::Kind::maintenance;
    exclusion.asked.title = "database move";
    state.exclusions.push_back(exclusion);
    exclusion.number = 2;
    exclusion.asked.id = "ex-2";
    exclusion.asked.kind = exclusions::Kind::correction;
    state.exclusions.push_back(exclusion);
    const std::vector<slo::ExcludedRange> excluded{{{minute(1), minute(5)}, "ex-1"}, {{minute(5), minute(6)}, "ex-2"}};
    std::string found;
    for (const Note& n : notes_of(state, fixture::slo_of("checkout", "shop"), {"payments"}, {minute(0), minute(60)}, excluded)) found += n.cause.ref + " ";
    EXPECT_EQ(found, "an-1 an-3 an-4 ex-1 ");
    EXPECT_TRUE(notes_of(state, fixture::slo_of("checkout", "shop"), {}, {minute(11), minute(60)}, {}).empty());
    EXPECT_EQ(notes_of(state, fixture::slo_of("checkout", "shop"), {}, {minute(10), minute(60)}, {}).size(), 2U);
}

}  // namespace
}  // namespace plimsoll::attribution
