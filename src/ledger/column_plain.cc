#include "ledger/column_plain.h"

#include <algorithm>
#include <array>
#include <bit>

#include "ledger/bits.h"

namespace plimsoll::ledger {
namespace {

/// First byte of a mini-block: the width of its values, and whether they are steps.
constexpr std::uint8_t kSteps = 0x80;
constexpr std::uint8_t kWidthBits = 0x7f;

// Differences and sums wrap modulo 2^64 everywhere: any int64 can follow any other, and hostile ones do.
std::uint64_t u(std::int64_t n) { return static_cast<std::uint64_t>(n); }
std::int64_t s(std::uint64_t n) { return static_cast<std::int64_t>(n); }

/// One way to write a mini-block: offsets from the smallest value, or steps less the smallest step.
struct Plan {
    std::int64_t reference = 0;   ///< the smallest value; of steps, the first value
    std::int64_t least_step = 0;  ///< of steps only
    unsigned width = 0;
    bool steps = false;

    [[nodiscard]] std::size_t bytes(std::size_t count, std::int64_t reference_before) const {
        const std::size_t head = 1 + varint_size(zigzag(s(u(reference) - u(reference_before))));
        return head + (steps ? varint_size(zigzag(least_step)) : 0) + packed_bytes(count - (steps ? 1 : 0), width);
    }
};

Plan plan_offsets(std::span<const std::int64_t> values) {
    std::int64_t least = values[0];
    std::int64_t most = values[0];
    for (const std::int64_t value : values) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
    return {least, 0, static_cast<unsigned>(std::bit_width(u(most) - u(least))), false};
}

Plan plan_steps(std::span<const std::int64_t> values) {
    std::int64_t least = INT64_MAX;
    std::int64_t most = INT64_MIN;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const std::int64_t step = s(u(values[i]) - u(values[i - 1]));
        least = std::min(least, step);
        most = std::max(most, step);
    }
    return {values[0], least, static_cast<unsigned>(std::bit_width(u(most) - u(least))), true};
}

Plan smaller_plan(std::span<const std::int64_t> values, std::int64_t reference_before) {
    const Plan offsets = plan_offsets(values);
    if (values.size() < 2) return offsets;
    const Plan steps = plan_steps(values);
    return steps.bytes(values.size(), reference_before) < offsets.bytes(values.size(), reference_before) ? steps : offsets;
}

void put_mini_block(std::string& out, std::span<const std::int64_t> values, const Plan& plan, std::int64_t before) {
    std::array<std::uint64_t, kMiniBlock> packed;
    std::size_t count = 0;
    for (std::size_t i = plan.steps ? 1 : 0; i < values.size(); ++i)
        packed[count++] = plan.steps ? u(values[i]) - u(values[i - 1]) - u(plan.least_step) : u(values[i]) - u(plan.reference);
    out.push_back(static_cast<char>(plan.width | (plan.steps ? kSteps : 0)));
    put_signed(out, s(u(plan.reference) - u(before)));
    if (plan.steps) put_signed(out, plan.least_step);
    pack({packed.data(), count}, plan.width, out);
}

/// A mini-block's head as read, and its packed bytes with up to eight that follow them, which save a copy.
struct Head {
    Plan plan;
    std::string_view packed;
};

Head read_head(ByteReader& reader, std::size_t count, std::int64_t reference_before) {
    Head head;
    const std::uint8_t first = reader.byte();
    head.plan.steps = (first & kSteps) != 0;
    head.plan.width = first & kWidthBits;
    if (head.plan.width > 64) return reader.fail(), Head{};
    head.plan.reference = s(u(reference_before) + u(reader.signed_varint()));
    if (head.plan.steps) head.plan.least_step = reader.signed_varint();
    const std::string_view packed = reader.bytes(packed_bytes(count - (head.plan.steps ? 1 : 0), head.plan.width));
    if (reader.ok()) head.packed = {packed.data(), packed.size() + std::min<std::size_t>(8, reader.rest().size())};
    return head;
}

/// The first values of a mini-block, as the integers modulo 2^64 that they are.
void values_of(const Head& head, std::span<std::uint64_t> out) {
    const std::uint64_t reference = u(head.plan.reference);
    if (!head.plan.steps) {
        unpack(head.packed, head.plan.width, out);
        for (auto& value : out) value += reference;
        return;
    }
    out[0] = reference;
    unpack(head.packed, head.plan.width, out.subspan(1));
    for (std::size_t i = 1; i < out.size(); ++i) out[i] += out[i - 1] + u(head.plan.least_step);
}

/// Calls `each(first index, size, head)` for every mini-block, until the reader fails.
template <class Each>
void walk(ByteReader& reader, std::size_t count, Each each) {
    std::int64_t reference = 0;
    for (std::size_t begin = 0; begin < count; begin += kMiniBlock) {
        const std::size_t size = std::min(kMiniBlock, count - begin);
        const Head head = read_head(reader, size, reference);
        if (!reader.ok()) return;
        reference = head.plan.reference;
        each(begin, size, head);
    }
}

/// The coding of a plain column; failed when there is none such.
IntegerCoding read_coding(ByteReader& reader) {
    const std::uint8_t coding = reader.byte();
    if (coding > static_cast<std::uint8_t>(IntegerCoding::mini_blocks)) reader.fail();
    return static_cast<IntegerCoding>(coding);
}

/// The sum of the first `first` values of a mini-block.
std::uint64_t sum_first(const Head& head, std::size_t first) {
    if (!head.plan.steps) return u(head.plan.reference) * first + sum_packed(head.packed, head.plan.width, first);
    std::array<std::uint64_t, kMiniBlock> values;
    values_of(head, {values.data(), first});
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < first; ++i) sum += values[i];
    return sum;
}

}  // namespace

void put_plain_integers(std::string& out, std::span<const std::int64_t> values) {
    if (values.empty()) return;
    if (std::all_of(values.begin(), values.end(), [&](std::int64_t v) { return v == values[0]; })) {
        out.push_back(static_cast<char>(IntegerCoding::constant));
        return put_signed(out, values[0]);
    }
    out.push_back(static_cast<char>(IntegerCoding::mini_blocks));
    std::int64_t reference = 0;
    for (std::size_t begin = 0; begin < values.size(); begin += kMiniBlock) {
        const auto part = values.subspan(begin, std::min(kMiniBlock, values.size() - begin));
        const Plan plan = smaller_plan(part, reference);
        put_mini_block(out, part, plan, reference);
        reference = plan.reference;
    }
}

std::vector<std::int64_t> read_plain_integers(ByteReader& reader, std::size_t count) {
    if (count == 0) return {};
    if (read_coding(reader) == IntegerCoding::constant) return std::vector<std::int64_t>(count, reader.signed_varint());
    std::vector<std::int64_t> values(count);
    walk(reader, count, [&](std::size_t begin, std::size_t size, const Head& head) {
        std::array<std::uint64_t, kMiniBlock> part;
        values_of(head, {part.data(), size});
        for (std::size_t i = 0; i < size; ++i) values[begin + i] = s(part[i]);
    });
    return values;
}

std::uint64_t sum_plain_integers(ByteReader& reader, std::size_t count, std::size_t first) {
    if (count == 0) return 0;
    if (read_coding(reader) == IntegerCoding::constant) return u(reader.signed_varint()) * first;
    std::uint64_t sum = 0;
    walk(reader, count, [&](std::size_t begin, std::size_t size, const Head& head) {
        if (begin < first) sum += sum_first(head, std::min(size, first - begin));
    });
    return sum;
}

}  // namespace plimsoll::ledger
