#include "ledger/column.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "ledger/bits.h"
#include "ledger/column_plain.h"

namespace plimsoll::ledger {
namespace {

std::string integers(const std::vector<std::int64_t>& values) {
    std::string out;
    put_integers(out, values);
    return out;
}

std::string doubles(const std::vector<double>& values) {
    std::string out;
    put_doubles(out, values);
    return out;
}

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
    std::vector<std::uint64_t> bits;
    for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
    return bits;
}

void expect_same(const std::vector<double>& values) {
    const std::string bytes = doubles(values);
    ByteReader reader(bytes);
    EXPECT_EQ(bits_of(read_doubles(reader, values.size())), bits_of(values));
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(reader.rest().empty());
}

/// Integers of all sizes, with stretches that look alike, so that every width and both codings come up.
rc::Gen<std::vector<std::int64_t>> any_integers() {
    const auto part = rc::gen::apply(
        [](std::int64_t base, unsigned width, const std::vector<std::uint64_t>& noise) {
            std::vector<std::int64_t> values;
            for (const auto n : noise)
                values.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + (width == 0 ? 0 : n >> (64 - width))));
            return values;
        },
        rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange<unsigned>(0, 65),
        rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, UINT64_MAX)));
    return rc::gen::map(rc::gen::container<std::vector<std::vector<std::int64_t>>>(part), [](const auto& parts) {
        std::vector<std::int64_t> all;
        for (const auto& p : parts) all.insert(all.end(), p.begin(), p.end());
        return all;
    });
}

std::string plain(const std::vector<std::int64_t>& values) {
    std::string out;
    put_plain_integers(out, values);
    return out;
}

/// Zeros in a pattern, or anywhere, among values of any size; sometimes one place breaks the pattern.
std::vector<std::int64_t> some_zeros() {
    const auto number = [](std::int64_t least, std::int64_t end) { return *rc::gen::inRange<std::int64_t>(least, end); };
    std::vector<std::int64_t> values(static_cast<std::size_t>(number(1, 500)));
    const std::int64_t period = number(0, 70);
    const std::int64_t of_ten = number(0, 11);
    const std::uint64_t pattern = *rc::gen::arbitrary<std::uint64_t>();
    const std::int64_t least = number(-5, 5) * (std::int64_t{1} << number(0, 40));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool present = period > 0 ? (pattern >> (static_cast<std::int64_t>(i) % period % 64) & 1) != 0 : number(0, 10) < of_ten;
        if (present) values[i] = least + number(0, 300);
    }
    if (number(0, 3) == 0) values[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(values.size())))] = number(0, 2);
    return values;
}

void expect_all_prefix_sums(const std::string& bytes, const std::vector<std::int64_t>& values) {
    std::uint64_t sum = 0;
    for (std::size_t first = 0; first <= values.size(); ++first) {
        ByteReader reader(bytes);
        RC_ASSERT(sum_integers(reader, values.size(), first) == sum);
        RC_ASSERT(reader.ok() && reader.rest().empty());
        if (first < values.size()) sum += static_cast<std::uint64_t>(values[first]);
    }
}

TEST(Varint, SmallNumbersAreOneByteAndAllComeBack) {
    for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{-64}, INT64_MAX, INT64_MIN}) {
        std::string out;
        put_signed(out, n);
        EXPECT_EQ(out.size(), varint_size(zigzag(n)));
        ByteReader reader(out);
        EXPECT_EQ(reader.signed_varint(), n);
        EXPECT_TRUE(reader.ok());
        EXPECT_TRUE(reader.rest().empty());
    }
    EXPECT_EQ(varint_size(zigzag(-64)), 1u);
    EXPECT_EQ(varint_size(zigzag(64)), 2u);
}

TEST(Varint, CutOrTooLongFails) {
    for (const std::string& bytes : {std::string(), std::string("\x80"), std::string(11, '\xff'),
                                     std::string(9, '\xff') + "\x02"}) {
        ByteReader reader(bytes);
        EXPECT_EQ(reader.varint(), 0u);
        EXPECT_FALSE(reader.ok());
    }
    ByteReader largest(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
    EXPECT_EQ(largest.varint(), UINT64_MAX);
    EXPECT_TRUE(largest.ok());
}

TEST(Bits, EveryWidthComesBack) {
    for (unsigned width = 0; width <= 64; ++width) {
        for (const std::size_t count : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{59}, kMiniBlock}) {
            std::vector<std::uint64_t> values(count);
            for (std::size_t i = 0; i < count; ++i)
                values[i] = width == 0 ? 0 : (0x9e3779b97f4a7c15ULL * (i + 1)) >> (64 - width);
            std::string out = "before";
            pack(values, width, out);
            ASSERT_EQ(out.size(), 6 + packed_bytes(count, width));
            std::vector<std::uint64_t> back(count, 1);
            unpack(std::string_view(out).substr(6), width, back);
            EXPECT_EQ(back, values) << "width " << width << ", " << count << " values";
        }
    }
}

TEST(Bits, MaskOfAllIsOneByte) {
    std::string out;
    put_mask(out, std::vector<ledger::Run>{{0, 360}}, 360);
    EXPECT_EQ(out, "\x01");
}

RC_GTEST_PROP(Bits, MasksComeBack, (const std::vector<bool>& mask)) {
    std::vector<ledger::Run> runs;
    for (std::size_t i = 0; i < mask.size(); ++i)
        if (mask[i]) add_to_runs(runs, i);
    std::string out;
    put_mask(out, runs, mask.size());
    ByteReader reader(out);
    RC_ASSERT(read_mask(reader, mask.size()) == runs);
    RC_ASSERT(reader.ok() && reader.rest().empty());
    const auto some = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(mask.size()) + 1));
    RC_ASSERT(present_before(runs, some) == static_cast<std::size_t>(std::count(mask.begin(), mask.begin() + static_cast<std::ptrdiff_t>(some), true)));
}

TEST(Bits, MasksThatDoNotFitTheirLengthFail) {
    const std::vector<std::string> bad = {"", std::string(1, '\0'), "\x02\x0b", "\x03\x02", std::string("\x03\x02\x00", 3),
                                          "\x02\x0a", "\x7f", std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")};
    for (const auto& bytes : bad) {
        ByteReader reader(bytes);
        EXPECT_TRUE(read_mask(reader, 10).empty());
        EXPECT_FALSE(reader.ok()) << bytes.size() << " bytes";
    }
}

RC_GTEST_PROP(IntegerColumn, ComesBackAndSums, ()) {
    const auto values = *any_integers();
    const std::string bytes = integers(values);
    ByteReader reader(bytes);
    RC_ASSERT(read_integers(reader, values.size()) == values);
    RC_ASSERT(reader.ok() && reader.rest().empty());

    const auto first = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(values.size()) + 1));
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < first; ++i) sum += static_cast<std::uint64_t>(values[i]);
    ByteReader again(bytes);
    RC_ASSERT(sum_integers(again, values.size(), first) == sum);
    RC_ASSERT(again.ok() && again.rest().empty());
}

RC_GTEST_PROP(IntegerColumn, WithZerosComesBackAndSumsAndIsNeverLarger, ()) {
    const auto values = some_zeros();
    const std::string bytes = integers(values);
    RC_ASSERT(bytes.size() <= plain(values).size());
    ByteReader reader(bytes);
    RC_ASSERT(read_integers(reader, values.size()) == values);
    RC_ASSERT(reader.ok() && reader.rest().empty());
    expect_all_prefix_sums(bytes, values);
}

RC_GTEST_PROP(IntegerColumn, OfAnyBytesReadsAsItSums, (const std::vector<std::uint8_t>& rest)) {
    std::string bytes{2, static_cast<char>(*rc::gen::inRange(0, 4))};
    for (const std::uint8_t byte : rest) bytes.push_back(static_cast<char>(byte % 8));
    const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 130));
    ByteReader reader(bytes);
    const auto values = read_integers(reader, count);
    RC_ASSERT(values.size() == count);
    ByteReader summing(bytes);
    const std::uint64_t sum = sum_integers(summing, count, count / 2);
    RC_ASSERT(summing.ok() == reader.ok());
    if (!reader.ok()) return;
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < count / 2; ++i) expected += static_cast<std::uint64_t>(values[i]);
    RC_ASSERT(sum == expected);
}

RC_GTEST_PROP(IntegerColumn, WithZerosCutFails, ()) {
    const auto values = some_zeros();
    const std::string bytes = integers(values);
    const auto cut = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(bytes.size())));
    ByteReader reader(std::string_view(bytes).substr(0, cut));
    (void)read_integers(reader, values.size());
    RC_ASSERT(!reader.ok());
    ByteReader summing(std::string_view(bytes).substr(0, cut));
    (void)sum_integers(summing, values.size(), values.size());
    RC_ASSERT(!summing.ok());
}

RC_GTEST_PROP(IntegerColumn, CutBytesFail, ()) {
    const auto values = *rc::gen::suchThat(any_integers(), [](const auto& v) { return !v.empty(); });
    const std::string bytes = integers(values);
    const auto cut = static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(bytes.size())));
    ByteReader reader(std::string_view(bytes).substr(0, cut));
    (void)read_integers(reader, values.size());
    RC_ASSERT(!reader.ok());
}

TEST(IntegerColumn, ExtremesComeBack) {
    std::vector<std::int64_t> values;
    for (int i = 0; i < 200; ++i) values.push_back(i % 3 == 0 ? INT64_MIN : i % 3 == 1 ? INT64_MAX : 0);
    const std::string bytes = integers(values);
    ByteReader reader(bytes);
    EXPECT_EQ(read_integers(reader, values.size()), values);
}

TEST(IntegerColumn, AConstantOrNothingCostsNothing) {
    EXPECT_EQ(integers({}).size(), 0u);
    EXPECT_EQ(integers(std::vector<std::int64_t>(1440, 4)).size(), 2u);
}

TEST(IntegerColumn, AStraightLineIsWrittenAsSteps) {
    std::vector<std::int64_t> line(360);
    for (std::size_t i = 0; i < line.size(); ++i) line[i] = 1'000'000 + 977 * static_cast<std::int64_t>(i);
    EXPECT_LT(integers(line).size(), 50u);
}

TEST(IntegerColumn, ABurstCostsOnlyItsOwnMiniBlock) {
    std::vector<std::int64_t> values(360);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int64_t>(i * 7 % 8);
    const std::size_t calm = integers(values).size();
    values[100] = 1 << 30;
    EXPECT_LT(integers(values).size(), calm + 60 * 30 / 8);
}

TEST(IntegerColumn, UnknownCodingAndTooWideMiniBlocksFail) {
    for (const std::string& bytes : {std::string("\x03\x00", 2), std::string("\x01\x41", 2) + std::string(600, '\0')}) {
        ByteReader reader(bytes);
        (void)read_integers(reader, 60);
        EXPECT_FALSE(reader.ok());
        ByteReader summing(bytes);
        (void)sum_integers(summing, 60, 60);
        EXPECT_FALSE(summing.ok());
    }
}

TEST(IntegerColumn, SlotsBetweenScrapesCostNoBits) {
    std::vector<std::int64_t> values(360);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (i % 3 != 2) values[i] = 7'500 + static_cast<std::int64_t>(i * i % 512);
    EXPECT_GT(plain(values).size(), 360u * 12 / 8);
    EXPECT_LT(integers(values).size(), 240u * 9 / 8 + 25);
    EXPECT_EQ(integers(values).substr(0, 4), std::string("\x02\x00\x03\x03", 4));
}

TEST(IntegerColumn, RareFailuresCostTheirPlacesAlone) {
    std::vector<std::int64_t> values(1440);
    for (const std::size_t at : {std::size_t{5}, std::size_t{700}, std::size_t{701}, std::size_t{1439}}) values[at] = 3;
    EXPECT_LE(integers(values).size(), 16u);
}

TEST(IntegerColumn, PlacesThatDoNotFitFail) {
    const std::string gaps("\x02\x02", 2), pattern("\x02\x00", 2);
    for (const std::string& bytes : {
             std::string("\x02"),                                // cut before the places
             std::string("\x02\x03\x01\x00\x02", 5),            // no such way to tell them
             pattern + std::string("\x00\x01\x00\x02", 4),       // a pattern of no places
             pattern + std::string("\x41") + std::string(12, 1),  // of more than 64
             std::string("\x02\x01\xff", 3),                     // a bitmap of 60 places in one byte
             gaps + std::string("\x3d\x00\x00\x00\x02", 5),      // 61 places of 60
             gaps + std::string("\x01\x00\x78\x00\x02", 5),      // behind 60 zeros
             gaps + std::string("\x02\x00\x3c\x00\x02", 5),      // the second behind the end
             gaps + std::string("\x01\x00\x01\x00\x02", 5),      // behind -1 zeros
             gaps + std::string("\x01\x02\x00\x01\x01\x00\x02", 7),  // zeros apart among gaps
             gaps + std::string("\x01\x00\x02\x02\x00\x01\x01\x00\x02", 9),  // and among the values
         }) {
        ByteReader reader(bytes);
        (void)read_integers(reader, 60);
        EXPECT_FALSE(reader.ok());
        ByteReader summing(bytes);
        (void)sum_integers(summing, 60, 60);
        EXPECT_FALSE(summing.ok());
    }
}

TEST(DoubleColumn, EveryBitPatternComesBack) {
    const double inf = std::numeric_limits<double>::infinity();
    const double payload = std::bit_cast<double>(0x7ff8dead0000beefULL);
    const double signalling = std::bit_cast<double>(0xfff0000000000001ULL);
    const double tiny = std::numeric_limits<double>::denorm_min();
    expect_same({});
    expect_same({0.0});
    expect_same({-0.0, 0.0, -0.0});
    expect_same({payload, payload, payload});
    expect_same({1.5, payload, signalling, inf, -inf, -0.0, tiny, std::numeric_limits<double>::max()});
    expect_same({0.1, 0.2, 0.30000000000000004, 1e300, 9007199254740993.0, 1e15, -1e-15});
}

RC_GTEST_PROP(DoubleColumn, ComesBack, (const std::vector<std::uint64_t>& patterns)) {
    std::vector<double> values;
    for (const auto bits : patterns) values.push_back(std::bit_cast<double>(bits));
    expect_same(values);
}

RC_GTEST_PROP(DoubleColumn, DecimalsComeBackInFewBytes, (const std::vector<std::int32_t>& scaled)) {
    std::vector<double> values;
    for (const auto n : scaled) values.push_back(n / 1000.0);
    expect_same(values);
    RC_ASSERT(doubles(values).size() <= values.size() * 5 + 16);
}

TEST(DoubleColumn, TemperaturesWithOneDecimalTakeAByteEach) {
    std::vector<double> values;
    for (int i = 0; i < 360; ++i) values.push_back((200 + i * 37 % 100) / 10.0);
    expect_same(values);
    EXPECT_LT(doubles(values).size(), 360u);
}

TEST(DoubleColumn, AGapAmongWholeNumbersComesBack) {
    std::vector<double> values(360, 12.0);
    values[17] = std::numeric_limits<double>::quiet_NaN();
    expect_same(values);
    EXPECT_LT(doubles(values).size(), 800u);
}

RC_GTEST_PROP(DoubleColumn, HostileBytesNeverHarm, (const std::string& bytes)) {
    ByteReader reader(bytes);
    const auto values = read_doubles(reader, 130);
    if (reader.ok()) expect_same(values);
}

}  // namespace
}  // namespace plimsoll::ledger
