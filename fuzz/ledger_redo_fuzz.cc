// ledger_redo_fuzz.cc: any bytes are a redo, a journal, a patch or a state of the checkpoint, or are refused; what is
// read is written again and reads back the same.
//
// The first byte chooses: 0 a redo of a source without watermark, 1 of one with; 2 a journal, 3 a patch, 4 SLIs, 5 series.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "base/sqlite.h"
#include "ledger/redo.h"
#include "ledger/state_codec.h"

using namespace plimsoll;
using namespace plimsoll::ledger;

namespace {

constexpr std::int64_t kHour = 497'222;

void try_redo(std::string_view bytes, Millis base) {
    const auto points = decode_redo(bytes, base);
    if (!points) return;
    std::string out;
    encode_redo(*points, base, out);
    const auto again = decode_redo(out, base);
    INVARIANT(again.has_value() && again->size() == points->size(), "what was read is written and reads back");
    for (std::size_t i = 0; i < points->size(); ++i) {
        const auto& [series, point] = (*points)[i];
        INVARIANT((*again)[i].series == series && (*again)[i].point == point, "point for point");
        INVARIANT(in_time(point.at) && point.value >= 0, "a point is one that a batch can hold");
    }
}

void try_raw(const RawSlot& raw) {
    std::string out;
    encode_raw(raw, out);
    ByteReader in(out);
    INVARIANT(decode_raw(in) == raw && in.ok() && in.rest().empty(), "a slot reads back");
    const Slot shown = raw.shown();
    INVARIANT(0 <= shown.bad && shown.bad <= shown.valid && shown.valid <= kMostInSlot && shown.live >= 1, "readers see a slot that keeps the rules");
}

void try_slis(std::string_view bytes) {
    ByteReader in(bytes);
    while (!in.rest().empty()) {
        SliRow row;
        if (!decode_sli(in, row)) return;
        std::string out, again;
        encode_sli(row, out);
        ByteReader back(out);
        SliRow same;
        INVARIANT(decode_sli(back, same) && back.rest().empty(), "an SLI reads back");
        encode_sli(same, again);
        INVARIANT(again == out, "and is the same");
    }
}

/// Members are written with their SLI's id, which an account knows.
std::string written(const SavedSeries& saved, BlockReader& blocks) {
    Account account({}, blocks);
    CounterSeries series = saved.series;
    for (const SavedMember& m : saved.members) {
        series.members.push_back(m.member);
        series.members.back().row = account.add_sli(m.sli);
    }
    std::string out;
    encode_series(saved.id, series, account, out);
    return out;
}

void try_series(std::string_view bytes) {
    static sqlite::Db db = *sqlite::Db::open(":memory:");
    static BlockReader blocks(db);
    ByteReader in(bytes);
    while (!in.rest().empty()) {
        SavedSeries saved;
        if (!decode_series(in, saved)) return;
        const std::string out = written(saved, blocks);
        ByteReader back(out);
        SavedSeries same;
        INVARIANT(decode_series(back, same) && back.rest().empty(), "a series reads back");
        INVARIANT(written(same, blocks) == out, "and is the same");
        // What the next value makes of it.
        CounterSeries& s = saved.series;
        if (s.walk.last_point() < kFarthest) (void)s.walk.step({.at = s.walk.last_point() == kNever ? 0 : s.walk.last_point() + 1, .value = 5}, 86'400'000);
        for (const Point& p : s.base) s.history.append(p);
        INVARIANT(s.history.points() == s.base, "a base is a history");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0]) {
        case 0: try_redo(bytes, kNever); break;
        case 1: try_redo(bytes, kHour * 3'600'000); break;
        case 2:
            (void)decode_journal(bytes, kHour, [](SliId, SlotNumber slot, const RawSlot& raw) {
                INVARIANT(hour_of(slot) == kHour, "a journal tells of its hour");
                try_raw(raw);
            });
            break;
        case 3:
            (void)decode_patch(bytes, [](SlotNumber i, const RawSlot& raw) {
                INVARIANT(i >= 0 && i < kSlotsPerHour, "a patch tells of its hour");
                try_raw(raw);
            });
            break;
        case 4: try_slis(bytes); break;
        case 5: try_series(bytes); break;
    }
    return 0;
}
