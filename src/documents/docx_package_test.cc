// docx_package_test.cc: archives that lie, and each bound at its edge.
#include "documents/docx_package.h"

#include <gtest/gtest.h>

#include "documents/docx_for_tests.h"
#include "documents/docx_xml.h"

namespace plimsoll::documents {
namespace {

using namespace testing;

/// The code of the refusal, or what the part unpacks to.
std::string outcome(const std::string& bytes, const std::string& part = "a", const Limits& limits = {}) {
    auto package = DocxPackage::open(bytes, limits);
    if (!package) return std::string(package.error().code());
    const auto read = package->part(part);
    return read ? *read : std::string(read.error().code());
}
std::string code(const ErrorKind& kind) { return std::string(kind.code); }

/// Writes a number over a field of the n-th central header, and of the local header it names.
std::string with_field(std::string bytes, int entry, std::size_t central_offset, std::size_t local_offset, std::uint32_t value) {
    std::size_t at = 0;
    for (int i = 0; i <= entry; ++i) at = bytes.find("PK\x01\x02", at + (i > 0 ? 1 : 0));
    const auto put = [&](std::size_t place) { for (int i = 0; i < 4; ++i) bytes[place + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i)); };
    std::uint32_t local = 0;
    for (int i = 0; i < 4; ++i) local |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 42 + static_cast<std::size_t>(i)])) << (8 * i);
    put(at + central_offset);
    put(local + local_offset);
    return bytes;
}

TEST(DocxPackage, PartsAreFoundWhateverTheCaseOfTheirNames) {
    auto package = DocxPackage::open(zip_of({{"Word/Document.xml", "text"}, {"folder/", ""}}), {});
    ASSERT_TRUE(package);
    EXPECT_TRUE(package->has("/word/document.XML"));
    EXPECT_EQ(*package->part("word\\document.xml"), "text");
    EXPECT_EQ(package->names(), (std::vector<std::string>{"word/document.xml"}));
}

TEST(DocxPackage, TargetsNeverLeaveThePackage) {
    EXPECT_EQ(resolved_target("word/document.xml", "styles.xml"), "word/styles.xml");
    EXPECT_EQ(resolved_target("word/document.xml", "../media/a.png"), "media/a.png");
    EXPECT_EQ(resolved_target("word/document.xml", "/word/./styles.xml"), "word/styles.xml");
    EXPECT_EQ(resolved_target("word/document.xml", "../../../../etc/passwd"), "etc/passwd") << "a part's name, not a file's";
    EXPECT_EQ(resolved_target("", ""), "");
}

TEST(DocxPackage, OutsideTargetsAreNotFollowed) {
    const std::string arrows = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"x/image\" TargetMode=\"External\" Target=\"http://example.com/a.png\"/></Relationships>";
    auto package = DocxPackage::open(zip_of({{"_rels/.rels", arrows}}), {});
    ASSERT_TRUE(package);
    const auto read = package->relationships("");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 1u);
    EXPECT_EQ(read->front().type, "image");
    EXPECT_EQ(read->front().target, "");
}

TEST(DocxPackage, TheBoundOfPartsHoldsAtItsEdge) {
    Parts parts;
    for (std::size_t i = 0; i < kMostParts; ++i) parts.emplace_back(std::to_string(i), "");
    EXPECT_EQ(outcome(zip_of(parts, ZIP_CM_STORE), "0"), "");
    parts.emplace_back("one more", "");
    EXPECT_EQ(outcome(zip_of(parts, ZIP_CM_STORE), "0"), code(errors::inflates));
}

TEST(DocxPackage, TheBoundOfWhatIsInflatedHoldsAtItsEdge) {
    Limits limits;
    limits.inflated = 1000;
    EXPECT_EQ(outcome(zip_of({{"a", std::string(600, 'x')}, {"b", std::string(400, 'y')}}), "b", limits), std::string(400, 'y'));
    EXPECT_EQ(outcome(zip_of({{"a", std::string(600, 'x')}, {"b", std::string(401, 'y')}}), "b", limits), code(errors::inflates));
    EXPECT_EQ(outcome(zip_of({{"a", std::string(1001, 'x')}}), "a", limits), code(errors::inflates));
    // Reading one part again and again is no way around it.
    const std::string bytes = zip_of({{"a", std::string(600, 'x')}});
    auto package = DocxPackage::open(bytes, limits);
    ASSERT_TRUE(package);
    EXPECT_TRUE(package->part("a"));
    EXPECT_FALSE(package->part("a"));
}

TEST(DocxPackage, APartIsAtMostSoLargeAndSoTightlyPacked) {
    Limits limits;
    limits.inflate_ratio = 1'000'000;
    EXPECT_EQ(outcome(zip_of({{"a", std::string(kLongestPart, ' ')}}), "a", limits).size(), kLongestPart);
    EXPECT_EQ(outcome(zip_of({{"a", std::string(kLongestPart + 1, ' ')}}), "a", limits), code(errors::inflates));
    EXPECT_EQ(outcome(zip_of({{"a", std::string(kRatioFrom, ' ')}})).size(), kRatioFrom) << "a small one may be packed as it likes";
    EXPECT_EQ(outcome(zip_of({{"a", std::string(kRatioFrom + 1, ' ')}})), code(errors::inflates)) << "spaces pack 1000 : 1";
}

TEST(DocxPackage, SizesThatLieAreSeen) {
    const std::string honest = zip_of({{"a", std::string(500, 'x')}, {"b", "second"}});
    EXPECT_EQ(outcome(with_field(honest, 0, 24, 22, 499)), code(errors::damaged)) << "more comes out than was said";
    EXPECT_EQ(outcome(with_field(honest, 0, 24, 22, 501)), code(errors::damaged)) << "less comes out";
    EXPECT_EQ(outcome(with_field(honest, 0, 24, 22, 0xFFFFFFF0)), code(errors::inflates));
    EXPECT_EQ(outcome(with_field(honest, 0, 20, 18, 0x7FFFFFFF)), code(errors::damaged)) << "longer than the file";
    EXPECT_EQ(outcome(with_field(honest, 0, 16, 14, 12345)), code(errors::damaged)) << "the sum is wrong";
}

TEST(DocxPackage, EntriesThatShareTheirBytesAreRefused) {
    // As in a quoted bomb: the second entry's packed bytes are the first's and its own.
    const std::string two = zip_of({{"a", std::string(3000, 'x')}, {"b", std::string(3000, 'x')}}, ZIP_CM_STORE);
    const std::string overlapping = with_field(with_field(two, 0, 20, 18, 6000), 0, 24, 22, 6000);
    EXPECT_EQ(outcome(overlapping, "b"), code(errors::damaged));
}

TEST(DocxPackage, APartTwiceUnderOneNameIsRefused) {
    std::string bytes = zip_of({{"part-one", "x"}, {"part-two", "y"}});
    for (std::size_t at = bytes.find("part-two"); at != std::string::npos; at = bytes.find("part-two", at + 1)) bytes.replace(at, 8, "PART-ONE");
    EXPECT_EQ(outcome(bytes), code(errors::damaged));
}

TEST(DocxPackage, EncryptedAndStrangelyPackedPartsAreRefused) {
    std::string bytes = zip_of({{"a", "text"}});
    const std::size_t central = bytes.find("PK\x01\x02");
    std::string encrypted = bytes;
    encrypted[6] |= 1;
    encrypted[central + 8] |= 1;
    EXPECT_EQ(outcome(encrypted), code(errors::encrypted));
    std::string strange = bytes;
    strange[8] = strange[central + 10] = 97;
    EXPECT_EQ(outcome(strange), code(errors::damaged));
}

TEST(DocxPackage, JunkAfterTheEndIsNoHarm) { EXPECT_EQ(outcome(zip_of({{"a", "text"}}) + std::string(100, '\n')), "text"); }

// --- XML

std::string parsed(const std::string& xml) {
    const auto part = XmlPart::parse(xml);
    return part ? std::string(part->root().name()) : std::string(part.error().code());
}

TEST(DocxXml, NamesGetTheUsualPrefixes) {
    EXPECT_EQ(parsed("<q:document xmlns:q=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"), "w:document");
    EXPECT_EQ(parsed("<document xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/>"), "w:document");
    EXPECT_EQ(parsed("<w:document xmlns:w=\"http://example.com/other\"/>"), "x:document") << "the prefix proves nothing";
    const auto nested = XmlPart::parse("<a xmlns:q=\"http://example.com/\"><b xmlns:q=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><q:p q:val=\"1\"/></b><q:p/></a>");
    ASSERT_TRUE(nested);
    EXPECT_STREQ(nested->root().child("b").first_child().name(), "w:p");
    EXPECT_STREQ(nested->root().child("b").first_child().attribute("w:val").value(), "1");
    EXPECT_STREQ(nested->root().last_child().name(), "q:p") << "a declaration ends with its element";
}

TEST(DocxXml, NothingIsExpanded) {
    EXPECT_EQ(parsed("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"), code(errors::damaged));
    EXPECT_EQ(parsed("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), code(errors::damaged));
}

TEST(DocxXml, TheBoundsHoldAtTheirEdges) {
    const auto deep = [](int levels) {
        std::string xml;
        for (int i = 0; i <= levels; ++i) xml += "<a>";
        for (int i = 0; i <= levels; ++i) xml += "</a>";
        return parsed(xml);
    };
    EXPECT_EQ(deep(kDeepest), "a");
    EXPECT_EQ(deep(kDeepest + 1), code(errors::damaged));
    EXPECT_EQ(deep(200'000), code(errors::damaged)) << "no recursion on the way";
    const auto wide = [](std::size_t children) {
        std::string xml = "<a>";
        for (std::size_t i = 0; i < children; ++i) xml += "<b/>";
        return parsed(xml + "</a>");
    };
    EXPECT_EQ(wide(kMostNodes - 1), "a");
    EXPECT_EQ(wide(kMostNodes), code(errors::inflates));
    const auto prefixes = [](std::size_t n) {
        std::string xml = "<a";
        for (std::size_t i = 0; i < n; ++i) xml += " xmlns:p" + std::to_string(i) + "=\"u\"";
        return parsed(xml + "/>");
    };
    EXPECT_EQ(prefixes(kMostPrefixes), "a");
    EXPECT_EQ(prefixes(kMostPrefixes + 1), code(errors::damaged));
}

TEST(DocxXml, EncodingsAreReadOrRefused) {
    std::string wide("\xFF\xFE", 2);
    for (const char c : std::string_view("<a>x</a>")) wide.append({c, '\0'});
    EXPECT_EQ(parsed(wide), "a");
    EXPECT_EQ(parsed("<a>\xE9</a>"), code(errors::damaged));
    EXPECT_EQ(parsed(""), code(errors::damaged));
    EXPECT_EQ(parsed("<a><b></a>"), code(errors::damaged));
    EXPECT_EQ(parsed(std::string("<\0", 2)), code(errors::damaged));
}

TEST(DocxXml, NumbersAreBounded) {
    EXPECT_EQ(whole("-12.7"), -12);
    EXPECT_EQ(whole("+5"), 5);
    EXPECT_EQ(whole("1099511627776"), 1099511627776);
    EXPECT_EQ(whole("1099511627777"), std::nullopt);
    EXPECT_EQ(whole("99999999999999999999999"), std::nullopt);
    EXPECT_EQ(whole("x"), std::nullopt);
}

}  // namespace
}  // namespace plimsoll::documents
