#include "log/chain.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.h"

namespace plimsoll::log {
namespace {

/// The "name: value" lines of docs/format/log.md's worked example. A value that is given on several lines is joined.
std::map<std::string, std::string> worked_example() {
    const auto file = std::filesystem::path(__FILE__).parent_path() / "../../docs/format/log.md";
    std::ifstream in(file);
    EXPECT_TRUE(in) << file;
    std::map<std::string, std::string> out;
    bool inside = false;
    std::string last;
    for (std::string line; std::getline(in, line);) {
        if (line == "```example") inside = true;
        else if (line == "```") inside = false;
        else if (inside && line.starts_with(" ")) out[last] += line.substr(line.find_first_not_of(' '));
        else if (inside) out[last = line.substr(0, line.find(": "))] = line.substr(line.find(": ") + 2);
    }
    return out;
}

TEST(Chain, TheWorkedExampleInTheFormatDocumentIsWhatThisCodeComputes) {
    auto example = worked_example();
    ASSERT_EQ(example.size(), 14U);
    const crypto::Sha256 before = genesis(example["chain id"]);
    EXPECT_EQ(hex(before), example["genesis hash"]);
    NewEvent fact;
    fact.at = Timestamp::from_ms(std::stoll(example["at"]));
    fact.type = example["type"];
    fact.version = std::stoi(example["version"]);
    fact.stream = example["stream"];
    fact.actor = example["actor"];
    fact.source = example["source"];
    fact.body = example["body"];
    const Seq seq = std::stoull(example["seq"]);
    EXPECT_EQ(text::hex(hashed_bytes(before, seq, fact)), example["hashed bytes"]);
    EXPECT_EQ(hex(ChainHasher().link(before, seq, fact)), example["hash"]);
    EXPECT_EQ(text::rfc3339(fact.at), example["at, for people"]);
    EXPECT_EQ(example["hash(2)"], hex(ChainHasher().link(*hash_from_hex(example["hash"]), 2, fact)));
}

TEST(Chain, BytesThatMoveFromOneFieldToTheNextGiveAnotherHash) {
    NewEvent a{Timestamp::from_ms(1), "ab", 1, "c", "d", "e", "{}"};
    NewEvent b = a;
    b.type = "a";
    b.stream = "bc";
    EXPECT_NE(ChainHasher().link({}, 1, a), ChainHasher().link({}, 1, b));
}

TEST(Chain, EveryFieldIsHashed) {
    const NewEvent fact{Timestamp::from_ms(1), "t", 1, "s", "a", "o", "{}"};
    const crypto::Sha256 hash = ChainHasher().link({}, 1, fact);
    const auto changed = [&](auto change) {
        NewEvent other = fact;
        change(other);
        return ChainHasher().link({}, 1, other);
    };
    EXPECT_NE(hash, changed([](NewEvent& e) { e.at = Timestamp::from_ms(-1); }));
    EXPECT_NE(hash, changed([](NewEvent& e) { e.type = "T"; }));
    EXPECT_NE(hash, changed([](NewEvent& e) { e.version = 2; }));
    EXPECT_NE(hash, changed([](NewEvent& e) { e.stream = "S"; }));
    EXPECT_NE(hash, changed([](NewEvent& e) { e.actor = "A"; }));
    EXPECT_NE(hash, changed([](NewEvent& e) { e.source = "O"; }));
    EXPECT_NE(hash, changed([](NewEvent& e) { e.body = "{ }"; }));
    EXPECT_NE(hash, ChainHasher().link({}, 2, fact));
    EXPECT_NE(hash, ChainHasher().link(genesis("x"), 1, fact));
    EXPECT_EQ(hash, changed([](NewEvent&) {}));
}

TEST(Chain, HashesReadBackFromTheirText) {
    const crypto::Sha256 hash = genesis("x");
    EXPECT_EQ(hash_from_hex(hex(hash)), hash);
    EXPECT_FALSE(hash_from_hex(hex(hash).substr(2)));
    EXPECT_FALSE(hash_from_hex("g" + hex(hash).substr(1)));
    EXPECT_FALSE(hash_from_hex(""));
}

}  // namespace
}  // namespace plimsoll::log
