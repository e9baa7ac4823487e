// reader_test.cc: what the parent makes of its child's end and answer.
#include "documents/reader.h"

#include <gtest/gtest.h>

#include "documents/pdf_for_tests.h"

namespace plimsoll::documents {
namespace {

const std::string kPdf = fixture::pdf({fixture::line(72, 700, "A page")});

Error refusal(const std::string& bytes, const char* program, const Limits& limits = {}) {
    const auto read = read_document(bytes, limits, program);
    return read ? fail(errors::damaged, "it was read") : read.error();
}

TEST(Reader, AnAnswerThatIsNoneIsDamage) {
    const Error error = refusal(kPdf, "/bin/true");
    EXPECT_TRUE(error.is(errors::damaged)) << error.sentence();
    EXPECT_NE(error.sentence().find("answer"), std::string::npos);
}

TEST(Reader, AReaderThatFailsIsNotTheDocumentsFault) {
    EXPECT_TRUE(refusal(kPdf, "/bin/false").is(errors::refused));
    EXPECT_TRUE(refusal(kPdf, "/nonexistent").is(errors::refused));
    EXPECT_TRUE(refusal(kPdf, "").is(errors::refused));
}

TEST(Reader, TextNeedsNone) {
    EXPECT_TRUE(refusal("Asha Rao", "/proc/self/exe").is(errors::format));
    EXPECT_TRUE(refusal("{\"basics\": {}}", "/proc/self/exe").is(errors::format));
}

TEST(Reader, BytesAreCountedBeforeAnythingIsStarted) {
    Limits limits;
    limits.bytes = kPdf.size();
    EXPECT_TRUE(read_document(kPdf, limits, "/proc/self/exe"));
    limits.bytes = kPdf.size() - 1;
    EXPECT_TRUE(refusal(kPdf, "/nonexistent", limits).is(errors::too_large));
}

TEST(Reader, TextBeyondItsBoundIsRefused) {
    Limits limits;
    limits.text = 4;
    EXPECT_TRUE(refusal(kPdf, "/proc/self/exe", limits).is(errors::too_large));
}

}  // namespace
}  // namespace plimsoll::documents
