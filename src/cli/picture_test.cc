// picture_test.cc: the load line and the plot as a terminal shows them.
#include <gtest/gtest.h>

#include "cli/load_line.h"
#include "cli/plot.h"

namespace plimsoll::cli {
namespace {

const Terminal kPlain(false, 80);

TEST(LoadLine, FillsWhatRemainsFromZeroAndSaysItInWords) {
    EXPECT_EQ(load_line({0.5, 1.25, 0.2, 1.0}, 21, kPlain), "    ┃█│○████│────────  50.0 % left  burning 1.2x  ends 20 %");
    EXPECT_EQ(load_line({1.0, std::nullopt, std::nullopt, 1.0, 0.25, 0}, 11, kPlain), "  ┃█│██████  100.0 % left") << "a freeze at zero has no tick";
}

TEST(LoadLine, ZeroStandsAtOnePlaceWhateverIsLeft) {
    for (const double remaining : {-5.0, -0.2, 0.0, 0.3, 1.0}) {
        const std::string bar = load_bar({remaining, std::nullopt, std::nullopt, 1.0}, 20, kPlain);
        const std::size_t zero = bar.find("┃");
        std::size_t columns = 0;
        for (std::size_t at = 0; at < zero; ++at) columns += (static_cast<unsigned char>(bar[at]) & 0xC0U) != 0x80U ? 1 : 0;
        EXPECT_EQ(columns, 4U) << remaining;
    }
}

TEST(LoadLine, OverspentIsHatchedToTheLeftAndNamed) {
    EXPECT_EQ(load_line({-0.3, std::nullopt, std::nullopt, 1.0}, 20, kPlain), "   ╱┃─│─────│───────  30.0 % overspent");
    EXPECT_EQ(load_bar({-7.0, std::nullopt, std::nullopt, 1.0}, 20, kPlain), "╱╱╱╱┃─│─────│───────") << "clipped at -100 %";
    EXPECT_EQ(load_bar({0.2, std::nullopt, -3.0, 1.0}, 20, kPlain), "○   ┃█│█────│───────") << "and so is the projected end";
}

TEST(LoadLine, SaysWhenItCannotSay) {
    EXPECT_EQ(load_line({}, 10, kPlain), "  ┃·······  not enough data");
    EXPECT_EQ(load_line({1.0, std::nullopt, std::nullopt, 0.71}, 10, kPlain), "  ┃│▒▒│▒▒▒  100.0 % left  coverage 71 %");
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
