#include "documents/reading_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "documents/reading_paragraphs.h"

namespace plimsoll::documents {
namespace {

/// A page that is written line by line.
class Layout {
public:
    Layout() {
        page_.width = 600;
        page_.height = 800;
    }
    /// Letters are half as wide as high.
    Layout& put(double left, double top, const std::string& text, double size = 10, bool bold = false) {
        page_.boxes.push_back({left, top, static_cast<double>(text.size()) * size * 0.5, size * 1.15, size, bold, 0, text});
        return *this;
    }
    Layout& right(double right, double top, const std::string& text, double size = 10) { return put(right - static_cast<double>(text.size()) * size * 0.5, top, text, size); }
    Layout& lines(double left, double top, const std::vector<std::string>& texts, double pitch = 14, double size = 10) {
        for (const std::string& text : texts) {
            put(left, top, text, size);
            top += pitch;
        }
        return *this;
    }
    [[nodiscard]] const PdfPage& page() const { return page_; }
    [[nodiscard]] std::vector<std::string> rows() const {
        std::vector<std::string> out;
        for (const Row& row : reading_order({page_})) {
            std::string text;
            for (const Segment& s : row.segments) text += (text.empty() ? "" : " / ") + s.text;
            out.push_back(text);
        }
        return out;
    }
    [[nodiscard]] std::vector<std::string> pieces() const {
        std::vector<std::string> out;
        for (const Piece& piece : paragraphs(reading_order({page_}), {})) out.push_back(piece.text);
        return out;
    }

private:
    PdfPage page_;
};

using Texts = std::vector<std::string>;

TEST(ReadingOrder, OneColumnFromTopToBottom) { EXPECT_EQ(Layout().lines(50, 50, {"one", "two", "three", "four"}).rows(), (Texts{"one", "two", "three", "four"})); }

TEST(ReadingOrder, ASidebarIsReadToItsEndBeforeTheMainColumn) {
    Layout layout;
    layout.lines(40, 50, {"SKILLS", "Kubernetes", "Terraform", "Go", "Python", "LANGUAGES", "English", "Tamil"}, 16);
    layout.lines(200, 53, {"Experience as an engineer of platforms", "Ran clusters for many teams over years", "Wrote the runbooks that others followed", "Cut the pages of a week by half in a year", "Moved builds to machines that come and go"}, 13);
    EXPECT_EQ(layout.rows(), (Texts{"SKILLS", "Kubernetes", "Terraform", "Go", "Python", "LANGUAGES", "English", "Tamil", "Experience as an engineer of platforms", "Ran clusters for many teams over years",
                                    "Wrote the runbooks that others followed", "Cut the pages of a week by half in a year", "Moved builds to machines that come and go"}));
}

TEST(ReadingOrder, AColumnWhoseLinesHappenToStandBesideTheOthersIsAColumn) {
    Layout layout;
    layout.lines(40, 50, {"SUMMARY", "Eleven years between security and operations. I", "would rather remove a permission than write of it", "throughout; of the others only in a side project", "EXPERIENCE",
                          "Senior Cloud Engineer, Maple Ledger of Toronto", "Redesigned the rights of sixty-one accounts", "Rolled out policies in the pipeline of Terraform", "Put secrets on a schedule and kept to it"}, 14);
    layout.lines(330, 50, {"PROJECTS", "Permission diff, 2024", "Open source tool that compares policies of access", "runs on Cloud Run."}, 14);
    layout.lines(330, 120, {"SKILLS", "AWS, Terraform, OPA, Vault, Python, Kubernetes and"}, 14);
    const auto rows = layout.rows();
    ASSERT_EQ(rows.size(), 15u);
    EXPECT_EQ(rows[8], "Put secrets on a schedule and kept to it");
    EXPECT_EQ(rows[9], "PROJECTS");
    EXPECT_EQ(rows[14], "AWS, Terraform, OPA, Vault, Python, Kubernetes and");
}

TEST(ReadingOrder, ATitleOverBothColumnsComesFirstAndAFootLast) {
    Layout layout;
    layout.put(150, 20, "Asha Rao, engineer of large and reliable platforms", 12);
    for (int i = 0; i < 6; ++i) {
        layout.put(40, 60 + 14 * i, "left line that says something " + std::to_string(i));
        layout.put(310, 60 + 14 * i, "right line that says something " + std::to_string(i));
    }
    layout.put(100, 180, "References are given when they are asked for, by mail or telephone");
    const auto rows = layout.rows();
    ASSERT_EQ(rows.size(), 14u);
    EXPECT_EQ(rows.front(), "Asha Rao, engineer of large and reliable platforms");
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(rows[1 + static_cast<std::size_t>(i)], "left line that says something " + std::to_string(i));
        EXPECT_EQ(rows[7 + static_cast<std::size_t>(i)], "right line that says something " + std::to_string(i));
    }
    EXPECT_EQ(rows.back(), "References are given when they are asked for, by mail or telephone");
}

TEST(ReadingOrder, DatesAtTheRightMarginBelongToTheirLine) {
    Layout layout;
    double top = 50;
    for (const char* post : {"Staff Engineer, Northwind", "Engineer, Contoso", "Junior Engineer, Fabrikam", "Intern, Adventure Works"}) {
        layout.put(50, top, post);
        layout.right(550, top, "2019 - 2023");
        layout.lines(60, top + 14, {"Ran the platform of a shop with many customers in a country", "and wrote down how it is run by those who come after"});
        top += 60;
    }
    const auto rows = layout.rows();
    EXPECT_EQ(rows[0], "Staff Engineer, Northwind / 2019 - 2023");
    EXPECT_EQ(rows[3], "Engineer, Contoso / 2019 - 2023");
    EXPECT_EQ(rows[9], "Intern, Adventure Works / 2019 - 2023");
}

TEST(ReadingOrder, CellsOfATableStayInTheirRow) {
    Layout layout;
    for (int i = 0; i < 5; ++i) {
        const std::string n = std::to_string(i);
        layout.put(50, 50 + 16.0 * i, "Tool " + n).put(200, 50 + 16.0 * i, "Level " + n).put(350, 50 + 16.0 * i, "Years " + n);
    }
    const auto rows = layout.rows();
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[2], "Tool 2 / Level 2 / Years 2");
    EXPECT_EQ(layout.pieces()[2], "Tool 2 | Level 2 | Years 2");
}

TEST(ReadingOrder, LabelsBesideTheirListsStayInTheirRow) {
    Layout layout;
    layout.put(50, 50, "Languages:", 10, true).put(150, 50, "Go, Python, Java and a little Rust");
    layout.put(50, 64, "Cloud:", 10, true).lines(150, 64, {"AWS with its many parts, Google Cloud and", "what a data centre of our own took"});
    layout.put(50, 92, "Delivery:", 10, true).put(150, 92, "Jenkins, GitHub Actions, Argo CD");
    layout.put(50, 106, "Data:", 10, true).put(150, 106, "PostgreSQL, Kafka");
    EXPECT_EQ(layout.rows(), (Texts{"Languages: / Go, Python, Java and a little Rust", "Cloud: / AWS with its many parts, Google Cloud and", "what a data centre of our own took", "Delivery: / Jenkins, GitHub Actions, Argo CD", "Data: / PostgreSQL, Kafka"}));
}

TEST(ReadingOrder, AHeadingBelowTwoShortColumnsIsReadAfterThem) {
    Layout layout;
    layout.put(50, 30, "A summary that goes over the whole width of the page and says who this is about");
    layout.lines(50, 60, {"Kubernetes", "Terraform", "Ansible", "Prometheus"}, 14);
    layout.lines(300, 67, {"Python", "Go", "PostgreSQL"}, 14);
    layout.put(50, 140, "EXPERIENCE", 10, true);
    layout.put(50, 160, "Ran a platform of four hundred services for a company that sells things everywhere");
    EXPECT_EQ(layout.rows(), (Texts{"A summary that goes over the whole width of the page and says who this is about", "Kubernetes", "Terraform", "Ansible", "Prometheus", "Python", "Go", "PostgreSQL", "EXPERIENCE",
                                    "Ran a platform of four hundred services for a company that sells things everywhere"}));
}

TEST(ReadingOrder, PartsOfALineAreJoinedAsTheyStand) {
    Layout layout;
    layout.put(50, 50, "Senior ", 10, true).put(85, 50, "Engineer").put(50, 70, "K").put(55.2, 70, "8s");
    EXPECT_EQ(layout.rows(), (Texts{"Senior Engineer", "K8s"}));
}

TEST(ReadingOrder, LettersThatAreSpacedAreJoined) {
    EXPECT_EQ(without_spacing("E X P E R I E N C E"), "EXPERIENCE");
    EXPECT_EQ(without_spacing("W O R K   H I S T O R Y"), "WORK HISTORY");
    EXPECT_EQ(without_spacing("I am a B C"), "I am a B C");
    EXPECT_EQ(without_spacing("A B"), "A B");
    EXPECT_EQ(without_spacing("É T U D E S"), "ÉTUDES");
    EXPECT_EQ(without_spacing("C, R, Go"), "C, R, Go");
}

TEST(ReadingOrder, AColumnBesideANarrowOneGoesOnOverThePage) {
    Layout first;
    Layout second;
    first.lines(50, 50, {"main column says a good deal in a line", "and more of the same of that in a line", "and again more of it in one more line", "and then the page is at its end here"}, 15);
    first.lines(420, 54, {"SKILLS", "Kubernetes", "Terraform", "Ansible", "Linux"}, 13);
    second.lines(50, 50, {"what goes on from the page before this", "and comes to its end"});
    Texts got;
    for (const Row& row : reading_order({first.page(), second.page()})) got.push_back(std::to_string(row.page) + row.segments.front().text);
    EXPECT_EQ(got, (Texts{"0main column says a good deal in a line", "0and more of the same of that in a line", "0and again more of it in one more line", "0and then the page is at its end here",
                          "1what goes on from the page before this", "1and comes to its end", "0SKILLS", "0Kubernetes", "0Terraform", "0Ansible", "0Linux"}));
}

TEST(ReadingOrder, ColumnsOfOneTextEndWithTheirPage) {
    Texts got;
    Texts wanted;
    std::vector<PdfPage> pages;
    for (int p = 0; p < 2; ++p) {
        Layout layout;
        for (int c = 0; c < 2; ++c) {
            for (int i = 0; i < 5; ++i) {
                const std::string text = "page " + std::to_string(p) + " column " + std::to_string(c) + " line of text number " + std::to_string(i);
                layout.put(50 + 280 * c, 100 + 14 * i + 4.5 * c, text);
                wanted.push_back(text);
            }
        }
        pages.push_back(layout.page());
    }
    for (const Row& row : reading_order(pages)) got.push_back(row.segments.front().text);
    EXPECT_EQ(got, wanted);
}

TEST(ReadingOrder, DatesBesidePostsWithHeadingsBetweenStayInTheirRows) {
    Layout layout;
    layout.put(50, 50, "Experience", 14, true);
    layout.put(50, 75, "03/2020 - today").lines(180, 75, {"Cloud Engineer, Elbtal, Dresden", "Ran six landing zones and the network", "Built the platform for forty teams"});
    layout.put(50, 125, "10/2015 - 02/2020").lines(180, 125, {"Administrator, Stadtwerke", "Ran nine hundred virtual machines"});
    layout.put(50, 160, "Education", 14, true);
    layout.put(50, 185, "2009 - 2012").lines(180, 185, {"Training as a specialist for systems"});
    layout.put(50, 200, "2009").lines(180, 200, {"School of the town"});
    const auto rows = layout.rows();
    EXPECT_EQ(rows[0], "Experience");
    EXPECT_EQ(rows[1], "03/2020 - today / Cloud Engineer, Elbtal, Dresden");
    EXPECT_EQ(rows[4], "10/2015 - 02/2020 / Administrator, Stadtwerke");
    EXPECT_EQ(rows[6], "Education");
    EXPECT_EQ(rows[7], "2009 - 2012 / Training as a specialist for systems");
}

TEST(ReadingOrder, AccentsSetBeforeTheirLettersAreJoinedToThem) {
    EXPECT_EQ(with_accents("G¨oteborg, Str¨omning, caf´e"), "Go\u0308teborg, Stro\u0308mning, cafe\u0301");
    EXPECT_EQ(with_accents("¨ alone ¨1"), "¨ alone ¨1");
}

TEST(Paragraphs, ItemsOfANarrowListAreNotJoined) {
    Layout layout;
    layout.lines(50, 50, {"Kubernetes", "Terraform", "Go", "Prometheus, Grafana", "Kafka", "Linux"});
    layout.lines(50, 200, {"TypeScript, Python, Rust", "Docker, Kubernetes, Helm", "Grafana, Loki, Tempo"});
    EXPECT_EQ(layout.pieces(), (Texts{"Kubernetes", "Terraform", "Go", "Prometheus, Grafana", "Kafka", "Linux", "TypeScript, Python, Rust", "Docker, Kubernetes, Helm", "Grafana, Loki, Tempo"}));
}

TEST(Paragraphs, WrappedLinesAreOneAndShortLinesAreNot) {
    Layout layout;
    layout.lines(50, 50, {"This is the first line of a paragraph that goes", "On to a second line which has no capital reason", "And to a third line that is as long as they are", "to begin."});
    layout.lines(50, 120, {"Chennai, India", "Asha@example.com", "Plain"});
    EXPECT_EQ(layout.pieces(), (Texts{"This is the first line of a paragraph that goes On to a second line which has no capital reason And to a third line that is as long as they are to begin.", "Chennai, India", "Asha@example.com", "Plain"}));
}

TEST(Paragraphs, AFullLineDoesNotGoOnInAHeading) {
    Layout layout;
    layout.lines(50, 50, {"Ran clusters and wrote runbooks that other people followed at night.", "And wrote of it at length, to the end of the line, for those of later", "years, again and again until they had all of it by heart and then on."});
    layout.put(50, 92, "Engineer, Contoso of the North", 10, true);
    EXPECT_EQ(layout.pieces().back(), "Engineer, Contoso of the North");
}

TEST(Paragraphs, TwoLinesOfAPageThatTheyDoNotFillAreTwo) {
    Layout layout;
    layout.lines(50, 50, {"Written by hand in Chennai", "Read by nobody else"});
    EXPECT_EQ(layout.pieces(), (Texts{"Written by hand in Chennai", "Read by nobody else"}));
}

TEST(Paragraphs, AWiderDistanceBeginsAParagraph) {
    Layout layout;
    layout.lines(50, 50, {"The first line of it fills all of the width there", "Is and so does the second, which has a word more", "And ends."}, 14);
    layout.lines(50, 98, {"Then comes a line after a gap that fills the width", "And it goes on."}, 14);
    EXPECT_EQ(layout.pieces(), (Texts{"The first line of it fills all of the width there Is and so does the second, which has a word more And ends.", "Then comes a line after a gap that fills the width And it goes on."}));
}

TEST(Paragraphs, BulletsOfEveryKindBeginWithADash) {
    Layout layout;
    layout.put(50, 50, "• Cut the pages of a week by forty percent over the whole").put(58, 64, "year with Prometheus");
    layout.put(50, 80, "o").put(68, 80, "Moved builds to machines of our own");
    layout.put(50, 96, "\uF0B7").put(68, 96, "Wrote runbooks");
    EXPECT_EQ(layout.pieces(), (Texts{"- Cut the pages of a week by forty percent over the whole year with Prometheus", "- Moved builds to machines of our own", "- Wrote runbooks"}));
}

TEST(Paragraphs, ItemsBesideOneAnotherAreItems) {
    Layout layout;
    layout.put(50, 50, "• Kubernetes").put(300, 50, "• Kafka").put(50, 64, "• Terraform").put(300, 64, "• Redis");
    EXPECT_EQ(layout.pieces(), (Texts{"- Kubernetes", "- Kafka", "- Terraform", "- Redis"}));
}

TEST(Paragraphs, ARangeOfDatesInANarrowColumnIsPutTogether) {
    Layout layout;
    double top = 50;
    for (const char* firm : {"Engineer, Northwind", "Engineer, Contoso", "Engineer, Fabrikam"}) {
        layout.lines(50, top, {"2010 –", "2011"}).lines(120, top, {firm, "Ran Kubernetes for the teams and wrote all of what"});
        top += 50;
    }
    const auto pieces = layout.pieces();
    EXPECT_EQ(pieces[0], "2010 – 2011  Engineer, Northwind");
    EXPECT_EQ(pieces[1], "Ran Kubernetes for the teams and wrote all of what");
    EXPECT_EQ(pieces[4], "2010 – 2011  Engineer, Fabrikam");
}

TEST(Paragraphs, AShortListInASidebarIsNotOneLine) {
    Layout layout;
    layout.lines(40, 50, {"asha@example.com", "Chennai", "Vim", "tmux"}, 16);
    layout.lines(200, 53, {"Experience as an engineer of platforms", "Ran clusters for many teams over years", "Wrote the runbooks that others followed", "Cut the pages of a week by half in a year"}, 13);
    const auto pieces = layout.pieces();
    ASSERT_GE(pieces.size(), 4u);
    EXPECT_EQ(pieces[0], "asha@example.com");
    EXPECT_EQ(pieces[1], "Chennai");
}

TEST(ReadingOrder, DatesAndPlacesAtTheRightKeepToTheirLines) {
    Layout layout;
    for (int i = 0; i < 4; ++i) {
        const double top = 50 + 60 * i;
        layout.put(50, top, "Northwind Traders " + std::to_string(i), 10, true).right(550, top, "Jan 2019 - Feb 2021");
        layout.put(50, top + 14, "Engineer of platforms").right(550, top + 14, "Chennai, India");
        layout.put(60, top + 28, "Ran the platform of a shop with many customers in a country of many");
    }
    EXPECT_EQ(layout.rows()[3], "Northwind Traders 1 / Jan 2019 - Feb 2021");
    EXPECT_EQ(layout.rows()[4], "Engineer of platforms / Chennai, India");
}

TEST(Paragraphs, DrawnBulletsAreSeen) {
    Layout layout;
    layout.lines(70, 50, {"Ran things", "Wrote things"});
    const auto pieces = paragraphs(reading_order({layout.page()}), [](int, double, double top, double) { return top > 55; });
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0].text, "Ran things");
    EXPECT_EQ(pieces[1].text, "- Wrote things");
}

TEST(Paragraphs, ADividedWordKeepsItsLineForWhoMakesItWhole) {
    Layout layout;
    layout.lines(50, 50, {"Ran the infra-", "structure of a shop, cross-", "AZ and more"});
    EXPECT_EQ(layout.pieces(), (Texts{"Ran the infra-\nstructure of a shop, cross-AZ and more"}));
}

TEST(Paragraphs, PageNumbersGoAndRunningHeadsComeOnce) {
    std::vector<PdfPage> pages;
    for (int n = 1; n <= 3; ++n) {
        Layout layout;
        layout.put(50, 20, "Asha Rao, resume").put(50, 300, "Text of page " + std::string(static_cast<std::size_t>(n), 'x')).put(280, 780, "Page " + std::to_string(n) + " of 3");
        pages.push_back(layout.page());
    }
    Texts texts;
    for (const Piece& piece : paragraphs(reading_order(pages), {})) texts.push_back(std::to_string(piece.page) + " " + piece.text);
    EXPECT_EQ(texts, (Texts{"1 Asha Rao, resume", "1 Text of page x", "2 Text of page xx", "3 Text of page xxx"}));
}

/// Paragraphs in known order, in columns with a title above and a foot below.
struct Made {
    PdfPage page;
    Texts lines;
};

Made made(int columns, const std::vector<int>& paragraph_lines, bool title, bool foot, std::uint32_t seed) {
    Made out;
    out.page.width = 600;
    out.page.height = 800;
    std::mt19937 random(seed);
    int word = 0;
    double top = 40;
    const auto put = [&](double left, double width, double at, bool full) {
        std::string text;
        const auto room = static_cast<std::size_t>(width / 5);
        const std::size_t length = full ? room - random() % 4 : room / 2 + random() % (room / 3);
        while (text.size() + 9 < length) text += (text.empty() ? "" : " ") + std::string("w") + std::to_string(1000 + word++);
        out.page.boxes.push_back({left, at, static_cast<double>(text.size()) * 5, 11.5, 10, false, 0, text});
        out.lines.push_back(text);
    };
    if (title) {
        put(40, 520, top, true);
        top += 30;
    }
    const double width = (520.0 - 20 * (columns - 1)) / columns;
    double lowest = top;
    for (int c = 0; c < columns; ++c) {
        // Columns begin at their own heights: lines of two columns are not all beside one another.
        double at = top + static_cast<double>(c) * 4.5;
        for (const int lines : paragraph_lines) {
            for (int i = 0; i < lines; ++i) {
                put(40 + c * (width + 20), width, at, i + 1 < lines);
                at += 14;
            }
            at += 6;
        }
        lowest = std::max(lowest, at);
    }
    if (foot) put(40, 520, lowest + 20, true);
    return out;
}

RC_GTEST_PROP(ReadingOrder, ComesBackFromShuffledBoxes, ()) {
    const int columns = *rc::gen::inRange(1, 4);
    const auto paragraphs = *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(*rc::gen::inRange(2, 6)), rc::gen::inRange(2, 5));
    const bool title = *rc::gen::arbitrary<bool>();
    const bool foot = *rc::gen::arbitrary<bool>();
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    Made layout = made(columns, paragraphs, title, foot, seed);
    std::mt19937 random(seed + 1);
    std::shuffle(layout.page.boxes.begin(), layout.page.boxes.end(), random);
    Texts got;
    for (const Row& row : reading_order({layout.page})) {
        RC_ASSERT(row.segments.size() == 1u);
        got.push_back(row.segments.front().text);
    }
    RC_ASSERT(got == layout.lines);
}

RC_GTEST_PROP(ReadingOrder, LosesAndDoublesNothingOfAnyPage, ()) {
    PdfPage page;
    page.width = 600;
    page.height = 800;
    const int n = *rc::gen::inRange(0, 60);
    for (int i = 0; i < n; ++i) {
        const auto place = [&](int most) { return static_cast<double>(*rc::gen::inRange(-20, most)); };
        page.boxes.push_back({place(620), place(820), static_cast<double>(*rc::gen::inRange(0, 300)), static_cast<double>(*rc::gen::inRange(0, 40)), 10, false, 0, "b" + std::to_string(i) + "e"});
    }
    std::string all;
    for (const Row& row : reading_order({page})) {
        for (const Segment& s : row.segments) all += s.text + " ";
    }
    for (int i = 0; i < n; ++i) {
        const std::string name = "b" + std::to_string(i) + "e";
        const std::size_t at = all.find(name);
        RC_ASSERT(at != std::string::npos);
        RC_ASSERT(all.find(name, at + 1) == std::string::npos);
    }
}

}  // namespace
}  // namespace plimsoll::documents
