// Reads docs/format/ledger.md and holds the code to it, byte for byte and number for number.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "base/text.h"
#include "ledger/block.h"
#include "ledger/block_store.h"

namespace plimsoll::ledger {
namespace {

std::string document() {
    std::ifstream file(PLIMSOLL_SOURCE_DIR "/docs/format/ledger.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The first run of digits in a cell, with its sign: "10 s" is 10.
std::int64_t number(const std::string& cell) {
    const auto begin = cell.find_first_of("-0123456789");
    return begin == std::string::npos ? INT64_MIN : std::stoll(cell.substr(begin));
}

/// The numbers of the table whose head starts with `head`.
std::vector<std::vector<std::int64_t>> table(const std::string& head) {
    std::istringstream lines(document());
    std::vector<std::vector<std::int64_t>> rows;
    std::string line;
    while (std::getline(lines, line) && !line.starts_with("| " + head + " |")) {
    }
    std::getline(lines, line);  // the rule under the head
    while (std::getline(lines, line) && line.starts_with("|")) {
        std::istringstream cells(line.substr(1));
        std::vector<std::int64_t> row;
        for (std::string cell; std::getline(cells, cell, '|');) row.push_back(number(cell));
        rows.push_back(row);
    }
    return rows;
}

/// The bytes of the example: on each line of the hex block, what stands before two spaces.
std::string example() {
    const std::string text = document();
    const auto begin = text.find("```hex\n") + 7;
    std::istringstream lines(text.substr(begin, text.find("```", begin) - begin));
    std::string hex;
    for (std::string line; std::getline(lines, line);) hex += line.substr(0, line.find("  "));
    std::erase(hex, ' ');
    return text::from_hex(hex).value_or("not hexadecimal");
}

const BlockKey kExample{0, *text::parse_rfc3339("2026-11-21T08:00:00Z"), 7};

Totals totals_from(const std::vector<std::int64_t>& row) { return {{row[1], row[2], row[3], row[4], row[5]}, row[6]}; }

Block block_from_tables() {
    Block block = Block::empty(0, totals_from(table("before slot").at(0)));
    block.written[0] = true;
    for (const auto& row : table("from"))
        for (std::int64_t i = row[0]; i <= row[1]; ++i)
            block.slots[static_cast<std::size_t>(i)] = {row[2] + (i - row[0]) * row[3], row[4], row[5], row[6], row[7]};
    return block;
}

TEST(LedgerFormat, TheExampleInTheDocumentDecodesToItsTable) {
    const auto block = decode_block(kExample, example());
    ASSERT_TRUE(block.has_value()) << block.error().sentence();
    EXPECT_EQ(*block, block_from_tables());
    EXPECT_NE(document().find("row " + std::to_string(kExample.row())), std::string::npos);
}

TEST(LedgerFormat, TheTableInTheDocumentEncodesToItsExample) {
    EXPECT_EQ(text::hex(encode_block(kExample, block_from_tables())), text::hex(example()));
}

TEST(LedgerFormat, ABlockAsVersion1WroteItDecodesToTheSame) {
    const auto before = text::from_hex(
        "0100e80280f25747a00b802d802da00b0103783c0180d00f1401b0090000000000010000000000000000010000010000"
        "000000000100000000000000000100080101fffffffffffeff0f0002000000000008f3d70120");
    ASSERT_TRUE(before.has_value());
    const auto block = decode_block(kExample, *before);
    ASSERT_TRUE(block.has_value()) << block.error().sentence();
    EXPECT_EQ(*block, block_from_tables());
    EXPECT_EQ(*totals_before(kExample, *before, 101), *totals_before(kExample, example(), 101));
}

TEST(LedgerFormat, CumulativeSumsAreAsTheDocumentSays) {
    const auto rows = table("before slot");
    ASSERT_EQ(rows.size(), 5u);
    for (const auto& row : rows) {
        const auto totals = totals_before(kExample, example(), static_cast<std::size_t>(row[0]));
        ASSERT_TRUE(totals.has_value());
        EXPECT_EQ(*totals, totals_from(row)) << "before slot " << row[0];
    }
    const Totals window = totals_from(rows[3]) - totals_from(rows[1]);
    std::ostringstream sentence;
    sentence << window.sum.valid << " valid events, " << window.sum.bad << " of them bad,\nin " << window.sum.measured
             << " measured slots of " << window.slots << ".";
    EXPECT_NE(document().find(sentence.str()), std::string::npos) << sentence.str();
}

TEST(LedgerFormat, LevelsAndPagesAreAsTheDocumentSays) {
    const auto rows = table("level");
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(kLevelCount));
    for (int level = 0; level < kLevelCount; ++level) {
        const Level& l = kLevels[level];
        const LevelShape shape = shape_of(level);
        const std::vector<std::int64_t> expected = {level, l.step / Duration::seconds(1), l.block / kHour,
                                                    static_cast<std::int64_t>(shape.slots),
                                                    static_cast<std::int64_t>(shape.hours), l.retention / Duration::days(1)};
        EXPECT_EQ(rows[static_cast<std::size_t>(level)], expected);
    }
    EXPECT_NE(document().find("pages of " + std::to_string(kBlockPageSize) + " bytes"), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::ledger
