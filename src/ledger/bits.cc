#include "ledger/bits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/invariant.h"

namespace plimsoll::ledger {
namespace {

static_assert(std::endian::native == std::endian::little, "words are loaded as they lie");

constexpr std::uint64_t low_bits(unsigned width) { return width == 64 ? ~0ULL : (1ULL << width) - 1; }

std::uint64_t load(const char* at) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

/// Calls `f(i, value)` for `count` values. Eight values fill exactly `Width` bytes, so with a width known to the
/// compiler every shift is a constant. Reads up to eight bytes behind the last value.
template <unsigned Width, class F>
[[gnu::always_inline]] inline void each_value(const char* bytes, std::size_t count, F f) {
    constexpr std::uint64_t mask = low_bits(Width);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8, bytes += Width)
        for (unsigned j = 0; j < 8; ++j) f(i + j, (load(bytes + j * Width / 8) >> (j * Width % 8)) & mask);
    for (unsigned j = 0; i + j < count; ++j) f(i + j, (load(bytes + j * Width / 8) >> (j * Width % 8)) & mask);
}

template <unsigned Width>
void unpack_width(const char* bytes, std::span<std::uint64_t> out) {
    each_value<Width>(bytes, out.size(), [&](std::size_t i, std::uint64_t value) { out[i] = value; });
}

template <unsigned Width>
std::uint64_t sum_width(const char* bytes, std::size_t count) {
    std::uint64_t sum = 0;
    each_value<Width>(bytes, count, [&](std::size_t, std::uint64_t value) { sum += value; });
    return sum;
}

/// Widths beyond 57 bits may need a ninth byte.
void unpack_wide(const char* bytes, unsigned width, std::span<std::uint64_t> out) {
    std::size_t bit = 0;
    for (auto& value : out) {
        const unsigned shift = bit % 8;
        const auto ninth = static_cast<std::uint8_t>(bytes[bit / 8 + 8]);
        value = load(bytes + bit / 8) >> shift;
        if (shift > 0) value |= static_cast<std::uint64_t>(ninth) << (64 - shift);
        value &= low_bits(width);
        bit += width;
    }
}

constexpr unsigned kWidestWord = 57;  // and seven bits of shift are a word
using Unpack = void (*)(const char*, std::span<std::uint64_t>);
using Sum = std::uint64_t (*)(const char*, std::size_t);
struct ByWidth {
    std::array<Unpack, kWidestWord + 1> unpack;
    std::array<Sum, kWidestWord + 1> sum;
};
template <unsigned... Width>
constexpr ByWidth by_width(std::integer_sequence<unsigned, Width...>) {
    return {{unpack_width<Width>...}, {sum_width<Width>...}};
}
constexpr ByWidth kByWidth = by_width(std::make_integer_sequence<unsigned, kWidestWord + 1>());

/// Packed bytes with room behind them, so that loading a whole word at the last value stays inside.
struct Padded {
    std::array<char, kMiniBlock * 8 + 16> bytes;
    Padded(std::string_view packed, unsigned width, std::size_t count) {
        INVARIANT(count <= kMiniBlock && width <= 64, "a mini-block is bounded");
        const std::size_t size = packed_bytes(count, width);
        INVARIANT(packed.size() >= size, "the caller cuts the bytes to measure");
        std::memcpy(bytes.data(), packed.data(), size);
        std::memset(bytes.data() + size, 0, 16);
    }
};

}  // namespace

void pack(std::span<const std::uint64_t> values, unsigned width, std::string& out) {
    const std::size_t begin = out.size();
    out.resize(begin + packed_bytes(values.size(), width) + 8);  // and room for the last whole word
    char* at = out.data() + begin;
    std::uint64_t word = 0;
    unsigned held = 0;
    for (const std::uint64_t value : values) {
        word |= value << held;
        held += width;
        if (held < 64) continue;
        std::memcpy(at, &word, sizeof word);
        at += sizeof word;
        held -= 64;
        word = held == 0 ? 0 : value >> (width - held);
    }
    std::memcpy(at, &word, sizeof word);
    out.resize(begin + packed_bytes(values.size(), width));
}

void unpack(std::string_view packed, unsigned width, std::span<std::uint64_t> out) {
    const Padded padded(packed, width, out.size());
    width <= kWidestWord ? kByWidth.unpack[width](padded.bytes.data(), out) : unpack_wide(padded.bytes.data(), width, out);
}

std::uint64_t sum_packed(std::string_view packed, unsigned width, std::size_t count) {
    if (width > kWidestWord) {
        std::array<std::uint64_t, kMiniBlock> values;
        unpack(packed, width, {values.data(), count});
        return std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), std::uint64_t{0});
    }
    if (packed.size() >= packed_bytes(count, width) + 8) return kByWidth.sum[width](packed.data(), count);
    return kByWidth.sum[width](Padded(packed, width, count).bytes.data(), count);
}

void put_mask(std::string& out, std::span<const Run> present, std::size_t length) {
    std::vector<std::size_t> ends;  // of all runs but the last, present and absent in turn
    for (const Run& run : present) {
        if (run.begin > 0 || !ends.empty()) {
            if (ends.empty()) ends.push_back(0);
            ends.push_back(run.begin);
        }
        ends.push_back(run.end);
    }
    if (present.empty() && length > 0) ends.push_back(0);
    if (!ends.empty() && ends.back() == length) ends.pop_back();
    put_varint(out, ends.size() + 1);
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        put_varint(out, end - begin);
        begin = end;
    }
}

std::vector<Run> read_mask(ByteReader& reader, std::size_t length) {
    std::vector<Run> runs;
    const std::uint64_t count = reader.varint();
    if (count == 0 || count > length + 1) return reader.fail(), runs;
    std::size_t begin = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t run = i + 1 < count ? reader.varint() : length - begin;
        // Only the first run may be empty: otherwise one mask could be written in many ways.
        if (!reader.ok() || run > length - begin || (run == 0 && i > 0)) return reader.fail(), std::vector<Run>{};
        if (i % 2 == 0 && run > 0) runs.push_back({begin, begin + run});
        begin += run;
    }
    return runs;
}

std::size_t present_before(std::span<const Run> runs, std::size_t items) {
    std::size_t present = 0;
    for (const Run& run : runs) {
        if (run.begin >= items) break;
        present += std::min(run.end, items) - run.begin;
    }
    return present;
}

}  // namespace plimsoll::ledger
