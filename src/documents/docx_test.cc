// docx_test.cc: Word documents as people and programs write them, read as a person would.
#include "documents/docx.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "documents/docx_for_tests.h"

namespace plimsoll::documents {
namespace {

using namespace testing;

std::vector<std::string> texts(const Pieces& pieces) {
    std::vector<std::string> out;
    for (const Piece& piece : pieces.pieces) out.push_back(piece.text);
    return out;
}

Pieces read(const MadeDocx& made) {
    const auto pieces = read_docx(made.bytes());
    EXPECT_TRUE(pieces) << (pieces ? "" : pieces.error().report());
    return pieces ? *pieces : Pieces();
}

std::vector<std::string> texts(const std::string& body) { return texts(read(MadeDocx(body))); }

using Lines = std::vector<std::string>;

/// What was left out, and why.
std::vector<std::pair<std::string, std::string>> hidden(const Pieces& pieces) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const HiddenText& text : pieces.hidden) out.emplace_back(text.text, text.why);
    return out;
}
using Hidden = std::vector<std::pair<std::string, std::string>>;

bool has_problem(const Pieces& pieces, std::string_view code) {
    return std::any_of(pieces.problems.begin(), pieces.problems.end(), [&](const Problem& p) { return p.code == code; });
}

TEST(Docx, ParagraphsAreReadInTheirOrderWithTheirPlaces) {
    const Pieces pieces = read(MadeDocx(line("Asha Rao") + line("Site reliability engineer") + para("") + para("") + line("Experience")));
    EXPECT_EQ(texts(pieces), (Lines{"Asha Rao", "Site reliability engineer", "", "Experience"})) << "empty paragraphs part, once";
    EXPECT_EQ(pieces.pieces[3].offset, text_of(pieces).find("Experience"));
    EXPECT_EQ(pieces.pieces[3].line, 4);
    EXPECT_EQ(pieces.pieces[0].page, 0) << "nothing tells of pages";
    EXPECT_TRUE(pieces.problems.empty());
    EXPECT_EQ(pieces.format, "docx");
}

TEST(Docx, AWordThatWordSplitIntoRunsIsOneWord) {
    EXPECT_EQ(texts(para(run("Kuber") + "<w:proofErr w:type=\"spellStart\"/>" + run("netes") + run(" and ") + run("Go", "<w:b/>"))), (Lines{"Kubernetes and Go"}));
}

TEST(Docx, BreaksTabsHyphensAndSymbols) {
    const std::string body = para("<w:r><w:t>Engineer</w:t><w:tab/><w:t>2019</w:t><w:noBreakHyphen/><w:t>2023</w:t><w:br/><w:t>Acme</w:t><w:cr/><w:t>Ber</w:t><w:softHyphen/><w:t>lin</w:t></w:r>") +
                             para("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B7\"/><w:t xml:space=\"preserve\"> Ran it</w:t></w:r>") + line("\xEF\x82\xA7 Kept it");
    EXPECT_EQ(texts(body), (Lines{"Engineer\t2019-2023\nAcme\nBer\xC2\xADlin", "\xE2\x80\xA2 Ran it", "\xE2\x80\xA2 Kept it"}));
}

TEST(Docx, ItemsOfListsBeginWithAMarkAndHeadingsDoNot) {
    MadeDocx made(para(run("Ran Kafka"), "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>") + para(run("on metal"), "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr>") +
                  para(run("By style"), "<w:pStyle w:val=\"ListBullet\"/>") + para(run("Taken off"), "<w:pStyle w:val=\"ListBullet\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>") +
                  para(run("Experience"), "<w:pStyle w:val=\"Heading1\"/><w:numPr><w:numId w:val=\"3\"/></w:numPr>") + para(run("Bare"), "<w:numPr><w:numId w:val=\"4\"/></w:numPr>"));
    made.with("styles", "<w:style w:type=\"paragraph\" w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>"
                        "<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style>");
    made.with("numbering", "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:numFmt "
                           "w:val=\"none\"/></w:lvl></w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"4\"><w:abstractNumId w:val=\"2\"/></w:num>");
    EXPECT_EQ(texts(read(made)), (Lines{"- Ran Kafka", "  - on metal", "- By style", "Taken off", "Experience", "Bare"}));
}

TEST(Docx, ATextBoxIsReadOnceAndWhereItIsAnchored) {
    EXPECT_EQ(texts(line("Before") + para(text_box(line("Skills") + line("Kubernetes"))) + line("After")), (Lines{"Before", "Skills", "Kubernetes", "After"}));
    EXPECT_EQ(texts(para(run("The paragraph") + text_box(line("Beside it")))), (Lines{"The paragraph", "Beside it"}));
}

TEST(Docx, ABoxBesideAPostDoesNotCutThePostInTwo) {
    const std::string box = text_box(line("Skills") + line("Kubernetes"));
    const std::string item = para(run("Ran it"), "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
    EXPECT_EQ(texts(para(box + run("Engineer, 2019 - 2023")) + item + para("") + line("After")), (Lines{"Engineer, 2019 - 2023", "- Ran it", "Skills", "Kubernetes", "", "After"}));
    EXPECT_EQ(texts(para(box + run("Engineer, 2019 - 2023")) + item + para(run("Education"), "<w:outlineLvl w:val=\"0\"/>")), (Lines{"Engineer, 2019 - 2023", "- Ran it", "Skills", "Kubernetes", "Education"}));
    EXPECT_EQ(texts(para(box + run("Engineer, 2019 - 2023")) + table(row(cell(line("a")) + cell(line("b"))))), (Lines{"Engineer, 2019 - 2023", "Skills", "Kubernetes", "a | b"}));
    EXPECT_EQ(texts(para(text_box(line("EXPERIENCE")) + run("Engineer, 2019 - 2023")) + item), (Lines{"EXPERIENCE", "Engineer, 2019 - 2023", "- Ran it"})) << "a box of one short line is a heading";
}

TEST(Docx, ATextBoxOfAnOldWordIsReadToo) {
    EXPECT_EQ(texts(para("<w:r><w:pict><v:group><v:rect style=\"width:100pt;height:50pt\"><v:textbox><w:txbxContent>" + line("Old box") + "</w:txbxContent></v:textbox></v:rect></v:group></w:pict></w:r>")),
              (Lines{"Old box"}));
}

TEST(Docx, BoxesOfTwoColumnsAreReadColumnByColumn) {
    // In the file: the right one first, then the head over both, then the two of the left column from below.
    const std::string body = para(text_box(line("right top"), 4'000'000, 1'500'000) + text_box(line("head"), 0, 0, 7'000'000) + text_box(line("left below"), 0, 3'000'000) +
                                  text_box(line("right below"), 4'000'000, 3'000'000) + text_box(line("left top"), 0, 1'500'000));
    EXPECT_EQ(texts(body), (Lines{"head", "left top", "left below", "right top", "right below"}));
}

TEST(Docx, AChoiceThatWordDoesNotKnowIsNotShown) {
    const std::string body = para("<w:r><mc:AlternateContent><mc:Choice Requires=\"zz\"><w:t>hidden choice</w:t></mc:Choice><mc:Fallback><w:t>shown</w:t></mc:Fallback></mc:AlternateContent></w:r>");
    EXPECT_EQ(texts(body), (Lines{"shown"}));
}

TEST(Docx, ARowOfShortCellsIsALine) {
    EXPECT_EQ(texts(table(row(cell(line("Kubernetes")) + cell(line("5 years")) + cell(line("2026"))) + row(cell(line("Go")) + cell(para("")) + cell(line("2021"))))),
              (Lines{"Kubernetes | 5 years | 2026", "Go | 2021"}));
}

TEST(Docx, DatesBesideAPostBelongToItsFirstLine) {
    const std::string post = line("Site Reliability Engineer, Acme") + para(run("Cut pages by 60 %"), "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
    const Lines left{"01/2019 - 03/2023 | Site Reliability Engineer, Acme", "- Cut pages by 60 %"};
    EXPECT_EQ(texts(table(row(cell(line("01/2019 -") + line("03/2023")) + cell(post)))), left);
    EXPECT_EQ(texts(table(row(cell(post) + cell(line("2019 - 2023"))))), (Lines{"Site Reliability Engineer, Acme | 2019 - 2023", "- Cut pages by 60 %"}));
}

TEST(Docx, ATableThatOnlyPlacesParagraphsIsReadCellByCell) {
    const std::string side = line("Skills") + line("Kubernetes, Terraform, Go and Python");
    const std::string main = line("Experience") + line("Ran the platform of a bank for six years and some more");
    EXPECT_EQ(texts(table(row(cell(side) + cell(main)))), (Lines{"Skills", "Kubernetes, Terraform, Go and Python", "Experience", "Ran the platform of a bank for six years and some more"}));
    EXPECT_EQ(texts(table(row(cell(line("a1") + line("a2")) + cell(line("b1") + line("b2"))) + row(cell(line("a3") + line("a4")) + cell(line("b3") + line("b4"))))),
              (Lines{"a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"}))
        << "two rows of paragraphs are columns";
}

TEST(Docx, TablesWithinTablesAndContentControlsAreRead) {
    const std::string inner = table(row(cell(line("inner")) + cell(line("pair"))));
    const std::string control = "<w:sdt><w:sdtPr/><w:sdtContent>" + line("controlled") + "</w:sdtContent></w:sdt>";
    EXPECT_EQ(texts(table("<w:sdt><w:sdtContent>" + row(cell(inner + control + para("<w:sdt><w:sdtContent>" + run("inline") + "</w:sdtContent></w:sdt>"))) + "</w:sdtContent></w:sdt>")),
              (Lines{"inner | pair", "controlled", "inline"}));
}

TEST(Docx, InsertionsAreReadAndDeletionsAreNot) {
    const Pieces pieces = read(MadeDocx(para(run("Ran ") + "<w:del><w:r><w:delText>Mesos</w:delText></w:r></w:del><w:ins>" + run("Kubernetes") + "</w:ins>") +
                                        "<w:p><w:moveFrom>" + run("old place") + "</w:moveFrom><w:moveTo>" + run("new place") + "</w:moveTo></w:p>" + table(row(cell(line("gone")), "<w:del/>"))));
    EXPECT_EQ(texts(pieces), (Lines{"Ran Kubernetes", "new place"}));
    EXPECT_TRUE(has_problem(pieces, "tracked_changes"));
}

TEST(Docx, TheResultOfAFieldIsReadAndItsInstructionIsNot) {
    const auto mark = [](const char* type) { return std::string("<w:r><w:fldChar w:fldCharType=\"") + type + "\"/></w:r>"; };
    const std::string link = mark("begin") + "<w:r><w:instrText> HYPERLINK \"https://example.com\" </w:instrText></w:r>" + run("not shown") + mark("separate") + run("my page") + mark("end") + run(" too");
    EXPECT_EQ(texts(para(link) + para("<w:fldSimple w:instr=\"DATE\">" + run("2026") + "</w:fldSimple><w:hyperlink r:id=\"r9\">" + run(" linked") + "</w:hyperlink>")), (Lines{"my page too", "2026 linked"}));
    EXPECT_EQ(texts(para(mark("begin") + run("lost")) + line("not lost")), (Lines{"not lost"})) << "a field that nobody ends, ends with its paragraph";
}

TEST(Docx, HeadersNotesAndFootersStandAroundTheBodyOnce) {
    MadeDocx made(para(run("Body") + "<w:r><w:footnoteReference w:id=\"7\"/></w:r>") +
                  para("", "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h1\"/><w:type w:val=\"continuous\"/></w:sectPr>") +
                  "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h2\"/><w:headerReference w:type=\"first\" r:id=\"h3\"/><w:footerReference w:type=\"default\" r:id=\"f1\"/></w:sectPr>");
    made.with("header", line("Asha Rao, Berlin"), "h1").with("header", line("Asha Rao, Berlin"), "h2").with("header", line("Kubernetes Kubernetes"), "h3").with("footer", line("References on request"), "f1");
    made.with("footnotes", "<w:footnote w:id=\"7\">" + line("A note") + "</w:footnote><w:footnote w:id=\"8\">" + line("Nobody refers to this") + "</w:footnote>");
    EXPECT_EQ(texts(read(made)), (Lines{"Asha Rao, Berlin", "Body", "", "A note", "References on request"})) << "a first page's header is not shown unless the section says so";
}

TEST(Docx, PagesAreThoseThatWordNotedOrElseThoseThatSomebodySet) {
    const std::string rendered = "<w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r>";
    const Pieces noted = read(MadeDocx(line("one") + para("<w:r><w:br w:type=\"page\"/></w:r>") + para(rendered)));
    EXPECT_EQ(noted.pages, 2) << "the break that was set and the one that was noted are one";
    EXPECT_EQ(noted.pieces.back().page, 2);
    EXPECT_EQ(noted.pieces.back().line, 1);
    const Pieces set = read(MadeDocx(line("one") + para("<w:r><w:br w:type=\"page\"/><w:t>two</w:t></w:r>") + para(run("three"), "<w:pageBreakBefore/>")));
    EXPECT_EQ(set.pages, 3);
    EXPECT_EQ(set.pieces.front().page, 1);
    EXPECT_EQ(set.pieces.back().page, 3);
}

TEST(Docx, MorePagesThanAreReadAreRefused) {
    const auto pages = [](int n) {
        std::string body = line("first");
        for (int i = 1; i < n; ++i) body += para("<w:r><w:br w:type=\"page\"/></w:r>");
        return read_docx(MadeDocx(body).bytes());
    };
    EXPECT_TRUE(pages(20));
    ASSERT_FALSE(pages(21));
    EXPECT_TRUE(pages(21).error().is(errors::too_many_pages));
}

// --- What nobody sees

TEST(Docx, TextThatNobodySeesIsLeftOutAndTold) {
    const struct {
        const char* properties;
        const char* why;
    } ways[] = {
        {"<w:vanish/>", "marked as hidden"},
        {"<w:color w:val=\"FFFFFF\"/>", "in the colour of its background"},
        {"<w:color w:val=\"FEFEFE\"/>", "in the colour of its background"},
        {"<w:color w:val=\"000000\" w:themeColor=\"background1\"/>", "in the colour of its background"},
        {"<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>", "in the colour of its background"},
        {"<w:color w:val=\"00FF00\"/><w:highlight w:val=\"green\"/>", "in the colour of its background"},
        {"<w:sz w:val=\"2\"/>", "too small to read"},
        {"<w:w w:val=\"1\"/>", "too small to read"},
        {"<w:spacing w:val=\"-200\"/>", "too small to read"},
        {"<w14:textFill><w14:noFill/></w14:textFill>", "never painted"},
        {"<w14:textFill><w14:solidFill><w14:srgbClr w14:val=\"000000\"><w14:alpha w14:val=\"100000\"/></w14:srgbClr></w14:solidFill></w14:textFill>", "never painted"},
    };
    for (const auto& way : ways) {
        const Pieces pieces = read(MadeDocx(para(run("Ran Go") + run(" Kubernetes Terraform", way.properties))));
        EXPECT_EQ(texts(pieces), (Lines{"Ran Go"})) << way.properties;
        EXPECT_EQ(hidden(pieces), (Hidden{{"Kubernetes Terraform", way.why}})) << way.properties;
        EXPECT_TRUE(has_problem(pieces, "hidden_text")) << way.properties;
    }
}

TEST(Docx, TextThatCanBeSeenIsNotCalledHidden) {
    for (const char* properties : {"<w:vanish w:val=\"0\"/>", "<w:webHidden/>", "<w:color w:val=\"auto\"/>", "<w:color w:val=\"808080\"/>", "<w:sz w:val=\"12\"/>", "<w:w w:val=\"90\"/>", "<w:spacing w:val=\"-20\"/>",
                                   "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"1F3864\"/>", "<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"darkBlue\"/>",
                                   "<w:color w:val=\"FFFFFF\" w:themeColor=\"background1\" w:themeShade=\"80\"/>"}) {
        const Pieces pieces = read(MadeDocx(para(run("Kubernetes", properties))));
        EXPECT_EQ(texts(pieces), (Lines{"Kubernetes"})) << properties;
        EXPECT_TRUE(pieces.hidden.empty()) << properties;
    }
}

TEST(Docx, WhiteOnADarkGroundIsHonest) {
    const std::string white = run("Kubernetes", "<w:color w:val=\"FFFFFF\"/>");
    const std::string dark = "<w:shd w:val=\"clear\" w:fill=\"203040\"/>";
    EXPECT_EQ(texts(para(white, dark)), (Lines{"Kubernetes"}));
    EXPECT_EQ(texts(table(row(cell(para(white), dark)))), (Lines{"Kubernetes"}));
    EXPECT_EQ(texts(para(text_box(para(white), 0, 0, 2'000'000, 1'000'000, "<a:solidFill><a:srgbClr val=\"203040\"/></a:solidFill>"))), (Lines{"Kubernetes"}));
    EXPECT_EQ(texts(para("<w:r><w:pict><v:rect fillcolor=\"#203040\"><v:textbox><w:txbxContent>" + para(white) + "</w:txbxContent></v:textbox></v:rect></w:pict></w:r>")), (Lines{"Kubernetes"}));
    MadeDocx styled(table(row(cell(line("Skill"))) + row(cell(para(white))), "<w:tblStyle w:val=\"Bars\"/><w:tblLook w:firstRow=\"1\" w:noHBand=\"0\" w:noVBand=\"1\"/>"));
    styled.with("styles", "<w:style w:type=\"table\" w:styleId=\"Bars\"><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr><w:tcPr>" + dark +
                              "</w:tcPr></w:tblStylePr><w:tblStylePr w:type=\"band1Horz\"><w:tcPr>" + dark + "</w:tcPr></w:tblStylePr></w:style>");
    EXPECT_EQ(texts(read(styled)), (Lines{"Skill", "Kubernetes"}));
}

TEST(Docx, WhiteInABoxOnWhitePaperIsHidden) {
    const std::string white = run("Kubernetes", "<w:color w:val=\"FFFFFF\"/>");
    const Pieces pieces = read(MadeDocx(line("Seen") + para(text_box(para(white))) + table(row(cell(para(white), "<w:shd w:val=\"clear\" w:fill=\"auto\"/>")))));
    EXPECT_EQ(texts(pieces), (Lines{"Seen"}));
    EXPECT_EQ(pieces.hidden.size(), 2u);
}

TEST(Docx, LightTextWhereADarkShapeMayLieBehindIsReadAndTold) {
    const std::string bar = "<w:r><w:drawing><wp:anchor behindDoc=\"1\"><wp:extent cx=\"2500000\" cy=\"10000000\"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:solidFill><a:srgbClr "
                            "val=\"203040\"/></a:solidFill></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>";
    const Pieces pieces = read(MadeDocx(para(run("Kubernetes", "<w:color w:val=\"FFFFFF\"/>")) + para(bar)));
    EXPECT_EQ(texts(pieces), (Lines{"Kubernetes"}));
    EXPECT_TRUE(has_problem(pieces, "light_text"));
}

TEST(Docx, StylesHideAndShow) {
    MadeDocx made(para(run("hidden by style"), "<w:pStyle w:val=\"Ghost\"/>") + para(run("shown again", "<w:rStyle w:val=\"Shy\"/>"), "<w:pStyle w:val=\"Ghost\"/>") + para(run("by its parent"), "<w:pStyle w:val=\"Child\"/>") +
                  para(run("round"), "<w:pStyle w:val=\"Loop\"/>"));
    made.with("styles", "<w:style w:type=\"paragraph\" w:styleId=\"Ghost\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"Shy\"><w:rPr><w:vanish/></w:rPr></w:style>"
                        "<w:style w:type=\"paragraph\" w:styleId=\"Parent\"><w:rPr><w:sz w:val=\"1\"/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Child\"><w:basedOn w:val=\"Parent\"/></w:style>"
                        "<w:style w:type=\"paragraph\" w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>");
    EXPECT_EQ(texts(read(made)), (Lines{"shown again", "round"})) << "two switches cancel; a style that is based on itself ends";
}

TEST(Docx, WhatLiesOutsideThePageOrHasNoHeightIsHidden) {
    const std::string skill = line("Kubernetes");
    const std::string ways[] = {para(text_box(skill, -5'000'000, 0)),
                                para(text_box(skill, 20'000'000, 0)),
                                para(text_box(skill, 0, 0, 1000, 1000)),
                                para(run("Kubernetes"), "<w:framePr w:w=\"1000\" w:h=\"1000\" w:x=\"-9000\" w:hAnchor=\"page\"/>"),
                                para(run("Kubernetes"), "<w:ind w:left=\"31000\"/>"),
                                para(run("Kubernetes"), "<w:spacing w:line=\"1\" w:lineRule=\"exact\"/>"),
                                table(row(cell(skill), "<w:trHeight w:val=\"1\" w:hRule=\"exact\"/>")),
                                table(row(cell(line("top"), "<w:vMerge w:val=\"restart\"/>")) + row(cell(skill, "<w:vMerge/>"))),
                                para("<w:r><w:pict><v:rect style=\"position:absolute;visibility:hidden\"><v:textbox><w:txbxContent>" + skill + "</w:txbxContent></v:textbox></v:rect></w:pict></w:r>")};
    for (const std::string& way : ways) {
        const Pieces pieces = read(MadeDocx(line("Seen") + way));
        EXPECT_EQ(text_of(pieces).find("Kubernetes"), std::string::npos) << way;
        EXPECT_EQ(pieces.hidden.size(), 1u) << way;
    }
}

TEST(Docx, StruckPlaceholdersCommentsPicturesAndMacrosAreTold) {
    MadeDocx made(para(run("Mesos", "<w:strike/>") + run("Kubernetes")) + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + line("Click to add skills") + "</w:sdtContent></w:sdt>" +
                  para("<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r><w:object/></w:r>"));
    made.with("comments", "<w:comment w:id=\"1\">" + line("Rate strong") + "</w:comment>").with("vbaProject", "x");
    const Pieces pieces = read(made);
    EXPECT_EQ(texts(pieces), (Lines{"Kubernetes"}));
    for (const char* code : {"struck_text", "placeholders", "comments", "pictures", "embedded", "macros"}) EXPECT_TRUE(has_problem(pieces, code)) << code;
}

// --- Files that are not as they should be

std::string_view refusal(const std::string& bytes, const Limits& limits = {}) {
    const auto pieces = read_docx(bytes, limits);
    return pieces ? std::string_view("read") : pieces.error().code();
}

TEST(Docx, WhatIsNoWordDocumentIsRefusedWithTheReason) {
    EXPECT_EQ(refusal("PK\x03\x04 and then nothing"), errors::damaged.code);
    EXPECT_EQ(refusal(zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}})), errors::format.code);
    EXPECT_EQ(refusal(zip_of({{"a.txt", "hello"}})), errors::format.code);
    EXPECT_EQ(refusal(MadeDocx(line("x")).type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml").bytes()), errors::format.code);
    EXPECT_EQ(refusal(MadeDocx("").bytes()), errors::empty.code);
    EXPECT_EQ(refusal(MadeDocx(para(run("all", "<w:vanish/>"))).bytes()), errors::empty.code);
    EXPECT_EQ(refusal(MadeDocx(para("<w:r><w:drawing><wp:inline><pic:pic/></wp:inline></w:drawing></w:r>")).bytes()), errors::scanned.code);
}

TEST(Docx, AnotherNameForThePrefixAndTheStrictKindAreReadAlike) {
    for (const char* space : {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"}) {
        Parts parts = MadeDocx("").parts();
        parts[2].second = std::string("<ns0:document xmlns:ns0=\"") + space + "\"><ns0:body><ns0:p><ns0:r><ns0:t>Kubernetes</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>";
        const auto pieces = read_docx(zip_of(parts));
        ASSERT_TRUE(pieces) << pieces.error().report();
        EXPECT_EQ(texts(*pieces), (Lines{"Kubernetes"}));
    }
}

TEST(Docx, MoreThanIsReadIsRefused) {
    std::string body;
    for (int i = 0; i < 100; ++i) body += line("A line of text that says the same again and again");
    Limits tight;
    tight.text = 1000;
    EXPECT_EQ(refusal(MadeDocx(body).bytes(), tight), errors::too_large.code);
    Limits small;
    small.bytes = 100;
    EXPECT_EQ(refusal(MadeDocx(body).bytes(), small), errors::too_large.code);
    std::string cells;
    for (int i = 0; i < 20'001; ++i) cells += "<w:tc/>";
    EXPECT_EQ(refusal(MadeDocx(line("x") + table(row(cells))).bytes()), errors::too_large.code);
    EXPECT_EQ(refusal(MadeDocx(line("x") + table(row(cells.substr(7)))).bytes()), "read");
    Limits packed;  // the same paragraph again and again packs well
    packed.inflate_ratio = 10'000;
    std::string paragraphs;
    for (int i = 0; i < 50'000; ++i) paragraphs += "<w:p/>";
    EXPECT_EQ(refusal(MadeDocx(line("x") + paragraphs).bytes(), packed), errors::too_large.code);
    EXPECT_EQ(refusal(MadeDocx(line("x") + paragraphs.substr(6)).bytes(), packed), "read");
}

TEST(Docx, TheSameBytesAreReadTheSame) {
    const std::string bytes = MadeDocx(line("a") + para(text_box(line("b"))) + table(row(cell(line("c")) + cell(line("d"))))).bytes();
    EXPECT_EQ(text_of(*read_docx(bytes)), text_of(*read_docx(bytes)));
}

TEST(Docx, EveryPrefixOfAFileIsReadOrRefused) {
    const std::string bytes = MadeDocx(line("Kubernetes")).with("styles", "<w:style w:styleId=\"a\"/>").bytes();
    for (std::size_t end = 0; end < bytes.size(); ++end) EXPECT_NE(refusal(bytes.substr(0, end)), "read") << end;
}

TEST(Docx, CharactersThatXmlShouldNotHoldDoNoHarm) {
    const Pieces pieces = read(MadeDocx(line("Ku&#xD800;ber&#1;netes &#x110000; &unknown; \xE2\x80\xAE")));
    ASSERT_EQ(pieces.pieces.size(), 1u);
    EXPECT_TRUE(text::is_utf8(pieces.pieces[0].text));
    EXPECT_NE(pieces.pieces[0].text.find("&unknown;"), std::string::npos) << "nothing is expanded";
}

}  // namespace
}  // namespace plimsoll::documents
