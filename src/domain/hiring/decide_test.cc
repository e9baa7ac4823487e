// Every rule of hiring: the guards in their order, each bound on its edge, and what an offer and its answer do by themselves.
#include "domain/hiring/decide.h"

#include <gtest/gtest.h>

#include "domain/hiring/days.h"
#include "domain/hiring/hiring_for_tests.h"

namespace plimsoll::hiring {
namespace {

using namespace fixture;

struct HiringRules : testing::Test {
    Engine e;
    void SetUp() override { e.begin(); }
    [[nodiscard]] const ApplicationRow& application(const std::string& id = "ap-1") const { return e.state.applications.at(id); }
    void erase() { ASSERT_EQ(e.outcome(EraseCandidate{kCandidate, EraseReason::asked}), "ok"); }
};

TEST(Openings, AllThatIsWrongIsToldAtOnce) {
    Engine e;
    Opening wrong;
    wrong.title = " ";
    wrong.team = "a\a";
    wrong.job = std::string(kLongestJob + 1, 'x');
    wrong.headcount = 0;
    wrong.needed_by = "soon";
    wrong.roadmap = std::string(kLongestReason + 1, 'x');
    EXPECT_EQ(e.outcome(MakeOpening{wrong, false}), "invalid /title /team /kit /job /headcount /needed_by /roadmap");
    Opening edge = opening(std::string(kLongestTitle, 'x'));
    edge.job = std::string(kLongestJob, 'x');
    edge.headcount = kMostHeadcount;
    edge.needed_by = "2027-03-01";
    edge.roadmap = std::string(kLongestReason, 'x');
    EXPECT_EQ(e.outcome(MakeOpening{edge}), "ok");
    edge.headcount = kMostHeadcount + 1;
    edge.title += "x";
    EXPECT_EQ(e.outcome(ChangeOpening{"op-1", edge}), "invalid /title /headcount");
}

TEST(Openings, CloseAndOpenAgain) {
    Engine e;
    EXPECT_EQ(e.outcome(CloseOpening{"op-1", true, ""}), "unknown");
    e.begin();
    EXPECT_EQ(e.outcome(CloseOpening{"op-1", true, " "}), "invalid /reason");
    EXPECT_EQ(e.outcome(CloseOpening{"op-1", true, "Filled"}), "ok");
    EXPECT_EQ(e.outcome(CloseOpening{"op-1", true, "Filled"}), "closed");
    EXPECT_EQ(e.outcome(ChangeOpening{"op-1", opening()}), "closed");
    EXPECT_EQ(e.outcome(AddCandidate{"person:c2", "op-1"}), "closed");
    EXPECT_EQ(e.outcome(ReopenOpening{"op-1", ""}), "invalid /reason");
    EXPECT_EQ(e.outcome(ReopenOpening{"op-1", "They left"}), "ok");
    EXPECT_EQ(e.outcome(AddCandidate{"person:c2", "op-1"}), "ok");
    const std::size_t before = e.log.size();
    EXPECT_EQ(e.outcome(ChangeOpening{"op-1", opening()}), "ok");
    EXPECT_EQ(e.log.size(), before) << "nothing changed, nothing is said";
}

TEST_F(HiringRules, ACandidateAppliesForAnOpeningOnce) {
    EXPECT_EQ(e.outcome(AddCandidate{kCandidate, "op-1"}), "invalid /candidate") << "is known already";
    EXPECT_EQ(e.outcome(AddCandidate{"Ana Lima", "op-1"}), "invalid /candidate") << "a name is no id";
    EXPECT_EQ(e.outcome(AddCandidate{"person:c2", "op-9"}), "unknown");
    EXPECT_EQ(e.outcome(Apply{"person:c9", "op-1"}), "unknown");
    EXPECT_EQ(e.outcome(Apply{kCandidate, "op-1"}), "applied_already");
    ASSERT_EQ(e.outcome(MakeOpening{opening("Staff")}), "ok");
    EXPECT_EQ(e.outcome(Apply{kCandidate, "op-2", Source::internal}), "ok");
    EXPECT_EQ(application("ap-2").source, Source::internal);
    EXPECT_EQ(e.state.candidates.at(kCandidate).applications, (std::vector<std::string>{"ap-1", "ap-2"}));
}

TEST_F(HiringRules, StagesMoveAnywhereButToHiredWithoutAnAcceptedOffer) {
    EXPECT_EQ(e.outcome(MoveStage{"ap-9", Stage::screen, ""}), "unknown");
    EXPECT_EQ(e.outcome(MoveStage{"ap-1", Stage::applied, ""}), "wrong_stage") << "is there";
    EXPECT_EQ(e.outcome(MoveStage{"ap-1", Stage::hired, ""}), "wrong_stage");
    EXPECT_EQ(e.outcome(MoveStage{"ap-1", Stage::rejected, ""}), "ok");
    EXPECT_EQ(e.outcome(MoveStage{"ap-1", Stage::screen, ""}), "ok") << "and back";
    ASSERT_EQ(application().passages.size(), 2u);
    EXPECT_EQ(application().passages[1].from, Stage::rejected);
}

TEST_F(HiringRules, MovesHaveABound) {
    for (std::size_t i = 0; i < kMostPassages; ++i) ASSERT_EQ(e.outcome(MoveStage{"ap-1", i % 2 == 0 ? Stage::screen : Stage::applied, ""}), "ok");
    EXPECT_EQ(e.outcome(MoveStage{"ap-1", Stage::screen, ""}), "too_many");
}

TEST_F(HiringRules, AnInterviewNamesWhoMayAndWhatTheKitHas) {
    EXPECT_EQ(e.outcome(plan("ap-9", {})), "unknown");
    PlanInterview wrong = plan("ap-1", {kAna, kAna, kOps}, {"care", "care", "tone"});
    wrong.title = "";
    wrong.minutes = 0;
    wrong.at = Timestamp::from_seconds(-1);
    EXPECT_EQ(e.outcome(wrong), "invalid /title /dimensions/1 /dimensions/2 /interviewers/1 /interviewers/2 /at /minutes");
    EXPECT_EQ(e.outcome(plan("ap-1", {kAna}, {})), "invalid /dimensions");
    EXPECT_EQ(e.outcome(plan("ap-1", {})), "ok") << "people may be named later";
    PlanInterview edge = plan("ap-1", {kAna});
    edge.minutes = kMostMinutes;
    EXPECT_EQ(e.outcome(edge), "ok");
    edge.minutes = kMostMinutes + 1;
    EXPECT_EQ(e.outcome(edge), "invalid /minutes");
}

TEST_F(HiringRules, InterviewersAndInterviewsHaveBounds) {
    std::vector<std::string> people;
    for (std::size_t i = 0; i < kMostInterviewers; ++i) people.push_back("person:" + std::to_string(i));
    PlanInterview c = plan("ap-1", people);
    c.may_interview = people;
    EXPECT_EQ(e.outcome(c), "ok");
    c.interviewers.push_back("person:more");
    EXPECT_EQ(e.outcome(c), "invalid /interviewers");
    for (std::size_t i = 1; i < kMostInterviewsOfOne; ++i) ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    EXPECT_EQ(e.outcome(plan("ap-1", {kAna})), "too_many");
    EXPECT_EQ(e.outcome(plan("ap-1", {kOps})), "invalid /interviewers/0") << "fields before bounds";
}

TEST_F(HiringRules, WhoSubmittedACardStaysOnTheInterview) {
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    ASSERT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "x"}, kAna), "ok");
    const auto change = [&](std::vector<std::string> people, std::vector<std::string> may) {
        return e.outcome(ChangeInterview{"iv-1", {"care"}, {"care"}, std::move(people), std::move(may), std::nullopt, 30});
    };
    EXPECT_EQ(change({kBob}, {kBob}), "invalid /interviewers");
    EXPECT_EQ(change({kAna, kBob}, {kBob}), "ok") << "also one who lost the right since";
    EXPECT_EQ(e.outcome(CancelInterview{"iv-1", ""}), "wrong_stage") << "a card was submitted";
}

TEST_F(HiringRules, ACancelledInterviewTakesNoCardAndNoChange) {
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::withdrawn, ""}), "ok");
    EXPECT_EQ(e.outcome(CancelInterview{"iv-1", ""}), "ok") << "also when the application has ended";
    EXPECT_EQ(e.outcome(CancelInterview{"iv-1", ""}), "wrong_stage");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::screen, ""}), "ok");
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "x"}, kAna), "wrong_stage");
    EXPECT_EQ(e.outcome(ChangeInterview{"iv-1", {"care"}, {"care"}, {kAna}, {kAna}, std::nullopt, 30}), "wrong_stage");
}

TEST_F(HiringRules, ACardIsRefusedInThisOrder) {
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "x"}), "unknown");
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::rejected, ""}), "ok");
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kBob, 7, false, "x"}), "not_yours");
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 7, false, "x"}), "ended");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::interview, ""}), "ok");
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 2, false, "x"}), "conflict") << "there is no version 1 yet";
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "x"}), "ok");
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "x"}), "conflict") << "two tabs: the second does not pass as version 2";
    for (int version = 2; version <= static_cast<int>(kMostVersions); ++version) ASSERT_EQ(e.outcome(SubmitCard{"iv-1", kAna, version, true, "x"}), "ok");
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kAna, kMostVersions + 1, true, "x"}), "too_many");
    erase();
    EXPECT_EQ(e.outcome(SubmitCard{"iv-1", kBob, 1, false, "x"}), "erased");
}

TEST_F(HiringRules, ADecisionCountsTheCardsThatLieOpenAndThoseThatAreMissing) {
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna, kBob})), "ok");
    ASSERT_EQ(e.outcome(plan("ap-1", {kMara})), "ok");
    ASSERT_EQ(e.outcome(plan("ap-1", {kBob})), "ok");
    ASSERT_EQ(e.outcome(CancelInterview{"iv-3", ""}), "ok");
    ASSERT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "x"}, kAna), "ok");
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hold, ""}), "ok");
    EXPECT_EQ(application().decisions.back().cards, 1);
    EXPECT_EQ(application().decisions.back().missing, 2) << "a cancelled interview misses nobody";
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::rejected, ""}), "ok");
    EXPECT_EQ(e.outcome(Decide{"ap-1", Outcome::hire, ""}), "ended");
    EXPECT_EQ(e.outcome(NoteDebrief{"ap-1", ""}), "ended");
}

TEST_F(HiringRules, DecisionsAndNotesHaveBounds) {
    for (std::size_t i = 0; i < kMostDecisions; ++i) ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hold, ""}), "ok");
    EXPECT_EQ(e.outcome(Decide{"ap-1", Outcome::hold, ""}), "too_many");
    for (std::size_t i = 0; i < kMostDebriefNotes; ++i) ASSERT_EQ(e.outcome(NoteDebrief{"ap-1", ""}), "ok");
    EXPECT_EQ(e.outcome(NoteDebrief{"ap-1", ""}), "too_many");
}

TEST_F(HiringRules, AnOfferNeedsADecisionToHireThatStands) {
    EXPECT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-22"}), "wrong_stage");
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hire, ""}), "ok");
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::no_hire, ""}), "ok");
    EXPECT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-22"}), "wrong_stage") << "the last decision stands";
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hire, ""}), "ok");
    EXPECT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-24"}), "invalid /on") << "has not happened yet";
    EXPECT_EQ(e.outcome(MakeOffer{"ap-1", "22.11.2026"}), "invalid /on");
    EXPECT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-23"}), "ok") << "tomorrow has begun somewhere on earth";
    EXPECT_EQ(application().stage, Stage::offer) << "by itself";
}

TEST_F(HiringRules, AnAcceptedOfferHires) {
    EXPECT_EQ(e.outcome(AnswerOffer{"ap-1", true, "2026-11-22", ""}), "wrong_stage") << "none was made";
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hire, ""}), "ok");
    ASSERT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-20"}), "ok");
    EXPECT_EQ(e.outcome(AnswerOffer{"ap-1", true, "2026-11-19", ""}), "invalid /on") << "before it was made";
    EXPECT_EQ(e.outcome(AnswerOffer{"ap-1", true, "2026-11-21", ""}), "ok");
    EXPECT_EQ(application().stage, Stage::hired);
    EXPECT_EQ(e.outcome(AnswerOffer{"ap-1", false, "2026-11-21", ""}), "ended");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::offer, ""}), "ok");
    EXPECT_EQ(e.outcome(AnswerOffer{"ap-1", false, "2026-11-21", ""}), "answered");
    EXPECT_EQ(e.outcome(MoveStage{"ap-1", Stage::hired, ""}), "ok") << "the accepted offer still stands";
}

TEST_F(HiringRules, ADeclinedOfferEndsAndAnotherMayBeMade) {
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hire, ""}), "ok");
    ASSERT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-20"}), "ok");
    ASSERT_EQ(e.outcome(AnswerOffer{"ap-1", false, "2026-11-21", ""}), "ok");
    EXPECT_EQ(application().stage, Stage::withdrawn);
    EXPECT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-22"}), "ended");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::decision, ""}), "ok");
    ASSERT_EQ(e.outcome(MakeOffer{"ap-1", "2026-11-22"}), "ok");
    EXPECT_FALSE(application().accepted) << "the new one is not answered";
}

TEST_F(HiringRules, OnlyWhoAcceptedStartsAndOnlyWhoStartedLeaves) {
    EXPECT_EQ(e.outcome(Start{"ap-1", "2026-11-22"}), "wrong_stage");
    e.hired();
    EXPECT_EQ(e.outcome(Leave{"ap-1", "2026-11-22"}), "wrong_stage");
    EXPECT_EQ(e.outcome(Start{"ap-1", "2026-11-19"}), "invalid /on") << "before the offer";
    EXPECT_EQ(e.outcome(Start{"ap-1", "2026-11-22"}), "ok");
    EXPECT_EQ(e.outcome(Leave{"ap-1", "2026-11-21"}), "invalid /on");
    EXPECT_EQ(e.outcome(Leave{"ap-1", "2026-11-22"}), "ok");
    EXPECT_EQ(e.outcome(Start{"ap-1", "2026-11-21"}), "wrong_stage") << "has left";
}

TEST_F(HiringRules, QualityIsNotedWhenItsDayHasCome) {
    e.hired();
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 90, true, true, ""}), "wrong_stage");
    ASSERT_EQ(e.outcome(Start{"ap-1", "2026-11-22"}), "ok");
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 30, true, true, ""}), "invalid /day");
    e.clock.advance(Duration::days(88));
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 90, true, true, ""}), "invalid /day");
    e.clock.advance(Duration::days(1));
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 90, false, true, ""}), "ok") << "the ninetieth day has begun somewhere";
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 180, true, std::nullopt, ""}), "invalid /day");
    e.clock.advance(Duration::days(91));
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 180, true, std::nullopt, ""}), "ok");
    EXPECT_EQ(e.outcome(NoteQuality{"ap-1", 90, true, true, ""}), "ok") << "a later one stands in its place";
    ASSERT_EQ(application().quality.size(), 2u);
    EXPECT_EQ(application().quality[0].day, 90);
    EXPECT_TRUE(application().quality[0].met);
}

TEST_F(HiringRules, AHoldKeepsAndIsReleasedOnce) {
    EXPECT_EQ(e.outcome(ReleaseHold{kCandidate, ""}), "not_held");
    EXPECT_EQ(e.outcome(SetHold{kCandidate, ""}), "ok");
    EXPECT_EQ(e.outcome(SetHold{kCandidate, ""}), "held");
    EXPECT_EQ(e.outcome(EraseCandidate{kCandidate, EraseReason::asked}), "held");
    EXPECT_EQ(e.outcome(ReleaseHold{kCandidate, ""}), "ok");
    EXPECT_EQ(e.outcome(EraseCandidate{kCandidate, EraseReason::due}), "wrong_stage") << "an application goes on";
    EXPECT_EQ(e.outcome(EraseCandidate{kCandidate, EraseReason::asked}), "ok") << "who asks is erased all the same";
    EXPECT_EQ(e.outcome(EraseCandidate{kCandidate, EraseReason::asked}), "erased");
}

TEST_F(HiringRules, NothingIsWrittenAboutWhoWasErased) {
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    erase();
    for (const Command& c : std::vector<Command>{Apply{kCandidate, "op-1"}, KeepResume{kCandidate, "pdf", 1, 1}, RemoveResume{kCandidate}, MoveStage{"ap-1", Stage::screen, ""},
                                                 plan("ap-1", {kAna}), CancelInterview{"iv-1", ""}, NoteDebrief{"ap-1", ""}, Decide{"ap-1", Outcome::hire, ""},
                                                 MakeOffer{"ap-1", "2026-11-22"}, AnswerOffer{"ap-1", true, "2026-11-22", ""}, Start{"ap-1", "2026-11-22"},
                                                 Leave{"ap-1", "2026-11-22"}, NoteQuality{"ap-1", 90, true, true, ""}, ChangeKeep{kCandidate, "2027-01-01", ""},
                                                 SetHold{kCandidate, ""}, ReleaseHold{kCandidate, ""}, Ask{"ap-1", AskedFor::correction, ""}})
        EXPECT_EQ(e.outcome(c), "erased") << c.index();
}

TEST_F(HiringRules, AKeepingDateLiesAheadAndWithinTenYears) {
    EXPECT_EQ(e.outcome(ChangeKeep{kCandidate, "later", ""}), "invalid /until");
    EXPECT_EQ(e.outcome(ChangeKeep{kCandidate, "2026-11-21", ""}), "invalid /until");
    EXPECT_EQ(e.outcome(ChangeKeep{kCandidate, "2026-11-22", ""}), "ok") << "today is the last day";
    EXPECT_EQ(e.outcome(ChangeKeep{kCandidate, day_of(kStart + kLongestKeep), ""}), "ok");
    EXPECT_EQ(e.outcome(ChangeKeep{kCandidate, day_of(kStart + kLongestKeep + Duration::days(1)), ""}), "invalid /until");
}

TEST_F(HiringRules, AResumeHasAFormat) {
    EXPECT_EQ(e.outcome(KeepResume{"person:c9", "pdf", 1, 1}), "unknown");
    EXPECT_EQ(e.outcome(KeepResume{kCandidate, "", -1, 1}), "invalid /format /pages");
    EXPECT_EQ(e.outcome(KeepResume{kCandidate, "pdf", 3, 99}), "ok");
    EXPECT_EQ(e.state.candidates.at(kCandidate).resume_pages, 3);
    EXPECT_EQ(e.outcome(RemoveResume{kCandidate}), "ok");
    EXPECT_FALSE(e.state.candidates.at(kCandidate).resume_at);
}

TEST_F(HiringRules, AResumeUnderALegalHoldStays) {
    ASSERT_EQ(e.outcome(SetHold{kCandidate, ""}), "ok");
    EXPECT_EQ(e.outcome(KeepResume{kCandidate, "pdf", 3, 99}), "ok") << "nothing is lost by a first one";
    EXPECT_EQ(e.outcome(KeepResume{kCandidate, "docx", 1, 99}), "held");
    EXPECT_EQ(e.outcome(RemoveResume{kCandidate}), "held");
    ASSERT_EQ(e.outcome(ReleaseHold{kCandidate, ""}), "ok");
    EXPECT_EQ(e.outcome(KeepResume{kCandidate, "docx", 1, 99}), "ok");
    EXPECT_EQ(e.outcome(RemoveResume{kCandidate}), "ok");
}

TEST_F(HiringRules, ACandidatesRequestsAreAnsweredOnceAndHaveABound) {
    for (std::size_t i = 0; i < kMostRequests; ++i) ASSERT_EQ(e.outcome(Ask{"ap-1", AskedFor::correction, ""}), "ok");
    EXPECT_EQ(e.outcome(Ask{"ap-1", AskedFor::erasure, ""}), "too_many");
    EXPECT_EQ(e.outcome(AnswerRequest{"ap-1", "rq-99", true, ""}), "unknown");
    EXPECT_EQ(e.outcome(AnswerRequest{"ap-1", "rq-2", true, ""}), "ok");
    EXPECT_EQ(e.outcome(AnswerRequest{"ap-1", "rq-2", true, ""}), "answered");
    EXPECT_TRUE(application().requests[1].followed);
    EXPECT_FALSE(application().requests[0].answered);
}

TEST_F(HiringRules, CalibrationIsRatedOnceAndWhole) {
    const auto rate = [&](std::vector<CalibrationRating> ratings, const std::string& item = "i1") {
        return e.outcome(RateCalibration{"acme-set", 2, item, kAna, {"care", "systems_thinking"}, std::move(ratings)}, kAna);
    };
    EXPECT_EQ(rate({{"care", 5}, {"care", 2}, {"tone", 1}}), "invalid /ratings/0/points /ratings/1/dimension /ratings/2/dimension /ratings");
    EXPECT_EQ(rate({{"care", 4}, {"systems_thinking", std::nullopt}}), "ok");
    EXPECT_EQ(rate({{"care", 1}, {"systems_thinking", 1}}), "rated_already");
    EXPECT_EQ(rate({{"care", 1}, {"systems_thinking", 1}}, "i2"), "ok");
}

TEST(HiringDays, AreWholeDays) {
    EXPECT_EQ(day_of(kStart), "2026-11-22");
    ASSERT_TRUE(day_in("2026-11-22"));
    EXPECT_EQ(*day_in("2026-11-22"), kStart.floor(Duration::days(1)));
    for (const char* text : {"", "2026-11-31", "2026-1-5", "1969-12-31", "3000-01-01", "2026-11-22T00:00:00Z", "yesterday.."}) EXPECT_FALSE(day_in(text)) << text;
}

}  // namespace
}  // namespace plimsoll::hiring
