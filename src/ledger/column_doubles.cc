#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "ledger/bits.h"
#include "ledger/column.h"

namespace plimsoll::ledger {
namespace {

enum class Coding : std::uint8_t { constant = 0, decimal = 1, exclusive_or = 2 };

/// Powers of ten that a double holds exactly, as far as a scaled value of at most 2^53 makes sense.
constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr double kMostScaled = 9007199254740992.0;  // 2^53

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

/// Division, not multiplication with 0.1^n: it is correctly rounded, so "0.3" is 3/10 to the last bit.
double unscaled(std::int64_t scaled, std::size_t exponent) { return static_cast<double>(scaled) / kPowers[exponent]; }

/// The integer that gives the value back bit for bit; none for NaN, infinities, -0 and long fractions.
std::optional<std::int64_t> scaled(double value, std::size_t exponent) {
    const double product = value * kPowers[exponent];
    if (!(std::fabs(product) <= kMostScaled)) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(std::nearbyint(product));
    if (bits_of(unscaled(whole, exponent)) != bits_of(value)) return std::nullopt;
    return whole;
}

/// The smallest exponent from `exponent` on that fits the value; kPowers.size() if none does.
std::size_t exponent_for(double value, std::size_t exponent) {
    while (exponent < kPowers.size() && !scaled(value, exponent)) ++exponent;
    return exponent;
}

std::optional<std::string> decimal_column(std::span<const double> values) {
    std::size_t exponent = 0;
    for (const double value : values) exponent = exponent_for(value, exponent);
    if (exponent == kPowers.size()) return std::nullopt;
    std::vector<std::int64_t> integers;
    integers.reserve(values.size());
    for (const double value : values) {
        // A larger exponent can fail where a smaller one fitted: the product passes 2^53.
        const auto integer = scaled(value, exponent);
        if (!integer) return std::nullopt;
        integers.push_back(*integer);
    }
    std::string out{static_cast<char>(Coding::decimal), static_cast<char>(exponent)};
    put_integers(out, integers);
    return out;
}

void put_xor_mini_block(std::string& out, std::span<std::uint64_t> part) {
    std::uint64_t any = 0;
    for (const std::uint64_t x : part) any |= x;
    const unsigned low_zeros = any == 0 ? 0 : static_cast<unsigned>(std::countr_zero(any));
    const unsigned width = static_cast<unsigned>(std::bit_width(any)) - low_zeros;
    for (auto& x : part) x >>= low_zeros;
    out.push_back(static_cast<char>(width));
    if (width > 0) out.push_back(static_cast<char>(low_zeros));
    pack(part, width, out);
}

std::string xor_column(std::span<const double> values) {
    std::string out{static_cast<char>(Coding::exclusive_or)};
    put_fixed(out, bits_of(values[0]));
    std::array<std::uint64_t, kMiniBlock> part;
    for (std::size_t begin = 1; begin < values.size(); begin += kMiniBlock) {
        const std::size_t size = std::min(kMiniBlock, values.size() - begin);
        for (std::size_t i = 0; i < size; ++i) part[i] = bits_of(values[begin + i]) ^ bits_of(values[begin + i - 1]);
        put_xor_mini_block(out, {part.data(), size});
    }
    return out;
}

std::vector<double> read_decimal(ByteReader& reader, std::size_t count) {
    const std::size_t exponent = reader.byte();
    if (exponent >= kPowers.size()) reader.fail();
    if (!reader.ok()) return std::vector<double>(count);
    std::vector<double> values;
    values.reserve(count);
    for (const std::int64_t integer : read_integers(reader, count)) values.push_back(unscaled(integer, exponent));
    return values;
}

/// One mini-block into `part`; zeros, and a failed reader, when it does not fit.
void read_xor_mini_block(ByteReader& reader, std::span<std::uint64_t> part) {
    const unsigned width = reader.byte();
    const unsigned low_zeros = width > 0 ? reader.byte() : 0;
    if (width + low_zeros > 64) return reader.fail();
    const std::string_view packed = reader.bytes(packed_bytes(part.size(), width));
    if (!reader.ok()) return;
    unpack(packed, width, part);
    for (auto& x : part) x <<= low_zeros;
}

std::vector<double> read_xor(ByteReader& reader, std::size_t count) {
    std::uint64_t bits = reader.fixed<std::uint64_t>();
    std::vector<double> values(count);
    values[0] = std::bit_cast<double>(bits);
    std::array<std::uint64_t, kMiniBlock> part{};
    for (std::size_t begin = 1; begin < count && reader.ok(); begin += kMiniBlock) {
        const std::size_t size = std::min(kMiniBlock, count - begin);
        read_xor_mini_block(reader, {part.data(), size});
        for (std::size_t i = 0; i < size; ++i) values[begin + i] = std::bit_cast<double>(bits ^= part[i]);
    }
    return values;
}

bool all_same(std::span<const double> values) {
    for (const double value : values)
        if (bits_of(value) != bits_of(values[0])) return false;
    return true;
}

}  // namespace

void put_doubles(std::string& out, std::span<const double> values) {
    if (values.empty()) return;
    if (all_same(values)) {
        out.push_back(static_cast<char>(Coding::constant));
        return put_fixed(out, bits_of(values[0]));
    }
    const std::string as_xor = xor_column(values);
    const auto as_decimal = decimal_column(values);
    out += as_decimal && as_decimal->size() < as_xor.size() ? *as_decimal : as_xor;
}

std::vector<double> read_doubles(ByteReader& reader, std::size_t count) {
    if (count == 0) return {};
    switch (static_cast<Coding>(reader.byte())) {
        case Coding::constant: return std::vector<double>(count, std::bit_cast<double>(reader.fixed<std::uint64_t>()));
        case Coding::decimal: return read_decimal(reader, count);
        case Coding::exclusive_or: return read_xor(reader, count);
    }
    reader.fail();
    return std::vector<double>(count);
}

}  // namespace plimsoll::ledger
