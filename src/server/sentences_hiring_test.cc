// What the log says of hiring: enough to follow it, and nobody's name but the interviewers'.
#include <gtest/gtest.h>

#include "server/sentences.h"

namespace plimsoll::server {
namespace {

const std::string kCandidate = "person:c1";
constexpr Timestamp kNoon = Timestamp::from_seconds(1'795'348'800);  // 2026-11-22T12:00:00Z

std::string said(const hiring::Event& event) {
    Names names;
    names.service_of = [](const std::string&) { return std::string(); };
    names.actor = [](const std::string& actor) { return actor == "person:ana" ? std::string("Ana Lima") : actor == kCandidate ? std::string("EVE") : actor; };
    names.first = [](const std::string& stream) -> std::optional<WorldEvent> {
        if (stream != "opening/op-1") return std::nullopt;
        hiring::OpeningMade made;
        made.opening = "op-1";
        made.what.title = "SRE";
        return WorldEvent(hiring::Event(made));
    };
    names.at = kNoon;
    return tell(WorldEvent(event), names).text;
}

TEST(SentencesOfHiring, OpeningsAreNamed) {
    hiring::Opening what;
    what.title = "SRE";
    EXPECT_EQ(said(hiring::OpeningMade{"op-1", what}), "An opening was made: SRE (op-1), 1 post");
    what.headcount = 2;
    EXPECT_EQ(said(hiring::OpeningMade{"op-1", what}), "An opening was made: SRE (op-1), 2 posts");
    EXPECT_EQ(said(hiring::OpeningClosed{"op-1", true, "All there"}), "The opening op-1 (SRE) was closed, filled: All there");
    EXPECT_EQ(said(hiring::OpeningClosed{"op-9", false, "No money"}), "The opening op-9 was closed, given up: No money");
}

TEST(SentencesOfHiring, CandidatesAreNot) {
    EXPECT_EQ(said(hiring::CandidateAdded{kCandidate}), "A candidate was added");
    EXPECT_EQ(said(hiring::ApplicationMade{"ap-1", kCandidate, "op-1", hiring::Source::referral}), "A candidate applied for op-1 (ap-1, referral)");
    EXPECT_EQ(said(hiring::StageMoved{"ap-1", kCandidate, hiring::Stage::applied, hiring::Stage::screen, "SEALED"}), "The application ap-1 moved from applied to screen");
    EXPECT_EQ(said(hiring::ResumeKept{kCandidate, "pdf", 1, 9}), "A candidate's resume was kept (pdf, 1 page)");
    EXPECT_EQ(said(hiring::DecisionMade{"ap-1", kCandidate, hiring::Outcome::no_hire, 2, 1, "SEALED"}), "It was decided on ap-1: no hire, on 2 cards, 1 missing");
    EXPECT_EQ(said(hiring::CandidateErased{kCandidate, hiring::EraseReason::due}), "A candidate was erased, when their time was over");
    EXPECT_EQ(said(hiring::QualityNoted{"ap-1", kCandidate, 90, false, std::nullopt, "SEALED"}), "It was noted how ap-1 stands 90 days after the start") << "not how";
}

TEST(SentencesOfHiring, ACardSaysWhoseItIsAndNothingOfIt) {
    EXPECT_EQ(said(hiring::CardSubmitted{"iv-1", kCandidate, "person:ana", 1, false, "SEALED"}), "Ana Lima submitted a card of iv-1");
    EXPECT_EQ(said(hiring::CardSubmitted{"iv-1", kCandidate, "person:ana", 1, true, "SEALED"}), "Ana Lima submitted a card of iv-1, having seen others' cards");
    EXPECT_EQ(said(hiring::CardSubmitted{"iv-1", kCandidate, "person:ana", 3, true, "SEALED"}), "Ana Lima changed their card of iv-1 (version 3, after seeing others' cards)");
}

/// Every event with every text of it filled: none of it comes out.
TEST(SentencesOfHiring, NoSealedTextAndNoCandidateComesOut) {
    for (const hiring::Event& event : std::vector<hiring::Event>{
             hiring::CandidateAdded{kCandidate}, hiring::ApplicationMade{"ap-1", kCandidate, "op-1", {}}, hiring::ResumeKept{kCandidate, "pdf", 1, 1}, hiring::ResumeRemoved{kCandidate},
             hiring::StageMoved{"ap-1", kCandidate, {}, {}, "SEALED"}, hiring::InterviewPlanned{"iv-1", "ap-1", kCandidate, "r", "t", "k", 1, {"d"}, {"person:ana"}, kNoon, 30},
             hiring::InterviewChanged{"iv-1", kCandidate, {"d"}, {"person:ana"}, kNoon, 30}, hiring::InterviewCancelled{"iv-1", kCandidate, "SEALED"},
             hiring::CardSubmitted{"iv-1", kCandidate, "person:ana", 2, true, "SEALED"}, hiring::DebriefNoted{"ap-1", kCandidate, "SEALED"},
             hiring::DecisionMade{"ap-1", kCandidate, {}, 1, 1, "SEALED"}, hiring::OfferMade{"ap-1", kCandidate, "2026-11-22"},
             hiring::OfferAnswered{"ap-1", kCandidate, true, "2026-11-22", "SEALED"}, hiring::Started{"ap-1", kCandidate, "2026-11-22"}, hiring::Left{"ap-1", kCandidate, "2026-11-22"},
             hiring::QualityNoted{"ap-1", kCandidate, 90, true, true, "SEALED"}, hiring::KeepChanged{kCandidate, "2026-11-22", "SEALED"}, hiring::HoldSet{kCandidate, "SEALED"},
             hiring::HoldReleased{kCandidate, "SEALED"}, hiring::CandidateErased{kCandidate, {}}, hiring::LinkWithdrawn{"l", "ap-1", kCandidate},
             hiring::RequestMade{"rq-1", "ap-1", kCandidate, {}, "SEALED"}, hiring::RequestAnswered{"rq-1", kCandidate, true, "SEALED"}}) {
        const std::string text = said(event);
        EXPECT_FALSE(text.empty());
        for (const char* secret : {"SEALED", "EVE", "person:c1"}) EXPECT_EQ(text.find(secret), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace plimsoll::server
