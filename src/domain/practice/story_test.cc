// Stories as people write them, and what the rules say of each.
#include "domain/practice/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace plimsoll::practice {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Story whole() {
    Story s;
    s.id = "s1";
    s.kind = StoryKind::reliability_win;
    s.context = "I was on call for checkout at a shop with two million orders a month.";
    s.problem = "Every Monday at nine the payment pool of PgBouncer ran dry and one payment in ten failed.";
    s.action = "I put a limit on the report job instead of enlarging the pool, which delayed the reports by an hour, and wrote an alert on waiting connections.";
    s.result = "Failed payments on Mondays fell from 10 % to 0.2 % within two weeks, over 40,000 payments.";
    s.learning = "Since then every job that reads the payment database has a limit of its own, checked in CI.";
    return s;
}

std::vector<StoryRule> rules_of(const StoryCheck& check) {
    std::vector<StoryRule> out;
    for (const StoryFinding& f : check.findings) out.push_back(f.rule);
    return out;
}
std::vector<StoryRule> rules_of(const Story& story) { return rules_of(check_story(story)); }
const StoryFinding* finding(const StoryCheck& check, StoryRule rule) {
    const auto at = std::find_if(check.findings.begin(), check.findings.end(), [&](const StoryFinding& f) { return f.rule == rule; });
    return at == check.findings.end() ? nullptr : &*at;
}
std::string report(const Story& story) {
    std::string out;
    for (const StoryFinding& f : check_story(story).findings) out += f.text + (f.words.empty() ? "" : " [" + f.words[0] + "]") + "\n";
    return out;
}

TEST(StoryTest, AWholeStoryHasNoFindingAndShowsItsParts) {
    const StoryCheck check = check_story(whole());
    EXPECT_TRUE(check.findings.empty()) << report(whole());
    std::vector<StoryPart> parts;
    for (const StoryShows& s : check.shows) parts.push_back(s.part);
    EXPECT_THAT(parts, testing::UnorderedElementsAre(StoryPart::own_part, StoryPart::number, StoryPart::trade_off, StoryPart::detail, StoryPart::lasting));
    EXPECT_EQ(check.words_per_minute, 150);
    EXPECT_GT(check.words, 50);
    EXPECT_LT(check.seconds, 90);
}

TEST(StoryTest, EveryLineThatIsNotToldIsAskedFor) {
    const StoryCheck check = check_story(Story{});
    std::vector<std::string> fields;
    for (const StoryFinding& f : check.findings) {
        EXPECT_EQ(f.rule, StoryRule::missing_line);
        fields.push_back(f.field);
    }
    EXPECT_THAT(fields, ElementsAre("context", "problem", "action", "result", "learning"));
}

TEST(StoryTest, OneLineEach) {
    Story s = whole();
    s.action = "I did this.\nThen I did that.";
    EXPECT_THAT(rules_of(s), Contains(StoryRule::several_lines));
    s.action = whole().action + "\n";
    EXPECT_THAT(rules_of(s), Not(Contains(StoryRule::several_lines)));
}

TEST(StoryTest, WhoseDeedItWas) {
    const auto rules = [](const std::string& action, const std::string& result) {
        Story s = whole();
        s.action = action;
        s.result = result;
        return rules_of(s);
    };
    EXPECT_THAT(rules("We put a limit on the job instead of enlarging the pool.", "We cut failures by 90 %."), Contains(StoryRule::we_only));
    EXPECT_THAT(rules("The team rolled back and our team wrote an alert.", "Failures fell by 90 %."), Contains(StoryRule::we_only));
    EXPECT_THAT(rules("I think we did well: we put a limit on the job.", "We cut failures by 90 %."), Contains(StoryRule::we_only)) << "thinking is no deed";
    EXPECT_THAT(rules("I was asked to help, and we put a limit on it.", "We cut it by 90 %."), Contains(StoryRule::we_only));
    EXPECT_THAT(rules("A limit was put on the job.", "Failures fell by 90 %."), Contains(StoryRule::no_own_part));
    for (const char* own : {"I proposed a limit, and we put it in.", "We met, and I then drew the limit.", "Rolled back the release, then wrote the alert.", "I was incident commander and we put a limit on it.",
                            "My part was the limit; we tested it together.", "I\xE2\x80\x99ve put a limit on it with the team."}) {
        EXPECT_THAT(rules(own, "We cut it by 90 %."), Not(Contains(testing::AnyOf(StoryRule::we_only, StoryRule::no_own_part)))) << own;
    }
    Story s = whole();
    s.action = "We put a limit on the job.";
    s.result = "We won.";
    const StoryCheck check = check_story(s);
    ASSERT_NE(finding(check, StoryRule::we_only), nullptr);
    EXPECT_THAT(finding(check, StoryRule::we_only)->words, ElementsAre("We put")) << "it cites the words";
}

TEST(StoryTest, ANumberStandsInTheResult) {
    const auto rules = [](const std::string& result) {
        Story s = whole();
        s.context = "I was on call for checkout.";
        s.problem = "The payment pool of PgBouncer ran dry.";
        s.learning = "Since then every job has a limit of its own.";
        s.result = result;
        return rules_of(s);
    };
    for (const char* none : {"Failures fell a lot.", "It was fixed in 2024.", "The p99 is better now.", "No more 503 errors.", "No SEV 1 was seen.", "Nobody was called at 3 am."}) EXPECT_THAT(rules(none), Contains(StoryRule::no_number)) << none;
    for (const char* some : {"Failures fell by 90 %.", "Restore time was halved.", "From 40 to 12 minutes.", "Three pages a week, down from twenty.", "It saved 2,000 hours in 2024.", "Zero lost orders since.", "From weekly outages to none."}) EXPECT_THAT(rules(some), Not(Contains(StoryRule::no_number))) << some;
    Story s = whole();
    s.result = "It got much better.";
    const StoryCheck check = check_story(s);
    ASSERT_NE(finding(check, StoryRule::no_number_in_result), nullptr) << "a figure of the context is no result";
    EXPECT_FALSE(finding(check, StoryRule::no_number_in_result)->words.empty());
}

TEST(StoryTest, BlameIsCited) {
    const auto found = [](const std::string& problem) {
        Story s = whole();
        s.problem = problem;
        const StoryCheck check = check_story(s);
        const StoryFinding* f = finding(check, StoryRule::blame);
        return f ? f->words : std::vector<std::string>{};
    };
    for (const char* blames : {"It was the intern's fault.", "The developer forgot the timeout.", "They should have tested it.", "It was human error.", "The vendor was to blame.", "Operations ignored the alert.", "A careless change broke it.", "My manager wouldn't listen.", "My manager ignored my warnings.", "QA missed the bug.", "The network team had misconfigured the switch and would not admit it.", "A developer pushed a bad config."})
        EXPECT_THAT(found(blames), Not(IsEmpty())) << blames;
    for (const char* fair : {"It was my fault.", "The review was blameless.", "Nobody was to blame: the default was unsafe.", "It was not the developer's fault.", "A segmentation fault took it down.", "We ran fault injection.", "I should have known that limit.", "Lazy loading hid it.",
                             "The alert was ignored by its own rule.", "Their service returned an error.", "Our team missed the first sign.", "The probe missed it.", "The alert was missed."})
        EXPECT_THAT(found(fair), IsEmpty()) << fair << ": " << (found(fair).empty() ? "" : found(fair)[0]);
    EXPECT_THAT(found("Then the developer forgot the timeout."), ElementsAre("developer forgot"));
}

TEST(StoryTest, VagueLessons) {
    const auto rules = [](const std::string& learning) {
        Story s = whole();
        s.learning = learning;
        return rules_of(s);
    };
    for (const char* vague : {"I learned to communicate better.", "Communication is key.", "We must be more careful.", "I learned a lot.", "Pay more attention to details.", "Teamwork.", "Always test before a release.", "The importance of monitoring.", "I learned that communication is very important.", "We should have better monitoring."})
        EXPECT_THAT(rules(vague), Contains(StoryRule::vague_lesson)) << vague;
    for (const char* firm : {"Communicate better means an update every 30 minutes now, written in the runbook.", "Every migration has a rehearsed way back since then.", "It is not enough to communicate better: the gate checks the plan now.", "A pool without a limit shares its fate with its slowest user."})
        EXPECT_THAT(rules(firm), Not(Contains(StoryRule::vague_lesson))) << firm;
}

TEST(StoryTest, SomethingLasts) {
    const auto rules = [](const std::string& action, const std::string& learning) {
        Story s = whole();
        s.action = action;
        s.learning = learning;
        return rules_of(s);
    };
    EXPECT_THAT(rules("I restarted the pool instead of waiting.", "Pools run dry under slow queries when nobody looks."), Contains(StoryRule::nothing_lasting));
    for (const char* lasts : {"I wrote a runbook for it.", "I added a new alert on waiting connections.", "I automated the renewal.", "I introduced a weekly review.", "It became the standard of three teams.", "Every release has a canary since.", "The pipeline now blocks such a change.", "I tell them within a day since."})
        EXPECT_THAT(rules(lasts, "Pools run dry."), Not(Contains(StoryRule::nothing_lasting))) << lasts;
}

TEST(StoryTest, ATradeOffAndADetail) {
    Story s = whole();
    s.action = "I put a limit on the job and wrote an alert.";
    EXPECT_THAT(rules_of(s), Contains(StoryRule::no_trade_off));
    for (const char* weighed : {"I rolled back rather than patching.", "I chose stale reads over failed ones.", "I limited the job even though reports came later.", "I decided against a bigger pool.", "I accepted higher latency for fewer failures.", "I traded speed for safety.", "I ended their queues. The cost: one sprint."}) {
        s.action = weighed;
        EXPECT_THAT(rules_of(s), Not(Contains(StoryRule::no_trade_off))) << weighed;
    }
    Story bare;
    bare.kind = StoryKind::influence;
    bare.context = "I worked with several teams.";
    bare.problem = "Releases failed often.";
    bare.action = "I showed them a better way instead of telling them.";
    bare.result = "Failures fell by half.";
    bare.learning = "The new check is part of every release.";
    EXPECT_THAT(rules_of(bare), ElementsAre(StoryRule::no_detail)) << report(bare);
    for (const char* exact : {"I showed them Argo Rollouts instead of telling them.", "I set max_surge instead of telling them.", "I asked \"what would make you try it?\" instead of telling them.", "On Friday I showed them a better way instead of telling them.", "I measured p99 instead of telling them."}) {
        bare.action = exact;
        EXPECT_THAT(rules_of(bare), Not(Contains(StoryRule::no_detail))) << exact;
    }
}

TEST(StoryTest, NinetySecondsAtAStatedPace) {
    Story s = whole();
    s.context.clear();
    for (int i = 0; i < 226; ++i) s.context += "word ";
    const StoryCheck check = check_story(s);
    ASSERT_NE(finding(check, StoryRule::over_time), nullptr);
    EXPECT_THAT(finding(check, StoryRule::over_time)->text, HasSubstr("at 150 words a minute"));
    EXPECT_EQ(check.seconds, (check.words * 60 + 149) / 150);
    Story exact;
    for (int i = 0; i < 225; ++i) exact.context += "word ";
    EXPECT_EQ(check_story(exact).seconds, 90);
    EXPECT_EQ(finding(check_story(exact), StoryRule::over_time), nullptr) << "225 words are 90 s";
    EXPECT_NE(finding(check_story(exact, 149), StoryRule::over_time), nullptr);
}

TEST(StoryTest, AWeaknessIsRealAndManaged) {
    Story s;
    s.kind = StoryKind::weakness;
    s.context = "I lead six engineers.";
    s.problem = "I used to give feedback too late: one of them heard of a problem after three months.";
    s.action = "I keep a note for each of them and go through it every week since then.";
    s.result = "They said in the last survey that they hear it in time.";
    s.learning = "I slipped once in spring, when I was away, and told them so.";
    EXPECT_THAT(rules_of(s), IsEmpty()) << report(s);
    for (const char* polished : {"I am a perfectionist.", "I work too hard.", "I care too much.", "My standards are too high and I have high standards.", "I don't really have a weakness.", "I am too honest."}) {
        Story p = s;
        p.problem = polished;
        EXPECT_THAT(rules_of(p), Contains(StoryRule::weakness_not_real)) << polished;
    }
    s.action = "I keep a card on my desk, and a colleague tells me after the call.";
    EXPECT_THAT(rules_of(s), IsEmpty()) << report(s);
    s.action = "I try to think of it.";
    s.learning = "It is hard for me.";
    s.result = "It got better.";
    EXPECT_THAT(rules_of(s), Contains(StoryRule::weakness_not_managed));
}

TEST(StoryTest, LeavingHoldsNoComplaintAndSaysWhereTo) {
    Story s;
    s.kind = StoryKind::leaving;
    s.context = "I have run payments for four years.";
    s.problem = "The platform is stable, and the next problem of its size is not in sight.";
    s.action = "I handed my services over with drills.";
    s.result = "I am looking for a larger system, with a team to build.";
    s.learning = "I bring how we got there.";
    EXPECT_THAT(rules_of(s), IsEmpty()) << report(s);
    for (const char* complains : {"My boss is a micromanager.", "The culture is toxic.", "I am underpaid.", "Management never listened to us.", "It is boring.", "There is no growth there.", "Too much politics.", "The work-life balance is bad.", "I feel underappreciated.", "Leadership has no clue."}) {
        Story c = s;
        c.problem = complains;
        const StoryCheck check = check_story(c);
        ASSERT_NE(finding(check, StoryRule::complaint), nullptr) << complains;
        EXPECT_FALSE(finding(check, StoryRule::complaint)->words.empty());
    }
    s.result = "I gave notice.";
    EXPECT_THAT(rules_of(s), Contains(StoryRule::no_direction));
}

TEST(StoryTest, TellsWhichOfTheThreeIsMissing) {
    Story other = whole();
    other.kind = StoryKind::other;
    Story weak = whole();
    weak.id = "s2";
    weak.result = "Better.";
    const auto answer = check_stories({{other, weak, whole()}});
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->ready.size(), 3U);
    EXPECT_EQ(answer->ready[0].kind, StoryKind::reliability_win);
    EXPECT_EQ(answer->ready[0].story, "s1") << "the one with the fewest findings";
    EXPECT_EQ(answer->ready[1].kind, StoryKind::hard_feedback);
    EXPECT_EQ(answer->ready[1].story, "");
    EXPECT_EQ(answer->ready[2].story, "");
}

TEST(StoryTest, BoundsAreToldAllAtOnce) {
    Story s = whole();
    s.id = "no spaces";
    s.title = std::string(kLongestTitle + 1, 'x');
    s.action = std::string(kLongestLine + 1, 'x');
    const auto answer = check_stories({{s}, 79});
    ASSERT_FALSE(answer);
    std::vector<std::string> fields;
    for (const FieldError& f : answer.error().fields()) fields.push_back(f.where);
    EXPECT_THAT(fields, testing::UnorderedElementsAre("/words_per_minute", "/stories/0/id", "/stories/0/title", "/stories/0/action"));
    s = whole();
    s.action = std::string(kLongestLine, 'x');
    s.title = std::string(kLongestTitle, 'x');
    EXPECT_TRUE(check_stories({{s}, kSlowestPace}));
    EXPECT_TRUE(check_stories({{s}, kFastestPace}));
    EXPECT_FALSE(check_stories({{s}, kFastestPace + 1}));
    EXPECT_TRUE(check_stories({std::vector<Story>(kMostStories, whole())}));
    EXPECT_FALSE(check_stories({std::vector<Story>(kMostStories + 1, whole())}));
}

RC_GTEST_PROP(StoryProperty, AnyTextIsReadAndEveryCitedWordStandsInIt, (const std::string& one, const std::string& two)) {
    Story s = whole();
    s.kind = *rc::gen::element(StoryKind::reliability_win, StoryKind::weakness, StoryKind::leaving);
    s.problem = one;
    s.action = two + " we should have known, I think, " + one;
    const StoryCheck check = check_story(s);
    const auto squeezed = [](const std::string& text) {
        std::string out;
        for (const char c : text) if (c != ' ' && c != '\n' && c != '\t' && c != '\r') out += c;
        return out;
    };
    const std::string all = squeezed(s.context + s.problem + s.action + s.result + s.learning);
    for (const StoryFinding& f : check.findings)
        for (const std::string& words : f.words) RC_ASSERT(all.find(squeezed(words)) != std::string::npos);
    for (const StoryShows& shown : check.shows) RC_ASSERT(all.find(squeezed(shown.words)) != std::string::npos);
}

}  // namespace
}  // namespace plimsoll::practice
