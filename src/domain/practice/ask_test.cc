// Questions to ask back: those that ship, and a team's own.
#include "domain/practice/ask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "base/temp_folder_for_tests.h"
#include "domain/people/bank.h"
#include "domain/people/embedded.h"
#include "domain/people/question_words.h"

namespace plimsoll::practice {
namespace {

using testing::HasSubstr;

std::vector<AskBack> read(const std::string& text, std::vector<catalog::Problem>& problems) {
    catalog::Problems found;
    auto out = read_ask_kits({{"k.yaml", text}}, found);
    problems = found.in_order_errors();
    return out;
}
const std::string kHead = "kit: asks\nformat: 1\nasks:\n";

TEST(AskTest, TheShippedOnesPassTheLinterAndCoverEveryTopic) {
    catalog::Problems problems;
    std::vector<catalog::FileText> files;
    for (const people::EmbeddedKit& kit : people::embedded_kits("asks")) files.push_back({std::string(kit.path), std::string(kit.text)});
    const std::vector<AskBack> asks = read_ask_kits(files, problems);
    lint_asks(asks, problems);
    EXPECT_TRUE(problems.in_order_errors().empty()) << problems.in_order_errors()[0].rule;
    EXPECT_TRUE(problems.in_order_warnings().empty()) << problems.in_order_warnings()[0].rule;
    std::map<AskTopic, int> topics;
    for (const AskBack& ask : asks) ++topics[ask.topic];
    EXPECT_EQ(topics.size(), people::words_of<AskTopic>().size());
    for (const auto& [topic, n] : topics) EXPECT_GE(n, 2) << people::word_of(topic);
}

TEST(AskTest, MeasurementComesFirst) {
    const auto asks = read_asks({});
    ASSERT_TRUE(asks);
    EXPECT_EQ(asks->items.front().topic, AskTopic::measurement);
    EXPECT_EQ(asks->items.back().topic, AskTopic::ownership);
    EXPECT_EQ(asks->items.front().origin, "shipped/asks/asks.yaml");
}

TEST(AskTest, EveryErrorAtItsPlaceAndTheOthersAreRead) {
    std::vector<catalog::Problem> problems;
    const auto asks = read(kHead + "  - {id: 7, topic: pains, text: \"A?\"}\n  - {id: a-1, topic: magic, text: \"B?\", colour: red}\n  - {id: a-2, topic: pains, text: \"C?\"}\n  - {id: a-2, topic: pains, text: \"D?\"}\n", problems);
    ASSERT_EQ(asks.size(), 1U);
    EXPECT_EQ(asks[0].text, "C?");
    ASSERT_EQ(problems.size(), 4U);
    EXPECT_EQ(problems[0].where().substr(0, 8), "k.yaml:4");
    EXPECT_THAT(problems[3].code, HasSubstr("duplicate_ask"));
}

TEST(AskTest, BoundsOfTexts) {
    std::vector<catalog::Problem> problems;
    EXPECT_EQ(read(kHead + "  - {id: a, topic: pains, text: \"" + std::string(kLongestAsk, 'x') + "\", why: " + std::string(kLongestAskNote, 'y') + "}\n", problems).size(), 1U);
    EXPECT_EQ(read(kHead + "  - {id: a, topic: pains, text: \"" + std::string(kLongestAsk + 1, 'x') + "\"}\n", problems).size(), 0U);
    EXPECT_EQ(read(kHead + "  - {id: a, topic: pains, text: \"A?\", good: [" + std::string(kLongestAskNote + 1, 'x') + "]}\n", problems).size(), 0U);
    std::string many = kHead;
    for (std::size_t i = 0; i <= kMostAsks; ++i) many += "  - {id: a-" + std::to_string(i) + ", topic: pains, text: \"Q?\"}\n";
    EXPECT_EQ(read(many, problems).size(), kMostAsks);
    EXPECT_EQ(problems.size(), 1U);
}

TEST(AskTest, ThinAsksAreWarnedOf) {
    catalog::Problems problems;
    lint_asks(read_ask_kits({{"k.yaml", kHead + "  - {id: a, topic: pains, text: \"How many days of vacation are there\"}\n"}}, problems), problems);
    std::string all;
    for (const catalog::Problem& p : problems.in_order_warnings()) all += p.rule + "\n";
    for (const char* rule : {"question mark", "benefits alone", "`why` is missing", "`good` has 0 items", "`bad` has 0 items", "`after_bad` is missing"}) EXPECT_THAT(all, HasSubstr(rule));
}

TEST(AskTest, AFolderIsCheckedAsAWhole) {
    const TempFolder folder;
    EXPECT_FALSE(check_asks(folder.path())) << "there is nothing in it";
    std::ofstream(folder.path() / "own.yaml") << kHead << "  - {id: acme-1, topic: on_call, text: \"Who gets up?\"}\n";
    const auto thin = check_asks(folder.path());
    ASSERT_TRUE(thin);
    EXPECT_FALSE(thin->ok);
    EXPECT_EQ(thin->asks, 1);
    EXPECT_TRUE(thin->errors.empty());
    EXPECT_FALSE(thin->warnings.empty());
}

TEST(AskTest, OwnKitsLieBesideQuestionsAndReplaceByTheirId) {
    const TempFolder folder;
    std::ofstream(folder.path() / "own.yaml") << kHead << "  - {id: measure-1, topic: measurement, text: \"Ours?\"}\n  - {id: acme-1, topic: on_call, text: \"Another?\"}\n";
    std::ofstream(folder.path() / "questions.yaml") << "kit: questions\nformat: 1\ncompetency: toil\nquestions:\n  - {id: acme-9, text: \"Q?\", kind: technical, level: basic}\n";
    const auto asks = read_asks({folder.path()});
    ASSERT_TRUE(asks);
    EXPECT_TRUE(asks->problems.empty());
    std::map<std::string, AskBack> by;
    for (const AskBack& ask : asks->items) by[ask.id] = ask;
    EXPECT_EQ(by["measure-1"].text, "Ours?");
    EXPECT_EQ(by["acme-1"].origin, "own.yaml");
    const auto questions = people::read_bank({folder.path()});
    ASSERT_TRUE(questions);
    EXPECT_TRUE(questions->problems.empty()) << questions->problems[0].rule;
    EXPECT_FALSE(read_asks({folder.path() / "gone"}));
}

}  // namespace
}  // namespace plimsoll::practice
