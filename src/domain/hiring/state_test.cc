// What is folded from the log's bytes is what is live, after any commands; and an event about what is not there changes nothing.
#include "domain/hiring/state.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/hiring/hiring_codec.h"
#include "domain/hiring/hiring_for_tests.h"

namespace plimsoll::hiring {
namespace {

using namespace fixture;

template <class E>
E any(E most) {
    return static_cast<E>(*rc::gen::inRange(0, static_cast<int>(most) + 1));
}

/// Somebody does something; what is refused is refused.
void something(Engine& e) {
    const std::string op = "op-" + std::to_string(*rc::gen::inRange(1, 4));
    const std::string ap = "ap-" + std::to_string(*rc::gen::inRange(1, 5));
    const std::string iv = "iv-" + std::to_string(*rc::gen::inRange(1, 6));
    const std::string who = "person:c" + std::to_string(*rc::gen::inRange(1, 4));
    const std::string rater = *rc::gen::elementOf(std::vector<std::string>{kAna, kBob, kMara});
    const std::string day = "2026-11-" + std::to_string(*rc::gen::inRange(18, 24));
    const auto wanted = [&](const Command& c) { (void)e.outcome(c, *rc::gen::elementOf(std::vector<std::string>{kMara, "token:t"})); };
    switch (*rc::gen::inRange(0, 27)) {
        case 0: return wanted(MakeOpening{opening()});
        case 1: return wanted(ChangeOpening{op, opening("Other")});
        case 2: return wanted(CloseOpening{op, *rc::gen::arbitrary<bool>(), "Done"});
        case 3: return wanted(ReopenOpening{op, "Again"});
        case 4: return wanted(AddCandidate{who, op, any(Source::other)});
        case 5: return wanted(Apply{who, op, any(Source::other)});
        case 6: return wanted(KeepResume{who, "pdf", 2, 1000});
        case 7: return wanted(RemoveResume{who});
        case 8: return wanted(MoveStage{ap, any(Stage::withdrawn), "s"});
        case 9:
        case 10: return wanted(plan(ap, {rater}));
        case 11: return wanted(ChangeInterview{iv, {"care"}, {"care"}, {rater, kAna}, {kAna, kBob, kMara}, e.clock.now(), 20});
        case 12: return wanted(CancelInterview{iv, "s"});
        case 13:
        case 14: {
            const InterviewRow* row = find_interview(e.state, iv);
            const CardRow* card = row == nullptr ? nullptr : card_of(*row, rater);
            return wanted(SubmitCard{iv, rater, card == nullptr ? 1 : static_cast<int>(card->versions.size()) + 1, *rc::gen::arbitrary<bool>(), "s"});
        }
        case 15: return wanted(NoteDebrief{ap, "s"});
        case 16: return wanted(Decide{ap, any(Outcome::hold), "s"});
        case 17: return wanted(MakeOffer{ap, day});
        case 18: return wanted(AnswerOffer{ap, *rc::gen::arbitrary<bool>(), day, ""});
        case 19: return wanted(Start{ap, day});
        case 20: return wanted(Leave{ap, day});
        case 21: e.clock.advance(Duration::days(*rc::gen::inRange(1, 120))); return wanted(NoteQuality{ap, 90, true, std::nullopt, "s"});
        case 22: return wanted(ChangeKeep{who, "2030-01-01", "s"});
        case 23: return *rc::gen::arbitrary<bool>() ? wanted(SetHold{who, "s"}) : wanted(ReleaseHold{who, "s"});
        case 24: return *rc::gen::inRange(0, 4) == 0 ? wanted(EraseCandidate{who, EraseReason::asked}) : wanted(Ask{ap, any(AskedFor::erasure), "s"});
        case 25: return wanted(AnswerRequest{ap, "rq-" + std::to_string(*rc::gen::inRange(1, 4)), true, "s"});
        default: return wanted(RateCalibration{"set", 1, iv, rater, {"care"}, {{"care", 3}}});
    }
}

State folded_from_bytes(const Engine& e) {
    State out;
    for (const auto& [event, stamp] : e.log) {
        const log::NewEvent row = encode(event, {stamp.at, stamp.actor}, "test");
        const auto read = decode(row);
        RC_ASSERT(read.has_value() && read->has_value());
        apply(out, **read, stamp);
    }
    return out;
}

TEST(HiringState, FoldedFromTheLogsBytesIsWhatIsLive) {
    rc::check([] {
        Engine e;
        e.begin("person:c1");
        const int steps = *rc::gen::inRange(0, 120);
        for (int i = 0; i < steps; ++i) something(e);
        const State folded = folded_from_bytes(e);
        RC_ASSERT(json::encode(folded) == json::encode(e.state));
        const auto again = json::decode<State>(json::encode(folded));
        RC_ASSERT(again.has_value());
        RC_ASSERT(json::encode(*again) == json::encode(folded));
        for (const auto& [id, interview] : folded.interviews) {
            RC_ASSERT(find_application(folded, interview.application) != nullptr);
            RC_ASSERT(interview.named_at.size() == interview.interviewers.size());
            for (const CardRow& card : interview.cards) {
                int version = 0;
                for (const CardVersion& one : card.versions) RC_ASSERT(one.version == ++version);
                RC_ASSERT(is_interviewer(interview, card.rater));
            }
        }
        for (const auto& [id, application] : folded.applications) {
            Stage at = Stage::applied;
            for (const Passage& passage : application.passages) {
                RC_ASSERT(passage.from == at);
                at = passage.to;
            }
            RC_ASSERT(at == application.stage);
            if (application.stage == Stage::hired) RC_ASSERT(application.accepted == true);
        }
    });
}

TEST(HiringState, AnEventAboutWhatIsNotThereChangesNothing) {
    Engine e;
    e.begin();
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    ASSERT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "s"}, kAna), "ok");
    ASSERT_EQ(e.outcome(Ask{"ap-1", AskedFor::correction, "s"}), "ok");
    State empty;
    for (const auto& [event, stamp] : e.log) {
        const bool makes = std::holds_alternative<OpeningMade>(event) || std::holds_alternative<CandidateAdded>(event) || std::holds_alternative<ApplicationMade>(event) ||
                           std::holds_alternative<InterviewPlanned>(event);
        if (!makes) apply(empty, event, stamp);
    }
    empty.requests_made = 0;
    EXPECT_EQ(json::encode(empty), json::encode(State()));
}

TEST(HiringState, NoWordAboutAnybodyStandsInIt) {
    Engine e;
    e.begin();
    ASSERT_EQ(e.outcome(plan("ap-1", {kAna})), "ok");
    ASSERT_EQ(e.outcome(SubmitCard{"iv-1", kAna, 1, false, "WORDS"}, kAna), "ok");
    ASSERT_EQ(e.outcome(MoveStage{"ap-1", Stage::decision, "WORDS"}), "ok");
    ASSERT_EQ(e.outcome(Decide{"ap-1", Outcome::hire, "WORDS"}), "ok");
    EXPECT_EQ(json::encode(e.state).find("WORDS"), std::string::npos) << "a snapshot holds no sealed text either";
}

TEST(HiringState, StreamsAreOfTheCandidateTheOpeningOrTheSet) {
    const log::Issued issued{kStart, kMara};
    EXPECT_EQ(encode(OpeningMade{"op-1", opening()}, issued, "api").stream, "opening/op-1");
    EXPECT_EQ(encode(ApplicationMade{"ap-1", kCandidate, "op-1", Source::applied}, issued, "api").stream, "candidate/" + kCandidate);
    EXPECT_EQ(encode(CardSubmitted{"iv-1", kCandidate, kAna, 1, false, ""}, issued, "api").stream, "candidate/" + kCandidate);
    EXPECT_EQ(encode(CalibrationRated{"acme-set", 1, "i1", kAna, {}}, issued, "api").stream, "calibration/acme-set");
}

}  // namespace
}  // namespace plimsoll::hiring
