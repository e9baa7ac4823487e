#include "ledger/state_codec.h"

#include <algorithm>

namespace plimsoll::ledger {
namespace {

constexpr std::int64_t kMostCount = std::int64_t{1} << 60;
constexpr __int128 kMostRaw = static_cast<__int128>(1) << 100;

void put_wide(std::string& out, __int128 n) {
    put_signed(out, static_cast<std::int64_t>(n >> 64));
    put_varint(out, static_cast<std::uint64_t>(n));
}
__int128 wide(ByteReader& in) {
    const __int128 high = in.signed_varint();
    return high * (static_cast<__int128>(1) << 64) + in.varint();
}

/// Above any count of things that one state can hold: hostile lengths do not allocate.
bool plausible(ByteReader& in, std::uint64_t count) {
    if (count <= in.rest().size()) return in.ok();
    in.fail();
    return false;
}

/// A number that the codec's own writer can have written, or the reader has failed. What is read is added up later, and
/// must not overflow then.
std::int64_t within(ByteReader& in, std::int64_t least, std::int64_t most) {
    const std::int64_t n = in.signed_varint();
    if (n < least || n > most) in.fail();
    return in.ok() ? n : 0;
}
std::uint64_t at_most(ByteReader& in, std::uint64_t most) {
    const std::uint64_t n = in.varint();
    if (n > most) in.fail();
    return in.ok() ? n : 0;
}
std::uint32_t id(ByteReader& in) { return static_cast<std::uint32_t>(at_most(in, UINT32_MAX)); }
std::int64_t count(ByteReader& in) { return within(in, -kMostCount, kMostCount); }
std::int64_t value(ByteReader& in) { return within(in, 0, kMostValue); }

constexpr std::int64_t kBySample = 1024;
constexpr std::int64_t kHasAfter = 2048;
constexpr std::int64_t kByValue = 4096;  ///< times 1 for deltas, 2 for measurements, 3 for events
constexpr std::int64_t kMostPerSample = 1'000'000;

struct Parts {
    std::int32_t valid = 0;
    std::int8_t bad = 0;
    Counting counting = Counting::increase;
    bool has_after = false;
};
void put_parts(const Parts& parts, std::string& out) {
    put_signed(out, parts.valid);
    const std::int64_t by_value = std::max<std::int64_t>(0, static_cast<std::int64_t>(parts.counting) - static_cast<std::int64_t>(Counting::sample));
    const std::int64_t by_sample = parts.counting == Counting::sample ? kBySample : 0;
    put_signed(out, parts.bad + by_sample + (parts.has_after ? kHasAfter : 0) + by_value * kByValue);
}
Parts parts(ByteReader& in) {
    Parts p{.valid = static_cast<std::int32_t>(within(in, INT8_MIN, kMostPerSample))};
    std::int64_t bad = within(in, INT8_MIN, 3 * kByValue + kHasAfter + INT8_MAX);
    std::int64_t by_value = 0;
    for (; bad >= kByValue + INT8_MIN; bad -= kByValue) ++by_value;
    if (bad >= kHasAfter + INT8_MIN) {
        p.has_after = true;
        bad -= kHasAfter;
    }
    if (bad >= kBySample + INT8_MIN) {
        p.counting = Counting::sample;
        bad -= kBySample;
    }
    const bool by_sample = p.counting == Counting::sample;
    if (bad > INT8_MAX || (!by_sample && p.valid > INT8_MAX) || (by_sample && (p.valid < 0 || by_value > 0))) in.fail();
    if (by_value > 0) p.counting = static_cast<Counting>(static_cast<std::int64_t>(Counting::sample) + by_value);
    p.bad = static_cast<std::int8_t>(bad);
    return in.ok() ? p : Parts{};
}

Millis time(ByteReader& in) { return within(in, -kFarthest, kFarthest); }
SlotNumber slot_number(ByteReader& in) { return within(in, -kFarthest / kStepMillis, kFarthest / kStepMillis + 1); }
/// Of these, one number stands for none.
std::int64_t unless(ByteReader& in, std::int64_t none, std::int64_t (*read)(ByteReader&)) {
    ByteReader ahead = in;
    if (ahead.signed_varint() != none) return read(in);
    in = ahead;
    return none;
}

void put_increment(const Increment& i, std::string& out) {
    for (const std::int64_t n : {i.at, i.from, i.to, std::int64_t{i.reporting}, std::int64_t{i.live}, i.valid, i.bad}) put_signed(out, n);
}
Increment increment(ByteReader& in) {
    Increment i;
    i.at = time(in);
    i.from = slot_number(in);
    i.to = slot_number(in);
    i.reporting = static_cast<std::int32_t>(within(in, INT32_MIN / 2, INT32_MAX / 2));
    i.live = static_cast<std::int32_t>(within(in, INT32_MIN / 2, INT32_MAX / 2));
    i.valid = count(in);
    i.bad = count(in);
    return i;
}

void put_point(const Point& p, std::string& out) {
    put_signed(out, p.at);
    put_varint(out, static_cast<std::uint64_t>(p.value) << 1 | (p.stale ? 1 : 0));
}
Point point(ByteReader& in) {
    Point p{.at = time(in)};
    const std::uint64_t n = at_most(in, static_cast<std::uint64_t>(kMostValue) << 1 | 1);
    p.stale = (n & 1) != 0;
    p.value = p.stale ? 0 : static_cast<std::int64_t>(n >> 1);
    return p;
}

void put_walk(const Walk::Saved& w, std::string& out) {
    put_varint(out, (w.has_value ? 1u : 0u) | (w.stale ? 2u : 0u) | static_cast<unsigned>(w.intervals_known) << 2);
    for (const std::int64_t n : {w.last_point, w.last_at, w.last_value, w.ended_from}) put_signed(out, n);
    for (const std::uint32_t n : w.intervals) put_varint(out, n);
}
Walk::Saved walk(ByteReader& in) {
    Walk::Saved w;
    const std::uint64_t flags = at_most(in, 4 << 2 | 3);
    w.has_value = (flags & 1) != 0;
    w.stale = (flags & 2) != 0;
    w.intervals_known = static_cast<std::uint8_t>(flags >> 2);
    w.last_point = unless(in, kNever, time);
    w.last_at = unless(in, kNever, time);
    w.last_value = value(in);
    w.ended_from = slot_number(in);
    for (std::uint32_t& n : w.intervals) n = id(in);
    if (w.has_value && (w.last_at == kNever || w.last_point < w.last_at)) in.fail();
    return w;
}

void put_member(SliId sli, const Member& m, std::string& out) {
    put_varint(out, sli);
    put_varint(out, (m.live ? 1u : 0u) | (m.has_first ? 2u : 0u) | (m.zero ? 4u : 0u));
    put_parts({m.valid, m.bad, m.counting}, out);
    for (const std::int64_t n : {m.after, m.first_at, m.first_value, m.expired_from})
        put_signed(out, n);
}
SavedMember member(ByteReader& in) {
    SavedMember saved{.sli = id(in)};
    Member& m = saved.member;
    const std::uint64_t flags = at_most(in, 7);
    m.live = (flags & 1) != 0;
    m.has_first = (flags & 2) != 0;
    m.zero = (flags & 4) != 0;
    const Parts p = parts(in);
    if (p.has_after) in.fail();
    m.valid = p.valid;
    m.bad = p.bad;
    m.counting = p.counting;
    m.after = unless(in, kNever, time);
    m.first_at = unless(in, kNever, time);
    m.first_value = value(in);
    m.expired_from = unless(in, kNoSlot, slot_number);
    return saved;
}

}  // namespace

void encode_sli(const SliRow& r, std::string& out) {
    put_varint(out, r.id);
    for (const std::int64_t n : {r.complete, r.open, r.first, r.since, r.live, r.newest, r.reach, r.newest_settled}) put_signed(out, n);
    put_varint(out, r.contradicted ? 1 : 0);
    for (const std::uint64_t n : {r.bad_above_valid, r.unknown_starts, r.resets}) put_varint(out, n);
    put_varint(out, r.sources.size());
    for (const std::uint32_t source : r.sources) put_varint(out, source);
    put_varint(out, r.pending.size());
    for (const Increment& i : r.pending) put_increment(i, out);
    put_varint(out, r.stretches.size());
    for (const Stretch& s : r.stretches)
        for (const std::int64_t n : {s.start, s.end, s.live}) put_signed(out, n);
}

bool decode_sli(ByteReader& in, SliRow& r) {
    r.id = id(in);
    r.complete = unless(in, kNever, time);
    r.open = unless(in, kNoSlot, slot_number);
    r.first = unless(in, kUnmeasured, slot_number);
    r.since = unless(in, kUnmeasured, slot_number);
    r.live = count(in);
    r.newest = unless(in, kNever, time);
    r.reach = within(in, 0, 3 * std::int64_t{UINT32_MAX});
    r.newest_settled = unless(in, kNever, time);
    r.contradicted = at_most(in, 1) != 0;
    for (std::uint64_t* n : {&r.bad_above_valid, &r.unknown_starts, &r.resets}) *n = in.varint();
    for (std::uint64_t n = in.varint(); plausible(in, n) && n > 0; --n) r.sources.push_back(id(in));
    for (std::uint64_t n = in.varint(); plausible(in, n) && n > 0; --n) r.pending.push_back(increment(in));
    for (std::uint64_t n = in.varint(); plausible(in, n) && n > 0; --n) {
        const SlotNumber start = slot_number(in), end = slot_number(in);
        r.stretches.push_back({start, end, count(in)});
    }
    return in.ok();
}

void encode_series(SeriesId id, const CounterSeries& s, const Account& account, std::string& out) {
    put_varint(out, id);
    put_varint(out, (s.trimmed ? 1u : 0u) | (s.continues ? 2u : 0u) | (s.asleep ? 4u : 0u));
    put_varint(out, s.source);
    put_signed(out, s.since);
    put_walk(s.walk.save(), out);
    put_varint(out, s.base.size());
    for (const Point& p : s.base) put_point(p, out);
    put_varint(out, s.members.size());
    for (const Member& m : s.members) put_member(account.at(m.row).id, m, out);
    put_varint(out, s.feeds.size());
    for (const Contribution& c : s.feeds) put_contribution(c, out);
}

bool decode_series(ByteReader& in, SavedSeries& saved) {
    saved.id = id(in);
    CounterSeries& s = saved.series;
    const std::uint64_t flags = at_most(in, 7);
    s.trimmed = (flags & 1) != 0;
    s.continues = (flags & 2) != 0;
    s.asleep = (flags & 4) != 0;
    s.source = id(in);
    s.since = unless(in, kNever, time);
    s.walk = Walk::restore(walk(in));
    for (std::uint64_t n = in.varint(); plausible(in, n) && n > 0; --n) {
        s.base.push_back(point(in));
        if (s.base.back().at > s.walk.last_point() || (s.base.size() > 1 && s.base.back().at <= s.base.end()[-2].at)) in.fail();
    }
    for (std::uint64_t n = in.varint(); plausible(in, n) && n > 0; --n) saved.members.push_back(member(in));
    for (std::uint64_t n = in.varint(); plausible(in, n) && n > 0; --n) s.feeds.push_back(read_contribution(in));
    return in.ok();
}

void put_contribution(const Contribution& c, std::string& out) {
    put_varint(out, c.sli);
    const bool has_after = c.after != Timestamp::min();
    put_parts({c.valid, c.bad, c.counting, has_after}, out);
    if (has_after) put_signed(out, std::clamp(c.after.in_ms(), -kFarthest, kFarthest));  // no point is beyond
}

Contribution read_contribution(ByteReader& in) {
    Contribution c{.sli = id(in)};
    const Parts p = parts(in);
    c.valid = p.valid;
    c.bad = p.bad;
    c.counting = p.counting;
    if (p.has_after) c.after = Timestamp::from_ms(time(in));
    return c;
}

void encode_raw(const RawSlot& raw, std::string& out) {
    const bool plain = raw.valid >= 0 && raw.valid <= INT64_MAX && raw.bad >= 0 && raw.bad <= INT64_MAX && raw.reporting >= 0;
    put_varint(out, plain ? static_cast<std::uint64_t>(raw.reporting) << 1 : zigzag(raw.reporting) << 1 | 1);
    put_signed(out, raw.live);
    if (plain) {
        put_varint(out, static_cast<std::uint64_t>(raw.valid));
        put_varint(out, static_cast<std::uint64_t>(raw.bad));
    } else {
        put_wide(out, raw.valid);
        put_wide(out, raw.bad);
    }
}

RawSlot decode_raw(ByteReader& in) {
    RawSlot raw;
    const std::uint64_t head = in.varint();
    raw.live = count(in);
    raw.reporting = (head & 1) == 0 ? static_cast<std::int64_t>(head >> 1) : unzigzag(head >> 1);
    if ((head & 1) == 0) {
        raw.valid = in.varint();
        raw.bad = in.varint();
    } else {
        raw.valid = wide(in);
        raw.bad = wide(in);
    }
    for (const __int128 n : {raw.valid, raw.bad})
        if (n > kMostRaw || n < -kMostRaw) in.fail();
    if (raw.reporting > kMostCount || raw.reporting < -kMostCount) in.fail();
    return raw;
}

void encode_journal(const SlotPages& pages, std::int64_t hour, const Account& account, std::string& out) {
    const auto page = pages.pages().find(hour);
    if (page == pages.pages().end()) return;
    SlotNumber slot = 0;
    std::int64_t sli = 0;
    for (std::uint32_t c = 0; c < page->second.chunks.size(); ++c) {
        const SlotPages::Chunk* chunk = page->second.chunks[c].get();
        if (chunk == nullptr || !chunk->any_dirty) continue;
        for (std::size_t i = chunk->dirty._Find_first(); i < chunk->dirty.size(); i = chunk->dirty._Find_next(i)) {
            const std::uint32_t row = c * kChunkRows + static_cast<std::uint32_t>(i % kChunkRows);
            if (row >= account.rows().size() || !account.at(row).used) continue;
            const auto in_hour = static_cast<SlotNumber>(i / kChunkRows);
            put_signed(out, in_hour - slot);
            put_signed(out, static_cast<std::int64_t>(account.at(row).id) - sli);
            encode_raw(pages.get(*chunk, hour * kSlotsPerHour + in_hour, row), out);
            slot = in_hour;
            sli = account.at(row).id;
        }
    }
}

bool decode_journal(std::string_view bytes, std::int64_t hour, const std::function<void(SliId, SlotNumber, const RawSlot&)>& set) {
    ByteReader in(bytes);
    SlotNumber slot = 0;
    std::int64_t sli = 0;
    while (!in.rest().empty()) {
        slot += within(in, -kSlotsPerHour, kSlotsPerHour);
        sli += within(in, -std::int64_t{UINT32_MAX}, UINT32_MAX);
        const RawSlot raw = decode_raw(in);
        if (!in.ok() || slot < 0 || slot >= kSlotsPerHour || sli < 0 || sli > UINT32_MAX) return false;
        set(static_cast<SliId>(sli), hour * kSlotsPerHour + slot, raw);
    }
    return in.ok();
}

std::string encode_patch(const Account& account, const SliRow& row, const Hour& hour, std::uint32_t index) {
    const SlotNumber start = slot_at(hour.start.in_ms());
    const SlotPages::Chunk* chunk = account.pages().find(hour_of(start), index / kChunkRows);
    std::string out;
    for (SlotNumber i = 0; chunk != nullptr && i < kSlotsPerHour; ++i) {
        const RawSlot raw = account.pages().get(*chunk, start + i, index);
        const Slot& s = hour.slots[static_cast<std::size_t>(i)];
        RawSlot told{s.valid, s.bad, s.reporting, s.live};
        if (s.measured == 0 && (start + i < row.first || start + i > row.open)) told = {};
        if (raw == told) continue;
        put_varint(out, static_cast<std::uint64_t>(i));
        encode_raw(raw, out);
    }
    return out;
}

bool decode_patch(std::string_view bytes, const std::function<void(SlotNumber, const RawSlot&)>& set) {
    ByteReader in(bytes);
    while (!in.rest().empty()) {
        const auto i = static_cast<SlotNumber>(at_most(in, kSlotsPerHour - 1));
        const RawSlot raw = decode_raw(in);
        if (!in.ok()) return false;
        set(i, raw);
    }
    return in.ok();
}

}  // namespace plimsoll::ledger
