// Where the server's questions come from, and what happens when the team's own are wrong.
#include "server/question_bank.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/temp_folder_for_tests.h"

namespace plimsoll::server {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& id, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "kit: questions\nformat: 1\ncompetency: toil\nquestions:\n  - {id: " << id << ", text: \""
                        << text << "\", kind: technical, level: basic}\n";
}

class QuestionBankTest : public testing::Test {
protected:
    [[nodiscard]] static std::string text_of(const QuestionBank& bank, const std::string& id) {
        const people::Question* q = bank.now()->bank.find(id);
        return q == nullptr ? "" : q->text;
    }
    TempFolder folder;
    fs::path catalog = folder.path() / "catalog";
    fs::path kits = folder.path() / "own";
};

TEST_F(QuestionBankTest, ShipsQuestionsAndTakesThoseOfTheCatalogueAndOfKits) {
    write(catalog / "kits" / "a.yaml", "acme-1", "From the catalogue?");
    write(kits / "b.yaml", "acme-1", "From --kits?");
    write(kits / "c.yaml", "A1", "Ours?");
    QuestionBank bank(catalog, kits);
    EXPECT_TRUE(bank.now()->bank.questions().empty());
    ASSERT_TRUE(bank.read());
    EXPECT_EQ(text_of(bank, "acme-1"), "From --kits?");
    EXPECT_EQ(text_of(bank, "A1"), "Ours?");
    EXPECT_NE(text_of(bank, "A2"), "");
    EXPECT_EQ(bank.now()->replaced.size(), 2U) << "both are told";
}

TEST_F(QuestionBankTest, AWrongQuestionIsNamedAndTheOthersAreAsked) {
    write(catalog / "kits" / "a.yaml", "7", "Its id begins with a digit?");
    write(catalog / "kits" / "b.yaml", "acme-2", "This one is right?");
    QuestionBank bank(catalog, {});
    ASSERT_TRUE(bank.read());
    EXPECT_EQ(text_of(bank, "acme-2"), "This one is right?");
    ASSERT_EQ(bank.now()->problems.size(), 1U);
    EXPECT_EQ(bank.now()->problems[0].file, "a.yaml");
}

TEST_F(QuestionBankTest, AFolderThatIsNotThereLeavesTheBankAsItWas) {
    write(kits / "b.yaml", "acme-1", "Here?");
    QuestionBank bank(catalog, kits);
    ASSERT_TRUE(bank.read());
    fs::remove_all(kits);
    EXPECT_FALSE(bank.read());
    EXPECT_EQ(text_of(bank, "acme-1"), "Here?");
}

TEST_F(QuestionBankTest, ReadsAnewWhenToldTo) {
    QuestionBank bank(catalog, {});
    ASSERT_TRUE(bank.read());
    EXPECT_EQ(text_of(bank, "acme-1"), "");
    write(catalog / "kits" / "a.yaml", "acme-1", "New?");
    ASSERT_TRUE(bank.read());
    EXPECT_EQ(text_of(bank, "acme-1"), "New?");
}

}  // namespace
}  // namespace plimsoll::server
