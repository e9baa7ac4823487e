// picture_test.cc: the load line and the plot as a terminal shows them.
#include <gtest/gtest.h>

#include "cli/load_line.h"
#include "cli/plot.h"

namespace plimsoll::cli {
namespace {

const Terminal kPlain(false, 80);

TEST(LoadLine, FillsWhatRemainsAndSaysItInWords) {
    EXPECT_EQ(load_line({0.5, 1.25, 0.2, 1.0}, 20, kPlain), "██████████│─────────  50.0 % left  burning 1.2x  ends 20 %");
    EXPECT_EQ(load_line({1.0, std::nullopt, std::nullopt, 1.0}, 10, kPlain), "██████████  100.0 % left");
}

TEST(LoadLine, OverspentIsHatchedAndNamed) {
    EXPECT_EQ(load_line({-0.3, std::nullopt, std::nullopt, 1.0}, 10, kPlain), "╱╱╱──│────  30.0 % overspent");
    EXPECT_EQ(load_bar({-7.0, std::nullopt, std::nullopt, 1.0}, 10, kPlain), "╱╱╱╱╱╱╱╱╱╱") << "clipped at -100 %";
}

TEST(LoadLine, SaysWhenItCannotSay) {
    EXPECT_EQ(load_line({}, 5, kPlain), "·····  not enough data");
    EXPECT_EQ(load_line({1.0, std::nullopt, std::nullopt, 0.71}, 5, kPlain), "▒▒▒▒▒  100.0 % left  coverage 71 %");
}

TEST(LoadLine, ColourIsNeverAlone) {
    const Terminal coloured(true, 80);
    std::string bare;
    bool escape = false;
    for (const char c : load_line({0.05, 20.0, -3.0, 1.0}, 20, coloured)) {
        if (c == '\x1b') escape = true;
        if (!escape) bare += c;
        if (escape && c == 'm') escape = false;
    }
    EXPECT_EQ(bare, load_line({0.05, 20.0, -3.0, 1.0}, 20, kPlain));
}

TEST(Plot, DrawsAGapAsAGap) {
    Plot p;
    p.points = {1.0, 1.0, std::nullopt, std::nullopt, 0.0, 0.0};
    p.left = "a";
    p.right = "b";
    const std::string text = plot(p, 21, 2, kPlain);
    EXPECT_EQ(text, "  100 % ┤⠉⠉⠉⠉\n    0 % ┤        ⣀⣀⣀⣀\n         a          b\n");
}

TEST(Table, AlignsWhatStrangersNamed) {
    Table table({{"name"}, {"n", Table::Align::right}});
    table.add({{"a\x1b[31mb"}, {"7"}});
    table.add({{"größe"}, {"1,234"}});
    EXPECT_EQ(table.text(kPlain), "name        n\na[31mb      7\ngröße   1,234\n");
}

}  // namespace
}  // namespace plimsoll::cli
