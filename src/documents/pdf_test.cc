// pdf_test.cc: PDFs through the whole way, poppler and sandbox and all, and the pure parts alone.
#include "documents/pdf.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "documents/pdf_for_tests.h"
#include "documents/pdf_look.h"
#include "documents/pdf_page.h"
#include "documents/reader.h"

namespace plimsoll::documents {
namespace {

using fixture::line;
using fixture::pdf;

Result<Pieces> read(const std::string& bytes, Limits limits = {}) {
    limits.wall_ms = 60'000;  // an upper bound for slow machines; nothing waits for it
    return read_document(bytes, limits, "/proc/self/exe");
}

std::string text(const std::string& bytes) {
    const auto pieces = read(bytes);
    return pieces ? text_of(*pieces) : pieces.error().sentence();
}

/// What is hidden, and why.
std::map<std::string, std::string> hidden(const std::string& bytes) {
    const auto pieces = read(bytes);
    std::map<std::string, std::string> out;
    if (!pieces) return {{"error", pieces.error().sentence()}};
    for (const HiddenText& h : pieces->hidden) out[h.text] = h.why;
    return out;
}

std::string fixture_file(const char* name) {
    std::ifstream in(std::filesystem::path(PLIMSOLL_SOURCE_DIR) / "tests" / "people" / "resumes" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Pdf, LinesPagesAndPlacesAreTold) {
    const auto pieces = read(pdf({line(72, 700, "First line") + line(72, 600, "Second, far below"), line(72, 700, "Of page two")}));
    ASSERT_TRUE(pieces) << pieces.error().sentence();
    EXPECT_EQ(pieces->format, "pdf");
    EXPECT_EQ(pieces->pages, 2);
    EXPECT_EQ(pieces->confidence, 1);
    EXPECT_TRUE(pieces->problems.empty());
    EXPECT_EQ(pieces->pieces, (std::vector<Piece>{{"First line", 1, 1, 0}, {"Second, far below", 1, 2, 11}, {"Of page two", 2, 1, 29}}));
}

TEST(Pdf, WhatNobodySeesIsLeftOutAndTold) {
    const std::string seen = line(72, 700, "Visible Kubernetes");
    const auto why = [&](const std::string& content, const std::string& what) {
        const std::string bytes = pdf({seen + content});
        EXPECT_EQ(text(bytes), "Visible Kubernetes\n") << content;
        const auto found = hidden(bytes);
        const auto it = found.find(what);
        return it == found.end() ? std::string("not told") : it->second;
    };
    EXPECT_EQ(why("1 g " + line(72, 660, "White Ansible"), "White Ansible"), "in the colour of its background");
    EXPECT_EQ(why("0.96 g " + line(72, 660, "Pale Ansible"), "Pale Ansible"), "in the colour of its background");
    EXPECT_EQ(why(line(72, 640, "Tiny Puppet", 1), "Tiny Puppet"), "too small to read");
    EXPECT_EQ(why(line(700, 620, "Right Chef"), "Right Chef"), "outside the page");
    EXPECT_EQ(why(line(72, -40, "Below Salt"), "Below Salt"), "outside the page");
    EXPECT_EQ(why("BT 3 Tr /F1 12 Tf 72 600 Td (Unpainted Nomad) Tj ET 0 Tr", "Unpainted Nomad"), "written so that nothing is painted");
    EXPECT_EQ(why(line(72, 580, "Covered Vault") + "0.8 0.9 0.8 rg 60 570 300 30 re f", "Covered Vault"), "covered, or never painted");
    EXPECT_EQ(why("q 0 0 9 9 re W n " + line(72, 560, "Clipped Consul") + "Q", "Clipped Consul"), "covered, or never painted");
    EXPECT_EQ(why("0.1 g 60 520 300 30 re f " + line(72, 530, "Dark Loki") + "0 g", "Dark Loki"), "in the colour of its background");
}

TEST(Pdf, APartOfALineThatIsCoveredIsLeftOut) {
    const std::string bytes = pdf({line(72, 700, "Cover Kubernetes again") + "1 g 106 696 62 16 re f 0 g " + line(72, 680, "Wide") + line(130, 680, "gaps") + line(72, 660, "Iliad will fill it; MWMW %%%% MMMM and so on WWWW")});
    const std::string read = text(bytes);
    EXPECT_EQ(read.find("Kubernetes"), std::string::npos) << read;
    for (const char* word : {"Cover", "again", "Wide", "gaps", "Iliad will fill it; MWMW %%%% MMMM and so on WWWW"}) EXPECT_NE(read.find(word), std::string::npos) << word << " in " << read;
    EXPECT_EQ(hidden(bytes).size(), 1u);
}

TEST(Pdf, SqueezedTextIsNotRead) {
    EXPECT_EQ(text(pdf({line(72, 700, "Seen") + "BT /F1 12 Tf 0.1 0 0 1 72 500 Tm (Squeezed sideways Nomad) Tj ET BT /F1 12 Tf 1 0 0 0.05 72 480 Tm (Squeezed flat Consul) Tj ET"})), "Seen\n");
}

TEST(Pdf, TextUnderTextIsNotRead) {
    const std::string bytes = pdf({line(72, 700, "Above") + line(72, 660, "Kubernetes expert") + line(73, 661, "Sold tea and cake")});
    EXPECT_EQ(text(bytes), "Above\n");
    EXPECT_EQ(hidden(bytes).size(), 2u);
}

TEST(Pdf, TextPrintedTwiceForWeightIsReadOnce) { EXPECT_EQ(text(pdf({line(72, 700, "Summary") + line(72.3, 700, "Summary")})), "Summary\n"); }

TEST(Pdf, WhiteTextOnADarkBarIsHonest) {
    const std::string bytes = pdf({"0.1 0.1 0.3 rg 0 0 200 792 re f 1 g " + line(20, 700, "Docker") + line(20, 680, "Terraform") + "0 g " + line(250, 700, "Engineer")});
    const std::string read = text(bytes);
    for (const char* word : {"Docker", "Terraform", "Engineer"}) EXPECT_NE(read.find(word), std::string::npos) << read;
    EXPECT_TRUE(hidden(bytes).empty());
}

TEST(Pdf, OnlyTheShownPartOfAPageIsRead) {
    const std::string content = line(72, 700, "Inside") + line(72, 100, "Outside");
    EXPECT_EQ(text(pdf({content}, "/MediaBox [0 0 612 792] /CropBox [0 400 612 792]")), "Inside\n");
}

TEST(Pdf, TurnedTextIsTold) {
    const auto pieces = read(pdf({line(72, 700, "Upright") + "BT /F1 12 Tf 0 1 -1 0 300 300 Tm (Turned Kafka) Tj ET"}));
    ASSERT_TRUE(pieces) << pieces.error().sentence();
    EXPECT_EQ(text_of(*pieces), "Upright\n");
    ASSERT_EQ(pieces->problems.size(), 1u);
    EXPECT_EQ(pieces->problems[0].code, "turned_text");
}

TEST(Pdf, PagesAreCounted) {
    const auto of = [](std::size_t pages) { return read(pdf(std::vector<std::string>(pages, line(72, 700, "A page")))); };
    EXPECT_TRUE(of(20));
    const auto more = of(21);
    ASSERT_FALSE(more);
    EXPECT_TRUE(more.error().is(errors::too_many_pages)) << more.error().sentence();
    EXPECT_NE(more.error().sentence().find("21"), std::string::npos) << more.error().sentence();
    Limits two;
    two.pages = 2;
    EXPECT_TRUE(read(pdf(std::vector<std::string>(3, line(72, 700, "A page"))), two).error().is(errors::too_many_pages));
}

TEST(Pdf, WhatCannotBeReadIsRefusedWithItsReason) {
    const auto kind = [](const std::string& bytes) {
        const auto read_it = read(bytes);
        return read_it ? std::string("read") : std::string(read_it.error().code());
    };
    EXPECT_EQ(kind(fixture_file("petra.pdf")), "documents.encrypted");
    EXPECT_EQ(kind(fixture_file("oskar.pdf")), "documents.scanned");
    EXPECT_EQ(kind("%PDF-1.7\nnothing more"), "documents.damaged");
    EXPECT_EQ(kind("%PDF-1.4\n" + std::string(5000, '\x01')), "documents.damaged");
    EXPECT_EQ(kind(pdf({""})), "documents.empty");
    EXPECT_EQ(kind(pdf({"1 g " + line(72, 700, "All of it is white")})), "documents.empty");
    EXPECT_EQ(kind(pdf({"0.5 g 50 50 500 700 re f"})), "documents.scanned") << "a picture, and nothing else";
    Limits small;
    small.bytes = 100;
    EXPECT_TRUE(read(pdf({line(72, 700, "A page")}), small).error().is(errors::too_large));
}

TEST(Pdf, ProcessorTimeIsBounded) {
    // A page that paints itself a great many times over.
    std::string much;
    for (int i = 0; i < 60'000; ++i) much += "0 0 600 700 re f\n";
    Limits little;
    little.cpu_s = 0.05;
    const auto looked = read(pdf({much + line(72, 720, "Text")}), little);
    if (looked) EXPECT_EQ(looked->problems.back().code, "no_appearance");
    else EXPECT_TRUE(looked.error().is(errors::took_too_long)) << looked.error().sentence();
}

TEST(Pdf, TheSameBytesGiveTheSamePieces) {
    const std::string bytes = fixture_file("grace.pdf");
    const auto once = read(bytes);
    const auto again = read(bytes);
    ASSERT_TRUE(once && again);
    EXPECT_EQ(once->pieces, again->pieces);
    EXPECT_EQ(once->problems, again->problems);
}

TEST(PdfPage, PopplersXmlIsReadAsItIs) {
    const auto pages = read_poppler_xml("<pdf2xml producer=\"poppler\">\n<page number=\"1\" top=\"0\" left=\"0\" height=\"792\" width=\"612\">\n"
                                        "<fontspec id=\"0\" size=\"12\" family=\"AAAA+Inter-Bold\" color=\"#ff8000\"/>\n"
                                        "<text top=\"1.5\" left=\"2\" width=\"30\" height=\"11\" font=\"0\"><b>R&amp;D</b> &lt;C++&gt; <a href=\"x>y\">&#169;\x01z</a></text>\n"
                                        "<text top=\"1\" left=\"2\" width=\"nan\" height=\"-4\" font=\"9\">x</text>\n<text top=\"1\" left=\"2\" width=\"3\" height=\"4\" font=\"0\"> \xC2\xA0 </text>\n"
                                        "<text top=\"1\" left=\"2\" width=\"3\" height=\"4\" font=\"0\">cut off");
    ASSERT_TRUE(pages);
    ASSERT_EQ(pages->size(), 1u);
    ASSERT_EQ((*pages)[0].boxes.size(), 2u);
    const TextBox& box = (*pages)[0].boxes[0];
    EXPECT_EQ(box.text.substr(0, 12), "R&D <C++> y\"");
    EXPECT_TRUE(box.bold);
    EXPECT_EQ(box.colour, 0xFF8000u);
    EXPECT_EQ(box.top, 1.5);
    EXPECT_EQ((*pages)[0].boxes[1].width, 0);
    EXPECT_EQ((*pages)[0].boxes[1].height, 0);
    EXPECT_TRUE(read_poppler_xml("Syntax Error").error().is(errors::damaged));
}

TEST(PdfPage, BoxesAreBounded) {
    std::string xml = "<pdf2xml><page width=\"1\" height=\"1\">";
    const std::string box = "<text top=\"1\" left=\"2\" width=\"3\" height=\"4\" font=\"0\">x</text>\n";
    for (std::size_t i = 0; i < kMostBoxesOnPage; ++i) xml += box;
    EXPECT_TRUE(read_poppler_xml(xml));
    EXPECT_TRUE(read_poppler_xml(xml + box).error().is(errors::too_large));
}

TEST(PdfLook, PicturesAreReadAsFarAsTheyAreWhole) {
    const std::string one = "P6\n2 1\n255\nabcdef";
    EXPECT_EQ(read_ppm(one + one).size(), 2u);
    EXPECT_EQ(read_ppm(one + "P6\n2 2\n255\nabc").size(), 1u);
    EXPECT_EQ(read_ppm("P6\n-2 1\n255\nabcdef").size(), 0u);
    EXPECT_EQ(read_ppm("P6\n999999 999999\n255\n").size(), 0u);
    EXPECT_EQ(read_ppm("").size(), 0u);
}

}  // namespace
}  // namespace plimsoll::documents
