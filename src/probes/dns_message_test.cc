#include "probes/dns_message.h"

#include <gtest/gtest.h>

#include "probes/checking_for_tests.h"

namespace plimsoll::probes::dns {
namespace {

constexpr std::uint16_t kId = 0x1234;

std::string asked(Type type = Type::a) { return *question(kId, "Shop.Example.", type); }
Result<Answer> answer(const std::string& bytes, Type type = Type::a) { return parse_answer(bytes, kId, "shop.example", type); }
std::string name_bytes(const std::string& label) { return static_cast<char>(label.size()) + label + std::string("\xc0\x0c", 2); }

TEST(DnsMessage, AQuestionIsWrittenAsTheProtocolSays) {
    const std::string q = asked();
    EXPECT_EQ(q.substr(0, 12), std::string("\x12\x34\x01\x00\x00\x01\0\0\0\0\0\0", 12));
    EXPECT_EQ(q.substr(12), std::string("\x04Shop\x07" "Example\0\0\x01\0\x01", 18));
}

TEST(DnsMessage, NamesThatTheProtocolDoesNotTake) {
    EXPECT_FALSE(question(1, "a..b", Type::a));
    EXPECT_FALSE(question(1, std::string(64, 'a') + ".test", Type::a));
    std::string longest;
    for (int i = 0; i < 130; ++i) longest += "a.";
    EXPECT_FALSE(question(1, longest, Type::a));
    EXPECT_TRUE(question(1, "", Type::ns)) << "the root has a name of no labels";
}

TEST(DnsMessage, RecordsHaveTheirUsualText) {
    const auto text_of = [](Type type, const std::string& data) {
        const auto read = answer(dns_reply(asked(type), 0, {dns_record(static_cast<unsigned>(type), data)}), type);
        return read && read->records.size() == 1 ? read->records[0].text : "unread";
    };
    EXPECT_EQ(text_of(Type::a, {"\xc0\x00\x02\x01", 4}), "192.0.2.1");
    EXPECT_EQ(text_of(Type::aaaa, {"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16}), "2001:db8::1");
    EXPECT_EQ(text_of(Type::cname, name_bytes("WWW")), "www.shop.example");
    EXPECT_EQ(text_of(Type::ns, name_bytes("ns1")), "ns1.shop.example");
    EXPECT_EQ(text_of(Type::mx, std::string("\0\x0a", 2) + name_bytes("mail")), "10 mail.shop.example");
    EXPECT_EQ(text_of(Type::txt, std::string("\x03" "v=s") + std::string("\x02" "pf")), "v=spf");
    EXPECT_EQ(text_of(Type::soa, name_bytes("ns1") + name_bytes("admin") + std::string("\0\0\0\x07", 4) + std::string(16, '\0')), "ns1.shop.example admin.shop.example 7");
}

TEST(DnsMessage, FlagsAreRead) {
    const auto read = answer(dns_reply(asked(), 0x0403, {}));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->authoritative);
    EXPECT_FALSE(read->truncated);
    EXPECT_EQ(rcode_text(read->rcode), "NXDOMAIN");
    EXPECT_TRUE(answer(dns_reply(asked(), 0x0200, {}))->truncated);
    EXPECT_EQ(rcode_text(11), "RCODE 11");
    EXPECT_EQ(dns_record(1, std::string(4, '\1'), 300).substr(6, 4), std::string("\0\0\x01\x2c", 4));
    EXPECT_EQ(answer(dns_reply(asked(), 0, {dns_record(1, std::string(4, '\1'), 300)}))->records[0].ttl_s, 300U);
}

TEST(DnsMessage, EveryPrefixOfAnAnswerIsCutShort) {
    const std::string whole = dns_reply(asked(Type::mx), 0, {dns_record(15, std::string("\0\x0a", 2) + name_bytes("mail"))});
    ASSERT_TRUE(answer(whole, Type::mx));
    for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_FALSE(answer(whole.substr(0, n), Type::mx)) << n;
}

TEST(DnsMessage, AnAnswerToSomethingElseIsNone) {
    const std::string reply = dns_reply(asked(), 0, {});
    EXPECT_FALSE(parse_answer(reply, kId + 1, "shop.example", Type::a));
    EXPECT_FALSE(parse_answer(reply, kId, "shop.test", Type::a));
    EXPECT_FALSE(parse_answer(reply, kId, "shop.example", Type::aaaa));
    EXPECT_FALSE(parse_answer(asked(), kId, "shop.example", Type::a)) << "a question is no answer";
}

TEST(DnsMessage, PointersThatGoRoundAreRefused) {
    const std::string header = dns_reply(asked(), 0, {"", ""}).substr(0, 30);
    const auto here = static_cast<char>(header.size());
    EXPECT_FALSE(answer(header + std::string{static_cast<char>(0xc0), here} + std::string(30, '\0'))) << "to itself";
    EXPECT_FALSE(answer(header + std::string{static_cast<char>(0xc0), static_cast<char>(here + 4)} + std::string(30, '\0'))) << "forwards";
}

TEST(DnsMessage, ManyRecordsAreBounded) {
    std::vector<std::string> records(120, dns_record(1, std::string(4, '\1')));
    const auto read = answer(dns_reply(asked(), 0, records));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->records.size(), 100U);
}

TEST(DnsMessage, AnAddressOfTheWrongLengthIsRefused) { EXPECT_FALSE(answer(dns_reply(asked(), 0, {dns_record(1, "abc")}))); }

TEST(DnsMessage, TypesByName) {
    for (const char* name : {"A", "AAAA", "CNAME", "MX", "NS", "TXT", "SOA"}) EXPECT_TRUE(type_of(name)) << name;
    EXPECT_FALSE(type_of("a"));
    EXPECT_FALSE(type_of("ANY"));
}

}  // namespace
}  // namespace plimsoll::probes::dns
