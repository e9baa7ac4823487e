#include "ingest/text_lines.h"

#include <gtest/gtest.h>

#include "ingest/refusal.h"
#include "ingest/temporary_file.h"

namespace plimsoll::ingest {
namespace {

/// The lines joined by "|", a cut one ending in "~"; or the error's code.
std::string lines_of(const std::string& content, TextLines::Limits limits = {}) {
    const TemporaryFile file(content);
    auto lines = TextLines::open(file.path, limits);
    if (!lines) return std::string(lines.error().code());
    std::string out;
    while (true) {
        const auto line = lines->next();
        if (!line) return out + "!" + std::string(line.error().code());
        if (!*line) break;
        out += std::string((*line)->text) + ((*line)->too_long ? "~" : "") + "|";
    }
    EXPECT_EQ(lines->bytes_read(), content.size());
    EXPECT_EQ(lines->bytes_total(), content.size());
    return out;
}

TEST(TextLines, ReadsPlainText) {
    EXPECT_EQ(lines_of(""), "");
    EXPECT_EQ(lines_of("a\nb\n"), "a|b|");
    EXPECT_EQ(lines_of("a\n\nb"), "a||b|");
    EXPECT_EQ(lines_of("\n"), "|");
}

TEST(TextLines, ReadsLinesAcrossItsBlocks) {
    std::string content;
    std::string expected;
    for (int i = 0; i < 100'000; ++i) {
        const std::string line = "line " + std::to_string(i * 7919);
        content += line + "\n";
        expected += line + "|";
    }
    EXPECT_EQ(lines_of(content), expected);
    EXPECT_EQ(lines_of(gzipped(content)), expected);
}

TEST(TextLines, ReadsGzipOfSeveralMembers) {
    EXPECT_EQ(lines_of(gzipped("a\nb")), "a|b|");
    EXPECT_EQ(lines_of(gzipped("a\nb") + gzipped("c\nd\n") + gzipped("")), "a|bc|d|");
}

TEST(TextLines, NamesDamagedGzip) {
    const std::string whole = gzipped("some text that is compressed\nand more of it\n");
    for (std::size_t size = 2; size < whole.size(); ++size) {
        EXPECT_NE(lines_of(whole.substr(0, size)).find("!ingest.unreadable"), std::string::npos) << size;
    }
    std::string damaged = whole;
    damaged[whole.size() - 6] = static_cast<char>(damaged[whole.size() - 6] ^ 1);  // the checksum
    EXPECT_NE(lines_of(damaged).find("!ingest.unreadable"), std::string::npos);
}

TEST(TextLines, BoundsALineAndGoesOnAfterIt) {
    EXPECT_EQ(lines_of("123456\nabc\n1234\n12345", {4, 1000}), "1234~|abc|1234|1234~|");
    EXPECT_EQ(lines_of(std::string(1'000'000, 'x') + "\nb\n", {4, 10'000'000}), "xxxx~|b|");
}

TEST(TextLines, BoundsWhatGzipUnpacksTo) {
    EXPECT_EQ(lines_of(gzipped(std::string(1'000'000, 'x')), {10, 999'999}), "!ingest.unreadable");
    EXPECT_EQ(lines_of(gzipped(std::string(1'000'000, 'x')), {10, 1'000'000}), "xxxxxxxxxx~|");
}

TEST(TextLines, SaysThatThereIsNoFile) {
    EXPECT_EQ(TextLines::open("/nonexistent/file", {}).error().code(), plimsoll::errors::not_found.code);
    EXPECT_EQ(TextLines::open("/tmp", {}).error().code(), plimsoll::errors::io.code);
}

}  // namespace
}  // namespace plimsoll::ingest
