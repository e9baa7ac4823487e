#include "server/document_reading.h"

#include <gtest/gtest.h>

#include "domain/people/resume.h"

namespace plimsoll::server {
namespace {

TEST(DocumentReading, PiecesBecomeRunsWhoseSpansCountTheirText) {
    documents::Pieces pieces;
    pieces.format = "pdf";
    pieces.pieces = {{"Experience", 1, 1, 0}, {"Ran the infra-\nstructure of a shop", 1, 2, 0}, {"- Kubernetes", 2, 1, 0}};
    pieces.problems = {{"hidden_text", "one piece of text cannot be seen"}};
    pieces.pages = 2;
    pieces.confidence = 0.9;
    documents::set_offsets(pieces);
    const people::Document document = document_of(pieces);
    const std::string& text = document.text();
    EXPECT_NE(text.find("infrastructure"), std::string::npos) << "a divided word is whole";
    EXPECT_EQ(document.format(), "pdf");
    EXPECT_EQ(document.encoding(), "PDF");
    EXPECT_EQ(document.pages(), 2);
    EXPECT_LE(document.confidence(), 0.9);
    ASSERT_FALSE(document.problems().empty());
    EXPECT_EQ(document.problems().front().code, "hidden_text");
    const std::size_t at = text.find("Kubernetes");
    const people::Span span = document.original(at, at + 10);
    EXPECT_EQ(span.page, 2);
    EXPECT_EQ(span.line, 1);
    EXPECT_EQ(documents::text_of(pieces).substr(span.begin, span.end - span.begin), "Kubernetes");
}

TEST(DocumentReading, TextAndJsonNeedNoReader) {
    const auto text = read_given("# Asha\nKubernetes");
    ASSERT_TRUE(text);
    EXPECT_FALSE(*text);
    const auto json = read_given("{\"basics\": {}}");
    ASSERT_TRUE(json);
    EXPECT_FALSE(*json);
    EXPECT_TRUE(read_given("{\\rtf1").error().is(documents::errors::format));
    documents::Limits small;
    small.bytes = 3;
    EXPECT_TRUE(read_given("Asha", small).error().is(documents::errors::too_large));
}

}  // namespace
}  // namespace plimsoll::server
