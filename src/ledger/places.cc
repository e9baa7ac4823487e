#include "ledger/places.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "ledger/bits.h"
#include "ledger/column_plain.h"

namespace plimsoll::ledger {
namespace {

constexpr std::size_t kLongestPeriod = 64;

/// The first `count` places, 1 to 64 of them, as the low bits of a word.
std::uint64_t word_of(std::string_view bytes, std::size_t count) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), std::min(bytes.size(), sizeof word));
    return count == 64 ? word : word & ((1ULL << count) - 1);
}

/// The least period of the places; 0 when they do not repeat within kLongestPeriod.
std::size_t period_of(std::span<const std::int64_t> values) {
    for (std::size_t period = 2; period <= std::min(kLongestPeriod, values.size() / 2); ++period) {
        std::size_t i = period;
        while (i < values.size() && (values[i] != 0) == (values[i - period] != 0)) ++i;
        if (i == values.size()) return period;
    }
    return 0;
}

void put_bits(std::string& out, std::span<const std::int64_t> values) {
    const std::size_t begin = out.size();
    out.resize(begin + packed_bytes(values.size(), 1));
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] != 0) out[begin + i / 8] = static_cast<char>(out[begin + i / 8] | (1 << (i % 8)));
}

/// How many are not zero, and the zeros before each as a column.
void put_gaps(std::string& out, std::span<const std::int64_t> values) {
    std::vector<std::int64_t> gaps;
    std::int64_t gap = 0;
    for (const std::int64_t value : values) {
        ++gap;
        if (value == 0) continue;
        gaps.push_back(gap - 1);
        gap = 0;
    }
    put_varint(out, gaps.size());
    put_plain_integers(out, gaps);
}

/// What put_gaps() wrote, as places below `count`.
std::vector<std::size_t> read_gaps(ByteReader& reader, std::size_t count) {
    const std::uint64_t present = reader.varint();
    if (present > count) reader.fail();
    if (!reader.ok()) return {};
    std::vector<std::size_t> at;
    at.reserve(present);
    std::size_t next = 0;
    for (const std::int64_t gap : read_plain_integers(reader, present)) {
        if (!reader.ok() || gap < 0 || next >= count || static_cast<std::uint64_t>(gap) >= count - next) return reader.fail(), std::vector<std::size_t>{};
        at.push_back(next + static_cast<std::size_t>(gap));
        next = at.back() + 1;
    }
    return at;
}

}  // namespace

void put_places(std::string& out, std::span<const std::int64_t> values) {
    if (const std::size_t period = period_of(values); period > 0) {
        out.push_back(static_cast<char>(Places::Kind::pattern));
        put_varint(out, period);
        return put_bits(out, values.first(period));
    }
    std::string gaps{static_cast<char>(Places::Kind::gaps)};
    put_gaps(gaps, values);
    if (gaps.size() <= packed_bytes(values.size(), 1)) {
        out += gaps;
        return;
    }
    out.push_back(static_cast<char>(Places::Kind::bitmap));
    put_bits(out, values);
}

Places Places::read(ByteReader& reader, std::size_t count) {
    Places places;
    places.kind_ = static_cast<Kind>(reader.byte());
    switch (places.kind_) {
        case Kind::pattern: {
            const std::uint64_t period = reader.varint();
            if (period == 0 || period > kLongestPeriod) return reader.fail(), Places{};
            places.period_ = period;
            const std::string_view bytes = reader.bytes(packed_bytes(period, 1));
            if (!reader.ok()) return {};
            places.pattern_ = word_of(bytes, period);
            return places;
        }
        case Kind::bitmap:
            places.bitmap_ = reader.bytes(packed_bytes(count, 1));
            return reader.ok() ? places : Places{};
        case Kind::gaps:
            places.at_ = read_gaps(reader, count);
            return places;
    }
    return reader.fail(), Places{};
}

std::size_t Places::before(std::size_t first) const {
    std::size_t present = 0;
    switch (kind_) {
        case Kind::pattern: {
            const std::uint64_t begun = pattern_ & ((1ULL << (first % period_)) - 1);
            return first / period_ * static_cast<std::size_t>(std::popcount(pattern_)) + static_cast<std::size_t>(std::popcount(begun));
        }
        case Kind::bitmap:
            for (std::size_t i = 0; i < first; i += 64)
                present += static_cast<std::size_t>(std::popcount(word_of(bitmap_.substr(i / 8), std::min<std::size_t>(64, first - i))));
            return present;
        case Kind::gaps: return static_cast<std::size_t>(std::lower_bound(at_.begin(), at_.end(), first) - at_.begin());
    }
    return present;
}

std::vector<std::int64_t> Places::spread(std::span<const std::int64_t> values, std::size_t count) const {
    std::vector<std::int64_t> all(count);
    if (kind_ == Kind::gaps) {
        for (std::size_t i = 0; i < at_.size(); ++i) all[at_[i]] = values[i];
        return all;
    }
    std::size_t next = 0;
    std::size_t phase = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool present = kind_ == Kind::pattern ? (pattern_ >> phase & 1) != 0 : (static_cast<std::uint8_t>(bitmap_[i / 8]) >> (i % 8) & 1) != 0;
        if (present) all[i] = values[next++];
        if (++phase == period_) phase = 0;
    }
    return all;
}

}  // namespace plimsoll::ledger
