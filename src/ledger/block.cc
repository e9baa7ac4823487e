#include "ledger/block.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

#include "base/invariant.h"
#include "base/text.h"
#include "ledger/bits.h"
#include "ledger/column.h"

namespace plimsoll::ledger {
namespace {

constexpr std::uint8_t kVersion = 2;  ///< from 2 on columns may keep their zeros apart; 1 is read as it is
/// In the level byte: not every measured slot is measured throughout, so the column `measured` is there.
constexpr std::uint8_t kPartlyMeasured = 0x80;
constexpr std::size_t kChecksumSize = 4;

void wrap_add(std::int64_t& a, std::int64_t b) {
    a = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// Applies `f(to, from)` to every number of two Totals.
template <class F>
void each(Totals& to, const Totals& from, F f) {
    f(to.sum.valid, from.sum.valid);
    f(to.sum.bad, from.sum.bad);
    f(to.sum.measured, from.sum.measured);
    f(to.sum.reporting, from.sum.reporting);
    f(to.sum.live, from.sum.live);
    f(to.slots, from.slots);
}

Error corrupt(const BlockKey& key, std::string_view why) {
    return fail(errors::corrupt_block, fmt::format("{}: {}", key.text(), why));
}

void put_base(std::string& out, const Totals& base) {
    for (const std::int64_t n : {base.sum.valid, base.sum.bad, base.sum.measured, base.sum.reporting, base.sum.live, base.slots})
        put_signed(out, n);
}

Totals read_base(ByteReader& reader) {
    Totals base;
    for (std::int64_t* n : {&base.sum.valid, &base.sum.bad, &base.sum.measured, &base.sum.reporting, &base.sum.live, &base.slots})
        *n = reader.signed_varint();
    return base;
}

/// Seeded with the row, so that bytes in the row of another block do not match.
std::uint32_t checksum(const BlockKey& key, std::string_view body) {
    return static_cast<std::uint32_t>(XXH3_64bits_withSeed(body.data(), body.size(), static_cast<XXH64_hash_t>(key.row())));
}

/// A block's head, up to the columns.
struct Head {
    Totals base;
    std::vector<Run> written;   ///< in hours
    std::vector<Run> measured;  ///< in slots of written hours, counted one after the other
    std::size_t known = 0;      ///< slots of written hours
    std::size_t count = 0;      ///< of them, measured
    bool partly_measured = false;
};

/// The bytes without their checksum, which matches.
Result<std::string_view> unsealed(const BlockKey& key, std::string_view bytes) {
    if (bytes.size() < 2 + kChecksumSize) return corrupt(key, fmt::format("only {} bytes", bytes.size()));
    if (const auto version = static_cast<std::uint8_t>(bytes[0]); version == 0 || version > kVersion)
        return corrupt(key, fmt::format("version {} where {} is known", version, kVersion));
    const std::string_view body = bytes.substr(0, bytes.size() - kChecksumSize);
    const auto told = ByteReader(bytes.substr(body.size())).fixed<std::uint32_t>();
    if (const auto is = checksum(key, body); told != is)
        return corrupt(key, fmt::format("its checksum is {:08x}, its {} bytes give {:08x}", told, body.size(), is));
    return body;
}

/// The head up to the base; the reader stands behind it.
Result<Totals> read_front(const BlockKey& key, std::string_view body, ByteReader& reader) {
    if ((static_cast<std::uint8_t>(body[1]) & ~kPartlyMeasured) != key.level) return corrupt(key, "it says another level");
    reader = ByteReader(body.substr(2));
    const std::uint64_t slots = reader.varint();
    if (slots != shape_of(key.level).slots) return corrupt(key, fmt::format("it says {} slots", slots));
    const Totals base = read_base(reader);
    if (!reader.ok()) return corrupt(key, "its head is cut");
    return base;
}

Result<Head> read_head(const BlockKey& key, std::string_view bytes, ByteReader& reader) {
    TRY_ASSIGN(const std::string_view body, unsealed(key, bytes));
    Head head;
    TRY_ASSIGN(head.base, read_front(key, body, reader));
    const LevelShape shape = shape_of(key.level);
    head.partly_measured = (static_cast<std::uint8_t>(body[1]) & kPartlyMeasured) != 0;
    head.written = read_mask(reader, shape.hours);
    head.known = present_before(head.written, shape.hours) * shape.slots_per_hour;
    head.measured = read_mask(reader, head.known);
    head.count = present_before(head.measured, head.known);
    if (!reader.ok()) return corrupt(key, "its runs are cut or do not fit");
    return head;
}

/// What the columns hold, without gaps.
struct Columns {
    std::vector<std::int64_t> valid, bad, measured, reporting, live;
};

Columns read_columns(ByteReader& reader, const Head& head, std::int64_t steps) {
    Columns c;
    c.valid = read_integers(reader, head.count);
    c.bad = read_integers(reader, head.count);
    c.measured = head.partly_measured ? read_integers(reader, head.count) : std::vector<std::int64_t>(head.count, steps);
    c.reporting = read_integers(reader, head.count);
    c.live = read_integers(reader, head.known);
    return c;
}

/// Calls `f(slot)` for every slot of the hours that were written, in order.
template <class F>
void each_known(std::span<const Run> written, std::size_t slots_per_hour, F f) {
    for (const Run& run : written)
        for (std::size_t i = run.begin * slots_per_hour; i < run.end * slots_per_hour; ++i) f(i);
}

/// Puts the columns' values where the masks say.
void spread(const Columns& c, const Head& head, Block& block, std::size_t slots_per_hour) {
    std::vector<Slot*> known;
    known.reserve(head.known);
    each_known(head.written, slots_per_hour, [&](std::size_t i) {
        block.slots[i].live = c.live[known.size()];
        known.push_back(&block.slots[i]);
    });
    std::size_t count = 0;
    for (const Run& run : head.measured)
        for (std::size_t i = run.begin; i < run.end; ++i, ++count)
            *known[i] = {c.valid[count], c.bad[count], c.measured[count], c.reporting[count], known[i]->live};
}

/// What encode_block() writes, taken from the slots.
struct Gathered {
    std::vector<Run> written;
    std::vector<Run> measured;
    std::size_t known = 0;
    Columns columns;
};

Gathered gather(const Block& block, const LevelShape& shape) {
    Gathered g;
    for (std::size_t hour = 0; hour < shape.hours; ++hour)
        if (block.written[hour]) add_to_runs(g.written, hour);
    Columns& c = g.columns;
    for (auto* column : {&c.valid, &c.bad, &c.measured, &c.reporting, &c.live}) column->resize(shape.slots);
    std::size_t count = 0;
    each_known(g.written, shape.slots_per_hour, [&](std::size_t i) {
        const Slot& slot = block.slots[i];
        c.live[g.known] = slot.live;
        c.valid[count] = slot.valid;
        c.bad[count] = slot.bad;
        c.measured[count] = slot.measured;
        c.reporting[count] = slot.reporting;
        if (slot.measured != 0) {
            add_to_runs(g.measured, g.known);
            ++count;
        }
        ++g.known;
    });
    for (auto* column : {&c.valid, &c.bad, &c.measured, &c.reporting}) column->resize(count);
    c.live.resize(g.known);
    return g;
}

}  // namespace

std::int64_t BlockKey::row() const {
    return (static_cast<std::int64_t>(3 - level) << 56) | (start.in_ms() / kHour.in_ms() << 32) | sli;
}

BlockKey BlockKey::of_row(std::int64_t row) {
    return {static_cast<int>(3 - (row >> 56)), Timestamp{} + kHour * ((row >> 32) & 0xffffff), static_cast<SliId>(row)};
}

std::string BlockKey::text() const {
    return fmt::format("block of level {}, {}, SLI {}", level, text::rfc3339(start), sli);
}

Totals& Totals::operator+=(const Totals& o) {
    each(*this, o, wrap_add);
    return *this;
}

Totals& Totals::operator-=(const Totals& o) {
    each(*this, o, [](std::int64_t& a, std::int64_t b) {
        a = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    });
    return *this;
}

LevelShape shape_of(int level) {
    INVARIANT(level >= 0 && level < kLevelCount, "levels are ours to choose");
    const Level& l = kLevels[level];
    return {static_cast<std::size_t>(l.block / l.step), static_cast<std::size_t>(l.block / kHour),
            static_cast<std::size_t>(kHour / l.step), l.step / kStep};
}

Block Block::empty(int level, const Totals& base) {
    const LevelShape shape = shape_of(level);
    return {base, std::vector<bool>(shape.hours), std::vector<Slot>(shape.slots)};
}

Totals Block::hour(int level, std::size_t hour) const {
    const LevelShape shape = shape_of(level);
    Totals totals;
    if (!written[hour]) return totals;
    for (std::size_t i = 0; i < shape.slots_per_hour; ++i) totals += {slots[hour * shape.slots_per_hour + i], shape.steps};
    return totals;
}

std::string seal_block(const BlockKey& key, std::string body) {
    put_fixed(body, checksum(key, body));
    return body;
}

std::string encode_block(const BlockKey& key, const Block& block) {
    const LevelShape shape = shape_of(key.level);
    INVARIANT(block.slots.size() == shape.slots && block.written.size() == shape.hours, "a block is whole");
    const Gathered g = gather(block, shape);
    const Columns& c = g.columns;
    const bool partly = std::any_of(c.measured.begin(), c.measured.end(), [&](auto n) { return n != shape.steps; });
    std::string out;
    out.reserve(shape.slots * 2);
    out.push_back(static_cast<char>(kVersion));
    out.push_back(static_cast<char>(key.level | (partly ? kPartlyMeasured : 0)));
    put_varint(out, shape.slots);
    put_base(out, block.base);
    put_mask(out, g.written, shape.hours);
    put_mask(out, g.measured, g.known);
    put_integers(out, c.valid);
    put_integers(out, c.bad);
    if (partly) put_integers(out, c.measured);
    put_integers(out, c.reporting);
    put_integers(out, c.live);
    return seal_block(key, std::move(out));
}

Result<Block> decode_block(const BlockKey& key, std::string_view bytes) {
    ByteReader reader{{}};
    TRY_ASSIGN(const Head head, read_head(key, bytes, reader));
    const LevelShape shape = shape_of(key.level);
    const Columns columns = read_columns(reader, head, shape.steps);
    if (!reader.ok()) return corrupt(key, "a column is cut or has an unknown coding");
    if (!reader.rest().empty()) return corrupt(key, fmt::format("{} bytes too many", reader.rest().size()));
    if (std::count(columns.measured.begin(), columns.measured.end(), 0) > 0) return corrupt(key, "a measured slot measured 0 times");
    Block block = Block::empty(key.level, head.base);
    for (const Run& run : head.written) std::fill(block.written.begin() + run.begin, block.written.begin() + run.end, true);
    spread(columns, head, block, shape.slots_per_hour);
    return block;
}

Result<Totals> totals_before(const BlockKey& key, std::string_view bytes, std::size_t slot) {
    ByteReader reader{{}};
    TRY_ASSIGN(const Head head, read_head(key, bytes, reader));
    const LevelShape shape = shape_of(key.level);
    INVARIANT(slot <= shape.slots, "the caller looks into the block");
    const std::size_t whole_hours = slot / shape.slots_per_hour;
    const std::size_t begun = present_before(head.written, std::min(whole_hours + 1, shape.hours)) - present_before(head.written, whole_hours);
    const std::size_t known = present_before(head.written, whole_hours) * shape.slots_per_hour + begun * (slot % shape.slots_per_hour);
    const std::size_t count = present_before(head.measured, known);
    const auto sum = [&](std::size_t all, std::size_t first) { return static_cast<std::int64_t>(sum_integers(reader, all, first)); };
    Totals t;
    t.sum.valid = sum(head.count, count);
    t.sum.bad = sum(head.count, count);
    t.sum.measured = head.partly_measured ? sum(head.count, count) : static_cast<std::int64_t>(count) * shape.steps;
    t.sum.reporting = sum(head.count, count);
    t.sum.live = sum(head.known, known);
    t.slots = static_cast<std::int64_t>(known) * shape.steps;
    if (!reader.ok()) return corrupt(key, "a column is cut or has an unknown coding");
    return t + head.base;
}

Result<std::string> rebase(const BlockKey& key, std::string_view bytes, const Totals& by) {
    TRY_ASSIGN(const std::string_view body, unsealed(key, bytes));
    ByteReader reader{{}};
    TRY_ASSIGN(const Totals base, read_front(key, body, reader));
    std::string out{body.substr(0, 2)};
    put_varint(out, shape_of(key.level).slots);
    put_base(out, base + by);
    out += reader.rest();
    return seal_block(key, std::move(out));
}

}  // namespace plimsoll::ledger
