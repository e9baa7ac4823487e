// state_codec.h: an account's and its counters' state as the checkpoint keeps it, and slots as the journal does.
//
// Format     docs/format/ledger.md, version 1. All numbers are varints.
// Errors     decoding returns false for bytes that are not such a state.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ledger/account.h"
#include "ledger/counters.h"
#include "ledger/varint.h"

namespace plimsoll::ledger {

void encode_sli(const SliRow& row, std::string& out);
[[nodiscard]] bool decode_sli(ByteReader& in, SliRow& row);

/// A member with the id of its SLI in place of the row, which is not stable.
struct SavedMember {
    SliId sli = 0;
    Member member;
};
struct SavedSeries {
    SeriesId id = 0;
    CounterSeries series;  ///< without members and history
    std::vector<SavedMember> members;
};
void encode_series(SeriesId id, const CounterSeries& series, const Account& account, std::string& out);
[[nodiscard]] bool decode_series(ByteReader& in, SavedSeries& series);

/// A series' part in an SLI: its id, signed valid, signed bad. Bad of a series that is read sample by sample is written 1024
/// higher, that of deltas 4096, of measurements 8192, of events 12288; 2048 higher if it counts only after a time, which follows.
void put_contribution(const Contribution& contribution, std::string& out);
[[nodiscard]] Contribution read_contribution(ByteReader& in);

void encode_raw(const RawSlot& raw, std::string& out);
[[nodiscard]] RawSlot decode_raw(ByteReader& in);

/// All dirty cells of an hour.
void encode_journal(const SlotPages& pages, std::int64_t hour, const Account& account, std::string& out);
/// `set` gets (sli, slot, raw).
[[nodiscard]] bool decode_journal(std::string_view bytes, std::int64_t hour,
                                  const std::function<void(SliId, SlotNumber, const RawSlot&)>& set);

/// What a block of the hour does not tell of its raw cells; empty if nothing.
[[nodiscard]] std::string encode_patch(const Account& account, const SliRow& row, const Hour& hour, std::uint32_t index);
[[nodiscard]] bool decode_patch(std::string_view bytes, const std::function<void(SlotNumber, const RawSlot&)>& set);

}  // namespace plimsoll::ledger
