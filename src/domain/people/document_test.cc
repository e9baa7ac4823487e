#include "domain/people/document.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/people/document_statements.h"

namespace plimsoll::people {
namespace {

Document of(std::string text) { return Document({{std::move(text), "", 0, 1, 1}}, "UTF-8", {}); }

std::string cited(const std::string& original, const Document& document, std::string_view word) {
    const std::size_t at = document.text().find(word);
    if (at == std::string::npos) return "not found";
    const Span span = document.original(at, at + word.size());
    return original.substr(span.begin, span.end - span.begin);
}

TEST(Document, LigaturesAreLetters) {
    const std::string text = "Con\xEF\xAC\x81guration and tra\xEF\xAC\x83" "c shaping";
    const Document d = of(text);
    EXPECT_EQ(d.text(), "Configuration and traffic shaping\n");
    EXPECT_EQ(cited(text, d, "Configuration"), "Con\xEF\xAC\x81guration");
    EXPECT_EQ(cited(text, d, "shaping"), "shaping");
}

TEST(Document, SoftHyphensAndInvisibleCharactersAreGone) {
    const std::string text = "Kuber\xC2\xAD" "netes and Ter\xE2\x80\x8Braform";
    const Document d = of(text);
    EXPECT_EQ(d.text(), "Kubernetes and Terraform\n");
    EXPECT_EQ(cited(text, d, "Terraform"), "Ter\xE2\x80\x8Braform");
}

TEST(Document, AWordDividedAtALinesEndIsWhole) {
    const std::string text = "I ran Kuber-\n  netes clusters\nand on-\ncall rotations";
    const Document d = of(text);
    EXPECT_EQ(d.text(), "I ran Kubernetes\nclusters\nand on-call\nrotations\n");
    EXPECT_EQ(cited(text, d, "clusters"), "clusters");
    EXPECT_EQ(d.lines()[1].number, 2);
}

TEST(Document, AHyphenBeforeACapitalOrADigitStays) { EXPECT_EQ(of("SOC-\n2 and Multi-\nRegion").text(), "SOC-\n2 and Multi-\nRegion\n"); }

TEST(Document, BulletsOfAnyKindBeginALine) {
    for (const char* bullet : {"- ", "* ", "\xE2\x80\xA2 ", "\xE2\x96\xAA ", "\xE2\x80\xA2", "+ "}) {
        const Document d = of(std::string(bullet) + "Ran Kafka");
        EXPECT_TRUE(d.lines()[0].bullet) << bullet;
        EXPECT_EQ(d.view(d.lines()[0].begin, d.lines()[0].end), "Ran Kafka") << bullet;
    }
    EXPECT_FALSE(of("-5 degrees").lines()[0].bullet);
}

TEST(Document, FormFeedsPartPages) {
    const Document d = of("one\ftwo\nthree");
    EXPECT_EQ(d.pages(), 2);
    EXPECT_EQ(d.original(d.text().find("three"), d.text().find("three") + 5).page, 2);
}

TEST(Document, TextThatHidesIsTold) {
    const Document d = of("Ran \xE2\x80\xAEKafka");
    ASSERT_FALSE(d.problems().empty());
    EXPECT_EQ(d.problems()[0].code, "invisible_text");
}

TEST(Document, LettersWithoutMeaningLowerTheConfidence) {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "word \xEE\x80\x81\xEE\x80\x82 ";
    EXPECT_LT(of(text).confidence(), 0.7);
    std::string spaced;
    for (int i = 0; i < 50; ++i) spaced += "K u b e ";
    EXPECT_LT(of(spaced).confidence(), 0.7);
}

TEST(Document, EncodingsAreRecognisedAndTold) {
    EXPECT_EQ(decode_text("\xEF\xBB\xBF" "Go")->text, "Go");
    EXPECT_EQ(decode_text(std::string_view("\xFF\xFEG\0o\0", 6))->text, "Go");
    EXPECT_EQ(decode_text(std::string_view("\xFE\xFF\0G\0o", 6))->text, "Go");
    EXPECT_EQ(decode_text(std::string_view("G\0o\0p\0h\0e\0r\0", 12))->text, "Gopher");
    const auto latin = decode_text("Jos\xE9 \x96 SRE");
    EXPECT_EQ(latin->text, "José – SRE");
    EXPECT_EQ(latin->encoding, "Latin-1");
    ASSERT_EQ(latin->problems.size(), 1U);
}

TEST(Document, WhatIsNoTextIsRefusedWithItsFormat) {
    EXPECT_EQ(decode_text("%PDF-1.7 x").error().code(), "people.document_format");
    EXPECT_EQ(decode_text("PK\x03\x04 x").error().code(), "people.document_format");
    EXPECT_EQ(decode_text("{\\rtf1 x").error().code(), "people.document_format");
    EXPECT_EQ(decode_text(std::string_view("a\0b", 3)).error().code(), "people.document_format");
    EXPECT_EQ(decode_text(" \n ").error().code(), "people.document_empty");
    EXPECT_EQ(decode_text("").error().code(), "people.document_empty");
}

TEST(Document, MoreThanFourMebibytesOrTwentyPagesAreRefused) {
    EXPECT_TRUE(decode_text(std::string(kLongestDocument, 'a')));
    EXPECT_EQ(decode_text(std::string(kLongestDocument + 1, 'a')).error().code(), "people.document_too_large");
    EXPECT_TRUE(read_text_document("x" + std::string(19, '\f')));
    EXPECT_EQ(read_text_document("x" + std::string(20, '\f')).error().code(), "people.document_too_large");
}

RC_GTEST_PROP(Document, EveryWordIsCitedAsItWasWritten, ()) {
    const auto piece = rc::gen::elementOf(std::vector<std::string>{"alpha", "Beta9", " ", "\n", "\xC2\xAD", "\xEF\xAC\x81", "é", "e\xCC\x81", "\t", "\r\n", "\xE2\x80\xA2", "-", "\xE2\x80\x93", "\xC2\xA0"});
    const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
    std::string text;
    for (const std::string& p : pieces) text += p;
    const Document d = of(text);
    // Words of plain letters stand in the original where the map says, unless something invisible stood inside of them.
    for (const Word& word : words_of_text(d.text(), 0, d.text().size())) {
        const std::string_view said = d.view(word.begin, word.end);
        const Span span = d.original(word.begin, word.end);
        RC_ASSERT(span.begin <= span.end);
        RC_ASSERT(span.end <= text.size());
        const std::string original = text.substr(span.begin, span.end - span.begin);
        if (said == "alpha" || said == "Beta9") RC_ASSERT(original.substr(0, said.size()) == said);
    }
}

TEST(Passages, WrappedBulletsAreOneAndSentencesAreParted) {
    const Document d = of("- Ran Kafka for teams,\n  and cut its cost. Wrote docs e.g. Runbooks.\n- Moved hosts");
    const auto cut = passages(d, std::vector<bool>(d.lines().size(), false));
    ASSERT_EQ(cut.size(), 3U);
    EXPECT_EQ(d.view(cut[0].begin, cut[0].end), "Ran Kafka for teams,\n  and cut its cost.");
    EXPECT_EQ(d.view(cut[1].begin, cut[1].end), "Wrote docs e.g. Runbooks.");
    EXPECT_TRUE(cut[1].bullet);
}

TEST(Passages, NoneIsLongerThanItsBound) {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "word ";
    const Document d = of(text + std::string(5000, 'x'));
    const auto cut = passages(d, std::vector<bool>(d.lines().size(), false));
    EXPECT_GE(cut.size(), 7U);
    for (const Passage& p : cut) EXPECT_LE(p.end - p.begin, kLongestPassage);
}

TEST(Passages, ALineOfNamesIsAList) {
    const Document d = of("Go, Python, Terraform");
    EXPECT_TRUE(passages(d, {false, false})[0].list);
    EXPECT_FALSE(passages(of("Ran Kafka, which is a broker, for several teams of the shop"), {false, false})[0].list);
}

TEST(Document, SpansOfOneValueEndWithIt) {
    // Values of a JSON document each begin at 0; the first ends where it ends, not where the next begins.
    const Document document({{"OpenTelemetry", "/skills/0", 0, 1, 1}, {"Go", "/skills/1", 0, 1, 1}}, "UTF-8", {});
    const Span first = document.original(0, 13);
    EXPECT_EQ(first.source, "/skills/0");
    EXPECT_EQ(std::pair(first.begin, first.end), std::pair(std::uint64_t{0}, std::uint64_t{13}));
    const Span second = document.original(14, 16);
    EXPECT_EQ(second.source, "/skills/1");
    EXPECT_EQ(std::pair(second.begin, second.end), std::pair(std::uint64_t{0}, std::uint64_t{2}));
}

RC_GTEST_PROP(Document, WordsAreCountedAsOneWouldByHand, ()) {
    const auto pieces = rc::gen::elementOf(std::vector<std::string>{"a", "Z", "bcd", " ", "  ", "3", ".", "\xC3\xA9", "abcdefghijklmnopqrstuvwxyz"});
    std::string text;
    for (const std::string& piece : *rc::gen::container<std::vector<std::string>>(pieces)) text += piece;
    const Document document({{text, "", 0, 1, 1}}, "UTF-8", {});
    std::size_t words = 0;
    std::size_t single = 0;
    std::size_t length = 0;
    for (const char c : document.text() + " ") {
        const bool letter = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && length > 0) {
            ++words;
            single += length == 1 ? 1 : 0;
        }
        length = letter ? length + 1 : 0;
    }
    std::vector<DocumentProblem> wanted;
    if (words > 20 && single * 10 > words * 4) wanted.push_back({"spaced_letters", "most words stand as single letters: the document's text cannot be relied on"});
    if (words < 30) wanted.push_back({"little_text", "there are only " + std::to_string(words) + " words"});
    RC_ASSERT(document.problems() == wanted);
}

}  // namespace
}  // namespace plimsoll::people
