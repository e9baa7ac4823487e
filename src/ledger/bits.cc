#include "ledger/bits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
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

/// Eight values fill exactly `Width` bytes, so with a width known to the compiler every shift is a constant.
template <unsigned Width>
void unpack_eights(const char* bytes, std::span<std::uint64_t> out) {
    constexpr std::uint64_t mask = low_bits(Width);
    std::size_t i = 0;
    for (; i + 8 <= out.size(); i += 8, bytes += Width)
        for (unsigned j = 0; j < 8; ++j) out[i + j] = (load(bytes + j * Width / 8) >> (j * Width % 8)) & mask;
    for (unsigned j = 0; i + j < out.size(); ++j) out[i + j] = (load(bytes + j * Width / 8) >> (j * Width % 8)) & mask;
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
template <unsigned... Width>
constexpr std::array<Unpack, sizeof...(Width)> unpackers(std::integer_sequence<unsigned, Width...>) {
    return {unpack_eights<Width>...};
}
constexpr auto kUnpackers = unpackers(std::make_integer_sequence<unsigned, kWidestWord + 1>());

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
    INVARIANT(out.size() <= kMiniBlock && width <= 64, "a mini-block is bounded");
    INVARIANT(packed.size() >= packed_bytes(out.size(), width), "the caller cuts the bytes to measure");
    // Copied with room behind it, so that the last value's whole-word load stays inside.
    std::array<char, kMiniBlock * 8 + 16> room;
    const std::size_t size = packed_bytes(out.size(), width);
    std::memcpy(room.data(), packed.data(), size);
    std::memset(room.data() + size, 0, 16);
    width <= kWidestWord ? kUnpackers[width](room.data(), out) : unpack_wide(room.data(), width, out);
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

void add_to_runs(std::vector<Run>& runs, std::size_t index) {
    if (!runs.empty() && runs.back().end == index)
        ++runs.back().end;
    else
        runs.push_back({index, index + 1});
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
